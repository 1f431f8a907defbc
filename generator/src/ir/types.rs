//! Types that the spec declares, and what they are made of.

use proc_macro2::Ident;

use super::{Docs, Document, ErrorId, Line, Scalar, TypeId};
use crate::{name::Name, source::Place};

/// A type that the spec declares.
#[derive(Debug)]
pub struct Type {
    /// Its name.
    pub name: Name,
    /// The name of a variable that holds one.
    pub variable: Ident,
    /// What it is.
    pub docs: Docs,
    /// What it is made of.
    pub shape: Shape,
    /// Its entry.
    pub place: Place,
}

impl Type {
    /// The document that it is, or is a part of.
    pub fn document(&self) -> Option<&Document> {
        match &self.shape {
            Shape::Document(document) => Some(document),
            _ => None,
        }
    }
}

/// What a type is made of.
#[derive(Debug)]
pub enum Shape {
    /// The id of an object, with an example of it where one is known.
    Id(Option<String>),
    /// The ways to name one object.
    Lookup(Lookup),
    /// An object that requests carry: the required fields, then the others.
    Arguments(Vec<Field>),
    /// An object that responses carry.
    Struct(Struct),
    /// An object that says of which kind it is.
    Union(Vec<UnionOption>),
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
    /// The schema of which it is a view.
    pub view_of: Option<TypeId>,
}

/// The ways to name one object.
#[derive(Debug)]
pub struct Lookup {
    /// The ways, of which a caller uses exactly one.
    pub members: Vec<Member>,
    /// The codes of every operation that takes it.
    pub errors: Vec<ErrorId>,
}

/// A way to name an object.
#[derive(Debug)]
pub struct Member {
    /// Its key and type; the name in Rust is that of its constructor.
    pub field: Field,
    /// Its variant.
    pub variant: Ident,
    /// Whether its id converts into the lookup: no other member has the same type.
    pub converts: bool,
}

/// A field of an object, or an argument of an operation.
#[derive(Debug, Clone)]
pub struct Field {
    /// Its name.
    pub name: Name,
    /// The variable that holds it while its object is read or written.
    pub local: Ident,
    /// The method that makes it null, if it can be null and left out.
    pub clear: Option<Ident>,
    /// What it holds.
    pub docs: Docs,
    /// Its type.
    pub ty: TypeRef,
    /// What may stand in its place.
    pub presence: Presence,
    /// Since when it is deprecated and what to use instead, if it is.
    pub deprecated: Option<Line>,
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

impl TypeRef {
    /// The type of a value, or of the items of a list.
    pub fn innermost(&self) -> &Self {
        match self {
            Self::Scalar(_) | Self::Named(_) => self,
            Self::List(item) => item.innermost(),
        }
    }

    /// The type of the spec in it.
    pub fn named(&self) -> Option<TypeId> {
        match self.innermost() {
            Self::Named(id) => Some(*id),
            Self::Scalar(_) | Self::List(_) => None,
        }
    }
}

/// A kind of a union.
#[derive(Debug)]
pub struct UnionOption {
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
    /// Since when it is deprecated and what to use instead, if it is.
    pub deprecated: Option<Line>,
}
