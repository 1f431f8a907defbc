//! From the spec as written to its meaning: resolves names, chooses Rust names, places boxes.
//! This is the only phase that can fail, and it reports every mistake.

mod api_facts;
mod arguments;
mod boxes;
mod declare;
mod documents;
mod enums;
mod errors;
mod examples;
mod field_paths;
mod fields;
mod fixups;
mod guide;
mod http;
mod modules;
mod operation_errors;
mod operations;
mod pages;
mod schemas;
mod scopes;
mod undocumented;
mod unknown_types;
mod unused;
mod waiters;

use std::collections::{HashMap, HashSet};

use crate::{
    diagnostic::{Code, Diagnostic},
    docs, ir,
    load::Removed,
    name::Name,
    source::{Place, Route, Sources},
    spec::{self, Spec, Text},
};

pub(crate) use boxes::cycles;
pub use undocumented::undocumented;

use declare::Declarations;
use modules::Module;

/// The API that `spec` describes, and its diagnostics; the API is valid only if none of them is an error.
///
/// `removed` has the parts that the loader could not read, and reported.
pub fn api(spec: &Spec, sources: &Sources, removed: &Removed) -> (ir::Api, Vec<Diagnostic>) {
    let mut lowering = Lowering::new(spec, removed);
    lowering.modules(sources);
    lowering.check_api_facts();
    lowering.declare_errors();
    lowering.types();
    let errors = lowering.error_codes();
    let services = lowering.services();
    lowering.lookup_attribute();
    let scopes = lowering.scopes();
    let mut resources = lowering.resources();
    lowering.mark_sendable(&resources);
    lowering.empty_examples(&resources);
    lowering.boxes();
    let fixups = lowering.fixups(&resources, &errors);
    lowering.unused(&services, &errors, &mut resources);
    lowering.examples_by_name();
    let guide = lowering.guide(&resources);
    lowering.finish(services, scopes, resources, errors, fixups, guide)
}

/// The state of the phase: what is declared, what is defined so far, what is wrong so far.
struct Lowering<'s> {
    spec: &'s Spec,
    declared: Declarations<'s>,
    /// The module of each service, if it has one.
    service_modules: Vec<Option<Name>>,
    /// The module of each resource.
    modules: Vec<Module>,
    types: Vec<ir::Type>,
    /// The types of details that are declared inside their code.
    detail_types: Vec<ir::TypeId>,
    /// The types whose values can be waited for, and where they are listed.
    waited_for: Vec<(ir::TypeId, Place)>,
    /// The number of fields, values and other parts of types that are left out so far because of mistakes.
    left_out: usize,
    /// The types from which a part is left out. Its absence is not another mistake.
    incomplete: HashSet<ir::TypeId>,
    /// The method and path of every operation so far, with the service, and without the names of placeholders.
    request_lines: HashMap<(ir::ServiceId, String), Place>,
    /// The method and path of every operation so far as a request has them, without the names of scalars.
    sent_lines: HashMap<String, Place>,
    /// The values of fields in examples, by the name of the field.
    examples: Vec<(String, ir::Example)>,
    diagnostics: Vec<Diagnostic>,
}

impl<'s> Lowering<'s> {
    fn new(spec: &'s Spec, removed: &'s Removed) -> Self {
        let mut diagnostics = Vec::new();
        let declared = Declarations::of(spec, removed, &mut diagnostics);
        Self {
            spec,
            declared,
            service_modules: Vec::new(),
            modules: Vec::new(),
            types: Vec::new(),
            detail_types: Vec::new(),
            waited_for: Vec::new(),
            left_out: 0,
            incomplete: HashSet::new(),
            request_lines: HashMap::new(),
            sent_lines: HashMap::new(),
            examples: Vec::new(),
            diagnostics,
        }
    }

    /// Every resource with its operations and types.
    fn resources(&mut self) -> Vec<ir::Resource> {
        let spec = self.spec;
        (0..spec.resources.len()).filter_map(|index| self.resource(index)).collect()
    }

    fn resource(&mut self, index: usize) -> Option<ir::Resource> {
        let spec::Sourced { file, content: resource } = &self.spec.resources[index];
        let root = Route::root(*file);
        let Module { path, service } = self.modules[index].clone();
        let operations = self.operations(&root, resource, service);
        let waiters = self.waiters(&root, resource, &operations);
        Some(ir::Resource {
            module: path?,
            service,
            docs: docs::lower(&resource.docs),
            operations,
            waiters,
            types: self.declared.of_resource(index),
            place: root.key("resource").value(),
        })
    }

    fn finish(
        self,
        services: Vec<ir::Service>,
        scopes: Vec<ir::Scope>,
        resources: Vec<ir::Resource>,
        errors: Vec<ir::ErrorCode>,
        fixups: Vec<ir::Fixup>,
        guide: ir::Guide,
    ) -> (ir::Api, Vec<Diagnostic>) {
        let spec::Sourced { file, content: api } = &self.spec.api;
        let api = ir::Api {
            name: self.declared.api.clone(),
            krate: self.declared.krate.clone(),
            docs: docs::lower(&api.docs),
            version: api.version.as_ref().map(Text::to_string),
            url: api.url.to_string(),
            token_variable: api.environment.token.to_string(),
            url_variable: api.environment.url.to_string(),
            error_envelope: api.error_envelope.as_ref().map(Text::to_string),
            lookup_attribute: api.documents.lookup_attribute.as_ref().map(Text::to_string),
            request_id_header: api.headers.request_id.as_ref().map(Text::to_string),
            rate_limit_permitted_header: api.headers.rate_limit_permitted.as_ref().map(Text::to_string),
            rate_limit_remaining_header: api.headers.rate_limit_remaining.as_ref().map(Text::to_string),
            rate_limit_window: api.rate_limit_window.and_then(|window| u16::try_from(window.get()).ok()),
            oauth2: api.oauth2.as_ref().map(|oauth2| ir::OAuth2 {
                scope_prefix: oauth2.scope_prefix.to_string(),
                authorize_url: oauth2.authorize_url.as_ref().map(Text::to_string),
                token_url: oauth2.token_url.as_ref().map(Text::to_string),
            }),
            services,
            scopes,
            scope_enum: self.declared.scope_enum(),
            resources,
            types: self.types,
            detail_types: self.detail_types,
            errors,
            fixups,
            examples: self.examples,
            guide,
            place: Route::root(*file).key("api").value(),
        };
        let Self { declared, mut diagnostics, .. } = self;
        diagnostics.retain(|diagnostic| !declared.explains(diagnostic));
        (api, diagnostics)
    }

    /// Adds an error at `place`; [`Annotate`] adds its label and help.
    fn error(&mut self, code: Code, place: Place, message: impl Into<String>) -> &mut Diagnostic {
        let index = self.diagnostics.len();
        self.diagnostics.push(Diagnostic::new(code, place, message));
        &mut self.diagnostics[index]
    }
}
