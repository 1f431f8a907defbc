//! Both clients with their default settings, including the rate limiter.

use katapult_api::{Client, Response, VirtualMachineId, blocking, virtual_machines, virtual_machines::GetOutput};

use crate::Caller;
use crate::server::{ID, TOKEN};

pub fn client(url: &str) -> Ours<Client> {
    Ours { client: Client::builder().url(url).token(TOKEN).build().unwrap(), id: ID.into() }
}

pub fn blocking(url: &str) -> Ours<blocking::Client> {
    Ours { client: blocking::Client::builder().url(url).token(TOKEN).build().unwrap(), id: ID.into() }
}

#[derive(Clone)]
pub struct Ours<C> {
    client: C,
    id: VirtualMachineId,
}

impl Caller for Ours<Client> {
    type Output = Response<GetOutput>;

    async fn call(&self) -> Response<GetOutput> {
        self.client.send(virtual_machines::get(&self.id)).await.unwrap()
    }
}

impl Ours<blocking::Client> {
    pub fn call(&self) -> Response<GetOutput> {
        self.client.send(virtual_machines::get(&self.id)).unwrap()
    }
}
