//! A wait for an object on which the server does not work.
//~ E0277
//~ there is nothing to wait for in `&ZoneSummary`
//~ `wait` takes a waiter, which is a function of the API such as `until_completed`

use katapult_api::{Client, Error, zones};

pub async fn example(client: &Client) -> Result<(), Error> {
    let zones = client.send(zones::list()).await?.into_inner().zones;
    client.wait(&zones[0]).await?;
    Ok(())
}
