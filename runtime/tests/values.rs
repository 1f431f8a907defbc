//! Objects that are read as tuples.
#![allow(clippy::unwrap_used)] // A test fails by panicking.

use api_client_runtime::{DecodeError, Reader};

type Row = (String, i64, Option<bool>);

const KEYS: &[&str] = &["name", "price", "sold"];

fn read(body: &str) -> Result<Row, DecodeError> {
    let mut json = Reader::new(body.as_bytes());
    let row = json.values(KEYS)?;
    json.finish()?;
    Ok(row)
}

#[test]
fn reads_keys_in_any_order_and_skips_unknown_ones() {
    let row = ("kettle".to_owned(), 2, Some(true));
    assert_eq!(read(r#"{"name":"kettle","price":2,"sold":true}"#), Ok(row.clone()));
    assert_eq!(read(r#"{"x":[{}],"sold":true,"name":"kettle","y":null,"price":2,"z":{"name":1}}"#), Ok(row));
}

#[test]
fn an_option_can_be_null_or_missing() {
    assert_eq!(read(r#"{"name":"kettle","price":2,"sold":null}"#), Ok(("kettle".to_owned(), 2, None)));
    assert_eq!(read(r#"{"price":2,"name":"kettle"}"#), Ok(("kettle".to_owned(), 2, None)));
}

#[test]
fn the_last_value_of_a_repeated_key_is_used() {
    assert_eq!(read(r#"{"name":"a","price":1,"name":"b","sold":true,"sold":null}"#), Ok(("b".to_owned(), 1, None)));
}

#[test]
fn names_the_first_missing_field() {
    for (body, field, at) in [("{}", "name", 0), (r#" {"sold":null}"#, "name", 1), (r#"{"name":""}"#, "price", 0)] {
        let error = read(body).unwrap_err();
        assert_eq!((error.missing_field(), error.offset()), (Some(field), at), "{body}");
    }
}

#[test]
fn reports_a_value_of_another_type_at_its_place() {
    let body = r#"{"name":"kettle","price":"2"}"#;
    let error = read(body).unwrap_err();
    assert_eq!((error.offset(), error.path(body.as_bytes())), (25, "price".to_owned()));
    assert_eq!(read("[]").unwrap_err().offset(), 0);
}

#[test]
fn an_object_in_an_object_is_read_to_its_end() {
    let mut json = Reader::new(br#"[{"a":1},{"b":2,"a":3}]"#);
    let mut more = json.array().unwrap();
    let mut all = Vec::new();
    while more {
        let (a,) = json.values::<(i64,)>(&["a"]).unwrap();
        all.push(a);
        more = json.next_item().unwrap();
    }
    assert_eq!((all, json.finish()), (vec![1, 3], Ok(())));
}

#[test]
fn reads_up_to_twelve_values() {
    type Wide = (i64, i64, i64, i64, i64, i64, i64, i64, i64, i64, i64, Option<i64>);
    let keys = &["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11"];
    let body: Vec<_> = (0..12).rev().map(|key| format!("\"{key}\":{key}")).collect();
    let mut json = Reader::new(b"");
    assert!(json.values::<Wide>(keys).unwrap_err().is_truncated());
    let body = format!("{{{}}}", body.join(","));
    let wide: Wide = Reader::new(body.as_bytes()).values(keys).unwrap();
    assert_eq!(wide, (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, Some(11)));
    assert_eq!(Reader::new(b"{\"0\":0}").values::<Wide>(keys).unwrap_err().missing_field(), Some("1"));
}
