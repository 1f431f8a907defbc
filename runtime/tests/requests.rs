//! The encoding of requests.

use api_client_runtime::exchange::{self, Target};
use api_client_runtime::http::HeaderValue;
use api_client_runtime::{Arguments, Call, Request, RequestError, Secret, Value};

use crate::shop::{self, Label, MakerId, ProductArguments, ProductId, ProductLookup};

fn text(call: impl Call) -> String {
    call.into_request().to_text().unwrap()
}

#[test]
fn sends_a_lookup_in_the_query_and_its_name_in_the_path() {
    insta::assert_snapshot!(
        text(shop::get(ProductId::new("prod_1"))),
        @"GET /v1/products/product?product%5Bid%5D=prod_1"
    );
    insta::assert_snapshot!(
        text(shop::delete(ProductLookup::barcode("a b/ü&="))),
        @"DELETE /v1/products/product?product%5Bbarcode%5D=a%20b%2F%C3%BC%26%3D"
    );
}

#[test]
fn sends_arguments_outside_the_path_in_the_body() {
    let properties = ProductArguments::new().name("Tea \"pot\"\n\u{1}").door_code("4711").clear_maker();
    insta::assert_snapshot!(text(shop::update(ProductId::new("prod_1"), properties)), @r#"
    PATCH /v1/products/product

    {"product":{"id":"prod_1"},"properties":{"name":"Tea \"pot\"\n\u0001","door_code":"4711","maker":null}}
    "#);
}

#[test]
fn sends_a_scalar_of_the_path_only_there() {
    insta::assert_snapshot!(text(shop::restock("a/b?c")), @"POST /v1/products/a%2Fb%3Fc/restock");
    insta::assert_snapshot!(text(shop::manual("en")), @"GET /v1/manual/en");
}

#[test]
fn lists_repeat_the_name() {
    let call = shop::list()
        .page(2)
        .labels([Label::new("a", "1"), Label::new("b", "2")])
        .makers([MakerId::new("mak_1"), MakerId::new("mak_2")]);
    insta::assert_snapshot!(
        text(call).replace('&', "\n&"),
        @r"
    GET /v1/products?page=2
    &labels%5B%5D%5Bkey%5D=a
    &labels%5B%5D%5Bvalue%5D=1
    &labels%5B%5D%5Bkey%5D=b
    &labels%5B%5D%5Bvalue%5D=2
    &makers%5B%5D=mak_1
    &makers%5B%5D=mak_2
    "
    );
}

#[test]
fn sends_null_in_a_query_as_the_bare_key() {
    let mut arguments = Arguments::new();
    arguments.set("null", Value::Null);
    arguments.set("text", "");
    arguments.set("listed", true);
    arguments.set("none", None::<i64>);
    arguments.set("items", Value::list(Vec::<i64>::new()));
    insta::assert_snapshot!(arguments.to_query(), @"null&text=&listed=true&none");
}

#[test]
fn writes_numbers_with_a_fraction() {
    let mut arguments = Arguments::new();
    arguments.set("whole", 1.0);
    arguments.set("large", 1e300);
    arguments.set("none", f64::NAN);
    insta::assert_snapshot!(arguments.to_json(), @r#"{"whole":1.0,"large":1e300,"none":null}"#);
}

#[test]
fn json_can_be_decoded_again() {
    let odd: String = ('\0'..='\u{ff}').chain(['\u{2028}', '😀', '"', '\\']).collect();
    let mut arguments = Arguments::new();
    arguments.set("odd", odd.as_str());
    let json: serde_json::Value = serde_json::from_str(&arguments.to_json()).unwrap();
    assert_eq!(json["odd"], odd);
}

#[test]
fn setting_an_argument_again_keeps_its_position() {
    let call = shop::list().page(1).makers([MakerId::new("mak_1")]).page(7);
    insta::assert_snapshot!(text(call), @"GET /v1/products?page=7&makers%5B%5D=mak_1");
}

#[test]
fn rejects_invalid_path_arguments() {
    for dots in ["", ".", ".."] {
        let refused = shop::manual(dots).into_request().to_text();
        assert_eq!(refused, Err(RequestError::PathArgument { name: "language" }), "{dots:?}");
    }
    insta::assert_snapshot!(text(shop::manual("...")), @"GET /v1/manual/...");
    let operation = shop::manual("en").into_request().operation();
    assert_eq!(Request::new(operation).to_text(), Err(RequestError::MissingArgument { name: "language" }));
    let list = Request::new(operation).with("language", vec!["en"]);
    assert_eq!(list.to_text(), Err(RequestError::PathArgument { name: "language" }));
}

#[test]
fn debug_prints_the_request_without_secrets() {
    let call = shop::update(ProductId::new("prod_1"), ProductArguments::new().name("Pot").door_code("4711"));
    insta::assert_snapshot!(
        format!("{call:?}"),
        @r#"Update(products::update {"product": {"id": "prod_1"}, "properties": {"name": "Pot", "door_code": [secret]}})"#
    );
}

#[test]
fn sends_the_token_only_if_required_and_marks_it_sensitive() {
    let mut target = Target {
        url: "https://api.shop.test/base".into(),
        authorization: Some(HeaderValue::from_static("Bearer 4711")),
        user_agent: HeaderValue::from_static("test"),
    };
    let message = exchange::encode(&shop::get(ProductId::new("prod_1")).into_request(), &target).unwrap();
    assert_eq!(message.uri(), "https://api.shop.test/base/v1/products/product?product%5Bid%5D=prod_1");
    assert_eq!(message.headers()["authorization"], "Bearer 4711");
    assert!(message.headers()["authorization"].is_sensitive());
    assert_eq!(message.headers()["accept"], "application/json");
    assert!(!format!("{message:?} {target:?}").contains("4711"));

    let anonymous = exchange::encode(&shop::manual("en").into_request(), &target).unwrap();
    assert!(!anonymous.headers().contains_key("authorization"));

    target.authorization = None;
    let refused = exchange::encode(&shop::list().into_request(), &target);
    assert_eq!(refused.unwrap_err(), RequestError::NoToken);
}

#[test]
fn rejects_a_uri_that_is_too_long() {
    let target = Target {
        url: "https://api.shop.test".into(),
        authorization: None,
        user_agent: HeaderValue::from_static("test"),
    };
    let refused = exchange::encode(&shop::manual("x".repeat(70_000)).into_request(), &target);
    assert_eq!(refused.unwrap_err(), RequestError::Uri);
}

#[test]
fn prints_a_secret_only_with_expose() {
    let secret = Secret::new("4711");
    assert_eq!(format!("{secret:?} {:?}", Value::from(&secret)), "[secret] [secret]");
    assert_eq!(secret.expose(), "4711");
}
