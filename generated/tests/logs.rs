//! The `log` and `tracing` output of all crates at the most verbose level contains no token, no argument,
//! and nothing of a body.
#![allow(clippy::unwrap_used, clippy::panic)] // A test fails by panicking.

use std::fmt::{Debug, Write as _};
use std::io::{Read, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::Mutex;
use std::thread;

use katapult_api::{Client, NewSshKeyArguments, RetryPolicy, VirtualMachineLookup, ssh_keys, virtual_machines};
use tracing::field::{Field, Visit};
use tracing::span;
use tracing_subscriber::layer::{Context, Layer, SubscriberExt as _};

/// The texts that must not be logged. Each repeats one letter, because some crates print sixteen bytes per line.
const TOKEN: &str = "QQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQ";
const IN_QUERY: &str = "WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW";
const IN_REQUEST_BODY: &str = "ZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZ";
const IN_RESPONSE_BODY: &str = "YYYYYYYYYYYYYYYYYYYYYYYYYYYYYYYYYYYYYYYY";

static LOGGED: Mutex<String> = Mutex::new(String::new());

struct Collect;

impl log::Log for Collect {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        let _ = writeln!(LOGGED.lock().unwrap(), "log {}: {}", record.target(), record.args());
    }

    fn flush(&self) {}
}

impl Visit for Collect {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let _ = writeln!(LOGGED.lock().unwrap(), "{} = {value:?}", field.name());
    }
}

impl<S: tracing::Subscriber> Layer<S> for Collect {
    fn on_new_span(&self, attributes: &span::Attributes<'_>, _: &span::Id, _: Context<'_, S>) {
        let _ = writeln!(LOGGED.lock().unwrap(), "span {}", attributes.metadata().target());
        attributes.record(&mut Self);
    }

    fn on_record(&self, _: &span::Id, values: &span::Record<'_>, _: Context<'_, S>) {
        values.record(&mut Self);
    }

    fn on_event(&self, event: &tracing::Event<'_>, _: Context<'_, S>) {
        let _ = writeln!(LOGGED.lock().unwrap(), "event {}", event.metadata().target());
        event.record(&mut Self);
    }
}

/// A server with alternating transfer encodings, and a different status for each of three requests.
fn serve() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        for (index, stream) in listener.incoming().flatten().enumerate() {
            respond(stream, index);
        }
    });
    url
}

fn respond(mut stream: TcpStream, index: usize) {
    let _ = stream.set_read_timeout(Some(std::time::Duration::from_millis(50)));
    let mut request = Vec::new();
    let mut piece = [0; 4096];
    while let Ok(read @ 1..) = stream.read(&mut piece) {
        request.extend_from_slice(&piece[..read]);
    }
    let body = format!(r#"{{"error": {{"code": "validation_error", "description": "{IN_RESPONSE_BODY}"}}}}"#);
    let status = ["200 OK", "422 Unprocessable Entity", "503 Service Unavailable"][index % 3];
    let head = format!("HTTP/1.1 {status}\r\nContent-Type: application/json\r\nConnection: close\r\n");
    let length = body.len();
    let _ = match index % 2 {
        0 => write!(stream, "{head}Content-Length: {length}\r\n\r\n{body}"),
        _ => write!(stream, "{head}Transfer-Encoding: chunked\r\n\r\n{length:x}\r\n{body}\r\n0\r\n\r\n"),
    };
}

#[test]
fn logs_contain_no_secret() {
    log::set_boxed_logger(Box::new(Collect)).unwrap();
    log::set_max_level(log::LevelFilter::Trace);
    tracing::subscriber::set_global_default(tracing_subscriber::registry().with(Collect)).unwrap();

    let url = serve();
    let get = virtual_machines::get(VirtualMachineLookup::fqdn(IN_QUERY));
    let create = ssh_keys::create(
        katapult_api::OrganizationLookup::sub_domain(IN_QUERY),
        NewSshKeyArguments::new("laptop", IN_REQUEST_BODY),
    );
    let retry = RetryPolicy::default().attempts(2).backoff(std::time::Duration::ZERO, std::time::Duration::ZERO);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let client = Client::builder().token(TOKEN).url(&url).retry(retry).build().unwrap();
    for _ in 0..3 {
        let _ = runtime.block_on(client.send(&get)).unwrap_err();
        let _ = runtime.block_on(client.send(&create)).unwrap_err();
    }
    #[cfg(feature = "blocking")]
    {
        let client = katapult_api::blocking::Client::builder().token(TOKEN).url(&url).retry(retry).build().unwrap();
        for _ in 0..3 {
            let _ = client.send(&get).unwrap_err();
            let _ = client.send(&create).unwrap_err();
        }
    }

    log::trace!("a log record");
    tracing::trace!("a tracing event");
    let logged = LOGGED.lock().unwrap();
    assert!(logged.contains("a log record") && logged.contains("a tracing event"));
    #[cfg(feature = "tracing")]
    for line in ["span katapult_api\n", "event katapult_api\n", "api.operation = \"virtual_machines::get\"\n"] {
        assert!(logged.contains(line), "{line}");
    }
    assert!(!logged.contains("api_client_runtime\n"));
    for secret in [TOKEN, IN_QUERY, IN_REQUEST_BODY, IN_RESPONSE_BODY] {
        assert!(!logged.contains(&secret[..4]), "{}", logged.as_str());
    }
}
