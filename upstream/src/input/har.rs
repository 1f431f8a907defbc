//! HAR 1.2, as browsers and proxies write it. Some fields that the standard requires can be missing.

use std::fmt;

use serde::{
    Deserialize, Deserializer,
    de::{IgnoredAny, SeqAccess, Visitor},
};
use serde_json::{Value, value::RawValue};

use super::recording::{Body, Call, day, from_base64};
use crate::limits::{CALLS, thousands};

#[derive(Deserialize)]
struct Log<'t> {
    #[serde(borrow)]
    entries: Entries<'t>,
}

/// The unparsed entries of a HAR, so that a malformed entry does not hide the others.
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
        while entries.first.len() < CALLS {
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
#[serde(rename_all = "camelCase")]
struct Entry {
    started_date_time: Option<String>,
    request: Request,
    /// Proxies write null where the connection broke.
    response: Option<Response>,
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
    /// A number. Without a response, Charles writes null and browsers write 0.
    #[serde(default)]
    status: Value,
    content: Option<Content>,
    #[serde(default)]
    headers: Value,
}

/// The fields of `postData` and `content` that are read.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Content {
    mime_type: Option<String>,
    text: Option<String>,
    encoding: Option<String>,
    /// A number, which some recorders write as a fraction.
    #[serde(default)]
    size: Value,
    /// The fields of a form, which browsers write instead of its text.
    params: Option<Vec<Param>>,
}

#[derive(Deserialize)]
struct Param {
    name: String,
    #[serde(default)]
    value: Option<String>,
}

/// Parses the calls of the `log` of a HAR.
pub(super) fn calls(log: &str) -> Result<Vec<Result<Call, String>>, String> {
    let Log { entries } = serde_json::from_str(log).map_err(|_| "the `log` of the HAR has no list `entries`")?;
    let mut calls: Vec<_> = entries.first.into_iter().map(call).collect();
    if entries.more > 0 {
        let more = thousands(entries.more);
        calls.push(Err(format!("the recording has more than {} calls; {more} are skipped", thousands(CALLS))));
    }
    Ok(calls)
}

fn call(entry: &RawValue) -> Result<Call, String> {
    // The message of serde quotes recorded values, which may be secret.
    let Entry { started_date_time, request, response } = serde_json::from_str(entry.get())
        .map_err(|_| "not an entry of a HAR: it needs a request with method and URL, and a response with status")?;
    let response = response.ok_or("there was no response")?;
    let status = match &response.status {
        Value::Number(number) => number.as_f64().filter(|status| status.fract() == 0.0).map(|status| status as i64),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    };
    let status = match status {
        Some(status @ 100..=999) => status as u16,
        Some(0 | -1) => return Err("there was no response".to_owned()),
        None if response.status.is_null() => return Err("there was no response".to_owned()),
        _ => return Err("the response has no status".to_owned()),
    };
    let header = || {
        let mut headers = response.headers.as_array()?.iter();
        headers.find(|header| header["name"].as_str().is_some_and(|name| name.eq_ignore_ascii_case("date")))?["value"]
            .as_str()
    };
    Ok(Call {
        method: request.method.to_ascii_uppercase(),
        url: request.url,
        request: body(request.post_data.unwrap_or_default()),
        status,
        date: started_date_time.as_deref().or_else(header).and_then(day),
        response: body(response.content.unwrap_or_default()),
    })
}

fn body(content: Content) -> Body {
    let is_there = content.size.as_f64().is_some_and(|size| size > 0.0);
    let text = match (content.text, content.encoding.as_deref()) {
        (Some(text), Some(encoding)) if encoding.eq_ignore_ascii_case("base64") => from_base64(&text),
        (Some(text), _) => Ok(text),
        (None, _) => match content.params {
            Some(params) if !params.is_empty() => {
                let pairs =
                    params.iter().map(|param| (param.name.as_str(), param.value.as_deref().unwrap_or_default()));
                Ok(url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish())
            }
            _ if is_there => Err("the recording does not have the response's body"),
            _ => Ok(String::new()),
        },
    };
    Body { content_type: content.mime_type.unwrap_or_default(), text }
}
