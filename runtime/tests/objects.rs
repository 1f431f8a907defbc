//! Objects that are read in place.

use api_client_runtime::{Decode, DecodeError, ListOrOne, Reader};

#[derive(Debug, Default, PartialEq)]
struct Row {
    name: String,
    price: i64,
    sold: Option<bool>,
}

impl Decode for Row {
    fn placeholder() -> Self {
        Self::default()
    }

    fn decode_into(&mut self, json: &mut Reader<'_>) -> Result<(), DecodeError> {
        json.read_object(&["name", "price", "sold"], &mut [&mut self.name, &mut self.price, &mut self.sold])
    }
}

fn read(body: &str) -> Result<Row, DecodeError> {
    Row::from_body(body.as_bytes())
}

fn row(name: &str, price: i64, sold: Option<bool>) -> Row {
    Row { name: name.to_owned(), price, sold }
}

#[test]
fn reads_keys_in_any_order_and_skips_unknown_ones() {
    assert_eq!(read(r#"{"name":"kettle","price":2,"sold":true}"#), Ok(row("kettle", 2, Some(true))));
    let shuffled = r#"{"x":[{}],"sold":true,"name":"kettle","y":null,"price":2,"z":{"name":1}}"#;
    assert_eq!(read(shuffled), Ok(row("kettle", 2, Some(true))));
}

#[test]
fn an_option_can_be_null_or_missing() {
    assert_eq!(read(r#"{"name":"kettle","price":2,"sold":null}"#), Ok(row("kettle", 2, None)));
    assert_eq!(read(r#"{"price":2,"name":"kettle"}"#), Ok(row("kettle", 2, None)));
}

#[test]
fn the_last_value_of_a_repeated_key_is_used() {
    assert_eq!(read(r#"{"name":"a","price":1,"name":"b","sold":true,"sold":null}"#), Ok(row("b", 1, None)));
}

#[test]
fn nothing_is_left_of_the_first_value_of_a_repeated_key() {
    let (mut one, mut list) = (row("", 0, None), Vec::<i64>::new());
    let body = br#"{"one":{"name":"a","price":1,"sold":true},"list":[1,2],"one":{"name":"b","price":2},"list":[3]}"#;
    Reader::new(body).read_object(&["one", "list"], &mut [&mut one, &mut list]).unwrap();
    assert_eq!((one, list), (row("b", 2, None), vec![3]));

    let mut maybe = None::<Row>;
    let body = br#"{"maybe":{"name":"a","price":1},"maybe":{"name":"b"}}"#;
    let error = Reader::new(body).read_object(&["maybe"], &mut [&mut maybe]).unwrap_err();
    assert_eq!(error.missing_field(), Some("price"));
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
    assert!(read("").unwrap_err().is_truncated());
}

#[test]
fn objects_in_a_list_do_not_mix() {
    let rows = Vec::<Row>::from_body(br#"[{"name":"a","price":1,"sold":true},{"price":2,"name":"b"}]"#);
    assert_eq!(rows, Ok(vec![row("a", 1, Some(true)), row("b", 2, None)]));
}

#[test]
fn reads_more_fields_than_a_word_has_bits() {
    const KEYS: &[&str] = &[
        "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15", "16", "17", "18", "19",
        "20", "21", "22", "23", "24", "25", "26", "27", "28", "29", "30", "31", "32", "33", "34", "35", "36", "37",
        "38", "39", "40", "41", "42", "43", "44", "45", "46", "47", "48", "49", "50", "51", "52", "53", "54", "55",
        "56", "57", "58", "59", "60", "61", "62", "63", "64", "65", "66",
    ];
    let read = |body: &str| {
        let (mut numbers, mut last) = ([0_i64; 66], None::<i64>);
        let slots = numbers.iter_mut().map(|number| -> &mut dyn Decode { number });
        let mut slots: Vec<_> = slots.chain([&mut last as _]).collect();
        Reader::new(body.as_bytes()).read_object(KEYS, &mut slots)?;
        drop(slots);
        Ok::<_, DecodeError>((numbers, last))
    };
    let fields: Vec<_> = KEYS.iter().rev().skip(1).map(|key| format!("\"{key}\":{key}")).collect();
    let (numbers, last) = read(&format!("{{{}}}", fields.join(","))).unwrap();
    assert!((0..66).eq(numbers) && last.is_none());
    let error = read(&format!("{{{}}}", fields[1..].join(","))).unwrap_err();
    assert_eq!(error.missing_field(), Some("65"));
}

#[test]
fn reads_a_list_or_a_single_item() {
    let read = |body: &str| {
        let (mut list, mut maybe) = (ListOrOne(Vec::<i64>::new()), ListOrOne(None::<Vec<i64>>));
        Reader::new(body.as_bytes()).read_object(&["list", "maybe"], &mut [&mut list, &mut maybe])?;
        Ok::<_, DecodeError>((list.0, maybe.0))
    };
    assert_eq!(read(r#"{"list":[1,2],"maybe":3}"#), Ok((vec![1, 2], Some(vec![3]))));
    assert_eq!(read(r#"{"list":1,"maybe":[3,4]}"#), Ok((vec![1], Some(vec![3, 4]))));
    assert_eq!(read(r#"{"list":1,"list":2,"maybe":null}"#), Ok((vec![2], None)));
    assert_eq!(read(r#"{"list":[]}"#), Ok((vec![], None)));
    assert_eq!(read(r#"{"maybe":[]}"#).unwrap_err().missing_field(), Some("list"));
    assert_eq!(read(r#"{"list":null}"#).unwrap_err().offset(), 8);
}
