//! Load balancers and their rules.

use katapult_api::{
    CertificateLookup, DataCenterLookup, Error, ErrorCode, IpAddressLookup, LoadBalancer, LoadBalancerArguments,
    LoadBalancerLookup, LoadBalancerProtocol as Protocol, LoadBalancerResource, LoadBalancerResourceType as Type,
    LoadBalancerRuleArguments, LoadBalancerWeightArguments, NewLoadBalancerArguments, NewLoadBalancerRuleArguments,
    NewTagArguments, ip_addresses, load_balancer_rules as rules, load_balancers, tags,
};
use katapult_fake::{Cloud, map};

use crate::shared::{acme, refuses};

fn new(name: &str) -> NewLoadBalancerArguments {
    NewLoadBalancerArguments::new(name, DataCenterLookup::permalink("uk-lon-01"))
}

async fn create(cloud: &Cloud, properties: NewLoadBalancerArguments) -> Result<LoadBalancer, Error> {
    let created = cloud.client().send(load_balancers::create(acme(), properties)).await?;
    Ok(created.into_inner().load_balancer)
}

fn machine(cloud: &Cloud) -> String {
    cloud.with_store(|store| {
        let acme = store.all("Organization")[0];
        let machine = store.create("VirtualMachine", map! { "name" => "web-1", "organization" => acme });
        store.get(machine).id().to_owned()
    })
}

#[tokio::test]
async fn creates_changes_and_deletes_load_balancers() -> Result<(), Error> {
    let cloud = Cloud::start();
    let client = cloud.client();
    let machine = machine(&cloud);
    let web = create(&cloud, new("web").api_reference("web").resource_ids([machine.clone()])).await?;
    assert_eq!((web.resource_type.as_str(), web.data_center.permalink.as_str()), ("virtual_machines", "uk-lon-01"));
    assert!(matches!(&web.resources[..], [LoadBalancerResource::VirtualMachine(_)]), "{:?}", web.resources);
    assert!(web.backend_certificate.starts_with("-----BEGIN CERTIFICATE-----"));
    let address = IpAddressLookup::address(&*web.ip_address.address);
    let kept = client.send(ip_addresses::release(address.clone())).await.expect_err("the address of a load balancer");
    assert_eq!(kept.code(), Some(ErrorCode::ResourceDoesNotSupportUnallocation));
    let tag = client.send(tags::create(acme(), NewTagArguments::new("web"))).await?.into_inner().tag;
    let by_tag = LoadBalancerArguments::new().resource_type(Type::Tags);
    let by_reference = || LoadBalancerLookup::api_reference("web");
    refuses(
        client.send(load_balancers::update(by_reference(), by_tag)).await,
        &format!("Resources cannot include {machine}"),
    );
    let by_tag = LoadBalancerArguments::new().resource_type(Type::Tags).resource_ids([tag.id.as_str()]);
    let changed = client.send(load_balancers::update(by_reference(), by_tag)).await?.into_inner().load_balancer;
    assert!(matches!(&changed.resources[..], [LoadBalancerResource::Tag(tag)] if tag.name == "web"));
    client.send(tags::delete(&tag.id)).await?;
    let shown = client.send(load_balancers::get(&web.id)).await?.into_inner().load_balancer;
    assert!(shown.resources.is_empty() && shown.resource_ids.is_empty());
    client.send(rules::create(&web.id, NewLoadBalancerRuleArguments::new(8080, 80, Protocol::Http))).await?;
    client.send(load_balancers::delete(&web.id)).await?;
    let released = client.send(ip_addresses::get(address)).await.expect_err("a released address");
    assert_eq!(released.code(), Some(ErrorCode::IpAddressNotFound));
    assert_eq!(cloud.with_store(|store| store.all("LoadBalancerRule").len()), 0);
    Ok(())
}

#[tokio::test]
async fn refuses_invalid_load_balancers() -> Result<(), Error> {
    let cloud = Cloud::start();
    create(&cloud, new("web").api_reference("web")).await?;
    let weight = |weight: i64| [LoadBalancerWeightArguments::new("vm_0000000000000000", weight)];
    for (properties, sentence) in [
        (new(""), "Name can't be blank"),
        (new(&"a".repeat(61)), "Name is too long (maximum is 60 characters)"),
        (new("other").api_reference("web"), "API reference has already been taken"),
        (new("other").resource_ids(["vm_0000000000000000"]), "Resources cannot include vm_0000000000000000"),
        (new("other").standby_vms(["vm_0000000000000000"]), "Standby VMs cannot include vm_0000000000000000"),
        (new("other").weights(weight(1)), "Weights cannot include vm_0000000000000000"),
        (new("other").weights(weight(-1)), "Weight must be greater than or equal to 0"),
    ] {
        refuses(create(&cloud, properties).await, sentence);
    }
    Ok(())
}

#[tokio::test]
async fn rules_have_defaults_and_ports_of_their_own() -> Result<(), Error> {
    let cloud = Cloud::start();
    let client = cloud.client();
    let certificate = cloud.with_store(|store| {
        let acme = store.all("Organization")[0];
        let certificate = store.create("Certificate", map! { "name" => "acme.test", "organization" => acme });
        store.get(certificate).id().to_owned()
    });
    let web = create(&cloud, new("web")).await?;
    let https = NewLoadBalancerRuleArguments::new(8080, 443, Protocol::Https);
    let https = https.certificates([CertificateLookup::id(certificate)]);
    let rule = client.send(rules::create(&web.id, https)).await?.into_inner().load_balancer_rule;
    assert_eq!((rule.algorithm.as_str(), rule.check_path.as_str(), rule.check_rise), ("round_robin", "/", 2));
    assert_eq!((rule.certificates[0].name.as_str(), rule.load_balancer.name.as_str()), ("acme.test", "web"));
    let new = NewLoadBalancerRuleArguments::new;
    for (properties, sentence) in [
        (new(8080, 443, Protocol::Tcp), "Listen port has already been taken"),
        (new(0, 80, Protocol::Tcp), "Destination port must be greater than or equal to 1"),
        (new(80, 65_536, Protocol::Tcp), "Listen port must be less than or equal to 65535"),
        (new(80, 80, Protocol::Http).check_interval(0), "Check interval must be greater than or equal to 1"),
        (new(80, 80, Protocol::Http).check_path("health"), "Check path is invalid"),
    ] {
        refuses(client.send(rules::create(&web.id, properties)).await, sentence);
    }
    let missing = new(80, 80, Protocol::Https).certificates([CertificateLookup::id("cert_0000000000000000")]);
    let missing = client.send(rules::create(&web.id, missing)).await.expect_err("no such certificate");
    assert_eq!(missing.code(), Some(ErrorCode::CertificateNotFound));
    let checked = LoadBalancerRuleArguments::new().listen_port(443).check_enabled(true).check_path("/health");
    let checked = client.send(rules::update(&rule.id, checked)).await?.into_inner().load_balancer_rule;
    assert_eq!((checked.check_enabled, checked.check_path.as_str()), (true, "/health"));
    assert_eq!(client.send(rules::list(&web.id)).await?.load_balancer_rules.len(), 1);
    client.send(rules::delete(&rule.id)).await?;
    assert!(client.send(rules::list(&web.id)).await?.load_balancer_rules.is_empty());
    Ok(())
}
