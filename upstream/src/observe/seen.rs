//! The counts collected from recordings, from which the report is created.

use std::collections::BTreeMap;

use generator::{
    ir::{ErrorCode, Field, Scalar, Shape as Made, Type, TypeRef},
    source::{PathStep, Place},
};

use super::{
    new::{Line, New},
    routes::Known,
    shape::{self, Shape},
};
use crate::{
    edit::below,
    places::{self, Places},
};

/// The counts collected from recordings.
#[derive(Debug, Default)]
pub struct Seen<'a> {
    /// Operations that were called, by name.
    pub operations: BTreeMap<&'a str, Calls<'a>>,
    /// Objects.
    pub objects: BTreeMap<At<'a>, Object<'a>>,
    /// Values of another type than declared.
    pub mismatches: BTreeMap<At<'a>, Mismatch<'a>>,
    /// Nulls among the items of a list.
    pub null_items: BTreeMap<At<'a>, usize>,
    /// Values of enums that the spec does not list, and kinds of unions.
    pub values: BTreeMap<(At<'a>, String), Value<'a>>,
    /// Errors that the spec does not list for the operation, by operation, code and status.
    pub errors: BTreeMap<(&'a str, String, u16), Failure<'a>>,
    /// Calls without a matching operation: counts by status, by method and path.
    pub unmatched: BTreeMap<(String, String), BTreeMap<u16, usize>>,
    /// Operations that are missing in the spec.
    pub new: BTreeMap<Line, New>,
    /// The number of calls to other hosts.
    pub foreign: usize,
    /// Files and calls that could not be read.
    pub unreadable: Vec<Unreadable>,
    /// The number of files.
    pub files: usize,
    /// The number of calls in the files.
    pub calls: usize,
}

/// The calls of an operation.
#[derive(Debug)]
pub struct Calls<'a> {
    /// The operation.
    pub known: &'a Known<'a>,
    /// The counts by status.
    pub statuses: BTreeMap<u16, usize>,
    /// The day of the last call, if it is recorded.
    pub last: Option<String>,
}

/// Where a value was recorded.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct At<'a> {
    /// The operation.
    pub operation: &'a str,
    /// In a request or a response.
    pub side: Side,
    /// The path in the body, such as `things[].size`.
    pub path: String,
    /// The name in the spec of the value or of the enclosing type.
    pub ty: &'a str,
}

/// The direction of a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// From the server to the client.
    Response,
    /// From the client to the server.
    Request,
}

/// Where the spec declares an object.
#[derive(Debug, Clone, Copy)]
pub enum Home<'a> {
    /// In a type.
    Type(&'a Type),
    /// Under `takes:`.
    Takes(&'a Known<'a>),
    /// In an error code without a declared detail.
    Detail(&'a ErrorCode),
    /// Not in the spec: the error envelope is part of the runtime.
    Envelope,
}

/// The objects that were recorded in one place.
#[derive(Debug)]
pub struct Object<'a> {
    /// Where it is declared.
    pub home: Home<'a>,
    /// The number of objects; in requests, only those that the server accepted.
    pub count: usize,
    /// The counts of the declared fields, in their order.
    pub fields: Vec<FieldSeen<'a>>,
    /// Undeclared fields.
    pub unknown: Vec<(String, Shape)>,
}

/// The counts of a declared field.
#[derive(Debug)]
pub struct FieldSeen<'a> {
    /// The field.
    pub field: &'a Field,
    /// How often it was present.
    pub present: usize,
    /// How often it was null.
    pub nulls: usize,
}

/// A value of another type than declared.
#[derive(Debug)]
pub struct Mismatch<'a> {
    /// The field; `None` for a whole body.
    pub of: Option<(Home<'a>, &'a Field)>,
    /// The declared type.
    pub expected: String,
    /// The recorded values.
    pub found: Shape,
}

/// A value of an enum, or a kind of a union, that the spec does not list.
#[derive(Debug)]
pub struct Value<'a> {
    /// The enum or union.
    pub ty: &'a Type,
    /// The number of occurrences.
    pub count: usize,
    /// The content of a kind.
    pub value: Shape,
}

/// An error that the spec does not list for an operation.
#[derive(Debug)]
pub struct Failure<'a> {
    /// The operation.
    pub known: &'a Known<'a>,
    /// The code, if the spec declares it.
    pub declared: Option<&'a ErrorCode>,
    /// The number of occurrences.
    pub count: usize,
    /// The recorded details.
    pub detail: Shape,
}

/// A file or call that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub struct Unreadable {
    /// The file.
    pub file: String,
    /// The number of the call in the file, from 1.
    pub call: Option<usize>,
    /// The operation that was called.
    pub operation: Option<String>,
    /// The reason.
    pub reason: String,
}

impl<'a> Home<'a> {
    /// Returns the name in the spec.
    pub fn name(self) -> &'a str {
        match self {
            // Types that are declared in an operation have no name.
            Self::Type(ty) if keys(&ty.place).first() == Some(&"operations") => "returns",
            Self::Type(ty) => &ty.name.wire,
            Self::Takes(_) => "takes",
            Self::Detail(code) => &code.name.wire,
            Self::Envelope => "error",
        }
    }

    /// Returns the declared fields.
    pub fn fields(self) -> Vec<&'a Field> {
        match self {
            Self::Type(ty) => match &ty.shape {
                Made::Struct(object) => object.fields.iter().collect(),
                Made::Arguments(fields) => fields.iter().collect(),
                Made::OneOf(members) => members.iter().map(|member| &member.field).collect(),
                Made::Lookup(lookup) => lookup.members.iter().map(|member| &member.field).collect(),
                Made::Id(_) | Made::Union(_) | Made::Enum(_) | Made::Document(_) => Vec::new(),
            },
            Self::Takes(known) => known.operation.arguments.iter().collect(),
            Self::Detail(_) | Self::Envelope => Vec::new(),
        }
    }

    /// Returns the place of the fields, or of the field `wire`; `None` if they are not in the spec.
    pub(crate) fn at(self, places: &Places<'_>, wire: Option<&str>) -> Option<places::At> {
        let around = match self {
            Self::Type(ty) => places.members(ty),
            Self::Takes(known) => places.operation(&known.operation.place, Some("takes")),
            Self::Detail(code) => places::At { file: code.place.file, path: below(&code.place.path, "detail") },
            Self::Envelope => return None,
        };
        let field = wire.and_then(|wire| match self {
            Self::Type(ty) => places.member(ty, wire).map(|member| member.at().clone()),
            _ => places.field(&around, wire),
        });
        Some(field.unwrap_or(around))
    }

    /// Returns the place in the spec.
    pub fn place(self) -> Option<&'a Place> {
        match self {
            Self::Type(ty) => Some(&ty.place),
            Self::Takes(known) => Some(&known.operation.place),
            Self::Detail(code) => Some(&code.place),
            Self::Envelope => None,
        }
    }
}

impl<'a> Object<'a> {
    /// Creates counts of zero.
    pub fn new(home: Home<'a>) -> Self {
        let fields = home.fields().into_iter().map(|field| FieldSeen { field, present: 0, nulls: 0 });
        Self { home, count: 0, fields: fields.collect(), unknown: Vec::new() }
    }

    /// Returns the field `key`, if it is declared.
    pub fn field(&mut self, key: &str) -> Option<&mut FieldSeen<'a>> {
        self.fields.iter_mut().find(|seen| seen.field.name.wire == key)
    }

    /// Returns the shape of the undeclared field `key`.
    pub fn unknown(&mut self, key: &str) -> &mut Shape {
        shape::entry(&mut self.unknown, key)
    }
}

/// Whether `home` is a lookup or an object with `one_of`, which has exactly one of its members.
pub fn is_lookup(home: Home<'_>) -> bool {
    matches!(home, Home::Type(ty) if matches!(ty.shape, Made::Lookup(_) | Made::OneOf(_)))
}

/// Whether `field` can have any value, including null.
pub fn is_json(field: &Field) -> bool {
    field.ty == TypeRef::Scalar(Scalar::Json)
}

/// Returns the keys of a place's path.
pub fn keys(place: &Place) -> Vec<&str> {
    place
        .path
        .iter()
        .filter_map(|step| match step {
            PathStep::Key(key) => Some(key.as_str()),
            PathStep::Index(_) => None,
        })
        .collect()
}
