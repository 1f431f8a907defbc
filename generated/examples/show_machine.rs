//! Shows a virtual machine: `cargo run -p katapult-api --example show_machine -- web-1.acme.katapult.cloud`.
//!
//! Without `KATAPULT_API_TOKEN`, it runs against a cloud in this process.

mod offline;

use std::error::Error;

use katapult_api::{Client, ErrorCode, ErrorDetail, VirtualMachine, VirtualMachineLookup, virtual_machines};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let name = std::env::args().nth(1).unwrap_or_else(|| offline::FQDN.to_owned());
    if std::env::var_os("KATAPULT_API_TOKEN").is_some() {
        return show(&Client::from_env()?, &name).await;
    }
    println!("KATAPULT_API_TOKEN is not set: using a cloud in this process.\n");
    show(&offline::cloud()?.client(), &name).await
}

/// Prints the machine with the id or domain name `name`.
async fn show(client: &Client, name: &str) -> Result<(), Box<dyn Error>> {
    let lookup =
        if name.starts_with("vm_") { VirtualMachineLookup::id(name) } else { VirtualMachineLookup::fqdn(name) };
    match client.send(virtual_machines::get(lookup)).await {
        Ok(found) => print(&found.virtual_machine),
        Err(error) => match (error.code(), error.detail()) {
            (Some(ErrorCode::VirtualMachineNotFound), _) => println!("The machine {name} was not found."),
            (Some(ErrorCode::ObjectInTrash), Some(ErrorDetail::ObjectInTrash(detail))) => {
                println!("The machine {name} is in the trash.");
                if let Some(trashed) = &detail.trash_object {
                    println!("It is kept as {} until {}.", trashed.id, trashed.keep_until);
                }
            }
            // All other errors, such as an invalid token or a failed connection.
            _ => return Err(error.into()),
        },
    }
    Ok(())
}

fn print(machine: &VirtualMachine) {
    println!("{} ({}) is {}.", machine.name, machine.id, machine.state);
    if let Some(package) = &machine.package {
        println!("Package: {}, CPU cores: {}, memory: {} GB", package.name, package.cpu_cores, package.memory_in_gb);
    }
    for ip in &machine.ip_addresses {
        println!("Address: {} on {}", ip.address_with_mask, ip.network.name);
    }
}
