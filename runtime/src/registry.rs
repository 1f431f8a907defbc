//! All operations of an API in a table: to find one by method and path, and to decode its responses without naming
//! their types.

use std::any::Any;
use std::fmt;

use percent_encoding::percent_decode_str;

use crate::api::{Operation, Service};
use crate::request::Call;
use crate::wire::{ContentType, Decode, DecodeError};
#[cfg(feature = "serde")]
use crate::wire::{Json, WithSecrets};

/// An operation and the decoder of its responses.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    operation: &'static Operation,
    expects: fn() -> ContentType,
    decode: Decoder,
}

/// Decodes a body as the type of an operation's response.
type Decoder = fn(&[u8]) -> Result<Box<dyn Decoded>, DecodeError>;

impl Entry {
    /// Creates the entry of the operation of the call `C`.
    pub const fn of<C: Call<Output: Decoded>>() -> Self {
        Self { operation: C::OPERATION, expects: C::Output::expects, decode: decode::<C::Output> }
    }

    /// Returns the operation.
    pub fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// Returns the service of the operation.
    pub fn service(&self) -> &'static Service {
        self.operation.service
    }

    /// Returns every documented error code of the operation: its own, then those of its service.
    pub fn errors(&self) -> impl Iterator<Item = &'static str> {
        self.operation.errors.iter().chain(self.service().errors).copied()
    }

    /// Returns the content type of the operation's responses.
    pub fn expects(&self) -> ContentType {
        (self.expects)()
    }

    /// Decodes the body of a response with status 2xx.
    ///
    /// # Errors
    ///
    /// If `body` is not what the operation returns. [`DecodeError::path`] finds the field.
    pub fn decode(&self, body: &[u8]) -> Result<Box<dyn Decoded>, DecodeError> {
        (self.decode)(body)
    }
}

fn decode<T: Decode + Decoded>(body: &[u8]) -> Result<Box<dyn Decoded>, DecodeError> {
    Ok(Box::new(T::from_body(body)?))
}

/// A decoded response of any type. As a `dyn Any` it can be downcast to its type.
#[cfg(not(feature = "serde"))]
pub trait Decoded: Any + fmt::Debug + Send + Sync {}

#[cfg(not(feature = "serde"))]
impl<T: Any + fmt::Debug + Send + Sync> Decoded for T {}

/// A decoded response of any type. As a `dyn Any` it can be downcast to its type.
#[cfg(feature = "serde")]
pub trait Decoded: Any + fmt::Debug + Send + Sync {
    /// Serializes the response, with the fields that this client knows. Secrets are redacted.
    ///
    /// # Errors
    ///
    /// If a JSON value that was kept as it was received cannot be serialized, such as a number larger than any `f64`.
    fn to_json(&self) -> serde_json::Result<Json>;

    /// Serializes the response with its secrets. See [`WithSecrets`].
    ///
    /// # Errors
    ///
    /// As [`to_json`](Self::to_json).
    fn to_json_with_secrets(&self) -> serde_json::Result<Json>;
}

#[cfg(feature = "serde")]
impl<T: Any + fmt::Debug + Send + Sync + serde::Serialize> Decoded for T {
    fn to_json(&self) -> serde_json::Result<Json> {
        serde_json::to_string(self).map(Json::from_valid)
    }

    fn to_json_with_secrets(&self) -> serde_json::Result<Json> {
        serde_json::to_string(&WithSecrets(self)).map(Json::from_valid)
    }
}

/// Finds the operation that a server runs for `method` and `path`; `None` if there is none.
///
/// Any segment except an empty one matches a placeholder: an id, the name of the placeholder, `_`. As on the server, a
/// segment that some path contains literally does not match a placeholder, even if no operation is found then. Segments
/// are percent-decoded, and a query or fragment is ignored.
pub fn find(entries: &'static [Entry], method: &str, path: &str) -> Option<&'static Entry> {
    let candidates = entries.iter().map(|entry| (entry, entry.operation.method.as_str(), entry.operation.path));
    among(candidates, method, path)
}

/// The one of `candidates`, each with its method and path, that matches `method` and `path`.
fn among<'c, T>(candidates: impl Iterator<Item = (T, &'c str, &'c str)>, method: &str, path: &str) -> Option<T> {
    let end = path.find(['?', '#']).unwrap_or(path.len());
    let mut candidates: Vec<_> = candidates.map(|(one, method, path)| (one, method, path.split('/'))).collect();
    for segment in path[..end].trim_end_matches('/').split('/') {
        let segment = percent_decode_str(segment).decode_utf8_lossy();
        let (mut literal, mut placeholder) = (Vec::new(), Vec::new());
        for (one, method, mut rest) in candidates {
            match rest.next() {
                Some(text) if text == segment => literal.push((one, method, rest)),
                Some(text) if text.starts_with('{') && !segment.is_empty() => placeholder.push((one, method, rest)),
                _ => {}
            }
        }
        candidates = if literal.is_empty() { placeholder } else { literal };
    }
    let mut ends = candidates.into_iter().filter(|(_, known, _)| *known == method);
    ends.find_map(|(one, _, mut rest)| rest.next().is_none().then_some(one))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The generator's library reads the same table.
    const CASES: &str = include_str!("../tests/paths.txt");

    #[test]
    fn finds_the_operation_of_a_request() {
        let lines = CASES.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
        let (templates, requests): (Vec<_>, Vec<_>) = lines.partition(|line| !line.contains(" => "));
        for line in requests {
            let (request, expected) = line.split_once(" => ").expect("a request and its operation");
            let (method, path) = request.split_once(' ').expect("a method and a path");
            let candidates = templates.iter().filter_map(|line| {
                let (method, path) = line.split_once(' ')?;
                Some((*line, method, path))
            });
            assert_eq!(among(candidates, method, path).unwrap_or("-"), expected, "{request}");
        }
    }
}
