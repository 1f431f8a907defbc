//! Operations: what a request asks for.

use super::{Field, StructId};

/// The index of an operation.
pub(crate) type OperationId = usize;

/// An HTTP method.
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
    /// Returns the method that HTTP spells `text`.
    pub(crate) fn from_wire(text: &str) -> Option<Self> {
        let known = [Self::Get, Self::Post, Self::Put, Self::Patch, Self::Delete];
        known.into_iter().find(|method| method.as_str().eq_ignore_ascii_case(text))
    }

    /// Returns the method as HTTP spells it.
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

/// An operation.
#[derive(Debug)]
pub struct Operation {
    /// Its index.
    pub(crate) id: OperationId,
    /// Its name, such as `virtual_machines::get`.
    pub name: &'static str,
    /// Its method.
    pub method: Method,
    /// Its path, with placeholders, such as `/core/v1/virtual_machines/{virtual_machine}`.
    pub path: String,
    /// Whether it requires a token.
    pub authenticated: bool,
    /// The scopes of which the token needs at least one; empty if every token will do.
    pub scopes: Vec<&'static str>,
    /// Its arguments, in the order of the spec.
    pub arguments: Vec<Argument>,
    /// What it returns.
    pub output: Output,
    /// The documented error codes.
    pub errors: Vec<&'static str>,
    /// How it is paginated, if it is.
    pub pages: Option<Pages>,
}

impl Operation {
    /// Returns its function, such as `get`.
    pub fn function(&self) -> &'static str {
        self.name.rsplit("::").next().unwrap_or(self.name)
    }

    /// Returns its resource, such as `virtual_machines`.
    pub fn resource(&self) -> &'static str {
        self.name.rsplit_once("::").map_or(self.name, |(resource, _)| resource)
    }
}

/// An argument of an operation.
#[derive(Debug)]
pub struct Argument {
    /// Its name and type.
    pub field: Field,
    /// The index of the segment of the path with its value, among the segments with placeholders.
    pub segment: Option<usize>,
}

/// What an operation returns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Output {
    /// An object with these fields.
    Json(StructId),
    /// Text.
    Text,
}

/// The pages of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pages {
    /// The field of the response with the items.
    pub items: &'static str,
}
