//! Lists for the async client: page by page, and item by item.

use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::vec;

use futures_core::Stream;

use super::asynchronous::Core;
use crate::exchange::{Exchange, Failure, Paged, Paging};
use crate::request::Call;
use crate::response::{Error, Response};
use crate::transport::BoxFuture;

/// The pages of a list, from [`Client::pages`](crate::Client::pages).
///
/// Nothing is requested before the first poll.
///
/// # Example
///
/// ```
/// # use api_client_runtime::{Api, Client, Error, Paged};
/// async fn count<A: Api, C: Paged<Api = A>>(client: &Client<A>, call: C) -> Result<usize, Error<A>> {
///     let mut pages = client.pages(call);
///     let mut count = 0;
///     while let Some(page) = pages.next().await {
///         let page = page?;
///         count += C::page(&page).items;
///     }
///     Ok(count)
/// }
/// ```
#[must_use = "pages are requested when they are polled"]
pub struct Pages<C> {
    core: Arc<Core>,
    paging: Paging,
    fetch: Option<Fetch>,
    call: PhantomData<fn() -> C>,
}

/// The request of a page.
struct Fetch {
    exchange: BoxFuture<'static, Outcome>,
    /// The outcome, once it is known.
    outcome: Option<Outcome>,
    /// Whether it was made before the page was asked for.
    ahead: bool,
}

type Outcome = Result<Exchange, Box<Failure>>;

/// A page, or the error of its call.
type Found<C> = Result<Response<<C as Call>::Output>, Error<<C as Call>::Api>>;

/// An item, or the error of the call for its page.
type FoundItem<C> = Result<<C as Paged>::Item, Error<<C as Call>::Api>>;

impl<C> Pages<C> {
    pub(super) fn new(core: Arc<Core>, paging: Paging) -> Self {
        Self { core, paging, fetch: None, call: PhantomData }
    }
}

impl<C: Paged> Pages<C> {
    /// Returns the next page; `None` after the last page and after an error.
    ///
    /// # Errors
    ///
    /// As for [`Client::send`](crate::Client::send).
    pub async fn next(&mut self) -> Option<Found<C>> {
        poll_fn(|context| self.poll_and_prefetch(context)).await
    }

    /// Returns the number of the next page, for a later call to continue with. After an error it is the page that
    /// failed; `None` after the last page.
    pub fn next_page(&self) -> Option<i64> {
        self.paging.next()
    }

    fn poll_and_prefetch(&mut self, context: &mut Context<'_>) -> Poll<Option<Found<C>>> {
        let found = ready!(self.poll(context));
        if let Some(Ok(_)) = found {
            self.prefetch(context);
        }
        Poll::Ready(found)
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Found<C>>> {
        let outcome = ready!(self.poll_outcome(context));
        Poll::Ready(outcome.map(|outcome| self.paging.outcome::<C>(outcome)))
    }
}

impl<C> Pages<C> {
    /// Requests the next page before it is asked for.
    fn prefetch(&mut self, context: &mut Context<'_>) {
        if self.fetch.is_none() {
            self.fetch = self.start(true);
        }
        if let Some(fetch) = &mut self.fetch {
            // Whether it is ready does not matter yet.
            let _ = fetch.poll(context);
        }
    }

    fn poll_outcome(&mut self, context: &mut Context<'_>) -> Poll<Option<Outcome>> {
        loop {
            if self.fetch.is_none() {
                self.fetch = self.start(false);
            }
            let Some(fetch) = &mut self.fetch else { return Poll::Ready(None) };
            ready!(fetch.poll(context));
            match self.fetch.take() {
                // It may have failed only because it was not polled in time, so it is requested once more.
                Some(Fetch { outcome: Some(Err(_)), ahead: true, .. }) => {}
                fetch => return Poll::Ready(fetch.and_then(|fetch| fetch.outcome)),
            }
        }
    }

    fn start(&self, ahead: bool) -> Option<Fetch> {
        let request = self.paging.request()?;
        let core = Arc::clone(&self.core);
        let exchange = Box::pin(async move { core.exchange(request, None).await });
        Some(Fetch { exchange, outcome: None, ahead })
    }
}

impl Fetch {
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<()> {
        if self.outcome.is_none() {
            self.outcome = Some(ready!(self.exchange.as_mut().poll(context)));
        }
        Poll::Ready(())
    }
}

impl<C: Paged> Stream for Pages<C> {
    type Item = Found<C>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll_and_prefetch(context)
    }
}

/// The items of a list across its pages, from [`Client::items`](crate::Client::items).
///
/// Nothing is requested before the first poll.
///
/// # Example
///
/// ```
/// # use api_client_runtime::{Api, Client, Error, Paged};
/// async fn all<A: Api, C: Paged<Api = A>>(client: &Client<A>, call: C) -> Result<Vec<C::Item>, Error<A>> {
///     client.items(call).into_vec().await
/// }
/// ```
#[must_use = "items are requested when they are polled"]
pub struct Items<C: Paged> {
    pages: Pages<C>,
    page: vec::IntoIter<C::Item>,
    /// How many items of the page are left when the next page is requested.
    half: usize,
}

impl<C: Paged> Items<C> {
    pub(super) fn new(pages: Pages<C>) -> Self {
        Self { pages, page: Vec::new().into_iter(), half: 0 }
    }

    /// Returns the next item; `None` after the last item and after an error.
    ///
    /// # Errors
    ///
    /// As for [`Client::send`](crate::Client::send).
    pub async fn next(&mut self) -> Option<FoundItem<C>> {
        poll_fn(|context| self.poll(context)).await
    }

    /// Collects all remaining items.
    ///
    /// # Errors
    ///
    /// As for [`Client::send`](crate::Client::send). The items before the error are dropped.
    pub async fn into_vec(mut self) -> Result<Vec<C::Item>, Error<C::Api>> {
        let mut items = Vec::new();
        while let Some(item) = self.next().await {
            items.push(item?);
        }
        Ok(items)
    }

    /// Returns the number of the next page, for a later call to continue with, after the remaining items of this page.
    /// After an error it is the page that failed; `None` after the last page.
    pub fn next_page(&self) -> Option<i64> {
        self.pages.next_page()
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<FoundItem<C>>> {
        loop {
            if let Some(item) = self.page.next() {
                if self.page.len() <= self.half {
                    self.pages.prefetch(context);
                }
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(self.pages.poll(context)) {
                Some(Ok(response)) => {
                    self.page = C::into_items(response.into_inner()).into_iter();
                    self.half = self.page.len() / 2;
                }
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

/// Nothing in it is pinned.
impl<C: Paged> Unpin for Items<C> {}

impl<C: Paged> Stream for Items<C> {
    type Item = FoundItem<C>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll(context)
    }
}

impl<C> std::fmt::Debug for Pages<C> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Pages").field("paging", &self.paging).finish_non_exhaustive()
    }
}

impl<C: Paged> std::fmt::Debug for Items<C> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Items").field("pages", &self.pages).finish_non_exhaustive()
    }
}
