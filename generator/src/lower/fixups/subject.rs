//! The subjects of fixups.

use crate::{
    ir::{self, Method, Presence, ResponseType, Shape, Subject, TypeId},
    lower::{Lowering, declare::Entry},
    source::{FileId, Place},
};

/// The result of resolving the subject of a fixup.
pub(super) enum Found {
    /// The spec has it.
    There(Vec<Subject>, SubjectFacts),
    /// The spec does not have it. It could be one of these.
    Absent(Vec<Subject>, Vec<String>),
    /// A part of its path does not exist: the missing name, and the names that exist there.
    Nowhere(String, Vec<String>),
    /// Another file declares it.
    Elsewhere(Place),
}

/// The facts about the subject of a fixup.
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

/// Anything with a wire name: a field, option, member or value.
struct Named<'a> {
    wire: &'a str,
    ty: Option<TypeId>,
    facts: SubjectFacts,
}

impl Lowering<'_> {
    /// The subjects that `text` names.
    pub(super) fn look_up(&self, scope: &FixupFile<'_>, text: &str) -> Found {
        if let Some((method, path)) = request_line(text) {
            let subject = Subject::Operation { method, path: path.to_owned(), within: String::new() };
            // An operation of the spec has a name, which is shorter.
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

    /// An error code, such as `errors.object_in_trash.detail.trash_object`.
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

    /// A field, option, member or value of a type, such as `VirtualMachine.state`.
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

    /// An operation, or a part of it, such as `get.returns.disk.state`.
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
            "takes" => self.walk(operation.arguments.iter().flat_map(Named::with_tag).collect(), rest, subject()),
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

    /// Follows `path` from one of `members` into its type, and so on.
    fn walk(&self, members: Vec<Named<'_>>, way: &str, subjects: Vec<Subject>) -> Found {
        // A wire name can contain a dot, so the path cannot be split before the names are known.
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

    /// The members of the type `id` that have wire names.
    fn members(&self, id: TypeId) -> Vec<Named<'_>> {
        match &self.types[id.0].shape {
            Shape::Id(_) => Vec::new(),
            Shape::Lookup(lookup) => lookup.members.iter().map(|member| Named::of(&member.field)).collect(),
            Shape::Arguments(fields) => fields.iter().flat_map(Named::with_tag).collect(),
            Shape::OneOf(members) => members.iter().map(|member| Named::of(&member.field)).collect(),
            Shape::Struct(object) => object.fields.iter().map(Named::of).collect(),
            Shape::Union(kinds) => kinds
                .iter()
                .map(|kind| Named { wire: &kind.name.wire, ty: Some(kind.ty), facts: SubjectFacts::default() })
                .collect(),
            // The provider's documents do not describe the content of XML.
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

    /// A field, and the key beside it that names what is chosen in it.
    fn with_tag(field: &'a ir::Field) -> impl Iterator<Item = Self> {
        let field_itself = Self::of(field);
        let tag = field.tag.as_ref().map(|tag| Self { wire: tag, ty: None, ..Self::of(field) });
        [Some(field_itself), tag].into_iter().flatten()
    }
}

/// A method and path such as `GET /core/v1/things`, for an operation that the spec does not have.
fn request_line(text: &str) -> Option<(Method, &str)> {
    let (method, path) = text.split_once(' ')?;
    let (_, method) = Method::ALL.into_iter().find(|(name, _)| *name == method)?;
    path.starts_with('/').then_some((method, path))
}
