//! Types that the spec declares, with their fields, members and values.

use super::{Docs, Document, ErrorId, Line, Scalar, TypeId};
use crate::{
    name::{Ident, Name},
    source::Place,
};

/// A type that the spec declares.
#[derive(Debug)]
pub struct Type {
    /// Its name.
    pub name: Name,
    /// The name of a variable that holds one.
    pub variable: Ident,
    /// What it is.
    pub docs: Docs,
    /// Its kind, with its fields, members or values.
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

/// The kind of a type, with its fields, members or values.
#[derive(Debug)]
pub enum Shape {
    /// The id of an object, with an example of it where one is known.
    Id(Option<String>),
    /// The ways to identify one object.
    Lookup(Lookup),
    /// An object of requests: the required fields, then the others.
    Arguments(Vec<Field>),
    /// An object of requests with exactly one of these keys.
    OneOf(Vec<Member>),
    /// An object of responses.
    Struct(Struct),
    /// A tagged object.
    Union(Vec<UnionOption>),
    /// A string with listed values.
    Enum(Vec<Value>),
    /// A document, or the content of an element of one.
    Document(Document),
}

impl Shape {
    /// The fields of an object, the members of a lookup, or the keys of `one_of`.
    pub fn fields(&self) -> impl Iterator<Item = &Field> {
        let (fields, members): (&[Field], &[Member]) = match self {
            Self::Arguments(fields) | Self::Struct(Struct { fields, .. }) => (fields, &[]),
            Self::Lookup(lookup) => (&[], &lookup.members),
            Self::OneOf(members) => (&[], members),
            Self::Id(_) | Self::Union(_) | Self::Enum(_) | Self::Document(_) => (&[], &[]),
        };
        fields.iter().chain(members.iter().map(|member| &member.field))
    }
}

/// An object of responses.
#[derive(Debug, Default)]
pub struct Struct {
    /// Its fields.
    pub fields: Vec<Field>,
    /// Whether requests send it, too.
    pub sendable: bool,
    /// The schema of which it is a view.
    pub view_of: Option<TypeId>,
}

/// The ways to identify one object.
#[derive(Debug)]
pub struct Lookup {
    /// The members, of which a caller uses exactly one.
    pub members: Vec<Member>,
    /// The codes of every operation that takes it.
    pub errors: Vec<ErrorId>,
}

/// A member of a lookup, or a key of `one_of`.
#[derive(Debug)]
pub struct Member {
    /// Its key and type; the name in Rust is that of its constructor, if it has one.
    pub field: Field,
    /// Its variant.
    pub variant: Ident,
    /// Whether its value converts into the whole: it is a type of the spec, of a lookup an id, and no other member has
    /// the same type.
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
    /// Its documentation.
    pub docs: Docs,
    /// Its type.
    pub ty: TypeRef,
    /// Whether it can be missing or null.
    pub presence: Presence,
    /// If it is deprecated: since when, and what to use instead.
    pub deprecated: Option<Line>,
    /// Whether it is boxed, because its type contains itself.
    pub boxed: bool,
    /// Whether it is a list whose only item can be sent without the list.
    pub or_one: bool,
    /// The key beside it that names the key in it, if it is an object with exactly one.
    pub tag: Option<String>,
    /// Its value in examples, which leave out an optional field without one.
    pub example: Option<Example>,
}

/// The value of a field in examples. It fits the type of the field.
#[derive(Debug, Clone, PartialEq)]
pub enum Example {
    /// Text, of a scalar, an id or an enum.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// Any number.
    Number(f64),
    /// A boolean.
    Boolean(bool),
    /// The items of a list.
    List(Vec<Example>),
    /// An object or lookup, built from the examples of its fields.
    Built,
}

/// Whether a field can be missing or null.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// Always present, never null.
    Required,
    /// Always present, possibly null.
    Nullable,
    /// Possibly left out, never null.
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

/// An option of a union.
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
    /// If it is deprecated: since when, and what to use instead.
    pub deprecated: Option<Line>,
}
