//! Faults in the transfer of a response: head, length, chunks, and endless parts.

use api_client_runtime::ErrorKind::{Body, EmptyBody, Interrupted, Timeout, TooLarge, Transport};

use super::{GET_RETRIED, NOT_RETRIED, Row, add, kettle, response};
use crate::server::Behaviour::{self, Drip, Endless, Stall, Write};
use crate::shop::KETTLE;

pub fn heads(rows: &mut Vec<Row>) {
    let headers = |count: usize| (0..count).map(|number| format!("X-Header-{number}: value\r\n")).collect::<String>();
    let ok = "HTTP/1.1 200 OK\r\n";
    add(
        rows,
        "head",
        &[
            ("stops in the status line", Stall(b"HTTP/1.1 20".to_vec()), Some(Timeout), GET_RETRIED),
            ("closes in the status line", Write(b"HTTP/1.1 20".to_vec()), Some(Interrupted), GET_RETRIED),
            ("closes within the headers", Write(b"HTTP/1.1 200 OK\r\nX-A".to_vec()), Some(Interrupted), GET_RETRIED),
            ("sends a header byte by byte", Drip(ok.into(), b'X'), Some(Timeout), GET_RETRIED),
            ("does not send HTTP", Write(b"220 mail.test ESMTP\r\n".to_vec()), Some(Interrupted), GET_RETRIED),
            ("responds with HTTP/0.9", Write(KETTLE.into()), Some(Interrupted), GET_RETRIED),
            ("responds with HTTP/1.0", whole("HTTP/1.0 200 OK\r\n"), None, NOT_RETRIED),
            ("responds with HTTP/2", Write(b"\0\0\0\x04\0\0\0\0\0".to_vec()), Some(Interrupted), GET_RETRIED),
            ("responds with HTTP/7.3", whole("HTTP/7.3 200 OK\r\n"), Some(Interrupted), GET_RETRIED),
            ("has a status of two digits", whole("HTTP/1.1 20 OK\r\n"), Some(Interrupted), GET_RETRIED),
            ("has the status 099", whole("HTTP/1.1 099 OK\r\n"), Some(Interrupted), GET_RETRIED),
            ("has a header without a colon", whole(&format!("{ok}X-Header\r\n")), Some(Interrupted), GET_RETRIED),
            (
                "has a space in the name of a header",
                whole(&format!("{ok}X Header: a\r\n")),
                Some(Interrupted),
                GET_RETRIED,
            ),
            ("has a NUL in a header", whole(&format!("{ok}X-Header: a\0b\r\n")), Some(Interrupted), GET_RETRIED),
            ("has a header on two lines", whole(&format!("{ok}X-Header: a\r\n b\r\n")), Some(Interrupted), GET_RETRIED),
            (
                "ends its lines with LF",
                Write(format!("HTTP/1.1 200 OK\nConnection: close\n\n{KETTLE}").into()),
                None,
                NOT_RETRIED,
            ),
            ("has 100 headers", whole(&format!("{ok}{}", headers(97))), None, NOT_RETRIED),
            ("has 200 headers", whole(&format!("{ok}{}", headers(200))), Some(Interrupted), GET_RETRIED),
            (
                "has a header of 1 MB",
                whole(&format!("{ok}X-Header: {}\r\n", "a".repeat(1_000_000))),
                Some(Interrupted),
                GET_RETRIED,
            ),
            ("sends 100 before the response", whole(&format!("HTTP/1.1 100 Continue\r\n\r\n{ok}")), None, NOT_RETRIED),
            (
                "sends 103 before the response",
                whole(&format!("HTTP/1.1 103 Early Hints\r\n\r\n{ok}")),
                None,
                NOT_RETRIED,
            ),
            (
                "sends 100 and nothing else",
                Stall(b"HTTP/1.1 100 Continue\r\n\r\n".to_vec()),
                Some(Timeout),
                GET_RETRIED,
            ),
            (
                "switches protocols",
                Write(response("101 Switching Protocols", "Upgrade: other\r\n", "")),
                Some(EmptyBody),
                NOT_RETRIED,
            ),
        ],
    );
}

pub fn lengths(rows: &mut Vec<Row>) {
    let length = KETTLE.len();
    let right = format!("Content-Length: {length}\r\n");
    add(
        rows,
        "length",
        &[
            ("gives no length, and closes", kettle(""), None, NOT_RETRIED),
            (
                "gives a length that is too large, and closes",
                kettle("Content-Length: 5000\r\n"),
                Some(Interrupted),
                GET_RETRIED,
            ),
            ("gives a length that is too small", kettle("Content-Length: 10\r\n"), Some(Body), NOT_RETRIED),
            ("sends more than its length", kettle(&right).and(b"{}"), None, NOT_RETRIED),
            ("gives the same length twice", kettle(&right.repeat(2)), None, NOT_RETRIED),
            ("gives two lengths", kettle(&format!("{right}Content-Length: 10\r\n")), Some(Interrupted), GET_RETRIED),
            ("gives a negative length", kettle("Content-Length: -1\r\n"), Some(Interrupted), GET_RETRIED),
            (
                "gives a length with a sign",
                kettle(&format!("Content-Length: +{length}\r\n")),
                Some(Interrupted),
                GET_RETRIED,
            ),
            (
                "gives a length beyond 64 bits",
                kettle("Content-Length: 99999999999999999999\r\n"),
                Some(Interrupted),
                GET_RETRIED,
            ),
            ("gives a length beyond the limit", kettle("Content-Length: 200000\r\n"), Some(TooLarge), NOT_RETRIED),
            (
                "stops in the body",
                Stall(response("200 OK", "Content-Length: 100\r\n", "{")),
                Some(Timeout),
                GET_RETRIED,
            ),
            (
                "sends the body byte by byte",
                Drip(response("200 OK", "Content-Length: 9000\r\n", ""), b' '),
                Some(Timeout),
                GET_RETRIED,
            ),
        ],
    );
}

pub fn chunks(rows: &mut Vec<Row>) {
    let length = KETTLE.len();
    let chunk = format!("{length:x}\r\n{KETTLE}\r\n");
    let both = format!("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n{chunk}0\r\n");
    add(
        rows,
        "chunks",
        &[
            ("has a trailer", Write(chunked(&format!("{chunk}0\r\nX-Trailer: a\r\n\r\n"))), None, NOT_RETRIED),
            (
                "has a chunk extension",
                Write(chunked(&format!("{length:x};a=b\r\n{KETTLE}\r\n0\r\n\r\n"))),
                None,
                NOT_RETRIED,
            ),
            ("has no last chunk", Write(chunked(&chunk)), Some(Interrupted), GET_RETRIED),
            ("closes within a chunk", Write(chunked("ffff\r\n{")), Some(Interrupted), GET_RETRIED),
            ("stops between chunks", Stall(chunked("1\r\n{\r\n")), Some(Timeout), GET_RETRIED),
            (
                "has a length that is not a number",
                Write(chunked("zz\r\n{}\r\n0\r\n\r\n")),
                Some(Interrupted),
                GET_RETRIED,
            ),
            (
                "has a length beyond 64 bits",
                Write(chunked("fffffffffffffffff\r\n{}\r\n")),
                Some(Interrupted),
                GET_RETRIED,
            ),
            ("has no line end after a chunk", Write(chunked("2\r\n{}0\r\n\r\n")), Some(Interrupted), GET_RETRIED),
            (
                "gives a length as well",
                Write(response("200 OK", "Content-Type: application/json\r\n", "").with(&both)),
                None,
                NOT_RETRIED,
            ),
            ("has a transfer encoding that is not chunked", kettle("Transfer-Encoding: gzip\r\n"), None, NOT_RETRIED),
        ],
    );
}

pub fn floods(rows: &mut Vec<Row>) {
    let ok = response("200 OK", "Content-Type: application/json\r\n", "");
    let no_end = b"HTTP/1.1 200 OK\r\nX-Header: ".to_vec();
    add(
        rows,
        "flood",
        &[
            (
                "sends endless interim responses",
                Endless(Vec::new(), b"HTTP/1.1 102 Processing\r\n\r\n"),
                Some(Transport),
                NOT_RETRIED,
            ),
            ("sends an endless header", Endless(no_end, b"a"), Some(Interrupted), GET_RETRIED),
            (
                "sends endless headers",
                Endless(b"HTTP/1.1 200 OK\r\n".to_vec(), b"X-Header: a\r\n"),
                Some(Interrupted),
                GET_RETRIED,
            ),
            ("sends an endless body", Endless(ok, b" "), Some(TooLarge), NOT_RETRIED),
            ("sends endless chunks", Endless(chunked(""), b"1\r\n \r\n"), Some(TooLarge), NOT_RETRIED),
            ("sends an endless chunk extension", Endless(chunked("1"), b";a=b"), Some(Interrupted), GET_RETRIED),
            ("sends endless trailers", Endless(chunked("0\r\n"), b"X-Trailer: a\r\n"), Some(Interrupted), GET_RETRIED),
        ],
    );
}

/// A chunked response with this raw body.
fn chunked(chunks: &str) -> Vec<u8> {
    response("200 OK", "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n", chunks)
}

/// A successful response after `head`, which closes the connection.
fn whole(head: &str) -> Behaviour {
    Write(format!("{head}Content-Type: application/json\r\nConnection: close\r\n\r\n{KETTLE}").into_bytes())
}

impl Behaviour {
    /// Appends text to the response.
    fn and(self, text: &[u8]) -> Self {
        match self {
            Write(first) => Write([&first, text].concat()),
            other => other,
        }
    }
}

/// Replaces the last line end of a head.
trait With {
    fn with(self, rest: &str) -> Self;
}

impl With for Vec<u8> {
    fn with(mut self, rest: &str) -> Self {
        self.truncate(self.len() - 2);
        self.extend_from_slice(rest.as_bytes());
        self.extend_from_slice(b"\r\n");
        self
    }
}
