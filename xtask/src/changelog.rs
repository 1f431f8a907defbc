//! `cargo xtask changelog [REV]`: writes the report of `diff` to `CHANGELOG.md`, between two markers.

mod text;

use std::{fs, io};

use generator::diff::Format;

use crate::{Failed, diff, stdio};
use text::Changelog;

/// Arguments of `changelog`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The revision to compare with. Defaults to the one in the changelog, else the latest tag `vVERSION`, else
    /// the merge base with `main`.
    #[arg(value_name = "REV")]
    revision: Option<String>,
    /// Write nothing; fail if the changelog is not up to date.
    #[arg(long)]
    check: bool,
}

/// The file, in the root of the repository.
const FILE: &str = "CHANGELOG.md";

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<(), Failed> {
    let path = crate::below_root(FILE)?;
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(Failed::Because(format!("cannot read {}: {error}", path.display()))),
    };
    let changelog = Changelog::new(&text).map_err(|why| Failed::Because(format!("{}: {why}", path.display())))?;
    let folder = diff::spec_folder()?;
    let given = arguments.revision.clone().or_else(|| changelog.since().map(str::to_owned));
    let (name, commit) = match given.map_or_else(|| folder.latest_release(), |given| Ok(Some(given))) {
        Ok(Some(name)) => {
            let commit = folder.commit(&name).map_err(Failed::Unable)?;
            (name, commit)
        }
        Ok(None) => {
            let commit = folder.merge_base().map_err(Failed::Unable)?;
            (commit.short().to_owned(), commit)
        }
        Err(why) => return Err(Failed::Unable(why)),
    };
    let report = diff::since(&folder, &commit, Some(&name), false)?;
    let section = report.render(Format::Markdown, None);
    let new =
        if report.changes().next().is_none() { changelog.without(&name) } else { changelog.with(&name, &section) };
    if new == text {
        return stdio::out(format_args!("{} has the changes since {name}\n", path.display()));
    }
    if arguments.check {
        stdio::err(format_args!("stale: {}\nrun `cargo xtask changelog` and commit the result\n", path.display()));
        return Err(Failed::Reported);
    }
    fs::write(&path, new).map_err(|error| Failed::Because(format!("cannot write {}: {error}", path.display())))?;
    stdio::out(format_args!("wrote {}: changes since {name}\n", path.display()))
}
