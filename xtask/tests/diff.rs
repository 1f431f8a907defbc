//! Tests of the commands `cargo xtask diff` and `cargo xtask changelog`: input, output and exit codes.

use std::{fs, io, process::Command};

use crate::project::{self, API, Finished, Project, finish};

/// The example of the documentation, before and after.
const TASKS: &str = "\
# yaml-language-server: $schema=./schema/resource.schema.json
resource: tasks
docs: Work in the background.
operations:
  get:
    docs: Fetches a task.
    http: GET /tasks/{task}
    scopes: [books]
    takes: { task: TaskLookup }
    returns: { task: Task }
  tag:
    docs: Tags a task.
    http: POST /tags
    takes: { properties: TagArguments }
    returns: {}
waiters:
  until_completed:
    docs: Waits.
    polls: get
    field: task.status
    pending: [pending]
    done: [completed]
    deadline: 60
ids:
  TaskId: { docs: Identifies a task. }
lookups:
  TaskLookup: { docs: Names a task., by: { id: TaskId } }
arguments:
  TagArguments:
    docs: A tag.
    fields:
      name: { type: string, docs: The name. }
      alias: { type: string, docs: Another name. }
schemas:
  Task:
    docs: A task.
    fields:
      id: TaskId
      status: TaskStatus
      progress: { type: integer, docs: In percent. }
enums:
  TaskStatus:
    docs: How it is.
    values:
      pending: It has not ended.
      completed: It has ended.
";

/// Each change of the example.
const CHANGES: &[(&str, &str)] = &[
    ("progress: { type: integer,", "progress: { type: integer?,"),
    ("      name: { type: string, docs: The name. }\n", ""),
    ("docs: Another name. }\n", "docs: Another name. }\n      name: { type: string, docs: The name. }\n"),
    ("      completed: It has ended.\n", "      completed: It has ended.\n      paused: It rests.\n"),
    ("pending: [pending]", "pending: [pending, paused]"),
    ("docs: A task.\n", "docs: One task.\n"),
    ("docs: A tag.\n", "docs: One tag.\n"),
    ("docs: Waits.\n", "docs: Waits for it.\n"),
];

const HUMAN: &str = "\
breaking (2): 0.1.0 -> 0.2.0
  TagArguments    required arguments: name, alias -> alias, name   SILENT: callers compile and swap values   spec/tasks.yaml:31
  Task.progress   integer -> integer?   i64 -> Option<i64>   spec/tasks.yaml:40
minor (1)
  TaskStatus   value `paused` added; counts as pending in tasks::until_completed   spec/tasks.yaml:47
  note: code that compares the text of `Unrecognized` no longer matches the value
patch: docs of 3 items
";

const MARKDOWN: &str = "\
### Breaking

- `TagArguments` takes `alias, name` instead of `name, alias`, in this order. Beware: callers compile and swap values.
- `Task.progress` is `Option<i64>` instead of `i64`.

### Added

- `TaskStatus` has a new value `paused`, which counts as pending in `tasks::until_completed`.

Code that compares the text of `Unrecognized` no longer matches the value.

### Changed

- The docs of 3 items have changed.
";

const GITHUB: &str = "\
::warning file=spec/tasks.yaml,line=31,title=breaking%3A TagArguments::required arguments: name, alias -> alias, name; callers compile and swap values
::warning file=spec/tasks.yaml,line=40,title=breaking%3A Task.progress::integer -> integer?; i64 -> Option<i64>
::notice file=spec/tasks.yaml,line=47,title=minor%3A TaskStatus::value `paused` added; counts as pending in tasks::until_completed; code that compares the text of `Unrecognized` no longer matches the value
";

/// A repository with two commits: the example before, on `main`, and after, on a branch.
struct Repository(Project);

impl Repository {
    fn new() -> Self {
        let repository = Self(Project::new());
        repository.write("spec/tasks.yaml", TASKS);
        repository.write("Cargo.toml", "[workspace.package]\nversion = \"0.1.0\"\n");
        fs::create_dir_all(repository.0.path("generated")).unwrap();
        repository.write("generated/Cargo.toml", "[package]\nversion.workspace = true\n");
        repository.git(&["init", "--quiet", "--initial-branch=main"]);
        repository.commit("before");
        repository
    }

    fn changed() -> Self {
        let repository = Self::new();
        repository.git(&["switch", "--quiet", "--create", "branch"]);
        repository.write("spec/tasks.yaml", &changed());
        repository.commit("after");
        repository
    }

    fn write(&self, path: &str, text: &str) {
        fs::write(self.0.path(path), text).unwrap();
    }

    fn commit(&self, message: &str) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--message", message]);
    }

    fn git(&self, arguments: &[&str]) {
        let mut git = Command::new("git");
        git.args(["-c", "user.name=Somebody", "-c", "user.email=somebody@example.com", "-c", "commit.gpgsign=false"]);
        let status = git.args(arguments).current_dir(self.0.path(".")).env("GIT_CONFIG_GLOBAL", "/dev/null").status();
        assert!(status.unwrap().success(), "git {arguments:?}");
    }

    fn run(&self, arguments: &[&str]) -> Finished {
        self.0.run(arguments)
    }
}

/// The example after its changes.
fn changed() -> String {
    CHANGES.iter().fold(TASKS.to_owned(), |text, (from, to)| {
        assert_eq!(text.matches(from).count(), 1, "{from}");
        text.replace(from, to)
    })
}

/// One line on standard error, and nothing else.
#[track_caller]
fn assert_unable(finished: &Finished, message: &str) {
    assert_eq!((finished.code, finished.out.as_str()), (Some(2), ""), "{finished:#?}");
    assert!(finished.err.starts_with("error: ") && finished.err.contains(message), "{}", finished.err);
    assert_eq!(finished.err.lines().count(), 1, "{}", finished.err);
}

#[test]
fn compares_with_the_merge_base_and_writes_nothing() {
    let repository = Repository::changed();
    let before = repository.0.files(".");
    for (format, expected) in [("human", HUMAN), ("markdown", MARKDOWN), ("github", GITHUB)] {
        let finished = repository.run(&["diff", "--format", format]).succeeded();
        assert_eq!((finished.out.as_str(), finished.err.as_str()), (expected, ""));
    }
    assert!(repository.0.files(".") == before);
    assert_eq!(repository.run(&["diff", "HEAD"]).succeeded().out, "no changes\n");
    assert_eq!(repository.run(&["diff", "main"]).succeeded().out, HUMAN);
    // Uncommitted changes are included.
    repository.write("spec/tasks.yaml", TASKS);
    assert_eq!(repository.run(&["diff"]).succeeded().out, "no changes\n");
}

#[test]
fn main_can_be_known_by_its_remote_alone() {
    let repository = Repository::changed();
    repository.git(&["update-ref", "refs/remotes/origin/main", "main"]);
    repository.git(&["branch", "--quiet", "--delete", "--force", "main"]);
    assert_eq!(repository.run(&["diff"]).succeeded().out, HUMAN);
    repository.git(&["update-ref", "-d", "refs/remotes/origin/main"]);
    assert_unable(&repository.run(&["diff"]), "there is no branch `main` to compare with");
}

#[test]
fn json_has_a_verdict_and_every_change() {
    let repository = Repository::changed();
    fs::create_dir(repository.0.path("deep")).unwrap();
    for folder in [".", "spec", "deep"] {
        let mut command = repository.0.command(&["diff", "--format", "json"]);
        let finished = finish(command.current_dir(repository.0.path(folder))).succeeded();
        let report: serde_json::Value = serde_json::from_str(&finished.out).unwrap();
        assert_eq!(report["verdict"], "breaking");
        let changes = report["changes"].as_array().unwrap();
        assert_eq!(changes.len(), 6);
        assert_eq!(
            changes[0],
            serde_json::json!({
                "level": "breaking",
                "item": "TagArguments",
                "message": "required arguments: name, alias -> alias, name; callers compile and swap values",
                "file": "spec/tasks.yaml",
                "line": 31,
                "silent": true,
            })
        );
        assert_eq!((&changes[1]["level"], &changes[1]["silent"]), (&"breaking".into(), &false.into()));
        assert_eq!((&changes[5]["level"], &changes[5]["message"]), (&"patch".into(), &"docs changed".into()));
    }
    let none = repository.run(&["diff", "HEAD", "--format", "json"]).succeeded();
    let none: serde_json::Value = serde_json::from_str(&none.out).unwrap();
    assert_eq!(none, serde_json::json!({ "verdict": "none", "changes": [] }));
}

#[test]
fn fails_on_what_it_is_told_to_unless_the_version_says_so() {
    let repository = Repository::changed();
    for level in ["breaking", "minor"] {
        let failed = repository.run(&["diff", "--fail-on", level]);
        assert_eq!((failed.code, failed.out.as_str(), failed.err.as_str()), (Some(1), HUMAN, ""));
    }
    let failed = repository.run(&["diff", "--fail-on", "breaking", "--format", "github"]);
    assert_eq!(failed.out, GITHUB.replace("warning", "error"));
    repository.run(&["diff", "HEAD", "--fail-on", "minor"]).succeeded();

    let bumped = ["diff", "--fail-on", "breaking", "--unless-bumped"];
    assert_eq!(repository.run(&bumped).code, Some(1));
    for (version, code) in [("0.1.1", 1), ("0.2.0", 0), ("1.0.0", 0)] {
        repository.write("Cargo.toml", &format!("[workspace.package]\nversion = \"{version}\"\n"));
        assert_eq!(repository.run(&bumped).code, Some(code), "{version}");
    }

    // A new value is not a breaking change.
    let added = CHANGES[3..5].iter().fold(TASKS.to_owned(), |text, (from, to)| text.replace(from, to));
    repository.write("spec/tasks.yaml", &added);
    repository.run(&["diff", "--fail-on", "breaking"]).succeeded();
    assert_eq!(repository.run(&["diff", "--fail-on", "minor"]).code, Some(1));
}

#[test]
fn compares_two_folders() {
    let repository = Repository::changed();
    let elsewhere = tempfile::tempdir().unwrap();
    let (old, new) = (elsewhere.path().join("old"), elsewhere.path().join("new"));
    for (dir, tasks) in [(&old, TASKS.to_owned()), (&new, changed())] {
        fs::create_dir(dir).unwrap();
        fs::write(dir.join("api.yaml"), API).unwrap();
        fs::write(dir.join("tasks.yaml"), tasks).unwrap();
    }
    let [old, new] = [old, new].map(|dir| dir.to_str().unwrap().to_owned());
    let finished = repository.run(&["diff", "--spec", &old, &new]).succeeded();
    assert!(finished.out.starts_with("breaking (2)\n"), "{}", finished.out);
    assert!(finished.out.contains(&format!("{new}/tasks.yaml:40\n")), "{}", finished.out);
    assert_eq!(repository.run(&["diff", "--spec", &new, &new]).succeeded().out, "no changes\n");
    let missing = repository.run(&["diff", "--spec", "nowhere", &new]);
    assert_unable(&missing, "nowhere is not a folder");
    fs::remove_file(elsewhere.path().join("old/api.yaml")).unwrap();
    assert_unable(&repository.run(&["diff", "--spec", &old, &new]), "is not valid for the current generator");
}

#[test]
fn what_cannot_be_compared_is_one_line() {
    let repository = Repository::changed();
    for name in ["nothing", "-x", "--help=no", "0000000", "HEAD:spec"] {
        let finished = repository.run(&["diff", "--", name]);
        assert_unable(&finished, &format!("there is no revision `{name}` in this repository"));
    }
    repository.write("spec/tasks.yaml", &(changed() + project::MISTAKE + "smell: bad\n"));
    let message = "the spec in spec is not valid for the current generator: spec/tasks.yaml:48:1: ";
    assert_unable(&repository.run(&["diff"]), message);
    assert_unable(&repository.run(&["diff"]), ", and 1 other mistake\n");
    repository.commit("mistakes");
    repository.write("spec/tasks.yaml", TASKS);
    assert_unable(&repository.run(&["diff", "HEAD"]), "the spec of HEAD is not valid for the current generator: ");
    fs::rename(repository.0.path("spec"), repository.0.path("specs")).unwrap();
    assert_unable(&repository.run(&["diff", "HEAD"]), "spec is not a folder");
    repository.commit("moved");
    fs::rename(repository.0.path("specs"), repository.0.path("spec")).unwrap();
    assert_unable(&repository.run(&["diff", "HEAD"]), " has no folder `spec`");

    let project = Project::new();
    for verb in ["diff", "changelog"] {
        assert_unable(&project.run(&[verb]), "spec is not in a git repository");
    }
}

#[test]
fn keys_of_earlier_specs_are_known() {
    let repository = Repository::new();
    let get = "    http: GET /tasks/{task}\n";
    repository.write("spec/tasks.yaml", &TASKS.replace(get, &format!("{get}    repeatable: false\n")));
    repository.commit("earlier");
    repository.write("spec/tasks.yaml", &TASKS.replace(get, &format!("{get}    idempotent: false\n")));
    assert_eq!(repository.run(&["diff", "HEAD"]).succeeded().out, "no changes\n");
    repository.write("spec/tasks.yaml", TASKS);
    assert!(repository.run(&["diff", "HEAD"]).succeeded().out.starts_with("behaviour (1): 0.1.0 -> 0.1.1\n"));
}

/// Hidden files, and those that are not YAML, are not read on disk, either.
#[test]
fn reads_of_a_revision_what_is_read_on_disk() {
    let repository = Repository::new();
    fs::create_dir_all(repository.0.path("spec/.hidden")).unwrap();
    for path in ["spec/.tasks.yaml", "spec/.hidden/tasks.yaml", "spec/notes.md"] {
        repository.write(path, "This is not a spec.");
    }
    let api =
        API.replace("scopes:\n", "  open: { docs: Open., path: /open, authentication: none, module: open }\nscopes:\n");
    repository.write("spec/api.yaml", &api);
    fs::create_dir_all(repository.0.path("spec/open")).unwrap();
    repository.write("spec/open/tags.yaml", &project::resource("tags").replace("    scopes: [books]\n", ""));
    repository.commit("more");
    assert_eq!(repository.run(&["diff"]).succeeded().out, "no changes\n");
    fs::remove_dir_all(repository.0.path("spec/open")).unwrap();
    let finished = repository.run(&["diff"]).succeeded();
    assert!(
        finished.out.contains("  open::tags   module removed (1 function: list)   spec/open/tags.yaml:2\n"),
        "{}",
        finished.out
    );
}

#[test]
fn a_closed_pipe_does_not_panic() {
    let repository = Repository::changed();
    for format in ["human", "markdown", "github", "json"] {
        let (reader, writer) = io::pipe().unwrap();
        drop(reader);
        let mut command = repository.0.command(&["diff", "--format", format]);
        assert_eq!(finish(command.stdout(writer)).succeeded().err, "", "{format}");
    }
}

#[test]
fn a_changelog_keeps_what_people_wrote() {
    let repository = Repository::changed();
    let path = repository.0.path("CHANGELOG.md");
    let mine = "# Changelog\n\n## Unreleased\n\n### Added\n\n- Mine.\n\n## 0.1.0\n\n- The first one.\n";
    fs::write(&path, mine).unwrap();
    assert!(repository.run(&["changelog", "--check"]).failed().err.starts_with("stale: CHANGELOG.md\n"));
    let written = repository.run(&["changelog"]).succeeded();
    assert!(written.out.starts_with("wrote CHANGELOG.md: changes since "), "{}", written.out);
    let once = fs::read_to_string(&path).unwrap();
    let (before, rest) = once.split_once("<!-- cargo xtask changelog: since ").unwrap();
    let (block, after) = rest.split_once("<!-- cargo xtask changelog: end -->\n").unwrap();
    assert_eq!(format!("{before}{}", after.trim_start()), mine);
    assert!(block.contains(MARKDOWN), "{block}");

    let read = |path| fs::read_to_string(path).unwrap();
    for arguments in [["changelog"].as_slice(), &["changelog", "--check"]] {
        repository.run(arguments).succeeded();
        assert_eq!(read(&path), once);
    }
    // On `main`, too, the changes since the revision of the block are listed.
    repository.commit("changelog");
    repository.git(&["switch", "--quiet", "main"]);
    repository.git(&["merge", "--quiet", "--ff-only", "branch"]);
    repository.run(&["changelog"]).succeeded();
    assert_eq!(read(&path), once);
    repository.write("spec/tasks.yaml", TASKS);
    repository.run(&["changelog"]).succeeded();
    let (before, rest) = once.split_once(MARKDOWN).unwrap();
    assert_eq!(read(&path), format!("{before}No changes of the interface.\n{rest}"));
}

#[test]
fn a_changelog_begins_with_the_latest_release() {
    let repository = Repository::new();
    repository.git(&["tag", "v0.1.0"]);
    repository.write("spec/tasks.yaml", &changed());
    repository.commit("after");
    repository.run(&["changelog"]).succeeded();
    let text = fs::read_to_string(repository.0.path("CHANGELOG.md")).unwrap();
    assert!(
        text.starts_with("# Changelog\n") && text.contains("since v0.1.0 -->\n") && text.contains(MARKDOWN),
        "{text}"
    );
    fs::write(repository.0.path("CHANGELOG.md"), text.replace("v0.1.0", "v9")).unwrap();
    assert_unable(&repository.run(&["changelog"]), "there is no revision `v9` in this repository");
}
