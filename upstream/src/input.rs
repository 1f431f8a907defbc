//! Input files: OpenAPI documents and recordings in JSON or YAML, optionally compressed with gzip. The kind of a file
//! is detected from its content; its name is only used in messages.

mod cassette;
mod har;
mod recording;
mod yaml;

use std::{
    borrow::Cow,
    io::{self, Read},
};

use flate2::read::MultiGzDecoder;
use serde::{Deserialize, Serialize, de::IgnoredAny};
use serde_json::{Value, value::RawValue};

use crate::limits::{self, DEPTH, DOCUMENT_VALUES, INPUT_BYTES, Size};

pub(crate) use recording::{Body, Call};

/// An input file.
#[derive(Debug)]
pub struct Input {
    /// The name, for messages.
    pub name: String,
    /// The content, or the error from reading it.
    pub bytes: io::Result<Vec<u8>>,
    /// Whether the file was found in a folder. A folder can hold both documents and recordings: `drift` skips the
    /// recordings in it, and `observe` skips the documents. A file given by name must be of the right kind.
    pub found: bool,
}

impl Input {
    /// Creates an input from a file given by name.
    pub fn given(name: impl Into<String>, bytes: io::Result<Vec<u8>>) -> Self {
        Self { name: name.into(), bytes, found: false }
    }

    /// Parses the file.
    pub(crate) fn read(&self) -> Result<Content, String> {
        let bytes = self.bytes.as_ref().map_err(ToString::to_string)?;
        content(&text(bytes)?)
    }
}

/// A file that cannot be read, with the reason.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Unreadable {
    /// The name of the file.
    pub file: String,
    /// The reason.
    pub reason: String,
}

/// The content of a file.
pub(crate) enum Content {
    /// An OpenAPI document.
    Document(Value),
    /// Recorded calls. Each has its own result, so that one malformed call does not hide the others.
    Recording(Vec<Result<Call, String>>),
}

/// Returns the text in `bytes`, decompressed if it is gzip data.
fn text(bytes: &[u8]) -> Result<Cow<'_, str>, String> {
    let is_compressed = bytes.starts_with(GZIP);
    let bytes = if is_compressed { Cow::Owned(gunzip(bytes)?) } else { Cow::Borrowed(bytes) };
    if bytes.len() > INPUT_BYTES {
        return Err(format!("{}; split it", limits::too_large(INPUT_BYTES)));
    }
    let not_text = "not UTF-8 text or gzip data";
    let text = match bytes {
        Cow::Borrowed(bytes) => Cow::Borrowed(str::from_utf8(bytes).map_err(|_| not_text)?),
        Cow::Owned(bytes) => Cow::Owned(String::from_utf8(bytes).map_err(|_| not_text)?),
    };
    Ok(text)
}

/// The magic bytes of gzip.
const GZIP: &[u8] = &[0x1f, 0x8b];

/// Decompresses `bytes`, up to one byte more than the size limit.
fn gunzip(bytes: &[u8]) -> Result<Vec<u8>, String> {
    let mut inflated = Vec::new();
    MultiGzDecoder::new(bytes)
        .take(INPUT_BYTES as u64 + 1)
        .read_to_end(&mut inflated)
        .map_err(|error| format!("invalid gzip data: {error}"))?;
    Ok(inflated)
}

/// The top-level keys by which the kind of a JSON file is detected.
#[derive(Deserialize)]
struct Keys<'t> {
    openapi: Option<IgnoredAny>,
    swagger: Option<IgnoredAny>,
    #[serde(borrow)]
    log: Option<&'t RawValue>,
    #[serde(borrow)]
    interactions: Option<&'t RawValue>,
    #[serde(borrow)]
    http_interactions: Option<&'t RawValue>,
}

const NEITHER: &str = "not an OpenAPI document, a HAR or a cassette: it has none of the keys `openapi`, `log`, \
                       `interactions` and `http_interactions`";

const SWAGGER: &str = "Swagger 2.0 is not supported; convert the document to OpenAPI 3";

fn content(text: &str) -> Result<Content, String> {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    if !text.starts_with('{') {
        return yaml_content(text);
    }
    let syntax = |error: serde_json::Error| format!("not JSON: line {}, column {}", error.line(), error.column());
    let keys: Keys<'_> = serde_json::from_str(text).map_err(syntax)?;
    if keys.openapi.is_some() {
        let Size { values, depth } = limits::json_size(text);
        if depth > DEPTH || values > DOCUMENT_VALUES {
            return Err(format!("the document is nested deeper than {DEPTH} levels, or has too many values"));
        }
        return serde_json::from_str(text).map(Content::Document).map_err(syntax);
    }
    if keys.swagger.is_some() {
        return Err(SWAGGER.to_owned());
    }
    match (keys.log, keys.interactions, keys.http_interactions) {
        (Some(log), ..) => har::calls(log.get()).map(Content::Recording),
        (_, Some(list), _) | (_, _, Some(list)) => cassette::json(list.get()).map(Content::Recording),
        _ => Err(NEITHER.to_owned()),
    }
}

fn yaml_content(text: &str) -> Result<Content, String> {
    match yaml::read(text)? {
        yaml::Root::Interactions(list) => Ok(Content::Recording(cassette::calls(list))),
        yaml::Root::Other(Value::Object(mut keys)) if keys.contains_key("log") => {
            let log = keys.remove("log").unwrap_or_default();
            har::calls(&log.to_string()).map(Content::Recording)
        }
        yaml::Root::Other(root) if !root["openapi"].is_null() => Ok(Content::Document(root)),
        yaml::Root::Other(root) if !root["swagger"].is_null() => Err(SWAGGER.to_owned()),
        yaml::Root::Other(_) => Err(NEITHER.to_owned()),
    }
}
