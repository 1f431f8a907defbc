//! Matches recorded calls to operations, and collects differences of their requests and responses.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use generator::ir::{Api, ErrorCode, ResponseType, Shape as Made, Type, TypeRef};
use jiter::JsonValue;
use url::Url;

use crate::{
    input::{Body, Call, Content, Input},
    limits::{DEPTH, Size, json_size, thousands},
};

use super::{
    body::Walk,
    limits, mask, new,
    routes::{Known, Routes},
    seen::{Calls, Failure, Home, Object, Seen, Side, Unreadable},
    shape::Shape,
};

/// A file of recorded calls.
#[derive(Debug)]
pub struct Recording {
    name: String,
    calls: Result<Vec<Result<Call, String>>, String>,
}

impl Recording {
    /// Reads the recording in `input`; `None` if it is a document that was found in a folder.
    pub fn read(input: Input) -> Option<Self> {
        let calls = match input.read() {
            Ok(Content::Recording(calls)) => Ok(calls),
            Ok(Content::Document(_)) if input.found => return None,
            Ok(Content::Document(_)) => Err("not a recording but an OpenAPI document; use `drift`".to_owned()),
            Err(reason) => Err(reason),
        };
        Some(Self { name: input.name, calls })
    }
}

/// Collects the calls of an API.
#[derive(Debug)]
pub struct Collector<'a> {
    api: &'a Api,
    routes: &'a Routes<'a>,
    codes: HashMap<&'a str, &'a ErrorCode>,
    /// The collected counts.
    pub seen: Seen<'a>,
}

impl<'a> Collector<'a> {
    /// Creates an empty collector for `api`.
    pub fn of(api: &'a Api, routes: &'a Routes<'a>) -> Self {
        let codes = api.errors.iter().map(|code| (code.name.wire.as_str(), code)).collect();
        Self { api, routes, codes, seen: Seen::default() }
    }

    /// Adds a recording.
    pub fn file(&mut self, recording: &Recording) {
        let Recording { name, calls } = recording;
        self.seen.files += 1;
        let calls = match calls {
            Ok(calls) => calls,
            Err(reason) => {
                let (file, reason) = (name.clone(), reason.clone());
                return self.seen.unreadable.push(Unreadable { file, call: None, operation: None, reason });
            }
        };
        for (index, call) in calls.iter().enumerate() {
            self.seen.calls += 1;
            let (operation, reasons) = match call {
                Ok(call) => self.call(call),
                Err(reason) => (None, vec![reason.clone()]),
            };
            self.seen.unreadable.extend(reasons.into_iter().map(|reason| Unreadable {
                file: name.clone(),
                call: Some(index + 1),
                operation: operation.map(str::to_owned),
                reason,
            }));
        }
    }

    /// Adds a call without a matching operation. Calls of other hosts are only counted.
    fn unmatched(&mut self, call: &Call, url: &Url) {
        let is_of_host = Url::parse(&self.api.url).is_ok_and(|api| api.host_str() == url.host_str());
        let taken = new::add(self.api, self.routes.base(), &mut self.seen.new, call, url);
        if taken.is_none() && !is_of_host {
            self.seen.foreign += 1;
            return;
        }
        let key = (call.method.clone(), mask::path(url.path()));
        *self.seen.unmatched.entry(key).or_default().entry(call.status).or_default() += 1;
    }

    /// Adds a call; returns its operation and the parts that could not be read.
    fn call(&mut self, call: &Call) -> (Option<&'a str>, Vec<String>) {
        let Ok(url) = Url::parse(&self.api.url).and_then(|base| base.join(&call.url)) else {
            return (None, vec!["the URL is invalid".to_owned()]);
        };
        let Some(known) = self.routes.find(&call.method, url.path()) else {
            self.unmatched(call, &url);
            return (None, Vec::new());
        };
        let new = || Calls { known, statuses: BTreeMap::new(), last: None };
        let calls = self.seen.operations.entry(&known.name).or_insert_with(new);
        *calls.statuses.entry(call.status).or_default() += 1;
        calls.last = calls.last.take().max(call.date.clone());
        let success = (200..300).contains(&call.status);
        let request = self.request(known, &url, &call.request, success);
        let response = if success { self.response(known, &call.response) } else { self.failure(known, call) };
        (Some(&known.name), [request, response].into_iter().filter_map(Result::err).collect())
    }

    fn walk(&mut self, known: &'a Known<'a>, side: Side, accepted: bool) -> Walk<'a, '_> {
        Walk { api: self.api, seen: &mut self.seen, operation: &known.name, side, accepted, path: String::new() }
    }

    fn request(&mut self, known: &'a Known<'a>, url: &Url, body: &Body, accepted: bool) -> Result<(), String> {
        let text = text(body)?;
        let form = body.is("application/x-www-form-urlencoded");
        let json = if form || text.trim().is_empty() { Ok(JsonValue::Null) } else { json(text, "the request's body") };
        let form = url::form_urlencoded::parse(if form { text.as_bytes() } else { b"" });
        let pairs: Vec<_> = url.query_pairs().chain(form).collect();

        let mut walk = self.walk(known, Side::Request, accepted);
        // A placeholder value in the path only shows that the argument exists.
        let mut given: BTreeSet<&str> = generator::paths::placeholders(&known.operation.path).collect();
        let home = Home::Takes(known);
        walk.seen_object(home);
        if pairs.len() > limits::ARGUMENTS {
            return Err(format!("more than {} arguments", thousands(limits::ARGUMENTS)));
        }
        for (name, value) in &pairs {
            given.insert(name.split('[').next().unwrap_or_default());
            pair(&mut walk, home, name, value);
        }
        if let Ok(JsonValue::Object(entries)) = &json {
            given.extend(entries.iter().map(|(key, _)| key.as_ref()));
            for (key, value) in entries.iter() {
                match known.operation.arguments.iter().find(|argument| argument.name.wire == **key) {
                    Some(argument) => walk.inside(key, |walk| walk.field(home, argument, value)),
                    None => unknown(&mut walk, home, key).add(value),
                }
            }
        }
        let at = walk.at(home.name());
        if let Some(object) = self.seen.objects.get_mut(&at).filter(|_| accepted) {
            object.fields.iter_mut().for_each(|seen| {
                seen.present += usize::from(given.contains(seen.field.name.wire.as_str()));
            });
        }
        json.map(|_| ())
    }

    fn response(&mut self, known: &'a Known<'a>, body: &Body) -> Result<(), String> {
        let ty = match known.operation.output {
            ResponseType::Own(id) | ResponseType::Shared(id) => self.api.ty(id),
            ResponseType::Text if body.is("application/json") => {
                let body = json(text(body)?, "the response")?;
                self.walk(known, Side::Response, true).mismatch(None, "text".to_owned(), &body);
                return Ok(());
            }
            ResponseType::Text => return Ok(()),
        };
        let text = text(body)?;
        if text.trim().is_empty() && takes_nothing(ty) {
            return Ok(());
        }
        let body = json(text, "the response")?;
        let mut walk = self.walk(known, Side::Response, true);
        match &body {
            JsonValue::Object(entries) => walk.object(Home::Type(ty), entries),
            _ => walk.mismatch(None, "object".to_owned(), &body),
        }
        Ok(())
    }

    /// Adds an error, with or without its envelope.
    fn failure(&mut self, known: &'a Known<'a>, call: &Call) -> Result<(), String> {
        const KEYS: [&str; 3] = ["code", "description", "detail"];
        let body = json(text(&call.response)?, "the response")?;
        let envelope = self.api.error_envelope.as_deref();
        let wrapped = envelope.and_then(|key| get(&body, key));
        let error = wrapped.unwrap_or(&body);
        let (JsonValue::Object(entries), Some(JsonValue::Str(code))) = (error, get(error, "code")) else {
            self.walk(known, Side::Response, true).mismatch(None, "an error with a code".to_owned(), &body);
            return Ok(());
        };
        let nothing = JsonValue::Object(std::sync::Arc::default());
        let detail = get(error, "detail").filter(|detail| !matches!(detail, JsonValue::Null)).unwrap_or(&nothing);
        let declared = self.codes.get(code.as_ref()).copied();
        let listed = declared.is_some_and(|code| code.status == call.status && lists(self.api, known, code));
        if !listed {
            let key = (known.name.as_str(), mask::word(code).unwrap_or("…").to_owned(), call.status);
            let new = || Failure { known, declared, count: 0, detail: Shape::default() };
            let seen = self.seen.errors.entry(key).or_insert_with(new);
            seen.count += 1;
            seen.detail.add(detail);
        }
        let outer = envelope.filter(|_| wrapped.is_some());
        let api = self.api;
        let mut walk = self.walk(known, Side::Response, true);
        walk.path.push_str(outer.unwrap_or_default());
        let envelope = walk.seen_object(Home::Envelope);
        for (key, value) in entries.iter().filter(|(key, _)| !KEYS.contains(&key.as_ref())) {
            envelope.unknown(key).add(value);
        }
        let Some(code) = declared else { return Ok(()) };
        let home = code.detail.map_or(Home::Detail(code), |id| Home::Type(api.ty(id)));
        walk.inside("detail", |walk| match detail {
            JsonValue::Object(entries) => walk.object(home, entries),
            _ => walk.mismatch(None, "object".to_owned(), detail),
        });
        Ok(())
    }
}

/// Whether the spec lists `code` for an operation.
pub fn lists(api: &Api, known: &Known<'_>, code: &ErrorCode) -> bool {
    let common = &api.service(known.resource.service).errors;
    known.operation.errors.iter().chain(common).any(|id| api.error(*id).name.wire == code.name.wire)
}

/// Adds an argument of a query, such as `things[][size]=1`.
fn pair<'a>(walk: &mut Walk<'a, '_>, home: Home<'a>, name: &str, value: &str) {
    let (first, rest) = name.split_once('[').unwrap_or((name, ""));
    let Some(field) = home.fields().into_iter().find(|field| field.name.wire == first) else {
        return unknown(walk, home, first).add_text(value);
    };
    walk.inside(first, |walk| match (inner(walk, &field.ty), rest.strip_suffix(']').unwrap_or(rest)) {
        (Some(ty), "") => walk.text(ty, value),
        (Some(ty), rest) => {
            // Empty brackets, or a number in brackets, denote an item of a list.
            let is_place = |key: &&str| key.bytes().all(|byte| byte.is_ascii_digit());
            let mut keys = rest.split("][").skip_while(is_place);
            match keys.next() {
                None => walk.text(ty, value),
                Some(key) => {
                    let rest: String = keys.map(|key| format!("[{key}]")).collect();
                    pair(walk, Home::Type(ty), &format!("{key}{rest}"), value);
                }
            }
        }
        (None, _) => {}
    });
}

/// Returns the declared type in `ty`.
fn inner<'a>(walk: &Walk<'a, '_>, ty: &TypeRef) -> Option<&'a Type> {
    ty.named().map(|id| walk.api.ty(id))
}

/// Returns the shape of an undeclared argument.
fn unknown<'w, 'a>(walk: &'w mut Walk<'a, '_>, home: Home<'a>, key: &str) -> &'w mut Shape {
    let at = walk.at(home.name());
    walk.seen.objects.entry(at).or_insert_with(|| Object::new(home)).unknown(key)
}

/// Whether a response of this type can be empty.
fn takes_nothing(ty: &Type) -> bool {
    matches!(&ty.shape, Made::Struct(object) if object.fields.iter().all(|field| field.presence.is_optional()))
}

fn text(body: &Body) -> Result<&str, String> {
    body.text.as_deref().map_err(|reason| (*reason).to_owned())
}

pub fn json<'t>(text: &'t str, what: &str) -> Result<JsonValue<'t>, String> {
    if text.trim().is_empty() {
        return Err(format!("{what} is empty"));
    }
    let Size { values, depth } = json_size(text);
    if depth > DEPTH {
        return Err(format!("{what} is nested deeper than {DEPTH} levels"));
    }
    if values > limits::BODY_VALUES {
        return Err(format!("{what} has more than {} values", thousands(limits::BODY_VALUES)));
    }
    JsonValue::parse(text.as_bytes(), false).map_err(|error| format!("{what} is not JSON: {error}"))
}

fn get<'v, 'j>(value: &'v JsonValue<'j>, name: &str) -> Option<&'v JsonValue<'j>> {
    match value {
        JsonValue::Object(entries) => entries.iter().find(|(key, _)| key == name).map(|(_, value)| value),
        _ => None,
    }
}
