//! Renders the API as an OpenAPI 3.1 document, for tools in other languages. Like `emit`, this cannot fail, and
//! chooses no names except for elements that are only in such a document.
//!
//! Elements of a spec without an equivalent in OpenAPI are `x-` extensions, such as `x-pages`.

mod documents;
mod errors;
mod extensions;
mod json;
mod parameters;
mod paths;
mod prose;
mod schemas;
mod security;
mod writer;

use std::path::Path;

use crate::{
    docs,
    ir::Api,
    output::{self, Difference, Error, Folder, Reason, Stale},
};
use json::{Json, Object};
use writer::Writer;

/// The name of the file.
pub const NAME: &str = "openapi.json";

/// The first key of every document. A file that does not begin with it is not generated, and is not replaced.
const MARK: &str = "{\n  \"x-generated-by\": \"cargo xtask codegen\",";

/// The OpenAPI document of an API.
#[derive(Debug)]
pub struct Document(output::File);

impl Document {
    /// Returns the document of `api`.
    pub fn of(api: &Api) -> Self {
        Self(file(api))
    }

    /// Returns the JSON text.
    pub fn text(&self) -> String {
        self.0.text()
    }

    /// Returns the file in `dir` if it is stale.
    ///
    /// # Errors
    ///
    /// Returns an error for a file of that name that is not generated, or an error of the file system.
    pub fn stale(&self, dir: &Path) -> Result<Option<Stale>, Error> {
        self.compare(dir, &Folder::open(dir))
    }

    /// Like [`stale`](Self::stale), for an opened folder.
    pub(crate) fn compare(&self, dir: &Path, folder: &Folder<'_>) -> Result<Option<Stale>, Error> {
        let is_ours = |content: &[u8]| content.starts_with(MARK.as_bytes());
        let (reason, place) = match folder.difference(Path::new(NAME), &self.text(), is_ours)? {
            None => return Ok(None),
            Some(Difference::InTheWay(obstacle)) => return Err(Error::InTheWay(vec![(dir.join(NAME), obstacle)])),
            Some(Difference::Content(content)) => {
                (Reason::Different, self.0.first_difference(&String::from_utf8_lossy(&content)))
            }
            Some(Difference::Missing | Difference::Superfluous) => (Reason::Missing, self.0.first_place()),
        };
        Ok(Some(Stale { path: NAME.into(), reason, place }))
    }
}

fn file(api: &Api) -> output::File {
    let mut to = Writer::new();
    let place = &api.place;
    to.open();
    to.entry("x-generated-by", "cargo xtask codegen".into(), place);
    to.entry("openapi", "3.1.1".into(), place);
    to.entry("info", info(api).into(), place);
    let server = Object::new().with("url", api.url.as_str());
    to.entry("servers", vec![server.into()].into(), place);
    if let Some(requirements) = security::of_api(api) {
        to.entry("security", requirements, place);
    }
    to.entry("tags", tags(api), place);
    if let Some(groups) = tag_groups(api) {
        to.entry("x-tagGroups", groups, place);
    }
    if let Some(limit) = extensions::rate_limit(api) {
        to.entry("x-rate-limit", limit, place);
    }
    to.key("paths", place);
    paths::write(&mut to, api);
    to.key("components", place);
    components(&mut to, api);
    to.close();
    to.finish()
}

fn components(to: &mut Writer, api: &Api) {
    to.open();
    to.key("schemas", &api.place);
    schemas::write(to, api);
    to.entry("responses", errors::components(api), &api.place);
    if let Some(headers) = errors::headers(api) {
        to.entry("headers", headers, &api.place);
    }
    if let Some(schemes) = security::schemes(api) {
        to.entry("securitySchemes", schemes, &api.place);
    }
    to.close();
}

fn info(api: &Api) -> Object<'_> {
    Object::new()
        .with("title", format!("{} API", docs::words(&api.name).capitalized()))
        .with("version", api.version.as_deref().unwrap_or("0"))
        .with("description", prose::text(&api.docs))
}

/// Returns one tag for each resource with operations.
fn tags(api: &Api) -> Json<'_> {
    let resources = api.resources.iter().filter(|resource| !resource.operations.is_empty());
    let tag = |resource| paths::tag(resource);
    resources
        .map(|resource| {
            let tag = Object::new()
                .with("name", tag(resource))
                .with("x-displayName", prose::title(resource))
                .with("description", prose::text(&resource.docs));
            Json::from(tag)
        })
        .collect::<Vec<_>>()
        .into()
}

/// Returns the tags of each service, for the groups of Redoc and Scalar, if there are several services.
fn tag_groups(api: &Api) -> Option<Json<'_>> {
    let groups: Vec<Json<'_>> = api
        .service_ids()
        .filter_map(|id| {
            let resources = api.resources.iter().filter(|one| one.service == id && !one.operations.is_empty());
            let tags: Vec<Json<'_>> = resources.map(|resource| paths::tag(resource).into()).collect();
            let group = Object::new().with("name", api.service(id).wire.as_str());
            (!tags.is_empty()).then(|| group.with("tags", tags).into())
        })
        .collect();
    (groups.len() > 1).then(|| groups.into())
}
