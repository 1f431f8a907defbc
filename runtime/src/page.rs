//! Lists that come page by page: what a call has to say so that a client can go through all of them.

use crate::Call;

/// A call whose answer is one page of a list.
///
/// A client goes through all pages with `pages`, and through the items of all pages with `items`; both begin with the page
/// that the call asks for, or else with the first.
///
/// The server cuts the list anew for each page. What is created or deleted meanwhile moves the items behind it: one that
/// moves towards the front can be missed, and one that moves towards the end can come twice. Who needs each item exactly
/// once compares their ids, and asks again where it matters.
///
/// A page with exactly the items of an earlier one is an error of the kind
/// [`RepeatedPage`](crate::ErrorKind::RepeatedPage), as the list could go on for ever.
pub trait Paged: Call {
    /// What the list is of.
    type Item;

    /// The argument that chooses a page; the first page is 1.
    const PAGE: &'static str;

    /// The key of the items in a response.
    const ITEMS: &'static str;

    /// Where in its list an answer stands.
    fn page(output: &Self::Output) -> Page;

    /// The items of an answer.
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

/// What an answer says of the page that it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// How many items it has.
    pub items: usize,
    /// How many a full page has, where the answer says so.
    pub per_page: Option<i64>,
    /// How many pages there are, where the answer says so: a server does not count a list that is too long.
    pub total_pages: Option<i64>,
}
