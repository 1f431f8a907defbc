//! Arguments as JSON. This subset needs no library.

use std::fmt::Write as _;

use super::Value;

/// Writes `fields` as a JSON object.
pub(super) fn object<'v>(fields: impl Iterator<Item = (&'v str, &'v Value)>) -> String {
    let mut out = String::new();
    write_object(&mut out, fields);
    out
}

/// Writes `value` as JSON.
#[cfg(feature = "test-support")]
pub(super) fn value(value: &Value) -> String {
    let mut out = String::new();
    write_value(&mut out, value);
    out
}

/// A number in JSON, always with a fraction or exponent: some servers take `1` for an integer and refuse it.
pub(super) fn number(number: f64) -> String {
    if number.is_finite() { format!("{number:?}") } else { "null".to_owned() }
}

fn write_value(out: &mut String, value: &Value) {
    match value {
        Value::Null | Value::Refused(_) => out.push_str("null"),
        Value::Boolean(boolean) => out.push_str(if *boolean { "true" } else { "false" }),
        Value::Integer(integer) => out.push_str(&integer.to_string()),
        Value::Number(value) => out.push_str(&number(*value)),
        Value::Text(text) => write_string(out, text),
        Value::Secret(secret) => write_string(out, secret.expose()),
        Value::List(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                write_value(out, item);
            }
            out.push(']');
        }
        Value::Object(fields) => write_object(out, fields.iter()),
    }
}

fn write_object<'v>(out: &mut String, fields: impl Iterator<Item = (&'v str, &'v Value)>) {
    out.push('{');
    for (index, (name, value)) in fields.enumerate() {
        if index > 0 {
            out.push(',');
        }
        write_string(out, name);
        out.push(':');
        write_value(out, value);
    }
    out.push('}');
}

fn write_string(out: &mut String, text: &str) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            // Writing to a string cannot fail.
            c if c < ' ' => _ = write!(out, "\\u{:04x}", u32::from(c)),
            c => out.push(c),
        }
    }
    out.push('"');
}
