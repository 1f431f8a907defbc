//! The pages of a list: which one to ask for next, and when there is none.

use std::collections::HashSet;
use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};

use super::{Answer, Failure, decode};
use crate::failure::Cause;
use crate::{DecodeError, Error, Page, Paged, Reader, Request, Response, Value};

/// The pages of a list, one after the other: which one to ask for next. It does no I/O.
#[derive(Debug, Clone)]
pub struct Paging {
    request: Request,
    argument: &'static str,
    /// The page to ask for; none once the last one has come.
    next: Option<i64>,
    /// Whether the last answer was an error, at which a list ends.
    broken: bool,
    /// Hashes of the items of each page so far.
    seen: HashSet<u64>,
}

impl Paging {
    /// The pages of `call`, from the one on that it asks for.
    pub fn new<C: Paged>(call: C) -> Self {
        Self::of(call.into_request(), C::PAGE)
    }

    fn of(request: Request, argument: &'static str) -> Self {
        let first = match request.arguments().get(argument) {
            Some(Value::Integer(page)) => *page,
            _ => 1,
        };
        Self { request, argument, next: Some(first), broken: false, seen: HashSet::new() }
    }

    /// The number of the page that comes next: after an error, of the one that could not be had. `None` after the last.
    pub fn next(&self) -> Option<i64> {
        self.next
    }

    /// The request of the page that comes next, if one does.
    pub fn request(&self) -> Option<Request> {
        let page = self.next.filter(|_| !self.broken)?;
        Some(self.request.clone().with(self.argument, page))
    }

    /// The page that came of the request, which is one of `C`.
    ///
    /// # Errors
    ///
    /// Where there is no answer, it cannot be read, or it has the items of an earlier page. The list then ends.
    pub fn outcome<C: Paged>(
        &mut self,
        outcome: Result<Answer, Box<Failure>>,
    ) -> Result<Response<C::Output>, Error<C::Api>> {
        let items = outcome.as_ref().ok().and_then(|answer| hash(&answer.body, C::ITEMS));
        let found = outcome.and_then(|answer| decode::<C::Output>(C::OPERATION, answer));
        let found = found.and_then(|response| match self.is_repeated(C::page(&response), items) {
            false => Ok(response),
            true => {
                let cause = Cause::RepeatedPage { page: self.next.unwrap_or_default() };
                Err(Box::new(Failure::new(C::OPERATION, cause, Some(response.into_answer()))))
            }
        });
        match &found {
            Ok(answer) => self.answered(C::page(answer)),
            Err(_) => self.broken = true,
        }
        found.map_err(Error::from)
    }

    /// Whether there was a page before with the items of `page`, of which this is the [hash].
    fn is_repeated(&mut self, page: Page, items: Option<u64>) -> bool {
        page.items > 0 && items.is_some_and(|items| !self.seen.insert(items))
    }

    fn answered(&mut self, page: Page) {
        self.next = self.next.filter(|number| !is_last(page, *number)).and_then(|number| number.checked_add(1));
    }
}

/// A hash of the text under the key `items` of the object in `body`, if it is one.
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

/// Whether no page comes after `page`, which is the one with that number.
fn is_last(page: Page, number: i64) -> bool {
    let is_short = |full: i64| usize::try_from(full).is_ok_and(|full| page.items < full);
    // An empty page is the last one whatever the server counts, so that no list goes on for ever.
    page.items == 0
        || match page.total_pages {
            Some(pages) => number >= pages,
            None => page.per_page.is_some_and(is_short),
        }
}
