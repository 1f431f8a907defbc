//! The blocking client. It is the same as the async one, and stands on no async runtime.

mod network;
mod pages;
mod socket;
mod wait;

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use bytes::Bytes;

use self::network::Network;
pub use self::pages::{Items, Pages};
use crate::exchange::{self, Answer, Attempts, Failure, Step};
use crate::platform::Instant;
use crate::settings::Session;
use crate::{Api, BuildError, Builder, Call, Error, Limits, RateLimitState, Request, Response, Secret, TransportError};

/// A client of the API `A`. It is cheap to clone, and clones share their connections.
///
/// Redirects are not followed, wherever they lead: no API that this crate is made for has any, a request that changes
/// something must not turn into one that reads, and the token must not go to another host. One is an
/// [error](crate::ErrorKind::Redirect) that says where it points to.
///
/// # Proxies
///
/// An `https` connection goes through the proxy in `HTTPS_PROXY`, or else in `ALL_PROXY` (or the same in lower case), with
/// the user name and password of its URL if it has some. `NO_PROXY` lists what to connect to directly: hosts with their
/// subdomains, IP addresses, networks such as `10.0.0.0/8`, and `*` for everything. A variable that cannot be used, such as
/// a SOCKS proxy, is an [error](crate::BuildError::Proxy) when the client is built. `HTTP_PROXY` is not read, and plain
/// `http` connections go through no proxy.
pub struct Client<A> {
    core: Arc<Core>,
    api: PhantomData<fn() -> A>,
}

impl<A: Api> Client<A> {
    /// A client that sends `token`, with the default settings.
    ///
    /// # Errors
    ///
    /// As for [`Builder::build`].
    pub fn new(token: impl Into<Secret>) -> Result<Self, BuildError> {
        Self::builder().token(token).build()
    }

    /// A client whose token, and URL if there is one, are in the environment variables that the API names.
    ///
    /// # Errors
    ///
    /// As for [`Builder::from_env`] and [`Builder::build`].
    pub fn from_env() -> Result<Self, BuildError> {
        Self::builder().from_env()?.build()
    }

    /// The settings of a client yet to be.
    pub fn builder() -> Builder<A, dyn Transport> {
        Builder::new()
    }

    /// Sends `call`, and decodes what comes back. A call that failed is tried again where that can help and does no
    /// harm, as the [`RetryPolicy`](crate::RetryPolicy) says.
    ///
    /// # Errors
    ///
    /// Where the API answers that it could not do it, and where there is no answer that can be read. The error says
    /// which, and keeps the answer.
    pub fn send<C: Call<Api = A>>(&self, call: C) -> Result<Response<C::Output>, Error<A>> {
        let request = call.into_request();
        let operation = request.operation();
        let answer = self.core.exchange(request, None)?; // not generic
        Ok(exchange::decode(operation, answer)?)
    }

    /// What is known of the rate limit at this moment, by this client and its clones; `None` before the first answer,
    /// and where the client [does not care](Builder::ignore_rate_limit) or the API has no limit.
    pub fn rate_limit(&self) -> Option<RateLimitState> {
        let session = &self.core.session;
        session.terms.rate_limit(session.clock.now())
    }
}

impl<A: Api> Builder<A, dyn Transport> {
    /// Sends through `transport`, and not over the network by itself.
    #[must_use]
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// The client.
    ///
    /// # Errors
    ///
    /// Where a setting cannot be: a URL that is none, or that would send the token in the clear; a token that no header
    /// can carry; a timeout that never ends; a proxy that cannot be used. And where the system has no certificates to
    /// trust.
    pub fn build(self) -> Result<Client<A>, BuildError> {
        let session = self.settings.check(A::DESCRIPTION)?;
        let transport = match self.transport {
            Some(transport) => transport,
            None => Arc::new(Network::new(&session)?),
        };
        let core = Arc::new(Core { session, transport });
        Ok(Client { core, api: PhantomData })
    }
}

impl<A> Clone for Client<A> {
    fn clone(&self) -> Self {
        Self { core: Arc::clone(&self.core), api: PhantomData }
    }
}

impl<A> fmt::Debug for Client<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.core.session.fmt(f)
    }
}

/// All of a client that does not depend on its API's types.
struct Core {
    session: Session,
    transport: Arc<dyn Transport>,
}

impl Core {
    /// The response to `request`, if it says success and is there before `deadline`.
    fn exchange(&self, request: Request, deadline: Option<Instant>) -> Result<Answer, Box<Failure>> {
        let clock = self.session.clock;
        let mut attempts = Attempts::new(&self.session.terms, request, fastrand::u64(..)).until(deadline);
        let mut step = attempts.next(clock.now());
        loop {
            step = match step {
                Step::Send(message) => {
                    let limits = attempts.limits(self.session.limits, clock.now());
                    let outcome = {
                        let _within = attempts.span().enter();
                        self.transport.send(message, limits)
                    };
                    attempts.outcome(outcome, clock.now())
                }
                Step::Wait(wait) => {
                    (clock.sleep)(wait);
                    attempts.next(clock.now())
                }
                Step::Done(result) => return result,
            };
        }
    }
}

/// Carries one HTTP request to the server, and the whole response back.
///
/// An implementation must follow no redirect, keep the limits, and treat every status alike: what a response means is
/// decided elsewhere.
pub trait Transport: Send + Sync + 'static {
    /// Sends `request`, and reads the whole response.
    ///
    /// # Errors
    ///
    /// Where there is no complete response within `limits`.
    fn send(&self, request: http::Request<Bytes>, limits: Limits) -> Result<http::Response<Bytes>, TransportError>;
}
