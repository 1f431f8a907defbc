//! Both clients against a server with one fault at a time: the error, the number of requests, the time and the memory.
//! `docs/faults.md` has the table.
#![allow(clippy::unwrap_used, clippy::panic)] // A test fails by panicking.

mod rows;
mod server;
#[path = "../shop/mod.rs"]
mod shop;

use std::fmt::Write as _;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use api_client_runtime::{BuildError, Builder, Call, Error, ErrorKind, Response, RetryPolicy, blocking};
use peak_alloc::PeakAlloc;
use rows::{Row, rows};
use server::{Behaviour, Server};
use shop::{ProductId, Shop};

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// The timeout of a call to a server that stalls, which the call is expected to reach.
const TIMEOUT: Duration = Duration::from_millis(300);

/// The timeout of the other calls, which a busy machine does not reach first.
const LONG_TIMEOUT: Duration = Duration::from_secs(3);

const ATTEMPTS: u32 = 2;
const MAX_BODY: usize = 20_000;

/// The number of rows that are tested at the same time: most of the time is spent in waiting for timeouts.
const THREADS: usize = 8;

/// The most memory that may be allocated during a call, in bytes. A call needs at most twice the largest head that hyper
/// reads, plus the largest body; this includes the servers and the other rows, which are in the same process.
const MAX_MEMORY: usize = 8_000_000;

/// The outcome of a call.
#[derive(Debug, PartialEq)]
struct Outcome {
    error: Option<ErrorKind>,
    attempts: usize,
    requests: usize,
}

/// The result of a call.
type Sent<C> = Result<Response<<C as Call>::Output>, Error<Shop>>;

fn settings<T: ?Sized>(builder: Builder<Shop, T>, url: &str, row: &Row) -> Builder<Shop, T> {
    let stalls = matches!(row.behaviour, Behaviour::Silent | Behaviour::Stall(_));
    let timeout = if stalls || row.expected == Some(ErrorKind::Timeout) { TIMEOUT } else { LONG_TIMEOUT };
    let millisecond = Duration::from_millis(1);
    let retry = RetryPolicy::default().attempts(ATTEMPTS).backoff(millisecond, millisecond);
    let builder = builder.dangerously_allow_plain_http();
    builder.url(url).token("4711").timeout(timeout).max_body(MAX_BODY).retry(retry).ignore_rate_limit()
}

/// Sends `call` with both clients, each to its own server.
fn outcomes<C: Call<Api = Shop> + Clone>(row: &Row, call: C) -> Result<[Outcome; 2], BuildError> {
    let scheme = if row.secure { "https" } else { "http" };
    let measured = |send: &dyn Fn(&str) -> Result<Sent<C>, BuildError>| {
        let server = Server::start(row.behaviour.clone());
        let url = format!("{scheme}://{}", server.authority);
        MEMORY.reset_peak_usage();
        let (before, start) = (MEMORY.current_usage(), Instant::now());
        let outcome = send(&url)?;
        let (took, peak) = (start.elapsed(), MEMORY.peak_usage().saturating_sub(before));
        let name = format!("{}: {}", row.group, row.name);
        println!("{name}: {took:.0?}, {peak} bytes");
        assert!(took < TIMEOUT * ATTEMPTS * 3, "{name} took {took:?}");
        assert!(peak < MAX_MEMORY, "{name} took {peak} bytes");
        let (error, requests) = (outcome.err(), server.requests());
        // A response has no list of attempts, and the server has read all of them.
        let attempts = error.as_ref().map_or(requests, |error| error.attempts().len());
        Ok::<_, BuildError>(Outcome { error: error.map(|error| error.kind()), attempts, requests })
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    Ok([
        measured(&|url| {
            let client = settings(api_client_runtime::Client::builder(), url, row).build()?;
            Ok(runtime.block_on(client.send(call.clone())))
        })?,
        measured(&|url| Ok(settings(blocking::Client::builder(), url, row).build()?.send(call.clone())))?,
    ])
}

/// Tests `row`, and returns its line of the table. Adds unexpected outcomes to `wrong`.
fn line(row: &Row, wrong: &mut Vec<String>) -> Option<String> {
    let id = || ProductId::new("prod_1");
    let (get, post) = match (outcomes(row, shop::get(id())), outcomes(row, shop::order(id()))) {
        (Ok(get), Ok(post)) => (get, post),
        // Without the certificates of the system, a client with TLS cannot be built.
        (Err(error), _) | (_, Err(error)) => {
            assert!(row.secure && matches!(error, BuildError::Transport(_)), "{error}");
            return None;
        }
    };
    let table = [(get, "GET", row.attempts.0, row.requests.0), (post, "POST", row.attempts.1, row.requests.1)];
    for (outcomes, method, attempts, requests) in table {
        for (outcome, client) in outcomes.into_iter().zip(["async", "blocking"]) {
            let expected = Outcome { error: row.expected, attempts, requests };
            if outcome != expected {
                let Row { group, name, .. } = row;
                wrong
                    .push(format!("{group}: {name}: {method} by the {client} client is {outcome:?}, not {expected:?}"));
            }
        }
    }
    let error = row.expected.map_or("none".to_owned(), |kind| format!("`{kind:?}`"));
    let Row { group, name, attempts, requests, .. } = row;
    let (get, post) = ((attempts.0, requests.0), (attempts.1, requests.1));
    Some(format!("| {group} | {name} | {error} | {} | {} | {} | {} |", get.0, get.1, post.0, post.1))
}

/// The lines of the table with their unexpected outcomes, in the order of `rows`.
fn lines(rows: &[Row]) -> Vec<(Option<String>, Vec<String>)> {
    let next = AtomicUsize::new(0);
    let found = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                while let Some((index, row)) = rows.iter().enumerate().nth(next.fetch_add(1, Ordering::Relaxed)) {
                    // A busy machine can run a client before its server has closed a connection, or slower than the
                    // timeout, so an unexpected outcome counts if it repeats.
                    let mut repeats = 2;
                    let (line, wrong) = loop {
                        let mut wrong = Vec::new();
                        let line = line(row, &mut wrong);
                        if wrong.is_empty() || repeats == 0 {
                            break (line, wrong);
                        }
                        repeats -= 1;
                    };
                    found.lock().unwrap().push((index, (line, wrong)));
                }
            });
        }
    });
    let mut found = found.into_inner().unwrap();
    found.sort_by_key(|(index, _)| *index);
    found.into_iter().map(|(_, line)| line).collect()
}

#[test]
fn every_fault_has_the_documented_outcome() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/faults.md");
    let documented = std::fs::read_to_string(&path).unwrap();
    let (introduction, _) = documented.split_once("| part |").unwrap();
    let mut table = "| part | the server | error | attempts of a GET | requests | attempts of a POST | requests |\n\
         |---|---|---|---|---|---|---|\n"
        .to_owned();
    let (mut skipped, mut wrong) = (Vec::new(), Vec::new());
    let rows = rows();
    for (row, (line, unexpected)) in rows.iter().zip(lines(&rows)) {
        match line {
            Some(line) => {
                println!("{line}");
                let _ = writeln!(table, "{line}");
            }
            None => skipped.push(format!("| {} |", row.group)),
        }
        wrong.extend(unexpected);
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    let expected = documented.lines().filter(|line| !skipped.iter().any(|group| line.starts_with(group)));
    let found = format!("{introduction}{table}");
    if std::env::var_os("UPDATE_FAULTS").is_some() {
        std::fs::write(&path, found).unwrap();
    } else {
        assert!(expected.eq(found.lines()), "run this test with UPDATE_FAULTS=1, and commit docs/faults.md");
    }
}
