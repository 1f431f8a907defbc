//! Requests: who sends them, what they ask for, and with which arguments.

mod arguments;
mod lookup;
pub(crate) mod network;
mod query;

use crate::failure::Failure;
use crate::spec::Operation;
use crate::store::{Handle, Store};
use crate::value::{Map, Value};

pub(crate) use self::arguments::{breaks_rule, check, raw};
pub(crate) use self::lookup::resolve;

/// Who sends a request: what its token permits.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Identity {
    /// The organization of the token. A token without one has access to all organizations.
    pub organization: Option<Handle>,
    /// The user to whom the token belongs.
    pub user: Option<Handle>,
    /// The virtual machine to which the token is bound.
    pub virtual_machine: Option<Handle>,
    /// The `ApiToken` of the token.
    pub api_token: Option<Handle>,
    /// The scopes of the token; `None` for all.
    pub scopes: Option<Vec<Box<str>>>,
    /// The requests per clock minute that are permitted; `None` for the default.
    pub rate_limit: Option<u32>,
    /// The addresses and networks from which the token can be used; empty for all. All requests come from 127.0.0.1.
    pub networks: Vec<Box<str>>,
}

impl Identity {
    fn is_authorized(&self) -> bool {
        self.networks.is_empty() || self.networks.iter().any(|one| network::contains(one, network::SENDER))
    }

    /// Returns an error unless the token has one of the scopes of `operation`.
    pub(crate) fn require(&self, operation: &Operation) -> Result<(), Failure> {
        let Some(granted) = &self.scopes else { return Ok(()) };
        let is_granted = |scope: &&str| granted.iter().any(|one| **one == **scope);
        if operation.scopes.is_empty() || operation.scopes.iter().any(is_granted) {
            return Ok(());
        }
        let scopes: Vec<Value> = operation.scopes.iter().map(|scope| (*scope).into()).collect();
        Err(Failure::new("scope_not_granted").with("scopes", scopes))
    }
}

/// Finds who sends a request, by the value of its header `Authorization`.
pub(crate) fn authenticate(store: &Store, header: Option<&str>) -> Result<(Box<str>, Identity), Failure> {
    let secret = header.and_then(|header| {
        let (scheme, secret) = header.split_once(' ')?;
        scheme.eq_ignore_ascii_case("bearer").then_some(secret.trim())
    });
    let secret = secret.filter(|secret| !secret.is_empty()).ok_or_else(|| Failure::new("missing_api_token"))?;
    match store.tokens.get(secret) {
        Some(identity) if identity.is_authorized() => Ok((secret.into(), identity.clone())),
        Some(_) => {
            let sender = network::SENDER.to_string();
            Err(Failure::new("unauthorized_network_for_api_token").with("ip_address", sender))
        }
        None => Err(Failure::new("invalid_api_token").with("details", Value::Null)),
    }
}

/// A request that passed all checks of the spec: its arguments have the right types, and lookups are resolved.
#[derive(Debug)]
pub struct Call {
    /// The operation.
    pub operation: &'static Operation,
    /// The arguments that were sent. A lookup is a reference to the object that it selects.
    pub arguments: Map,
    /// Who sends it.
    pub identity: Identity,
}

impl Call {
    /// Returns an argument; null if it was not sent.
    pub fn get(&self, name: &str) -> &Value {
        self.arguments.get(name)
    }

    /// Returns the object that the lookup `name` selects. A required lookup always selects one.
    pub fn object(&self, name: &str) -> Handle {
        self.get(name).reference().unwrap_or(Handle(u32::MAX))
    }

    /// Returns the fields of the argument `properties`.
    pub fn properties(&self) -> &Map {
        static NONE: Map = Map::new();
        self.get("properties").map().unwrap_or(&NONE)
    }
}
