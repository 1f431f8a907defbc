//! Decodes the body of a virtual machine: by the generated decoders, and by serde and `serde_json` into the same structs.

use divan::{Bencher, black_box, counter::BytesCount};
use katapult_api::{Decode, virtual_machines::GetOutput};

/// Every field that the provider's page has.
const PRETTY: &str = include_str!("../tests/bodies/virtual_machine.json");

fn main() {
    for body in [Body::Minified, Body::Pretty] {
        let text = body.text();
        let decoded = decoded(&text);
        // A mistake is found sooner than a value is made, and would be measured all the same.
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

/// From bytes too, because that is what a client receives.
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
