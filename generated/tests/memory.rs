//! Decoding the responses of every operation takes at most 16 times the size of the body plus 1 MiB, for any body. The
//! test has its own process, because it measures the memory of the whole process.
#![allow(clippy::unwrap_used, clippy::panic)] // A test fails by panicking.

mod responses;

use generator::ir::{Shape, Struct, TypeRef};
use katapult_api::{registry::Entry, runtime::DecodeError};
use peak_alloc::PeakAlloc;
use responses::{Fill, Responses};
use serde_json::{Value, json};

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// Decodes `body` within the limit. Returns the memory per byte of the body, and the result.
fn decode(entry: &Entry, body: &str, path: &str) -> (f64, Result<(), DecodeError>) {
    MEMORY.reset_peak_usage();
    let before = MEMORY.current_usage();
    let decoded = entry.decode(body.as_bytes()).map(drop);
    let peak = MEMORY.peak_usage().saturating_sub(before);
    assert!(peak <= 16 * body.len() + (1 << 20), "{path}: {peak} bytes for {} of body", body.len());
    (peak as f64 / body.len() as f64, decoded)
}

/// Items whose values take far more memory than their text.
fn hostile(responses: &Responses, item: &TypeRef) -> Vec<Value> {
    let least = responses.value(item, Fill::Least);
    let mut items = vec![least.clone()];
    if let TypeRef::Named(id) = *item
        && let Shape::Struct(Struct { fields, .. }) = &responses.api().ty(id).shape
    {
        // Also with an item in each of its lists.
        for field in fields {
            if let TypeRef::List(inner) = &field.ty {
                let mut filled = least.clone();
                filled[&field.name.wire] = json!([responses.value(inner, Fill::Least)]);
                items.push(filled);
            }
        }
    }
    items
}

// The only test, because another one in the same process would be measured too.
#[test]
fn limits_the_memory_of_every_response() {
    let responses = Responses::read();
    for (entry, id) in responses.operations() {
        for kind in 0..4 {
            let body = responses.value(&TypeRef::Named(id), Fill::Full { kind }).to_string();
            let (_, decoded) = decode(entry, &body, entry.operation().name);
            assert_eq!(decoded, Ok(()), "{}: {body}", entry.operation().name);
        }
    }

    let lists = responses.lists();
    let (mut rejected, mut worst) = (0, Vec::new());
    for list in &lists {
        for item in hostile(&responses, &list.item) {
            let item = item.to_string();
            let body = list.body(&item, 200_000 / item.len());
            match decode(list.entry, &body, &list.path) {
                (_, Ok(())) => {}
                (_, Err(error)) if error.is_too_large() => rejected += 1,
                (_, Err(error)) => panic!("{}: {error}", list.path),
            }
        }
        // More items than any page has, and one more than fits before a list grows.
        let body = list.body(&responses.value(&list.item, Fill::Typical).to_string(), 1025);
        let (times, decoded) = decode(list.entry, &body, &list.path);
        assert_eq!(decoded, Ok(()), "{}", list.path);
        worst.push((times, &list.path));
    }
    worst.sort_by(|one, other| other.0.total_cmp(&one.0));
    println!("{} lists, {rejected} hostile ones rejected; the most memory per byte: {:.1?}", lists.len(), &worst[..3]);
    assert!(lists.len() > 150 && rejected > 50, "{} lists, {rejected} rejected", lists.len());
}
