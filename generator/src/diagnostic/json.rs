//! Diagnostics for programs: one array, lines and columns counted from one.

use serde_json::{Map, Value, json};

use super::locate::Located;
use crate::source::Spot;

pub(super) fn render(found: &[Located<'_>]) -> String {
    let all: Vec<_> = found.iter().map(object).collect();
    format!("{:#}\n", Value::Array(all))
}

/// An array with one error without a place.
pub(super) fn failure(message: &str) -> String {
    let error = json!([{ "level": "error", "code": null, "message": message, "label": "", "help": null }]);
    format!("{error:#}\n")
}

fn object(one: &Located<'_>) -> Value {
    let diagnostic = one.diagnostic;
    let mut object = Map::new();
    object.insert("level".to_owned(), json!(diagnostic.severity().as_str()));
    object.insert("code".to_owned(), json!(diagnostic.code.text()));
    object.insert("message".to_owned(), json!(diagnostic.message));
    object.extend(place(&one.spot));
    object.insert("label".to_owned(), json!(diagnostic.label));
    object.insert("help".to_owned(), json!(diagnostic.help));
    if let Some((spot, label)) = &one.also {
        let mut also = place(spot);
        also.insert("label".to_owned(), json!(label));
        object.insert("also".to_owned(), Value::Object(also));
    }
    if !one.others.is_empty() {
        let others = one.others.iter().map(|spot| Value::Object(place(spot)));
        object.insert("others".to_owned(), Value::Array(others.collect()));
    }
    Value::Object(object)
}

fn place(spot: &Spot<'_>) -> Map<String, Value> {
    let mut place = Map::new();
    place.insert("file".to_owned(), json!(spot.path));
    if let Some((start, end)) = spot.positions() {
        place.insert("line".to_owned(), json!(start.line));
        place.insert("column".to_owned(), json!(start.column));
        place.insert("end_line".to_owned(), json!(end.line));
        place.insert("end_column".to_owned(), json!(end.column));
    }
    place
}
