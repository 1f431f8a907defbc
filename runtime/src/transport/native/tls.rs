//! Encryption, the same for both clients: rustls with ring, and the certificates that the system trusts.

use std::sync::Arc;

use rustls::crypto::CryptoProvider;
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, RootCertStore};
use rustls_platform_verifier::BuilderVerifierExt as _;

use crate::response::TransportError;

/// The cryptography. It is named wherever it is needed, because what a process has installed for all its parts is not
/// a library's to choose, nor to rely on.
fn provider() -> Arc<CryptoProvider> {
    Arc::new(rustls::crypto::ring::default_provider())
}

/// A configuration for a client that makes encrypted connections, or one that never makes any.
pub(crate) fn configuration(secure: bool) -> Result<ClientConfig, TransportError> {
    build(secure).map_err(TransportError::other)
}

fn build(secure: bool) -> Result<ClientConfig, rustls::Error> {
    let builder = ClientConfig::builder_with_provider(provider()).with_safe_default_protocol_versions()?;
    let builder = if secure {
        builder.with_platform_verifier()?
    } else {
        // A container without certificates can still talk to its own machine.
        builder.with_root_certificates(RootCertStore::empty())
    };
    Ok(builder.with_no_client_auth())
}

/// `host` as the certificate of its server has to name it.
pub(crate) fn server_name(host: &str) -> Result<ServerName<'static>, TransportError> {
    let name = ServerName::try_from(host.trim_matches(['[', ']'])).map_err(TransportError::connect)?;
    Ok(name.to_owned())
}
