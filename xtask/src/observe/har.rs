//! HAR 1.2, which browsers and proxies write.

use base64::{Engine, prelude::BASE64_STANDARD};
use serde::Deserialize;
use serde_json::Value;

use super::recording::{Body, Call};

#[derive(Deserialize)]
struct Har {
    log: Log,
}

#[derive(Deserialize)]
struct Log {
    // Not entries yet: one that is malformed must not hide the others.
    entries: Vec<Value>,
}

#[derive(Deserialize)]
struct Entry {
    request: Request,
    response: Response,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Request {
    method: String,
    url: String,
    post_data: Option<Content>,
}

#[derive(Deserialize)]
struct Response {
    status: u16,
    #[serde(default)]
    content: Content,
}

/// What `postData` and `content` have in common, for the one who reads them.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Content {
    mime_type: Option<String>,
    text: Option<String>,
    encoding: Option<String>,
    size: Option<i64>,
}

/// The calls of the HAR in `text`.
pub fn calls(text: &str) -> Result<Vec<Result<Call, String>>, String> {
    let Har { log } = serde_json::from_str(text)
        .map_err(|error| format!("not a HAR: line {}, column {}", error.line(), error.column()))?;
    Ok(log.entries.into_iter().map(call).collect())
}

fn call(entry: Value) -> Result<Call, String> {
    // The message of serde would quote what was recorded, which may be secret.
    let Entry { request, response } = serde_json::from_value(entry)
        .map_err(|_| "not an entry of a HAR: it needs a request with method and URL, and a response with status")?;
    if response.status == 0 {
        return Err("there was no answer".to_owned());
    }
    Ok(Call {
        method: request.method.to_ascii_uppercase(),
        url: request.url,
        request: body(request.post_data.unwrap_or_default())?,
        status: response.status,
        response: body(response.content)?,
    })
}

fn body(content: Content) -> Result<Body, String> {
    let text = match (content.text, content.encoding.as_deref()) {
        (Some(text), Some("base64")) => {
            let bytes =
                BASE64_STANDARD.decode(text.trim()).map_err(|_| "a body is not the base64 that it should be")?;
            Some(String::from_utf8(bytes).map_err(|_| "a body is not text")?)
        }
        (Some(text), _) => Some(text),
        (None, _) if content.size.is_some_and(|size| size > 0) => None,
        (None, _) => Some(String::new()),
    };
    Ok(Body { content_type: content.mime_type.unwrap_or_default(), text })
}
