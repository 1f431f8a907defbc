//! Tests of the commands `cargo xtask codegen` and `cargo xtask schema`: folders, output and written files.

use std::{
    collections::BTreeMap,
    fs::{self, Permissions},
    io,
    os::unix::fs::{PermissionsExt, symlink},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
    time::Instant,
};

use crate::project::{self, API, MISTAKE, Project, finish, resource};
use crate::thorough;

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
        let failed = project.run(&arguments);
        assert_eq!(failed.code, Some(2), "{failed:?}");
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

#[test]
fn warnings_fail_only_where_they_are_denied() {
    let project = Project::new();
    let without_docs = resource("books").replace(", docs: The title of each.", "");
    fs::write(project.path("spec/books.yaml"), without_docs).unwrap();
    for arguments in [["codegen", "--deny", "warnings"].as_slice(), &["codegen", "--check", "--deny", "warnings"]] {
        let failed = project.run(arguments).failed();
        assert!(failed.err.starts_with("warning[S019]: "), "{}", failed.err);
        assert!(failed.err.contains("1 warning in 1 file; nothing "), "{}", failed.err);
    }
    assert!(!project.path("generated").exists());

    let written = project.run(&["codegen"]).succeeded();
    assert!(written.err.starts_with("warning[S019]: "), "{}", written.err);
    assert!(written.out.contains("\n1 warning in 1 file; 16 files written, "), "{}", written.out);
    let checked = project.run(&["codegen", "--check", "--format", "json"]).succeeded();
    let warnings: Vec<serde_json::Value> = serde_json::from_str(&checked.out).unwrap();
    assert_eq!((warnings.len(), &warnings[0]["level"]), (1, &serde_json::json!("warning")));

    fs::write(project.path("spec/books.yaml"), resource("books")).unwrap();
    project.run(&["codegen", "--deny", "warnings"]).succeeded();
    assert_eq!(project.run(&["codegen", "--check", "--format", "json"]).succeeded().out, "[]\n");
}

/// What `codegen --check` prints for programs, started in `folder` with paths that are relative to it.
fn check_from(project: &Project, folder: &str, format: &str) -> project::Finished {
    let mut command = project.command(&["codegen", "--check", "--format", format]);
    finish(command.current_dir(project.path(folder)))
}

#[test]
fn stale_files_are_annotations_with_paths_from_the_root() {
    let project = Project::new();
    project.run(&["codegen"]).succeeded();
    fs::write(project.path("spec/books.yaml"), resource("books").replace("all books", "every book")).unwrap();
    fs::remove_file(project.path("spec/shelves.yaml")).unwrap();
    fs::create_dir(project.path("deep")).unwrap();
    let lines: Vec<_> = ["::error file=spec/books.yaml,line=5,", "::error file=generated/src/shelves.rs,title=S063::"]
        .into_iter()
        .zip(["generated/src/books.rs` differs", "generated/src/shelves.rs` is not generated by the spec"])
        .collect();
    for folder in [".", "spec", "deep"] {
        let failed = check_from(&project, folder, "github");
        assert_eq!((failed.code, failed.err.as_str()), (Some(1), ""), "{folder}");
        assert!(failed.out.lines().all(|line| line.starts_with("::error file=")), "{}", failed.out);
        for (start, end) in &lines {
            let found = failed.out.lines().any(|line| line.starts_with(start) && line.contains(end));
            assert!(found, "{folder}: {start} {end}: {}", failed.out);
        }

        let failed = check_from(&project, folder, "json");
        assert_eq!((failed.code, failed.err.as_str()), (Some(1), ""), "{folder}");
        let stale: Vec<serde_json::Value> = serde_json::from_str(&failed.out).unwrap();
        let books = stale.iter().find(|one| one["message"] == "`generated/src/books.rs` differs").unwrap();
        assert_eq!((&books["file"], &books["line"]), (&"spec/books.yaml".into(), &5.into()));
        assert_eq!((&books["level"], &books["code"]), (&"error".into(), &"S063".into()));
        assert_eq!(books["help"], "run `cargo xtask codegen` and commit the result");
    }
    project.run(&["codegen"]).succeeded();
    for folder in [".", "deep"] {
        assert_eq!(check_from(&project, folder, "json").succeeded().out, "[]\n");
        assert_eq!(check_from(&project, folder, "github").succeeded().out, "");
    }
}

#[test]
fn mistakes_have_paths_from_the_root_for_programs() {
    let project = Project::new();
    fs::write(project.path("spec/books.yaml"), resource("books") + MISTAKE).unwrap();
    fs::create_dir(project.path("deep")).unwrap();
    for folder in [".", "spec", "deep"] {
        let failed = check_from(&project, folder, "json");
        let mistakes: Vec<serde_json::Value> = serde_json::from_str(&failed.out).unwrap();
        assert_eq!(mistakes[0]["file"], "spec/books.yaml", "{folder}");
        let failed = check_from(&project, folder, "github");
        assert!(failed.out.starts_with("::error file=spec/books.yaml,line="), "{folder}: {}", failed.out);
    }
    let mut command = project.command(&["codegen", "--check", "--format=json", "--spec=../spec", "--out=../out"]);
    let failed = finish(command.current_dir(project.path("deep")));
    let mistakes: Vec<serde_json::Value> = serde_json::from_str(&failed.out).unwrap();
    assert_eq!(mistakes[0]["file"], "spec/books.yaml");
}

/// A hand-written file in the folder of the generated files is not an error of the spec, and has no line.
#[test]
fn other_failures_are_json_and_annotations_too() {
    let project = Project::new();
    project.run(&["codegen"]).succeeded();
    fs::write(project.path("generated/src/mine.rs"), "// Mine.").unwrap();
    for verb in [["codegen"].as_slice(), &["codegen", "--check"]] {
        let failed = project.run(&[verb, &["--format", "json"]].concat());
        assert_eq!((failed.code, failed.err.as_str()), (Some(1), ""));
        let errors: Vec<serde_json::Value> = serde_json::from_str(&failed.out).unwrap();
        assert_eq!((errors.len(), &errors[0]["level"]), (1, &"error".into()));
        assert!(errors[0]["message"].as_str().unwrap().contains("generated/src/mine.rs"), "{}", failed.out);
        let failed = project.run(&[verb, &["--format", "github"]].concat());
        assert!(failed.out.starts_with("::error::"), "{}", failed.out);
        assert_eq!((failed.out.lines().count(), failed.err.as_str()), (1, ""));
    }
}

/// As git leaves it where `core.autocrlf` is set and `.gitattributes` is not there.
#[test]
fn lines_may_end_as_on_windows() {
    let project = Project::new();
    project.run(&["schema"]).succeeded();
    project.run(&["codegen"]).succeeded();
    for folder in ["spec", "generated"] {
        for (path, content) in project.files(folder) {
            let text = String::from_utf8(content).unwrap().replace('\n', "\r\n");
            fs::write(project.path(folder).join(path), text).unwrap();
        }
    }
    let before = project.files(".");
    project.run(&["codegen", "--check", "--deny", "warnings"]).succeeded();
    project.run(&["schema", "--check"]).succeeded();
    assert!(project.run(&["codegen"]).succeeded().out.contains("0 files written, 0 removed, "));
    assert!(project.files(".") == before);

    let spec = fs::read_to_string(project.path("spec/books.yaml")).unwrap();
    fs::write(project.path("spec/books.yaml"), spec.replace("all books", "every book")).unwrap();
    let failed = project.run(&["codegen", "--check"]).failed();
    let stale: Vec<_> = failed.err.lines().collect();
    assert_eq!(stale.len(), 3, "{}", failed.err);
    assert_eq!(stale[0], "stale: generated/src/books.rs differs, first from spec/books.yaml:5:3");
}

/// As in `cargo xtask codegen | head -1`.
#[test]
fn a_closed_pipe_does_not_panic() {
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
    for (arguments, code) in
        [(["codegen", "--format=human"], 1), (["codegen", "--format=json"], 1), (["drift", "openapi.json"], 2)]
    {
        let finished = finish(project.command(&arguments).stdout(closed()).stderr(closed()));
        assert_eq!(finished.code, Some(code), "{arguments:?}");
    }
}

/// Asserts that codegen refuses `out` with these names, and that nothing changes.
#[track_caller]
fn assert_refused(project: &Project, out: &str, names: &[&str]) {
    let before = project.files(".");
    for check in [None, Some("--check")] {
        let arguments: Vec<_> = ["codegen", "--out", out].into_iter().chain(check).collect();
        let failed = project.run(&arguments).failed();
        for name in names {
            assert!(failed.err.contains(name), "{name}: {}", failed.err);
        }
        assert!(failed.err.contains("nothing written; move or delete"), "{}", failed.err);
        assert_eq!(failed.out, "");
        assert!(project.files(".") == before, "{out}");
    }
}

#[test]
fn deletes_and_overwrites_nothing_of_others() {
    let project = Project::new();
    project.run(&["codegen"]).succeeded();
    fs::write(project.path("generated/Cargo.toml"), "").unwrap();
    fs::create_dir_all(project.path("generated/tests")).unwrap();
    fs::write(project.path("generated/tests/calls.rs"), "#[test] fn calls() {}").unwrap();
    fs::write(project.path("xtask/main.rs"), "fn main() {}").unwrap();
    let test = "generated/tests/calls.rs is not a generated file";
    assert_refused(&project, "generated", &["generated/Cargo.toml makes this the folder of a package", test]);
    assert_refused(&project, ".", &[test, "./xtask/main.rs is not a generated file"]);
    assert_refused(&project, "xtask", &["xtask/main.rs"]);

    fs::write(project.path("generated/src/books.rs"), "pub fn mine() {}").unwrap();
    assert_refused(&project, "generated/src", &["generated/src/books.rs is not a generated file"]);
}

#[test]
fn names_a_few_of_many_files() {
    let project = Project::new();
    fs::create_dir(project.path("out")).unwrap();
    for index in 0..100 {
        fs::write(project.path(&format!("out/{index}.rs")), "").unwrap();
    }
    let failed = project.run(&["codegen", "--out", "out"]).failed();
    assert!(failed.err.contains("\n  and 80 more\n"), "{}", failed.err);
    assert!(failed.err.lines().count() < 30, "{}", failed.err);
}

/// The two specs between which a project changes, and what each generates.
struct Versions {
    project: Project,
    outs: [BTreeMap<PathBuf, Vec<u8>>; 2],
}

impl Versions {
    fn new() -> Self {
        let project = Project::new();
        let names = |spec| (0..30).map(move |index| (spec, format!("part_{index}")));
        for (spec, name) in names("one").chain(names("two")).filter(|(spec, name)| *spec == "one" || name != "part_7") {
            let dir = project.path(spec);
            fs::create_dir_all(&dir).unwrap();
            fs::write(dir.join("api.yaml"), API).unwrap();
            let text = resource(&name).replace("Lists all", if spec == "one" { "Lists all" } else { "Lists the" });
            fs::write(dir.join(format!("{name}.yaml")), text).unwrap();
        }
        let outs = ["one", "two"].map(|spec| {
            project.run(&["codegen", "--spec", spec, "--out", spec]).succeeded();
            let mut files = project.files(spec);
            let is_generated =
                |path: &Path| path.ends_with("openapi.json") || path.extension().is_some_and(|it| it == "rs");
            files.retain(|path, _| is_generated(path));
            files
        });
        assert!(outs[0].len() > outs[1].len());
        Self { project, outs }
    }

    fn command(&self, version: usize) -> Command {
        let mut command = self.project.command(&["codegen", "--spec", ["one", "two"][version], "--out", "out"]);
        command.stdout(Stdio::null());
        command
    }
}

#[test]
fn a_killed_run_leaves_each_file_old_or_new() {
    let versions = Versions::new();
    let start = Instant::now();
    assert!(versions.command(0).status().unwrap().success());
    let whole = start.elapsed();
    let kills = thorough::number("KILLS", 10, 40);
    for kill in 1..=kills {
        let mut run = versions.command(kill % 2).spawn().unwrap();
        // Reading and emitting take the first part of the time, writing the last.
        thread::sleep(whole * (kill as u32 + kills as u32) / (2 * kills as u32));
        run.kill().unwrap();
        run.wait().unwrap();
        let mut found = versions.project.files("out");
        found.retain(|path, _| !path.to_string_lossy().starts_with('.'));
        for (path, content) in found {
            let is_whole = versions.outs.iter().any(|out| out.get(&path) == Some(&content));
            assert!(is_whole, "{}: {}", path.display(), String::from_utf8_lossy(&content));
        }
    }
    for version in [0, 1] {
        assert!(versions.command(version).status().unwrap().success());
        assert!(versions.project.files("out") == versions.outs[version]);
    }
}

#[test]
fn runs_at_the_same_time_leave_the_files_of_one() {
    let versions = Versions::new();
    for _ in 0..5 {
        let runs: Vec<_> = (0..6).map(|run| versions.command(run % 2).spawn().unwrap()).collect();
        for mut run in runs {
            assert!(run.wait().unwrap().success());
        }
        let found = versions.project.files("out");
        assert!(versions.outs.contains(&found), "{:?}", found.keys());
    }
}

/// A limit on the size of files stands for a full disk. It binds root, too, which permissions do not.
#[test]
fn a_full_disk_changes_nothing() {
    let versions = Versions::new();
    assert!(versions.command(0).status().unwrap().success());
    let failed = finish(&mut limited(versions.command(1))).failed();
    assert!(failed.err.starts_with("error: cannot write `out/"), "{}", failed.err);
    assert_eq!(failed.err.lines().count(), 1, "{}", failed.err);
    assert!(versions.project.files("out") == versions.outs[0]);
}

/// `command`, which cannot write a file of more than one block.
fn limited(command: Command) -> Command {
    let mut shell = Command::new("sh");
    shell.args(["-c", r#"trap "" XFSZ; ulimit -f 1; exec "$0" "$@""#]).arg(command.get_program());
    shell.args(command.get_args()).current_dir(command.get_current_dir().unwrap());
    shell
}

#[test]
fn says_which_folder_cannot_be_written() {
    let project = Project::new();
    fs::write(project.path("file"), "mine").unwrap();
    for out in ["file", "file/src"] {
        for verb in ["codegen", "schema"] {
            let failed = project.run(&[verb, "--out", out]).failed();
            assert!(failed.err.starts_with(&format!("error: cannot create the folder `{out}`: ")), "{}", failed.err);
            assert_eq!(failed.err.lines().count(), 1, "{}", failed.err);
        }
    }
    assert_eq!(fs::read(project.path("file")).unwrap(), b"mine");
}

/// Root is not bound by permissions, and then the run has to succeed.
#[test]
fn a_folder_without_write_permission_is_left_as_it_is() {
    let versions = Versions::new();
    assert!(versions.command(0).status().unwrap().success());
    let out = versions.project.path("out");
    fs::set_permissions(&out, Permissions::from_mode(0o555)).unwrap();
    let is_root = fs::write(out.join(".probe"), "").and_then(|()| fs::remove_file(out.join(".probe"))).is_ok();
    let finished = finish(&mut versions.command(1));
    fs::set_permissions(&out, Permissions::from_mode(0o755)).unwrap();
    if !is_root {
        assert!(finished.failed().err.starts_with("error: cannot write to `out`: "));
    }
    assert!(versions.project.files("out") == versions.outs[usize::from(is_root)]);
}

#[test]
fn names_are_written_for_editors() {
    let project = Project::new();
    project.run(&["codegen"]).succeeded();
    assert!(!project.path("spec/schema").exists(), "a spec without schemas gets none");

    project.run(&["schema"]).succeeded();
    let path = project.path("spec/schema/names.schema.json");
    assert!(project.run(&["codegen", "--check"]).failed().err.contains("stale: spec/schema/names.schema.json\n"));
    let run = project.run(&["codegen"]).succeeded();
    assert!(run.out.starts_with("  wrote spec/schema/names.schema.json\n"), "{}", run.out);
    assert!(fs::read_to_string(&path).unwrap().contains("\"books\""));
    project.run(&["codegen", "--check"]).succeeded();

    fs::write(&path, "{}").unwrap();
    let failed = project.run(&["codegen"]).failed();
    assert!(failed.err.contains("spec/schema/names.schema.json is not a generated file"), "{}", failed.err);
}

#[test]
fn schemas_replace_only_schemas() {
    let project = Project::new();
    let path = project.path("spec/schema/api.schema.json");
    project.run(&["schema"]).succeeded();
    let schema = fs::read_to_string(&path).unwrap();
    fs::write(&path, schema.replace("\"title\"", "\"old\"")).unwrap();
    project.run(&["schema", "--check"]).failed();
    assert_eq!(project.run(&["schema"]).succeeded().out, "wrote spec/schema/api.schema.json\n");
    assert_eq!(fs::read_to_string(&path).unwrap(), schema);

    fs::write(&path, "{}").unwrap();
    fs::remove_file(project.path("spec/schema/resource.schema.json")).unwrap();
    symlink("../books.yaml", project.path("spec/schema/resource.schema.json")).unwrap();
    let before = project.files(".");
    for arguments in [["schema"].as_slice(), &["schema", "--check"]] {
        let failed = project.run(arguments).failed();
        assert!(failed.err.contains("spec/schema/api.schema.json is not a generated file"), "{}", failed.err);
        assert!(failed.err.contains("spec/schema/resource.schema.json is a symbolic link"), "{}", failed.err);
        assert!(project.files(".") == before);
    }
}

#[test]
fn a_full_disk_changes_no_schema() {
    let project = Project::new();
    project.run(&["schema"]).succeeded();
    fs::remove_file(project.path("spec/schema/api.schema.json")).unwrap();
    let before = project.files("spec");
    let failed = finish(&mut limited(project.command(&["schema", "--out", "spec/schema"]))).failed();
    assert!(failed.err.starts_with("error: cannot write `spec/schema/api.schema.json`"), "{}", failed.err);
    assert!(project.files("spec") == before);
}

#[test]
fn the_openapi_document_is_in_the_folder_of_the_package() {
    let project = Project::new();
    let written = project.run(&["codegen"]).succeeded();
    assert!(written.out.contains("  wrote generated/openapi.json\n"), "{}", written.out);
    let checked = project.run(&["codegen", "--check"]).succeeded();
    assert!(
        checked.out.contains("in generated/src and generated/openapi.json are up to date with spec"),
        "{}",
        checked.out
    );

    project.run(&["codegen", "--out", "other/src"]).succeeded();
    assert!(project.path("other/openapi.json").is_file());
    project.run(&["codegen", "--out", "elsewhere"]).succeeded();
    assert!(project.path("elsewhere/openapi.json").is_file() && !project.path("openapi.json").exists());
    finish(project.command(&["codegen", "--out", "src"]).current_dir(project.path("other"))).succeeded();
}

#[test]
fn a_stale_openapi_document_is_named_with_its_line_in_the_spec() {
    let project = Project::new();
    project.run(&["codegen"]).succeeded();
    let path = project.path("generated/openapi.json");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replace("Lists all shelves", "Lists none")).unwrap();
    let failed = project.run(&["codegen", "--check"]).failed();
    let line = "stale: generated/openapi.json differs, first from spec/shelves.yaml:5";
    assert!(failed.err.starts_with(line), "{}", failed.err);
    fs::remove_file(&path).unwrap();
    let failed = project.run(&["codegen", "--check"]).failed();
    assert!(failed.err.starts_with("stale: generated/openapi.json is missing"), "{}", failed.err);
    project.run(&["codegen"]).succeeded();
    assert_eq!(fs::read_to_string(&path).unwrap(), text);
}

#[test]
fn a_hand_written_openapi_document_is_not_replaced() {
    let project = Project::new();
    fs::create_dir(project.path("generated")).unwrap();
    let path = project.path("generated/openapi.json");
    for theirs in ["{}", "{\n  \"openapi\": \"3.1.0\"\n}"] {
        fs::write(&path, theirs).unwrap();
        for verb in [["codegen"].as_slice(), &["codegen", "--check"]] {
            let failed = project.run(verb).failed();
            assert!(failed.err.contains("generated/openapi.json is not a generated file"), "{}", failed.err);
        }
        assert_eq!(fs::read_to_string(&path).unwrap(), theirs);
        assert_eq!(project.files("generated").len(), 1);
    }
    fs::remove_file(&path).unwrap();
    symlink(project.path("spec/api.yaml"), &path).unwrap();
    let failed = project.run(&["codegen"]).failed();
    assert!(failed.err.contains("generated/openapi.json is a symbolic link"), "{}", failed.err);
}
