//! Decoding takes at most 16 times the size of the body plus 1 MiB, for any body. The tests have their own process, because
//! they measure the memory of the whole process.
#![allow(clippy::unwrap_used, clippy::panic)] // A test fails by panicking.

mod shop;

use std::sync::{Mutex, MutexGuard, PoisonError};

use api_client_runtime::{
    Api, Bytes, Call, Decode, DecodeError, ErrorKind, Json, ListOrOne, Reader, Secret, exchange, http,
};
use peak_alloc::PeakAlloc;
use shop::{Error, ErrorCode, Part, Shop};

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// Locks out other tests, whose allocations would be measured too.
fn alone() -> MutexGuard<'static, ()> {
    static ALONE: Mutex<()> = Mutex::new(());
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Runs `decode`, and returns its peak memory and its result.
fn peak<T>(decode: impl FnOnce() -> T) -> (usize, T) {
    MEMORY.reset_peak_usage();
    let before = MEMORY.current_usage();
    let value = decode();
    (MEMORY.peak_usage().saturating_sub(before), value)
}

/// Decodes `body` within the limit. Returns whether it is rejected as too large.
#[track_caller]
fn is_rejected<T: Decode>(body: &str) -> bool {
    let (peak, decoded) = peak(|| T::from_body(body.as_bytes()));
    let bound = 16 * body.len() + (1 << 20);
    assert!(peak <= bound, "{peak} bytes for {} of body, {bound} at most", body.len());
    match decoded {
        Ok(_) => false,
        Err(error) if error.is_too_large() => true,
        Err(error) => panic!("{error} at {}", error.path(body.as_bytes())),
    }
}

/// A list of `count` times `item`.
fn list(item: &str, count: usize) -> String {
    format!("[{}{item}]", format!("{item},").repeat(count - 1))
}

/// A struct with only optional fields, as large as that of a virtual machine.
#[derive(Debug)]
struct Wide {
    _fields: [Option<f64>; 60],
    parts: Option<Vec<Wide>>,
    one: ListOrOne<Option<Vec<Wide>>>,
    boxed: Option<Box<Wide>>,
}

impl Decode for Wide {
    fn placeholder() -> Self {
        Self { _fields: [None; 60], parts: None, one: ListOrOne(None), boxed: None }
    }

    fn decode_into(&mut self, json: &mut Reader<'_>) -> Result<(), DecodeError> {
        json.read_object(&["parts", "one", "boxed"], &mut [&mut self.parts, &mut self.one, &mut self.boxed])
    }
}

/// Nested lists.
struct Nest(#[allow(dead_code)] Vec<Nest>);

impl Decode for Nest {
    fn placeholder() -> Self {
        Self(Vec::new())
    }

    fn decode_into(&mut self, json: &mut Reader<'_>) -> Result<(), DecodeError> {
        self.0.decode_into(json)
    }
}

#[test]
fn rejects_values_that_are_far_larger_than_their_text() {
    let _alone = alone();
    assert!(is_rejected::<Vec<Wide>>(&list("{}", 100_000)));
    assert!(is_rejected::<Vec<Box<Wide>>>(&list("{}", 100_000)));
    assert!(is_rejected::<Vec<Option<Wide>>>(&list("null", 100_000)));
    assert!(is_rejected::<Vec<Wide>>(&list(r#"{"parts":[{}]}"#, 50_000)));
    assert!(is_rejected::<Vec<Wide>>(&list(r#"{"one":{}}"#, 50_000)));
    assert!(is_rejected::<Vec<Wide>>(&list(r#"{"boxed":{}}"#, 50_000)));
    assert!(is_rejected::<Wide>(&format!(r#"{{"one":{}}}"#, list("{}", 100_000))));
    assert!(is_rejected::<Wide>(&format!("{{{}\"x\":1}}", r#""parts":[{}],"#.repeat(50_000))));
    assert!(is_rejected::<Vec<Vec<Wide>>>(&list("[{}]", 50_000)));
    assert!(is_rejected::<Vec<String>>(&list(r#""""#, 300_000)));
    assert!(is_rejected::<Vec<Nest>>(&list("[[[[]]]]", 100_000)));
    assert!(is_rejected::<Vec<Json>>(&list("1", 500_000)));
    assert!(is_rejected::<Vec<ErrorCode>>(&list(r#""a""#, 300_000)));
}

#[test]
fn decodes_typical_values() {
    let _alone = alone();
    for count in [1, 1_000, 131_073] {
        assert!(!is_rejected::<Vec<String>>(&list(r#""vm_CxR8lzTsvAYkJsEq""#, count)));
        assert!(!is_rejected::<Vec<String>>(&list(r#""web01""#, count)));
        assert!(!is_rejected::<Vec<Secret>>(&list(r#""10.20.30.40""#, count)));
        assert!(!is_rejected::<Vec<i64>>(&list("17", count)));
        assert!(!is_rejected::<Vec<ErrorCode>>(&list(r#""heavy""#, count)));
        assert!(!is_rejected::<Vec<Part>>(&list(r#"{"type":"Gizmo","value":{"id":"giz_1","size":1}}"#, count)));
    }
    // 1 MiB is permitted for any body.
    assert!(!is_rejected::<Vec<Wide>>(&list("{}", 500)));
}

#[test]
fn large_strings_are_not_rejected() {
    let _alone = alone();
    let plain = "é".repeat(1_000_000);
    let escaped = r"\n\u00fc".repeat(500_000);
    let first = format!("\\n{plain}");
    for text in [plain, escaped, first] {
        let string = format!("\"{text}\"");
        assert!(!is_rejected::<String>(&string));
        assert!(!is_rejected::<Secret>(&string));
        assert!(!is_rejected::<ErrorCode>(&string));
        assert!(!is_rejected::<Json>(&string));
        assert!(!is_rejected::<Part>(&format!(r#"{{"value":{string},"type":{string}}}"#)));
        assert!(!is_rejected::<Wide>(&format!("{{{string}:{string}}}")));
    }
}

#[test]
fn skipped_values_take_no_memory() {
    let _alone = alone();
    let unknown = list(r#"{"a":["b\n",{"c":1.5}]}"#, 100_000);
    let body = format!(r#"{{"unknown":{unknown},"other":{unknown}}}"#);
    let (peak, decoded) = peak(|| Wide::from_body(body.as_bytes()).is_ok());
    assert!(decoded && peak < 10_000, "{peak} bytes");
}

#[test]
fn an_error_has_the_path_and_the_body() {
    let _alone = alone();
    let operation = shop::list().into_request().operation();
    let body = Bytes::from(list("{}", 100_000));
    let response = exchange::classify(operation, Shop::DESCRIPTION, Ok(http::Response::new(body.clone()))).unwrap();
    let error: Error = exchange::decode::<Vec<Wide>>(operation, response).map(drop).unwrap_err().into();
    assert_eq!(error.kind(), ErrorKind::Body);
    assert!(error.is_too_large() && error.is_decode() && !error.is_truncated());
    assert_eq!(error.body(), Some(&body));
    assert_eq!(
        error.to_string(),
        "products::list failed: 200 OK, cannot decode the body at `[2048]`: the response needs more memory \
         than 4648588 bytes at byte 6145"
    );
}

#[test]
fn an_api_error_with_a_large_detail_keeps_its_code() {
    let _alone = alone();
    let operation = shop::list().into_request().operation();
    let detail = list("{}", 500_000);
    let body = format!(r#"{{"code":"sold_out","description":{detail},"detail":{detail}}}"#);
    let length = body.len();
    let response = http::Response::builder().status(404).body(Bytes::from(body)).unwrap();
    let (peak, error) =
        peak(|| Error::from(exchange::classify(operation, Shop::DESCRIPTION, Ok(response)).unwrap_err()));
    assert!(peak < 16 * length + (1 << 20), "{peak} bytes for {length}");
    assert_eq!((error.kind(), error.code()), (ErrorKind::Api, Some(ErrorCode::SoldOut)));
}
