//! The pages of a list: which one to request next, and when there is none.

use std::collections::HashSet;
use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};

use super::classify::Exchange;
use super::{Page, Paged, decode};
use crate::request::Request;
use crate::response::{Cause, Error, Failure, Response};
use crate::wire::{DecodeError, Reader, Value};

/// The pages of a list, in order. It does no I/O.
#[derive(Debug, Clone)]
pub struct Paging {
    request: Request,
    argument: &'static str,
    /// The page to request; `None` after the last one.
    next: Option<i64>,
    /// Whether the last page failed, which ends the list.
    failed: bool,
    /// Hashes of the items of each page so far.
    seen: HashSet<u64>,
}

impl Paging {
    /// The pages of `call`, starting with the one that it requests.
    pub fn new<C: Paged>(call: C) -> Self {
        Self::of(call.into_request(), C::PAGE)
    }

    fn of(request: Request, argument: &'static str) -> Self {
        let first = match request.arguments().get(argument) {
            Some(Value::Integer(page)) => *page,
            _ => 1,
        };
        Self { request, argument, next: Some(first), failed: false, seen: HashSet::new() }
    }

    /// The number of the next page; after an error, of the page that failed. `None` after the last page.
    pub fn next(&self) -> Option<i64> {
        self.next
    }

    /// The request of the next page; `None` after the last page and after an error.
    pub fn request(&self) -> Option<Request> {
        let page = self.next.filter(|_| !self.failed)?;
        Some(self.request.clone().with(self.argument, page))
    }

    /// The page, from the outcome of its request.
    ///
    /// # Errors
    ///
    /// If the request failed, the page cannot be decoded, or it has the items of an earlier page. The list ends then.
    pub fn outcome<C: Paged>(
        &mut self,
        outcome: Result<Exchange, Box<Failure>>,
    ) -> Result<Response<C::Output>, Error<C::Api>> {
        let page = outcome.and_then(|exchange| self.decode::<C>(exchange));
        match &page {
            Ok(response) => self.advance(C::page(response)),
            Err(_) => self.failed = true,
        }
        page.map_err(Error::from)
    }

    fn decode<C: Paged>(&mut self, exchange: Exchange) -> Result<Response<C::Output>, Box<Failure>> {
        let items = hash(&exchange.response.body, C::ITEMS);
        let attempts = exchange.attempts.clone();
        let response = decode::<C::Output>(C::OPERATION, exchange)?;
        if self.is_repeated(C::page(&response), items) {
            let cause = Cause::RepeatedPage { page: self.next.unwrap_or_default() };
            return Err(Box::new(Failure::new(C::OPERATION, cause, Some(response.into_raw()), attempts)));
        }
        Ok(response)
    }

    /// Whether an earlier page had the items of `page`, of which this is the [hash].
    fn is_repeated(&mut self, page: Page, items: Option<u64>) -> bool {
        page.items > 0 && items.is_some_and(|items| !self.seen.insert(items))
    }

    fn advance(&mut self, page: Page) {
        self.next = self.next.filter(|number| !is_last(page, *number)).and_then(|number| number.checked_add(1));
    }
}

/// A hash of the text under the key `items` of the object in `body`; `None` if there is no such object or key.
fn hash(body: &[u8], items: &str) -> Option<u64> {
    let find = || -> Result<Option<u64>, DecodeError> {
        let mut json = Reader::new(body);
        let mut next = json.object()?;
        while let Some(key) = next {
            let is_items = key == items;
            let start = json.offset();
            json.skip()?;
            if is_items {
                let text = body.get(start..json.offset());
                return Ok(text.map(|text| BuildHasherDefault::<DefaultHasher>::new().hash_one(text)));
            }
            next = json.next_key()?;
        }
        Ok(None)
    };
    find().ok().flatten()
}

/// Whether `page`, which has that number, is the last one.
fn is_last(page: Page, number: i64) -> bool {
    let is_short = |full: i64| usize::try_from(full).is_ok_and(|full| page.items < full);
    // An empty page is the last one whatever the server counts, so that every list ends.
    page.items == 0
        || match page.total_pages {
            Some(pages) => number >= pages,
            None => page.per_page.is_some_and(is_short),
        }
}
