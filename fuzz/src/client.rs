//! Targets of the client, without a network: responses, errors, requests.

use katapult_api::{
    Error, Katapult,
    registry::{Entry, OPERATIONS},
    runtime::{
        Api, Bytes, ContentType, Request, Value,
        exchange::{self, Target},
        http::{self, HeaderValue},
    },
};

/// The operation that the first two bytes select, and the rest of the input.
fn chosen(input: &[u8]) -> Option<(&'static Entry, &[u8])> {
    let (&[first, second], rest) = input.split_first_chunk()?;
    let index = usize::from(u16::from_be_bytes([first, second])) % OPERATIONS.len();
    Some((&OPERATIONS[index], rest))
}

/// Decodes a body as the response of an operation. Serializing the value and decoding it again must not change
/// it.
pub fn decode(input: &[u8]) {
    let Some((entry, body)) = chosen(input) else { return };
    match entry.decode(body) {
        Ok(decoded) if entry.expects() == ContentType::Json => {
            let Ok(first) = decoded.to_json_with_secrets() else { return };
            let again = entry.decode(first.as_str().as_bytes());
            let again = again.unwrap_or_else(|error| panic!("{}: {error}: {first:?}", entry.operation().name));
            assert_eq!(again.to_json_with_secrets().ok(), Some(first), "{}", entry.operation().name);
        }
        Ok(_) => {}
        Err(error) => {
            let _ = (error.to_string(), error.path(body));
        }
    }
}

/// Decodes an error response: one byte for the status, and the body.
pub fn errors(input: &[u8]) {
    let Some((entry, rest)) = chosen(input) else { return };
    let Some((&status, body)) = rest.split_first() else { return };
    let response = http::Response::builder()
        .status(u16::from(status) % 500 + 100)
        .header("content-type", "application/json")
        .header(
            "x-request-id",
            HeaderValue::from_bytes(&body[..body.len().min(40)]).unwrap_or(HeaderValue::from_static("1")),
        )
        .body(Bytes::copy_from_slice(body))
        .unwrap_or_default();
    let classified = exchange::classify(entry.operation(), Katapult::DESCRIPTION, Ok(response));
    if let Err(failure) = classified {
        let error: Error = failure.into();
        let _ = (error.code(), error.detail(), error.kind(), error.request_id(), error.attempts().len());
        assert!(!format!("{error} {error:?} {error:#?}").is_empty());
    }
}

/// Encodes a request with arguments from the input. Its URL must keep its host and the number of its path segments.
pub fn requests(input: &[u8]) {
    let Some((entry, rest)) = chosen(input) else { return };
    let operation = entry.operation();
    let mut pieces = rest.split(|byte| *byte == 0).map(|piece| String::from_utf8_lossy(piece).into_owned());
    let mut request = Request::new(operation);
    for segment in operation.path.split('/').filter_map(|segment| segment.strip_prefix('{')?.strip_suffix('}')) {
        request.set(segment.to_owned(), pieces.next().unwrap_or_default());
    }
    while let Some(name) = pieces.next() {
        let value = pieces.next().unwrap_or_default();
        let value = match name.len() % 4 {
            0 => Value::list([value, name.clone()]),
            1 => Value::object([("id", value.into()), ("of", Value::Null)]),
            2 => Value::list([Value::object([("key", value.into())])]),
            _ => value.into(),
        };
        request.set(name, value);
    }
    let target = Target {
        url: "https://api.katapult.test".into(),
        authorization: Some(HeaderValue::from_static("Bearer 4711")),
        user_agent: HeaderValue::from_static("fuzz"),
    };
    let text = request.to_text();
    let Ok(message) = exchange::encode(&request, &target) else { return };
    let uri = message.uri();
    assert_eq!(uri.authority().map(|authority| authority.as_str()), Some("api.katapult.test"), "{uri}");
    assert_eq!(uri.path().split('/').count(), operation.path.split('/').count(), "{uri}");
    assert!(uri.path().split('/').all(|segment| segment != ".."), "{uri}");
    assert!(text.is_ok(), "{text:?}");
}
