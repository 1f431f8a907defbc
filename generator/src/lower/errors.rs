//! Error codes: declared once, referred to by services and operations.

use std::collections::HashMap;

use super::{Lowering, docs, enums::Variants};
use crate::{
    diagnostic::{Annotate, Code, nearest},
    docs::line,
    ir::{self, ErrorId, Shape},
    name::{Case, Name},
    source::{Place, Route},
    spec::{self, Text},
    taken,
};

impl<'s> Lowering<'s> {
    /// Declares every error code of the spec, those of `api.yaml` first.
    pub(super) fn declare_errors(&mut self) {
        let spec = self.spec;
        let api = (spec.api.file, &spec.api.content.errors);
        let resources = spec.resources.iter().map(|resource| (resource.file, &resource.content.errors));
        let mut first: HashMap<&str, (u16, Place)> = HashMap::new();
        for (file, errors) in std::iter::once(api).chain(resources) {
            let root = Route::root(file);
            let at = root.key("errors");
            for (wire, error) in errors.iter() {
                let at = at.key(wire);
                match first.get(wire) {
                    None => {
                        first.insert(wire, (error.status.get(), at.name()));
                        self.declared.errors.push((wire, error, file));
                        self.declared.error_codes.insert(wire, ErrorId(self.declared.errors.len() - 1));
                    }
                    Some((status, place)) => {
                        if *status == error.status.get() {
                            let help =
                                "declare it once, in api.yaml if it belongs to no resource, and refer to it elsewhere";
                            let message = format!("the error code `{wire}` is declared twice");
                            self.error(Code::DuplicateName, at.name(), message)
                                .label("declared again here")
                                .also(place.clone(), "first declared here")
                                .help(help);
                        } else {
                            let message = format!(
                                "the error code `{wire}` has status {status} and status {}",
                                error.status.get()
                            );
                            self.error(Code::ConflictingStatus, at.key("status").value(), message)
                                .label("another status here")
                                .also(place.clone(), "first declared here")
                                .help("declare it once, with one status");
                        }
                    }
                }
            }
        }
    }

    /// Every error code, in the order of declaration.
    pub(super) fn error_codes(&mut self) -> Vec<ir::ErrorCode> {
        let mut variants = Variants::default();
        let mut codes = Vec::new();
        for index in 0..self.declared.errors.len() {
            let (wire, error, file) = self.declared.errors[index];
            let root = Route::root(file);
            let at = root.key("errors");
            let at = at.key(wire);
            let detail = self.detail(&at.key("detail"), wire, error);
            // If it has no valid name, that is reported, and nothing will be emitted.
            let Some(name) = self.variant(&mut variants, at.name(), wire, None) else { continue };
            codes.push(ir::ErrorCode {
                name,
                status: error.status.get(),
                docs: docs::lower(&error.docs),
                detail,
                retry: error.retry,
                place: at.name(),
            });
        }
        codes
    }

    fn detail(&mut self, at: &Route<'_>, wire: &str, error: &'s spec::ErrorCode) -> Option<ir::TypeId> {
        match error.detail.as_ref()? {
            spec::Returns::Named(name) => {
                let id = self.named(at, name)?;
                match &self.types[id.0].shape {
                    Shape::Struct(_) => Some(id),
                    _ if self.declared.types[id.0].doubtful => None,
                    _ => {
                        self.error(Code::BadType, at.value(), format!("`{name}` is not a schema or view"))
                            .label("a type of another kind")
                            .help("name a schema, or write the fields here");
                        None
                    }
                }
            }
            spec::Returns::Object(fields) => {
                let name = self.beside(at, &format!("{wire}_detail"))?;
                let docs = line!["The detail of the error ", docs::code(wire), "."].into();
                let id = self.inline(at, fields, name, docs);
                self.detail_types.push(id);
                Some(id)
            }
        }
    }

    /// The name of a generated type, which must differ from the types of the spec.
    pub(super) fn beside(&mut self, at: &Route<'_>, wire: &str) -> Option<Name> {
        let name = Name::new(wire, Case::UpperCamel)?;
        if taken::is_type(&name.plain()) || self.declared.api.ident == name.ident {
            self.error(
                Code::BadName,
                at.name(),
                format!("this generates the type `{}`, which is a reserved name", name.plain()),
            )
            .label("names the generated type")
            .help("choose another name");
            return None;
        }
        let Some(id) = self.declared.ty(&name.plain()) else { return Some(name) };
        // It is reported once, at the declaration, even if several operations generate such a type.
        self.error(
            Code::NameCollision,
            self.declared.types[id.0].place.clone(),
            format!("the type `{}` has the name of a generated type", name.plain()),
        )
        .label("declared here")
        .also(at.name(), "generates a type of this name")
        .help("rename the type");
        None
    }

    /// The codes that `errors` names.
    pub(super) fn error_refs(&mut self, at: &Route<'_>, errors: &[Text]) -> Vec<ErrorId> {
        let mut ids: Vec<ErrorId> = Vec::new();
        for (index, code) in errors.iter().enumerate() {
            let place = at.index(index).value();
            match self.declared.error_codes.get(code.as_str()) {
                Some(id) if ids.contains(id) => {
                    self.error(Code::DuplicateValue, place, format!("`{code}` is listed twice"))
                        .label("listed again here")
                        .help("remove one");
                }
                Some(id) => ids.push(*id),
                None if self.declared.is_removed(code) => {}
                None => {
                    let near = nearest(code, self.declared.errors.iter().map(|(known, ..)| *known));
                    let message = format!("no error code is named `{code}`");
                    self.error(Code::UnknownErrorCode, place, message)
                        .label("not declared under any `errors:`")
                        .suggest_or(near, "declare it under `errors:` of this file");
                }
            }
        }
        ids
    }
}
