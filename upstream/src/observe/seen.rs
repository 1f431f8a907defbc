//! What recordings show, counted: the plain facts from which the report is made.

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

/// Everything that was seen.
#[derive(Debug, Default)]
pub struct Seen<'a> {
    /// Operations that were called, by name.
    pub operations: BTreeMap<&'a str, Calls<'a>>,
    /// Objects.
    pub objects: BTreeMap<At<'a>, Object<'a>>,
    /// Values of another type than the spec has.
    pub mismatches: BTreeMap<At<'a>, Mismatch<'a>>,
    /// Nulls among the items of a list.
    pub null_items: BTreeMap<At<'a>, usize>,
    /// Values of enums that the spec does not list, and kinds of unions.
    pub values: BTreeMap<(At<'a>, String), Value<'a>>,
    /// Errors that the spec does not let the operation answer, by operation, code and status.
    pub errors: BTreeMap<(&'a str, String, u16), Failure<'a>>,
    /// Calls of no operation: how often which status, by method and path.
    pub unmatched: BTreeMap<(String, String), BTreeMap<u16, usize>>,
    /// Operations that the spec does not have.
    pub new: BTreeMap<Line, New>,
    /// How many calls went elsewhere.
    pub foreign: usize,
    /// What could not be read.
    pub unreadable: Vec<Unreadable>,
    /// How many files there were.
    pub files: usize,
    /// How many calls were in them.
    pub calls: usize,
}

/// The calls of an operation.
#[derive(Debug)]
pub struct Calls<'a> {
    /// The operation.
    pub known: &'a Known<'a>,
    /// How often which status.
    pub statuses: BTreeMap<u16, usize>,
    /// The last day of a call, if recorders say so.
    pub last: Option<String>,
}

/// Where something was seen.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct At<'a> {
    /// The operation.
    pub operation: &'a str,
    /// On which way.
    pub side: Side,
    /// The path in what was sent, such as `things[].size`.
    pub path: String,
    /// What the spec calls what is there or around it.
    pub ty: &'a str,
}

/// A way of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// From the server.
    Answer,
    /// To the server.
    Request,
}

/// Where the spec declares an object.
#[derive(Debug, Clone, Copy)]
pub enum Home<'a> {
    /// In a type.
    Type(&'a Type),
    /// Under `takes:`.
    Takes(&'a Known<'a>),
    /// In an error code, which has no detail so far.
    Detail(&'a ErrorCode),
    /// Nowhere: the envelope of errors is the runtime's.
    Envelope,
}

/// An object, over all the times it was seen in one place.
#[derive(Debug)]
pub struct Object<'a> {
    /// Where it is declared.
    pub home: Home<'a>,
    /// How often it was seen; of requests, those that the server accepted.
    pub count: usize,
    /// What was seen of the declared fields, in their order.
    pub fields: Vec<FieldSeen<'a>>,
    /// Fields that are not declared.
    pub unknown: Vec<(String, Shape)>,
}

/// What was seen of a declared field.
#[derive(Debug)]
pub struct FieldSeen<'a> {
    /// The field.
    pub field: &'a Field,
    /// How often it was there.
    pub present: usize,
    /// How often it was there and null.
    pub nulls: usize,
}

/// A value of another type than the spec has.
#[derive(Debug)]
pub struct Mismatch<'a> {
    /// The field that holds it; none where it is a whole body.
    pub of: Option<(Home<'a>, &'a Field)>,
    /// What the spec has.
    pub expected: String,
    /// What came.
    pub found: Shape,
}

/// A value of an enum, or a kind of a union, that the spec does not list.
#[derive(Debug)]
pub struct Value<'a> {
    /// The enum or union.
    pub ty: &'a Type,
    /// How often it came.
    pub count: usize,
    /// What came with a kind.
    pub value: Shape,
}

/// An error that the spec does not let an operation answer.
#[derive(Debug)]
pub struct Failure<'a> {
    /// The operation.
    pub known: &'a Known<'a>,
    /// The code, if the spec declares it.
    pub declared: Option<&'a ErrorCode>,
    /// How often it came.
    pub count: usize,
    /// The details that came with it.
    pub detail: Shape,
}

/// Something that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub struct Unreadable {
    /// The file.
    pub file: String,
    /// The call in it, from 1.
    pub call: Option<usize>,
    /// The operation that was called.
    pub operation: Option<String>,
    /// Why.
    pub reason: String,
}

impl<'a> Home<'a> {
    /// What the spec calls it.
    pub fn name(self) -> &'a str {
        match self {
            // What stands under an operation has no name of the author's.
            Self::Type(ty) if keys(&ty.place).first() == Some(&"operations") => "returns",
            Self::Type(ty) => &ty.name.wire,
            Self::Takes(_) => "takes",
            Self::Detail(code) => &code.name.wire,
            Self::Envelope => "error",
        }
    }

    /// Its declared fields.
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

    /// Where its fields stand, or its field `wire`; nothing where no author writes them.
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

    /// Its place in the spec.
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
    /// An object that was not seen yet.
    pub fn new(home: Home<'a>) -> Self {
        let fields = home.fields().into_iter().map(|field| FieldSeen { field, present: 0, nulls: 0 });
        Self { home, count: 0, fields: fields.collect(), unknown: Vec::new() }
    }

    /// The field `key`, if it is declared.
    pub fn field(&mut self, key: &str) -> Option<&mut FieldSeen<'a>> {
        self.fields.iter_mut().find(|seen| seen.field.name.wire == key)
    }

    /// The shape of the field `key`, which is not declared.
    pub fn unknown(&mut self, key: &str) -> &mut Shape {
        shape::entry(&mut self.unknown, key)
    }
}

/// Whether `home` is a lookup or an object with `one_of`, which has one of its members, whichever.
pub fn is_lookup(home: Home<'_>) -> bool {
    matches!(home, Home::Type(ty) if matches!(ty.shape, Made::Lookup(_) | Made::OneOf(_)))
}

/// Whether `field` can hold anything, null too.
pub fn is_json(field: &Field) -> bool {
    field.ty == TypeRef::Scalar(Scalar::Json)
}

/// The keys of a place's path.
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
