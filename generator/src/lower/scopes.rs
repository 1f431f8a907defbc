//! Scopes and services of `api.yaml`.

use super::{Lowering, docs};
use crate::{
    diagnostic::{Annotate, Code, nearest},
    ir,
    name::{Case, Name},
    source::Route,
    spec::Text,
    taken::FALLBACK,
};

impl Lowering<'_> {
    /// Every scope, in the author's order.
    pub(super) fn scopes(&self) -> Vec<ir::Scope> {
        let scopes = self.spec.api.content.scopes.iter();
        scopes.map(|(wire, text)| ir::Scope { wire: wire.to_owned(), docs: docs::lower(text) }).collect()
    }

    /// The values of the enum of scopes at `at`.
    pub(super) fn scope_values(&mut self, at: &Route<'_>) -> Vec<ir::Value> {
        let spec = self.spec;
        let root = Route::root(spec.api.file);
        let scopes_at = root.key("scopes");
        let scopes = &spec.api.content.scopes;
        if scopes.is_empty() && self.declared.is_whole(&scopes_at) {
            self.error(Code::EmptyEnum, at.value(), "no scope is declared")
                .label("has no values")
                .help("declare one under `scopes:` in api.yaml");
        }
        let mut values: Vec<ir::Value> = Vec::new();
        for (wire, docs) in scopes.iter() {
            let name = Name::new(wire, Case::UpperCamel).filter(|name| name.plain() != FALLBACK);
            let first = name.as_ref().and_then(|name| values.iter().find(|value| value.name.ident == name.ident));
            let reason = match (&name, first) {
                (None, _) => format!("`{wire}` is not a valid variant name"),
                (Some(name), Some(first)) => {
                    let other = &first.name.wire;
                    format!("`{other}` and `{wire}` both become `{}` in Rust", name.plain())
                }
                (Some(_), None) => String::new(),
            };
            match name {
                Some(name) if reason.is_empty() => {
                    values.push(ir::Value { name, docs: docs::lower(docs), deprecated: None });
                }
                _ => {
                    self.error(Code::BadName, scopes_at.key(wire).name(), reason)
                        .label("a value of an enum of scopes")
                        .also(at.value(), "which is declared here")
                        .help(format!(
                            "list the values of that enum, and give this one a name: `\"{wire}\": {{ name: SomeName }}`"
                        ));
                    self.left_out += 1;
                }
            }
        }
        values
    }

    /// The scopes of an operation.
    pub(super) fn scope_names(&mut self, at: &Route<'_>, scopes: &[Text]) -> Vec<String> {
        let spec = self.spec;
        for (index, scope) in scopes.iter().enumerate() {
            if scopes[..index].iter().any(|before| before.as_str() == scope.as_str()) {
                let message = format!("`{scope}` is listed twice");
                self.error(Code::DuplicateValue, at.index(index).value(), message)
                    .label("listed again here")
                    .help("remove one");
            }
            let known = || spec.api.content.scopes.iter().map(|(name, _)| name);
            if !known().any(|name| name == scope.as_str())
                && !self.declared.is_removed_here(&Route::root(spec.api.file), scope)
            {
                let near = nearest(scope, known());
                let place = at.index(index).value();
                self.error(Code::UnknownScope, place, format!("no scope is named `{scope}`"))
                    .label("not a scope of api.yaml")
                    .suggest_or(near, "declare it under `scopes:` in api.yaml");
            }
        }
        scopes.iter().map(Text::to_string).collect()
    }

    /// The services, in the author's order.
    pub(super) fn services(&mut self) -> Vec<ir::Service> {
        let spec = self.spec;
        let root = Route::root(spec.api.file);
        let at = root.key("services");
        if spec.api.content.services.is_empty() {
            let help = "declare one, such as `main: { docs: ..., path: /v1, authentication: bearer }`";
            self.error(Code::UnknownService, at.value(), "no service is declared").label("empty").help(help);
        }
        let services = spec.api.content.services.iter();
        services
            .enumerate()
            .map(|(index, (wire, service))| {
                let at = at.key(wire);
                ir::Service {
                    wire: wire.to_owned(),
                    docs: docs::lower(&service.docs),
                    path: service.path.trim_end_matches('/').to_owned(),
                    authentication: service.authentication,
                    module: self.service_modules[index].clone(),
                    errors: self.error_refs(&at.key("errors"), &service.errors),
                }
            })
            .collect()
    }

    /// The service called `name`.
    pub(super) fn service(&mut self, at: &Route<'_>, name: &str) -> Option<ir::ServiceId> {
        let spec = self.spec;
        let mut names = spec.api.content.services.iter().map(|(name, _)| name);
        if let Some(index) = names.position(|known| known == name) {
            return Some(ir::ServiceId(index));
        }
        let is_lost = self.declared.is_removed_here(at, name);
        if is_lost || self.declared.is_removed_here(&Route::root(spec.api.file), name) {
            return None;
        }
        let names = spec.api.content.services.iter().map(|(name, _)| name);
        self.error(Code::UnknownService, at.value(), format!("no service is named `{name}`"))
            .label("not a service of api.yaml")
            .suggest(nearest(name, names));
        None
    }
}
