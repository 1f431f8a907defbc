//! Queries with brackets, as Rack reads them: `a[b]=x`, `a[]=x` and `a[][b]=x`.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};

/// How deep brackets may be nested. Rack refuses more than 32 levels.
const DEPTH: usize = 32;

/// Reads the arguments in `query`.
pub(super) fn parse(query: &str) -> Map<String, Value> {
    let mut arguments = Value::Object(Map::new());
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = match pair.split_once('=') {
            Some((name, value)) => (name, Value::String(decode(value).into_owned())),
            // The bare key is the only way to send null.
            None => (pair, Value::Null),
        };
        let name = decode(name);
        let keys = keys(&name);
        if keys.len() <= DEPTH {
            insert(&mut arguments, &keys, value);
        }
    }
    match arguments {
        Value::Object(arguments) => arguments,
        _ => Map::new(),
    }
}

fn decode(text: &str) -> Cow<'_, str> {
    let spaced: Cow<'_, str> = if text.contains('+') { text.replace('+', " ").into() } else { text.into() };
    match spaced {
        Cow::Borrowed(text) => percent_decode_str(text).decode_utf8_lossy(),
        Cow::Owned(text) => percent_decode_str(&text).decode_utf8_lossy().into_owned().into(),
    }
}

/// Returns the parts of a name: `a`, `` and `b` of `a[][b]`.
fn keys(name: &str) -> Vec<&str> {
    let Some((first, rest)) = name.split_once('[') else { return vec![name] };
    let rest = rest.strip_suffix(']').unwrap_or(rest);
    std::iter::once(first).chain(rest.split("][")).collect()
}

fn insert(to: &mut Value, keys: &[&str], value: Value) {
    let Some((first, rest)) = keys.split_first() else {
        *to = value;
        return;
    };
    if first.is_empty() {
        if !to.is_array() {
            *to = Value::Array(Vec::new());
        }
        let Some(items) = to.as_array_mut() else { return };
        // The next item begins where a key is repeated.
        let is_next = match (items.last(), rest.first()) {
            (Some(Value::Object(last)), Some(key)) => last.contains_key(*key) && rest.len() == 1,
            _ => true,
        };
        if is_next {
            items.push(Value::Null);
        }
        if let Some(last) = items.last_mut() {
            insert(last, rest, value);
        }
        return;
    }
    if !to.is_object() {
        *to = Value::Object(Map::new());
    }
    if let Some(fields) = to.as_object_mut() {
        insert(fields.entry(*first).or_insert(Value::Null), rest, value);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn reads_brackets_as_rack_does() {
        let cases = [
            ("a=1&b[c]=2&b[d]=3", json!({"a": "1", "b": {"c": "2", "d": "3"}})),
            ("a%5Bid%5D=x+y%21", json!({"a": {"id": "x y!"}})),
            ("a[]=1&a[]=2", json!({"a": ["1", "2"]})),
            ("a[][k]=1&a[][v]=2&a[][k]=3", json!({"a": [{"k": "1", "v": "2"}, {"k": "3"}]})),
            ("a&b=", json!({"a": null, "b": ""})),
            ("a=1&a[b]=2", json!({"a": {"b": "2"}})),
        ];
        for (query, expected) in cases {
            assert_eq!(Value::Object(parse(query)), expected, "{query}");
        }
    }
}
