//! The first call of the README. It needs a token. A test compares the README with this file.

use katapult_api::{Client, Error, ErrorCode, VirtualMachineLookup, virtual_machines};

#[tokio::main]
async fn main() -> Result<(), Error> {
    let client = Client::from_env()?; // KATAPULT_API_TOKEN
    let web = VirtualMachineLookup::fqdn("web-1.acme.katapult.cloud");
    match client.send(virtual_machines::get(web)).await {
        Ok(found) => println!("{} is {}", found.virtual_machine.name, found.virtual_machine.state),
        Err(error) if error.code() == Some(ErrorCode::VirtualMachineNotFound) => println!("no such machine"),
        Err(error) => return Err(error), // prints operation, status, code, reason and request id
    }
    Ok(())
}
