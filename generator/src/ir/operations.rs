//! Operations: what is sent, and what comes back.

use proc_macro2::Ident;

use super::{Docs, ErrorId, Field, Line, TypeId, TypeRef};
use crate::{name::Name, source::Place};

/// An operation.
#[derive(Debug)]
pub struct Operation {
    /// Its function.
    pub function: Name,
    /// The type of its requests.
    pub request: Ident,
    /// The static that describes it.
    pub constant: Ident,
    /// What it does.
    pub docs: Docs,
    /// Since when it is deprecated and what to use instead, if it is.
    pub deprecated: Option<Line>,
    /// The HTTP method.
    pub method: Method,
    /// The path as the spec has it, with that of the service before it.
    pub path: String,
    /// Scopes of which the token needs any one.
    pub scopes: Vec<String>,
    /// Whether its arguments travel as a JSON body, and not in the query.
    pub body: bool,
    /// Whether carrying it out twice has the same effect as once.
    pub idempotent: bool,
    /// Its arguments: the required ones, then the others, each in the author's order.
    pub arguments: Vec<Field>,
    /// What it answers.
    pub output: ResponseType,
    /// How its list comes page by page, if it does.
    pub pages: Option<Pages>,
    /// Its error codes besides those of its service: those of the lookups that it takes, then its own.
    pub errors: Vec<ErrorId>,
    /// Those of `errors` that its entry lists.
    pub own_errors: Vec<ErrorId>,
    /// Those of `errors` that come only from lookups inside of other arguments.
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

/// A list that comes page by page.
#[derive(Debug)]
pub struct Pages {
    /// The field of the answer that has the items.
    pub list: Name,
    /// What the items are.
    pub item: TypeRef,
    /// The argument that chooses a page.
    pub argument: String,
    /// Where the answer says how many items a full page has.
    pub per_page: Option<FieldPath>,
    /// Where the answer says how many pages there are.
    pub total_pages: Option<FieldPath>,
}

/// The way from an answer to a value in it.
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
    /// Whether there may be none.
    pub optional: bool,
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

/// What an operation answers.
#[derive(Debug)]
pub enum ResponseType {
    /// An object of its own, which lives beside the operation.
    Own(TypeId),
    /// A schema that others answer too.
    Shared(TypeId),
    /// Plain text.
    Text,
}
