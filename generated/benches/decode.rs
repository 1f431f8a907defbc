//! Decodes the body of a virtual machine into the same structs with the generated decoders and with `serde_json`.

use divan::{Bencher, black_box, counter::BytesCount};
use katapult_api::{Decode, virtual_machines::GetOutput};

/// A body with every documented field.
const PRETTY: &str = include_str!("../tests/bodies/virtual_machine.json");

fn main() {
    for body in [Body::Minified, Body::Pretty] {
        let text = body.text();
        let decoded = decoded(&text);
        // A failing decoder would be fast, and make the result meaningless.
        assert!(decoded.is_some(), "{body:?} does not decode");
        assert_eq!(decoded, deserialized(&text));
    }
    divan::main();
}

#[divan::bench(args = [Body::Minified, Body::Pretty], sample_count = 1000, sample_size = 10)]
fn decode(bencher: Bencher, body: Body) {
    let text = body.text();
    bencher.counter(BytesCount::of_str(&text)).bench_local(|| decoded(black_box(&text)));
}

#[divan::bench(args = [Body::Minified, Body::Pretty], sample_count = 1000, sample_size = 10)]
fn serde(bencher: Bencher, body: Body) {
    let text = body.text();
    bencher.counter(BytesCount::of_str(&text)).bench_local(|| deserialized(black_box(&text)));
}

fn decoded(text: &str) -> Option<GetOutput> {
    GetOutput::from_body(text.as_bytes()).ok()
}

/// Deserializes from bytes, as a client receives them.
fn deserialized(text: &str) -> Option<GetOutput> {
    serde_json::from_slice(text.as_bytes()).ok()
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
