//! The version of the generated crate, before and after a change.

use std::{fs, path::Path};

use generator::diff::Verdict;
use semver::Version;
use toml::Table;

use crate::git::{Commit, Folder};

/// The old and the new version of the crate.
#[derive(Debug)]
pub struct Release {
    old: Version,
    now: Version,
}

/// The manifests that can contain the version of the generated crate: its own, and that of the workspace.
const MANIFESTS: [&str; 2] = ["generated/Cargo.toml", "Cargo.toml"];

impl Release {
    /// Returns the versions of the crate in the workspace at `root`, at `commit` and now; `None` if one of them is
    /// unknown.
    pub fn since(root: &Path, commit: &Commit) -> Option<Self> {
        let folder = Folder::open(root).ok()?;
        let old = version(|path| folder.file(commit, path).ok().flatten())?;
        let now = version(|path| fs::read_to_string(root.join(path)).ok())?;
        Some(Self { old, now })
    }

    /// Returns the versions, as in `0.1.0 -> 0.2.0`; `None` if they are equal.
    pub fn to(&self, verdict: Verdict) -> Option<String> {
        (verdict != Verdict::None).then(|| format!("{} -> {}", self.old, next(&self.old, verdict)))
    }

    /// Whether the new version is at least the one that the changes require.
    pub fn is_bumped_for(&self, verdict: Verdict) -> bool {
        self.now >= next(&self.old, verdict)
    }
}

/// Returns the next version after `old` by the rules of cargo: before 1.0.0, the minor version determines
/// compatibility.
fn next(old: &Version, verdict: Verdict) -> Version {
    let &Version { major, minor, patch, .. } = old;
    match (verdict, major, minor) {
        (Verdict::None, ..) => old.clone(),
        (Verdict::Breaking, 0, 0) => Version::new(0, 0, patch + 1),
        (Verdict::Breaking, 0, _) => Version::new(0, minor + 1, 0),
        (Verdict::Breaking, ..) => Version::new(major + 1, 0, 0),
        (Verdict::Minor, 1.., _) => Version::new(major, minor + 1, 0),
        (Verdict::Minor | Verdict::Patch, ..) => Version::new(major, minor, patch + 1),
    }
}

/// Returns the version of the crate, whose manifests are returned by `read`.
fn version(read: impl Fn(&str) -> Option<String>) -> Option<Version> {
    let manifest = |path: &str| read(path)?.parse::<Table>().ok();
    let [own, workspace] = MANIFESTS;
    let own = manifest(own)?;
    let version = match own.get("package")?.get("version")? {
        toml::Value::String(version) => version.clone(),
        // `version.workspace = true`
        _ => manifest(workspace)?.get("workspace")?.get("package")?.get("version")?.as_str()?.to_owned(),
    };
    Version::parse(&version).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_version_is_the_one_that_cargo_takes_for_it() {
        let next = |old: &str, verdict| next(&Version::parse(old).unwrap(), verdict).to_string();
        for (old, breaking, minor, patch) in [
            ("0.0.3", "0.0.4", "0.0.4", "0.0.4"),
            ("0.1.2", "0.2.0", "0.1.3", "0.1.3"),
            ("1.2.3", "2.0.0", "1.3.0", "1.2.4"),
        ] {
            assert_eq!(next(old, Verdict::Breaking), breaking);
            assert_eq!(next(old, Verdict::Minor), minor);
            assert_eq!(next(old, Verdict::Patch), patch);
            assert_eq!(next(old, Verdict::None), old);
        }
    }

    #[test]
    fn a_version_can_be_that_of_the_workspace() {
        let inherits = "[package]\nversion.workspace = true\n";
        let own = "[package]\nversion = '1.2.3'\n";
        let workspace = "[workspace.package]\nversion = '0.1.0'\n";
        let of = |crates: &'static str, root: &'static str| {
            version(|path| Some(if path == "Cargo.toml" { root } else { crates }.to_owned())).map(|one| one.to_string())
        };
        assert_eq!(of(inherits, workspace).unwrap(), "0.1.0");
        assert_eq!(of(own, workspace).unwrap(), "1.2.3");
        assert_eq!(of(inherits, "[workspace]\n"), None);
        assert_eq!(of("not TOML", workspace), None);
    }
}
