//! Lists that come in pages: what a client has to know of a call to go through all of them.

use crate::request::Call;

/// A call whose response is one page of a list.
///
/// A client's `pages` goes through all pages, and `items` through the items of all pages. Both start with the page that
/// the call requests, or with the first one.
///
/// The server computes each page when it is requested. Items that are created or deleted meanwhile move the items after
/// them: an item that moves towards the front can be missed, and one that moves towards the end can come twice. If you
/// need each item exactly once, compare their ids.
///
/// A page with the same items as an earlier one is an error of the kind
/// [`RepeatedPage`](crate::ErrorKind::RepeatedPage), as the list might never end.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a list in pages; send it with `client.send`",
    label = "has no pages",
    note = "`pages` and `items` take lists whose docs say that they come in pages"
)]
pub trait Paged: Call {
    /// The type of an item.
    type Item;

    /// The name of the argument with the number of the page. The first page is 1.
    const PAGE: &'static str;

    /// The key of the items in a response.
    const ITEMS: &'static str;

    /// Returns the position of a response in its list.
    fn page(output: &Self::Output) -> Page;

    /// Returns the items of a response.
    fn into_items(output: Self::Output) -> Vec<Self::Item>;
}

impl<C: Paged + Clone> Paged for &C {
    type Item = C::Item;

    const PAGE: &'static str = C::PAGE;

    const ITEMS: &'static str = C::ITEMS;

    fn page(output: &Self::Output) -> Page {
        C::page(output)
    }

    fn into_items(output: Self::Output) -> Vec<Self::Item> {
        C::into_items(output)
    }
}

/// What a response says of its page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// The number of items in the page.
    pub items: usize,
    /// The number of items in a full page; `None` if the response does not say.
    pub per_page: Option<i64>,
    /// The number of pages; `None` if the response does not say, as for a list that is too long to be counted.
    pub total_pages: Option<i64>,
}
