//! The async client.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use super::drive::sleep;
use super::settings::Checked;
use super::{BuildError, Builder, Items, Pages};
use crate::api::Api;
use crate::exchange::{IntoWait, Paged, Paging, Polling, WaitError, WaitStep, decode};
use crate::request::Call;
use crate::response::{Error, RateLimitState, Response};
use crate::transport::Transport;
use crate::wire::Secret;

/// An async client of the API `A`. It is cheap to clone, and clones share their connections and their rate limiter.
///
/// A generated crate has an alias for it with the API filled in, such as `shop_api::Client`.
///
/// It needs a tokio runtime, or on wasm32-unknown-unknown a JavaScript host.
///
/// # Example
///
/// ```
/// # use api_client_runtime::{Api, Call, Client, Error};
/// async fn call<A: Api, C: Call<Api = A>>(client: &Client<A>, call: C) -> Result<C::Output, Error<A>> {
///     let response = client.send(call).await?;
///     println!("request {:?}", response.request_id());
///     Ok(response.into_inner())
/// }
/// ```
///
/// # Redirects
///
/// Redirects are not followed: the token must not go to another host, and a request that changes something must not
/// turn into one that reads. A redirect is an error of the kind [`Redirect`](crate::ErrorKind::Redirect) with [the
/// host](crate::Error::redirect_host) that it points to.
///
/// # Proxies
///
/// An `https` connection goes through the proxy in `HTTPS_PROXY`, or else in `ALL_PROXY`, or the same in lower case,
/// with the user name and password in that URL. `NO_PROXY` lists the exceptions: hosts with their subdomains, IP
/// addresses, networks such as `10.0.0.0/8`, and `*` for all. A proxy that is not supported, such as a SOCKS proxy, is
/// an [error](crate::BuildError::Proxy) when the client is built. `HTTP_PROXY` is not read, and `http` connections go
/// through no proxy.
///
/// # JavaScript
///
/// On wasm32-unknown-unknown requests are sent by the host's `fetch`, which makes the connections and reports less: a
/// connection that fails has the kind [`Interrupted`](crate::ErrorKind::Interrupted), as the host does not say how far
/// it got. In a browser a redirect has the status 302 and no target, and only those headers of another origin are
/// readable that the server exposes, so that request id and rate limit may be unknown.
pub struct Client<A> {
    core: Arc<Core>,
    api: PhantomData<fn() -> A>,
}

impl<A: Api> Client<A> {
    /// Creates a client that sends `token`, with the default settings.
    ///
    /// # Errors
    ///
    /// As for [`Builder::build`].
    pub fn new(token: impl Into<Secret>) -> Result<Self, BuildError> {
        Self::builder().token(token).build()
    }

    /// Creates a client with the token, and the URL if there is one, from the environment variables of the API. The docs
    /// of the `Client` of its generated crate name them.
    ///
    /// # Errors
    ///
    /// As for [`Builder::from_env`] and [`Builder::build`].
    pub fn from_env() -> Result<Self, BuildError> {
        Self::builder().from_env()?.build()
    }

    /// Returns a builder with the default settings.
    pub fn builder() -> Builder<A, dyn Transport> {
        Builder::new()
    }

    /// Sends a request and decodes its response. A failed attempt is retried as [`RetryPolicy`](crate::RetryPolicy)
    /// describes.
    ///
    /// # Errors
    ///
    /// If the request cannot be made or sent, the response has a status other than 2xx, or its body cannot be decoded.
    /// [`Error::kind`] says which, and the error keeps the response.
    ///
    /// # Panics
    ///
    /// If it is polled outside of a tokio runtime with the timer enabled. Not on wasm32.
    pub async fn send<C: Call<Api = A>>(&self, call: C) -> Result<Response<C::Output>, Error<A>> {
        let request = call.into_request();
        let operation = request.operation();
        let exchange = self.core.exchange(request, None).await?; // not generic
        Ok(decode(operation, exchange)?)
    }

    /// Waits for something that the server does in the background, such as a task that a call has started, and returns
    /// its last response.
    ///
    /// The future can be dropped: a new wait from the same id continues.
    ///
    /// # Errors
    ///
    /// If the server reports that it has failed, if the wait's [deadline](crate::Wait::deadline) is reached, and if a
    /// poll fails with an error that is not retried. The error keeps the last response.
    ///
    /// # Panics
    ///
    /// As for [`send`](Self::send).
    pub async fn wait<W: IntoWait<Call: Call<Api = A>>>(&self, wait: W) -> Result<W::Output, WaitError<W::Call>> {
        let (clock, description) = (&self.core.settings.clock, self.core.settings.calls.description);
        let mut polling = Polling::new(wait.into_wait(), description, fastrand::u64(..), clock.now());
        loop {
            let outcome = self.core.exchange(polling.request(), polling.deadline()).await;
            match polling.outcome(outcome, clock.now()) {
                WaitStep::Wait(pause) => sleep(clock, pause).await,
                WaitStep::Done(result) => return result,
            }
        }
    }

    /// Returns the pages of a list, starting with the one that `call` requests: a [`Stream`](futures_core::Stream),
    /// with [`next`](Pages::next) as a method of its own.
    ///
    /// When a page is returned, the next one is requested already, and no further one. See [`Paged`] for items that are
    /// created or deleted meanwhile.
    ///
    /// An error ends the list; [`next_page`](Pages::next_page) returns the page to continue with.
    pub fn pages<C: Paged<Api = A>>(&self, call: C) -> Pages<C> {
        Pages::new(Arc::clone(&self.core), Paging::new(call))
    }

    /// Returns the items of all pages of a list, starting with the page that `call` requests: a
    /// [`Stream`](futures_core::Stream), with [`next`](Items::next) and [`into_vec`](Items::into_vec) as methods of its
    /// own.
    ///
    /// The next page is requested after half of the items of a page. If the call sets the size of a page, larger pages
    /// make fewer requests. See [`Paged`] for items that are created or deleted meanwhile.
    pub fn items<C: Paged<Api = A>>(&self, call: C) -> Items<C> {
        Items::new(self.pages(call))
    }

    /// Returns the state of the rate limit, as this client and its clones know it.
    ///
    /// `None` before the first response, if the API has no limit, and with [`Builder::ignore_rate_limit`].
    pub fn rate_limit(&self) -> Option<RateLimitState> {
        let settings = &self.core.settings;
        settings.calls.rate_limit(settings.clock.now())
    }
}

impl<A: Api> Builder<A, dyn Transport> {
    /// Sets the transport, in place of the client's own connections.
    #[must_use]
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// Builds the client.
    ///
    /// # Errors
    ///
    /// If a setting is invalid: a URL that is not a base URL, ends with the path of a service, or would send the token
    /// over plain HTTP, a token that a header cannot have, a timeout of zero or more than 24 hours, a proxy that is not
    /// supported. And if the system has no root certificates.
    pub fn build(self) -> Result<Client<A>, BuildError> {
        let settings = self.settings.check(A::DESCRIPTION)?;
        let transport = match self.transport {
            Some(transport) => transport,
            None => Arc::new(settings.network()?),
        };
        let core = Arc::new(Core { settings, transport });
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
        self.core.settings.fmt(f)
    }
}

/// Everything of a client that does not depend on the types of its API.
pub(super) struct Core {
    pub(super) settings: Checked,
    pub(super) transport: Arc<dyn Transport>,
}
