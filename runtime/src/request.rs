//! A request: an operation and its arguments, and how the two make a path, a query and a body.

mod call;
mod error;
mod target;

use std::borrow::Cow;
use std::fmt;

pub use self::call::{Call, Idempotent};
pub use self::error::RequestError;
#[cfg(feature = "_exchange")]
pub(crate) use self::target::PublicUrl;
pub use self::target::{Target, encode};
use crate::api::Operation;
use crate::wire::{Arguments, Value, query};

/// One request of an operation. It is plain data: it can be cloned, compared and shown, and `Debug` shows no secret.
#[derive(Clone, PartialEq)]
pub struct Request {
    operation: &'static Operation,
    arguments: Arguments,
    idempotent: bool,
}

impl Request {
    /// A request without arguments.
    pub const fn new(operation: &'static Operation) -> Self {
        Self { operation, arguments: Arguments::new(), idempotent: operation.idempotent }
    }

    /// The request with the argument `name`, in place of an earlier value.
    #[must_use]
    pub fn with(mut self, name: impl Into<Cow<'static, str>>, value: impl Into<Value>) -> Self {
        self.set(name, value);
        self
    }

    /// Sets the argument `name`, in place of an earlier value.
    pub fn set(&mut self, name: impl Into<Cow<'static, str>>, value: impl Into<Value>) {
        self.arguments.set(name, value);
    }

    /// The request with the argument `name`, which is a `T`.
    #[must_use]
    pub fn argument<T: Into<Value>>(mut self, name: &'static str, value: impl Into<T>) -> Self {
        self.arguments = self.arguments.argument::<T>(name, value);
        self
    }

    /// The request with the argument `name`, which is a list of `T`.
    #[must_use]
    pub fn list<T: Into<Value>>(mut self, name: &'static str, items: impl IntoIterator<Item = impl Into<T>>) -> Self {
        self.arguments = self.arguments.list::<T>(name, items);
        self
    }

    /// The request with the argument `name`, which is null.
    #[must_use]
    pub fn null(mut self, name: &'static str) -> Self {
        self.arguments = self.arguments.null(name);
        self
    }

    /// The request as one that does no harm when it is carried out twice, whatever its operation says.
    #[must_use]
    pub fn idempotent(mut self) -> Self {
        self.idempotent = true;
        self
    }

    /// Whether it does no harm when it is carried out twice.
    pub fn is_idempotent(&self) -> bool {
        self.idempotent
    }

    /// What the request is of.
    pub fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// The arguments.
    pub fn arguments(&self) -> &Arguments {
        &self.arguments
    }

    /// The request as it goes over the wire, for tests to look at: a line `GET /path?query`, and the body, if there is
    /// one, behind an empty line. It shows the secrets among the arguments.
    ///
    /// # Errors
    ///
    /// As for [`exchange::encode`](crate::exchange::encode).
    pub fn to_text(&self) -> Result<String, RequestError> {
        let wire = self.to_wire("")?;
        let mut text = format!("{} {}", self.operation.method.as_str(), wire.target);
        if let Some(body) = wire.body {
            text.push_str("\n\n");
            text.push_str(&body);
        }
        Ok(text)
    }

    /// Puts every argument where it belongs, in a URL that begins with `base`.
    ///
    /// A placeholder gives way to a scalar argument, which then travels nowhere else. A lookup (an object) cannot stand
    /// in a path: the placeholder leaves its name there, and the lookup travels with the other arguments.
    pub(crate) fn to_wire(&self, base: &str) -> Result<Wire, RequestError> {
        if let Some(error) = self.arguments.refusal() {
            return Err(RequestError::Xml(error.clone()));
        }
        // Room for most queries too, so that it seldom moves.
        let mut target = String::with_capacity(base.len() + self.operation.path.len() + 128);
        target.push_str(base);
        let mut used = Vec::new();
        for (index, segment) in self.operation.path.split('/').enumerate() {
            if index > 0 {
                target.push('/');
            }
            match segment.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
                None => target.push_str(segment),
                Some(name) => match self.arguments.get(name) {
                    Some(Value::Object(_)) => target.push_str(name),
                    value => {
                        target.extend(query::encode(&path_segment(name, value)?));
                        used.push(name);
                    }
                },
            }
        }
        let rest =
            if used.is_empty() { Cow::Borrowed(&self.arguments) } else { Cow::Owned(self.arguments.without(&used)) };
        let mut body = None;
        if self.operation.body {
            body = (!rest.is_empty()).then(|| rest.to_json());
        } else {
            target.push('?');
            rest.append_query(&mut target);
            if target.ends_with('?') {
                target.pop();
            }
        }
        Ok(Wire { target, body })
    }
}

/// What a request comes down to.
pub(crate) struct Wire {
    /// The base, path and query.
    pub(crate) target: String,
    /// The JSON body.
    pub(crate) body: Option<String>,
}

/// What stands in the path for the argument `name`.
fn path_segment<'v>(name: &'static str, value: Option<&'v Value>) -> Result<Cow<'v, str>, RequestError> {
    let value = value.ok_or(RequestError::MissingArgument { name })?;
    match value.scalar() {
        // Dots are removed on the way, even percent-encoded ones, and an empty segment may be: the request would reach
        // another operation.
        Some(text) if !matches!(text.as_ref(), "" | "." | "..") => Ok(text),
        _ => Err(RequestError::PathArgument { name }),
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {:?}", self.operation.name, self.arguments)
    }
}
