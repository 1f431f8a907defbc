//! A call of the blocking client with `.await`.
//~ E0277
//~ is not a future
//~ remove the `.await`

use katapult_api::{Error, VirtualMachineId, blocking, virtual_machines};

pub async fn example(client: &blocking::Client, machine: &VirtualMachineId) -> Result<(), Error> {
    client.send(virtual_machines::get(machine)).await?;
    Ok(())
}
