//! What a mock replies to a request.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderName, HeaderValue, StatusCode};

use super::{Encode, Encoder, MockApi};
use crate::exchange::Limits;
use crate::response::TransportError;

/// What a [`Mock`](super::Mock) replies to one request: a response, or a failure of the connection.
#[derive(Clone)]
pub struct Reply {
    outcome: Outcome,
    delay: Duration,
}

#[derive(Clone)]
enum Outcome {
    Response(http::Response<Bytes>),
    /// The connection breaks after the request was sent.
    Dropped,
    /// There is no connection.
    Refused,
}

impl Reply {
    /// Creates a response with status 200 and the body `output`.
    pub fn new(output: &impl Encode) -> Self {
        Self::of(StatusCode::OK, output.content_type(), output.to_body())
    }

    /// Creates a response with status 200 and the body `json`, which need not be valid.
    pub fn json(json: impl Into<String>) -> Self {
        Self::of(StatusCode::OK, "application/json", json.into())
    }

    /// Creates an empty response with a status.
    pub fn status(status: StatusCode) -> Self {
        let mut response = http::Response::new(Bytes::new());
        *response.status_mut() = status;
        Self { outcome: Outcome::Response(response), delay: Duration::ZERO }
    }

    /// Creates an error of the API `A` with its documented status. `detail` is the detail, or `None`.
    pub fn error<A: MockApi>(code: &A::Code, detail: impl IntoDetail<A::Detail>) -> Self {
        let detail = detail.into_detail();
        let error = ErrorBody::<A> { code: A::wire(code), detail: detail.as_ref() };
        let body = match A::DESCRIPTION.error_envelope {
            Some(envelope) => {
                let mut json = Encoder::default();
                json.object(&[(envelope, &error)]);
                json.into_text()
            }
            None => error.to_json(),
        };
        let status = A::status(code).and_then(|status| StatusCode::from_u16(status).ok());
        Self::of(status.unwrap_or(StatusCode::BAD_REQUEST), "application/json", body)
    }

    /// Creates an error of the API `A` with its documented status, and a sample of its detail if it has one.
    pub fn error_sample<A: MockApi>(code: &A::Code) -> Self {
        Self::error::<A>(code, A::sample_detail(code))
    }

    /// Creates a failure: the connection breaks after the request was sent, so that the server may have carried it out.
    pub fn drop_connection() -> Self {
        Self { outcome: Outcome::Dropped, delay: Duration::ZERO }
    }

    /// Creates a failure: there is no connection, and nothing is sent.
    pub fn refuse_connection() -> Self {
        Self { outcome: Outcome::Refused, delay: Duration::ZERO }
    }

    /// Sets how long the reply takes, on the clock of the mock. If that is longer than the timeout of the client, the
    /// request times out.
    #[must_use]
    pub fn delay(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    /// Adds a header to the response. A failure of the connection has none.
    #[must_use]
    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        if let Outcome::Response(response) = &mut self.outcome {
            response.headers_mut().append(name, value);
        }
        self
    }

    /// Sets the status of the response. A failure of the connection has none.
    #[must_use]
    pub fn with_status(mut self, status: StatusCode) -> Self {
        if let Outcome::Response(response) = &mut self.outcome {
            *response.status_mut() = status;
        }
        self
    }

    fn of(status: StatusCode, content_type: &'static str, body: String) -> Self {
        let mut reply = Self::status(status).header(CONTENT_TYPE, HeaderValue::from_static(content_type));
        if let Outcome::Response(response) = &mut reply.outcome {
            *response.body_mut() = body.into();
        }
        reply
    }

    /// How long it takes until the outcome is known, and the outcome, within the limits of the client.
    pub(super) fn within(self, limits: Limits) -> (Duration, Result<http::Response<Bytes>, TransportError>) {
        if self.delay >= limits.timeout {
            return (limits.timeout, Err(TransportError::timeout()));
        }
        let outcome = match self.outcome {
            Outcome::Response(response) if response.body().len() > limits.max_body => {
                Err(TransportError::too_large(limits.max_body))
            }
            Outcome::Response(response) => Ok(response),
            Outcome::Dropped => Err(TransportError::interrupted("the mock dropped the connection")),
            Outcome::Refused => Err(TransportError::connect("the mock refused the connection")),
        };
        (self.delay, outcome)
    }
}

impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.outcome {
            // A body can contain secrets.
            Outcome::Response(response) => write!(f, "Reply({})", response.status()),
            Outcome::Dropped => f.write_str("Reply(dropped connection)"),
            Outcome::Refused => f.write_str("Reply(refused connection)"),
        }
    }
}

/// The body of an error.
struct ErrorBody<'e, A: MockApi> {
    code: &'e str,
    detail: Option<&'e A::Detail>,
}

impl<A: MockApi> Encode for ErrorBody<'_, A> {
    fn encode(&self, json: &mut Encoder) {
        let description = self.code.replace('_', " ");
        match self.detail {
            Some(detail) => json.object(&[
                ("code", &self.code),
                ("description", &description),
                ("detail", &ErrorDetail::<A>(detail)),
            ]),
            None => json.object(&[("code", &self.code), ("description", &description)]),
        }
    }
}

struct ErrorDetail<'d, A: MockApi>(&'d A::Detail);

impl<A: MockApi> Encode for ErrorDetail<'_, A> {
    fn encode(&self, json: &mut Encoder) {
        A::encode_detail(self.0, json);
    }
}

/// The detail of an error: a value, an `Option` of one, or `None`.
pub trait IntoDetail<D> {
    /// Converts it.
    fn into_detail(self) -> Option<D>;
}

impl<D> IntoDetail<D> for D {
    fn into_detail(self) -> Option<D> {
        Some(self)
    }
}

impl<D> IntoDetail<D> for Option<D> {
    fn into_detail(self) -> Option<D> {
        self
    }
}
