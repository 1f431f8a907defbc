//! Which operation a method and path belong to. Nothing here knows how a call was recorded.

use generator::{
    ir::{Api, Operation, Resource},
    paths,
};

/// Every operation of an API, found by its path.
#[derive(Debug)]
pub struct Routes<'a> {
    known: Vec<Known<'a>>,
    /// Places in `known`.
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
    /// The routes of `api`.
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

    /// The path of the API's URL, before that of a service.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// Every operation, in the order of the spec.
    pub fn all(&self) -> impl Iterator<Item = &Known<'a>> {
        self.known.iter()
    }

    /// The operation that `method` and `path`, which begins with that of the API's URL, belong to.
    pub fn find(&self, method: &str, path: &str) -> Option<&Known<'a>> {
        let found = self.routes.find(method, path.strip_prefix(&self.base)?)?;
        self.known.get(*found.target)
    }
}

/// The path of a URL, without the slash at its end.
fn base(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.find('/').map_or("", |start| rest[start..].trim_end_matches('/')).to_owned()
}
