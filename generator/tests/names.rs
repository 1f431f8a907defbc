//! Whatever a spec calls things, it is refused or its Rust compiles: keywords, names of the prelude, of the runtime and of
//! generated code, in every position that a name can have.

use std::collections::BTreeSet;

use heck::{ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};

use crate::batch::Batch;
use crate::positions::POSITIONS;
use crate::thorough;

const EVIL: &str = include_str!("names/evil.txt");

/// Every `NAMES`th of all names in all positions; `NAMES=1` in the environment takes half an hour.
#[test]
fn a_name_is_rejected_or_compiles_in_every_position() {
    let step = thorough::number("NAMES", 997, 73);
    let spelled =
        |name: &str| [name.to_owned(), name.to_snake_case(), name.to_upper_camel_case(), name.to_shouty_snake_case()];
    let names: BTreeSet<String> = EVIL.split_whitespace().flat_map(spelled).collect();
    let mut batch = Batch::default();
    let (mut tried, mut refused) = (0, 0);
    let all = POSITIONS.iter().flat_map(|position| names.iter().map(move |name| (position, name)));
    for (position, name) in all.step_by(step) {
        tried += 1;
        match generator::read_texts(position.files(name)) {
            Ok(spec) => batch.add(format!("{} `{name}`", position.of), spec.emit()),
            Err(_) => refused += 1,
        }
    }
    let (compiled, failed) = batch.finish();
    println!("{tried} tried, {refused} refused, {compiled} compiled, {} do not", failed.len());
    assert!(failed.is_empty(), "{}", failed.join("\n"));
    assert!(compiled * 3 > tried, "most of these specs are refused, so that this test says little");
}

#[test]
fn accepts_an_ordinary_name_in_every_position() {
    for position in POSITIONS {
        let accepted = ["blub", "Blub"].into_iter().any(|name| generator::read_texts(position.files(name)).is_ok());
        assert!(accepted, "{}", position.of);
    }
}
