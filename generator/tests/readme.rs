//! `spec/README.md` names every type and every key of the language.

use std::collections::BTreeSet;

use generator::ir::Scalar;
use serde_json::Value;

const README: &str = include_str!("../../spec/README.md");

/// The keys of all objects in a JSON Schema.
fn keys(schema: &Value, found: &mut BTreeSet<String>) {
    match schema {
        Value::Object(object) => {
            let properties = object.get("properties").and_then(Value::as_object);
            found.extend(properties.into_iter().flatten().map(|(key, _)| key.clone()));
            object.values().for_each(|child| keys(child, found));
        }
        Value::Array(items) => items.iter().for_each(|item| keys(item, found)),
        _ => {}
    }
}

#[test]
fn names_every_scalar() {
    let missing: Vec<_> =
        Scalar::ALL.iter().filter(|one| !README.contains(&format!("| `{}` |", one.as_str()))).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn names_every_key() {
    let mut unnamed = BTreeSet::new();
    generator::schema::files().iter().for_each(|(_, text)| keys(&serde_json::from_str(text).unwrap(), &mut unnamed));
    // Code, in a line or in a block, is every second part between backticks.
    let code = README.split('`').skip(1).step_by(2);
    for word in code.flat_map(|code| code.split(|c: char| !c.is_ascii_alphanumeric() && c != '_')) {
        unnamed.remove(word);
    }
    assert!(unnamed.is_empty(), "{unnamed:?}");
}
