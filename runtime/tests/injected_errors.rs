//! I/O errors on an open connection. They have the codes of connect errors, but the server may have received the request.
//! They are injected into `recv` of a child process.
#![cfg(target_os = "linux")]

use std::env;
use std::path::Path;
use std::process::Command;

use api_client_runtime::{Call, ErrorKind, RetryPolicy, blocking};

use crate::both::{block_on, settings};
use crate::server::{Behaviour, Server};
use crate::shop::{self, KETTLE, Shop};

/// The environment variable with the URL that the child process calls.
const URL: &str = "INJECTED_ERRORS_URL";

/// `ECONNREFUSED` and the like, by their numbers on Linux.
const ERRORS: [(&str, i32); 7] = [
    ("EHOSTUNREACH", 113),
    ("ENETUNREACH", 101),
    ("ENETDOWN", 100),
    ("ECONNREFUSED", 111),
    ("EADDRNOTAVAIL", 99),
    ("ECONNRESET", 104),
    ("ETIMEDOUT", 110),
];

#[test]
fn a_post_is_not_retried_after_any_error_of_an_open_connection() {
    let library = Path::new(env!("CARGO_TARGET_TMPDIR")).join("recv.so");
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/injected_errors/recv.c");
    let compiled = Command::new("cc").args(["-shared", "-fPIC", "-o"]).arg(&library).arg(source).arg("-ldl").status();
    assert!(compiled.unwrap().success());
    for (name, errno) in ERRORS {
        let server = Server::start(Behaviour::json("200 OK", KETTLE));
        let child = Command::new(env::current_exe().unwrap())
            .args(["--exact", "injected_errors::calls_a_server_from_the_child_process", "--ignored", "--nocapture"])
            .env(URL, &server.url)
            .env("LD_PRELOAD", &library)
            .env("INJECTED_ERRNO", errno.to_string())
            .output()
            .unwrap();
        let text = String::from_utf8_lossy(&child.stdout);
        assert!(child.status.success(), "{name}: {text}");
        let posts = server.seen().iter().filter(|request| request.starts_with("POST")).count();
        let gets = server.seen().iter().filter(|request| request.starts_with("GET")).count();
        assert_eq!((posts, gets), (2, 6), "{name}: one POST and three attempts at a GET by each of two clients");
    }
}

/// Runs in the child process: a POST and a GET with each client.
#[test]
#[ignore = "run by the other test, in a process of its own"]
fn calls_a_server_from_the_child_process() {
    let url = env::var(URL).unwrap();
    let server = Server::absent();
    let millisecond = std::time::Duration::from_millis(1);
    let retry = RetryPolicy::default().attempts(3).backoff(millisecond, millisecond);
    let client =
        settings(api_client_runtime::Client::<Shop>::builder(), &server).url(&url).retry(retry).build().unwrap();
    let blocking = settings(blocking::Client::<Shop>::builder(), &server).url(&url).retry(retry).build().unwrap();
    fn kinds<C: Call<Api = Shop> + Clone>(
        client: &api_client_runtime::Client<Shop>,
        blocking: &blocking::Client<Shop>,
        call: C,
    ) -> [(ErrorKind, usize); 2] {
        let errors = [block_on(client.send(call.clone())).map(drop), blocking.send(call).map(drop)];
        errors.map(Result::unwrap_err).map(|error| (error.kind(), error.attempts().len()))
    }
    assert_eq!(kinds(&client, &blocking, shop::restock("prod_1")), [(ErrorKind::Interrupted, 1); 2]);
    assert_eq!(kinds(&client, &blocking, shop::list()), [(ErrorKind::Interrupted, 3); 2]);
}
