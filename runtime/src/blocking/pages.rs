//! Lists, page by page and item by item, for the blocking client.

use std::iter::FusedIterator;
use std::vec;

use super::Client;
use crate::exchange::Paging;
use crate::{Api, Call, Error, Paged, Response};

impl<A: Api> Client<A> {
    /// The pages of a list, from the one on that `call` asks for. Each is fetched when it is asked for. See [`Paged`] for
    /// what becomes of items that come or go meanwhile.
    ///
    /// An error ends the list; [`next_page`](Pages::next_page) then says from where to go on.
    pub fn pages<C: Paged<Api = A>>(&self, call: C) -> Pages<C> {
        Pages { client: self.clone(), paging: Paging::new(call) }
    }

    /// The items of all pages of a list, from the page on that `call` asks for. Where the call says how large a page is,
    /// larger ones make fewer requests. See [`Paged`] for what becomes of items that come or go meanwhile.
    pub fn items<C: Paged<Api = A>>(&self, call: C) -> Items<C> {
        Items { pages: self.pages(call), page: Vec::new().into_iter() }
    }
}

/// The pages of a list. It asks for nothing until somebody asks it.
#[must_use = "pages are fetched when they are asked for"]
pub struct Pages<C: Call> {
    client: Client<C::Api>,
    paging: Paging,
}

impl<C: Paged> Pages<C> {
    /// The number of the page that comes next, for a later call to go on with. After an error it is the page that could not
    /// be had; after the last page there is none.
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

/// After the last page, and after an error, comes nothing any more.
impl<C: Paged> FusedIterator for Pages<C> {}

/// The items of a list, whatever page they are on. It asks for nothing until somebody asks it.
#[must_use = "items are fetched when they are asked for"]
pub struct Items<C: Paged> {
    pages: Pages<C>,
    page: vec::IntoIter<C::Item>,
}

impl<C: Paged> Items<C> {
    /// The number of the page that comes next, for a later call to go on with; the rest of this page is not on it. After an
    /// error it is the page that could not be had; after the last page there is none.
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

/// After the last item, and after an error, comes nothing any more.
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
