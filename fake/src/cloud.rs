//! A cloud: a store with its clock, and what responds to requests.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use katapult_api::runtime::Api;
use katapult_api::{Bytes, Client, ErrorCode, Katapult, blocking, http};
use runtime::test_support::{Function, MockCall, TestClock};

use crate::catalogue;
use crate::derived;
use crate::failure::Failure;
use crate::faults::{Fault, Faults, Rule};
use crate::request::{self, Identity};
use crate::response;
use crate::spec::{Operation, spec};
use crate::store::{Clock, Store, Time};
use crate::transport::InProcess;

/// The token of a cloud, unless another one is chosen.
pub const TOKEN: &str = "katapult-fake";

/// A fake cloud. Clones are the same cloud.
#[derive(Debug, Clone)]
pub struct Cloud {
    store: Arc<Mutex<Store>>,
    gate: Arc<Mutex<Gate>>,
    token: Arc<str>,
    /// The clock by which clients in process wait.
    test_clock: TestClock,
}

/// What a request passes before it is carried out.
#[derive(Debug)]
struct Gate {
    faults: Faults,
    /// The requests of the current clock minute, by token.
    used: HashMap<Box<str>, (i64, u32)>,
    permitted: u32,
    /// How much of the time of the clients has passed on the clock of the cloud.
    waited: Duration,
}

/// The outcome of a request, and how late it is.
#[derive(Debug)]
pub struct Exchange {
    /// The operation, if there is one for the method and path.
    pub operation: Option<&'static Operation>,
    /// How late the response is.
    pub delay: Duration,
    /// The outcome.
    pub outcome: Outcome,
}

/// The outcome of a request.
#[derive(Debug)]
pub enum Outcome {
    /// A response.
    Response(http::Response<Bytes>),
    /// The beginning of a response, then the end of the connection.
    Truncated(http::Response<Bytes>),
    /// The end of the connection.
    Dropped,
}

/// Settings of a new cloud.
#[derive(Debug, Clone)]
pub struct Builder {
    token: String,
    seed: u64,
    speed: Option<f64>,
    permitted: Option<u32>,
}

impl Builder {
    /// Sets the token. Characters that cannot be in a header are removed.
    #[must_use]
    pub fn token(mut self, token: &str) -> Self {
        self.token = token.chars().filter(char::is_ascii_graphic).collect();
        self
    }

    /// Sets the seed of IDs and of faults at a rate.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// Makes the clock run, `speed` times as fast as the real one. It stands still by default.
    #[must_use]
    pub fn speed(mut self, speed: f64) -> Self {
        self.speed = Some(speed.max(0.0));
        self
    }

    /// Sets how many requests a token permits in a clock minute. By default, this is 1,000 if the clock runs, as on the
    /// real server, and practically without limit if it stands still.
    #[must_use]
    pub fn rate_limit(mut self, permitted: u32) -> Self {
        self.permitted = Some(permitted);
        self
    }

    /// Starts the cloud.
    pub fn start(self) -> Cloud {
        let clock = self.speed.map_or_else(Time::manual, Time::real);
        let permitted = self.permitted.unwrap_or(if clock.is_manual() { 1_000_000_000 } else { 1_000 });
        let mut store = Store::new(clock, self.seed);
        catalogue::fill(&mut store, &self.token);
        Cloud {
            store: Arc::new(Mutex::new(store)),
            gate: Arc::new(Mutex::new(Gate {
                faults: Faults::new(self.seed),
                used: HashMap::new(),
                permitted,
                waited: Duration::ZERO,
            })),
            token: self.token.into(),
            test_clock: TestClock::new(),
        }
    }
}

impl Cloud {
    /// Starts a cloud with a catalogue, an organization, and a clock that stands still.
    pub fn start() -> Self {
        Self::builder().start()
    }

    /// Returns the settings of a new cloud.
    pub fn builder() -> Builder {
        Builder { token: TOKEN.to_owned(), seed: 0, speed: None, permitted: None }
    }

    /// Returns a client of this cloud.
    ///
    /// It waits by the clock of the cloud: if that is manual, waits and retries advance it, and take no time.
    #[expect(clippy::expect_used, reason = "all settings are known")]
    pub fn client(&self) -> Client {
        let builder = Client::builder().token(&*self.token).transport(InProcess(self.clone()));
        let builder = if self.is_manual() { builder.test_clock(&self.test_clock) } else { builder };
        builder.build().expect("a client with a token and a transport")
    }

    /// Returns a blocking client of this cloud, which waits as [`client`](Self::client) does.
    #[expect(clippy::expect_used, reason = "all settings are known")]
    pub fn blocking_client(&self) -> blocking::Client {
        let builder = blocking::Client::builder().token(&*self.token).transport(InProcess(self.clone()));
        let builder = if self.is_manual() { builder.test_clock(&self.test_clock) } else { builder };
        builder.build().expect("a client with a token and a transport")
    }

    /// Returns the clock by which clients wait, for `test_clock` of the builder of a client with settings of your own.
    /// If the clock of the cloud is manual, it follows this one with each request through [`transport`](Self::transport).
    pub fn test_clock(&self) -> &TestClock {
        &self.test_clock
    }

    pub(crate) fn is_manual(&self) -> bool {
        self.store().clock.is_manual()
    }

    /// Advances the clock by the time that clients have waited since the last request.
    pub(crate) fn follow(&self) {
        let elapsed = self.test_clock.elapsed();
        let before = std::mem::replace(&mut self.gate().waited, elapsed);
        let passed = elapsed.saturating_sub(before);
        if !passed.is_zero() && self.is_manual() {
            self.clock().advance(passed);
        }
    }

    /// Returns the transport of [`client`](Self::client), for a client with settings of your own.
    pub fn transport(&self) -> InProcess {
        InProcess(self.clone())
    }

    /// Returns the token of the cloud's user, which has all scopes.
    pub fn token(&self) -> &str {
        &self.token
    }

    /// Returns the clock.
    pub fn clock(&self) -> Clock {
        Clock { store: Arc::clone(&self.store) }
    }

    /// Reads or changes the store.
    pub fn with_store<T>(&self, change: impl FnOnce(&mut Store) -> T) -> T {
        let mut store = self.store();
        store.catch_up();
        change(&mut store)
    }

    /// Makes the next request of an operation fail with `code`, without being carried out. The operation is given as its
    /// function: `cloud.fail_next(virtual_machines::start, ErrorCode::TaskQueueingError)`.
    pub fn fail_next<P, C: MockCall<Api = Katapult>>(&self, function: impl Function<P, C>, code: ErrorCode) {
        _ = function;
        let code = spec().error(code.as_str()).map_or("generic_runtime_error", |error| error.code);
        self.inject(Rule::new(Fault::Error(Failure::new(code))).of::<C>().times(1));
    }

    /// Adds a fault.
    pub fn inject(&self, rule: Rule) {
        self.gate().faults.add(rule);
    }

    /// Removes all faults.
    pub fn heal(&self) {
        self.gate().faults.clear();
    }

    /// Responds to a request.
    pub fn respond(&self, request: &http::Request<Bytes>) -> Exchange {
        let mut store = self.store();
        store.catch_up();
        let path = request.uri().path();
        let route = spec().route(request.method().as_str(), path);
        let operation = route.as_ref().map(|(operation, _)| *operation);
        let (delay, fault) = self.gate().faults.meet(operation.map(|operation| operation.name));
        let exchange = |outcome| Exchange { operation, delay, outcome };
        match &fault {
            Some(Fault::DropRequest) => return exchange(Outcome::Dropped),
            Some(Fault::Status(status)) => return exchange(Outcome::Response(page(*status))),
            _ => {}
        }
        let mut limits = None;
        let result = match (fault.as_ref(), route) {
            (Some(Fault::Error(failure)), _) => Err(failure.clone()),
            (_, Some((operation, segments))) => self.carry_out(&mut store, request, operation, &segments, &mut limits),
            (_, None) => Err(Failure::new("route_not_found")),
        };
        let mut response = match (result, operation) {
            (Ok(output), Some(operation)) => response::success(&store, operation, &output),
            (Ok(_), None) => response::failure(&store, &Failure::new("route_not_found")),
            (Err(failure), _) => response::failure(&store, &failure),
        };
        self.label(&mut store, &mut response, limits);
        store.sweep();
        match fault {
            Some(Fault::DropResponse) => exchange(Outcome::Dropped),
            Some(Fault::Truncate) => {
                let half = response.body().len() / 2;
                exchange(Outcome::Truncated(response.map(|body| body.slice(..half))))
            }
            _ => exchange(Outcome::Response(response)),
        }
    }

    /// Checks a request in the order of the server, and carries it out.
    fn carry_out(
        &self,
        store: &mut Store,
        request: &http::Request<Bytes>,
        operation: &'static Operation,
        segments: &[String],
        limits: &mut Option<(u32, u32)>,
    ) -> Result<crate::value::Map, Failure> {
        let header = |name| request.headers().get(name).and_then(|value: &http::HeaderValue| value.to_str().ok());
        let mut identity = Identity::default();
        if operation.authenticated {
            let (secret, known) = request::authenticate(store, header(http::header::AUTHORIZATION))?;
            identity = known;
            *limits = Some(self.gate().count(secret, &identity, store.now())?);
            identity.require(operation)?;
        }
        let query = request.uri().query().unwrap_or_default();
        let raw = request::raw(query, header(http::header::CONTENT_TYPE), request.body())?;
        let mut arguments = request::check(operation, &raw, segments)?;
        request::resolve(store, &identity, operation, &mut arguments)?;
        derived::carry_out(store, &request::Call { operation, arguments, identity })
    }

    /// Adds the headers that every response has.
    fn label(&self, store: &mut Store, response: &mut http::Response<Bytes>, limits: Option<(u32, u32)>) {
        let facts = Katapult::DESCRIPTION;
        let (permitted, remaining) = limits.unwrap_or_else(|| {
            let permitted = self.gate().permitted;
            (permitted, permitted)
        });
        let id = store.uuid();
        let values = [
            (facts.request_id_header, http::HeaderValue::from_str(&id)),
            (facts.rate_limit_permitted_header, Ok(permitted.into())),
            (facts.rate_limit_remaining_header, Ok(remaining.into())),
        ];
        for (name, value) in values {
            let name = name.and_then(|name| http::HeaderName::from_bytes(name.as_bytes()).ok());
            if let (Some(name), Ok(value)) = (name, value) {
                response.headers_mut().insert(name, value);
            }
        }
    }

    pub(crate) fn store(&self) -> MutexGuard<'_, Store> {
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn gate(&self) -> MutexGuard<'_, Gate> {
        self.gate.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Gate {
    /// Counts a request of a token in its clock minute. Returns how many are permitted and how many remain.
    fn count(&mut self, secret: Box<str>, identity: &Identity, now: i64) -> Result<(u32, u32), Failure> {
        let permitted = identity.rate_limit.unwrap_or(self.permitted);
        let minute = now / 60;
        let used = self.used.entry(secret).or_insert((minute, 0));
        if used.0 != minute {
            *used = (minute, 0);
        }
        if used.1 >= permitted {
            return Err(Failure::new("rate_limit_reached").with("total_permitted", i64::from(permitted)));
        }
        used.1 += 1;
        Ok((permitted, permitted - used.1))
    }
}

/// A page as a proxy sends it.
fn page(status: u16) -> http::Response<Bytes> {
    let mut response = http::Response::new(Bytes::from(format!("<html><body>{status}</body></html>")));
    *response.status_mut() = http::StatusCode::from_u16(status).unwrap_or(http::StatusCode::BAD_GATEWAY);
    response.headers_mut().insert(http::header::CONTENT_TYPE, http::HeaderValue::from_static("text/html"));
    response
}
