//! Types: what an argument or a field may contain.

use crate::store::Object;
use crate::store::Store;
use crate::value::Value;

/// The index of a [`Struct`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct StructId(pub(crate) usize);

/// The index of a [`Lookup`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct LookupId(pub(crate) usize);

/// The index of a [`Kind`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct KindId(pub(crate) usize);

/// A type.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// Any JSON value.
    Any,
    /// A boolean.
    Boolean,
    /// An integer.
    Integer,
    /// Seconds since 1970, which arguments have as a JSON integer only.
    Timestamp,
    /// A number with a fraction.
    Number,
    /// A string.
    Text,
    /// The ID of an object, which has a prefix.
    Id(&'static str),
    /// One of several strings, by its index in the enums of the spec.
    Enum(usize),
    /// A list.
    List(Box<Shape>),
    /// A list, or its only item without the list.
    OneOrList(Box<Shape>),
    /// An object with fields.
    Struct(StructId),
    /// An object with exactly one of the fields.
    OneOf(StructId),
    /// What selects an object of the store.
    Lookup(LookupId),
    /// `{"type": ..., "value": ...}`, with the name and the type of each alternative.
    Union(Vec<(&'static str, StructId)>),
}

/// A field or an argument.
#[derive(Debug, Clone)]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// Its type.
    pub shape: Shape,
    /// Whether it can be null.
    pub nullable: bool,
    /// Whether it is always present.
    pub required: bool,
    /// Its description, if it has one.
    pub description: Option<&'static str>,
    /// The function that computes it, if it is not stored.
    pub(crate) computed: Option<fn(&Store, &Object) -> Value>,
}

/// A type with fields: a view of a kind of object, or a part of one, or the arguments of an operation.
#[derive(Debug)]
pub struct Struct {
    /// Its name, such as `VirtualMachineSummary`.
    pub name: &'static str,
    /// The kind of the objects that it shows.
    pub kind: Option<KindId>,
    /// Its fields.
    pub fields: Vec<Field>,
}

impl Struct {
    /// Returns the field `name`.
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }
}

/// What selects an object of the store: exactly one of several members.
#[derive(Debug)]
pub struct Lookup {
    /// Its name, such as `VirtualMachineLookup`.
    pub name: &'static str,
    /// The kind of the selected object.
    pub kind: KindId,
    /// Its members. A segment of a path is the value of the first one.
    pub members: Vec<&'static str>,
    /// The codes of the errors that it causes.
    pub errors: Vec<&'static str>,
}

/// A kind of objects: what a lookup selects, or a type that has an ID.
#[derive(Debug)]
pub struct Kind {
    /// Its name, such as `VirtualMachine`.
    pub name: &'static str,
    /// What its IDs begin with, such as `vm`.
    pub prefix: &'static str,
    /// Whether its objects have an ID.
    pub has_id: bool,
    /// The type with all its fields.
    pub full: Option<StructId>,
    /// The fields by which lookups find it, apart from `id`.
    pub unique: Vec<&'static str>,
    /// The fields that refer to an object whose list it is in.
    pub parents: Vec<&'static str>,
}

/// An error.
#[derive(Debug)]
pub struct Error {
    /// Its code.
    pub code: &'static str,
    /// The status of its responses.
    pub status: u16,
    /// Its description in the spec.
    pub description: &'static str,
    /// The type of its detail.
    pub detail: Option<Shape>,
}
