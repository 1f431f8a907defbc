//! A lookup in place of the request that takes it.
//~ E0277
//~ `VirtualMachineLookup` is not a request
//~ `send` takes what a function of the API such as `get` or `list` returns

use katapult_api::{Client, Error, VirtualMachineLookup};

pub async fn example(client: &Client) -> Result<(), Error> {
    client.send(VirtualMachineLookup::fqdn("web-1.acme.test")).await?;
    Ok(())
}
