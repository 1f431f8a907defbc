//! Reads the requests and responses of an HTTP archive (HAR 1.2).

use std::{error::Error, fs, path::Path};

use base64::{Engine as _, prelude::BASE64_STANDARD};
use katapult_api::runtime::{
    Bytes,
    http::{Response, header::CONTENT_TYPE},
};
use serde::Deserialize;

/// A request and its response.
pub struct Exchange {
    /// The file and the index of the entry, as in `traffic.har#0`.
    pub place: String,
    /// The HTTP method.
    pub method: String,
    /// The path of the URL, without the query.
    pub path: String,
    /// The response.
    pub response: Response<Bytes>,
}

/// Reads the exchanges of `file` that have a response.
pub fn read(file: &Path) -> Result<Vec<Exchange>, Box<dyn Error>> {
    let text = fs::read_to_string(file)?;
    // Some programs write a byte order mark, which the format permits and JSON does not.
    let archive: Archive = serde_json::from_str(text.trim_start_matches('\u{feff}'))?;
    let exchange = |(index, recorded)| exchange(file, index, recorded);
    // Browsers record a cancelled request with the status 0.
    archive.log.entries.into_iter().enumerate().filter(|(_, one)| one.response.status != 0).map(exchange).collect()
}

fn exchange(file: &Path, index: usize, recorded: Recorded) -> Result<Exchange, Box<dyn Error>> {
    let Recorded { request, response } = recorded;
    let place = format!("{}#{index}", file.display());
    let Content { mime_type, text, encoding } = response.content;
    let body = match encoding.as_deref() {
        Some("base64") => BASE64_STANDARD.decode(text).map_err(|error| format!("entry {index}: {error}"))?,
        _ => text.into_bytes(),
    };
    let mut builder = Response::builder().status(response.status);
    if !mime_type.is_empty() {
        builder = builder.header(CONTENT_TYPE, mime_type);
    }
    let response = builder.body(body.into()).map_err(|error| format!("entry {index}: {error}"))?;
    Ok(Exchange { place, method: request.method, path: path(&request.url).to_owned(), response })
}

/// Returns the path of a URL. Recorded URLs are not always valid, so this does not use a URL parser.
fn path(url: &str) -> &str {
    let after_scheme = url.split_once("://").map_or(url, |(_, rest)| rest.find('/').map_or("/", |at| &rest[at..]));
    after_scheme.split(['?', '#']).next().unwrap_or_default()
}

#[derive(Deserialize)]
struct Archive {
    log: Log,
}

#[derive(Deserialize)]
struct Log {
    entries: Vec<Recorded>,
}

#[derive(Deserialize)]
struct Recorded {
    request: Request,
    response: RecordedResponse,
}

#[derive(Deserialize)]
struct Request {
    method: String,
    url: String,
}

#[derive(Deserialize)]
struct RecordedResponse {
    status: u16,
    #[serde(default)]
    content: Content,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Content {
    mime_type: String,
    text: String,
    encoding: Option<String>,
}
