//! `cargo xtask codegen --watch`: a run for each change of the spec, and nothing in between.

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

/// An editor that saves a file, or a tool that writes many, is done if nothing has happened for so long.
const QUIET: Duration = Duration::from_millis(50);

/// After so long, a run starts although changes go on.
const LONGEST: Duration = Duration::from_secs(1);

/// How often to look for a folder that is gone.
const POLL: Duration = Duration::from_millis(200);

/// Changed files that a run names at most.
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
        // A folder that is removed and created again is another one, and so is each in it. What is changed from here on
        // is an event, and what was changed before is read now.
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

/// Generates from `files`, and says in the last line what came of it. Returns whether something is wrong.
fn run(files: Files, out: &Path, rules: Rules, was_wrong: bool) -> Result<bool, Failed> {
    match generate(files, out, rules) {
        Ok(generated) => {
            generated.report(out)?;
            let fixed = if was_wrong { "fixed; " } else { "" };
            stdio::out(format_args!("{fixed}{generated}\n"))?;
            Ok(false)
        }
        // The author is about to mend it.
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

/// Prints the line with which a run begins. Returns whether anybody still reads.
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

/// Waits for a change, and then until nothing happens any more. Does not wait long where no event would come.
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

/// Whether something may have changed. Linux reports what is read, too, and every run reads the spec.
fn is_change(event: &Event) -> bool {
    match event.kind {
        EventKind::Access(access) => access == AccessKind::Close(AccessMode::Write),
        _ => true,
    }
}

/// Watches `dir` from now on, whatever was at its path before. Returns whether it is there.
fn watch_anew(watcher: &mut RecommendedWatcher, dir: &Path) -> bool {
    // An error is that it is not watched.
    let _ = watcher.unwatch(dir);
    watcher.watch(dir, RecursiveMode::Recursive).is_ok()
}

/// The files of the spec. Where links lead is watched as well, before it is read.
fn read(watcher: &mut RecommendedWatcher, dir: &Path) -> Files {
    let files = Files::of(dir);
    // The folder of the target: many editors save by putting another file at its path.
    let folders = files.links().filter_map(|link| Some(link.canonicalize().ok()?.parent()?.to_owned()));
    // What is in `dir` is watched already, with all folders in it.
    let real = dir.canonicalize().unwrap_or_default();
    let watched = folders
        .filter(|folder| !folder.starts_with(&real) && watcher.watch(folder, RecursiveMode::NonRecursive).is_ok());
    if watched.count() == 0 { files } else { Files::of(dir) }
}

fn failed(dir: &Path, error: &notify::Error) -> Failed {
    Failed::Because(format!("cannot watch `{}`: {error}", dir.display()))
}
