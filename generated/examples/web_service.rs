//! A web service whose requests share one client: `cargo run -p katapult-api --example web_service`, then
//! `curl http://127.0.0.1:3000/machines/web-1.acme.katapult.cloud`. Requires `KATAPULT_API_TOKEN`.

use std::convert::Infallible;

use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use katapult_api::{Client, Error, ErrorCode, ErrorKind, VirtualMachineLookup, virtual_machines};
use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let listener = TcpListener::bind("127.0.0.1:3000").await?;
    println!("listening on http://{}", listener.local_addr()?);
    serve(listener, Client::from_env()?).await?;
    Ok(())
}

/// Serves connections until the listener fails. Clones of a client share its connections and its rate limiter.
pub async fn serve(listener: TcpListener, client: Client) -> std::io::Result<()> {
    loop {
        let (stream, _) = listener.accept().await?;
        let client = client.clone();
        tokio::spawn(async move {
            let service = service_fn(|request| {
                let client = client.clone();
                async move { Ok::<_, Infallible>(respond(&client, &request).await) }
            });
            // A client that closes its connection is not an error of the service.
            let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
        });
    }
}

async fn respond(client: &Client, request: &Request<Incoming>) -> Response<Full<Bytes>> {
    let (status, text) = match (request.method(), request.uri().path().strip_prefix("/machines/")) {
        (&Method::GET, Some(fqdn)) => match state(client, fqdn).await {
            Ok(state) => (StatusCode::OK, state),
            Err(error) => failed(&error),
        },
        _ => (StatusCode::NOT_FOUND, "try /machines/FQDN".to_owned()),
    };
    let mut response = Response::new(Full::from(text + "\n"));
    *response.status_mut() = status;
    response
}

/// Returns the state of a machine.
async fn state(client: &Client, fqdn: &str) -> Result<String, Error> {
    let found = client.send(virtual_machines::get(VirtualMachineLookup::fqdn(fqdn))).await?;
    Ok(found.virtual_machine.state.to_string())
}

/// Returns the status and the text for `error`. Its details are for the log of the service, not for its users.
fn failed(error: &Error) -> (StatusCode, String) {
    eprintln!("{error}");
    match (error.code(), error.kind()) {
        (Some(ErrorCode::VirtualMachineNotFound), _) => (StatusCode::NOT_FOUND, "no such machine".to_owned()),
        (Some(ErrorCode::ObjectInTrash), _) => (StatusCode::GONE, "the machine is in the trash".to_owned()),
        (_, ErrorKind::Timeout) => (StatusCode::GATEWAY_TIMEOUT, "the API does not respond".to_owned()),
        _ => (StatusCode::BAD_GATEWAY, "the API cannot be used at the moment".to_owned()),
    }
}
