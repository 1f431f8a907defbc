//! Waiters: what is polled, and what the responses mean.

use super::{Docs, ErrorId, FieldPath, TypeId};
use crate::{
    name::{Ident, Name},
    source::Place,
};

/// A waiter.
#[derive(Debug)]
pub struct Waiter {
    /// Its function.
    pub function: Name,
    /// Its static.
    pub constant: Ident,
    /// What it waits for.
    pub docs: Docs,
    /// Which of its resource's operations is polled.
    pub polls: usize,
    /// When the wait ends.
    pub ending: Ending,
    /// The maximum duration of a wait in seconds.
    pub deadline: u32,
    /// The error codes with which the wait continues.
    pub pending_errors: Vec<ErrorId>,
    /// Whether an operation that is not a GET is polled.
    pub safe: bool,
    /// The types whose values identify what is waited for.
    pub of: Vec<WaitTarget>,
    /// Its entry.
    pub place: Place,
}

/// When a wait ends.
#[derive(Debug)]
pub enum Ending {
    /// When a field of the response has one of these values.
    Status(Statuses),
    /// When the operation fails with this error code.
    Gone(ErrorId),
    /// When the operation succeeds.
    Success,
    /// When an integer in the response is the one that the caller waits for.
    Number(WantedNumber),
}

/// What the values of a field mean for a wait.
#[derive(Debug)]
pub struct Statuses {
    /// The path to the field.
    pub field: FieldPath,
    /// The path to the progress in percent.
    pub progress: Option<FieldPath>,
    /// The values that mean success.
    pub done: Vec<String>,
    /// The values that mean failure.
    pub failed: Vec<String>,
    /// For how many seconds one of `failed` is tolerated.
    pub tolerance: u32,
}

/// An integer that a caller waits for.
#[derive(Debug)]
pub struct WantedNumber {
    /// The path to the integer in the response.
    pub field: FieldPath,
    /// The argument of the function that it has to equal.
    pub argument: Name,
}

/// A type whose values identify what is waited for.
#[derive(Debug)]
pub struct WaitTarget {
    /// The type.
    pub ty: TypeId,
    /// Its field that identifies what is waited for.
    pub field: Ident,
    /// The lookup that the polled operation takes.
    pub lookup: TypeId,
    /// The constructor of the lookup that takes the field.
    pub constructor: Ident,
}
