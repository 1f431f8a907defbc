//! Builds a virtual machine, changes it, and deletes it: `cargo run -p katapult-api --example provision`.
//!
//! Without `KATAPULT_API_TOKEN`, it runs against a fake of the API in this process, on which time passes twenty times as
//! fast. With it, it calls the Katapult API, and the machine costs money until it is deleted. These variables are
//! optional:
//!
//! - `KATAPULT_API_URL`: the URL of another server, such as that of `cargo run -p katapult-fake`
//! - `KATAPULT_ORGANIZATION`: the sub-domain of the organization; required if the token has access to several
//! - `KATAPULT_DATA_CENTER`, `KATAPULT_PACKAGE`, `KATAPULT_DISK_TEMPLATE`: permalinks
//!
//! The tag `provision-example` is not deleted.

#[path = "provision/progress.rs"]
mod progress;

use std::env;
use std::error::Error;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use katapult_api::{
    Client, DataCenterLookup, DiskTemplateLookup, ErrorCode, ErrorDetail, Idempotent, Katapult, NewTagArguments,
    OrganizationLookup, Paged, ResizeMethod, TagColor, TrashObject, VirtualMachineArguments, VirtualMachineId,
    VirtualMachinePackageLookup, data_centers, disks, ip_addresses, organizations, tags, trash_objects,
    virtual_machines,
};
use katapult_fake::Cloud;
use progress::wait;

type Outcome<T> = Result<T, Box<dyn Error>>;

const TAG: &str = "provision-example";

#[tokio::main]
async fn main() -> Outcome<()> {
    if env::var_os("KATAPULT_API_TOKEN").is_some() {
        return provision(&Client::from_env()?).await;
    }
    println!("KATAPULT_API_TOKEN is not set: using a fake of the API.\n");
    provision(&Cloud::builder().speed(20.0).start().client()).await
}

/// Builds a machine, changes it, and deletes it.
pub async fn provision(client: &Client) -> Outcome<()> {
    let organization = organization(client).await?;
    let machine = build(client, &organization).await?;
    // The machine costs money, so it is deleted even if a step before fails.
    let changed = tag_and_grow(client, &organization, &machine).await;
    let removed = remove(client, &machine).await;
    if removed.is_err() {
        eprintln!("The machine {machine} was not deleted.");
    }
    changed.and(removed)
}

async fn organization(client: &Client) -> Outcome<OrganizationLookup> {
    if let Ok(sub_domain) = env::var("KATAPULT_ORGANIZATION") {
        return Ok(OrganizationLookup::sub_domain(sub_domain));
    }
    let mut known = client.send(organizations::list()).await?.into_inner().organizations;
    match (known.pop(), known.is_empty()) {
        (Some(only), true) => Ok(only.id.into()),
        (Some(_), false) => Err("the token has access to several organizations: set KATAPULT_ORGANIZATION".into()),
        (None, _) => Err("the token has access to no organization".into()),
    }
}

/// Builds a machine, and waits until it is started.
async fn build(client: &Client, organization: &OrganizationLookup) -> Outcome<VirtualMachineId> {
    let data_center = match env::var("KATAPULT_DATA_CENTER") {
        Ok(permalink) => DataCenterLookup::permalink(permalink),
        Err(_) => {
            let all = client.send(data_centers::list()).await?.into_inner().data_centers;
            all.into_iter().next().ok_or("no data center found")?.id.into()
        }
    };
    let package = env::var("KATAPULT_PACKAGE").unwrap_or_else(|_| "rock-3".to_owned());
    let template = env::var("KATAPULT_DISK_TEMPLATE").unwrap_or_else(|_| "templates/ubuntu-24-04".to_owned());
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
    let hostname = format!("provision-{seconds}");
    let request = virtual_machines::build(organization, VirtualMachinePackageLookup::permalink(package))
        .data_center(data_center)
        .disk_template(DiskTemplateLookup::permalink(template))
        .hostname(&*hostname);
    // No other machine has the hostname, so that a second attempt does not build a second machine.
    let machine = match client.send(Idempotent(request)).await {
        Ok(started) => {
            println!("Building {} ({}).", started.hostname, started.virtual_machine_build.id);
            // The task reports progress, and the build contains the machine.
            wait(client, "the build", &started.task).await?;
            let built = wait(client, "the built machine", &started.virtual_machine_build).await?;
            built.into_inner().virtual_machine_build.virtual_machine.ok_or("the build has no machine")?.id
        }
        // The response to an earlier attempt was lost, and with it the ID of the build.
        Err(error) if error.code() == Some(ErrorCode::ValidationError) && !error.attempts().is_empty() => {
            find(client, organization, &hostname).await?
        }
        Err(error) => return Err(error.into()),
    };
    let started = wait(client, "the machine to start", virtual_machines::until_started(&machine)).await?;
    println!("{} ({machine}) is started.", started.virtual_machine.fqdn);
    Ok(machine)
}

/// Finds the machine with a hostname, which is being built.
async fn find(client: &Client, organization: &OrganizationLookup, hostname: &str) -> Outcome<VirtualMachineId> {
    for _ in 0..60 {
        let mut machines = client.items(virtual_machines::list(organization));
        while let Some(machine) = machines.next().await {
            let machine = machine?;
            if machine.hostname == hostname {
                return Ok(machine.id);
            }
        }
        tokio::time::sleep(Duration::from_secs(2)).await;
    }
    Err(format!("no machine has the hostname {hostname}").into())
}

/// Tags the machine, resizes its first disk, and lists the resources of the organization.
async fn tag_and_grow(client: &Client, organization: &OrganizationLookup, machine: &VirtualMachineId) -> Outcome<()> {
    let tag = NewTagArguments::new(TAG).color(TagColor::Green);
    match client.send(Idempotent(tags::create(organization, tag))).await {
        Ok(created) => println!("Created the tag {}.", created.tag.name),
        // The tag exists from an earlier run, or from an earlier attempt.
        Err(error) if error.code() == Some(ErrorCode::ValidationError) => {}
        Err(error) => return Err(error.into()),
    }
    let tagged = VirtualMachineArguments::new().tag_names([TAG]);
    let changed = client.send(Idempotent(virtual_machines::update(machine, tagged))).await?;
    println!("The machine's tags: {}.", changed.virtual_machine.tag_names.join(", "));

    let first =
        client.items(disks::list_for_virtual_machine(machine)).next().await.ok_or("the machine has no disk")??;
    let larger = first.disk.size_in_gb + 5;
    let resize = disks::resize(&first.disk.id, larger).resize_method(ResizeMethod::Online);
    let resizing = client.send(resize).await?;
    wait(client, "the resize", &resizing.task).await?;
    let disk = client.send(disks::get(&first.disk.id)).await?;
    println!("The disk {} has {} GB.", disk.disk.name, disk.disk.size_in_gb);

    list(client, "Machines", virtual_machines::list(organization)).await?;
    list(client, "Disks", disks::list(organization)).await?;
    list(client, "Addresses", ip_addresses::list(organization)).await?;
    list(client, "Tags", tags::list(organization)).await?;
    list(client, "Trash objects", trash_objects::list(organization)).await
}

/// Fetches a list page by page, and prints the number of items of each page.
async fn list<C: Paged<Api = Katapult>>(client: &Client, what: &str, call: C) -> Outcome<()> {
    let mut pages = client.pages(call);
    let mut sizes = Vec::new();
    while let Some(page) = pages.next().await {
        let page = page?;
        sizes.push(C::page(&page).items);
    }
    println!("{what}: {}, items per page: {sizes:?}.", sizes.iter().sum::<usize>());
    Ok(())
}

/// Stops the machine, deletes it, and purges it from the trash.
async fn remove(client: &Client, machine: &VirtualMachineId) -> Outcome<()> {
    let stopping = client.send(Idempotent(virtual_machines::stop(machine))).await?;
    wait(client, "the stop", &stopping.task).await?;
    wait(client, "the machine to stop", virtual_machines::until_stopped(machine)).await?;
    let trash = delete(client, machine).await?;
    println!("The machine is in the trash until {}.", trash.keep_until);
    match client.send(trash_objects::purge(&trash.id)).await {
        Ok(purging) => {
            wait(client, "the purge", &purging.task).await?;
        }
        // An earlier attempt has purged it.
        Err(error) if error.code() == Some(ErrorCode::TrashObjectNotFound) && !error.attempts().is_empty() => {}
        Err(error) => return Err(error.into()),
    }
    wait(client, "the trash object", &trash).await?;
    println!("The machine is purged.");
    Ok(())
}

/// Moves the machine to the trash.
async fn delete(client: &Client, machine: &VirtualMachineId) -> Outcome<TrashObject> {
    let error = match client.send(virtual_machines::delete(machine)).await {
        Ok(deleted) => return Ok(deleted.into_inner().trash_object),
        Err(error) => error,
    };
    // An earlier attempt has moved it there.
    match error.detail() {
        Some(ErrorDetail::ObjectInTrash(detail)) => {
            detail.trash_object.clone().ok_or_else(|| "the error has no trash object".into())
        }
        _ => Err(error.into()),
    }
}
