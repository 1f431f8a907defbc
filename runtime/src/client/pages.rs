//! Lists, page by page and item by item, for the async client.

use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::vec;

use futures_core::Stream;

use super::{Client, Core};
use crate::exchange::{Answer, Failure, Paging};
use crate::platform::BoxFuture;
use crate::{Api, Call, Error, Paged, Response};

impl<A: Api> Client<A> {
    /// The pages of a list, from the one on that `call` asks for: a [`Stream`], or ask for each with [`next`](Pages::next).
    ///
    /// While one page is being looked at, the next one is fetched already, and never more than that. See [`Paged`] for
    /// what becomes of items that come or go meanwhile.
    ///
    /// An error ends the list; [`next_page`](Pages::next_page) then says from where to go on.
    pub fn pages<C: Paged<Api = A>>(&self, call: C) -> Pages<C> {
        Pages { core: Arc::clone(&self.core), paging: Paging::new(call), fetch: None, call: PhantomData }
    }

    /// The items of all pages of a list, from the page on that `call` asks for: a [`Stream`], or ask for each with
    /// [`next`](Items::next), or for all with [`into_vec`](Items::into_vec).
    ///
    /// The next page is fetched once half of the items of one are through. Where the call says how large a page is, larger
    /// ones make fewer requests. See [`Paged`] for what becomes of items that come or go meanwhile.
    pub fn items<C: Paged<Api = A>>(&self, call: C) -> Items<C> {
        Items { pages: self.pages(call), page: Vec::new().into_iter(), half: 0 }
    }
}

/// The pages of a list. It asks for nothing until somebody asks it.
#[must_use = "pages are fetched when they are asked for"]
pub struct Pages<C> {
    core: Arc<Core>,
    paging: Paging,
    fetch: Option<Fetch>,
    call: PhantomData<fn() -> C>,
}

/// A page on its way.
struct Fetch {
    exchange: BoxFuture<'static, Outcome>,
    /// What came of it, once it is over.
    outcome: Option<Outcome>,
    /// Whether it was asked for before its time.
    ahead: bool,
}

type Outcome = Result<Answer, Box<Failure>>;

/// A page, or why there is none.
type Found<C> = Result<Response<<C as Call>::Output>, Error<<C as Call>::Api>>;

/// An item, or why there is none.
type FoundItem<C> = Result<<C as Paged>::Item, Error<<C as Call>::Api>>;

impl<C: Paged> Pages<C> {
    /// The next page; `None` after the last one, and after an error.
    ///
    /// # Errors
    ///
    /// As for [`Client::send`].
    pub async fn next(&mut self) -> Option<Found<C>> {
        poll_fn(|context| self.poll_and_prefetch(context)).await
    }

    /// The number of the page that comes next, for a later call to go on with. After an error it is the page that could not
    /// be had; after the last page there is none.
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
    /// Asks for the next page before anybody wants it.
    fn prefetch(&mut self, context: &mut Context<'_>) {
        if self.fetch.is_none() {
            self.fetch = self.start(true);
        }
        if let Some(fetch) = &mut self.fetch {
            // Nobody waits for it, so whether it is there already does not matter.
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
                // It may have failed only because nobody came for it in time, so it gets another chance.
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

/// The items of a list, whatever page they are on. It asks for nothing until somebody asks it.
#[must_use = "items are fetched when they are asked for"]
pub struct Items<C: Paged> {
    pages: Pages<C>,
    page: vec::IntoIter<C::Item>,
    /// How many items of the page are left when the next one is fetched.
    half: usize,
}

impl<C: Paged> Items<C> {
    /// The next item; `None` after the last one, and after an error.
    ///
    /// # Errors
    ///
    /// As for [`Client::send`].
    pub async fn next(&mut self) -> Option<FoundItem<C>> {
        poll_fn(|context| self.poll(context)).await
    }

    /// All items that are left.
    ///
    /// # Errors
    ///
    /// As for [`Client::send`]. What was fetched until then is lost.
    pub async fn into_vec(mut self) -> Result<Vec<C::Item>, Error<C::Api>> {
        let mut items = Vec::new();
        while let Some(item) = self.next().await {
            items.push(item?);
        }
        Ok(items)
    }

    /// The number of the page that comes next, for a later call to go on with; the rest of this page is not on it. After an
    /// error it is the page that could not be had; after the last page there is none.
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
