//! Which operation a method and path belong to. Nothing here knows how a call was recorded.

use std::{borrow::Cow, collections::BTreeMap};

use generator::ir::{Api, Operation, Resource};
use percent_encoding::percent_decode_str;

/// Every operation of an API, found by its path.
#[derive(Debug)]
pub struct Routes<'a> {
    operations: Vec<Known<'a>>,
    base: String,
    root: Node,
}

/// An operation with its name.
#[derive(Debug)]
pub struct Known<'a> {
    /// The path of its function in the crate, such as `virtual_machines::get`.
    pub name: String,
    /// The resource that it belongs to.
    pub resource: &'a Resource,
    /// The operation.
    pub operation: &'a Operation,
}

/// The operation of a call.
#[derive(Debug)]
pub struct Found<'r, 'a> {
    /// The operation.
    pub known: &'r Known<'a>,
    /// The arguments that stand in the path, by name.
    pub arguments: Vec<(&'a str, String)>,
}

/// What can stand at one place of a path.
#[derive(Debug, Default)]
struct Node {
    words: BTreeMap<String, Node>,
    placeholder: Option<Box<Node>>,
    /// The operations that end here, by method.
    operations: BTreeMap<&'static str, usize>,
}

impl<'a> Routes<'a> {
    /// The routes of `api`.
    pub fn of(api: &'a Api) -> Self {
        let mut routes = Self { operations: Vec::new(), base: base(&api.url), root: Node::default() };
        for resource in &api.resources {
            let module = api.service(resource.service).module.as_ref().map(|module| format!("{}::", module.plain()));
            let module = module.unwrap_or_default();
            for operation in &resource.operations {
                let name = format!("{module}{}::{}", resource.name.plain(), operation.function.plain());
                routes.add(Known { name, resource, operation });
            }
        }
        routes
    }

    fn add(&mut self, known: Known<'a>) {
        let mut node = &mut self.root;
        for segment in segments(&known.operation.path) {
            node = match placeholder(segment) {
                Some(_) => &mut **node.placeholder.get_or_insert_default(),
                None => node.words.entry(segment.to_owned()).or_default(),
            };
        }
        node.operations.entry(known.operation.method.as_str()).or_insert(self.operations.len());
        self.operations.push(known);
    }

    /// The operation that `method` and `path`, which begins with that of the API's URL, belong to.
    ///
    /// As on the server, a word of a path wins over a placeholder, and what was decided stays decided.
    pub fn find(&self, method: &str, path: &str) -> Option<Found<'_, 'a>> {
        let path = path.strip_prefix(&self.base)?;
        let mut node = &self.root;
        for segment in segments(path) {
            let word = decoded(segment);
            node = node.words.get(word.as_ref()).or(node.placeholder.as_deref())?;
        }
        let known = &self.operations[*node.operations.get(method)?];
        let template = segments(&known.operation.path).map(placeholder);
        let arguments = template.zip(segments(path)).filter_map(|(argument, segment)| {
            let (argument, value) = (argument?, decoded(segment));
            (!keeps_the_place(argument, &value)).then(|| (argument, value.into_owned()))
        });
        Some(Found { known, arguments: arguments.collect() })
    }
}

/// Whether `value` only keeps the place of an argument that travels otherwise, as in `/x/_`, `/x/:x` and `/x/x`.
fn keeps_the_place(argument: &str, value: &str) -> bool {
    value == "_" || value.strip_prefix(':').unwrap_or(value) == argument
}

/// The path of a URL, without the slash at its end.
fn base(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.find('/').map_or("", |start| rest[start..].trim_end_matches('/')).to_owned()
}

fn segments(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter(|segment| !segment.is_empty())
}

/// The argument that `segment` of a template is a place for.
fn placeholder(segment: &str) -> Option<&str> {
    segment.strip_prefix('{')?.strip_suffix('}')
}

fn decoded(segment: &str) -> Cow<'_, str> {
    percent_decode_str(segment).decode_utf8_lossy()
}
