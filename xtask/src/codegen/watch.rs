//! `cargo xtask codegen --watch`: generates the crate on every change of the spec.

use std::{
    collections::BTreeSet,
    io,
    path::Path,
    sync::mpsc::{self, Receiver, RecvTimeoutError},
    time::{Duration, Instant},
};

use generator::Files;
use notify::{
    Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher,
    event::{AccessKind, AccessMode},
};

use super::{Failure, Rules, generate};
use crate::{Failed, stdio};

/// A run starts after this time without further changes, so that a save of several files is one run.
const QUIET: Duration = Duration::from_millis(50);

/// A run starts after this time, even if there are further changes.
const LONGEST: Duration = Duration::from_secs(1);

/// How often to check for a removed folder.
const POLL: Duration = Duration::from_millis(200);

/// The maximum number of changed files that are printed.
const SHOWN: usize = 3;

/// Generates now and whenever the content of a file of the spec in `dir` changes, until the process is stopped.
pub(super) fn watch(dir: &Path, out: &Path, rules: Rules) -> Result<(), Failed> {
    let (sender, events) = mpsc::channel();
    // The receiver lives as long as the watcher.
    let watcher = notify::recommended_watcher(move |event| drop(sender.send(event)));
    let mut watcher = watcher.map_err(|error| failed(dir, &error))?;
    watcher.watch(dir, RecursiveMode::Recursive).map_err(|error| failed(dir, &error))?;
    stdio::out(format_args!("watching {}; stop with Ctrl-C\n", dir.display()))?;
    let mut files = read(&mut watcher, dir);
    let mut was_wrong = false;
    if !header(&time())? {
        return Ok(());
    }
    was_wrong = run(files.clone(), out, rules, was_wrong)?;
    let mut is_watched = true;
    loop {
        wait(&events, is_watched).map_err(|error| failed(dir, &error))?;
        // A folder that is removed and created again has to be watched again, with its subfolders. Later changes are
        // events, and earlier changes are read by this run.
        is_watched = watch_anew(&mut watcher, dir);
        let now = read(&mut watcher, dir);
        let changed = now.changed_since(&files);
        if changed.is_empty() {
            continue;
        }
        if !header(&format!("{} changed: {}", time(), names(&changed)))? {
            return Ok(());
        }
        files = now;
        was_wrong = run(files.clone(), out, rules, was_wrong)?;
    }
}

/// Generates from `files`, and prints the result in the last line. Returns whether there are errors.
fn run(files: Files, out: &Path, rules: Rules, was_wrong: bool) -> Result<bool, Failed> {
    match generate(files, out, rules) {
        Ok(generated) => {
            generated.report(out)?;
            let fixed = if was_wrong { "fixed; " } else { "" };
            stdio::out(format_args!("{fixed}{generated}\n"))?;
            Ok(false)
        }
        // The watch continues, so that the author can fix the spec.
        Err(Failure::Mistakes(tally)) => {
            stdio::out(format_args!("{}, nothing written\n", tally.count()))?;
            Ok(true)
        }
        Err(Failure::Other(Failed::Because(message) | Failed::Unable(message))) => {
            stdio::err(format_args!("error: {message}\n"));
            Ok(true)
        }
        Err(Failure::Other(Failed::Reported)) => Ok(true),
    }
}

/// Prints the first line of a run. Returns whether standard output is still open.
fn header(line: &str) -> Result<bool, Failed> {
    match stdio::try_out(format_args!("\n{line}\n")) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(false),
        written => Ok(written.map(|()| true)?),
    }
}

fn time() -> String {
    jiff::ZonedDateTime::now().strftime("%H:%M:%S").to_string()
}

fn names(changed: &BTreeSet<&Path>) -> String {
    let names: Vec<_> = changed.iter().take(SHOWN).map(|path| path.display().to_string()).collect();
    match changed.len() - names.len() {
        0 => names.join(", "),
        more => format!("{} and {more} more", names.join(", ")),
    }
}

/// Waits for a change, and then until there are no further changes. Uses a timeout if the folder is not watched.
fn wait(events: &Receiver<notify::Result<Event>>, is_watched: bool) -> notify::Result<()> {
    loop {
        let event = if is_watched {
            events.recv().map_err(|_| RecvTimeoutError::Disconnected)
        } else {
            events.recv_timeout(POLL)
        };
        match event {
            Ok(event) => {
                if is_change(&event?) {
                    break;
                }
            }
            Err(RecvTimeoutError::Timeout) => return Ok(()),
            Err(RecvTimeoutError::Disconnected) => return Err(notify::Error::generic("the watcher has stopped")),
        }
    }
    let start = Instant::now();
    while start.elapsed() < LONGEST {
        match events.recv_timeout(QUIET) {
            Ok(event) => drop(event?),
            Err(_) => break,
        }
    }
    Ok(())
}

/// Whether an event can be a change. On Linux, reads are events, too, and every run reads the spec.
fn is_change(event: &Event) -> bool {
    match event.kind {
        EventKind::Access(access) => access == AccessKind::Close(AccessMode::Write),
        _ => true,
    }
}

/// Watches `dir`, even if another folder was at its path before. Returns whether it exists.
fn watch_anew(watcher: &mut RecommendedWatcher, dir: &Path) -> bool {
    // It is an error if the folder is not watched.
    let _ = watcher.unwatch(dir);
    watcher.watch(dir, RecursiveMode::Recursive).is_ok()
}

/// Returns the files of the spec. The targets of links are watched, too, before they are read.
fn read(watcher: &mut RecommendedWatcher, dir: &Path) -> Files {
    let files = Files::of(dir);
    // The folder of the target, because many editors save by renaming another file to its path.
    let folders = files.links().filter_map(|link| Some(link.canonicalize().ok()?.parent()?.to_owned()));
    // `dir` and its subfolders are already watched.
    let real = dir.canonicalize().unwrap_or_default();
    let watched = folders
        .filter(|folder| !folder.starts_with(&real) && watcher.watch(folder, RecursiveMode::NonRecursive).is_ok());
    if watched.count() == 0 { files } else { Files::of(dir) }
}

fn failed(dir: &Path, error: &notify::Error) -> Failed {
    Failed::Because(format!("cannot watch `{}`: {error}", dir.display()))
}
