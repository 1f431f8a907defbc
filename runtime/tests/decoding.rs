//! Decoding bodies, and the errors of invalid ones.

use api_client_runtime::{ContentType, Decode, DecodeError, Json, Reader, Secret, Text, Timestamp};

use crate::shop::{KETTLE, Part, Product};

#[test]
fn decodes_a_body_with_unknown_fields_and_values() {
    let kettle = Product::from_body(KETTLE.as_bytes()).unwrap();
    assert_eq!(kettle.id.as_str(), "prod_1");
    assert_eq!((kettle.price, kettle.stock, kettle.listed), (19.5, 3, true));
    assert_eq!(kettle.description, None);
    assert_eq!(kettle.created_at.unix_seconds(), 1_700_000_000);
    assert_eq!(kettle.door_code.as_ref().map(Secret::expose), Some("4711-geheim"));
    assert_eq!(kettle.maker.name.as_deref(), Some("Brühl & \"Söhne\""));
    assert!(matches!(&kettle.parts[0], Part::Maker(maker) if maker.id.as_str() == "mak_2"));
    // Here the tag follows the value.
    let Part::Unrecognized(gizmo) = &kettle.parts[1] else { panic!("{:?}", kettle.parts) };
    assert_eq!((gizmo.type_name.as_str(), gizmo.value.as_str()), ("Gizmo", r#"{"x":[1]}"#));
}

#[test]
fn debug_shows_no_secret() {
    let shown = format!("{:?}", Product::from_body(KETTLE.as_bytes()).unwrap());
    assert!(shown.contains("door_code: Some([secret])"), "{shown}");
    assert!(!shown.contains("geheim"), "{shown}");
}

/// The error of decoding the kettle with `from` replaced by `to`.
fn wrong(from: &str, to: &str) -> String {
    assert!(KETTLE.contains(from), "{from}");
    let body = KETTLE.replacen(from, to, 1);
    let error = Product::from_body(body.as_bytes()).unwrap_err();
    format!("{}: {error}", error.path(body.as_bytes()))
}

#[test]
fn an_error_has_the_path_of_the_value() {
    let table = [
        wrong(r#""Kettle""#, "null"),
        wrong("19.5", r#""19.5""#),
        wrong("\"stock\":3", "\"stock\":3.5"),
        wrong("\"stock\":3", "\"stock\":99999999999999999999"),
        wrong("\"stock\":3,", ""),
        wrong(r#""id":"mak_1","#, ""),
        wrong(r#"{"id":"mak_2"}"#, " 7"),
        wrong(r#"{"id":"mak_2"}"#, "\n{ }"),
        wrong(r#""type":"Gizmo""#, r#""kind":"Gizmo""#),
        wrong("[null,1e3]", "[null,1e]"),
        wrong("\"since\":[1,{}]", "\"since\":[1,{,}]"),
        wrong("\"new\":", "\"new\""),
        wrong("[null,1e3]}}", "[null,1e3]}"),
        wrong("[null,1e3]}}", "[null,1e3]}} x"),
    ];
    insta::assert_snapshot!(table.join("\n"), @"
    name: expected string but found null at byte 22
    price: expected float but found string at byte 39
    stock: expected int but found float at byte 52
    stock: number out of range at byte 52
    stock: missing field `stock` in the object at byte 0
    maker.id: missing field `id` in the object at byte 148
    parts[0].value: expected object but found int at byte 244
    parts[0].value.id: missing field `id` in the object at byte 244
    parts[1].type: missing field `type` in the object at byte 259
    new.field[1]: invalid number at byte 318
    maker.since[1]: key must be a string at byte 203
    : expected `:` at byte 300
    : EOF while parsing an object at byte 321
    : trailing characters at byte 323
    ");
}

#[test]
fn the_path_of_a_missing_field_includes_its_name() {
    let error = Vec::<Product>::from_body(b" [ {} ]").unwrap_err();
    assert_eq!(error.missing_field(), Some("id"));
    assert_eq!(error.path(b" [ {} ]"), "[0].id");
    let error = Product::from_body(b" {}").unwrap_err();
    assert_eq!(error.path(b" {}"), "id");
}

#[test]
fn shortens_long_keys_in_a_path() {
    let body = format!("{{\"{}\\n\": tru}}", "k".repeat(500));
    let error = Json::from_body(body.as_bytes()).unwrap_err();
    assert_eq!(error.path(body.as_bytes()), "k".repeat(64));
}

#[test]
fn distinguishes_truncated_from_invalid_bodies() {
    let end = KETTLE.len();
    for cut in 1..end {
        let Err(error) = Product::from_body(&KETTLE.as_bytes()[..cut]) else { panic!("cut at {cut}") };
        assert!(error.is_truncated(), "cut at {cut}: {error}");
        let _ = error.path(&KETTLE.as_bytes()[..cut]);
    }
    let nonsense = Product::from_body(b"<html>").unwrap_err();
    assert!(!nonsense.is_truncated());
}

#[test]
fn rejects_deeply_nested_bodies() {
    #[derive(Debug)]
    struct Nest;
    impl Decode for Nest {
        fn placeholder() -> Self {
            Self
        }

        fn decode_into(&mut self, json: &mut Reader<'_>) -> Result<(), DecodeError> {
            Vec::<Nest>::decode(json).map(drop)
        }
    }
    let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
    assert!(Nest::from_body(nested(128).as_bytes()).is_ok());
    let deep = nested(129);
    let error = Nest::from_body(deep.as_bytes()).unwrap_err();
    assert_eq!(error.path(deep.as_bytes()), "[0]".repeat(128));

    let hostile = nested(1_000_000);
    assert!(Nest::from_body(hostile.as_bytes()).is_err());
    assert!(Json::from_body(hostile.as_bytes()).is_err());
    assert!(Product::from_body(format!("{{\"x\":{hostile}}}").as_bytes()).is_err());
}

#[test]
fn depth_counts_only_open_containers() {
    let body = format!("[{}]", ["[[],{}]"; 500].join(","));
    assert_eq!(Vec::<Vec<Json>>::from_body(body.as_bytes()).unwrap().len(), 500);
}

#[test]
fn raw_json_is_unchanged() {
    let json = Json::from_body(b" {\"a\" : [1,  2.50]} ").unwrap();
    assert_eq!(json.as_str(), r#"{"a" : [1,  2.50]}"#);
    assert_eq!(format!("{json:?}"), "Json(18 bytes)");
    assert_eq!(Json::from_body(b"[1.0]").unwrap().parse::<Vec<f64>>(), Ok(vec![1.0]));
    assert_eq!(Json::from_body(b"\"\xff\"").unwrap_err().offset(), 1);
}

#[test]
fn decodes_plain_types() {
    assert_eq!(f64::from_body(b"-3"), Ok(-3.0));
    assert_eq!(i64::from_body(b"-9223372036854775808"), Ok(i64::MIN));
    assert_eq!(i64::from_body(b"9223372036854775807"), Ok(i64::MAX));
    assert_eq!(String::from_body(br#""\ud83d\ude00 \u00fc""#).as_deref(), Ok("😀 ü"));
    assert_eq!(Option::<bool>::from_body(b"null"), Ok(None));
    assert_eq!(Timestamp::from_body(b"0"), Ok(Timestamp::from_unix_seconds(0)));
    for odd in ["", " ", "-", "1.", "01", "-01", ".5", "1e", "1e+", "+1", "NaN", "-Infinity", "tru", "nul", "]", "}"] {
        assert!(f64::from_body(odd.as_bytes()).is_err(), "{odd}");
        assert!(i64::from_body(odd.as_bytes()).is_err(), "{odd}");
        assert!(bool::from_body(odd.as_bytes()).is_err(), "{odd}");
        assert!(Json::from_body(odd.as_bytes()).is_err(), "{odd}");
    }
}

#[test]
fn decodes_plain_text() {
    assert_eq!(Text::expects(), ContentType::Text);
    assert_eq!(Text::from_body("ssh-ed25519 ü\n".as_bytes()), Ok(Text("ssh-ed25519 ü\n".to_owned())));
    assert_eq!(Text::from_body(b"a\xff").unwrap_err().offset(), 1);
}

#[test]
fn accepts_what_serde_json_accepts() {
    const TOKENS: [&str; 27] = [
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"a\"",
        " ",
        "\n",
        "null",
        "true",
        "false",
        "nul",
        "0",
        "-1.5e3",
        "1e999",
        "-",
        "1.",
        "01",
        "9223372036854775808",
        "\"",
        "\\",
        "\"\\u00fc \\n\"",
        "\"long enough for a word\"",
        "\"\\ud83d\"",
        "\"\\x\"",
        "\"\u{1}\"",
    ];
    let mut texts = vec![String::new()];
    for length in 1..=4 {
        let from = texts.len() - TOKENS.len().pow(length - 1);
        for index in from..texts.len() {
            texts.extend(TOKENS.map(|token| format!("{}{token}", texts[index])));
        }
    }
    for text in &texts {
        let body = text.as_bytes();
        // Skipped values need not be Unicode.
        assert_eq!(
            Json::from_body(body).is_ok(),
            serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok(),
            "{text}"
        );
        assert_eq!(String::from_body(body).ok(), serde_json::from_str(text).ok(), "{text}");
        // serde_json rounds the last digit otherwise.
        assert_eq!(f64::from_body(body).is_ok(), serde_json::from_str::<f64>(text).is_ok(), "{text}");
        // serde_json parses -0 as a float.
        let integer = if text.trim() == "-0" { Some(0) } else { serde_json::from_str(text).ok() };
        assert_eq!(i64::from_body(body).ok(), integer, "{text}");
        assert_eq!(Vec::<Option<bool>>::from_body(body).ok(), serde_json::from_str(text).ok(), "{text}");
    }
}
