//! A cloud in this process with one virtual machine, and another one in the trash, so that the examples run without an
//! account. It is not needed to use the crate.

use std::time::Duration;

use katapult_api::{
    DataCenterLookup, Error, OrganizationLookup, VirtualMachineLookup, VirtualMachinePackageLookup, virtual_machines,
};
use katapult_fake::Cloud;

/// The domain name of the virtual machine. `old-1.acme.katapult.cloud` is in the trash, and no other machine exists.
pub const FQDN: &str = "web-1.acme.katapult.cloud";

/// Starts the cloud, and builds the machines in it.
pub fn cloud() -> Result<Cloud, Error> {
    let cloud = Cloud::start();
    let client = cloud.blocking_client();
    for hostname in ["web-1", "old-1"] {
        let (acme, package) =
            (OrganizationLookup::sub_domain("acme"), VirtualMachinePackageLookup::permalink("rock-3"));
        let build = virtual_machines::build(acme, package).data_center(DataCenterLookup::permalink("uk-lon-01"));
        client.send(build.hostname(hostname))?;
    }
    cloud.clock().advance(Duration::from_secs(600));
    let old = VirtualMachineLookup::fqdn("old-1.acme.katapult.cloud");
    client.send(virtual_machines::stop(&old))?;
    cloud.clock().advance(Duration::from_secs(60));
    client.send(virtual_machines::delete(&old))?;
    Ok(cloud)
}
