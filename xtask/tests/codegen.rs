//! `cargo xtask codegen` and `cargo xtask schema` from outside: which folders they work on, what they print, what they
//! leave on disk.

#![allow(clippy::unwrap_used, clippy::panic, clippy::expect_used)] // A test that panics has failed, and that is what it is for.

mod project;

use std::{fs, io};

use project::{MISTAKE, Project, finish, resource};

/// One binary serves two worktrees, because cargo shares it between worktrees with one target folder.
#[test]
fn works_on_the_worktree_that_runs_it() {
    let (ours, other) = (Project::new(), Project::new());
    for arguments in [["codegen"].as_slice(), &["codegen", "--check"], &["schema"]] {
        ours.run(arguments).succeeded();
    }
    assert!(ours.path("generated/src/books.rs").is_file());
    assert!(ours.path("spec/schema/api.schema.json").is_file());
    assert!(!other.path("generated").exists());
    other.run(&["codegen", "--check"]).failed();
    other.run(&["schema", "--check"]).failed();
}

#[test]
fn reads_the_spec_of_the_worktree_that_runs_it() {
    let project = Project::new();
    fs::write(project.path("recording.har"), r#"{"log": {"entries": []}}"#).unwrap();
    project.run(&["observe", "recording.har"]).succeeded();
    fs::remove_file(project.path("spec/api.yaml")).unwrap();
    for arguments in [["observe", "recording.har"], ["drift", "openapi.json"]] {
        let failed = project.run(&arguments).failed();
        assert!(failed.err.contains("spec/api.yaml"), "{}", failed.err);
    }
}

#[test]
fn finds_the_root_above_the_current_folder() {
    let project = Project::new();
    for variable in [None, Some("")] {
        let mut command = project.command(&["codegen"]);
        match variable {
            Some(value) => command.env("CARGO_MANIFEST_DIR", value),
            None => command.env_remove("CARGO_MANIFEST_DIR"),
        };
        finish(command.current_dir(project.path("spec"))).succeeded();
        assert!(project.path("generated/src/books.rs").is_file());
        fs::remove_dir_all(project.path("generated")).unwrap();
    }
}

#[test]
fn says_that_there_is_no_root() {
    let (project, elsewhere) = (Project::new(), tempfile::tempdir().unwrap());
    let mut command = project.command(&["codegen"]);
    let failed = finish(command.env_remove("CARGO_MANIFEST_DIR").current_dir(elsewhere.path())).failed();
    assert!(failed.err.starts_with("error: cannot find the root of the repository"), "{}", failed.err);

    let (spec, out) = (project.path("spec"), elsewhere.path().join("out"));
    let mut command = project.command(&["codegen", "--spec", spec.to_str().unwrap(), "--out", out.to_str().unwrap()]);
    finish(command.env_remove("CARGO_MANIFEST_DIR").current_dir(elsewhere.path())).succeeded();
}

#[test]
fn ends_with_the_number_of_mistakes() {
    let project = Project::new();
    let two = |name| format!("{}{MISTAKE}{}", resource(name), MISTAKE.replace("colour", "taste"));
    fs::write(project.path("spec/books.yaml"), two("books")).unwrap();
    let failed = project.run(&["codegen"]).failed();
    assert!(failed.err.ends_with("\n\n2 mistakes in 1 file; nothing written\n"), "{}", failed.err);
    fs::write(project.path("spec/shelves.yaml"), resource("shelves") + MISTAKE).unwrap();
    let failed = project.run(&["codegen", "--check"]).failed();
    assert!(failed.err.ends_with("\n\n3 mistakes in 2 files; nothing checked\n"), "{}", failed.err);
    assert!(!project.path("generated").exists());
}

#[test]
fn prints_nothing_but_mistakes_for_programs() {
    let project = Project::new();
    fs::write(project.path("spec/books.yaml"), resource("books") + MISTAKE).unwrap();
    let failed = project.run(&["codegen", "--format", "json"]);
    let mistakes: Vec<serde_json::Value> = serde_json::from_str(&failed.out).unwrap();
    assert_eq!((mistakes.len(), failed.err.as_str(), failed.code), (1, "", Some(1)));
    let failed = project.run(&["codegen", "--format", "github"]);
    assert!(failed.out.lines().all(|line| line.starts_with("::error ")), "{}", failed.out);
    assert_eq!((failed.err.as_str(), failed.code), ("", Some(1)));
}

/// As in `cargo xtask codegen | head -1`.
#[test]
fn a_closed_pipe_is_no_panic() {
    let project = Project::new();
    fs::write(project.path("recording.har"), r#"{"log": {"entries": []}}"#).unwrap();
    let closed = || {
        let (reader, writer) = io::pipe().unwrap();
        drop(reader);
        writer
    };
    let verbs: [&[&str]; 5] =
        [&["codegen"], &["codegen", "--check"], &["schema"], &["observe", "recording.har"], &["--help"]];
    for arguments in verbs {
        let finished = finish(project.command(arguments).stdout(closed())).succeeded();
        assert_eq!(finished.err, "", "{arguments:?}");
    }
    fs::write(project.path("spec/books.yaml"), MISTAKE).unwrap();
    for arguments in [["codegen", "--format=human"], ["codegen", "--format=json"], ["drift", "openapi.json"]] {
        let finished = finish(project.command(&arguments).stdout(closed()).stderr(closed()));
        assert_eq!(finished.code, Some(1), "{arguments:?}");
    }
}
