//! Lists for the blocking client: page by page, and item by item.

use std::iter::FusedIterator;
use std::vec;

use super::Client;
use crate::exchange::{Paged, Paging};
use crate::request::Call;
use crate::response::{Error, Response};

/// The pages of a list, from [`Client::pages`]. Each page is requested by `next`.
#[must_use = "pages are requested when they are asked for"]
pub struct Pages<C: Call> {
    client: Client<C::Api>,
    paging: Paging,
}

impl<C: Call> Pages<C> {
    pub(super) fn new(client: Client<C::Api>, paging: Paging) -> Self {
        Self { client, paging }
    }
}

impl<C: Paged> Pages<C> {
    /// Returns the number of the next page, for a later call to continue with. After an error it is the page that
    /// failed; `None` after the last page.
    pub fn next_page(&self) -> Option<i64> {
        self.paging.next()
    }
}

impl<C: Paged> Iterator for Pages<C> {
    type Item = Result<Response<C::Output>, Error<C::Api>>;

    fn next(&mut self) -> Option<Self::Item> {
        let outcome = self.client.core.exchange(self.paging.request()?, None);
        Some(self.paging.outcome::<C>(outcome))
    }
}

/// `next` returns `None` after the last page and after an error.
impl<C: Paged> FusedIterator for Pages<C> {}

/// The items of a list across its pages, from [`Client::items`]. Each page is requested by the `next` that needs it.
#[must_use = "items are requested when they are asked for"]
pub struct Items<C: Paged> {
    pages: Pages<C>,
    page: vec::IntoIter<C::Item>,
}

impl<C: Paged> Items<C> {
    pub(super) fn new(pages: Pages<C>) -> Self {
        Self { pages, page: Vec::new().into_iter() }
    }

    /// Returns the number of the next page, for a later call to continue with, after the remaining items of this page.
    /// After an error it is the page that failed; `None` after the last page.
    pub fn next_page(&self) -> Option<i64> {
        self.pages.next_page()
    }
}

impl<C: Paged> Iterator for Items<C> {
    type Item = Result<C::Item, Error<C::Api>>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(item) = self.page.next() {
                return Some(Ok(item));
            }
            match self.pages.next()? {
                Ok(response) => self.page = C::into_items(response.into_inner()).into_iter(),
                Err(error) => return Some(Err(error)),
            }
        }
    }
}

/// `next` returns `None` after the last item and after an error.
impl<C: Paged> FusedIterator for Items<C> {}

impl<C: Call> std::fmt::Debug for Pages<C> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Pages").field("paging", &self.paging).finish_non_exhaustive()
    }
}

impl<C: Paged> std::fmt::Debug for Items<C> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Items").field("pages", &self.pages).finish_non_exhaustive()
    }
}
