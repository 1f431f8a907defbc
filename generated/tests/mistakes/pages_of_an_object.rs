//! The pages of an operation that returns one object.
//~ E0277
//~ `katapult_api::virtual_machines::Get` is not a list in pages; send it with `client.send`

use katapult_api::{Client, Error, VirtualMachineId, virtual_machines};

pub async fn example(client: &Client, machine: &VirtualMachineId) -> Result<(), Error> {
    client.items(virtual_machines::get(machine)).next().await;
    Ok(())
}
