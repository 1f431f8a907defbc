//! What is in one JSON value and not in another: the fields that a client does not know.

use serde_json::Value;

/// The paths of everything that `came` and is not in `kept`, once for each time; `[]` stands for a place in a list.
/// What is null and what is not there are the same.
pub fn paths(came: &Value, kept: &Value) -> Vec<String> {
    let mut found = Vec::new();
    collect(String::new(), came, kept, &mut found);
    found
}

fn collect(path: String, came: &Value, kept: &Value, found: &mut Vec<String>) {
    match (came, kept) {
        (Value::Null, _) => {}
        (Value::Object(came), Value::Object(kept)) => {
            for (key, value) in came {
                let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                collect(path, value, kept.get(key).unwrap_or(&Value::Null), found);
            }
        }
        (Value::Array(came), Value::Array(kept)) if came.len() == kept.len() => {
            for (came, kept) in came.iter().zip(kept) {
                collect(format!("{path}[]"), came, kept, found);
            }
        }
        // The server sends a list of one as its item.
        (Value::Object(_), Value::Array(kept)) if kept.len() == 1 => collect(path, came, &kept[0], found),
        // A number that is whole on the wire need not be in Rust.
        (Value::Number(came), Value::Number(kept)) if came.as_f64() == kept.as_f64() => {}
        _ if came == kept => {}
        _ => found.push(path),
    }
}
