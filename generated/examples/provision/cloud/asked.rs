//! What a request asks: arguments come in the query as `disk[id]=...`, or as JSON.

use std::borrow::Cow;

use serde_json::Value;
use wiremock::Request;

/// A request, with its arguments wherever they came from.
pub struct Asked {
    pub method: String,
    pub path: String,
    query: Vec<(String, String)>,
    body: Value,
}

impl Asked {
    pub fn of(request: &Request) -> Self {
        let pair = |(name, value): (Cow<'_, str>, Cow<'_, str>)| (name.into_owned(), value.into_owned());
        Self {
            method: request.method.to_string(),
            path: request.url.path().to_owned(),
            query: request.url.query_pairs().map(pair).collect(),
            body: request.body_json().unwrap_or_default(),
        }
    }

    /// The text of the argument `name`.
    pub fn argument(&self, name: &str) -> Option<&str> {
        let in_query = self.query.iter().find_map(|(key, value)| (key == name).then_some(value.as_str()));
        in_query.or_else(|| self.body[name].as_str())
    }

    /// The id of what the lookup `name` names.
    pub fn id(&self, name: &str) -> &str {
        self.argument(&format!("{name}[id]")).or_else(|| self.body[name]["id"].as_str()).unwrap_or_default()
    }

    /// The argument at this place of the body, as in `/properties/name`.
    pub fn at(&self, pointer: &str) -> &Value {
        self.body.pointer(pointer).unwrap_or(&Value::Null)
    }
}
