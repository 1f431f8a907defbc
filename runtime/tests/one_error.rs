//! One error for everything that both clients do: `?` converts the errors of a builder and of a wait into it.

use std::error::Error as _;
use std::time::Duration;

use api_client_runtime::{
    BuildError, Client, ErrorKind, FailedWait, IntoWait, Wait, WaitError, WaitErrorKind, Waiter, blocking,
};

use crate::both::block_on;
use crate::memory::{Memory, status};
use crate::shop::{self, Error, ErrorCode, Get, KETTLE, Product, ProductId, Shop};

static UNTIL_DELIVERED: Waiter<Product> = Waiter {
    name: "products::until_delivered",
    status: |product| product.description.as_deref(),
    progress: |_| None,
    number: |_| None,
    done: &["delivered"],
    failed: &["lost"],
    gone: None,
    pending_errors: &[],
    safe: false,
    deadline: 600,
    tolerance: 0,
};

fn until_delivered() -> Wait<Get> {
    Wait::until(shop::get(ProductId::new("prod_1")), &UNTIL_DELIVERED).deadline(Duration::ZERO)
}

/// A server with a product in this status, and its reviews.
fn shop(state: &'static str) -> Memory {
    Memory::json(move |request, _| match request.uri().path().ends_with("reviews") {
        true => r#"{"reviews":["a","b"],"per_page":10,"total_pages":1}"#.to_owned(),
        false => KETTLE.replace(r#""description":null"#, &format!(r#""description":"{state}""#)),
    })
}

/// A program that returns the one error from everything.
async fn program(server: &Memory) -> Result<usize, Error> {
    let client = Client::<Shop>::builder().from_env()?.transport(server.clone()).build()?;
    let product = client.send(shop::get(ProductId::new("prod_1"))).await?;
    let mut count = client.items(shop::reviews(&product.id)).into_vec().await?.len();
    let mut pages = client.pages(shop::reviews(&product.id));
    while let Some(page) = pages.next().await {
        count += page?.reviews.len();
    }
    client.wait(until_delivered()).await?;
    Ok(count)
}

/// The same with the blocking client.
fn blocking_program(server: &Memory) -> Result<usize, Error> {
    let client = blocking::Client::<Shop>::builder().from_env()?.transport(server.clone()).build()?;
    let product = client.send(shop::get(ProductId::new("prod_1")))?;
    let mut count = client.items(shop::reviews(&product.id)).collect::<Result<Vec<_>, _>>()?.len();
    for page in client.pages(shop::reviews(&product.id)) {
        count += page?.reviews.len();
    }
    client.wait(until_delivered())?;
    Ok(count)
}

fn both(server: &Memory) -> [Result<usize, Error>; 2] {
    [block_on(program(server)), blocking_program(server)]
}

/// The errors of a wait, with what `wait` returned and converted.
fn waits<W: IntoWait<Call = Get>>(server: &Memory, wait: impl Fn() -> W) -> Vec<(String, Error)> {
    let failed: [WaitError<Get>; 2] =
        [block_on(server.client().wait(wait())).err().unwrap(), server.blocking().wait(wait()).err().unwrap()];
    failed.into_iter().map(|failed| (failed.to_string(), failed.into())).collect()
}

/// A message without the time, which differs.
fn without_time(message: &str) -> String {
    let (before, after) = message.split_once(" after ").unwrap();
    format!("{before} after {}", after.split_once(": ").map_or("", |(_, rest)| rest))
}

#[test]
fn question_marks_return_one_error_from_everything() {
    for result in both(&shop("delivered")) {
        assert_eq!(result.unwrap(), 4);
    }
    let missing = Memory::new(|_, _| status(404, r#"{"code":"product_not_found"}"#));
    for result in both(&missing) {
        assert_eq!(result.unwrap_err().code(), Some(ErrorCode::ProductNotFound));
    }
    for result in both(&shop("lost")) {
        assert_eq!(result.unwrap_err().kind(), ErrorKind::WaitFailed);
    }
}

#[test]
fn a_failed_wait_keeps_its_status_and_response() {
    for (shown, error) in waits(&shop("lost"), until_delivered) {
        assert_eq!(error.to_string(), shown);
        assert_eq!(without_time(&shown), "products::until_delivered failed after the status is `lost`");
        assert_eq!((error.kind(), error.is_timeout()), (ErrorKind::WaitFailed, false));
        assert_eq!(error.operation().unwrap().name, "products::get");
        assert_eq!(error.status().unwrap(), 200);
        assert!(error.body().unwrap().starts_with(b"{\"id\":\"prod_1\""));
        assert!(error.attempts().is_empty() && error.source().is_none() && error.code().is_none());
        let wait = error.wait().unwrap();
        assert_eq!((wait.kind(), wait.waiter()), (WaitErrorKind::Failed, "products::until_delivered"));
        assert_eq!((wait.status(), wait.polls()), (Some("lost"), 1));
        assert_eq!(error.elapsed(), wait.elapsed());
        assert_eq!(wait.response::<Product>().unwrap().name, "Kettle");
        assert!(wait.response::<String>().is_none());
        let debug = format!("{error:?}");
        assert!(
            debug.starts_with("Error { operation: \"products::get\", kind: WaitFailed, wait: FailedWait {"),
            "{debug}"
        );
        assert!(!debug.contains("4711"), "{debug}");
    }
}

#[test]
fn a_wait_that_reaches_its_deadline_is_a_timeout() {
    for (shown, error) in waits(&shop("on its way"), until_delivered) {
        assert_eq!(error.to_string(), shown);
        assert_eq!(without_time(&shown), "products::until_delivered timed out after the status is `on its way`");
        assert_eq!((error.kind(), error.is_timeout()), (ErrorKind::WaitDeadline, true));
        assert_eq!(error.wait().map(FailedWait::kind), Some(WaitErrorKind::Deadline));
    }
}

#[test]
fn a_failed_poll_is_the_error_of_its_call() {
    let server = Memory::new(|_, _| status(404, r#"{"code":"product_not_found","description":"No."}"#));
    for (shown, error) in waits(&server, until_delivered) {
        assert_eq!(error.to_string(), shown);
        assert_eq!(
            without_time(&shown),
            "products::until_delivered failed after products::get failed: 404 Not Found, product_not_found: No."
        );
        assert_eq!((error.kind(), error.code()), (ErrorKind::Api, Some(ErrorCode::ProductNotFound)));
        assert_eq!((error.status().unwrap().as_u16(), error.attempts().len()), (404, 1));
        let wait = error.wait().unwrap();
        assert_eq!((wait.kind(), wait.polls()), (WaitErrorKind::Call, 1));
        assert!(wait.response::<Product>().is_none());
    }
}

#[test]
fn the_source_of_a_wait_error_is_the_error_of_its_poll() {
    let server = Memory::new(|_, _| status(404, r#"{"code":"product_not_found"}"#));
    let error = server.blocking().wait(until_delivered()).unwrap_err();
    let source: &Error = error.source().unwrap().downcast_ref().unwrap();
    assert_eq!(source.code(), Some(ErrorCode::ProductNotFound));
}

#[test]
fn a_client_that_cannot_be_built_is_an_error_too() {
    fn build(token: &str) -> Result<blocking::Client<Shop>, Error> {
        Ok(blocking::Client::builder().token(token).transport(shop("delivered")).build()?)
    }
    assert!(build("4711").is_ok());
    let error = build("47\n11").unwrap_err();
    assert_eq!(
        error.to_string(),
        "the client cannot be built: the token is empty or contains characters that a header cannot have"
    );
    assert_eq!(format!("{error:?}"), "Error { kind: Build, cause: Token, .. }");
    assert_eq!((error.kind(), error.operation(), error.status()), (ErrorKind::Build, None, None));
    assert!(matches!(error.build_error(), Some(BuildError::Token)));
    assert!(error.source().unwrap().is::<BuildError>());
    assert!(error.attempts().is_empty() && error.wait().is_none() && error.elapsed().is_zero());
}
