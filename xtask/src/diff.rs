//! `cargo xtask diff [REV]`: reports how a change of the spec affects users of the crate.

use std::path::{Path, PathBuf};

use clap::ValueEnum;
use generator::{
    Diagnostics, Files, Spec,
    diff::{self, Report, Verdict},
};

use crate::{
    Failed,
    git::{Commit, Folder},
    release::Release,
    stdio,
};

/// Arguments of `diff`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The revision whose spec is compared with that in the working tree. Defaults to the merge base with `main`.
    #[arg(value_name = "REV")]
    revision: Option<String>,
    /// The format of the report.
    #[arg(long, value_enum, default_value = "human")]
    format: Format,
    /// Fail if there are changes of this level.
    #[arg(long, value_enum, value_name = "VERDICT")]
    fail_on: Option<FailOn>,
    /// Do not fail if the version of the crate is already the one that the changes require.
    #[arg(long, requires = "fail_on", conflicts_with = "spec")]
    unless_bumped: bool,
    /// Compare the specs in these two folders instead.
    #[arg(long, num_args = 2, value_names = ["OLD_DIR", "NEW_DIR"], conflicts_with = "revision")]
    spec: Option<Vec<PathBuf>>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// Text, sorted by level.
    Human,
    /// A section of a changelog.
    Markdown,
    /// Annotations of a pull request.
    Github,
    /// One JSON object.
    Json,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum FailOn {
    /// Changes that can break callers.
    Breaking,
    /// Additions to the interface, or changes that can break callers.
    Minor,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<(), Failed> {
    let is_human = matches!(arguments.format, Format::Human);
    let (report, release) = match arguments.spec.as_deref() {
        Some([old, new]) => (of_folders(old, new, is_human)?, None),
        _ => of_revision(arguments.revision.as_deref(), is_human)?,
    };
    let verdict = report.verdict();
    let failing = arguments.fail_on.map(|level| match level {
        FailOn::Breaking => Verdict::Breaking,
        FailOn::Minor => Verdict::Minor,
    });
    let is_bumped = release.as_ref().is_some_and(|release| release.is_bumped_for(verdict));
    let failing = failing.filter(|_| !(arguments.unless_bumped && is_bumped));
    let format = match arguments.format {
        Format::Human => diff::Format::Human,
        Format::Markdown => diff::Format::Markdown,
        Format::Github => diff::Format::Github(failing),
        Format::Json => diff::Format::Json,
    };
    let release = release.and_then(|release| release.to(verdict));
    stdio::out(report.render(format, release.as_deref()))?;
    if failing.is_some_and(|failing| verdict >= failing) { Err(Failed::Reported) } else { Ok(()) }
}

/// Compares the specs in two folders.
fn of_folders(old: &Path, new: &Path, is_human: bool) -> Result<Report, Failed> {
    for dir in [old, new] {
        if !dir.is_dir() {
            return Err(Failed::Unable(format!("{} is not a folder", dir.display())));
        }
    }
    let old = generator::read_files(Files::of(old))
        .map_err(|wrong| mistakes(&format!("the spec in {}", old.display()), &wrong))?;
    Ok(report(&old, &of_worktree(new)?, is_human))
}

/// Compares the spec of a revision with that in the working tree, and returns the old and new version of the crate,
/// too.
fn of_revision(revision: Option<&str>, is_human: bool) -> Result<(Report, Option<Release>), Failed> {
    let folder = spec_folder()?;
    let commit = match revision {
        Some(revision) => folder.commit(revision),
        None => folder.merge_base(),
    };
    let commit = commit.map_err(Failed::Unable)?;
    let report = since(&folder, &commit, revision, is_human)?;
    Ok((report, Release::since(&crate::root()?, &commit)))
}

/// The folder of the spec in its repository.
pub(crate) fn spec_folder() -> Result<Folder, Failed> {
    Folder::open(&crate::below_root("spec")?).map_err(Failed::Unable)
}

/// Compares the spec of `commit`, the revision `name`, with that in the working tree.
pub(crate) fn since(folder: &Folder, commit: &Commit, name: Option<&str>, is_human: bool) -> Result<Report, Failed> {
    let texts = folder.specs(commit).map_err(Failed::Unable)?;
    let texts = texts.into_iter().map(|(path, text)| (path, in_todays_words(text)));
    let name = name.unwrap_or(commit.short());
    let old = generator::read_texts(texts).map_err(|wrong| mistakes(&format!("the spec of {name}"), &wrong))?;
    Ok(report(&old, &of_worktree(&crate::below_root("spec")?)?, is_human))
}

/// Renamed keys of the spec language, with which earlier specs are read.
const RENAMED: [(&str, &str); 2] =
    [("repeatable: true", "idempotent: true"), ("repeatable: false", "idempotent: false")];

/// Returns the text of an earlier spec with the current names of keys.
fn in_todays_words(text: String) -> String {
    RENAMED.iter().fold(text, |text, (old, new)| text.replace(old, new))
}

fn of_worktree(dir: &Path) -> Result<Spec, Failed> {
    generator::read_files(Files::of(dir)).map_err(|wrong| mistakes(&format!("the spec in {}", dir.display()), &wrong))
}

/// Renders the report. Paths are relative to the root of the repository, except in the human format.
fn report(old: &Spec, new: &Spec, is_human: bool) -> Report {
    let changes = diff::changes(&old.api, &new.api);
    if is_human {
        return Report::new(changes, &old.sources, &new.sources);
    }
    Report::new(changes, &old.sources.renamed(crate::from_root), &new.sources.renamed(crate::from_root))
}

/// Returns the error, in one line, that a spec cannot be compared.
fn mistakes(what: &str, diagnostics: &Diagnostics) -> Failed {
    Failed::Unable(format!("{what} is not valid for the current generator: {}", diagnostics.in_one_line()))
}
