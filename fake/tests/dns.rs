//! DNS zones and records.

use std::time::Duration;

use katapult_api::{
    ARecordArguments, CnameRecordArguments, DnsRecordArguments, DnsRecordContentArguments as Content, DnsRecordType,
    DnsZoneArguments, DnsZoneLookup, Error, ErrorCode, MxRecordArguments, NewDnsRecordArguments, NewDnsZoneArguments,
    SrvRecordArguments, TxtRecordArguments, VirtualMachineRecordArguments, dns_records, dns_zones,
};
use katapult_fake::{Cloud, map};

use crate::shared::acme;

fn zone() -> DnsZoneLookup {
    DnsZoneLookup::name("acme.test")
}

/// A cloud with the zone `acme.test`.
async fn cloud() -> Result<Cloud, Error> {
    let cloud = Cloud::start();
    cloud.client().send(dns_zones::create(acme(), NewDnsZoneArguments::new("ACME.test."))).await?;
    Ok(cloud)
}

fn a(address: &str) -> Content {
    Content::A(ARecordArguments::new(address))
}

/// The sentences of a validation error.
fn sentences(error: &Error) -> String {
    assert_eq!(error.code(), Some(ErrorCode::ValidationError), "{error}");
    error.to_string()
}

#[tokio::test]
async fn lists_creates_changes_and_deletes_records() -> Result<(), Error> {
    let cloud = cloud().await?;
    let client = cloud.client();
    let www = NewDnsRecordArguments::new(a("192.0.2.17")).name("WWW").ttl(300);
    let www = client.send(dns_records::create(zone(), www)).await?.into_inner().dns_record;
    assert_eq!((www.name.as_deref(), www.full_name.as_str()), (Some("www"), "www.acme.test"));
    assert_eq!((www.record_type, www.content.as_str()), (DnsRecordType::A, "192.0.2.17"));
    assert_eq!((www.ttl, www.priority), (Some(300), None));
    let changed = DnsRecordArguments::new().content(a("192.0.2.18"));
    let changed = client.send(dns_records::update(&www.id, changed)).await?.into_inner().dns_record;
    let address = changed.content_attributes.a.and_then(|content| content.ip_address);
    assert_eq!(address.as_deref(), Some("192.0.2.18"));
    assert_eq!((changed.name.as_deref(), changed.ttl), (Some("www"), Some(300)));
    let text = DnsRecordArguments::new().content(Content::Txt(TxtRecordArguments::new("v=spf1 -all"))).clear_ttl();
    let text = client.send(dns_records::update(&www.id, text)).await?.into_inner().dns_record;
    assert_eq!((text.record_type, text.ttl), (DnsRecordType::Txt, None));
    assert!(text.content_attributes.a.is_none());
    assert_eq!(client.send(dns_records::list(zone())).await?.dns_records.len(), 1);
    assert!(client.send(dns_records::delete(&www.id)).await?.deleted);
    assert!(client.send(dns_records::list(zone())).await?.dns_records.is_empty());
    let gone = client.send(dns_records::get(&www.id)).await.expect_err("a deleted record");
    assert_eq!(gone.code(), Some(ErrorCode::DnsRecordNotFound));
    Ok(())
}

#[tokio::test]
async fn names_are_within_the_zone() -> Result<(), Error> {
    let cloud = cloud().await?;
    let client = cloud.client();
    let cases = [
        ("@", Some("@"), "acme.test"),
        ("", None, "acme.test"),
        ("acme.test.", None, "acme.test"),
        ("Mail.acme.test.", Some("mail"), "mail.acme.test"),
        ("_dmarc", Some("_dmarc"), "_dmarc.acme.test"),
        ("*.apps", Some("*.apps"), "*.apps.acme.test"),
    ];
    for (sent, name, full_name) in cases {
        let record = NewDnsRecordArguments::new(a("192.0.2.1")).name(sent);
        let record = client.send(dns_records::create(zone(), record)).await?.into_inner().dns_record;
        assert_eq!((record.name.as_deref(), record.full_name.as_str()), (name, full_name), "{sent}");
    }
    for (sent, sentence) in [("www.other.test.", "Name is not within acme.test"), ("a..b", "Name is invalid")] {
        let record = NewDnsRecordArguments::new(a("192.0.2.1")).name(sent);
        let refused = client.send(dns_records::create(zone(), record)).await.expect_err(sent);
        assert!(sentences(&refused).contains(sentence), "{refused}");
    }
    Ok(())
}

#[tokio::test]
async fn refuses_content_that_is_not_of_the_type() -> Result<(), Error> {
    let cloud = cloud().await?;
    let client = cloud.client();
    let cases = [
        (a("192.0.2.256"), "IP address is not a valid IPv4 address"),
        (a("2001:db8::17"), "IP address is not a valid IPv4 address"),
        (Content::Cname(CnameRecordArguments::new("not a host")), "Hostname is invalid"),
        (Content::Mx(MxRecordArguments::new("")), "Hostname can't be blank"),
        (Content::Srv(SrvRecordArguments::new("70000", "sip.acme.test")), "Port must be less than or equal to 65535"),
        (Content::Txt(TxtRecordArguments::new("")), "Content can't be blank"),
        (Content::VirtualMachine(VirtualMachineRecordArguments::new("vm_nope")), "Virtual machine must exist"),
    ];
    for (content, sentence) in cases {
        let refused = client.send(dns_records::create(zone(), NewDnsRecordArguments::new(content))).await;
        let refused = refused.expect_err(sentence);
        assert!(sentences(&refused).contains(sentence), "{refused}");
    }
    assert!(client.send(dns_records::list(zone())).await?.dns_records.is_empty());
    let record = client.send(dns_records::create(zone(), NewDnsRecordArguments::new(a("192.0.2.1")))).await?;
    let invalid = DnsRecordArguments::new().content(a("nowhere"));
    let refused = client.send(dns_records::update(&record.dns_record.id, invalid)).await.expect_err("no address");
    assert_eq!(refused.code(), Some(ErrorCode::ValidationError));
    let same = client.send(dns_records::get(&record.dns_record.id)).await?;
    assert_eq!(same.dns_record.content, "192.0.2.1");
    Ok(())
}

#[tokio::test]
async fn refuses_other_records_beside_a_cname() -> Result<(), Error> {
    let cloud = cloud().await?;
    let client = cloud.client();
    let alias = || NewDnsRecordArguments::new(Content::Cname(CnameRecordArguments::new("web.acme.test")));
    let www = client.send(dns_records::create(zone(), alias().name("www"))).await?.into_inner().dns_record;
    let address = NewDnsRecordArguments::new(a("192.0.2.1")).name("www");
    let refused = client.send(dns_records::create(zone(), address)).await.expect_err("a second record");
    assert!(sentences(&refused).contains("Name already has a record of type CNAME"), "{refused}");
    // The record itself can change to another type.
    client.send(dns_records::update(&www.id, DnsRecordArguments::new().content(a("192.0.2.1")))).await?;
    client.send(dns_records::create(zone(), NewDnsRecordArguments::new(a("192.0.2.2")).name("www"))).await?;
    Ok(())
}

#[tokio::test]
async fn priority_belongs_to_mx_and_srv() -> Result<(), Error> {
    let cloud = cloud().await?;
    let client = cloud.client();
    let mail = NewDnsRecordArguments::new(Content::Mx(MxRecordArguments::new("mail.acme.test"))).priority(10);
    let mail = client.send(dns_records::create(zone(), mail)).await?.into_inner().dns_record;
    assert_eq!((mail.priority, mail.content.as_str()), (Some(10), "mail.acme.test"));
    let address = NewDnsRecordArguments::new(a("192.0.2.1")).priority(10);
    let address = client.send(dns_records::create(zone(), address)).await?.into_inner().dns_record;
    assert_eq!(address.priority, None);
    Ok(())
}

#[tokio::test]
async fn accepts_machines_of_the_organization() -> Result<(), Error> {
    let cloud = cloud().await?;
    let machine = cloud.with_store(|store| {
        let organization = store.all("Organization")[0];
        let machine = store.create("VirtualMachine", map! { "name" => "web-1", "organization" => organization });
        store.get(machine).id().to_owned()
    });
    let content = Content::VirtualMachine(VirtualMachineRecordArguments::new(&*machine));
    let record = cloud.client().send(dns_records::create(zone(), NewDnsRecordArguments::new(content))).await?;
    assert_eq!(record.dns_record.content, machine);
    Ok(())
}

#[tokio::test]
async fn zones_are_verified_once_they_are_delegated() -> Result<(), Error> {
    let cloud = cloud().await?;
    let client = cloud.client();
    let created = client.send(dns_zones::get(zone())).await?.into_inner().dns_zone;
    assert_eq!((created.name.as_str(), created.default_ttl, created.verified), ("acme.test", 3_600, false));
    assert!(client.send(dns_zones::nameservers(acme())).await?.nameservers.len() > 1);
    let early = client.send(dns_zones::verify(zone())).await.expect_err("no delegation");
    assert_eq!(early.code(), Some(ErrorCode::DnsZoneNotVerified));
    cloud.clock().advance(Duration::from_secs(60));
    assert!(client.send(dns_zones::verify(zone())).await?.dns_zone.verified);
    let changed = client.send(dns_zones::update(zone(), DnsZoneArguments::new().default_ttl(300))).await?;
    assert_eq!((changed.dns_zone.default_ttl, changed.dns_zone.verified), (300, true));
    Ok(())
}

#[tokio::test]
async fn refuses_zones_that_cannot_exist() -> Result<(), Error> {
    let cloud = cloud().await?;
    let client = cloud.client();
    let cases = [
        ("acme.test", "Name has already been taken"),
        ("", "Name can't be blank"),
        ("localhost", "Name is invalid"),
        ("-a.test", "Name is invalid"),
    ];
    for (name, sentence) in cases {
        let refused = client.send(dns_zones::create(acme(), NewDnsZoneArguments::new(name))).await.expect_err(name);
        assert!(sentences(&refused).contains(sentence), "{refused}");
    }
    let short = NewDnsZoneArguments::new("other.test").default_ttl(0);
    let refused = client.send(dns_zones::create(acme(), short)).await.expect_err("no time to live");
    assert!(sentences(&refused).contains("Default ttl must be greater than or equal to 1"), "{refused}");
    Ok(())
}

#[tokio::test]
async fn records_go_with_their_zone() -> Result<(), Error> {
    let cloud = cloud().await?;
    let client = cloud.client();
    let record = client.send(dns_records::create(zone(), NewDnsRecordArguments::new(a("192.0.2.1")))).await?;
    assert!(client.send(dns_zones::delete(zone())).await?.deleted);
    let gone = client.send(dns_records::get(&record.dns_record.id)).await.expect_err("a deleted zone");
    assert_eq!(gone.code(), Some(ErrorCode::DnsRecordNotFound));
    // The name is free again.
    client.send(dns_zones::create(acme(), NewDnsZoneArguments::new("acme.test"))).await?;
    assert!(client.send(dns_records::list(zone())).await?.dns_records.is_empty());
    Ok(())
}

#[tokio::test]
async fn seeded_records_can_have_their_type_and_text_alone() -> Result<(), Error> {
    let cloud = cloud().await?;
    cloud.with_store(|store| {
        let zone = store.all("DnsZone")[0];
        store.create("DnsRecord", map! { "dns_zone" => zone, "name" => "www", "type" => "TXT", "content" => "seeded" });
    });
    let listed = cloud.client().send(dns_records::list(zone())).await?.into_inner().dns_records;
    assert_eq!((&listed[0].record_type, listed[0].content.as_str()), (&DnsRecordType::Txt, "seeded"));
    assert_eq!(listed[0].full_name, "www.acme.test");
    Ok(())
}
