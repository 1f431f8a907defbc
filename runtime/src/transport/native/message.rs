//! What went wrong with a connection, in words.

use std::error::Error as StdError;
use std::fmt;
use std::io::{self, ErrorKind};

use http::Uri;
use rustls::{AlertDescription, CertificateError, InvalidMessage};

use crate::response::TransportError;

/// The error of a name that cannot be resolved, to be told apart from other errors of a connector.
#[derive(Debug)]
pub(super) struct Unresolved(pub(super) io::Error);

impl fmt::Display for Unresolved {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl StdError for Unresolved {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source()
    }
}

/// The host and port of `uri`, as far as they were given.
fn peer(uri: &Uri) -> &str {
    uri.authority().map_or("the server", |authority| authority.as_str().rsplit('@').next().unwrap_or_default())
}

/// The error of a connection to `uri` that took too long.
pub(super) fn too_slow(uri: &Uri) -> TransportError {
    TransportError::connect_timeout().with_message(format!("connection to {} timed out", peer(uri)))
}

/// The error of a connection to `uri`.
#[cold]
pub(super) fn unconnected(uri: &Uri, error: impl StdError + Send + Sync + 'static) -> TransportError {
    let mut source: Option<&(dyn StdError + 'static)> = Some(&error);
    let (mut is_unresolved, mut kind, mut text) = (false, None, String::new());
    while let Some(inner) = source {
        is_unresolved |= inner.is::<Unresolved>();
        kind = inner.downcast_ref::<io::Error>().map(io::Error::kind).or(kind);
        // The innermost text is that of the system.
        text = inner.to_string();
        source = inner.source();
    }
    if is_unresolved {
        let message = format!("cannot resolve the host name {}: {text}", uri.host().unwrap_or_default());
        return TransportError::dns(error).with_message(message);
    }
    let peer = peer(uri);
    match kind {
        Some(ErrorKind::TimedOut) => too_slow(uri),
        Some(ErrorKind::ConnectionRefused) => {
            TransportError::connect(error).with_message(format!("connection to {peer} refused"))
        }
        _ => TransportError::connect(error).with_message(format!("connection to {peer} failed: {text}")),
    }
}

/// The error of a TLS handshake with `host`.
#[cold]
pub(super) fn unencrypted(host: &str, error: io::Error) -> TransportError {
    match error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>()) {
        Some(problem) => {
            let message = format!("TLS handshake with {host} failed: {}", Problem(problem));
            TransportError::tls(error).with_message(message)
        }
        // The connection broke, which can happen with any server.
        None => {
            let message = format!("TLS handshake with {host} failed: {error}");
            TransportError::connect(error).with_message(message)
        }
    }
}

/// What is wrong with TLS, or with the certificate.
struct Problem<'e>(&'e rustls::Error);

impl fmt::Display for Problem<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use CertificateError::{Expired, ExpiredContext, NotValidYet, NotValidYetContext, Revoked, UnknownIssuer};
        use rustls::Error::{AlertReceived, InvalidCertificate, InvalidMessage as Invalid};
        match self.0 {
            InvalidCertificate(UnknownIssuer) => f.write_str(
                "the certificate is not trusted: it is self-signed, or its issuer is not among the system's root \
                 certificates",
            ),
            InvalidCertificate(Expired | ExpiredContext { .. }) => f.write_str("the certificate has expired"),
            InvalidCertificate(NotValidYet | NotValidYetContext { .. }) => {
                f.write_str("the certificate is not valid yet")
            }
            InvalidCertificate(Revoked) => f.write_str("the certificate is revoked"),
            Invalid(InvalidMessage::InvalidContentType) => f.write_str("the server does not use TLS"),
            AlertReceived(AlertDescription::HandshakeFailure | AlertDescription::ProtocolVersion) => {
                f.write_str("the server supports no TLS version or cipher suite of this client")
            }
            // Names that are valid are among them.
            other => other.fmt(f),
        }
    }
}
