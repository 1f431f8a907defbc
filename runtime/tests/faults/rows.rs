//! The faults of a server, and the error that a client returns for each.

mod transfer;

use api_client_runtime::ErrorKind;

use crate::server::Behaviour;
use crate::shop::KETTLE;
use Behaviour::{Absent, Encrypted, Reset, Silent, Stall, Unresolved, Write, WriteFirst};
use ErrorKind::{Api, Body, Connect, ContentType, EmptyBody, Interrupted, Redirect, Timeout};

/// A fault and its expected outcome. Each call makes at most two attempts.
#[derive(Debug)]
pub struct Row {
    pub group: &'static str,
    pub name: &'static str,
    pub behaviour: Behaviour,
    /// Whether the client connects with TLS.
    pub secure: bool,
    /// The error, of both clients and of GET and POST alike; `None` for a success.
    pub expected: Option<ErrorKind>,
    /// The number of attempts for a GET and for a POST.
    pub attempts: (usize, usize),
    /// The number of requests that the server reads for a GET and for a POST.
    pub requests: (usize, usize),
}

/// Every fault, in the order of the table.
pub fn rows() -> Vec<Row> {
    let mut rows = Vec::new();
    connecting(&mut rows);
    encryption(&mut rows);
    transfer::heads(&mut rows);
    transfer::lengths(&mut rows);
    transfer::chunks(&mut rows);
    transfer::floods(&mut rows);
    redirects(&mut rows);
    statuses(&mut rows);
    contents(&mut rows);
    rows
}

/// A transient failure, after which a GET is retried. A POST is not, because the server may have carried it out.
const GET_RETRIED: (usize, usize) = (2, 1);
const NOT_RETRIED: (usize, usize) = (1, 1);
/// A failure after which the server cannot have carried the request out.
const RETRIED: (usize, usize) = (2, 2);

type Table<'a> = &'a [(&'static str, Behaviour, Option<ErrorKind>, (usize, usize))];

fn add(rows: &mut Vec<Row>, group: &'static str, table: Table<'_>) {
    rows.extend(table.iter().map(|(name, behaviour, expected, requests)| Row {
        group,
        name,
        behaviour: behaviour.clone(),
        secure: group == "TLS",
        expected: *expected,
        attempts: *requests,
        requests: *requests,
    }));
}

/// A fault before the server has read a request.
type Unread<'a> = &'a [(&'static str, Behaviour, ErrorKind, (usize, usize))];

fn add_unread(rows: &mut Vec<Row>, group: &'static str, table: Unread<'_>) {
    rows.extend(table.iter().map(|(name, behaviour, expected, attempts)| Row {
        group,
        name,
        behaviour: behaviour.clone(),
        secure: group == "TLS",
        expected: Some(*expected),
        attempts: *attempts,
        requests: (0, 0),
    }));
}

/// A response with header lines, each with its line end, and a body.
fn response(status: &str, headers: &str, body: &str) -> Vec<u8> {
    format!("HTTP/1.1 {status}\r\n{headers}\r\n{body}").into_bytes()
}

/// A JSON response with the correct length.
fn json(status: &str, body: &str) -> Behaviour {
    let headers = format!("Content-Type: application/json\r\nContent-Length: {}\r\n", body.len());
    Write(response(status, &headers, body))
}

/// A successful response with additional header lines.
fn kettle(headers: &str) -> Behaviour {
    Write(response("200 OK", &format!("Content-Type: application/json\r\n{headers}"), KETTLE))
}

fn connecting(rows: &mut Vec<Row>) {
    add_unread(
        rows,
        "connection",
        &[
            ("has a name that does not resolve", Unresolved, Connect, RETRIED),
            ("refuses the connection", Absent, Connect, RETRIED),
            ("resets the connection instead of reading the request", Reset, Interrupted, GET_RETRIED),
            ("never reads the request, and is silent", Silent, Timeout, GET_RETRIED),
        ],
    );
    add(
        rows,
        "connection",
        &[
            ("closes the connection after the request", Write(Vec::new()), Some(Interrupted), GET_RETRIED),
            ("is silent after the request", Stall(Vec::new()), Some(Timeout), GET_RETRIED),
        ],
    );
}

fn encryption(rows: &mut Vec<Row>) {
    const ALERT: &[u8] = b"\x15\x03\x03\x00\x02\x02\x28";
    const PLAIN: &[u8] = b"HTTP/1.1 400 Bad Request\r\n\r\n";
    add_unread(
        rows,
        "TLS",
        &[
            ("resets the connection during the handshake", Reset, Connect, RETRIED),
            ("closes the connection during the handshake", WriteFirst(b""), Connect, RETRIED),
            ("responds to the handshake with plain HTTP", WriteFirst(PLAIN), Connect, NOT_RETRIED),
            ("responds to the handshake with an alert", WriteFirst(ALERT), Connect, NOT_RETRIED),
            ("is silent during the handshake", Silent, Connect, RETRIED),
            ("has a certificate that is not trusted", Encrypted("127.0.0.1"), Connect, NOT_RETRIED),
            ("has a certificate of another host", Encrypted("other.test"), Connect, NOT_RETRIED),
        ],
    );
}

fn redirects(rows: &mut Vec<Row>) {
    let to = |status: &str, location: &str| Write(response(status, &format!("{location}Content-Length: 0\r\n"), ""));
    let elsewhere = "Location: https://elsewhere.test/\r\n";
    add(
        rows,
        "redirect",
        &[
            ("301 to another host", to("301 Moved Permanently", elsewhere), Some(Redirect), NOT_RETRIED),
            ("302 to another path", to("302 Found", "Location: /elsewhere\r\n"), Some(Redirect), NOT_RETRIED),
            ("303 to another host", to("303 See Other", elsewhere), Some(Redirect), NOT_RETRIED),
            ("304", to("304 Not Modified", ""), Some(Redirect), NOT_RETRIED),
            ("307 to another host", to("307 Temporary Redirect", elsewhere), Some(Redirect), NOT_RETRIED),
            ("308 without a target", to("308 Permanent Redirect", ""), Some(Redirect), NOT_RETRIED),
            (
                "300 to text that is not a URL",
                to("300 Multiple Choices", "Location: ://[\r\n"),
                Some(Redirect),
                NOT_RETRIED,
            ),
        ],
    );
}

fn statuses(rows: &mut Vec<Row>) {
    let error = r#"{"error": {"code": "product_not_found", "description": "Not found."}}"#;
    let page = |status: &str| Write(response(status, "Content-Type: text/html\r\nContent-Length: 6\r\n", "<html>"));
    let empty = |status: &str| Write(response(status, "Content-Length: 0\r\n", ""));
    let limited = Write(response("429 Too Many Requests", "Retry-After: 0\r\nContent-Length: 0\r\n", ""));
    add(
        rows,
        "status",
        &[
            ("404 with an error of the API", json("404 Not Found", error), Some(Api), NOT_RETRIED),
            ("500 with an error of the API", json("500 Internal Server Error", error), Some(Api), NOT_RETRIED),
            ("503 with an error of the API", json("503 Service Unavailable", error), Some(Api), GET_RETRIED),
            ("400 with an HTML page", page("400 Bad Request"), Some(ContentType), NOT_RETRIED),
            ("502 with an HTML page", page("502 Bad Gateway"), Some(ContentType), GET_RETRIED),
            ("504 with an HTML page", page("504 Gateway Timeout"), Some(ContentType), GET_RETRIED),
            ("401 without a body", empty("401 Unauthorized"), Some(EmptyBody), NOT_RETRIED),
            ("407 without a body", empty("407 Proxy Authentication Required"), Some(EmptyBody), NOT_RETRIED),
            ("429 without a body", limited, Some(EmptyBody), RETRIED),
            ("599 without a body", empty("599 Unknown"), Some(EmptyBody), NOT_RETRIED),
            ("204 instead of a body", empty("204 No Content"), Some(EmptyBody), NOT_RETRIED),
            ("200 with an error of the API", json("200 OK", error), Some(Body), NOT_RETRIED),
            ("404 with JSON that is not an error", json("404 Not Found", "[]"), Some(Body), NOT_RETRIED),
        ],
    );
}

fn contents(rows: &mut Vec<Row>) {
    let deep = format!("{{\"new\": {}", "[".repeat(10_000));
    let typed = |kind: &str, body: &str| {
        let headers = format!("Content-Type: {kind}\r\nContent-Length: {}\r\n", body.len());
        Write(response("200 OK", &headers, body))
    };
    let bytes = |body: &[u8]| {
        let mut text = response("200 OK", &format!("Content-Length: {}\r\n", body.len()), "");
        text.extend_from_slice(body);
        Write(text)
    };
    let compressed = "Content-Encoding: gzip\r\nContent-Type: application/json\r\nContent-Length: 4\r\n";
    let compressed = Write([response("200 OK", compressed, ""), vec![0x1f, 0x8b, 8, 0]].concat());
    add(
        rows,
        "body",
        &[
            ("is empty", json("200 OK", ""), Some(EmptyBody), NOT_RETRIED),
            ("is white space", json("200 OK", "  "), Some(Body), NOT_RETRIED),
            ("is `null`", json("200 OK", "null"), Some(Body), NOT_RETRIED),
            ("is a list instead of an object", json("200 OK", "[]"), Some(Body), NOT_RETRIED),
            ("ends in the middle of the JSON", json("200 OK", &KETTLE[..100]), Some(Body), NOT_RETRIED),
            ("has text after the JSON", json("200 OK", &format!("{KETTLE}{{}}")), Some(Body), NOT_RETRIED),
            ("lacks a field", json("200 OK", r#"{"id": "prod_1"}"#), Some(Body), NOT_RETRIED),
            (
                "has text instead of a number",
                json("200 OK", &KETTLE.replace("19.5", "\"19.5\"")),
                Some(Body),
                NOT_RETRIED,
            ),
            (
                "has an integer beyond 64 bits",
                json("200 OK", &KETTLE.replace(":3,", ":99999999999999999999,")),
                Some(Body),
                NOT_RETRIED,
            ),
            ("has NaN", json("200 OK", &KETTLE.replace("19.5", "NaN")), Some(Body), NOT_RETRIED),
            (
                "has half a surrogate pair",
                json("200 OK", &KETTLE.replace("Kettle", "\\ud800")),
                Some(Body),
                NOT_RETRIED,
            ),
            ("has a field twice", json("200 OK", &KETTLE.replacen('{', "{\"stock\":1,", 1)), None, NOT_RETRIED),
            ("begins with a byte order mark", json("200 OK", &format!("\u{feff}{KETTLE}")), Some(Body), NOT_RETRIED),
            ("is not UTF-8", bytes(b"{\"id\": \"\xff\"}"), Some(Body), NOT_RETRIED),
            ("nests 10,000 lists", json("200 OK", &deep), Some(Body), NOT_RETRIED),
            ("is an HTML page", typed("text/html", "<html>"), Some(ContentType), NOT_RETRIED),
            ("is compressed, which was not requested", compressed, Some(Body), NOT_RETRIED),
            (
                "has a content type that ends with `+json`",
                typed("application/vnd.shop+json; charset=utf-8", KETTLE),
                None,
                NOT_RETRIED,
            ),
            ("has no content type", bytes(KETTLE.as_bytes()), None, NOT_RETRIED),
        ],
    );
}
