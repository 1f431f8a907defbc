//! Waiters: how a client waits for what the server does in the background.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Names, Prose, Seconds, TYPE_NAME, Text, WORD};

/// A waiter: an operation that is polled, and what its responses mean.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Waiter {
    /// What it waits for: a summary sentence, then details.
    pub docs: Prose,
    /// The operation of this file that is polled, a GET.
    #[schemars(extend("pattern" = WORD))]
    pub polls: Text,
    /// The path in its response to the enum of states, such as `task.status`.
    #[serde(default)]
    pub field: Option<Text>,
    /// The values that mean that the wait continues.
    #[serde(default)]
    pub pending: Vec<Text>,
    /// The values that mean success.
    #[serde(default)]
    pub done: Vec<Text>,
    /// The values that mean failure.
    #[serde(default)]
    pub failed: Vec<Text>,
    /// For how many seconds a value of `failed` is tolerated; none if omitted.
    #[serde(default)]
    pub tolerates: Option<Seconds<{ u32::MAX }>>,
    /// The path in its response to the progress in percent, such as `task.progress`.
    #[serde(default)]
    pub progress: Option<Text>,
    /// In place of `field`: the error code of the operation that ends the wait, because the object is gone.
    #[serde(default)]
    #[schemars(extend("pattern" = WORD, "anyOf" = Names::Errors.proposed()))]
    pub gone: Option<Text>,
    /// In place of the values: the name of the argument of the function that the integer `field` has to equal.
    #[serde(default)]
    #[schemars(extend("pattern" = WORD))]
    pub equals: Option<Text>,
    /// Error codes of the operation with which it is not over yet. Without `field` and `gone`, it is over when the
    /// operation succeeds.
    #[serde(default)]
    #[schemars(extend("items" = Names::Errors.item()))]
    pub pending_errors: Vec<Text>,
    /// Whether calling the operation again does no harm, which an operation other than a GET needs.
    #[serde(default)]
    pub safe: bool,
    /// The maximum duration of a wait in seconds, unless the caller sets another.
    pub deadline: Seconds<{ u32::MAX }>,
    /// Schemas that identify what is waited for, so that a client can wait for a value of them directly.
    #[serde(default)]
    #[schemars(extend("items" = Names::Types.item_like(TYPE_NAME)))]
    pub of: Vec<Text>,
}
