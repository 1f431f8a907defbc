//! Decodes the body of a virtual machine, and a list of thirty, into the same structs with the generated decoders and
//! with `serde_json`.

use divan::{Bencher, black_box, counter::BytesCount};
use katapult_api::{
    Decode,
    virtual_machines::{GetOutput, ListOutput, VirtualMachineSummary},
};
use serde::de::DeserializeOwned;
use serde_json::Value;

/// A body with every documented field.
const PRETTY: &str = include_str!("../tests/bodies/virtual_machine.json");

fn main() {
    for body in [Body::Minified, Body::Pretty] {
        let text = body.text();
        let one = decoded::<GetOutput>(&text);
        // A failing decoder would be fast, and make the result meaningless.
        assert!(one.is_some(), "{body:?} does not decode");
        assert_eq!(one, deserialized(&text));
    }
    let list = decoded::<ListOutput>(&list());
    assert_eq!(list.as_ref().map(|list| list.virtual_machines.len()), Some(MACHINES));
    assert_eq!(list, deserialized(&self::list()));
    divan::main();
}

#[divan::bench(args = [Body::Minified, Body::Pretty], sample_count = 1000, sample_size = 10)]
fn decode(bencher: Bencher, body: Body) {
    let text = body.text();
    bencher.counter(BytesCount::of_str(&text)).bench_local(|| decoded::<GetOutput>(black_box(&text)));
}

#[divan::bench(args = [Body::Minified, Body::Pretty], sample_count = 1000, sample_size = 10)]
fn serde(bencher: Bencher, body: Body) {
    let text = body.text();
    bencher.counter(BytesCount::of_str(&text)).bench_local(|| deserialized::<GetOutput>(black_box(&text)));
}

#[divan::bench(sample_count = 1000, sample_size = 1)]
fn decode_list(bencher: Bencher) {
    let text = list();
    bencher.counter(BytesCount::of_str(&text)).bench_local(|| decoded::<ListOutput>(black_box(&text)));
}

#[divan::bench(sample_count = 1000, sample_size = 1)]
fn serde_list(bencher: Bencher) {
    let text = list();
    bencher.counter(BytesCount::of_str(&text)).bench_local(|| deserialized::<ListOutput>(black_box(&text)));
}

fn decoded<T: Decode>(text: &str) -> Option<T> {
    T::from_body(text.as_bytes()).ok()
}

/// Deserializes from bytes, as a client receives them.
fn deserialized<T: DeserializeOwned>(text: &str) -> Option<T> {
    serde_json::from_slice(text.as_bytes()).ok()
}

/// The items of a page, which is as long as it is by default.
const MACHINES: usize = 30;

/// A page of a list as the server sends it: each item has the fields of the machine that are documented for a list.
fn list() -> String {
    let body: Option<Value> = serde_json::from_str(PRETTY).ok();
    let machine = body.and_then(|mut body| serde_json::from_value(body["virtual_machine"].take()).ok());
    // From the struct, because the keys of a `Value` are sorted.
    let machine = machine.and_then(|machine: VirtualMachineSummary| serde_json::to_string(&machine).ok());
    let machines = vec![machine.unwrap_or_default(); MACHINES].join(",");
    let pagination =
        format!(r#"{{"current_page":1,"total_pages":1,"total":{MACHINES},"per_page":{MACHINES},"large_set":false}}"#);
    format!(r#"{{"virtual_machines":[{machines}],"pagination":{pagination}}}"#)
}

#[derive(Debug, Clone, Copy)]
enum Body {
    /// Without white space, as the server sends it.
    Minified,
    Pretty,
}

impl Body {
    fn text(self) -> String {
        match self {
            Self::Minified => PRETTY.lines().map(|line| line.trim().replacen("\": ", "\":", 1)).collect(),
            Self::Pretty => PRETTY.to_owned(),
        }
    }
}
