//! The text of a changelog, of which only one block is generated.

use std::ops::Range;

/// The first marker of the block, before the revision.
const BEGIN: &str = "<!-- cargo xtask changelog: since ";
const BEGIN_END: &str = " -->";
/// The last marker of the block.
const END: &str = "<!-- cargo xtask changelog: end -->";

/// The text of a new changelog.
const HEAD: &str = "\
# Changelog

The format is that of [Keep a Changelog](https://keepachangelog.com/en/1.1.0/), and versions follow
[Semantic Versioning](https://semver.org/spec/v2.0.0.html).
";

/// A changelog.
#[derive(Debug)]
pub(super) struct Changelog<'a> {
    text: &'a str,
    /// The bytes below the heading `Unreleased`, up to the next version.
    unreleased: Option<Range<usize>>,
    /// The bytes of the block in it, with the final line break.
    block: Option<Range<usize>>,
    /// The revision of the block.
    since: Option<&'a str>,
}

impl<'a> Changelog<'a> {
    /// Parses a changelog.
    ///
    /// # Errors
    ///
    /// Returns an error for a block without an end or a revision.
    pub(super) fn new(text: &'a str) -> Result<Self, String> {
        let mut changelog = Self { text, unreleased: None, block: None, since: None };
        let (mut at, mut is_code, mut is_over) = (0, false, false);
        let mut begin = None;
        for line in text.split_inclusive('\n') {
            let end = at + line.len();
            let content = line.trim_end();
            // A heading in a code block is not a heading.
            if content.starts_with("```") {
                is_code = !is_code;
            } else if !is_code && content.starts_with("## ") {
                match &mut changelog.unreleased {
                    None if is_unreleased(content) => changelog.unreleased = Some(end..text.len()),
                    Some(section) if !is_over => {
                        section.end = at;
                        is_over = true;
                    }
                    _ => {}
                }
            }
            if changelog.unreleased.is_some() && !is_over && !is_code {
                if let Some(since) = content.strip_prefix(BEGIN) {
                    changelog.since = since.strip_suffix(BEGIN_END).filter(|since| !since.trim().is_empty());
                    begin = Some(at);
                } else if let (true, Some(begin)) = (content == END, begin) {
                    changelog.block.get_or_insert(begin..end);
                }
            }
            at = end;
        }
        match (begin, &changelog.block, changelog.since) {
            (None, ..) | (_, Some(_), Some(_)) => Ok(changelog),
            (Some(_), None, _) => Err(format!("`Unreleased` has `{BEGIN}...` without `{END}`")),
            (Some(_), _, None) => Err(format!("`{BEGIN}...` below `Unreleased` has no revision")),
        }
    }

    /// Returns the revision of the block.
    pub(super) fn since(&self) -> Option<&'a str> {
        self.since
    }

    /// Returns the text with a block of `section`, the changes since the revision `since`.
    pub(super) fn with(&self, since: &str, section: &str) -> String {
        let block = format!("{BEGIN}{since}{BEGIN_END}\n\n{}\n\n{END}\n", section.trim_end());
        // With the line endings of the file.
        let is_windows = self.text.contains("\r\n");
        let native = |text: String| if is_windows { text.replace('\n', "\r\n") } else { text };
        if let Some(place) = &self.block {
            let (before, after) = (&self.text[..place.start], &self.text[place.end..]);
            return format!("{before}{}{after}", native(block));
        }
        if let Some(section) = &self.unreleased {
            // Below the hand-written text, after a blank line.
            let (before, after) = self.text.split_at(section.end);
            let before = before.trim_end();
            let gap = if after.is_empty() { "" } else { "\n" };
            return format!("{before}{}{after}", native(format!("\n\n{block}{gap}")));
        }
        let heading = format!("## Unreleased\n\n{block}");
        if self.text.trim().is_empty() {
            return format!("{HEAD}\n{heading}");
        }
        // Before the first version.
        let first = if self.text.starts_with("## ") { Some(0) } else { self.text.find("\n## ").map(|at| at + 1) };
        match first {
            Some(at) => format!("{}{}{}", &self.text[..at], native(format!("{heading}\n")), &self.text[at..]),
            None => format!("{}{}", self.text.trim_end(), native(format!("\n\n{heading}"))),
        }
    }

    /// The text with nothing in the block, which keeps the revision; without a block, the text.
    pub(super) fn without(&self, since: &str) -> String {
        match self.block {
            Some(_) => self.with(since, "No changes of the interface."),
            None => self.text.to_owned(),
        }
    }
}

fn is_unreleased(heading: &str) -> bool {
    let title = heading.trim_start_matches('#').trim();
    let title = title.strip_prefix('[').and_then(|rest| rest.split(']').next()).unwrap_or(title);
    title.eq_ignore_ascii_case("unreleased")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text after a run, which a second one leaves as it is.
    #[track_caller]
    fn run(text: &str, section: &str) -> String {
        let once = Changelog::new(text).unwrap().with("abc", section);
        let twice = Changelog::new(&once).unwrap();
        assert_eq!(twice.since(), Some("abc"));
        assert_eq!(twice.with("abc", section), once);
        once
    }

    const BLOCK: &str = "<!-- cargo xtask changelog: since abc -->\n\n- It.\n\n<!-- cargo xtask changelog: end -->\n";

    #[test]
    fn begins_a_changelog() {
        assert_eq!(run("", "- It.\n"), format!("{HEAD}\n## Unreleased\n\n{BLOCK}"));
    }

    #[test]
    fn stands_below_what_people_wrote() {
        for heading in ["## Unreleased", "## [Unreleased]", "## [unreleased](https://example.com)"] {
            let text = format!("# Changelog\n\n{heading}\n\n### Added\n\n- Mine.\n\n## 0.1.0\n\n- First.\n");
            let expected =
                format!("# Changelog\n\n{heading}\n\n### Added\n\n- Mine.\n\n{BLOCK}\n## 0.1.0\n\n- First.\n");
            assert_eq!(run(&text, "- It.\n"), expected);
        }
    }

    #[test]
    fn replaces_only_its_block() {
        let text = format!("## Unreleased\n\n- Before.\n\n{}  \n- After.\n\n## 0.1.0\n", BLOCK.replace("It", "Old"));
        assert_eq!(run(&text, "- It.\n"), text.replace("Old", "It"));
    }

    #[test]
    fn leaves_released_versions_alone() {
        let text = format!("# Changelog\n\n## 0.1.0\n\n{}", BLOCK.replace("It", "Old"));
        let expected = format!("# Changelog\n\n## Unreleased\n\n{BLOCK}\n## 0.1.0\n\n{}", BLOCK.replace("It", "Old"));
        assert_eq!(run(&text, "- It.\n"), expected);
    }

    #[test]
    fn a_heading_in_code_ends_nothing() {
        let text = "## Unreleased\n\n```md\n## 0.1.0\n```\n\n- Mine.\n";
        assert_eq!(run(text, "- It.\n"), format!("{text}\n{BLOCK}"));
    }

    #[test]
    fn keeps_line_ends_of_windows() {
        let text = "# Changelog\r\n\r\n## Unreleased\r\n\r\n- Mine.\r\n\r\n## 0.1.0\r\n";
        let new = run(text, "- It.\n");
        assert_eq!(new.matches('\n').count(), new.matches("\r\n").count());
        assert!(new.starts_with("# Changelog\r\n\r\n## Unreleased\r\n\r\n- Mine.\r\n\r\n<!-- "), "{new:?}");
    }

    #[test]
    fn without_changes_there_is_no_block_or_an_empty_one() {
        let text = "## Unreleased\n\n- Mine.\n";
        assert_eq!(Changelog::new(text).unwrap().without("abc"), text);
        let with = run(text, "- It.\n");
        let without = Changelog::new(&with).unwrap().without("abc");
        assert_eq!(without, with.replace("- It.", "No changes of the interface."));
    }

    #[test]
    fn refuses_a_block_that_it_cannot_replace() {
        for (block, message) in [
            ("<!-- cargo xtask changelog: since abc -->\n\n- It.\n", "without `<!-- cargo xtask changelog: end -->`"),
            ("<!-- cargo xtask changelog: since  -->\n<!-- cargo xtask changelog: end -->\n", "has no revision"),
        ] {
            let error = Changelog::new(&format!("## Unreleased\n\n{block}")).unwrap_err();
            assert!(error.contains(message), "{error}");
        }
    }
}
