//! A machine selected in two ways.
//~ E0061
//~ this function takes 1 argument but 2 arguments were supplied

use katapult_api::{Client, Error, VirtualMachineLookup, virtual_machines};

pub async fn example(client: &Client) -> Result<(), Error> {
    let (id, name) = (VirtualMachineLookup::id("vm_1"), VirtualMachineLookup::fqdn("web-1.acme.test"));
    client.send(virtual_machines::get(id, name)).await?;
    Ok(())
}
