//! Specifications of virtual machines, and their XML.

use katapult_api::{
    BackupInterval, BuildAddressVersion, BuildAuthorizedKeys, BuildBackupPolicy, BuildBackupSchedule,
    BuildDataCenterLookup, BuildDiskTemplate, BuildDiskTemplateOption, BuildGroupLookup, BuildHostname, BuildIpAddress,
    BuildLocation, BuildNetwork, BuildNetworkInterface, BuildResources, BuildSharedDiskLookup, BuildSpec, BuildSshKeys,
    BuildSubnetLookup, BuildSystemDisk, BuildUserLookup, BuildUsers, Call, ContinuousManagement, DiskIoProfileLookup,
    DiskTemplateLookup, FileSystem, IpAddressLookup, NetworkLookup, NetworkSpeedProfileLookup, OrganizationLookup,
    RequestError, SshKeyLookup, StorageSpeed, VirtualMachinePackageLookup, VirtualNetworkLookup, ZoneId, ZoneLookup,
    virtual_machines,
};
use quick_xml::events::Event;
use static_assertions::assert_not_impl_any;

/// A spec with only the required fields.
fn minimal() -> BuildSpec {
    BuildSpec::new(ZoneLookup::permalink("north-1"), VirtualMachinePackageLookup::permalink("rock-3"))
}

/// The XML of `spec`, indented. Panics if it is not well-formed.
fn pretty(spec: &BuildSpec) -> String {
    let xml = spec.to_xml().unwrap();
    let mut reader = quick_xml::Reader::from_str(&xml);
    let mut writer = quick_xml::Writer::new_with_indent(Vec::new(), b' ', 2);
    loop {
        match reader.read_event().unwrap() {
            Event::Eof => return String::from_utf8(writer.into_inner()).unwrap(),
            Event::Text(text) if text.trim().is_empty() => {}
            event => writer.write_event(event).unwrap(),
        }
    }
}

/// The elements in the root of `spec` that are not in [`minimal`].
fn added(spec: BuildSpec) -> String {
    let (xml, minimal) = (spec.to_xml().unwrap(), minimal().to_xml().unwrap());
    let (start, end) = ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<VirtualMachineSpec>", "</VirtualMachineSpec>");
    let inside = |xml: &str| xml.strip_prefix(start).unwrap().strip_suffix(end).unwrap().to_owned();
    let (xml, minimal) = (inside(&xml), inside(&minimal));
    xml.strip_prefix(&minimal).unwrap_or(&xml).to_owned()
}

#[test]
fn writes_every_field_of_a_spec() {
    let nightly = || {
        let schedule = BuildBackupSchedule::new(BackupInterval::Daily).frequency(1).time(3);
        BuildBackupPolicy::new().retention(7).schedule(schedule)
    };
    let spec =
        BuildSpec::new(BuildLocation::zone(ZoneId::new("zone_1")), BuildResources::flexible(8, 4))
            .disk_template(BuildDiskTemplate::new(DiskTemplateLookup::permalink("templates/linux")).version(3).options(
                [BuildDiskTemplateOption::new("password", "hush"), BuildDiskTemplateOption::new("agent", "true")],
            ))
            .system_disks([
                BuildSystemDisk::new(50)
                    .name("System")
                    .speed(StorageSpeed::Nvme)
                    .io_profile(DiskIoProfileLookup::permalink("fast"))
                    .file_system_type(FileSystem::Ext4)
                    .backup_policies([nightly()]),
                BuildSystemDisk::new(200),
            ])
            .shared_disks([BuildSharedDiskLookup::id("disk_1"), BuildSharedDiskLookup::name("Archive")])
            .network_interfaces([
                BuildNetworkInterface::new(NetworkLookup::id("netw_1"))
                    .speed_profile(NetworkSpeedProfileLookup::permalink("1gbps"))
                    .ip_addresses([
                        BuildIpAddress::existing(IpAddressLookup::address("192.0.2.7")),
                        BuildIpAddress::new(BuildAddressVersion::V6),
                    ]),
                BuildNetworkInterface::new(VirtualNetworkLookup::id("vnet_1")),
            ])
            .hostname("web-1")
            .name("Web 1")
            .description("Serves the web.")
            .group(BuildGroupLookup::name("Web"))
            .authorized_keys(
                BuildAuthorizedKeys::new()
                    .continuous_management(ContinuousManagement::No)
                    .users(BuildUsers::all())
                    .ssh_keys(BuildSshKeys::only([SshKeyLookup::id("key_1")])),
            )
            .backup_policies([nightly()])
            .tags(["web", "public"])
            .iso("iso_1");
    insta::assert_snapshot!(pretty(&spec));
}

#[test]
fn writes_every_option() {
    let at = |location: BuildLocation| BuildSpec::new(location, BuildResources::flexible(1, 1));
    let interface = |network: BuildNetwork| added(minimal().network_interfaces([BuildNetworkInterface::new(network)]));
    let address = |address: BuildIpAddress| {
        let interface = BuildNetworkInterface::new(NetworkLookup::id("n")).ip_addresses([address]);
        added(minimal().network_interfaces([interface]))
    };
    let keys = |keys: BuildAuthorizedKeys| added(minimal().authorized_keys(keys));
    let users = |users: BuildUsers| keys(BuildAuthorizedKeys::new().users(users));
    let all = [
        added(at(BuildLocation::zone(ZoneLookup::id("z")))),
        added(at(ZoneLookup::permalink("z").into())),
        added(at(BuildDataCenterLookup::id("d").into())),
        added(at(BuildDataCenterLookup::permalink("d").into())),
        added(at(BuildDataCenterLookup::name("d").into())),
        added(BuildSpec::new(ZoneLookup::id("z"), VirtualMachinePackageLookup::id("p"))),
        interface(NetworkLookup::permalink("n").into()),
        interface(VirtualNetworkLookup::id("v").into()),
        address(IpAddressLookup::id("i").into()),
        address(IpAddressLookup::address("192.0.2.7").into()),
        address(BuildIpAddress::new(BuildAddressVersion::V4)),
        address(BuildIpAddress::new_from(BuildAddressVersion::V6, BuildSubnetLookup::address("2001:db8::/64"))),
        added(minimal().hostname(BuildHostname::named("web-1"))),
        added(minimal().hostname(BuildHostname::random())),
        users(BuildUsers::all()),
        users(BuildUsers::only([BuildUserLookup::id("u"), BuildUserLookup::email_address("ada@acme.test")])),
        keys(BuildAuthorizedKeys::new().ssh_keys(BuildSshKeys::all())),
        keys(BuildAuthorizedKeys::new().ssh_keys(BuildSshKeys::only([SshKeyLookup::id("k")]))),
        keys(BuildAuthorizedKeys::new().continuous_management(ContinuousManagement::Yes)),
    ];
    insta::assert_snapshot!(all.join("\n"));
}

#[test]
fn ignores_the_order_of_setters() {
    let one = minimal().tags(["web"]).name("Web").hostname("web").system_disks([BuildSystemDisk::new(1)]);
    let other = minimal().system_disks([BuildSystemDisk::new(1)]).hostname("web").name("Web").tags(["web"]);
    assert_eq!(one, other);
    assert_eq!(one.to_xml(), other.to_xml());
    assert_eq!(minimal().tags(["web"]).tags(["db"]), minimal().tags(["db"]));
}

#[test]
fn leaves_out_empty_parts() {
    let empty = minimal()
        .name("")
        .tags([""; 2])
        .system_disks([] as [BuildSystemDisk; 0])
        .authorized_keys(BuildAuthorizedKeys::new().users(BuildUsers::only([] as [BuildUserLookup; 0])));
    assert_eq!(empty.to_xml(), minimal().to_xml());
}

#[test]
fn escapes_text() {
    let spec = minimal()
        .name("<Q&A> \"web\" 'one'")
        .disk_template(
            BuildDiskTemplate::new(DiskTemplateLookup::id("t"))
                .options([BuildDiskTemplateOption::new("a\"<\n&", "]]>\r")]),
        )
        .network_interfaces([BuildNetworkInterface::new(NetworkLookup::permalink("größe"))]);
    pretty(&spec);
    insta::assert_snapshot!(added(spec));
}

#[test]
fn a_spec_and_its_xml_make_the_same_request() {
    let spec = minimal().hostname("web-1");
    let acme = || OrganizationLookup::sub_domain("acme");
    let by = |request: virtual_machines::BuildFromSpec| request.into_request().to_text().unwrap();
    let typed = by(virtual_machines::build_from_spec(acme(), &spec));
    assert_eq!(typed, by(virtual_machines::build_from_spec(acme(), spec.to_xml().unwrap())));
    assert_eq!(typed, by(virtual_machines::build_from_spec(acme(), spec)));
    insta::assert_snapshot!(typed);
}

#[test]
fn does_not_send_characters_that_xml_cannot_represent() {
    let spec = minimal().name("bell \u{7}");
    let refused = virtual_machines::build_from_spec(OrganizationLookup::id("org_1"), &spec).into_request().to_text();
    let error = spec.to_xml().unwrap_err();
    assert_eq!(error.to_string(), "`VirtualMachineSpec/Name` contains U+0007, which XML cannot represent");
    assert_eq!(refused, Err(RequestError::Xml(error)));
}

#[test]
fn debug_prints_no_value_of_an_option() {
    let option = BuildDiskTemplateOption::new("password", "hush");
    let template = BuildDiskTemplate::new(DiskTemplateLookup::id("t")).options([option]);
    let spec = minimal().disk_template(template);
    let request = virtual_machines::build_from_spec(OrganizationLookup::id("org_1"), &spec);
    for shown in [format!("{spec:?}"), format!("{request:?}")] {
        assert!(shown.contains("[secret]") && !shown.contains("hush"), "{shown}");
    }
}

// Location and resources are required, and a string does not convert into a lookup.
assert_not_impl_any!(BuildSpec: Default);
assert_not_impl_any!(&str: Into<BuildLocation>, Into<BuildResources>, Into<BuildNetwork>, Into<BuildIpAddress>);
