//! Unknown values, types of unions and error codes are reported once each.

use std::time::Duration;

use api_client_runtime::{Call, Decode, Method, Operation, Request, RetryPolicy, UnrecognizedUnion};
use tracing::subscriber::NoSubscriber;

use crate::both::block_on;
use crate::clock::{Clock, call_settings, drive, status};
use crate::collected::{Reported, collected};
use crate::shop::{self, Shop};
use crate::traced_transport::clients;

/// The result of a lottery ticket.
#[derive(Debug, Clone, PartialEq)]
enum Luck {
    Blank,
    Unrecognized(String),
}

impl Luck {
    const VALUES: &[Self] = &[Self::Blank];
    const WIRE_VALUES: &'static [&'static str] = &["blank"];

    fn as_str(&self) -> &str {
        match self {
            Self::Blank => "blank",
            Self::Unrecognized(wire) => wire,
        }
    }
}

api_client_runtime::string_enum!(Luck, shop::wire::CALLSITES);

/// Lists the results of tickets.
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

/// Lists tickets with both clients; `body` is the response.
fn get_tickets(body: &'static str) {
    let (client, blocking) = clients(body);
    block_on(client.send(Tickets)).unwrap();
    blocking.send(Tickets).unwrap();
}

/// The unknown values of a `T` among the events.
fn unknown<T>(reported: &[Reported]) -> Vec<&str> {
    let warnings = reported.iter().filter(|reported| reported.fields.contains_key("api.value"));
    let values = warnings.map(|reported| {
        assert_eq!(reported.fields["message"], "unrecognized value");
        assert_eq!(reported.fields["api.type_name"], std::any::type_name::<T>());
        reported.fields["api.value"].as_str()
    });
    values.collect()
}

#[test]
fn reports_an_unknown_value_once() {
    // Without a subscriber, a value does not count as reported.
    tracing::subscriber::with_default(NoSubscriber::default(), || get_tickets(r#"["sweets"]"#));
    let reported = collected(|_| get_tickets(r#"["sweets", "blank", "sweets", "a\nball", "sweets"]"#));
    assert_eq!(unknown::<Luck>(&reported), ["sweets", "a ball"]);
    let warning = reported.iter().find(|reported| reported.fields.contains_key("api.value")).unwrap();
    assert_eq!((*warning.metadata.level(), warning.within), (tracing::Level::WARN, Some(0)));
    assert!(unknown::<Luck>(&collected(|_| get_tickets(r#"["sweets"]"#))).is_empty());
}

#[derive(Debug, Clone, PartialEq)]
enum Prize {
    Points(i64),
    Unrecognized(UnrecognizedUnion),
}

api_client_runtime::union!(Prize, shop::wire::CALLSITES { "Points" => Points, });

#[test]
fn reports_an_unknown_type_of_a_union_once_without_its_value() {
    let body =
        br#"[{"type": "Points", "value": 1}, {"type": "Trip", "value": "geheim"}, {"type": "Trip", "value": 2}]"#;
    let reported = collected(|_| assert_eq!(Vec::<Prize>::from_body(body).unwrap().len(), 3));
    assert_eq!(unknown::<Prize>(&reported), ["Trip"]);
}

#[test]
fn reports_an_unknown_error_code_once() {
    let reported = collected(|_| {
        for _ in 0..2 {
            let call_settings = call_settings(RetryPolicy::never(), false);
            drive(&call_settings, &mut Clock::at(Duration::ZERO), shop::list(), |_| status(404, "on_strike"));
        }
    });
    assert_eq!(unknown::<shop::ErrorCode>(&reported), ["on_strike"]);
}
