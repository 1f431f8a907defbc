//! Text for a lookup, which can be an ID or a name.
//~ E0277
//~ `VirtualMachineLookup: From<&str>` is not satisfied
//~ `VirtualMachineLookup` implements `From<&VirtualMachineId>`

use katapult_api::{Client, Error, virtual_machines};

pub async fn example(client: &Client) -> Result<(), Error> {
    client.send(virtual_machines::get("web-1.acme.test")).await?;
    Ok(())
}
