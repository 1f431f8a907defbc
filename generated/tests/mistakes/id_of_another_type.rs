//! The ID of a disk for that of a machine.
//~ E0277
//~ `VirtualMachineLookup: From<&DiskId>` is not satisfied

use katapult_api::{Client, DiskId, Error, virtual_machines};

pub async fn example(client: &Client, disk: &DiskId) -> Result<(), Error> {
    client.send(virtual_machines::get(disk)).await?;
    Ok(())
}
