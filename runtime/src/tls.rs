//! Encryption, the same for both clients: rustls with ring, and the certificates that the system trusts.

use std::sync::Arc;

use rustls::crypto::CryptoProvider;

/// The cryptography. It is named wherever it is needed, because what a process has installed for all its parts is not
/// a library's to choose, nor to rely on.
pub(crate) fn provider() -> Arc<CryptoProvider> {
    Arc::new(rustls::crypto::ring::default_provider())
}

/// A configuration for a client that makes encrypted connections, or one that never makes any.
#[cfg(feature = "client")]
pub(crate) fn configuration(secure: bool) -> Result<rustls::ClientConfig, rustls::Error> {
    use rustls_platform_verifier::BuilderVerifierExt as _;

    let builder = rustls::ClientConfig::builder_with_provider(provider()).with_safe_default_protocol_versions()?;
    let builder = if secure {
        builder.with_platform_verifier()?
    } else {
        // A container without certificates can still talk to its own machine.
        builder.with_root_certificates(rustls::RootCertStore::empty())
    };
    Ok(builder.with_no_client_auth())
}
