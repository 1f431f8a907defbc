//! Decodes one exchange of a recording as a client does.

use katapult_api::{
    Error, ErrorCode, Katapult, WithSecrets,
    registry::{self, Entry},
    runtime::{Api as _, Reader, exchange},
};
use serde_json::{Value, json};

use super::{
    har::Exchange,
    lost,
    report::{Failure, Report},
};

/// Decodes a response, and adds it to the report.
pub fn replay(exchange: &Exchange, report: &mut Report) {
    report.interactions += 1;
    let Some(entry) = registry::find(&exchange.method, &exchange.path) else {
        *report.unmatched.entry(format!("{} {}", exchange.method, exchange.path)).or_default() += 1;
        return;
    };
    report.matched += 1;
    let operation = entry.operation().name;
    let is_success = exchange.response.status().is_success();
    let outcome = match exchange.response.status().as_u16() {
        200..300 => success(entry, exchange),
        400..600 => error(entry, exchange),
        _ => {
            report.skipped += 1;
            return;
        }
    };
    match outcome {
        Outcome::Decoded(kept) => {
            *if is_success { &mut report.succeeded } else { &mut report.errors_recognized } += 1;
            // A body that is not JSON is plain text, which has no fields.
            if let Ok(sent) = serde_json::from_slice::<Value>(exchange.response.body()) {
                for path in lost::paths(&sent, &kept) {
                    *report.unknown_fields.entry(format!("{operation} {path}")).or_default() += 1;
                }
            }
        }
        Outcome::UnrecognizedCode(code) => {
            report.errors_unrecognized += 1;
            *report.unrecognized_codes.entry(format!("{operation} {code}")).or_default() += 1;
        }
        Outcome::Failed { path, message } => report.failed.push(Failure {
            operation,
            status: exchange.response.status().as_u16(),
            path,
            message,
            entry: exchange.place.clone(),
        }),
    }
}

/// The outcome of decoding a response.
enum Outcome {
    /// A success, or an error with a documented code; the value is the decoded body, serialized again.
    Decoded(Value),
    /// An error with a code that is not documented.
    UnrecognizedCode(String),
    /// A body that cannot be decoded, and the path of the mistake.
    Failed { path: String, message: String },
}

/// Decodes the body of a success.
fn success(entry: &Entry, exchange: &Exchange) -> Outcome {
    let body = exchange.response.body();
    let decoded = match entry.decode(body) {
        Ok(decoded) => decoded,
        Err(error) => return Outcome::Failed { path: error.path(body), message: error.to_string() },
    };
    match decoded.to_json_with_secrets().and_then(|json| serde_json::from_str(json.as_str())) {
        Ok(kept) => Outcome::Decoded(kept),
        Err(error) => Outcome::Failed { path: String::new(), message: error.to_string() },
    }
}

/// Decodes an error response. If its detail cannot be decoded, decodes it again for the path and the message, which a
/// client does not keep.
fn error(entry: &Entry, exchange: &Exchange) -> Outcome {
    let response = exchange.response.clone();
    let error = match exchange::classify(entry.operation(), Katapult::DESCRIPTION, Ok(response)) {
        Err(failure) => Error::from(failure),
        // Only a status 2xx succeeds.
        Ok(_) => return Outcome::Decoded(Value::Null),
    };
    let code = match error.code() {
        None => {
            let path = error.decode_path().unwrap_or_default().to_owned();
            return Outcome::Failed { path, message: error.to_string() };
        }
        Some(ErrorCode::Unrecognized(code)) => return Outcome::UnrecognizedCode(code),
        Some(code) => code,
    };
    if let (None, Some(raw)) = (error.detail(), error.raw_detail()) {
        let raw = raw.as_str().as_bytes();
        if let Err(error) = Katapult::detail(&code, &mut Reader::new(raw)) {
            let path = format!("error.detail.{}", error.path(raw)).trim_end_matches('.').to_owned();
            return Outcome::Failed { path, message: format!("{error} of the detail") };
        }
    }
    let detail = WithSecrets(error.detail());
    let body = json!({ "code": code.as_str(), "description": error.description(), "detail": detail });
    // An error is sent with or without the key `error`, so the body is compared in the form in which it was sent.
    let sent: Value = serde_json::from_slice(exchange.response.body()).unwrap_or_default();
    let wrapped = sent.get("error").is_some();
    Outcome::Decoded(if wrapped { json!({ "error": body }) } else { body })
}
