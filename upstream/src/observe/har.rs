//! HAR 1.2, which browsers and proxies write.

use std::fmt;

use base64::{Engine, prelude::BASE64_STANDARD};
use serde::{
    Deserialize, Deserializer,
    de::{IgnoredAny, SeqAccess, Visitor},
};
use serde_json::value::RawValue;

use super::{
    limits,
    recording::{Body, Call, Calls, too_large, too_many_calls},
};

#[derive(Deserialize)]
struct Har<'t> {
    #[serde(borrow)]
    log: Log<'t>,
}

#[derive(Deserialize)]
struct Log<'t> {
    #[serde(borrow)]
    entries: Entries<'t>,
}

/// The entries of a HAR as they are written: one that is malformed must not hide the others.
struct Entries<'t> {
    first: Vec<&'t RawValue>,
    /// The number of entries beyond the limit.
    more: usize,
}

impl<'de: 't, 't> Deserialize<'de> for Entries<'t> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(EntriesVisitor)
    }
}

struct EntriesVisitor;

impl<'de> Visitor<'de> for EntriesVisitor {
    type Value = Entries<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of entries")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Entries<'de>, A::Error> {
        let mut entries = Entries { first: Vec::new(), more: 0 };
        while entries.first.len() < limits::CALLS {
            match items.next_element()? {
                Some(entry) => entries.first.push(entry),
                None => return Ok(entries),
            }
        }
        while items.next_element::<IgnoredAny>()?.is_some() {
            entries.more += 1;
        }
        Ok(entries)
    }
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
pub fn calls(text: &str) -> Result<Calls<'_>, String> {
    if text.len() > limits::HAR_BYTES {
        return Err(too_large(limits::HAR_BYTES));
    }
    let Har { log: Log { entries } } = serde_json::from_str(text)
        .map_err(|error| format!("not a HAR: line {}, column {}", error.line(), error.column()))?;
    let more = (entries.more > 0).then(|| Err(too_many_calls(entries.more)));
    Ok(Box::new(entries.first.into_iter().map(call).chain(more)))
}

fn call(entry: &RawValue) -> Result<Call, String> {
    // The message of serde would quote what was recorded, which may be secret.
    let Entry { request, response } = serde_json::from_str(entry.get())
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
