//! Builds a virtual machine, and says what to do about each failure: `cargo run -p katapult-api --example deploy -- acme
//! web-1 rock-3`. Requires `KATAPULT_API_TOKEN`. The machine costs money until it is deleted.

use katapult_api::{
    Client, DataCenterLookup, DiskTemplateLookup, Error, ErrorCode, ErrorDetail, OrganizationLookup, VirtualMachine,
    VirtualMachinePackageLookup, virtual_machines,
};

/// What to build.
#[derive(Debug)]
pub struct Plan<'a> {
    pub organization: &'a OrganizationLookup,
    pub hostname: &'a str,
    pub package: &'a str,
    pub data_center: &'a str,
    pub template: &'a str,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let [organization, hostname, package] = &arguments[..] else {
        return Err("usage: deploy ORGANIZATION HOSTNAME PACKAGE".into());
    };
    let organization = &OrganizationLookup::sub_domain(organization);
    let plan = Plan { organization, hostname, package, data_center: "uk-lon-01", template: "templates/ubuntu-24-04" };
    match deploy(&Client::from_env()?, &plan).await {
        Ok(Some(machine)) => println!("{} is {}.", machine.fqdn, machine.state),
        Ok(None) => println!("The machine was built and deleted again."),
        Err(error) => return Err(advice(&error, &plan).into()),
    }
    Ok(())
}

/// Builds the machine, waits until it is started, and returns it, or nothing if it was deleted in the meantime.
pub async fn deploy(client: &Client, plan: &Plan<'_>) -> Result<Option<VirtualMachine>, Error> {
    let request = virtual_machines::build(plan.organization, VirtualMachinePackageLookup::permalink(plan.package))
        .data_center(DataCenterLookup::permalink(plan.data_center))
        .disk_template(DiskTemplateLookup::permalink(plan.template))
        .hostname(plan.hostname);
    let started = client.send(request).await?;
    let built = client.wait(&started.virtual_machine_build).await?.into_inner();
    let Some(machine) = built.virtual_machine_build.virtual_machine else { return Ok(None) };
    let started = client.wait(virtual_machines::until_started(&machine.id)).await?;
    Ok(Some(started.into_inner().virtual_machine))
}

/// Returns what the person who deploys can do about `error`.
pub fn advice(error: &Error, plan: &Plan<'_>) -> String {
    match (error.code(), error.detail()) {
        (Some(ErrorCode::OrganizationNotFound), _) => "The token has no access to this organization.".to_owned(),
        (Some(ErrorCode::PackageNotFound), _) => format!("No package has the permalink `{}`.", plan.package),
        (Some(ErrorCode::DataCenterNotFound), _) => format!("No data center is called `{}`.", plan.data_center),
        (Some(ErrorCode::DiskTemplateNotFound), _) => format!("No disk template is called `{}`.", plan.template),
        (Some(ErrorCode::ValidationError), Some(ErrorDetail::ValidationError(detail))) => {
            format!("The machine was refused: {}.", detail.errors.join("; "))
        }
        (Some(ErrorCode::InvalidApiToken), _) => {
            "The token is not valid: create another one, and set KATAPULT_API_TOKEN.".to_owned()
        }
        (Some(ErrorCode::PermissionDenied), _) => format!("The token may not build machines: {error}"),
        // The operation, what failed, and how often it was tried.
        _ => error.to_string(),
    }
}
