//! `api.yaml`: facts about the whole API.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Documents, Entries, ErrorCode, Example, Field, Fixup, Names, Prose, Seconds, Text, WORD};

/// `api.yaml`: facts about the whole API.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Api {
    /// The name of the API in snake case, as in `katapult`.
    pub api: Text,
    /// The name of the generated crate in a `use`, as in `katapult_api`.
    #[serde(rename = "crate")]
    pub crate_name: Text,
    /// The first page of the crate's documentation.
    pub docs: Prose,
    /// The version of the API, which `openapi.json` shows.
    #[serde(default)]
    pub version: Option<Text>,
    /// The base URL, without the path of a service.
    pub url: Text,
    /// The environment variables from which a client can be made.
    pub environment: Environment,
    /// The parts of the API that differ in path or authentication; the first one is the default.
    pub services: Entries<Service>,
    /// Settings of OAuth2.
    #[serde(default)]
    pub oauth2: Option<OAuth2>,
    /// Every scope of tokens, with what it permits.
    #[serde(default)]
    pub scopes: Entries<Prose>,
    /// The key under which the server sends an error; without one, the error is the whole body.
    #[serde(default)]
    pub error_envelope: Option<Text>,
    /// The response headers of every response.
    #[serde(default)]
    pub headers: Headers,
    /// The length in seconds of the windows in which the server counts requests, such as 60 for clock minutes;
    /// a client then keeps to the limit.
    #[serde(default)]
    pub rate_limit_window: Option<Seconds<{ u16::MAX as u32 }>>,
    /// Arguments and keys of the operations with `pages`, besides their own.
    #[serde(default)]
    pub pagination: Option<Pagination>,
    /// How documents are written.
    #[serde(default)]
    pub documents: Documents,
    /// Values of text and number fields by the name of the field, for examples and for the samples of tests; `example` of a
    /// field goes before.
    #[serde(default)]
    pub examples: Entries<Example>,
    /// The operations from which the examples on the first page of the documentation are made.
    #[serde(default)]
    pub guide: Guide,
    /// Error codes that belong to no resource.
    #[serde(default)]
    #[schemars(extend("propertyNames" = {"pattern": WORD}))]
    pub errors: Entries<ErrorCode>,
    /// Where this file departs from the provider's documents on purpose.
    #[serde(default)]
    pub fixups: Vec<Fixup>,
}

/// Environment variables.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Environment {
    /// The variable that holds the token.
    pub token: Text,
    /// The variable that overrides `url`.
    pub url: Text,
}

/// A service: a part of the API under one path.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Service {
    /// What it is for.
    pub docs: Prose,
    /// The path before that of every operation, as in `/core/v1`.
    pub path: Text,
    /// How its requests are authenticated.
    pub authentication: Authentication,
    /// The Rust module around its resources; without one they are at the root of the crate.
    #[serde(default)]
    pub module: Option<Text>,
    /// The error codes of all its operations.
    #[serde(default)]
    #[schemars(extend("items" = Names::Errors.item()))]
    pub errors: Vec<Text>,
}

/// How requests are authenticated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Authentication {
    /// A token in `Authorization: Bearer`.
    Bearer,
    /// None.
    None,
}

/// Settings of OAuth2.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OAuth2 {
    /// The prefix of scopes in OAuth2.
    pub scope_prefix: Text,
    /// Where a user is sent to authorize.
    #[serde(default)]
    pub authorize_url: Option<Text>,
    /// Where a code or refresh token is exchanged.
    #[serde(default)]
    pub token_url: Option<Text>,
}

/// The operations of the guide, each as in `virtual_machines.get`; in place of one that is left out stands the first suitable
/// one.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Guide {
    /// The operation of the first call: it returns an object, and takes a lookup if the guide is to explain lookups.
    #[serde(default)]
    pub call: Option<Text>,
    /// An operation with `pages`.
    #[serde(default)]
    pub list: Option<Text>,
    /// An operation whose response can be waited for.
    #[serde(default)]
    pub wait: Option<Text>,
}

/// The names of response headers.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Headers {
    /// Identifies the request towards the provider.
    #[serde(default)]
    pub request_id: Option<Text>,
    /// How many requests the current window permits.
    #[serde(default)]
    pub rate_limit_permitted: Option<Text>,
    /// How many requests remain in the current window.
    #[serde(default)]
    pub rate_limit_remaining: Option<Text>,
}

/// Arguments and keys of paginated operations.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Pagination {
    /// The arguments that select a page.
    pub takes: Entries<Field>,
    /// The keys that describe the page.
    pub returns: Entries<Field>,
    /// The argument that selects a page; the first page is 1.
    #[schemars(extend("pattern" = WORD))]
    pub page: Text,
    /// The path in the response to the number of items of a full page, such as `pagination.per_page`.
    #[serde(default)]
    pub per_page: Option<Text>,
    /// The path in the response to the number of pages, such as `pagination.total_pages`.
    #[serde(default)]
    pub total_pages: Option<Text>,
}
