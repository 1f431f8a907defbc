//! The YAML cassettes of go-vcr, in the forms that its versions 1 to 4 write.

mod yaml;

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::{
    limits,
    recording::{Body, Call, Calls, too_large},
};

#[derive(Deserialize)]
struct Interaction {
    request: Request,
    response: Response,
}

#[derive(Deserialize)]
struct Request {
    method: Option<String>,
    url: String,
    #[serde(default)]
    body: Option<String>,
    #[serde(default)]
    headers: Option<Headers>,
}

#[derive(Deserialize)]
struct Response {
    /// The number, in versions that have it.
    code: Option<u16>,
    /// `200 OK`; a bare number in old ones.
    status: Option<Status>,
    #[serde(default)]
    body: Option<String>,
    #[serde(default)]
    headers: Option<Headers>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Status {
    Number(u16),
    Line(String),
}

type Headers = BTreeMap<String, Header>;

#[derive(Deserialize)]
#[serde(untagged)]
enum Header {
    One(String),
    Many(Vec<String>),
}

/// The calls of the cassette in `text`.
pub fn calls(text: &str) -> Result<Calls<'_>, String> {
    if text.len() > limits::CASSETTE_BYTES {
        return Err(too_large(limits::CASSETTE_BYTES));
    }
    let interactions = yaml::interactions(text)?;
    Ok(Box::new(interactions.into_iter().map(|interaction| call(interaction?))))
}

fn call(interaction: Value) -> Result<Call, String> {
    // The message of serde would quote what was recorded, which may be secret.
    let Interaction { request, response } = serde_json::from_value(interaction)
        .map_err(|_| "not an interaction: it needs a request with `url`, and a response with `status` or `code`")?;
    let status = response.code.or_else(|| response.status.as_ref().and_then(Status::number));
    Ok(Call {
        // Go sends GET where a program names no method.
        method: request.method.filter(|method| !method.is_empty()).unwrap_or_else(|| "GET".to_owned()).to_uppercase(),
        url: request.url,
        request: body(request.body, request.headers),
        status: status.ok_or("the response has no status")?,
        response: body(response.body, response.headers),
    })
}

impl Status {
    fn number(&self) -> Option<u16> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Line(line) => line.split_whitespace().next()?.parse().ok(),
        }
    }
}

fn body(text: Option<String>, headers: Option<Headers>) -> Body {
    let headers = headers.unwrap_or_default();
    let found = headers.into_iter().find(|(name, _)| name.eq_ignore_ascii_case("content-type"));
    let content_type = match found {
        Some((_, Header::One(value))) => value,
        Some((_, Header::Many(values))) => values.into_iter().next().unwrap_or_default(),
        None => String::new(),
    };
    Body { content_type, text: Some(text.unwrap_or_default()) }
}
