//! The blocking client. It does the same as the async one, without an async runtime.

mod pages;

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

pub use self::pages::{Items, Pages};
use crate::api::Api;
use crate::client::{BuildError, Builder, Checked};
use crate::exchange::{
    Attempts, CallStep, Exchange, Failure, Instant, IntoWait, Paged, Paging, Polling, WaitError, WaitStep, decode,
};
use crate::request::{Call, Request};
use crate::response::{Error, RateLimitState, Response};
pub use crate::transport::BlockingTransport as Transport;
use crate::wire::Secret;

/// A blocking client of the API `A`. It is cheap to clone, and clones share their connections and their rate limiter.
///
/// A generated crate has an alias for it with the API filled in, such as `shop_api::blocking::Client`.
///
/// # Example
///
/// ```
/// # use api_client_runtime::{Api, Call, Error, blocking::Client};
/// fn call<A: Api, C: Call<Api = A>>(client: &Client<A>, call: C) -> Result<C::Output, Error<A>> {
///     let response = client.send(call)?;
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
    pub fn send<C: Call<Api = A>>(&self, call: C) -> Result<Response<C::Output>, Error<A>> {
        let request = call.into_request();
        let operation = request.operation();
        let exchange = self.core.exchange(request, None)?; // not generic
        Ok(decode(operation, exchange)?)
    }

    /// Waits for something that the server does in the background, such as a task that a call has started, and returns
    /// its last response.
    ///
    /// # Errors
    ///
    /// If the server reports that it has failed, if the wait's [deadline](crate::Wait::deadline) is reached, and if a
    /// poll fails with an error that is not retried. The error keeps the last response.
    pub fn wait<W: IntoWait<Call: Call<Api = A>>>(&self, wait: W) -> Result<W::Output, WaitError<W::Call>> {
        let (clock, description) = (&self.core.settings.clock, self.core.settings.calls.description);
        let mut polling = Polling::new(wait.into_wait(), description, fastrand::u64(..), clock.now());
        loop {
            let outcome = self.core.exchange(polling.request(), polling.deadline());
            match polling.outcome(outcome, clock.now()) {
                WaitStep::Wait(pause) => clock.block(pause),
                WaitStep::Done(result) => return result,
            }
        }
    }

    /// Returns the pages of a list, starting with the one that `call` requests. Each page is requested by the
    /// iterator's `next`. See [`Paged`] for items that are created or deleted meanwhile.
    ///
    /// An error ends the list; [`next_page`](Pages::next_page) returns the page to continue with.
    pub fn pages<C: Paged<Api = A>>(&self, call: C) -> Pages<C> {
        Pages::new(self.clone(), Paging::new(call))
    }

    /// Returns the items of all pages of a list, starting with the page that `call` requests. If the call sets the size
    /// of a page, larger pages make fewer requests. See [`Paged`] for items that are created or deleted meanwhile.
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
            None => Arc::new(settings.blocking_network()?),
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
struct Core {
    settings: Checked,
    transport: Arc<dyn Transport>,
}

impl Core {
    /// Makes a call, which has to be done by `deadline`, if there is one.
    fn exchange(&self, request: Request, deadline: Option<Instant>) -> Result<Exchange, Box<Failure>> {
        let clock = &self.settings.clock;
        let mut attempts = Attempts::new(&self.settings.calls, request, fastrand::u64(..)).until(deadline);
        let mut step = attempts.next(clock.now());
        loop {
            step = match step {
                CallStep::Send(message) => {
                    let limits = attempts.limits(self.settings.limits, clock.now());
                    let outcome = {
                        let _within = attempts.span().enter();
                        self.transport.send(message, limits)
                    };
                    attempts.outcome(outcome, clock.now())
                }
                CallStep::Wait(wait) => {
                    clock.block(wait);
                    attempts.next(clock.now())
                }
                CallStep::Done(result) => return result,
            };
        }
    }
}
