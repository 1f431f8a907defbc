//! Operations: requests and responses.

use super::{Docs, ErrorId, Field, Line, TypeId, TypeRef};
use crate::{
    name::{Ident, Name},
    source::Place,
};

/// An operation.
#[derive(Debug)]
pub struct Operation {
    /// Its function.
    pub function: Name,
    /// The type of its requests.
    pub request: Ident,
    /// What it does.
    pub docs: Docs,
    /// If it is deprecated: since when, and what to use instead.
    pub deprecated: Option<Line>,
    /// The HTTP method.
    pub method: Method,
    /// The path as the spec has it, with that of the service before it.
    pub path: String,
    /// Scopes, any one of which the token needs.
    pub scopes: Vec<String>,
    /// Whether its arguments travel as a JSON body, and not in the query.
    pub body: bool,
    /// Whether carrying it out twice has the same effect as once.
    pub idempotent: bool,
    /// Its arguments: the required ones, then the others, each in the author's order.
    pub arguments: Vec<Field>,
    /// Its response.
    pub output: ResponseType,
    /// How its list is paginated, if it is.
    pub pages: Option<Pages>,
    /// Its error codes besides those of its service: those of the lookups that it takes, then its own.
    pub errors: Vec<ErrorId>,
    /// Those of `errors` that its entry lists.
    pub own_errors: Vec<ErrorId>,
    /// Those of `errors` that only nested lookups have: lookups inside of other arguments.
    pub nested_errors: Vec<ErrorId>,
    /// Its entry.
    pub place: Place,
}

impl Operation {
    /// The arguments that have to be given: the parameters of its function.
    pub fn required(&self) -> impl Iterator<Item = &Field> + Clone {
        self.arguments.iter().filter(|argument| !argument.presence.is_optional())
    }
}

/// A paginated list.
#[derive(Debug)]
pub struct Pages {
    /// The field of the response with the items.
    pub list: Name,
    /// The type of the items.
    pub item: TypeRef,
    /// The argument that chooses a page.
    pub argument: String,
    /// The path in the response to the number of items of a full page.
    pub per_page: Option<FieldPath>,
    /// The path in the response to the number of pages.
    pub total_pages: Option<FieldPath>,
}

/// The path from a response to a value in it.
#[derive(Debug)]
pub struct FieldPath {
    /// As the spec has it, as in `task.status`.
    pub wire: String,
    /// Its fields, from the outside in.
    pub steps: Vec<FieldStep>,
}

/// One field of a [`FieldPath`].
#[derive(Debug)]
pub struct FieldStep {
    /// The field.
    pub field: Ident,
    /// Whether it can be missing or null.
    pub optional: bool,
    /// Whether it is a list whose first item is meant.
    pub first: bool,
}

/// The method of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Method {
    /// `GET`.
    Get,
    /// `POST`.
    Post,
    /// `PUT`.
    Put,
    /// `PATCH`.
    Patch,
    /// `DELETE`.
    Delete,
}

impl Method {
    /// Every method with its spelling.
    pub const ALL: [(&'static str, Self); 5] = [
        ("GET", Self::Get),
        ("POST", Self::Post),
        ("PUT", Self::Put),
        ("PATCH", Self::Patch),
        ("DELETE", Self::Delete),
    ];

    /// Whether arguments travel as a JSON body where the spec does not say otherwise.
    pub fn has_body(self) -> bool {
        matches!(self, Self::Post | Self::Put | Self::Patch)
    }

    /// Whether requests are idempotent unless the spec says otherwise.
    pub fn is_idempotent(self) -> bool {
        matches!(self, Self::Get | Self::Put | Self::Delete)
    }

    /// Its spelling.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

/// The response of an operation.
#[derive(Debug)]
pub enum ResponseType {
    /// An object of its own, which lives beside the operation.
    Own(TypeId),
    /// A schema that other operations can return, too.
    Shared(TypeId),
    /// Plain text.
    Text,
}
