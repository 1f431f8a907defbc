//! Makes the `A` records of a DNS zone those of a file: creates what is missing, changes what differs, deletes the rest.
//! `cargo run -p katapult-api --example sync_dns -- acme.test records.txt`. Requires `KATAPULT_API_TOKEN`.
//!
//! A line of the file is a name and an address, such as `www 192.0.2.17`; the name `@` stands for the zone itself.

use std::collections::BTreeMap;

use katapult_api::{
    ARecordArguments, Client, DnsRecord, DnsRecordArguments, DnsRecordContentArguments, DnsRecordType, DnsZoneLookup,
    Error, NewDnsRecordArguments, dns_records,
};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(zone), Some(file)) = (arguments.next(), arguments.next()) else {
        return Err("usage: sync_dns ZONE FILE".into());
    };
    let wanted = read(&std::fs::read_to_string(file)?)?;
    for change in sync(&Client::from_env()?, &DnsZoneLookup::name(zone), wanted).await? {
        println!("{change}");
    }
    Ok(())
}

/// The address of each name in `text`.
pub fn read(text: &str) -> Result<BTreeMap<String, String>, String> {
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    let pairs = lines.map(|line| match line.split_whitespace().collect::<Vec<_>>()[..] {
        [name, address] => Ok((name.to_owned(), address.to_owned())),
        _ => Err(format!("expected a name and an address: {line}")),
    });
    pairs.collect()
}

/// Changes the zone, and returns what it has changed. A second run changes nothing.
pub async fn sync(
    client: &Client,
    zone: &DnsZoneLookup,
    mut wanted: BTreeMap<String, String>,
) -> Result<Vec<String>, Error> {
    let mut changes = Vec::new();
    let known = client.send(dns_records::list(zone)).await?.into_inner().dns_records;
    for record in known.into_iter().filter(|record| record.record_type == DnsRecordType::A) {
        let name = record.name.as_deref().filter(|name| !name.is_empty()).unwrap_or("@").to_owned();
        // A second record of the same name is deleted, because its name is no longer wanted.
        match wanted.remove(&name) {
            Some(address) if address_of(&record) == Some(&address) => {}
            Some(address) => {
                let content = DnsRecordArguments::new().content(a(&address));
                client.send(dns_records::update(&record.id, content)).await?;
                changes.push(format!("changed {name} to {address}"));
            }
            None => {
                client.send(dns_records::delete(&record.id)).await?;
                changes.push(format!("deleted {name}"));
            }
        }
    }
    for (name, address) in wanted {
        let record = NewDnsRecordArguments::new(a(&address)).name(&*name).ttl(300);
        client.send(dns_records::create(zone, record)).await?;
        changes.push(format!("created {name} with {address}"));
    }
    Ok(changes)
}

fn a(address: &str) -> DnsRecordContentArguments {
    DnsRecordContentArguments::A(ARecordArguments::new(address))
}

fn address_of(record: &DnsRecord) -> Option<&String> {
    record.content_attributes.a.as_ref()?.ip_address.as_ref()
}
