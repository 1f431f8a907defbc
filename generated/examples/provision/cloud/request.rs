//! Requests and their arguments, which are in the query, as in `disk[id]=...`, or in a JSON body.

use std::borrow::Cow;

use serde_json::Value;
use wiremock::Request as HttpRequest;

/// A request with its arguments.
pub struct Request {
    pub method: String,
    pub path: String,
    query: Vec<(String, String)>,
    body: Value,
}

impl Request {
    pub fn new(request: &HttpRequest) -> Self {
        let pair = |(name, value): (Cow<'_, str>, Cow<'_, str>)| (name.into_owned(), value.into_owned());
        Self {
            method: request.method.to_string(),
            path: request.url.path().to_owned(),
            query: request.url.query_pairs().map(pair).collect(),
            body: request.body_json().unwrap_or_default(),
        }
    }

    /// Returns the argument `name`, from the query or the body.
    pub fn argument(&self, name: &str) -> Option<&str> {
        let in_query = self.query.iter().find_map(|(key, value)| (key == name).then_some(value.as_str()));
        in_query.or_else(|| self.body[name].as_str())
    }

    /// Returns the id in the lookup `name`, or an empty string.
    pub fn id(&self, name: &str) -> &str {
        self.argument(&format!("{name}[id]")).or_else(|| self.body[name]["id"].as_str()).unwrap_or_default()
    }

    /// Returns the value at a JSON pointer into the body, such as `/properties/name`.
    pub fn at(&self, pointer: &str) -> &Value {
        self.body.pointer(pointer).unwrap_or(&Value::Null)
    }
}
