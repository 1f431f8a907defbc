//! Requests: an operation and its arguments, as path, query and body.

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

/// A request of an operation: plain data, which does nothing until a client sends it.
///
/// The request types of a generated crate wrap it and set typed arguments. `Debug` prints the arguments, with
/// `[secret]` in place of secrets.
///
/// # Example
///
/// ```
/// use api_client_runtime::{Authentication, Method, Operation, Request, Service};
///
/// static SHOP: Service = Service { name: "shop", authentication: Authentication::Bearer, errors: &[] };
/// static GET: Operation = Operation {
///     name: "products::get",
///     service: &SHOP,
///     method: Method::Get,
///     body: false,
///     path: "/products/{product}",
///     idempotent: true,
///     scopes: &[],
///     errors: &[],
/// };
///
/// let request = Request::new(&GET).with("product", "prod_1").with("language", "en");
/// assert_eq!(request.to_text()?, "GET /products/prod_1?language=en");
/// # Ok::<(), api_client_runtime::RequestError>(())
/// ```
#[derive(Clone, PartialEq)]
pub struct Request {
    operation: &'static Operation,
    arguments: Arguments,
    idempotent: bool,
}

impl Request {
    /// Creates a request without arguments.
    pub const fn new(operation: &'static Operation) -> Self {
        Self { operation, arguments: Arguments::new(), idempotent: operation.idempotent }
    }

    /// Returns the request with the argument `name`, replacing an earlier value.
    #[must_use]
    pub fn with(mut self, name: impl Into<Cow<'static, str>>, value: impl Into<Value>) -> Self {
        self.set(name, value);
        self
    }

    /// Sets the argument `name`, replacing an earlier value.
    pub fn set(&mut self, name: impl Into<Cow<'static, str>>, value: impl Into<Value>) {
        self.arguments.set(name, value);
    }

    /// Returns the request with the argument `name` set to a `T`.
    #[must_use]
    pub fn argument<T: Into<Value>>(mut self, name: &'static str, value: impl Into<T>) -> Self {
        self.arguments = self.arguments.argument::<T>(name, value);
        self
    }

    /// Returns the request with the argument `name` set to a list of `T`.
    #[must_use]
    pub fn list<T: Into<Value>>(mut self, name: &'static str, items: impl IntoIterator<Item = impl Into<T>>) -> Self {
        self.arguments = self.arguments.list::<T>(name, items);
        self
    }

    /// Returns the request with the argument `name` set to an object with one key, and `tag` to that key.
    #[must_use]
    pub fn tagged<T: Into<Value>>(mut self, tag: &'static str, name: &'static str, value: impl Into<T>) -> Self {
        self.arguments = self.arguments.tagged::<T>(tag, name, value);
        self
    }

    /// Returns the request with the argument `name` set to null.
    #[must_use]
    pub fn null(mut self, name: &'static str) -> Self {
        self.arguments = self.arguments.null(name);
        self
    }

    /// Returns the request marked as idempotent, whatever its operation is. See [`Idempotent`].
    #[must_use]
    pub fn idempotent(mut self) -> Self {
        self.idempotent = true;
        self
    }

    /// Returns whether carrying the request out twice has the same effect as once, so that a client retries it.
    pub fn is_idempotent(&self) -> bool {
        self.idempotent
    }

    /// Returns the operation.
    pub fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// Returns the arguments.
    pub fn arguments(&self) -> &Arguments {
        &self.arguments
    }

    /// Returns the request as it is sent, for tests: a line such as `GET /path?query`, and if there is a body an empty
    /// line and the body. It contains the secrets among the arguments.
    ///
    /// # Errors
    ///
    /// If an argument of the path is missing or cannot be in a path, or a document cannot be written.
    pub fn to_text(&self) -> Result<String, RequestError> {
        let wire = self.to_wire("")?;
        let mut text = format!("{} {}", self.operation.method.as_str(), wire.target);
        if let Some(body) = wire.body {
            text.push_str("\n\n");
            text.push_str(&body);
        }
        Ok(text)
    }

    /// Writes the arguments into a URL that begins with `base`, and a body.
    ///
    /// A scalar argument replaces its placeholder in the path, and is sent nowhere else. A lookup, which is an object,
    /// cannot be in a path: the placeholder is replaced by its name, and the lookup is sent with the other arguments.
    pub(crate) fn to_wire(&self, base: &str) -> Result<Wire, RequestError> {
        if let Some(error) = self.arguments.refusal() {
            return Err(RequestError::Xml(error.clone()));
        }
        // With room for most queries, so that it is seldom reallocated.
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

/// The URL and body of a request.
pub(crate) struct Wire {
    /// Base URL, path and query.
    pub(crate) target: String,
    /// The JSON body.
    pub(crate) body: Option<String>,
}

/// The segment of the path for the argument `name`.
fn path_segment<'v>(name: &'static str, value: Option<&'v Value>) -> Result<Cow<'v, str>, RequestError> {
    let value = value.ok_or(RequestError::MissingArgument { name })?;
    match value.scalar() {
        // URL parsers remove dots, even percent-encoded ones, and can remove empty segments: the request would reach another
        // operation.
        Some(text) if !matches!(text.as_ref(), "" | "." | "..") => Ok(text),
        _ => Err(RequestError::PathArgument { name }),
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {:?}", self.operation.name, self.arguments)
    }
}
