//! Certificates, which are issued by the clock.
//!
//! No operation creates a certificate. Those of a cloud are seeded, with their name and organization at least:
//!
//! ```
//! # use katapult_fake::{Cloud, map};
//! # let cloud = Cloud::start();
//! cloud.with_store(|store| {
//!     let (acme, now) = (store.all("Organization")[0], store.now());
//!     store.create("Certificate", map! { "name" => "acme.test", "organization" => acme, "created_at" => now });
//! });
//! ```
//!
//! A certificate is `pending`, then `issuing`, and `issued` after half a minute, unless its `state` is set. If its
//! `issue_error` is set, it is `issue_failed` by then.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::Resource;
use crate::store::{Object, Store};
use crate::value::Value;

/// The computed fields of certificates.
pub static RESOURCE: Resource = Resource {
    computed: &[
        ("Certificate", "issuer", issuer),
        ("Certificate", "state", state),
        ("Certificate", "issue_error", issue_error),
        ("Certificate", "expires_at", expires_at),
        ("Certificate", "last_issued_at", last_issued_at),
        ("Certificate", "certificate", certificate),
        ("Certificate", "chain", chain),
        ("Certificate", "private_key", private_key),
    ],
    ..Resource::EMPTY
};

/// How long after its creation a certificate is being issued, in seconds.
const STARTED: i64 = 5;

/// How long after its creation a certificate is issued, in seconds.
const ISSUED: i64 = 30;

/// How long a certificate is valid, in seconds.
const VALID: i64 = 90 * 24 * 60 * 60;

fn stage(store: &Store, certificate: &Object) -> &'static str {
    let age = store.now().saturating_sub(certificate.integer("created_at"));
    match age {
        ..STARTED => "pending",
        STARTED..ISSUED => "issuing",
        _ if certificate.get("issue_error").is_null() => "issued",
        _ => "issue_failed",
    }
}

fn state(store: &Store, certificate: &Object) -> Value {
    match certificate.get("state") {
        Value::Null => stage(store, certificate).into(),
        state => state.clone(),
    }
}

fn is_issued(store: &Store, certificate: &Object) -> bool {
    state(store, certificate).text() == Some("issued")
}

/// Returns a field as it was set, or else what `value` returns for a certificate that is issued.
fn once_issued(store: &Store, certificate: &Object, field: &str, value: impl FnOnce() -> Value) -> Value {
    match certificate.get(field) {
        Value::Null if is_issued(store, certificate) => value(),
        set => set.clone(),
    }
}

fn issuer(_: &Store, certificate: &Object) -> Value {
    match certificate.get("issuer") {
        Value::Null => "lets_encrypt".into(),
        issuer => issuer.clone(),
    }
}

fn issue_error(store: &Store, certificate: &Object) -> Value {
    match state(store, certificate).text() {
        Some("issue_failed") => certificate.get("issue_error").clone(),
        _ => Value::Null,
    }
}

fn last_issued_at(store: &Store, certificate: &Object) -> Value {
    let issued = certificate.integer("created_at").saturating_add(ISSUED);
    once_issued(store, certificate, "last_issued_at", || issued.into())
}

fn expires_at(store: &Store, certificate: &Object) -> Value {
    let expiry = last_issued_at(store, certificate).integer().unwrap_or_default().saturating_add(VALID);
    once_issued(store, certificate, "expires_at", || expiry.into())
}

fn certificate(store: &Store, certificate: &Object) -> Value {
    once_issued(store, certificate, "certificate", || pem("CERTIFICATE", certificate, "leaf").into())
}

fn chain(store: &Store, certificate: &Object) -> Value {
    once_issued(store, certificate, "chain", || pem("CERTIFICATE", certificate, "intermediate").into())
}

fn private_key(store: &Store, certificate: &Object) -> Value {
    once_issued(store, certificate, "private_key", || pem("PRIVATE KEY", certificate, "key").into())
}

/// Returns text that looks like PEM. It says what it stands for, and no TLS library accepts it.
pub(super) fn pem(label: &str, object: &Object, what: &str) -> String {
    let body = STANDARD.encode(format!("katapult-fake: {what} of {} {}", object.id(), object.text("name")));
    let lines: Vec<&str> = body.as_bytes().chunks(64).filter_map(|line| std::str::from_utf8(line).ok()).collect();
    format!("-----BEGIN {label}-----\n{}\n-----END {label}-----\n", lines.join("\n"))
}
