//! Prints the state of a virtual machine with the blocking client: `cargo run -p katapult-api --features blocking --example
//! show_machine_blocking -- web-1.acme.katapult.cloud`.
//!
//! Without `KATAPULT_API_TOKEN`, it runs against a cloud in this process. See also `show_machine`.

mod offline;

use std::error::Error;

use katapult_api::{VirtualMachineLookup, blocking::Client, virtual_machines};

fn main() -> Result<(), Box<dyn Error>> {
    let fqdn = std::env::args().nth(1).unwrap_or_else(|| offline::FQDN.to_owned());
    if std::env::var_os("KATAPULT_API_TOKEN").is_some() {
        return show(&Client::from_env()?, &fqdn);
    }
    show(&offline::cloud()?.blocking_client(), &fqdn)
}

fn show(client: &Client, fqdn: &str) -> Result<(), Box<dyn Error>> {
    let found = client.send(virtual_machines::get(VirtualMachineLookup::fqdn(fqdn)))?;
    println!("{} is {}.", found.virtual_machine.name, found.virtual_machine.state);
    Ok(())
}
