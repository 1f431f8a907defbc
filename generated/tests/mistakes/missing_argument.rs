//! A required argument that is left out.
//~ E0061
//~ this function takes 2 arguments but 1 argument was supplied

use katapult_api::{Client, Error, OrganizationLookup, tags};

pub async fn example(client: &Client, organization: &OrganizationLookup) -> Result<(), Error> {
    client.send(tags::create(organization)).await?;
    Ok(())
}
