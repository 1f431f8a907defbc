//! Arguments as a query with nested names in brackets, as Rack and Rails read it.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::Value;

/// Everything but the unreserved characters of RFC 3986. Brackets are encoded too.
const RESERVED: AsciiSet = NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Appends `fields` as a query to `out`, which is empty or ends with `?`.
pub(super) fn append<'v>(out: &mut String, fields: impl Iterator<Item = (&'v str, &'v Value)>) {
    for (field, value) in fields {
        append_value(out, &Name { outer: None, own: field }, value);
    }
}

/// Percent-encodes `text`, so that it stays one segment of a path or one value of a query.
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
            // A `?` at the end is not from a name or value, where it is encoded.
            if !out.is_empty() && !out.ends_with('?') {
                out.push('&');
            }
            name.append(out);
            // The bare key is the only way to send null in a query: `a=` is an empty string.
            if let Some(text) = scalar.scalar() {
                out.push('=');
                out.extend(encode(&text));
            }
        }
    }
}

/// The name of a value inside others. An item of a list has an empty name.
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
