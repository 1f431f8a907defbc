//! The provider's OpenAPI document. It is written by apia-openapi, which systematically distorts some schemas. These
//! distortions are corrected here, each with a comment.

mod errors;
mod operation;
mod shape;

use std::collections::BTreeMap;

use generator::{ir::Method, paths};
use serde_json::Value;

use crate::homes::Segment;
use shape::shape;

/// The provider's document of one service.
#[derive(Debug)]
pub struct Document {
    /// The name of the file.
    pub name: String,
    /// The version, if the document has one.
    pub version: Option<String>,
    /// The base path of all operations.
    pub base: String,
    /// Whether the service needs no authentication.
    pub anonymous: bool,
    /// The scopes of tokens, each with its description.
    pub scopes: Vec<(String, String)>,
    /// The operations, by path.
    pub operations: Vec<Operation>,
    /// The schemas by name.
    pub schemas: BTreeMap<String, Shape>,
    /// The descriptions of the schemas by name.
    pub descriptions: BTreeMap<String, String>,
    /// Whether the document was written by `codegen`.
    pub is_own: bool,
}

/// An operation.
#[derive(Debug)]
pub struct Operation {
    /// Its method.
    pub method: Method,
    /// Its path, including the base path.
    pub path: String,
    /// Scopes. The token needs at least one of them.
    pub scopes: Vec<String>,
    /// Its arguments.
    pub arguments: Vec<Property>,
    /// Whether the arguments are sent in the query.
    pub in_query: bool,
    /// Its response; `None` if it is text.
    pub response: Option<Shape>,
    /// Its error codes.
    pub errors: Vec<ErrorCode>,
    /// Whether it is deprecated.
    pub deprecated: bool,
    /// The description.
    pub description: Option<String>,
}

/// An error code.
#[derive(Debug)]
pub struct ErrorCode {
    /// The code.
    pub code: String,
    /// The HTTP status.
    pub status: u16,
    /// The type of its detail, if it has one.
    pub detail: Option<Shape>,
    /// The key of the error envelope, if the document has one.
    pub envelope: Option<String>,
    /// The description.
    pub description: Option<String>,
}

/// A property of an object, or an argument.
#[derive(Debug)]
pub struct Property {
    /// Its name on the wire.
    pub name: String,
    /// Its type.
    pub shape: Shape,
    /// Whether it can be null.
    pub nullable: bool,
    /// Whether it is always present; `None` if the document does not specify it.
    pub required: Option<bool>,
    /// Whether it is deprecated.
    pub deprecated: bool,
    /// The description.
    pub description: Option<String>,
}

/// A type.
#[derive(Debug)]
pub enum Shape {
    /// Text.
    String,
    /// An integer.
    Integer,
    /// A number.
    Number,
    /// A boolean.
    Boolean,
    /// A string with listed values.
    Enum(Vec<String>),
    /// A list.
    List(Box<Shape>),
    /// A list, or a single item without the list.
    ListOrOne(Box<Shape>),
    /// An object.
    Object(Vec<Property>),
    /// An object of one of the named kinds.
    Union(Vec<(String, Shape)>),
    /// A schema of the document.
    Named(String),
    /// Any value.
    Any,
    /// An unsupported schema.
    Unknown(String),
}

impl Operation {
    /// The segments of the path without `base`. Placeholders are not marked in the document; they have the names of
    /// arguments.
    pub(crate) fn segments(&self, base: &str) -> Vec<Segment> {
        self.segments_with(base, |word| self.arguments.iter().any(|argument| argument.name == word))
    }

    /// Like [`segments`](Self::segments), where `is_place` determines which segments are placeholders.
    pub(crate) fn segments_with(&self, base: &str, is_place: impl Fn(&str) -> bool) -> Vec<Segment> {
        let path = paths::unmarked(self.path.strip_prefix(base).unwrap_or(&self.path));
        let words = path.split('/').filter(|word| !word.is_empty());
        words.map(|word| Segment { is_place: is_place(word), word: word.to_owned() }).collect()
    }

    /// Whether an argument or a key of the response is named `word`.
    pub(crate) fn names(&self, word: &str) -> bool {
        let returned = match &self.response {
            Some(Shape::Object(fields)) => &fields[..],
            _ => &[],
        };
        self.arguments.iter().chain(returned).any(|field| field.name == word)
    }
}

impl Document {
    /// Reads the document `root`, which is in the file `name`.
    ///
    /// # Errors
    ///
    /// Returns an error if the document has no `paths` or no server URL.
    pub fn read(name: &str, root: &Value) -> Result<Self, String> {
        let paths = root["paths"].as_object().ok_or("the document has no `paths`")?;
        let url = root["servers"][0]["url"].as_str().ok_or("the document has no `servers` with a `url`")?;
        let base = path_of(url).to_owned();
        let prefix = scope_prefix(root);
        let mut operations = Vec::new();
        for (path, item) in paths {
            for (name, method) in Method::ALL {
                let Some(operation) = item.get(name.to_ascii_lowercase()) else { continue };
                operations.push(Operation {
                    method,
                    path: format!("{base}{path}"),
                    scopes: operation::scopes(operation, prefix),
                    arguments: operation::arguments(root, path, item, operation),
                    in_query: operation.get("requestBody").is_none(),
                    response: operation::response(root, operation),
                    errors: errors::read(root, operation),
                    deprecated: operation["deprecated"] == true,
                    description: described(operation).or_else(|| sentence(&operation["summary"])),
                });
            }
        }
        let schemas = &root["components"]["schemas"];
        // The version of the server is more precise than that of the API, if a document has both.
        let info = &root["info"];
        let of_server = entries(info).find(|(key, _)| key.starts_with("x-") && key.ends_with("-version"));
        let version = of_server.map_or(&info["version"], |(_, version)| version).as_str();
        Ok(Self {
            name: name.to_owned(),
            version: version.map(str::to_owned),
            base,
            anonymous: root["security"].as_array().is_none_or(Vec::is_empty),
            scopes: declared_scopes(root, prefix),
            operations,
            schemas: entries(schemas).map(|(name, schema)| (name.clone(), shape(schema))).collect(),
            descriptions: entries(schemas)
                .filter_map(|(name, schema)| Some((name.clone(), described(schema)?)))
                .collect(),
            is_own: false,
        })
    }

    /// Returns `shape`, or the schema that it refers to.
    pub fn resolve<'d>(&'d self, shape: &'d Shape) -> &'d Shape {
        match shape {
            // Only one level, so that cyclic references terminate.
            Shape::Named(name) => self.schemas.get(name).unwrap_or(shape),
            _ => shape,
        }
    }
}

/// Returns the path of a URL.
fn path_of(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.find('/').map_or("", |start| &rest[start..]).trim_end_matches('/')
}

fn entries(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

fn items(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn texts(value: &Value) -> Vec<String> {
    items(value).filter_map(Value::as_str).map(str::to_owned).collect()
}

/// Returns `value`, or the component that it refers to.
fn component<'d>(root: &'d Value, value: &'d Value) -> &'d Value {
    let target = value["$ref"].as_str().and_then(|name| name.strip_prefix('#')).and_then(|name| root.pointer(name));
    target.unwrap_or(value)
}

/// Returns the prefix of the OAuth2 scopes.
fn scope_prefix(root: &Value) -> &str {
    let mut schemes = entries(&root["components"]["securitySchemes"]);
    schemes.find_map(|(_, scheme)| scheme["x-scope-prefix"].as_str()).unwrap_or_default()
}

fn without<'t>(prefix: &str, scope: &'t str) -> &'t str {
    scope.strip_prefix(prefix).unwrap_or(scope)
}

fn declared_scopes(root: &Value, prefix: &str) -> Vec<(String, String)> {
    let schemes = entries(&root["components"]["securitySchemes"]);
    let flows = schemes.flat_map(|(_, scheme)| entries(&scheme["flows"]));
    let scopes = flows.flat_map(|(_, flow)| entries(&flow["scopes"]));
    let name = |(scope, docs): (&String, &Value)| {
        (without(prefix, scope).to_owned(), docs.as_str().unwrap_or_default().to_owned())
    };
    scopes.map(name).collect()
}

/// Returns the first sentence of the description of `value`.
fn described(value: &Value) -> Option<String> {
    sentence(&value["description"])
}

fn sentence(text: &Value) -> Option<String> {
    let line = text.as_str()?.lines().next()?.trim();
    let first = line.split_inclusive(". ").next()?.trim();
    let short: String = first.chars().take(160).collect();
    Some(short.trim_end_matches('.').to_owned()).filter(|text| !text.is_empty())
}
