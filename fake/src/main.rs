//! `katapult-fake`: serves a fake cloud on loopback.

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::atomic::Ordering;
use std::time::Duration;

use clap::Parser;
use katapult_fake::faults::Rule;
use katapult_fake::serve::Server;
use katapult_fake::{Cloud, Identity, TOKEN};

/// Serves a stateful fake of the Katapult API on 127.0.0.1.
#[derive(Debug, Parser)]
#[command(name = "katapult-fake", version)]
struct Arguments {
    /// The port; 0 for any free one.
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// A JSON file with objects to begin with: `{"Tag": [{"name": "web"}]}`.
    #[arg(long, value_name = "FILE")]
    seed: Option<PathBuf>,
    /// How many times faster than the real one the clock runs.
    #[arg(long, default_value_t = 1.0)]
    speed: f64,
    /// A file in which the state is kept between runs.
    #[arg(long, value_name = "FILE")]
    state: Option<PathBuf>,
    /// The token of the requests.
    #[arg(long, default_value = TOKEN)]
    token: String,
    /// The requests that a token permits in a clock minute.
    #[arg(long, value_name = "NUMBER", default_value_t = 1_000)]
    rate_limit: u32,
    /// A number from which IDs and random faults follow.
    #[arg(long, value_name = "NUMBER", default_value_t = 0)]
    random_seed: u64,
    /// A fault: WHAT[,of=OPERATION][,every=N|,rate=P][,burst=N][,times=N], where WHAT is error=CODE, status=STATUS,
    /// drop, drop-response, truncate or delay=MILLISECONDS. Can be repeated.
    #[arg(long, value_name = "FAULT")]
    fault: Vec<Rule>,
    /// Print no line for each request.
    #[arg(long)]
    quiet: bool,
}

fn main() -> ExitCode {
    match run(Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: Arguments) -> Result<(), Box<dyn std::error::Error>> {
    let cloud = Cloud::builder()
        .token(&arguments.token)
        .seed(arguments.random_seed)
        .speed(arguments.speed)
        .rate_limit(arguments.rate_limit)
        .start();
    match &arguments.state {
        Some(state) if state.exists() => {
            cloud.restore(state)?;
            // The token may be another one than that of the last run.
            cloud.with_store(|store| {
                let user = store.all("User").first().copied();
                store.permit(cloud.token(), Identity { user, ..Identity::default() });
            });
        }
        _ => {
            if let Some(seed) = &arguments.seed {
                cloud.seed(seed)?;
            }
        }
    }
    arguments.fault.into_iter().for_each(|rule| cloud.inject(rule));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(serve(cloud, arguments.port, arguments.state, !arguments.quiet))
}

async fn serve(cloud: Cloud, port: u16, state: Option<PathBuf>, log: bool) -> Result<(), Box<dyn std::error::Error>> {
    let server = Server::bind(cloud.clone(), port).await?.log(log);
    let mut out = io::stdout();
    // That nobody reads this is no error.
    let _ = writeln!(out, "listening on {}\ntoken: {}", server.url(), cloud.token()).and_then(|()| out.flush());
    let changed = server.changed();
    let kept = async {
        let Some(path) = &state else { return std::future::pending().await };
        loop {
            tokio::time::sleep(Duration::from_secs(1)).await;
            if changed.swap(false, Ordering::Relaxed)
                && let Err(error) = cloud.save(path)
            {
                let _ = writeln!(io::stderr(), "error: {error}");
            }
        }
    };
    tokio::select! {
        () = server.run(stopped()) => {}
        () = kept => {}
    }
    match &state {
        Some(path) => Ok(cloud.save(path)?),
        None => Ok(()),
    }
}

/// Waits for Ctrl-C, or for the signal by which service managers end a program.
async fn stopped() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminated) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminated.recv() => {}
            }
            return;
        }
    }
    // Without a handler, Ctrl-C ends the program in the way of the system.
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}
