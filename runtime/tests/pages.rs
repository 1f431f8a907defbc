//! Paginated lists with both clients: which pages are requested, and when a list ends.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Waker};

use api_client_runtime::{Bytes, ErrorKind, TransportError, http};
use futures_core::Stream;

use crate::both::block_on;
use crate::memory::{Memory, status};
use crate::shop::{self, ProductId};

const PER_PAGE: i64 = 3;

/// A list of reviews on a server.
#[derive(Debug, Clone, Copy)]
struct Reviews {
    items: i64,
    /// Whether it is too long for the server to count.
    large: bool,
}

impl Reviews {
    fn page(self, number: i64) -> String {
        let first = (number - 1) * PER_PAGE;
        let names: Vec<_> =
            (first..self.items.min(first + PER_PAGE)).map(|review| format!("\"review {review}\"")).collect();
        let pages = if self.large { "null".to_owned() } else { ((self.items + PER_PAGE - 1) / PER_PAGE).to_string() };
        let names = names.join(",");
        format!(r#"{{"reviews":[{names}],"per_page":{PER_PAGE},"total_pages":{pages}}}"#)
    }

    fn server(self) -> Memory {
        Memory::json(move |request, _| self.page(page_of(request)))
    }

    fn names(self) -> Vec<String> {
        (0..self.items).map(|review| format!("review {review}")).collect()
    }
}

/// The page of a request.
fn page_of(request: &http::Request<Bytes>) -> i64 {
    let query = request.uri().query().unwrap();
    query.split('&').find_map(|pair| pair.strip_prefix("page=")).unwrap().parse().unwrap()
}

fn call() -> shop::Reviews {
    shop::reviews(ProductId::new("prod_1"))
}

/// All items and the number of requests, of both clients.
fn all(reviews: Reviews) -> [(Vec<String>, usize); 2] {
    let (first, second) = (reviews.server(), reviews.server());
    let items = block_on(first.client().items(call()).into_vec()).unwrap();
    let blocking = second.blocking().items(call()).collect::<Result<_, _>>().unwrap();
    [(items, first.seen().len()), (blocking, second.seen().len())]
}

#[test]
fn returns_every_item_once_and_in_order() {
    for (items, large, requests) in [
        (0, false, 1),
        (0, true, 1),
        (2, false, 1),
        (2, true, 1),
        // Without a page count, a full page is followed by another request.
        (3, false, 1),
        (3, true, 2),
        (7, false, 3),
        (7, true, 3),
        (9, false, 3),
        (9, true, 4),
    ] {
        let reviews = Reviews { items, large };
        for (found, sent) in all(reviews) {
            assert_eq!((found, sent), (reviews.names(), requests), "{reviews:?}");
        }
    }
}

#[test]
fn pages_are_responses() {
    let server = Reviews { items: 7, large: false }.server();
    let sizes = block_on(async {
        let mut pages = server.client().pages(call());
        let mut sizes = Vec::new();
        while let Some(page) = pages.next().await {
            let page = page.unwrap();
            assert_eq!((page.status().as_u16(), page.total_pages), (200, Some(3)));
            sizes.push(page.reviews.len());
        }
        sizes
    });
    assert_eq!(sizes, [3, 3, 1]);
    let sizes: Vec<_> = server.blocking().pages(call()).map(|page| page.unwrap().reviews.len()).collect();
    assert_eq!(sizes, [3, 3, 1]);
}

#[test]
fn starts_with_the_page_of_the_call() {
    let server = Reviews { items: 7, large: false }.server();
    let mut pages = server.blocking().pages(call().page(2));
    assert_eq!(pages.next_page(), Some(2));
    assert_eq!(pages.next().unwrap().unwrap().reviews[0], "review 3");
    assert_eq!(pages.next_page(), Some(3));
    let items = block_on(server.client().items(&call().page(3)).into_vec()).unwrap();
    assert_eq!(items, ["review 6"]);
}

#[test]
fn a_list_ends_if_its_pages_repeat() {
    // A server that returns empty pages.
    let endless = || Memory::json(|_, _| r#"{"reviews":[],"per_page":3,"total_pages":9000000}"#.to_owned());
    let server = endless();
    assert_eq!(server.blocking().items(call()).count(), 0);
    assert_eq!(server.seen().len(), 1);
    // A server that ignores the page number, and one that starts over after the second page.
    for (pages, period) in [(1, 1), (2, 2)] {
        let items = move |request: &http::Request<Bytes>, _| {
            let number = page_of(request);
            format!(r#"{{"number":{number},"reviews":["{}","b"],"per_page":2,"total_pages":9000000}}"#, number % period)
        };
        let (server, blocking) = (Memory::json(items), Memory::json(items));
        let (client, blocking) = (server.client(), blocking.blocking());
        let mut found = client.pages(call());
        let mut found_blocking = blocking.pages(call());
        for _ in 0..pages {
            assert_eq!(block_on(found.next()).unwrap().unwrap().reviews.len(), 2);
            assert_eq!(found_blocking.next().unwrap().unwrap().reviews.len(), 2);
        }
        for error in [block_on(found.next()).unwrap().unwrap_err(), found_blocking.next().unwrap().unwrap_err()] {
            assert_eq!(error.kind(), ErrorKind::RepeatedPage);
            let text = format!("page {} has the items of an earlier page", pages + 1);
            assert!(error.to_string().ends_with(&text), "{error}");
        }
        assert_eq!((found.next_page(), found_blocking.next_page()), (Some(pages + 1), Some(pages + 1)));
        assert!(block_on(found.next()).is_none() && found_blocking.next().is_none());
    }
    let last = Memory::json(|_, _| r#"{"reviews":["a","b","c"],"per_page":3,"total_pages":null}"#.to_owned());
    assert_eq!(last.blocking().pages(call().page(i64::MAX)).count(), 1);
}

#[test]
fn an_error_ends_the_list_and_keeps_the_next_page() {
    let server = Memory::new(|request, _| match page_of(request) {
        2 => status(500, r#"{"error":{"code":"product_not_found"}}"#),
        number => status(200, Reviews { items: 7, large: false }.page(number)),
    });
    let mut pages = server.blocking().pages(call());
    assert!(pages.next().unwrap().is_ok());
    assert_eq!(pages.next().unwrap().unwrap_err().kind(), ErrorKind::Api);
    assert_eq!((pages.next().is_none(), pages.next_page()), (true, Some(2)));
    block_on(async {
        let mut items = server.client().items(call());
        let mut found = 0;
        let error = loop {
            match items.next().await.unwrap() {
                Ok(_) => found += 1,
                Err(error) => break error,
            }
        };
        assert_eq!((found, error.kind()), (3, ErrorKind::Api));
        assert_eq!((items.next().await.is_none(), items.next_page()), (true, Some(2)));
    });
}

#[test]
fn a_decode_error_ends_the_list() {
    let server = Memory::json(|_, _| "{}".to_owned());
    let mut pages = server.blocking().pages(call());
    assert!(pages.next().unwrap().unwrap_err().is_decode());
    assert!(pages.next().is_none());
    assert!(block_on(server.client().items(call()).into_vec()).unwrap_err().is_decode());
}

#[test]
fn prefetches_one_page() {
    let server = Reviews { items: 12, large: false }.server();
    block_on(async {
        let mut pages = server.client().pages(call());
        assert_eq!(server.seen().len(), 0, "no request before the first poll");
        for sent in [2, 3, 4, 4] {
            pages.next().await.unwrap().unwrap();
            assert_eq!(server.seen().len(), sent);
        }
        assert!(pages.next().await.is_none());
    });
    assert_eq!(server.most_in_flight(), 1);
}

#[test]
fn prefetches_a_page_after_half_of_the_items() {
    let server = Reviews { items: 12, large: false }.server();
    block_on(async {
        let mut items = server.client().items(call());
        for sent in [1, 2, 2, 2, 3, 3, 3, 4, 4, 4, 4, 4] {
            items.next().await.unwrap().unwrap();
            assert_eq!(server.seen().len(), sent);
        }
        assert!(items.next().await.is_none());
    });
    let server = Reviews { items: 12, large: false }.server();
    server.blocking().items(call()).take(3).for_each(|item| drop(item.unwrap()));
    assert_eq!(server.seen().len(), 1);
}

#[test]
fn retries_a_failed_prefetch() {
    let sent = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&sent);
    let server = Memory::new(move |request, _| {
        if page_of(request) == 2 && count.fetch_add(1, Ordering::SeqCst) == 0 {
            return Err(TransportError::timeout());
        }
        status(200, Reviews { items: 7, large: false }.page(page_of(request)))
    });
    let items = block_on(server.client().items(call()).into_vec()).unwrap();
    assert_eq!((items.len(), sent.load(Ordering::SeqCst)), (7, 2));
}

#[test]
fn lists_are_streams() {
    let server = Reviews { items: 7, large: false }.server();
    let client = server.client();
    block_on(async {
        let mut pages = pin!(client.pages(call()));
        let mut items = pin!(client.items(call()));
        assert_eq!(poll_fn(|context| pages.as_mut().poll_next(context)).await.unwrap().unwrap().reviews.len(), 3);
        assert_eq!(poll_fn(|context| items.as_mut().poll_next(context)).await.unwrap().unwrap(), "review 0");
    });
}

#[test]
fn a_dropped_call_can_be_continued() {
    let server = Reviews { items: 7, large: false }.server();
    block_on(async {
        let mut pages = server.client().pages(call());
        // The request is in flight when `next` is dropped.
        let mut context = Context::from_waker(Waker::noop());
        assert!(pin!(pages.next()).poll(&mut context).is_pending());
        assert_eq!(pages.next().await.unwrap().unwrap().reviews[0], "review 0");
        assert_eq!(server.seen().iter().filter(|line| line.ends_with("page=1")).count(), 1);
    });
}
