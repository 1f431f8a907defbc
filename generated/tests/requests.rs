//! The HTTP requests of two operations.

use katapult_api::{
    ARecordArguments, Call, DataCenterId, DnsRecordArguments, DnsRecordContentArguments, DnsRecordId, DnsZoneLookup,
    MxRecordArguments, NewApiTokenArguments, NewDnsRecordArguments, NewTagArguments, OrganizationLookup, Scope,
    TagColor, TxtRecordArguments, VirtualMachineArguments, VirtualMachineId, VirtualMachineLookup as Machine,
    VirtualMachinePackageId, VirtualMachinePackageLookup as Package, dns_records, virtual_machine_packages,
    virtual_machines,
};
use runtime::Value;
use static_assertions::assert_not_impl_any;

/// The code of each call, and its request.
macro_rules! table {
    ($($call:expr,)*) => {
        [$(format!("{}\n    {}\n", stringify!($call), $call.into_request().to_text().unwrap())),*].concat()
    };
}

#[test]
fn every_way_to_call_makes_the_same_request() {
    let vm = VirtualMachineId::new("vm_CxR8lzTsvAYkJsEq");
    let package = VirtualMachinePackageId::new("vmpkg_Eh5LYVKScVHpj7sM");
    let lookup = Machine::id(&vm);
    let name = String::from("vm_CxR8lzTsvAYkJsEq");
    let requests = table![
        virtual_machines::get(&lookup),
        virtual_machines::get(Machine::id(&name)),
        virtual_machines::get(&vm),
        virtual_machines::get(vm.clone()),
        virtual_machines::get(Machine::id("vm_CxR8lzTsvAYkJsEq")),
        virtual_machines::get(Machine::Id(vm)),
        virtual_machines::get(Machine::fqdn("web-1.acme.katapult.cloud")),
        virtual_machines::get(Machine::Fqdn("two words/and a slash".to_owned())),
        virtual_machines::get(Machine::fqdn("größe.例え.test")),
        virtual_machines::get(Machine::fqdn("a&virtual_machine[id]=b#c%20+d?e")),
        virtual_machines::get(Machine::fqdn("")),
        virtual_machines::get(Machine::id("../..")),
        virtual_machine_packages::get(&package),
        virtual_machine_packages::get(package.clone()),
        virtual_machine_packages::get(Package::id("vmpkg_Eh5LYVKScVHpj7sM")),
        virtual_machine_packages::get(Package::Id(package)),
        virtual_machine_packages::get(Package::permalink("rock-3")),
        virtual_machine_packages::get(Package::Permalink("two words/and a slash".to_owned())),
        virtual_machine_packages::get(Package::permalink("größe")),
    ];
    insta::assert_snapshot!(requests);
}

/// Whatever a program has of an object or a value can be used several times, without a clone.
#[test]
fn takes_references() {
    let text = |call: virtual_machines::Build| call.into_request().to_text().unwrap();
    let (organization, package) = (OrganizationLookup::sub_domain("acme"), Package::permalink("rock-3"));
    let center = DataCenterId::new("dc_1");
    let names = vec![String::from("web"), String::from("blue")];
    let build = || virtual_machines::build(&organization, &package).data_center(&center).hostname(&names[0]);
    let owned =
        virtual_machines::build(organization.clone(), package.clone()).data_center(center.clone()).hostname("web");
    assert_eq!(text(build()), text(owned));
    let colors = [TagColor::Green];
    let tag = Value::from(NewTagArguments::new(&names[0]).color(&colors[0]));
    assert_eq!(tag, Value::from(NewTagArguments::new("web").color(TagColor::Green)));
    let tagged = Value::from(VirtualMachineArguments::new().tag_names(&names));
    assert_eq!(tagged, Value::from(VirtualMachineArguments::new().tag_names(["web", "blue"])));
    let scopes = vec![Scope::Dns];
    let token = Value::from(NewApiTokenArguments::new(&names[1]).scopes(&scopes));
    assert_eq!(token, Value::from(NewApiTokenArguments::new("blue").scopes([Scope::Dns])));
}

#[test]
fn a_request_has_its_operation() {
    let call = virtual_machines::get(Machine::id("vm_1"));
    let operation = (&call).into_request().operation();
    assert_eq!(operation.name, "virtual_machines::get");
    assert_eq!(operation.scopes, ["virtual_machines", "virtual_machines:read"]);
    let operation = virtual_machine_packages::get(Package::id("vmpkg_1")).into_request().operation();
    assert_eq!(operation.name, "virtual_machine_packages::get");
    assert_eq!(operation.scopes, ["virtual_machine_packages:read"]);
}

// An id does not convert into a lookup of another type, and a string does not convert into a lookup at all.
assert_not_impl_any!(VirtualMachinePackageId: Into<Machine>, Into<VirtualMachineId>);
assert_not_impl_any!(VirtualMachineId: Into<Package>, Into<VirtualMachinePackageId>);
assert_not_impl_any!(&str: Into<Machine>, Into<Package>);
assert_not_impl_any!(String: Into<Machine>, Into<Package>);
// The lookup is required.
assert_not_impl_any!(Machine: Default);
assert_not_impl_any!(virtual_machines::Get: Default);

/// The type of a record is the key of its content, and is also sent as `type`.
#[test]
fn sends_the_type_of_a_dns_record_with_its_content() {
    let body = |call: dns_records::Create| call.into_request().to_text().unwrap().lines().last().unwrap().to_owned();
    let zone = || DnsZoneLookup::name("acme.test");
    let address = NewDnsRecordArguments::new(ARecordArguments::new("192.0.2.17")).name("www").ttl(300);
    assert_eq!(
        body(dns_records::create(zone(), address)),
        r#"{"dns_zone":{"name":"acme.test"},"properties":{"type":"A","content":{"A":{"ip_address":"192.0.2.17"}},"name":"www","ttl":300}}"#
    );
    let mail = DnsRecordContentArguments::Mx(MxRecordArguments::new("mail.acme.test"));
    assert_eq!(
        body(dns_records::create(zone(), NewDnsRecordArguments::new(mail).priority(10))),
        r#"{"dns_zone":{"name":"acme.test"},"properties":{"type":"MX","content":{"MX":{"hostname":"mail.acme.test"}},"priority":10}}"#
    );
    let update = dns_records::update(
        DnsRecordId::new("dnsrec_Q5tLw8XkVz2MrC9b"),
        DnsRecordArguments::new().content(TxtRecordArguments::new("v=spf1 -all")),
    );
    let text = update.into_request().to_text().unwrap();
    assert!(text.ends_with(r#""properties":{"type":"TXT","content":{"TXT":{"content":"v=spf1 -all"}}}}"#), "{text}");
}
