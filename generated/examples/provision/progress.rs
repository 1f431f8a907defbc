//! A progress bar for a wait. It is shown only on a terminal.

use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};
use katapult_api::{Call, Client, IntoWait, Katapult, WaitError};

/// Waits, with a progress bar labelled `what`.
pub async fn wait<W>(client: &Client, what: &str, wait: W) -> Result<W::Output, WaitError<W::Call>>
where
    W: IntoWait<Call: Call<Api = Katapult>>,
{
    let began = Instant::now();
    let bar = ProgressBar::new(100).with_style(style()).with_prefix(what.to_owned());
    bar.enable_steady_tick(Duration::from_millis(100));
    let shown = bar.clone();
    let wait =
        wait.into_wait().every(Duration::from_millis(500), Duration::from_secs(5)).on_progress(move |progress| {
            shown.set_message(progress.status().unwrap_or_default().to_owned());
            if let Some(percent) = progress.percent().and_then(|percent| u64::try_from(percent).ok()) {
                shown.set_position(percent);
            }
        });
    let outcome = client.wait(wait).await;
    bar.finish_and_clear();
    println!("Waited {:.1?} for {what}.", began.elapsed());
    outcome
}

fn style() -> ProgressStyle {
    let style = ProgressStyle::with_template("{spinner} {prefix:20} [{bar:30}] {percent:>3} %  {msg}, {elapsed}");
    style.unwrap_or_else(|_| ProgressStyle::default_bar())
}
