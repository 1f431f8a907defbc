//! `Display` and `Debug`, plain or alternate, print no secret of any type that contains one.

use std::fmt::{Debug, Display};

use api_client_runtime::exchange::{self, Target};
use api_client_runtime::{
    Api, Arguments, BuildError, Builder, Bytes, Call, Decode, Json, Request, RequestError, Secret, TransportError,
    UnrecognizedUnion, Value, Xml, blocking, http,
};

use crate::memory::Memory;
use crate::shop::{self, Error, KETTLE, Product, ProductId, Shop};

/// The value of every secret in these tests.
const SECRET: &str = "4711-geheim";

#[track_caller]
fn debug(value: &impl Debug) -> String {
    let shown = format!("{value:?}\n{value:#?}");
    assert!(!shown.contains("4711"), "{shown}");
    shown
}

#[track_caller]
fn display(value: &impl Display) -> String {
    let shown = format!("{value}\n{value:#}");
    assert!(!shown.contains("4711"), "{shown}");
    shown
}

/// An error, with its sources.
#[track_caller]
fn error(error: &(impl std::error::Error + 'static)) -> String {
    let mut shown = debug(error) + &display(error);
    let mut source = error.source();
    while let Some(error) = source {
        shown += &(debug(&error) + &display(&error));
        source = error.source();
    }
    shown
}

fn response(status: u16) -> http::Response<Bytes> {
    let response = http::Response::builder().status(status).header("content-type", "application/json");
    let response = response.header("set-cookie", SECRET).header("location", format!("https://a.test/?token={SECRET}"));
    let body = format!(
        r#"{{"name":"{SECRET}","error":{{"code":"sold_out","description":"No.","detail":{{"door_code":"{SECRET}"}}}}}}"#
    );
    response.body(Bytes::from(body)).unwrap()
}

#[test]
fn values_print_no_secret() {
    assert_eq!(debug(&Secret::from(SECRET)), "[secret]\n[secret]");
    debug(&Json::from_body(format!("\"{SECRET}\"").as_bytes()).unwrap());
    debug(&UnrecognizedUnion {
        type_name: "Gizmo".to_owned(),
        value: Json::from_body(format!("[\"{SECRET}\"]").as_bytes()).unwrap(),
    });
    assert_eq!(debug(&Xml::from(SECRET)), "Xml([secret])\nXml(\n    [secret],\n)");
    assert!(debug(&Product::from_body(KETTLE.as_bytes()).unwrap()).contains("door_code: Some([secret])"));
}

#[test]
fn requests_print_no_secret() {
    let arguments = Arguments::new()
        .argument::<Secret>("pin", SECRET)
        .argument::<Xml>("xml", SECRET)
        .list::<Secret>("codes", [SECRET, SECRET])
        .argument::<Value>("deep", Value::object([("of", Value::list([Value::from(Secret::from(SECRET))]))]));
    assert_eq!(debug(&arguments).matches("[secret]").count(), 10);
    let request = Request::new(shop::list().into_request().operation()).with("all", Value::Object(arguments));
    assert!(debug(&request).contains(r#""pin": [secret]"#));
    // The request that is sent contains the secrets.
    assert!(request.to_text().unwrap().contains(SECRET));

    let target = Target {
        url: format!("https://ada:{SECRET}@shop.test/v1?key={SECRET}").into(),
        authorization: Some(http::HeaderValue::from_static(SECRET)),
        user_agent: http::HeaderValue::from_static("test"),
    };
    assert!(debug(&target).contains(r#"url: "https://[secret]@shop.test/v1""#));
    let encoded = exchange::encode(&shop::list().into_request(), &Target { url: "https://shop.test".into(), ..target });
    debug(&encoded.unwrap());
    for refusal in [RequestError::PathArgument { name: "pin" }, RequestError::Uri, RequestError::NoToken] {
        error(&refusal);
    }
}

#[test]
fn responses_print_no_secret() {
    let operation = shop::list().into_request().operation();
    let response = exchange::classify(operation, Shop::DESCRIPTION, Ok(response(200))).unwrap();
    debug(&response);
    let decoded = exchange::decode::<Json>(operation, response).unwrap();
    assert!(decoded.as_str().contains(SECRET) && decoded.headers().contains_key("set-cookie"));
    debug(&decoded);
}

#[test]
fn errors_print_no_secret() {
    let operation = shop::list().into_request().operation();
    let partial = || TransportError::interrupted("gone").with_partial(response(200));
    assert_eq!(
        debug(&partial()).lines().next().unwrap(),
        r#"TransportError { kind: Interrupted, source: Some("gone"), partial: Some(200) }"#
    );
    error(&partial());
    let html = || http::Response::builder().header("content-type", "text/html").body(Bytes::from(SECRET)).unwrap();
    let outcomes = [
        Ok(response(404)),
        Ok(response(307)),
        Ok(response(200)),
        Ok(html()),
        Ok(http::Response::new(Bytes::from(format!("\"{SECRET}")))),
        Ok(http::Response::new(Bytes::new())),
        Err(partial()),
        Err(TransportError::too_large(1).with_partial(response(200))),
    ];
    for outcome in outcomes {
        let classified = exchange::classify(operation, Shop::DESCRIPTION, outcome);
        let failed = classified.and_then(|response| exchange::decode::<Product>(operation, response)).unwrap_err();
        debug(&failed);
        let failed: Error = failed.into();
        error(&failed);
        debug(&failed.attempts());
        debug(&failed.decode_error());
        debug(&failed.detail());
    }
    error(&Error::from(exchange::refused(operation, RequestError::NoToken)));
}

fn shown_url<T: ?Sized>(builder: Builder<Shop, T>, url: &str) -> String {
    let shown = debug(&builder.token(SECRET).url(url));
    let (_, rest) = shown.split_once("url: Some(").unwrap();
    rest.split_once("), user_agent").unwrap().0.to_owned()
}

#[test]
fn builders_and_clients_print_no_secret() {
    let table = [
        ("https://shop.test/v1", r#""https://shop.test/v1""#),
        ("https://ada:4711-geheim@shop.test/v1", r#""https://[secret]@shop.test/v1""#),
        ("https://4711-geheim@shop.test", r#""https://[secret]@shop.test""#),
        ("https://ada:4711/@geheim@shop.test", r#""https://[secret]@shop.test""#),
        ("https://shop.test?token=4711-geheim", r#""https://shop.test""#),
        ("https://shop.test#4711-geheim", r#""https://shop.test""#),
        ("https://ada:4711?geheim@shop.test", "[secret]"),
        ("https://shop.test?mail=a@b&token=4711", "[secret]"),
        ("4711-geheim@shop.test", r#""[secret]@shop.test""#),
        ("4711-geheim://ada@shop.test", r#""[secret]@shop.test""#),
        ("https:/ada:4711-geheim@shop.test", r#""[secret]@shop.test""#),
    ];
    for (url, shown) in table {
        assert_eq!(shown_url(api_client_runtime::Client::<Shop>::builder(), url), shown);
        assert_eq!(shown_url(blocking::Client::<Shop>::builder(), url), shown);
        if let Err(refused) = api_client_runtime::Client::<Shop>::builder().token(SECRET).url(url).build() {
            error(&refused);
        }
    }
    let server = Memory::json(|_, _| "[]".to_owned());
    debug(&server.client());
    debug(&server.blocking());
    let pages = shop::Reviews(shop::reviews(ProductId::new("prod_1")).0.with("pin", Secret::from(SECRET)));
    assert!(debug(&server.client().pages(pages.clone())).contains(r#""pin": [secret]"#));
    assert!(debug(&server.blocking().items(pages)).contains(r#""pin": [secret]"#));
    error(&BuildError::Transport(TransportError::interrupted("gone").with_partial(response(200))));
    error(&shop_error("4711\n"));
}

fn shop_error(token: &str) -> BuildError {
    api_client_runtime::Client::<Shop>::builder().token(token).build().unwrap_err()
}
