//! What belongs to an organization and its people: tags, SSH keys, tokens, managed organizations, policies and prices.

use std::time::Duration;

use katapult_api::{
    ApiTokenArguments, Client, CountryLookup, CurrencyLookup, CustomerType, Error, ErrorCode,
    EstimateResourceArguments, NewApiTokenArguments, NewSshKeyArguments, NewTagArguments, OrganizationLookup, Scope,
    TagArguments, TagColor, Timestamp, api_tokens, certificates, countries, country_states, managed_organizations,
    organizations, public, ssh_keys, tags, users, zones,
};
use katapult_fake::behavior::organizations::policy::RESTRICTIONS;
use katapult_fake::{Cloud, map};

use crate::shared::{acme, refuses};

fn client_of(cloud: &Cloud, secret: &str) -> Client {
    Client::builder().token(secret).transport(cloud.transport()).build().expect("a client")
}

#[tokio::test]
async fn tags_have_names_and_colors() -> Result<(), Error> {
    let cloud = Cloud::start();
    let client = cloud.client();
    let web = client.send(tags::create(acme(), NewTagArguments::new("web"))).await?.into_inner().tag;
    client.send(tags::create(acme(), NewTagArguments::new("app").color(TagColor::Green))).await?;
    let listed = client.send(tags::list(acme())).await?.into_inner().tags;
    assert_eq!(listed.iter().map(|tag| tag.name.as_str()).collect::<Vec<_>>(), ["app", "web"]);
    assert_eq!((&listed[0].color, &listed[1].color), (&TagColor::Green, &web.color));
    refuses(client.send(tags::create(acme(), NewTagArguments::new("web"))).await, "Name has already been taken");
    refuses(client.send(tags::update(&web.id, TagArguments::new().name("app"))).await, "Name has already been taken");
    refuses(client.send(tags::update(&web.id, TagArguments::new().name(""))).await, "Name can't be blank");
    let same = TagArguments::new().name("web").color(TagColor::Black);
    assert_eq!(client.send(tags::update(&web.id, same)).await?.tag.color, TagColor::Black);
    Ok(())
}

#[tokio::test]
async fn ssh_keys_have_the_fingerprint_of_ssh_keygen() -> Result<(), Error> {
    let cloud = Cloud::start();
    let client = cloud.client();
    let line = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl user@laptop";
    let added = client.send(ssh_keys::create(acme(), NewSshKeyArguments::new("laptop", line))).await?;
    // The key of github.com, whose fingerprint GitHub publishes.
    assert_eq!(added.ssh_key.fingerprint, "SHA256:+DiY3wvvV6TuJJhbpZisF/zLDA0zPMSvHdkr4UvCOqU");
    let again = NewSshKeyArguments::new("desktop", line.trim_end_matches(" user@laptop"));
    refuses(client.send(ssh_keys::create(acme(), again)).await, "Key has already been taken");
    for wrong in ["ssh-ed25519", "ssh-ed25519 AAAA", "ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAA", "-----BEGIN RSA-----", "a b"] {
        let wrong = NewSshKeyArguments::new("laptop", wrong);
        refuses(client.send(ssh_keys::create(acme(), wrong)).await, "Key is invalid");
    }
    client.send(ssh_keys::delete(&added.ssh_key.id)).await?;
    assert!(client.send(ssh_keys::list(acme())).await?.ssh_keys.is_empty());
    Ok(())
}

#[tokio::test]
async fn tokens_can_be_used_with_their_scopes_only() -> Result<(), Error> {
    let cloud = Cloud::start();
    let client = cloud.client();
    let reader = NewApiTokenArguments::new("reader").scopes([Scope::TagsRead, Scope::OrganizationsRead]);
    let created = client.send(api_tokens::create(acme(), reader)).await?.into_inner().api_token;
    let secret = created.secret.expect("a secret");
    assert!(created.organization_id.is_some());
    let reader = client_of(&cloud, secret.expose());
    assert!(reader.send(tags::list(acme())).await?.tags.is_empty());
    let refused = reader.send(tags::create(acme(), NewTagArguments::new("web"))).await.expect_err("no scope");
    assert_eq!(refused.code(), Some(ErrorCode::ScopeNotGranted));
    reader.send(zones::list()).await?;
    let nobody = reader.send(users::current()).await.expect_err("a token of an organization");
    assert_eq!(nobody.code(), Some(ErrorCode::NoUserAssociatedWithIdentity));
    let more = ApiTokenArguments::new().scopes([Scope::Tags]);
    client.send(api_tokens::update(&created.id, more)).await?;
    reader.send(tags::create(acme(), NewTagArguments::new("web"))).await?;
    // Only the responses that create a secret show it.
    let listed = client.send(api_tokens::list(acme())).await?.into_inner().api_tokens;
    assert!(listed.len() == 1 && listed[0].secret.is_none());
    let renewed = client.send(api_tokens::regenerate_secret(&created.id)).await?.into_inner().api_token;
    let invalid = reader.send(tags::list(acme())).await.expect_err("an old secret");
    assert_eq!(invalid.code(), Some(ErrorCode::InvalidApiToken));
    let renewed = client_of(&cloud, renewed.secret.expect("a secret").expose());
    renewed.send(tags::list(acme())).await?;
    client.send(api_tokens::delete(&created.id)).await?;
    let deleted = renewed.send(tags::list(acme())).await.expect_err("a deleted token");
    assert_eq!(deleted.code(), Some(ErrorCode::InvalidApiToken));
    Ok(())
}

#[tokio::test]
async fn tokens_can_be_used_from_their_networks_only() -> Result<(), Error> {
    let cloud = Cloud::start();
    let client = cloud.client();
    let office = NewApiTokenArguments::new("office").scopes([Scope::Tags]).authorized_ip_addresses(["192.0.2.0/24"]);
    let office = client.send(api_tokens::create(acme(), office)).await?.into_inner().api_token;
    let there = client_of(&cloud, office.secret.as_ref().expect("a secret").expose());
    let refused = there.send(tags::list(acme())).await.expect_err("another network");
    assert_eq!(refused.code(), Some(ErrorCode::UnauthorizedNetworkForApiToken));
    assert!(refused.to_string().contains("127.0.0.1"), "{refused}");
    // The restriction is part of the state.
    let state = cloud.with_store(|store| store.to_json());
    let later = Cloud::start();
    later.with_store(|store| store.restore(&state)).expect("a state");
    let there_later = client_of(&later, office.secret.as_ref().expect("a secret").expose());
    let refused = there_later.send(tags::list(acme())).await.expect_err("another network");
    assert_eq!(refused.code(), Some(ErrorCode::UnauthorizedNetworkForApiToken));
    let here = ApiTokenArguments::new().authorized_ip_addresses(["192.0.2.0/24", "127.0.0.0/8"]);
    client.send(api_tokens::update(&office.id, here)).await?;
    there.send(tags::list(acme())).await?;
    let wrong = ApiTokenArguments::new().authorized_ip_addresses(["192.0.2.0/40"]);
    refuses(client.send(api_tokens::update(&office.id, wrong)).await, "Authorized IP addresses is invalid");
    Ok(())
}

#[tokio::test]
async fn tokens_expire_by_the_clock() -> Result<(), Error> {
    let cloud = Cloud::start();
    let client = cloud.client();
    let now = cloud.clock().now();
    let token = |expires_at: i64| {
        NewApiTokenArguments::new("deploy").scopes([Scope::Tags]).expires_at(Timestamp::from_unix_seconds(expires_at))
    };
    refuses(client.send(api_tokens::create(acme(), token(now))).await, "Expires at must be in the future");
    let short = client.send(api_tokens::create(acme(), token(now + 60))).await?.into_inner().api_token;
    let long = client.send(api_tokens::create(acme(), token(now + 60))).await?.into_inner().api_token;
    client
        .send(api_tokens::update(
            &long.id,
            ApiTokenArguments::new().expires_at(Timestamp::from_unix_seconds(now + 600)),
        ))
        .await?;
    let [short, long] = [short, long].map(|token| client_of(&cloud, token.secret.expect("a secret").expose()));
    cloud.clock().advance(Duration::from_secs(59));
    short.send(tags::list(acme())).await?;
    cloud.clock().advance(Duration::from_secs(1));
    let expired = short.send(tags::list(acme())).await.expect_err("an expired token");
    assert_eq!(expired.code(), Some(ErrorCode::InvalidApiToken));
    long.send(tags::list(acme())).await?;
    cloud.clock().advance(Duration::from_secs(600));
    long.send(tags::list(acme())).await.expect_err("an expired token");
    Ok(())
}

#[tokio::test]
async fn organizations_do_not_see_each_other() -> Result<(), Error> {
    let cloud = Cloud::start();
    let client = cloud.client();
    let web = client.send(tags::create(acme(), NewTagArguments::new("web"))).await?.into_inner().tag;
    let managed = client.send(managed_organizations::create(acme(), "Customer", "Customer")).await?;
    let managed = managed.into_inner().organization;
    assert_eq!((managed.sub_domain.as_str(), managed.managed), ("customer", true));
    let customer = OrganizationLookup::id(managed.id);
    let token = NewApiTokenArguments::new("customer").scopes([Scope::Tags, Scope::OrganizationsRead]);
    let token = client.send(api_tokens::create(customer.clone(), token)).await?.into_inner().api_token;
    let other = client_of(&cloud, token.secret.expect("a secret").expose());
    let hidden = other.send(tags::get(&web.id)).await.expect_err("a tag of another organization");
    assert_eq!(hidden.code(), Some(ErrorCode::TagNotFound));
    let hidden = other.send(tags::list(acme())).await.expect_err("another organization");
    assert_eq!(hidden.code(), Some(ErrorCode::OrganizationNotFound));
    assert_eq!(other.send(organizations::list()).await?.organizations.len(), 1);
    assert_eq!(client.send(organizations::list()).await?.organizations.len(), 2);
    Ok(())
}

#[tokio::test]
async fn managed_organizations_are_deleted_once_they_are_empty() -> Result<(), Error> {
    let cloud = Cloud::start();
    let client = cloud.client();
    let managed = client.send(managed_organizations::create(acme(), "Customer", "customer")).await?;
    let id = managed.into_inner().organization.id;
    let customer = || OrganizationLookup::id(id.clone());
    refuses(
        client.send(managed_organizations::create(acme(), "Other", "customer")).await,
        "Sub domain has already been taken",
    );
    refuses(client.send(managed_organizations::create(acme(), "", "a.b")).await, "Sub domain is invalid");
    assert_eq!(client.send(managed_organizations::list(acme())).await?.organizations.len(), 1);
    let unmanaged = client.send(managed_organizations::delete(acme())).await.expect_err("not managed");
    assert_eq!(unmanaged.code(), Some(ErrorCode::ManagedOrganizationRequired));
    let zone = katapult_api::NewDnsZoneArguments::new("customer.test");
    client.send(katapult_api::dns_zones::create(customer(), zone)).await?;
    let steps = client.send(organizations::deletion_steps(customer())).await?.into_inner().steps;
    assert!(!steps.dns_zones.satisfied && steps.virtual_machines.satisfied);
    let refused = client.send(managed_organizations::delete(customer())).await.expect_err("a zone is left");
    assert_eq!(refused.code(), Some(ErrorCode::DeletionStepsNotSatisfied));
    client.send(katapult_api::dns_zones::delete(katapult_api::DnsZoneLookup::name("customer.test"))).await?;
    assert!(client.send(managed_organizations::delete(customer())).await?.success);
    let gone = client.send(organizations::get(customer())).await.expect_err("a deleted organization");
    assert_eq!(gone.code(), Some(ErrorCode::OrganizationNotFound));
    let policy = client.send(organizations::policy(acme())).await?.into_inner();
    assert_eq!((policy.limits.managed_organizations.current, policy.limits.managed_organizations.limit), (0, 20));
    Ok(())
}

#[tokio::test]
async fn policies_count_what_is_used() -> Result<(), Error> {
    let cloud = Cloud::start();
    let client = cloud.client();
    cloud.with_store(|store| {
        let acme = store.all("Organization")[0];
        for memory in [3, 6] {
            store.create("VirtualMachine", map! { "organization" => acme, "memory_in_gb" => memory });
        }
    });
    let policy = client.send(organizations::policy(acme())).await?.into_inner();
    assert_eq!(policy.limits.virtual_machines.current, 2);
    assert_eq!(policy.limits.virtual_machine_memory.current, 9);
    assert_eq!(policy.limits.virtual_machine_memory.unit.as_deref(), Some("GB"));
    let limits = client.send(organizations::policy_limits(acme())).await?.into_inner().policy_limits;
    assert_eq!(limits.maximum_virtual_machines.value, Some(policy.limits.virtual_machines.limit));
    let managed = client.send(managed_organizations::create(acme(), "Customer", "customer")).await?;
    let customer = OrganizationLookup::id(managed.organization.id.clone());
    let refused = client.send(organizations::policy(customer.clone())).await.expect_err("a managed organization");
    assert_eq!(refused.code(), Some(ErrorCode::PolicyNotAvailableForManagedOrganizations));
    let refused = client.send(organizations::prices(customer)).await.expect_err("a managed organization");
    assert_eq!(refused.code(), Some(ErrorCode::PricesNotAvailableForManagedOrganizations));
    Ok(())
}

#[tokio::test]
async fn restricted_organizations_create_nothing() -> Result<(), Error> {
    let cloud = Cloud::start();
    let client = cloud.client();
    cloud.with_store(|store| {
        let acme = store.all("Organization")[0];
        store.set(acme, RESTRICTIONS, vec!["There is no payment method"]);
    });
    let zone = || katapult_api::NewDnsZoneArguments::new("acme.test");
    let refused = client.send(katapult_api::dns_zones::create(acme(), zone())).await.expect_err("a restriction");
    assert_eq!(refused.code(), Some(ErrorCode::ResourceCreationRestricted));
    assert!(refused.to_string().contains("There is no payment method"), "{refused}");
    let policy = client.send(organizations::policy(acme())).await?.into_inner();
    assert_eq!(policy.reasons_for_disallowing_resource_creation, ["There is no payment method"]);
    client.send(katapult_api::dns_zones::list(acme())).await?;
    cloud.with_store(|store| {
        let acme = store.all("Organization")[0];
        store.set(acme, RESTRICTIONS, katapult_fake::Value::Null);
    });
    client.send(katapult_api::dns_zones::create(acme(), zone())).await?;
    Ok(())
}

#[tokio::test]
async fn sums_of_large_seeds_do_not_overflow() -> Result<(), Error> {
    let cloud = Cloud::start();
    let client = cloud.client();
    cloud.with_store(|store| {
        let acme = store.all("Organization")[0];
        let large = || map! { "organization" => acme, "memory_in_gb" => i64::MAX, "cpu_cores" => i64::MAX };
        for kind in ["VirtualMachine", "VirtualMachine", "Disk", "Disk"] {
            store.create(kind, large().with("size_in_gb", i64::MAX));
        }
        for created_at in [i64::MAX, i64::MIN] {
            let fields = map! { "organization" => acme, "name" => "large.test", "created_at" => created_at };
            store.create("Certificate", fields.clone());
            store.create("DnsZone", fields);
        }
    });
    let policy = client.send(organizations::policy(acme())).await?.into_inner();
    assert_eq!(policy.limits.virtual_machine_memory.current, i64::MAX);
    assert_eq!(client.send(public::stats::get()).await?.total_cpu_cores, i64::MAX);
    assert_eq!(client.send(certificates::list(acme())).await?.certificates.len(), 2);
    let zone = katapult_api::DnsZoneLookup::name("large.test");
    let refused = client.send(katapult_api::dns_zones::verify(zone)).await.expect_err("a zone of the future");
    assert_eq!(refused.code(), Some(ErrorCode::DnsZoneNotVerified));
    Ok(())
}

#[tokio::test]
async fn suspended_and_inactive_organizations_are_refused() -> Result<(), Error> {
    let cloud = Cloud::start();
    let client = cloud.client();
    for (field, value, code) in [
        ("suspended", katapult_fake::Value::from(true), ErrorCode::OrganizationSuspended),
        ("activated_at", katapult_fake::Value::Null, ErrorCode::OrganizationNotActivated),
    ] {
        let old = cloud.with_store(|store| {
            let acme = store.all("Organization")[0];
            let old = store.get(acme).get(field).clone();
            store.set(acme, field, value);
            old
        });
        let refused = client.send(tags::list(acme())).await.expect_err(field);
        assert_eq!(refused.code(), Some(code));
        cloud.with_store(|store| {
            let acme = store.all("Organization")[0];
            store.set(acme, field, old);
        });
    }
    client.send(tags::list(acme())).await?;
    Ok(())
}

#[tokio::test]
async fn prices_and_estimates_agree() -> Result<(), Error> {
    let cloud = Cloud::start();
    let client = cloud.client();
    let own = client.send(organizations::prices(acme())).await?.into_inner();
    assert_eq!(own.currency.iso_code, "GBP");
    let rock = own.prices.iter().find(|price| price.resource == "rock-3").expect("a package");
    assert_eq!(rock.price, 15.0);
    let public = client.send(public::pricing::prices()).await?.into_inner().prices;
    assert_eq!(public.len(), own.prices.len());
    assert_eq!(public[0].variants[0].prices.len(), 3);
    let estimate = |resource: &str, quantity: i64, country: &str, kind: CustomerType| {
        public::pricing::estimate(
            "Acme",
            [EstimateResourceArguments::new(resource, quantity)],
            kind,
            CurrencyLookup::iso_code("EUR"),
            CountryLookup::iso_code2(country),
        )
    };
    let found = client.send(estimate("rock-3", 2, "NL", CustomerType::Consumer)).await?.into_inner().estimate;
    assert_eq!((found.per_month, found.per_month_inc_tax, found.tax_rate), (36.0, 43.2, 20.0));
    assert_eq!(found.resources[0].package.as_ref().map(|package| package.name.as_str()), Some("ROCK-3"));
    let business = client.send(estimate("load-balancer", 1, "NL", CustomerType::Business)).await?.into_inner();
    assert_eq!((business.estimate.per_month_inc_tax, business.estimate.tax_rate), (12.0, 0.0));
    for (resource, quantity, code) in
        [("rock-7", 1, ErrorCode::InvalidEstimateResource), ("rock-3", 0, ErrorCode::InvalidEstimateQuantity)]
    {
        let refused = client.send(estimate(resource, quantity, "GB", CustomerType::Business)).await;
        let refused = refused.expect_err(resource);
        assert_eq!(refused.code(), Some(code));
        assert!(refused.to_string().contains(resource), "{refused}");
    }
    Ok(())
}

#[tokio::test]
async fn sign_ups_continue_by_email_or_at_a_url() -> Result<(), Error> {
    let cloud = Cloud::start();
    let client = cloud.client();
    let by_email = public::signups::create().verify_with_email(true).email_address("ada@acme.test");
    let by_email = client.send(by_email).await?.into_inner();
    assert_eq!((by_email.email_address.as_deref(), by_email.url.is_none()), (Some("ada@acme.test"), true));
    let by_url = client.send(public::signups::create().coupon("WELCOME")).await?.into_inner();
    assert!(by_url.url.expect("a URL").expose().ends_with(&by_url.id));
    assert_eq!(by_url.email_address, None);
    refuses(client.send(public::signups::create().verify_with_email(true)).await, "Email address can't be blank");
    refuses(client.send(public::signups::create().email_address("ada")).await, "Email address is invalid");
    let unknown = client.send(public::signups::create().coupon("NOPE")).await.expect_err("no such coupon");
    assert_eq!(unknown.code(), Some(ErrorCode::InvalidCouponCode));
    Ok(())
}

#[tokio::test]
async fn certificates_are_issued_by_the_clock() -> Result<(), Error> {
    let cloud = Cloud::start();
    let client = cloud.client();
    let failing = cloud.with_store(|store| {
        let (acme, now) = (store.all("Organization")[0], store.now());
        let certificate = |name: &str| map! { "name" => name, "organization" => acme, "created_at" => now };
        store.create("Certificate", certificate("acme.test"));
        let failing = store.create("Certificate", certificate("other.test").with("issue_error", "No such domain"));
        store.get(failing).id().to_owned()
    });
    let listed = client.send(certificates::list(acme())).await?.into_inner().certificates;
    assert_eq!((listed.len(), listed[0].state.as_str(), listed[0].expires_at), (2, "pending", None));
    let id = &listed[0].id;
    for (seconds, state) in [(4, "pending"), (1, "issuing"), (24, "issuing"), (1, "issued")] {
        cloud.clock().advance(Duration::from_secs(seconds));
        let shown = client.send(certificates::get(id)).await?.into_inner().certificate;
        assert_eq!(shown[0].state.as_str(), state);
        assert_eq!(
            (shown[0].certificate.is_some(), shown[0].private_key.is_some()),
            (state == "issued", state == "issued")
        );
    }
    let failed = client.send(certificates::get(katapult_api::CertificateLookup::id(failing))).await?.into_inner();
    assert_eq!(failed.certificate[0].state.as_str(), "issue_failed");
    assert_eq!(failed.certificate[0].issue_error.as_deref(), Some("No such domain"));
    assert!(failed.certificate[0].certificate.is_none());
    Ok(())
}

#[tokio::test]
async fn the_catalogue_is_the_same_in_every_run() -> Result<(), Error> {
    let (one, other) = (Cloud::start().client(), Cloud::start().client());
    let first = one.send(countries::list()).await?.into_inner().countries;
    let second = other.send(countries::list()).await?.into_inner().countries;
    assert_eq!(first[0].id, second[0].id);
    let states = one.send(country_states::list(&first[0].id)).await?.into_inner().country_states;
    assert_eq!(states.len(), 4);
    // The countries do not fit on a page.
    assert_eq!(first.len(), 30);
    let all = one.items(countries::list()).into_vec().await?;
    assert!(all.len() > 30 && all.iter().any(|country| country.name == "Switzerland"));
    let germany = one.send(countries::get(CountryLookup::iso_code3("DEU"))).await?.into_inner().country;
    assert!(germany.eu);
    Ok(())
}
