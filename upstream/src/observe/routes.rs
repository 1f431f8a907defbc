//! Matches methods and paths to operations, independent of the recording format.

use generator::{
    ir::{Api, Operation, Resource},
    paths,
};

/// The operations of an API, indexed by path.
#[derive(Debug)]
pub struct Routes<'a> {
    known: Vec<Known<'a>>,
    /// Indices in `known`.
    routes: paths::Routes<usize>,
    base: String,
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

impl<'a> Routes<'a> {
    /// Creates the routes of `api`.
    pub fn of(api: &'a Api) -> Self {
        let (mut known, mut routes) = (Vec::new(), paths::Routes::default());
        for resource in &api.resources {
            for operation in &resource.operations {
                let name = format!("{}::{}", resource.module, operation.function.plain());
                routes.add(operation.method.as_str(), &operation.path, known.len());
                known.push(Known { name, resource, operation });
            }
        }
        Self { known, routes, base: base(&api.url) }
    }

    /// Returns the path of the API's URL.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// Returns all operations, in the order of the spec.
    pub fn all(&self) -> impl Iterator<Item = &Known<'a>> {
        self.known.iter()
    }

    /// Returns the operation of `method` and `path`, which begins with the path of the API's URL.
    pub fn find(&self, method: &str, path: &str) -> Option<&Known<'a>> {
        let found = self.routes.find(method, path.strip_prefix(&self.base)?)?;
        self.known.get(*found.target)
    }
}

/// Returns the path of a URL, without a trailing slash.
fn base(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.find('/').map_or("", |start| rest[start..].trim_end_matches('/')).to_owned()
}
