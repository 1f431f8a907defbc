//! Tests of `cargo xtask codegen --watch`: one run for each change of the spec, however it is saved.

#![cfg(unix)]

use std::{
    fs::{self, File},
    io::{self, BufRead, BufReader, Read},
    os::unix::fs::symlink,
    path::Path,
    process::{Child, Stdio},
    sync::mpsc::{self, Receiver, RecvTimeoutError},
    thread,
    time::{Duration, Instant},
};

use crate::project::{self, MISTAKE, Project, resource};

/// Longer than any run takes, however busy the machine is.
const LONG: Duration = Duration::from_secs(60);

/// How long to wait for something that must not happen.
const SHORT: Duration = Duration::from_millis(700);

/// A watch of a project.
struct Watch {
    project: Project,
    process: Child,
    /// The lines of standard output and standard error.
    lines: Receiver<String>,
}

impl Drop for Watch {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Watch {
    /// Starts a watch, and waits for its first run.
    fn new() -> Self {
        let project = Project::new();
        let (reader, writer) = io::pipe().unwrap();
        let mut command = project.command(&["codegen", "--watch"]);
        command.stdin(Stdio::null()).stdout(writer.try_clone().unwrap()).stderr(writer);
        let process = command.spawn().unwrap();
        drop(command); // It has the writing end, without which the reader sees the end of the watch.
        let (sender, lines) = mpsc::channel();
        thread::spawn(move || BufReader::new(reader).lines().try_for_each(|line| sender.send(line.unwrap())));
        let watch = Self { project, process, lines };
        let first = watch.run();
        assert_eq!(first[0], "watching spec; stop with Ctrl-C");
        assert!(first.last().unwrap().contains(" written, 0 removed, 0 unchanged, in "), "{first:#?}");
        watch
    }

    /// The lines of the next run.
    #[track_caller]
    fn run(&self) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        while !lines.last().is_some_and(|line| is_end(line)) {
            match self.lines.recv_timeout(LONG) {
                Ok(line) => lines.push(line),
                Err(error) => panic!("{error} after {lines:#?}"),
            }
        }
        lines
    }

    /// Waits for a run after which `is_done`, for a change of many steps can be seen in the midst of it.
    #[track_caller]
    fn run_until(&self, is_done: impl Fn(&[String]) -> bool) {
        while !is_done(&self.run()) {}
    }

    #[track_caller]
    fn assert_rests(&self) {
        assert_eq!(self.lines.recv_timeout(SHORT), Err(RecvTimeoutError::Timeout));
    }

    /// Saves a file in one step.
    fn save(&self, path: &str, text: impl AsRef<[u8]>) {
        let saved = self.project.path("saved");
        fs::write(&saved, text).unwrap();
        fs::rename(saved, self.project.path(path)).unwrap();
    }

    /// Whether there is a file at `path` that contains `text`.
    fn generates(&self, path: &str, text: &str) -> bool {
        fs::read_to_string(self.project.path("generated/src").join(path)).is_ok_and(|found| found.contains(text))
    }
}

/// Whether `line` is the last one of a run.
fn is_end(line: &str) -> bool {
    line.ends_with(", nothing written") || line.contains(" unchanged, in ") || line.starts_with("error: ")
}

/// The text of a resource with other docs.
fn changed(name: &str, docs: &str) -> String {
    resource(name).replace("Lists all", docs)
}

#[test]
fn runs_once_for_each_change_and_says_what_came_of_it() {
    let watch = Watch::new();
    watch.assert_rests();

    watch.save("spec/books.yaml", changed("books", "Returns the"));
    let lines = watch.run();
    let [empty, head, source, document, end] = lines.as_slice() else { panic!("{lines:#?}") };
    let (time, what) = head.split_once(' ').unwrap();
    assert_eq!((empty.as_str(), what), ("", "changed: spec/books.yaml"));
    assert_eq!((time.len(), time.matches(':').count()), ("12:34:56".len(), 2), "{time}");
    assert_eq!(source, "  wrote generated/src/books.rs");
    assert_eq!(document, "  wrote generated/openapi.json");
    assert!(end.starts_with("2 files written, 0 removed, "), "{end}");

    watch.save("spec/books.yaml", changed("books", "Returns the") + MISTAKE + &MISTAKE.replace("colour", "taste"));
    let lines = watch.run();
    assert!(lines.iter().any(|line| line.contains("unknown key `colour`")), "{lines:#?}");
    assert_eq!(lines.last().unwrap(), "2 mistakes, nothing written");

    watch.save("spec/books.yaml", changed("books", "Returns the"));
    let lines = watch.run();
    assert!(lines.last().unwrap().starts_with("fixed; 0 files written, 0 removed, "), "{lines:#?}");
    watch.assert_rests();
}

/// Not even to look whether there is something to do.
#[cfg(target_os = "linux")]
#[test]
fn reads_nothing_while_nothing_changes() {
    let mut watch = Watch::new();
    let reads = |process: &Child| {
        let io = fs::read_to_string(format!("/proc/{}/io", process.id())).unwrap();
        io.lines().find(|line| line.starts_with("syscr")).unwrap().to_owned()
    };
    // The reads of the first run are events, which can take a while to process.
    let start = Instant::now();
    loop {
        let before = reads(&watch.process);
        watch.assert_rests();
        if reads(&watch.process) == before {
            break;
        }
        assert!(start.elapsed() < LONG, "it never rests");
    }
    assert!(watch.process.try_wait().unwrap().is_none());
}

#[test]
fn does_nothing_where_the_content_is_unchanged() {
    let watch = Watch::new();
    watch.save("spec/books.yaml", resource("books"));
    watch.save("spec/notes.txt", "not of the spec");
    watch.save("spec/.books.yaml.swp", "of an editor");
    File::open(watch.project.path("spec/shelves.yaml")).unwrap().read_to_string(&mut String::new()).unwrap();
    watch.assert_rests();
}

#[test]
fn sees_a_save_by_rename_and_one_in_place() {
    let watch = Watch::new();
    for docs in ["Returns the", "Gives the"] {
        let (saved, spec) = (watch.project.path("spec/books.yaml~"), watch.project.path("spec/books.yaml"));
        fs::write(&saved, changed("books", docs)).unwrap();
        fs::rename(&saved, &spec).unwrap();
        assert!(watch.run().contains(&"  wrote generated/src/books.rs".to_owned()));
        fs::write(&spec, changed("books", "Has the")).unwrap();
        watch.run_until(|_| watch.generates("books.rs", "Has the"));
    }
}

#[test]
fn sees_new_files_and_removed_ones() {
    let watch = Watch::new();
    watch.save("spec/loans.yaml", resource("loans"));
    let lines = watch.run();
    assert!(lines[1].ends_with("changed: spec/loans.yaml"), "{lines:#?}");
    assert!(watch.generates("loans.rs", ""));
    fs::remove_file(watch.project.path("spec/loans.yaml")).unwrap();
    let lines = watch.run();
    assert!(lines.contains(&"removed generated/src/loans.rs".to_owned()), "{lines:#?}");
    assert!(!watch.generates("loans.rs", ""));
}

#[test]
fn sees_what_links_lead_to() {
    let watch = Watch::new();
    let (elsewhere, link) = (watch.project.path("loans.yaml"), watch.project.path("spec/loans.yaml"));
    fs::write(&elsewhere, resource("loans")).unwrap();
    symlink("../loans.yaml", link).unwrap();
    watch.run_until(|_| watch.generates("loans.rs", "Lists all"));
    watch.assert_rests();
    // Another file each time.
    for docs in ["Returns the", "Gives the"] {
        watch.save("loans.yaml", changed("loans", docs));
        watch.run_until(|_| watch.generates("loans.rs", docs));
    }
    fs::remove_file(&elsewhere).unwrap();
    watch.run_until(|lines| lines.iter().any(|line| line.contains("cannot be read")));
    fs::write(&elsewhere, changed("loans", "Has the")).unwrap();
    watch.run_until(|_| watch.generates("loans.rs", "Has the"));
    watch.assert_rests();
}

#[test]
fn names_a_few_of_many_changed_files() {
    let watch = Watch::new();
    let aside = watch.project.path("aside");
    fs::create_dir(&aside).unwrap();
    for index in 0..5 {
        fs::write(aside.join(format!("part_{index}.yaml")), resource(&format!("part_{index}"))).unwrap();
    }
    fs::rename(aside, watch.project.path("spec/public")).unwrap();
    let names = "changed: spec/public/part_0.yaml, spec/public/part_1.yaml, spec/public/part_2.yaml and 2 more";
    let lines = watch.run();
    assert!(lines[1].ends_with(names), "{lines:#?}");
}

#[test]
fn sees_a_folder_that_is_removed_and_created_again() {
    let watch = Watch::new();
    let spec = watch.project.path("spec");
    let create = |docs: &str| {
        fs::create_dir(&spec).unwrap();
        watch.save("spec/books.yaml", changed("books", docs));
        watch.save("spec/api.yaml", project::API);
    };
    // At once, so that it may not be missed in between.
    fs::remove_dir_all(&spec).unwrap();
    create("Returns the");
    watch.run_until(|_| watch.generates("books.rs", "Returns the") && !watch.generates("shelves.rs", ""));
    // And after a while without it.
    fs::remove_dir_all(&spec).unwrap();
    watch.run_until(|lines| lines.iter().any(|line| line.contains("this folder cannot be read")));
    watch.assert_rests();
    create("Gives the");
    watch.run_until(|_| watch.generates("books.rs", "Gives the"));
    // The folder that is there now is watched, too.
    watch.save("spec/shelves.yaml", resource("shelves"));
    watch.run_until(|_| watch.generates("shelves.rs", ""));
}

#[test]
fn sees_a_folder_in_place_of_another() {
    let watch = Watch::new();
    let (old, spec, new) = (watch.project.path("old"), watch.project.path("spec"), watch.project.path("new"));
    copy(&spec, &new);
    fs::remove_file(new.join("shelves.yaml")).unwrap();
    fs::rename(&spec, old).unwrap();
    fs::rename(new, spec).unwrap();
    watch.run_until(|_| !watch.generates("shelves.rs", ""));
    watch.save("spec/loans.yaml", resource("loans"));
    watch.run_until(|_| watch.generates("loans.rs", ""));
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, to.join(path.file_name().unwrap())).unwrap();
    }
}

#[test]
fn goes_on_after_what_is_in_the_way_is_gone() {
    let watch = Watch::new();
    watch.save("generated/src/mine.rs", "pub fn mine() {}");
    watch.save("spec/books.yaml", changed("books", "Returns the"));
    let lines = watch.run();
    assert!(lines.last().unwrap().starts_with("error: refusing to replace or remove"), "{lines:#?}");
    fs::remove_file(watch.project.path("generated/src/mine.rs")).unwrap();
    watch.save("spec/books.yaml", changed("books", "Gives the"));
    watch.run_until(|lines| lines.last().is_some_and(|line| line.starts_with("fixed; 2 files written")));
}

/// As in `cargo xtask codegen --watch | head -1`.
#[test]
fn ends_when_standard_output_is_closed() {
    let project = Project::new();
    let (reader, writer) = io::pipe().unwrap();
    drop(reader);
    let mut process = project.command(&["codegen", "--watch"]).stdout(writer).stderr(Stdio::piped()).spawn().unwrap();
    let start = Instant::now();
    while process.try_wait().unwrap().is_none() {
        if start.elapsed() > LONG {
            process.kill().unwrap();
        }
        thread::sleep(Duration::from_millis(20));
    }
    let output = process.wait_with_output().unwrap();
    assert!(output.status.success() && output.stderr.is_empty(), "{output:?}");
}

#[test]
fn says_that_there_is_nothing_to_watch() {
    let failed = Project::new().run(&["codegen", "--watch", "--spec", "nowhere"]).failed();
    assert!(failed.err.starts_with("error: cannot watch `nowhere`: "), "{}", failed.err);
}
