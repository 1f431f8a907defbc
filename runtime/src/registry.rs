//! Operations in a table: to find one by its path, and to read its answers where no code names their types.

use std::any::Any;
use std::fmt;

use percent_encoding::percent_decode_str;

use crate::api::Operation;
use crate::request::Call;
#[cfg(feature = "serde")]
use crate::wire::Json;
use crate::wire::{ContentType, Decode, DecodeError};

/// An operation, with what reads its answers.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    operation: &'static Operation,
    service: &'static Service,
    expects: ContentType,
    decode: Decoder,
}

/// Reads a body as the type that it is of.
type Decoder = fn(&[u8]) -> Result<Box<dyn Decoded>, DecodeError>;

impl Entry {
    /// The entry of the operation that `C` calls.
    pub const fn of<C: Call<Output: Decoded>>(service: &'static Service) -> Self {
        Self { operation: C::OPERATION, service, expects: C::Output::EXPECTS, decode: decode::<C::Output> }
    }

    /// What is known of the operation: its name, method, path, scopes, error codes and authentication.
    pub fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// The service that has the operation.
    pub fn service(&self) -> &'static Service {
        self.service
    }

    /// Every error code that is documented for the operation: its own, then those of its service.
    pub fn errors(&self) -> impl Iterator<Item = &'static str> {
        self.operation.errors.iter().chain(self.service.errors).copied()
    }

    /// What a body of the operation's says that it is.
    pub fn expects(&self) -> ContentType {
        self.expects
    }

    /// Decodes the body of a success as the type that the operation answers.
    ///
    /// # Errors
    ///
    /// Where `body` is something else. The error finds the [path](DecodeError::path) in it.
    pub fn decode(&self, body: &[u8]) -> Result<Box<dyn Decoded>, DecodeError> {
        (self.decode)(body)
    }
}

fn decode<T: Decode + Decoded>(body: &[u8]) -> Result<Box<dyn Decoded>, DecodeError> {
    Ok(Box::new(T::from_body(body)?))
}

/// A part of an API, as far as its operations share something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Service {
    /// Its name.
    pub name: &'static str,
    /// The error codes that each of its operations can answer.
    pub errors: &'static [&'static str],
}

/// What an operation answered, its type forgotten: as a `dyn Any`, it can be asked for the type again.
#[cfg(not(feature = "serde"))]
pub trait Decoded: Any + fmt::Debug + Send + Sync {}

#[cfg(not(feature = "serde"))]
impl<T: Any + fmt::Debug + Send + Sync> Decoded for T {}

/// What an operation answered, its type forgotten: as a `dyn Any`, it can be asked for the type again.
#[cfg(feature = "serde")]
pub trait Decoded: Any + fmt::Debug + Send + Sync {
    /// The answer as JSON: what of the body this client knows.
    ///
    /// # Errors
    ///
    /// Where something that was kept as it came cannot be written, such as a number that is larger than any `f64`.
    fn to_json(&self) -> serde_json::Result<Json>;
}

#[cfg(feature = "serde")]
impl<T: Any + fmt::Debug + Send + Sync + serde::Serialize> Decoded for T {
    fn to_json(&self) -> serde_json::Result<Json> {
        serde_json::to_string(self).map(Json::from_valid)
    }
}

/// The entry whose operation a server runs for `method` and `path`, in which anything may stand for a placeholder: an
/// id, the placeholder's name with or without a colon, `_`. A query behind the path makes no difference.
///
/// As on the server, a segment that some path has literally is never taken for a placeholder, even where that leads
/// nowhere.
///
/// Percent-encoding is decoded before a segment is compared. An empty segment matches nothing.
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
