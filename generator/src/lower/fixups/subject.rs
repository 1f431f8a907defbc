//! What the text of a fixup is about.

use crate::{
    ir::{self, Method, Presence, ResponseType, Shape, Subject, TypeId},
    lower::{Lowering, declare::Entry},
    source::{FileId, Place},
};

/// What came of looking a text up.
pub(super) enum Found {
    /// The spec has it.
    There(Vec<Subject>, SubjectFacts),
    /// The spec does not have it, and has a place for it, in which there are these.
    Absent(Vec<Subject>, Vec<String>),
    /// The spec has no place for it: what is missing, and what is there instead.
    Nowhere(String, Vec<String>),
    /// Another file declares it.
    Elsewhere(Place),
}

/// What the spec says of the subject of a fixup.
#[derive(Clone, Copy, Default)]
pub(super) struct SubjectFacts {
    /// The presence of a field or argument.
    pub(super) presence: Option<Presence>,
    /// Whether it is deprecated, if it can be.
    pub(super) deprecated: Option<bool>,
}

/// The file of a fixup, and what it declares.
pub(super) struct FixupFile<'a> {
    pub(super) file: FileId,
    pub(super) resource: Option<&'a ir::Resource>,
    pub(super) errors: &'a [ir::ErrorCode],
}

/// Something that has a name on the wire: a field, kind, member or value.
struct Named<'a> {
    wire: &'a str,
    ty: Option<TypeId>,
    facts: SubjectFacts,
}

impl Lowering<'_> {
    /// What `text` is about.
    pub(super) fn look_up(&self, scope: &FixupFile<'_>, text: &str) -> Found {
        if let Some((method, path)) = request_line(text) {
            let subject = Subject::Operation { method, path: path.to_owned(), within: String::new() };
            // An operation of the spec has a name, which says it better.
            return Found::Absent(vec![subject], Vec::new());
        }
        let (first, rest) = text.split_once('.').unwrap_or((text, ""));
        match first {
            "error_envelope" if rest.is_empty() => {
                let is_there = self.spec.api.content.error_envelope.is_some();
                let subjects = vec![Subject::ErrorEnvelope];
                if is_there {
                    Found::There(subjects, SubjectFacts::default())
                } else {
                    Found::Absent(subjects, Vec::new())
                }
            }
            "scopes" => self.scope(rest),
            "errors" => self.error_code(scope, rest),
            _ if first.starts_with(|first: char| first.is_ascii_uppercase()) => self.member(scope, first, rest),
            _ => self.within_operation(scope, first, rest),
        }
    }

    fn scope(&self, name: &str) -> Found {
        let known: Vec<String> = self.spec.api.content.scopes.iter().map(|(name, _)| name.to_owned()).collect();
        let subjects = vec![Subject::Scope(name.to_owned())];
        if known.iter().any(|known| known == name) {
            Found::There(subjects, SubjectFacts::default())
        } else {
            Found::Absent(subjects, known)
        }
    }

    /// An error code, as in `errors.object_in_trash.detail.trash_object`.
    fn error_code(&self, scope: &FixupFile<'_>, text: &str) -> Found {
        let (code, within) = text.split_once('.').unwrap_or((text, ""));
        let subject = |within: &str| vec![Subject::Error { code: code.to_owned(), within: within.to_owned() }];
        let Some(error) = scope.errors.iter().find(|error| error.name.wire == code) else {
            let known = scope.errors.iter().map(|error| error.name.wire.clone()).collect();
            return if within.is_empty() {
                Found::Absent(subject(""), known)
            } else {
                Found::Nowhere(code.to_owned(), known)
            };
        };
        if error.place.file != scope.file {
            return Found::Elsewhere(error.place.clone());
        }
        match within.split_once('.') {
            None if matches!(within, "" | "status") => Found::There(subject(within), SubjectFacts::default()),
            None if within == "detail" && error.detail.is_some() => {
                Found::There(subject(within), SubjectFacts::default())
            }
            None if within == "detail" => Found::Absent(subject(within), Vec::new()),
            Some(("detail", rest)) => match error.detail {
                Some(detail) => self.walk(self.members(detail), rest, subject(within)),
                None => Found::Nowhere("detail".to_owned(), Vec::new()),
            },
            _ => Found::Nowhere(within.to_owned(), vec!["status".to_owned(), "detail".to_owned()]),
        }
    }

    /// A field, kind, member or value of a type, as in `VirtualMachine.state`.
    fn member(&self, scope: &FixupFile<'_>, name: &str, wire: &str) -> Found {
        let Some(id) = self.declared.ty(name) else {
            return Found::Nowhere(name.to_owned(), self.declared.type_names().map(str::to_owned).collect());
        };
        let place = &self.declared.types[id.0].place;
        if place.file != scope.file {
            return Found::Elsewhere(place.clone());
        }
        let views = self.declared.types.iter().enumerate().filter_map(|(index, declared)| match declared.entry {
            Entry::View(_, schema) if schema == name => Some(TypeId(index)),
            _ => None,
        });
        let types = std::iter::once(id).chain(views);
        let subjects = types.map(|ty| Subject::Member { ty, wire: wire.to_owned() }).collect();
        let members = self.members(id);
        match members.iter().find(|member| member.wire == wire) {
            Some(member) => Found::There(subjects, member.facts),
            None => Found::Absent(subjects, members.iter().map(|member| member.wire.to_owned()).collect()),
        }
    }

    /// An operation, or something in it, as in `get.returns.disk.state`.
    fn within_operation(&self, scope: &FixupFile<'_>, function: &str, within: &str) -> Found {
        let operations = scope.resource.map_or(&[][..], |resource| &resource.operations);
        let Some(operation) = operations.iter().find(|operation| operation.function.wire == function) else {
            let known = operations.iter().map(|operation| operation.function.wire.clone()).collect();
            return Found::Nowhere(function.to_owned(), known);
        };
        let subject = || {
            vec![Subject::Operation {
                method: operation.method,
                path: operation.path.clone(),
                within: within.to_owned(),
            }]
        };
        let listed = |name: &str, mut known: Vec<String>| {
            known.retain(|known| !known.is_empty());
            if known.iter().any(|known| known == name) {
                Found::There(subject(), SubjectFacts::default())
            } else {
                Found::Absent(subject(), known)
            }
        };
        let (part, rest) = within.split_once('.').unwrap_or((within, ""));
        match part {
            "" if rest.is_empty() => {
                let deprecated = Some(operation.deprecated.is_some());
                Found::There(subject(), SubjectFacts { presence: None, deprecated })
            }
            "takes" | "returns" if rest.is_empty() => Found::There(subject(), SubjectFacts::default()),
            "takes" => self.walk(operation.arguments.iter().map(Named::of).collect(), rest, subject()),
            "returns" => match operation.output {
                ResponseType::Own(id) | ResponseType::Shared(id) => self.walk(self.members(id), rest, subject()),
                ResponseType::Text => Found::Nowhere(rest.to_owned(), Vec::new()),
            },
            "scopes" => listed(rest, operation.scopes.clone()),
            "errors" => {
                let codes = operation.errors.iter().filter_map(|id| scope.errors.get(id.0));
                listed(rest, codes.map(|error| error.name.wire.clone()).collect())
            }
            _ => Found::Nowhere(part.to_owned(), ["takes", "returns", "scopes", "errors"].map(str::to_owned).to_vec()),
        }
    }

    /// Follows `way` from one of `members` into its type, and on.
    fn walk(&self, members: Vec<Named<'_>>, way: &str, subjects: Vec<Subject>) -> Found {
        // A name on the wire may contain a dot, so that the way is not split before the names are known.
        let step = members.iter().find_map(|member| {
            let rest = way.strip_prefix(member.wire)?;
            if rest.is_empty() { Some((member, "")) } else { rest.strip_prefix('.').map(|rest| (member, rest)) }
        });
        match step {
            Some((member, "")) => Found::There(subjects, member.facts),
            Some((Named { ty: Some(ty), .. }, rest)) => self.walk(self.members(*ty), rest, subjects),
            Some((_, rest)) => Found::Nowhere(rest.to_owned(), Vec::new()),
            None => {
                let known = members.iter().map(|member| member.wire.to_owned()).collect();
                match way.split_once('.') {
                    None => Found::Absent(subjects, known),
                    Some((first, _)) => Found::Nowhere(first.to_owned(), known),
                }
            }
        }
    }

    /// What has a name on the wire in the type `id`.
    fn members(&self, id: TypeId) -> Vec<Named<'_>> {
        match &self.types[id.0].shape {
            Shape::Id(_) => Vec::new(),
            Shape::Lookup(lookup) => lookup.members.iter().map(|member| Named::of(&member.field)).collect(),
            Shape::Arguments(fields) => fields.iter().map(Named::of).collect(),
            Shape::Struct(object) => object.fields.iter().map(Named::of).collect(),
            Shape::Union(kinds) => kinds
                .iter()
                .map(|kind| Named { wire: &kind.name.wire, ty: Some(kind.ty), facts: SubjectFacts::default() })
                .collect(),
            // The provider's documents say nothing of what stands in XML.
            Shape::Document(_) => Vec::new(),
            Shape::Enum(values) => {
                let facts =
                    |value: &ir::Value| SubjectFacts { presence: None, deprecated: Some(value.deprecated.is_some()) };
                values.iter().map(|value| Named { wire: &value.name.wire, ty: None, facts: facts(value) }).collect()
            }
        }
    }
}

impl<'a> Named<'a> {
    fn of(field: &'a ir::Field) -> Self {
        let facts = SubjectFacts { presence: Some(field.presence), deprecated: Some(field.deprecated.is_some()) };
        Self { wire: &field.name.wire, ty: field.ty.named(), facts }
    }
}

/// `GET /core/v1/things`: an operation that the spec does not have, and that has no name therefore.
fn request_line(text: &str) -> Option<(Method, &str)> {
    let (method, path) = text.split_once(' ')?;
    let (_, method) = Method::ALL.into_iter().find(|(name, _)| *name == method)?;
    path.starts_with('/').then_some((method, path))
}
