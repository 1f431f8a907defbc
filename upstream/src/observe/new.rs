//! Successful calls without a matching operation: the arguments and the response of a new operation.

use std::collections::BTreeMap;

use generator::ir::{Api, ServiceId};
use jiter::JsonValue;
use url::Url;

use super::{
    calls::json,
    limits, mask,
    shape::{self, Shape},
};
use crate::{homes::Segment, input::Call, names};

/// The recorded calls of an operation that is missing in the spec.
#[derive(Debug, Default)]
pub struct New {
    /// The number of successful calls.
    pub count: usize,
    /// The arguments.
    pub takes: Vec<(String, Shape)>,
    /// The keys of the response; `None` if it was text.
    pub returns: Option<Vec<(String, Shape)>>,
}

/// The service, method and path of an operation that is missing in the spec.
pub type Line = (usize, String, Vec<Segment>);

/// Adds a call without a matching operation to `new`. Returns `None` if it cannot be an operation of the API.
pub fn add(api: &Api, base: &str, new: &mut BTreeMap<Line, New>, call: &Call, url: &Url) -> Option<()> {
    let (service, path) = service(api, base, url.path())?;
    if !(200..300).contains(&call.status) {
        return Some(());
    }
    let pairs: Vec<_> = url.query_pairs().take(limits::ARGUMENTS).collect();
    let sent = call.request.text.as_deref().ok().and_then(|text| json(text, "").ok());
    let mut named: Vec<&str> = pairs.iter().map(|(name, _)| name.split('[').next().unwrap_or_default()).collect();
    if let Some(JsonValue::Object(entries)) = &sent {
        named.extend(entries.iter().map(|(key, _)| key.as_ref()));
    }
    let line = (service, call.method.clone(), segments(path, &named)?);
    if new.len() >= limits::NEW && !new.contains_key(&line) {
        return Some(());
    }
    let seen = new.entry(line).or_default();
    seen.count += 1;
    for (name, value) in &pairs {
        let (first, rest) = name.split_once('[').unwrap_or((name, ""));
        let argument = shape::entry(&mut seen.takes, first);
        match rest.strip_suffix(']').filter(|key| !key.is_empty() && !key.contains('[')) {
            Some(key) => argument.add_member(key, value),
            None => argument.add_text(value),
        }
    }
    if let Some(JsonValue::Object(entries)) = &sent {
        for (key, value) in entries.iter() {
            shape::entry(&mut seen.takes, key).add(value);
        }
    }
    let returned = call.response.text.as_deref().ok().filter(|_| !call.response.is("text/plain"));
    if let Some(text) = returned {
        let fields = seen.returns.get_or_insert_default();
        if let Ok(JsonValue::Object(entries)) = &json(text, "") {
            for (key, value) in entries.iter() {
                shape::entry(fields, key).add(value);
            }
        }
    }
    Some(())
}

/// Returns the service of a path, and the rest of the path.
fn service<'p>(api: &Api, base: &str, path: &'p str) -> Option<(usize, &'p str)> {
    let path = path.strip_prefix(base)?;
    let of = |service: &generator::ir::Service| {
        path.strip_prefix(service.path.as_str()).filter(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    api.services.iter().enumerate().find_map(|(index, service)| Some((index, of(service)?)))
}

/// Returns the service at `index`.
pub fn service_id(api: &Api, index: usize) -> Option<ServiceId> {
    api.service_ids().nth(index)
}

/// Returns the segments of a path, with placeholders for identifiers; `None` if a literal looks like a secret.
fn segments(path: &str, named: &[&str]) -> Option<Vec<Segment>> {
    let mut segments: Vec<Segment> = Vec::new();
    for raw in path.split('/').filter(|segment| !segment.is_empty()) {
        let text = percent_encoding::percent_decode_str(raw).decode_utf8_lossy().into_owned();
        let bare = text.trim_start_matches(':').to_owned();
        let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
        let form = mask::form(&text);
        let identifies = text == "_" || is_number || form != "text";
        let is_marked = text.starts_with(':') || named.contains(&bare.as_str());
        let word = match (identifies, is_marked) {
            (true, _) => {
                let before = segments.iter().rev().find(|segment| !segment.is_place);
                // A value that identifies an object in an argument identifies it in the path, too.
                let candidates = before.map(|segment| names::singulars(&segment.word)).unwrap_or_default();
                let of = candidates.iter().find(|one| named.contains(&one.as_str())).or(candidates.first());
                names::snake(of.map_or("id", String::as_str))
            }
            (false, true) => names::snake(mask::word(&bare)?),
            (false, false) => mask::word(&text).filter(|word| !word.contains([' ', ':', '+']))?.to_owned(),
        };
        let is_place = identifies || is_marked;
        // The name of an argument, which is unique in a path.
        let is_name = word.starts_with(|first: char| first.is_ascii_alphabetic());
        let is_taken = segments.iter().any(|segment| segment.is_place && segment.word == word);
        if is_place && (!is_name || is_taken) {
            return None;
        }
        segments.push(Segment { is_place, word });
    }
    Some(segments)
}
