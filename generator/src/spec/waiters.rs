//! What is done in the background, and how one sees that it is over.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Names, Prose, Seconds, TYPE_NAME, Text, WORD};

/// A way to wait for something: an operation that is polled, and what its answers mean.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Waiter {
    /// What it waits for: a first sentence, and whatever more a caller should know.
    pub docs: Prose,
    /// The operation of this file that is called again and again, a GET.
    #[schemars(extend("pattern" = WORD))]
    pub polls: Text,
    /// The way into its answer to the enum that says how far it is, as in `task.status`.
    #[serde(default)]
    pub field: Option<Text>,
    /// The values with which it may still come.
    #[serde(default)]
    pub pending: Vec<Text>,
    /// The values with which it has come.
    #[serde(default)]
    pub done: Vec<Text>,
    /// The values with which it will never come.
    #[serde(default)]
    pub failed: Vec<Text>,
    /// For how many seconds a value of `failed` may still pass; not at all if left out.
    #[serde(default)]
    pub tolerates: Option<Seconds<{ u32::MAX }>>,
    /// The way into the answer to how much is done in percent, as in `task.progress`.
    #[serde(default)]
    pub progress: Option<Text>,
    /// The error code of the operation with which it is over, in place of `field`: what is waited for is then gone.
    #[serde(default)]
    #[schemars(extend("pattern" = WORD, "anyOf" = Names::Errors.proposed()))]
    pub gone: Option<Text>,
    /// How many seconds a client waits at most, where the caller does not say.
    pub deadline: Seconds<{ u32::MAX }>,
    /// Schemas that identify what is waited for, so that a client can wait for a value of them directly.
    #[serde(default)]
    #[schemars(extend("items" = Names::Types.item_like(TYPE_NAME)))]
    pub of: Vec<Text>,
}
