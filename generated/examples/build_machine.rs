//! Prints the XML specification of a virtual machine and the request to build it: `cargo run -p katapult-api --features xml
//! --example build_machine`.
//!
//! Nothing is sent.

use std::error::Error;

use katapult_api::{
    BuildAuthorizedKeys, BuildDataCenterLookup, BuildDiskTemplate, BuildNetworkInterface, BuildSpec, BuildSystemDisk,
    BuildUsers, Call, DiskTemplateLookup, NetworkLookup, OrganizationLookup, VirtualMachinePackageLookup,
    virtual_machines,
};

fn main() -> Result<(), Box<dyn Error>> {
    let spec =
        BuildSpec::new(BuildDataCenterLookup::permalink("uk-lon-01"), VirtualMachinePackageLookup::permalink("rock-3"))
            .disk_template(BuildDiskTemplate::new(DiskTemplateLookup::permalink("templates/ubuntu-24-04")))
            .system_disks([BuildSystemDisk::new(50).name("System")])
            .network_interfaces([BuildNetworkInterface::new(NetworkLookup::permalink("public"))])
            .hostname("web-1")
            .authorized_keys(BuildAuthorizedKeys::new().users(BuildUsers::all()))
            .tags(["web", "public"]);
    println!("{}\n", spec.to_xml()?);

    // To send it: `client.send(request).await?`.
    let request = virtual_machines::build_from_spec(OrganizationLookup::sub_domain("acme"), spec);
    println!("{}", request.into_request().to_text()?);
    Ok(())
}
