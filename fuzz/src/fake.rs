//! The target of the fake: requests to a new cloud.

use std::time::Duration;

use katapult_api::{Bytes, http, registry::OPERATIONS};
use katapult_fake::{Cloud, Outcome, TOKEN, spec::spec};

/// Sends requests to a cloud. A line `METHOD TARGET` is a request, the line after it is the body, and a line `WAIT SECONDS`
/// advances the clock. `@KIND` is the ID of the latest object of that kind.
///
/// A response must decode, an error must be one of the operation's, and the server must not fail.
pub fn fake(input: &[u8]) {
    let cloud = Cloud::start();
    let text = String::from_utf8_lossy(input);
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        let Some((method, target)) = line.split_once(' ') else { continue };
        if method == "WAIT" {
            let seconds = target.parse().unwrap_or_default();
            cloud.clock().advance(Duration::from_secs(u64::from(u32::min(seconds, 1 << 24))));
            continue;
        }
        let is_body = |line: &&str| !line.starts_with(|first: char| first.is_ascii_uppercase());
        let body = lines.next_if(is_body).unwrap_or_default();
        let request = http::Request::builder()
            .method(method)
            .uri(with_ids(&cloud, target))
            .header("authorization", format!("Bearer {TOKEN}"))
            .header("content-type", "application/json")
            .body(Bytes::from(with_ids(&cloud, body)));
        if let Ok(request) = request {
            respond(&cloud, &request);
        }
    }
}

fn with_ids(cloud: &Cloud, text: &str) -> String {
    let mut pieces = text.split('@');
    let mut whole = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let end = piece.find(|letter: char| !letter.is_ascii_alphabetic()).unwrap_or(piece.len());
        let (kind, rest) = piece.split_at(end);
        whole.push_str(&cloud.with_store(|store| {
            let latest = store.all(kind).last().map(|handle| store.get(*handle).id().to_owned());
            latest.unwrap_or_else(|| kind.to_owned())
        }));
        whole.push_str(rest);
    }
    whole
}

fn respond(cloud: &Cloud, request: &http::Request<Bytes>) {
    let exchange = cloud.respond(request);
    let Outcome::Response(response) = exchange.outcome else { panic!("{request:?}: {:?}", exchange.outcome) };
    let name = exchange.operation.map_or("no operation", |operation| operation.name);
    let shown = || format!("{name}: {request:?}: {response:?}");
    if response.status().is_success() {
        let entry =
            OPERATIONS.iter().find(|entry| entry.operation().name == name).unwrap_or_else(|| panic!("{}", shown()));
        if let Err(error) = entry.decode(response.body()) {
            panic!("{error}: {}", shown());
        }
        return;
    }
    let body: serde_json::Value = serde_json::from_slice(response.body()).unwrap_or_else(|_| panic!("{}", shown()));
    let code = body["error"]["code"].as_str().unwrap_or_default();
    let known = exchange.operation.map(|operation| operation.errors.contains(&code));
    assert!(known.unwrap_or(code == "route_not_found"), "{}", shown());
    let expected = spec().error(code).map(|error| error.status);
    assert_eq!(expected, Some(response.status().as_u16()), "{}", shown());
    assert!(!["unhandled_exception", "generic_runtime_error"].contains(&code), "{}", shown());
}
