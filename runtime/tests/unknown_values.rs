//! Unknown values, types of unions and error codes, each of which is reported once.
#![allow(clippy::unwrap_used, clippy::panic)] // A test fails by panicking.

mod both;
mod clock;
mod collected;
mod server;
mod shop;
mod telling;

use std::time::Duration;

use api_client_runtime::{Call, Decode, Method, Operation, Request, RetryPolicy, UnrecognizedUnion};
use both::block_on;
use clock::{Clock, call_settings, drive, status};
use collected::{Told, collected};
use shop::Shop;
use telling::clients;
use tracing::subscriber::NoSubscriber;

/// What a ticket of the lottery wins.
#[derive(Debug, Clone, PartialEq)]
enum Luck {
    Blank,
    Unrecognized(String),
}

impl Luck {
    fn as_str(&self) -> &str {
        match self {
            Self::Blank => "blank",
            Self::Unrecognized(wire) => wire,
        }
    }
}

impl From<&str> for Luck {
    fn from(wire: &str) -> Self {
        if wire == "blank" { Self::Blank } else { Self::Unrecognized(wire.to_owned()) }
    }
}

api_client_runtime::string_enum!(Luck);

/// Gets what some tickets win.
#[derive(Debug, Clone)]
struct Tickets;

impl Call for Tickets {
    type Api = Shop;
    type Output = Vec<Luck>;

    const OPERATION: &'static Operation = &TICKETS;

    fn into_request(self) -> Request {
        Request::new(&TICKETS)
    }
}

static TICKETS: Operation = Operation {
    name: "tickets::list",
    method: Method::Get,
    body: false,
    path: "/v1/tickets",
    idempotent: true,
    service: &shop::SHOP,
    scopes: &[],
    errors: &[],
};

/// Lets a client of each kind get tickets that win this.
fn get_tickets(body: &'static str) {
    let (client, blocking) = clients(body);
    block_on(client.send(Tickets)).unwrap();
    blocking.send(Tickets).unwrap();
}

/// The unknown values of a `T` among the events.
fn unknown<T>(told: &[Told]) -> Vec<&str> {
    let warnings = told.iter().filter(|told| told.fields.contains_key("api.value"));
    let values = warnings.map(|told| {
        assert_eq!(told.fields["message"], "unrecognized value");
        assert_eq!(told.fields["api.type_name"], std::any::type_name::<T>());
        told.fields["api.value"].as_str()
    });
    values.collect()
}

#[test]
fn reports_an_unknown_value_once() {
    // What nobody listens to does not count.
    tracing::subscriber::with_default(NoSubscriber::default(), || get_tickets(r#"["sweets"]"#));
    let told = collected(|_| get_tickets(r#"["sweets", "blank", "sweets", "a\nball", "sweets"]"#));
    assert_eq!(unknown::<Luck>(&told), ["sweets", "a ball"]);
    let warning = told.iter().find(|told| told.fields.contains_key("api.value")).unwrap();
    assert_eq!((*warning.metadata.level(), warning.within), (tracing::Level::WARN, Some(0)));
    assert!(unknown::<Luck>(&collected(|_| get_tickets(r#"["sweets"]"#))).is_empty());
}

#[derive(Debug, Clone, PartialEq)]
enum Prize {
    Points(i64),
    Unrecognized(UnrecognizedUnion),
}

api_client_runtime::union!(Prize { "Points" => Points, });

#[test]
fn reports_an_unknown_type_of_a_union_once_without_its_value() {
    let body =
        br#"[{"type": "Points", "value": 1}, {"type": "Trip", "value": "geheim"}, {"type": "Trip", "value": 2}]"#;
    let told = collected(|_| assert_eq!(Vec::<Prize>::from_body(body).unwrap().len(), 3));
    assert_eq!(unknown::<Prize>(&told), ["Trip"]);
}

#[test]
fn reports_an_unknown_error_code_once() {
    let told = collected(|_| {
        for _ in 0..2 {
            let call_settings = call_settings(RetryPolicy::never(), false);
            drive(&call_settings, &mut Clock::at(Duration::ZERO), shop::list(), |_| status(404, "on_strike"));
        }
    });
    assert_eq!(unknown::<shop::ErrorCode>(&told), ["on_strike"]);
}
