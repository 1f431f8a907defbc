//! Waiters: what is polled, and what the answers mean.

use proc_macro2::Ident;

use super::{Docs, ErrorId, FieldPath, TypeId};
use crate::{name::Name, source::Place};

/// A way to wait for something.
#[derive(Debug)]
pub struct Waiter {
    /// Its function.
    pub function: Name,
    /// The static that describes it.
    pub constant: Ident,
    /// What it waits for.
    pub docs: Docs,
    /// Which of its resource's operations is polled.
    pub polls: usize,
    /// When it is over.
    pub ending: Ending,
    /// How many seconds to wait at most.
    pub deadline: u32,
    /// The types whose values identify what is waited for.
    pub of: Vec<WaitTarget>,
    /// Its entry.
    pub place: Place,
}

/// When a wait is over.
#[derive(Debug)]
pub enum Ending {
    /// When a field of the answer says so.
    Status(Statuses),
    /// When the operation answers this code.
    Gone(ErrorId),
}

/// What the values of a field say of something that is waited for.
#[derive(Debug)]
pub struct Statuses {
    /// The way to the field.
    pub field: FieldPath,
    /// The way to how much is done, in percent.
    pub progress: Option<FieldPath>,
    /// The values with which it has come.
    pub done: Vec<String>,
    /// The values with which it will never come.
    pub failed: Vec<String>,
    /// For how many seconds one of `failed` may still pass.
    pub tolerance: u32,
}

/// A type whose values identify what is waited for.
#[derive(Debug)]
pub struct WaitTarget {
    /// The type.
    pub ty: TypeId,
    /// Its field that names the thing.
    pub field: Ident,
    /// The lookup that the polled operation takes.
    pub lookup: TypeId,
    /// The constructor of the lookup that takes the field.
    pub constructor: Ident,
}
