//! From the IR to Rust. Total: emission cannot fail, and decides no names, order or boxes.

mod arguments;
mod docs;
mod documents;
mod enums;
mod errors;
mod example;
mod field_paths;
mod guide;
mod ids;
mod imports;
mod krate;
mod lookups;
mod one_of;
mod operations;
mod pages;
mod registry;
mod requests;
mod resource;
mod samples;
mod schemas;
mod sentences;
mod services;
mod test_support;
mod ty;
mod unions;
mod waiters;

use std::path::PathBuf;

use proc_macro2::TokenStream;

use crate::{
    docs::{Line, file, line, wrap},
    format,
    ir::{Api, Field, Resource},
    output::{self, Output},
    parallel,
    samples::Finite,
    source::Place,
};

/// Every file of the client crate for `api`.
pub fn api(api: &Api) -> Output {
    let finite = Finite::of(api);
    let mut files: Vec<(PathBuf, Box<dyn Fn() -> output::File + Sync + '_>)> = vec![
        ("lib.rs".into(), Box::new(|| krate::file(api))),
        ("errors.rs".into(), Box::new(|| errors::file(api))),
        ("errors/wire.rs".into(), Box::new(|| errors::wire(api))),
        ("errors/sample.rs".into(), Box::new(|| samples::errors(api, &finite))),
        ("registry.rs".into(), Box::new(|| registry::file(api))),
        ("test_support.rs".into(), Box::new(|| test_support::file(api))),
        ("wire.rs".into(), Box::new(|| services::wire(api))),
    ];
    for resource in &api.resources {
        let path = resource.module.file();
        files.push((format!("{path}.rs").into(), Box::new(|| resource::file(api, resource))));
        if !resource.operations.is_empty() {
            files.push((format!("{path}/requests.rs").into(), Box::new(|| requests::file(api, resource))));
        }
        files.push((format!("{path}/wire.rs").into(), Box::new(|| resource::wire(api, resource))));
        files.push((format!("{path}/sample.rs").into(), Box::new(|| samples::file(api, &finite, resource))));
        if api.documents(resource).next().is_some() {
            files.push((format!("{path}/documents.rs").into(), Box::new(|| documents::file(api, resource))));
            files.push((format!("{path}/documents/wire.rs").into(), Box::new(|| documents::wire(api, resource))));
        }
    }
    let mut output = Output::default();
    let texts = parallel::map(&files, |(_, file)| file());
    for ((path, _), file) in files.iter().zip(texts) {
        output.add(path, file);
    }
    for (path, file) in krate::service_modules(api) {
        output.add(path, file);
    }
    output
}

/// The file of the spec that declares a resource, as the header of its module names it.
fn source(resource: &Resource) -> Line {
    line!["spec/", file(resource), ".yaml"]
}

/// The width of text after `//! `, in lines of 100 columns.
const WIDTH: usize = 96;

/// The type of a field of a struct.
pub(crate) fn field_type(api: &Api, field: &Field) -> TokenStream {
    ty::field(api, field)
}

/// The type of the parameter for a field that has to be there.
pub(crate) fn parameter_type(api: &Api, field: &Field) -> TokenStream {
    arguments::parameter_type(api, field)
}

/// `docs` as those of a module.
fn module_docs(docs: &[Line]) -> String {
    docs.iter().map(|line| if line.is_empty() { "//!\n".to_owned() } else { format!("//! {line}\n") }).collect()
}

/// A file under construction: items, each with the entry of the spec that it is generated from.
struct File(output::File);

impl File {
    /// A file generated from `about`, with the module docs `docs`.
    fn new(about: &Line, docs: &[Line], place: &Place) -> Self {
        Self::laid_out(about, &wrap(docs, WIDTH), place)
    }

    /// The same, where each line of `docs` stays a line.
    fn laid_out(about: &Line, docs: &[Line], place: &Place) -> Self {
        let mut file = output::File::default();
        file.push(format!("{} from {about}. Do not edit.\n\n{}", output::HEADER, module_docs(docs)), place.clone());
        Self(file)
    }

    /// Adds lines to the docs of the file, of which there can be no items yet.
    fn docs(&mut self, place: &Place, docs: &[Line]) {
        self.0.push(module_docs(&wrap(docs, WIDTH)), place.clone());
    }

    /// Adds items with a blank line before each.
    fn items(&mut self, place: &Place, items: impl IntoIterator<Item = TokenStream>) {
        for item in items {
            if !item.is_empty() {
                self.0.push(format!("\n{}", format::items(item)), place.clone());
            }
        }
    }

    /// Adds items without blank lines between them, such as a list of modules.
    fn block(&mut self, place: &Place, items: impl IntoIterator<Item = TokenStream>) {
        let text: String = items.into_iter().map(format::items).collect();
        if !text.is_empty() {
            self.0.push(format!("\n{text}"), place.clone());
        }
    }

    /// Adds text as it is.
    fn text(&mut self, place: &Place, text: String) {
        self.0.push(text, place.clone());
    }

    fn finish(self) -> output::File {
        self.0
    }
}
