//! reqwest and ureq, configured like the clients, with a prepared URL and headers. The responses are decoded into the same
//! types with the same decoders.

use std::sync::Arc;
use std::time::Duration;

use katapult_api::http::header::{ACCEPT, AUTHORIZATION, USER_AGENT};
use katapult_api::http::{HeaderMap, HeaderValue};
use katapult_api::{Decode, virtual_machines::GetOutput};
use reqwest::redirect::Policy;
use rustls::crypto::ring;

use crate::Caller;
use crate::server::{ID, TOKEN};

const TIMEOUT: Duration = Duration::from_secs(60);
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

pub fn client(url: &str) -> Bare<reqwest::Client> {
    let tls = rustls::ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(rustls::RootCertStore::empty())
        .with_no_client_auth();
    let client = reqwest::Client::builder()
        .tls_backend_preconfigured(tls)
        .redirect(Policy::none())
        .referer(false)
        .timeout(TIMEOUT)
        .connect_timeout(CONNECT_TIMEOUT)
        .no_proxy()
        .build();
    Bare::new(client.unwrap(), url)
}

pub fn blocking(url: &str) -> Bare<ureq::Agent> {
    let agent = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .timeout_global(Some(TIMEOUT))
        .timeout_connect(Some(CONNECT_TIMEOUT))
        .timeout_resolve(Some(CONNECT_TIMEOUT))
        .proxy(None)
        .build();
    Bare::new(agent.into(), url)
}

#[derive(Clone)]
pub struct Bare<C> {
    client: C,
    url: String,
    headers: HeaderMap,
}

impl<C> Bare<C> {
    fn new(client: C, url: &str) -> Self {
        let url = format!("{url}/core/v1/virtual_machines/virtual_machine?virtual_machine%5Bid%5D={ID}");
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        headers.insert(USER_AGENT, HeaderValue::from_static("katapult-api/0.1.0"));
        headers.insert(AUTHORIZATION, HeaderValue::try_from(format!("Bearer {TOKEN}")).unwrap());
        Self { client, url, headers }
    }
}

impl Caller for Bare<reqwest::Client> {
    type Output = GetOutput;

    async fn call(&self) -> GetOutput {
        let response = self.client.get(&self.url).headers(self.headers.clone()).send().await.unwrap();
        assert!(response.status().is_success());
        GetOutput::from_body(&response.bytes().await.unwrap()).unwrap()
    }
}

impl Bare<ureq::Agent> {
    pub fn call(&self) -> GetOutput {
        let mut request = self.client.get(&self.url);
        if let Some(headers) = request.headers_mut() {
            *headers = self.headers.clone();
        }
        let mut response = request.call().unwrap();
        assert!(response.status().is_success());
        GetOutput::from_body(&response.body_mut().read_to_vec().unwrap()).unwrap()
    }
}
