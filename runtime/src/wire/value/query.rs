//! Arguments as a nested query, in the brackets that Rack and Rails read.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::Value;

/// Everything but the characters that RFC 3986 calls unreserved, so that the brackets are encoded too.
const RESERVED: AsciiSet = NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Writes `fields` as a query to `out`, which is empty or ends in the `?`.
pub(super) fn append<'v>(out: &mut String, fields: impl Iterator<Item = (&'v str, &'v Value)>) {
    for (field, value) in fields {
        append_value(out, &Name { outer: None, own: field }, value);
    }
}

/// Percent-encodes `text`, so that it is one part of a path or a query whatever it holds.
pub(crate) fn encode(text: &str) -> impl Iterator<Item = &str> {
    utf8_percent_encode(text, &RESERVED)
}

fn append_value(out: &mut String, name: &Name<'_>, value: &Value) {
    match value {
        Value::List(items) => {
            for item in items {
                append_value(out, &Name { outer: Some(name), own: "" }, item);
            }
        }
        Value::Object(fields) => {
            for (field, value) in fields.iter() {
                append_value(out, &Name { outer: Some(name), own: field }, value);
            }
        }
        scalar => {
            // No name or value ends in a `?`, as there it is encoded.
            if !out.is_empty() && !out.ends_with('?') {
                out.push('&');
            }
            name.append(out);
            // The bare key is the only way to send null in a query: `a=` is an empty text.
            if let Some(text) = scalar.scalar() {
                out.push('=');
                out.extend(encode(&text));
            }
        }
    }
}

/// The name of a value, with those of the values around it. An item of a list has none of its own.
struct Name<'n> {
    outer: Option<&'n Name<'n>>,
    own: &'n str,
}

impl Name<'_> {
    fn append(&self, out: &mut String) {
        match self.outer {
            None => out.extend(encode(self.own)),
            Some(outer) => {
                outer.append(out);
                out.push_str("%5B");
                out.extend(encode(self.own));
                out.push_str("%5D");
            }
        }
    }
}
