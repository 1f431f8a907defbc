//! Cassettes of go-vcr (versions 1 to 4) and of VCR for Ruby.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::recording::{Body, Call, day, from_base64};
use crate::limits::{DEPTH, Size, json_size};

#[derive(Deserialize)]
struct Interaction {
    request: Request,
    response: Response,
    recorded_at: Option<String>,
}

#[derive(Deserialize)]
struct Request {
    method: Option<String>,
    /// `uri` in VCR.
    #[serde(alias = "uri")]
    url: String,
    #[serde(default)]
    body: Option<Text>,
    #[serde(default)]
    headers: Option<Headers>,
}

#[derive(Deserialize)]
struct Response {
    /// The status code, in versions of go-vcr that write it.
    code: Option<u16>,
    status: Option<Status>,
    #[serde(default)]
    body: Option<Text>,
    #[serde(default)]
    headers: Option<Headers>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Status {
    /// Written by old versions of go-vcr.
    Number(u16),
    /// `200 OK`, written by newer versions of go-vcr.
    Line(String),
    /// Written by VCR.
    Code { code: u16 },
}

/// A body.
#[derive(Deserialize)]
#[serde(untagged)]
enum Text {
    Plain(String),
    /// Written by VCR, with base64 for text in other encodings.
    Encoded {
        string: Option<String>,
        base64_string: Option<String>,
    },
}

type Headers = BTreeMap<String, Header>;

#[derive(Deserialize)]
#[serde(untagged)]
enum Header {
    One(String),
    Many(Vec<String>),
}

/// Converts the interactions of a cassette to calls.
pub(super) fn calls(interactions: Vec<Result<Value, String>>) -> Vec<Result<Call, String>> {
    interactions.into_iter().map(|interaction| call(interaction?)).collect()
}

/// Parses the calls of the JSON list of interactions `list`.
pub(super) fn json(list: &str) -> Result<Vec<Result<Call, String>>, String> {
    let Size { depth, .. } = json_size(list);
    if depth > DEPTH {
        return Err(format!("the cassette is nested deeper than {DEPTH} levels"));
    }
    let list: Vec<Value> =
        serde_json::from_str(list).map_err(|_| "the interactions of the cassette are not a list".to_owned())?;
    Ok(calls(list.into_iter().map(Ok).collect()))
}

fn call(interaction: Value) -> Result<Call, String> {
    // The message of serde quotes recorded values, which may be secret.
    let Interaction { request, response, recorded_at } = serde_json::from_value(interaction)
        .map_err(|_| "not an interaction: it needs a request with `url`, and a response with `status` or `code`")?;
    let status = response.code.or_else(|| response.status.as_ref().and_then(Status::number));
    let date = recorded_at.or_else(|| header(response.headers.as_ref(), "date").map(str::to_owned));
    Ok(Call {
        // In Go, an empty method means GET.
        method: request.method.filter(|method| !method.is_empty()).unwrap_or_else(|| "GET".to_owned()).to_uppercase(),
        url: request.url,
        request: body(request.body, request.headers.as_ref()),
        status: status.ok_or("the response has no status")?,
        response: body(response.body, response.headers.as_ref()),
        date: date.as_deref().and_then(day),
    })
}

impl Status {
    fn number(&self) -> Option<u16> {
        match self {
            Self::Number(number) | Self::Code { code: number } => Some(*number),
            Self::Line(line) => line.split_whitespace().next()?.parse().ok(),
        }
    }
}

fn body(text: Option<Text>, headers: Option<&Headers>) -> Body {
    let text = match text {
        Some(Text::Encoded { base64_string: Some(text), .. }) => from_base64(&text),
        Some(Text::Plain(text) | Text::Encoded { string: Some(text), .. }) => Ok(text),
        Some(Text::Encoded { .. }) | None => Ok(String::new()),
    };
    Body { content_type: header(headers, "content-type").unwrap_or_default().to_owned(), text }
}

fn header<'h>(headers: Option<&'h Headers>, name: &str) -> Option<&'h str> {
    match headers?.iter().find(|(known, _)| known.eq_ignore_ascii_case(name))?.1 {
        Header::One(value) => Some(value),
        Header::Many(values) => values.first().map(String::as_str),
    }
}
