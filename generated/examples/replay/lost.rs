//! Finds the fields that are in a response and not in the decoded value.

use serde_json::Value;

/// Returns the paths of the values that are in `sent` and not in `kept`, once per occurrence. `[]` is any index of a list.
/// A null is the same as a missing field.
pub fn paths(sent: &Value, kept: &Value) -> Vec<String> {
    let mut found = Vec::new();
    collect(String::new(), sent, kept, &mut found);
    found
}

fn collect(path: String, sent: &Value, kept: &Value, found: &mut Vec<String>) {
    match (sent, kept) {
        (Value::Null, _) => {}
        (Value::Object(sent), Value::Object(kept)) => {
            for (key, value) in sent {
                let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                collect(path, value, kept.get(key).unwrap_or(&Value::Null), found);
            }
        }
        (Value::Array(sent), Value::Array(kept)) if sent.len() == kept.len() => {
            for (sent, kept) in sent.iter().zip(kept) {
                collect(format!("{path}[]"), sent, kept, found);
            }
        }
        // The server can send a list of one item as the item alone.
        (Value::Object(_), Value::Array(kept)) if kept.len() == 1 => collect(path, sent, &kept[0], found),
        // An integer can be decoded as a float.
        (Value::Number(sent), Value::Number(kept)) if sent.as_f64() == kept.as_f64() => {}
        _ if sent == kept => {}
        _ => found.push(path),
    }
}
