//! Arguments as a nested query, in the brackets that Rack and Rails read.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::Value;

/// Everything but the characters that RFC 3986 calls unreserved, so that the brackets are encoded too.
const RESERVED: AsciiSet = NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Writes `fields` as a query, without the `?`.
pub(super) fn write<'v>(fields: impl Iterator<Item = (&'v str, &'v Value)>) -> String {
    let mut out = String::new();
    let mut name = String::new();
    for (field, value) in fields {
        name.clear();
        name.extend(encode(field));
        write_value(&mut out, &mut name, value);
    }
    out
}

/// Percent-encodes `text`, so that it is one part of a path or a query whatever it holds.
pub(crate) fn encode(text: &str) -> impl Iterator<Item = &str> {
    utf8_percent_encode(text, &RESERVED)
}

/// Writes `value` under `name`, which is encoded already, and leaves `name` as it was.
fn write_value(out: &mut String, name: &mut String, value: &Value) {
    let length = name.len();
    match value {
        Value::List(items) => {
            for item in items {
                name.push_str("%5B%5D");
                write_value(out, name, item);
                name.truncate(length);
            }
        }
        Value::Object(fields) => {
            for (field, value) in fields.iter() {
                name.push_str("%5B");
                name.extend(encode(field));
                name.push_str("%5D");
                write_value(out, name, value);
                name.truncate(length);
            }
        }
        scalar => {
            if !out.is_empty() {
                out.push('&');
            }
            out.push_str(name);
            // The bare key is the only way to send null in a query: `a=` is an empty text.
            if let Some(text) = scalar.scalar() {
                out.push('=');
                out.extend(encode(&text));
            }
        }
    }
}
