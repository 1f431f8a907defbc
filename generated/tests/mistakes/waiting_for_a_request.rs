//! A wait for a request that was not sent.
//~ E0277
//~ there is nothing to wait for in `katapult_api::virtual_machines::Start`
//~ a request is for `client.send`; the response can contain an object to wait for

use katapult_api::{Client, Error, VirtualMachineId, virtual_machines};

pub async fn example(client: &Client, machine: &VirtualMachineId) -> Result<(), Error> {
    client.wait(virtual_machines::start(machine)).await?;
    Ok(())
}
