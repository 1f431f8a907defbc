//! The API as the generated crate will say it: plain data in the domain's words.
//! Every name, order, derive and box is decided here, so that emitting cannot fail.

mod documents;
mod waiters;

use proc_macro2::Ident;

use crate::{name::Name, source::Place};

pub use crate::spec::{Authentication, Departure};
pub use documents::*;
pub use waiters::*;

/// The whole API.
#[derive(Debug)]
pub struct Api {
    /// Its name: a type in Rust.
    pub name: Name,
    /// The crate's name in a `use`.
    pub krate: Ident,
    /// The first page of the documentation.
    pub docs: Docs,
    /// Where it is served, without the path of a service.
    pub url: String,
    /// The environment variable that holds the token.
    pub token_variable: String,
    /// The environment variable that overrides `url`.
    pub url_variable: String,
    /// The key under which the server sends an error.
    pub error_envelope: Option<String>,
    /// The attribute by which a document says how a lookup names its object.
    pub lookup_attribute: Option<String>,
    /// The response header that identifies a request.
    pub request_id_header: Option<String>,
    /// The response header with the number of requests that a window permits.
    pub rate_limit_permitted_header: Option<String>,
    /// The response header with the number of requests that remain.
    pub rate_limit_remaining_header: Option<String>,
    /// The seconds of such a window.
    pub rate_limit_window: Option<u16>,
    /// What is particular to OAuth2.
    pub oauth2: Option<OAuth2>,
    /// The parts under a path each.
    pub services: Vec<Service>,
    /// Every scope, in the author's order.
    pub scopes: Vec<Scope>,
    /// The modules, in the order of their files.
    pub resources: Vec<Resource>,
    /// Every type; a [`TypeId`] is a place in this list.
    pub types: Vec<Type>,
    /// The types of details that no resource declares, in the order of their codes.
    pub detail_types: Vec<TypeId>,
    /// Every error code; an [`ErrorId`] is a place in this list.
    pub errors: Vec<ErrorCode>,
    /// Every departure from the provider's documents, those of `api.yaml` first.
    pub fixups: Vec<Fixup>,
    /// Where `api.yaml` is.
    pub place: Place,
}

impl Api {
    /// The type behind `id`.
    pub fn ty(&self, id: TypeId) -> &Type {
        &self.types[id.0]
    }

    /// The error code behind `id`.
    pub fn error(&self, id: ErrorId) -> &ErrorCode {
        &self.errors[id.0]
    }

    /// Every service, in the author's order.
    pub fn service_ids(&self) -> impl Iterator<Item = ServiceId> + use<> {
        (0..self.services.len()).map(ServiceId)
    }

    /// The service behind `id`.
    pub fn service(&self, id: ServiceId) -> &Service {
        &self.services[id.0]
    }
}

/// A type of this API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TypeId(pub(crate) usize);

/// An error code of this API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ErrorId(pub(crate) usize);

/// A service of this API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ServiceId(pub(crate) usize);

/// Lines of documentation, in which nothing is left that rustdoc could take for code.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Docs(pub(crate) Vec<String>);

impl Docs {
    /// The lines.
    pub fn lines(&self) -> &[String] {
        &self.0
    }
}

/// A part of the API under one path.
#[derive(Debug)]
pub struct Service {
    /// Its key in `api.yaml`.
    pub wire: String,
    /// What it is for.
    pub docs: Docs,
    /// The path before that of every operation.
    pub path: String,
    /// Who may call it.
    pub authentication: Authentication,
    /// The module around its resources.
    pub module: Option<Name>,
    /// The codes that each of its operations can answer.
    pub errors: Vec<ErrorId>,
}

/// What is particular to OAuth2.
#[derive(Debug)]
pub struct OAuth2 {
    /// What stands before a scope's name.
    pub scope_prefix: String,
    /// Where a user is sent to authorize.
    pub authorize_url: Option<String>,
    /// Where a code or refresh token is exchanged.
    pub token_url: Option<String>,
}

/// A permission of a token.
#[derive(Debug)]
pub struct Scope {
    /// Its name.
    pub wire: String,
    /// What it permits.
    pub docs: Docs,
}

/// A resource: one file of the spec, one module of the crate.
#[derive(Debug)]
pub struct Resource {
    /// Its module.
    pub name: Name,
    /// The service that serves it.
    pub service: ServiceId,
    /// What it is.
    pub docs: Docs,
    /// Its operations, in the author's order.
    pub operations: Vec<Operation>,
    /// Its waiters, in the author's order.
    pub waiters: Vec<Waiter>,
    /// Its types, in the author's order: ids, lookups, arguments, schemas, each with its views, unions, enums.
    pub types: Vec<TypeId>,
    /// Its file.
    pub place: Place,
}

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
    /// The HTTP method.
    pub method: Method,
    /// The path as the spec has it, with that of the service before it.
    pub path: String,
    /// Scopes of which the token needs any one.
    pub scopes: Vec<String>,
    /// Whether its arguments travel as a JSON body, and not in the query.
    pub body: bool,
    /// Whether calling it twice does no more than calling it once.
    pub repeatable: bool,
    /// Its arguments: the required ones, then the others, each in the author's order.
    pub arguments: Vec<Field>,
    /// What it answers.
    pub output: Output,
    /// How its list comes page by page, if it does.
    pub pages: Option<Pages>,
    /// The codes that it can answer besides those of its service.
    pub errors: Vec<ErrorId>,
    /// Its entry.
    pub place: Place,
}

/// A list that comes page by page.
#[derive(Debug)]
pub struct Pages {
    /// The field of the answer that has the items.
    pub list: Ident,
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
    pub steps: Vec<Step>,
}

/// One field of a [`FieldPath`].
#[derive(Debug)]
pub struct Step {
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

    /// Whether calling twice does no more than calling once where the spec does not say otherwise.
    pub fn is_repeatable(self) -> bool {
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
pub enum Output {
    /// An object of its own, which lives beside the operation.
    Own(TypeId),
    /// A schema that others answer too.
    Shared(TypeId),
    /// Plain text.
    Text,
}

/// A type that the spec declares.
#[derive(Debug)]
pub struct Type {
    /// Its name.
    pub name: Name,
    /// What it is.
    pub docs: Docs,
    /// What it is made of.
    pub shape: Shape,
    /// Its entry.
    pub place: Place,
}

/// What a type is made of.
#[derive(Debug)]
pub enum Shape {
    /// The id of an object, with an example of it where one is known.
    Id(Option<String>),
    /// The ways to name one object.
    Lookup(Vec<Member>),
    /// An object that requests carry: the required fields, then the others.
    Arguments(Vec<Field>),
    /// An object that responses carry.
    Struct(Struct),
    /// An object that says of which kind it is.
    Union(Vec<Kind>),
    /// A string with listed values.
    Enum(Vec<Value>),
    /// A document, or what stands in an element of one.
    Document(Document),
}

/// An object that responses carry.
#[derive(Debug, Default)]
pub struct Struct {
    /// Its fields.
    pub fields: Vec<Field>,
    /// Whether requests carry it too.
    pub sendable: bool,
}

/// A way to name an object.
#[derive(Debug)]
pub struct Member {
    /// Its key and type; the name in Rust is that of its constructor.
    pub field: Field,
    /// Its variant.
    pub variant: Ident,
}

/// A field of an object, or an argument of an operation.
#[derive(Debug, Clone)]
pub struct Field {
    /// Its name.
    pub name: Name,
    /// What it holds.
    pub docs: Docs,
    /// Its type.
    pub ty: TypeRef,
    /// What may stand in its place.
    pub presence: Presence,
    /// Whether it is boxed, because its type contains itself.
    pub boxed: bool,
    /// Whether it is a list of which a single item can stand there bare.
    pub or_one: bool,
}

/// What may stand in a field's place on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// Always there, never null.
    Required,
    /// There, and possibly null.
    Nullable,
    /// Possibly left out; where it is there, it is not null.
    Optional,
    /// Possibly left out, possibly null.
    OptionalNullable,
}

impl Presence {
    /// Whether it can be left out.
    pub fn is_optional(self) -> bool {
        matches!(self, Self::Optional | Self::OptionalNullable)
    }

    /// Whether it can be null.
    pub fn is_nullable(self) -> bool {
        matches!(self, Self::Nullable | Self::OptionalNullable)
    }
}

/// The type of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TypeRef {
    /// A type of the language.
    Scalar(Scalar),
    /// A type of the spec.
    Named(TypeId),
    /// A list.
    List(Box<TypeRef>),
}

/// A type of the spec language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scalar {
    /// Text.
    String,
    /// A whole number of 64 bits.
    Integer,
    /// A number.
    Number,
    /// True or false.
    Boolean,
    /// Seconds since 1970.
    Timestamp,
    /// Text that is not for logs.
    Secret,
    /// Any JSON.
    Json,
    /// A document.
    Xml,
}

impl Scalar {
    /// Every scalar with its spelling in the spec.
    pub const ALL: [(&'static str, Self); 8] = [
        ("string", Self::String),
        ("integer", Self::Integer),
        ("number", Self::Number),
        ("boolean", Self::Boolean),
        ("timestamp", Self::Timestamp),
        ("secret", Self::Secret),
        ("json", Self::Json),
        ("xml", Self::Xml),
    ];
}

/// A kind of a union.
#[derive(Debug)]
pub struct Kind {
    /// Its `type` on the wire, and its variant.
    pub name: Name,
    /// The schema of its `value`.
    pub ty: TypeId,
}

/// A value of an enum.
#[derive(Debug)]
pub struct Value {
    /// The string on the wire, and its variant.
    pub name: Name,
    /// What it means.
    pub docs: Docs,
}

/// An error code.
#[derive(Debug)]
pub struct ErrorCode {
    /// The code on the wire, and its variant.
    pub name: Name,
    /// The HTTP status that comes with it.
    pub status: u16,
    /// When the server answers it.
    pub docs: Docs,
    /// The type of its detail.
    pub detail: Option<TypeId>,
    /// Whether trying again helps.
    pub retry: Retry,
    /// Its entry.
    pub place: Place,
}

/// A departure from the provider's documents, on purpose.
#[derive(Debug)]
pub struct Fixup {
    /// What it is about, as its author wrote it.
    pub at: String,
    /// The same, looked up. A field of a schema stands for that of its views too, hence a list.
    pub subjects: Vec<Subject>,
    /// How the spec departs.
    pub what: Departure,
    /// Why.
    pub why: String,
    /// What shows that it is so.
    pub evidence: String,
    /// The service of its file; `api.yaml` has none.
    pub service: Option<ServiceId>,
    /// Its entry.
    pub place: Place,
}

/// What a departure from the provider's documents can be about.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Subject {
    /// A field, kind, member or value of a type.
    Member {
        /// The type.
        ty: TypeId,
        /// The name on the wire.
        wire: String,
    },
    /// An operation, or something in it.
    Operation {
        /// Its method.
        method: Method,
        /// Its path, with that of the service before it.
        path: String,
        /// The way into it, as in `returns.disk.state`; empty where the operation is meant.
        within: String,
    },
    /// An error code, or something in it.
    Error {
        /// The code.
        code: String,
        /// `status`, or a way as in `detail.errors`; empty where the code is meant.
        within: String,
    },
    /// A scope.
    Scope(String),
    /// The key under which the server sends an error.
    ErrorEnvelope,
}

/// Whether trying again helps against an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Retry {
    /// It can.
    Helps,
    /// It does not.
    Useless,
    /// It does not, though the same status usually means that it can.
    UselessDespiteStatus,
}
