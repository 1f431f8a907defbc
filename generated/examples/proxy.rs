//! Lists the data centers through a proxy, with an additional certificate authority: `cargo run -p katapult-api --features
//! tower --example proxy -- http://proxy.acme.test:3128 authority.pem`. This needs `KATAPULT_API_TOKEN`.
//!
//! Without arguments, it runs against a local server behind a local proxy: `cargo run -p katapult-api --features tower
//! --example proxy`.

#[path = "proxy/offline.rs"]
mod offline;

use std::error::Error;

use katapult_api::{Bytes, Client, Tower, Transport, TransportError, data_centers, http};

/// Returns a transport that connects through `proxy` and also trusts the certificate authorities in `pem`. It uses an HTTP
/// client with custom settings; any `tower` service works.
fn transport(proxy: &str, pem: &[u8]) -> Result<impl Transport, Box<dyn Error>> {
    let http = reqwest::Client::builder()
        .proxy(reqwest::Proxy::all(proxy)?)
        .tls_certs_merge(reqwest::Certificate::from_pem_bundle(pem)?)
        .redirect(reqwest::redirect::Policy::none()) // Do not send the token to another host.
        .build()?;
    Ok(Tower::new(tower::service_fn(move |request: http::Request<Bytes>| {
        let http = http.clone();
        async move {
            let request = reqwest::Request::try_from(request).map_err(failed)?;
            http.execute(request).await.map(http::Response::from).map_err(failed)
        }
    })))
}

/// Converts an error of reqwest. A connect error means that nothing was sent, so even a POST is retried.
fn failed(error: reqwest::Error) -> TransportError {
    let error = error.without_url(); // The query can contain secrets.
    if error.is_connect() { TransportError::connect(error) } else { TransportError::interrupted(error) }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    // Not needed, and neither is the dependency on rustls, if reqwest has its feature `rustls`.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [proxy, pem] => {
            let client = Client::builder().from_env()?;
            list(&client.transport(transport(proxy, &std::fs::read(pem)?)?).build()?).await
        }
        [] => {
            println!("No proxy given: using a local proxy and a local server.\n");
            let offline = offline::start()?;
            let client = Client::builder().token("any").url(offline::URL);
            list(&client.transport(transport(&offline.proxy, offline.pem.as_bytes())?).build()?).await
        }
        _ => Err("usage: proxy [http://PROXY AUTHORITY.pem]".into()),
    }
}

async fn list(client: &Client) -> Result<(), Box<dyn Error>> {
    for center in &client.send(data_centers::list()).await?.data_centers {
        println!("{}, {}", center.name, center.country.name);
    }
    Ok(())
}
