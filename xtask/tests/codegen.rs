//! `cargo xtask codegen` and `cargo xtask schema` from outside: which folders they work on, what they print, what they
//! leave on disk.

#![allow(clippy::unwrap_used, clippy::panic, clippy::expect_used)] // A test that panics has failed, and that is what it is for.

mod project;

use std::{fs, io};

use project::{Project, finish};

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
    fs::write(project.path("spec/books.yaml"), project::MISTAKE).unwrap();
    for arguments in [["codegen", "--format=human"], ["codegen", "--format=json"], ["drift", "openapi.json"]] {
        let finished = finish(project.command(&arguments).stdout(closed()).stderr(closed()));
        assert_eq!(finished.code, Some(1), "{arguments:?}");
    }
}
