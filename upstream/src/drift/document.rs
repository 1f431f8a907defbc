//! The provider's OpenAPI document, read for what it means: apia-openapi, which writes it, distorts some things always
//! in the same way, and these are put right here, each with a comment that says what is known of it.

mod errors;
mod operation;
mod shape;

use std::collections::BTreeMap;

use generator::{ir::Method, paths};
use serde_json::Value;

use crate::homes::Segment;
use shape::shape;

/// What the provider documents of one service.
#[derive(Debug)]
pub struct Document {
    /// The name of its file.
    pub name: String,
    /// Its version, as far as it says.
    pub version: Option<String>,
    /// The path before that of every operation.
    pub base: String,
    /// Whether anybody may call.
    pub anonymous: bool,
    /// The scopes that a token can have, each with what it permits.
    pub scopes: Vec<(String, String)>,
    /// The operations, by path.
    pub operations: Vec<Operation>,
    /// The schemas by name.
    pub schemas: BTreeMap<String, Shape>,
    /// What the document says of them.
    pub descriptions: BTreeMap<String, String>,
    /// Whether `codegen` has written it.
    pub is_own: bool,
}

/// An operation.
#[derive(Debug)]
pub struct Operation {
    /// Its method.
    pub method: Method,
    /// Its path, with the base before it.
    pub path: String,
    /// Scopes of which the token needs any one.
    pub scopes: Vec<String>,
    /// Its arguments.
    pub arguments: Vec<Property>,
    /// Whether these are described as a query.
    pub in_query: bool,
    /// Its response; nothing where that is text.
    pub answer: Option<Shape>,
    /// Its error codes.
    pub errors: Vec<ErrorCode>,
    /// Whether it is deprecated.
    pub deprecated: bool,
    /// What the document says of it.
    pub description: Option<String>,
}

/// An error code.
#[derive(Debug)]
pub struct ErrorCode {
    /// The code.
    pub code: String,
    /// The status that comes with it.
    pub status: u16,
    /// What its detail holds, if anything.
    pub detail: Option<Shape>,
    /// The key under which the server sends it, if the document shows one.
    pub envelope: Option<String>,
    /// What the document says of it.
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
    /// Whether it is always there; nothing where the document does not say.
    pub required: Option<bool>,
    /// Whether it is deprecated.
    pub deprecated: bool,
    /// What the document says of it.
    pub description: Option<String>,
}

/// A type.
#[derive(Debug)]
pub enum Shape {
    /// Text.
    String,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// True or false.
    Boolean,
    /// Text with listed values.
    Enum(Vec<String>),
    /// A list.
    List(Box<Shape>),
    /// A list of which a single item can stand there without the list.
    ListOrOne(Box<Shape>),
    /// An object.
    Object(Vec<Property>),
    /// An object of one of these kinds, each with its name.
    Union(Vec<(String, Shape)>),
    /// A schema of the document.
    Named(String),
    /// Any value.
    Any,
    /// What this reader does not understand.
    Unknown(String),
}

impl Operation {
    /// Its path without `base`. The document has lost the marks of its places, which have the names of arguments.
    pub(crate) fn segments(&self, base: &str) -> Vec<Segment> {
        self.segments_with(base, |word| self.arguments.iter().any(|argument| argument.name == word))
    }

    /// The same, where `is_place` tells which segments are places.
    pub(crate) fn segments_with(&self, base: &str, is_place: impl Fn(&str) -> bool) -> Vec<Segment> {
        let path = paths::unmarked(self.path.strip_prefix(base).unwrap_or(&self.path));
        let words = path.split('/').filter(|word| !word.is_empty());
        words.map(|word| Segment { is_place: is_place(word), word: word.to_owned() }).collect()
    }

    /// Whether an argument or a key of what it returns is called `word`.
    pub(crate) fn names(&self, word: &str) -> bool {
        let returned = match &self.answer {
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
    /// What the document lacks.
    pub fn read(name: &str, root: &Value) -> Result<Self, String> {
        let paths = root["paths"].as_object().ok_or("it has no `paths`")?;
        let url = root["servers"][0]["url"].as_str().ok_or("it has no `servers` with a `url`")?;
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
                    answer: operation::answer(root, operation),
                    errors: errors::read(root, operation),
                    deprecated: operation["deprecated"] == true,
                    description: described(operation).or_else(|| sentence(&operation["summary"])),
                });
            }
        }
        let schemas = &root["components"]["schemas"];
        // The version of the server says more than that of the API, where a document has both.
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

    /// `shape`, or what it names.
    pub fn resolve<'d>(&'d self, shape: &'d Shape) -> &'d Shape {
        match shape {
            // Names of names would be odd, and a circle of them endless.
            Shape::Named(name) => self.schemas.get(name).unwrap_or(shape),
            _ => shape,
        }
    }
}

/// The path of a URL.
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

/// `value`, or the component that it refers to.
fn component<'d>(root: &'d Value, value: &'d Value) -> &'d Value {
    let target = value["$ref"].as_str().and_then(|name| name.strip_prefix('#')).and_then(|name| root.pointer(name));
    target.unwrap_or(value)
}

/// What stands before the names of scopes in OAuth2.
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

/// What the document says of `value`: the first sentence.
fn described(value: &Value) -> Option<String> {
    sentence(&value["description"])
}

fn sentence(text: &Value) -> Option<String> {
    let line = text.as_str()?.lines().next()?.trim();
    let first = line.split_inclusive(". ").next()?.trim();
    let short: String = first.chars().take(160).collect();
    Some(short.trim_end_matches('.').to_owned()).filter(|text| !text.is_empty())
}
