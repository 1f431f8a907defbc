//! Lists the virtual machines of an organization as a table, those of a package only if one is named:
//! `cargo run -p katapult-api --example list_machines -- acme --package ROCK-3`. Requires `KATAPULT_API_TOKEN`.

use clap::Parser;
use katapult_api::{Client, Error, OrganizationLookup, VirtualMachineSummary, virtual_machines};

#[derive(Parser)]
struct Arguments {
    /// Sub-domain of the organization.
    organization: String,
    /// Show only machines whose package has this name, such as `ROCK-3`.
    #[arg(long)]
    package: Option<String>,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let Arguments { organization, package } = Arguments::parse();
    let client = Client::from_env()?;
    let organization = OrganizationLookup::sub_domain(organization);
    print!("{}", table(&client, &organization, package.as_deref()).await?);
    Ok(())
}

/// Returns a table of the machines, sorted by name. The client fetches page after page.
pub async fn table(client: &Client, organization: &OrganizationLookup, package: Option<&str>) -> Result<String, Error> {
    let mut rows = Vec::new();
    let mut machines = client.items(virtual_machines::list(organization));
    while let Some(machine) = machines.next().await {
        let machine = machine?;
        let name = machine.package.as_ref().map(|package| package.name.as_str());
        if package.is_none() || package == name {
            rows.push(row(&machine));
        }
    }
    rows.sort();
    rows.insert(0, ["NAME", "PACKAGE", "ZONE", "ADDRESSES"].map(str::to_owned));
    Ok(aligned(&rows))
}

fn row(machine: &VirtualMachineSummary) -> [String; 4] {
    let package = machine.package.as_ref().map_or("custom", |package| package.name.as_str());
    let addresses: Vec<_> = machine.ip_addresses.iter().map(|ip| ip.address.as_str()).collect();
    [machine.name.clone(), package.to_owned(), machine.zone.name.clone(), addresses.join(", ")]
}

/// Returns lines in which each column is as wide as its longest cell.
fn aligned<const N: usize>(rows: &[[String; N]]) -> String {
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or_default();
    let widths: Vec<_> = (0..N).map(width).collect();
    let line = |row: &[String; N]| {
        let cells: Vec<_> = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}")).collect();
        cells.join("  ").trim_end().to_owned() + "\n"
    };
    rows.iter().map(line).collect()
}
