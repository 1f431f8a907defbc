//! TLS for both clients: rustls with ring, and the root certificates of the system.

use std::sync::Arc;

use rustls::crypto::CryptoProvider;
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, RootCertStore};
use rustls_platform_verifier::BuilderVerifierExt as _;

use crate::response::TransportError;

/// The cryptography. It is passed explicitly, as a library must neither set the default of the process nor rely on it.
fn provider() -> Arc<CryptoProvider> {
    Arc::new(rustls::crypto::ring::default_provider())
}

/// The configuration of a client, whose connections are encrypted if `secure`.
pub(crate) fn configuration(secure: bool) -> Result<ClientConfig, TransportError> {
    build(secure).map_err(TransportError::other)
}

fn build(secure: bool) -> Result<ClientConfig, rustls::Error> {
    let builder = ClientConfig::builder_with_provider(provider()).with_safe_default_protocol_versions()?;
    let builder = if secure {
        builder.with_platform_verifier()?
    } else {
        // So that a client for the local machine works in a container without certificates.
        builder.with_root_certificates(RootCertStore::empty())
    };
    Ok(builder.with_no_client_auth())
}

/// The name that the certificate of `host` has to have.
pub(crate) fn server_name(host: &str) -> Result<ServerName<'static>, TransportError> {
    let name = ServerName::try_from(host.trim_matches(['[', ']'])).map_err(TransportError::tls)?;
    Ok(name.to_owned())
}
