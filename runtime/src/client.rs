//! The async client.

mod deadline;
mod drive;
#[cfg_attr(all(target_arch = "wasm32", target_os = "unknown"), path = "client/fetch.rs")]
mod network;
mod pages;
#[cfg(feature = "tower")]
mod tower;
mod wait;

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use bytes::Bytes;

use self::network::Network;
pub use self::pages::{Items, Pages};
#[cfg(feature = "tower")]
pub use self::tower::Tower;
use crate::exchange;
use crate::platform::BoxFuture;
use crate::settings::Session;
use crate::{Api, BuildError, Builder, Call, Error, Limits, RateLimitState, Response, Secret, TransportError};

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
///
/// # JavaScript
///
/// On wasm32-unknown-unknown it sends by the `fetch` of JavaScript, which decides by itself how to connect, and tells
/// less: a failed connection is an [interruption](crate::ErrorKind::Interrupted) there, since nobody says how far it got.
/// In a browser a redirect is a 302 without a target, and of the headers of another origin there are only those that the
/// server exposes, so that request id and rate limit may be unknown.
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
    /// harm, as the [`RetryPolicy`](crate::RetryPolicy) says. It needs tokio to be there, or on wasm32 the timers of
    /// JavaScript.
    ///
    /// # Errors
    ///
    /// Where the API answers that it could not do it, and where there is no answer that can be read. The error says
    /// which, and keeps the answer.
    pub async fn send<C: Call<Api = A>>(&self, call: C) -> Result<Response<C::Output>, Error<A>> {
        let request = call.into_request();
        let operation = request.operation();
        let answer = self.core.exchange(request, None).await?; // not generic
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
    fn send(
        &self,
        request: http::Request<Bytes>,
        limits: Limits,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>>;
}
