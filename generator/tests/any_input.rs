//! Whatever stands in the files of a spec, reading it ends, and ends in a spec or in diagnostics that can be shown.

use std::path::PathBuf;

use generator::diagnostic::Format;
use proptest::prelude::*;

const API: &str = include_str!("err/api.yaml");

const THINGS: &str = "\
resource: things
docs: What the API is about.
operations:
  list:
    docs: |
      Lists things.

      All of them: “größe” 😀.
    http: GET /things/{thing}
    scopes: [things, things:read]
    takes: { thing: ThingLookup, size?: Size }
    returns:
      things: [Thing]
      next: string?
    errors: [thing_not_found]
lookups:
  ThingLookup: { docs: Names a thing., by: { name: string } }
schemas:
  Thing:
    docs: A thing.
    fields:
      name: string
      size: Size
      part?: { type: Thing?, docs: What it is made of. }
    views:
      ThingSummary: { fields: [name, part: ThingSummary, \"size?\"] }
enums:
  Size: { docs: How big., values: { small: Not big., big: { name: Big } } }
documents:
  Slip:
    docs: What a thing is sent with.
    root: slip
    attributes: { note?: string }
    elements: { to: { type: To, inline: true }, Things/Thing?: [string], Size: { type: Size, fixed: { unit: cm } } }
  To: { docs: Where to., one_of: { here: { fixed: { here: \"yes\" } }, there: { elements: { There: ThingLookup } } } }
errors:
  thing_not_found: { status: 404, docs: There is none., detail: { thing: string } }
fixups:
  - at: [Thing.size, list.returns.next]
    what: retyped
    why: The page is wrong.
    evidence: It was seen.
";

/// What means something to YAML or to the spec, or is hard on whoever counts bytes, characters or lines.
const PIECES: &[&str] = &[
    "",
    " ",
    "  ",
    "\n",
    "\r\n",
    "\r",
    "\t",
    "\n  ",
    ": ",
    ":",
    "- ",
    "? ",
    "?",
    ",",
    "[",
    "]",
    "{",
    "}",
    "{{",
    "[[[[[[[[",
    "&a ",
    "*a",
    "!t ",
    "!!str ",
    "<<: ",
    "# ",
    "|",
    ">",
    "'",
    "\"",
    "\"\\u00e9\"",
    "%",
    "@",
    "`",
    "---\n",
    "...\n",
    "~",
    "null",
    "true",
    "404",
    "-1.5",
    "1e999",
    "é",
    "😀",
    "\u{feff}",
    "\u{2028}",
    "\u{0}",
    "\u{85}",
    "type: ",
    "docs: ",
    "Thing",
    "[Thing]?",
    "ThingSummary",
    "fields: ",
    "status: ",
    "returns: ",
    "views: ",
    "elements: ",
    "one_of: ",
    "inline: true",
];

#[derive(Debug, Clone)]
struct Edit {
    from: prop::sample::Index,
    len: usize,
    piece: &'static str,
}

fn edits() -> impl Strategy<Value = Vec<Edit>> {
    let edit = (any::<prop::sample::Index>(), 0..40usize, prop::sample::select(PIECES));
    prop::collection::vec(edit.prop_map(|(from, len, piece)| Edit { from, len, piece }), 0..6)
}

fn edited(text: &str, edits: &[Edit]) -> String {
    let mut characters: Vec<char> = text.chars().collect();
    for Edit { from, len, piece } in edits {
        let start = from.index(characters.len() + 1);
        let end = characters.len().min(start + len);
        characters.splice(start..end, piece.chars());
    }
    characters.into_iter().collect()
}

const FORMATS: [Format; 4] =
    [Format::Human { colored: false }, Format::Human { colored: true }, Format::Github, Format::Json];

/// Reads these files, and shows what is wrong with them in every way.
fn read(api: &str, things: &str) {
    let files = [("spec/api.yaml", api), ("spec/things.yaml", things)];
    let files = files.map(|(path, text)| (PathBuf::from(path), text.to_owned()));
    match generator::read_texts(files) {
        Ok(spec) => {
            drop(spec.emit());
            for format in FORMATS {
                assert_eq!(spec.warnings.render(format).trim_end().len() > 2, !spec.warnings.list.is_empty());
            }
        }
        Err(diagnostics) => {
            for format in FORMATS {
                assert!(!diagnostics.render(format).is_empty());
            }
        }
    }
}

#[test]
fn accepts_the_unedited_spec() {
    let files = [("spec/api.yaml", API), ("spec/things.yaml", THINGS)];
    let read = generator::read_texts(files.map(|(path, text)| (PathBuf::from(path), text.to_owned())));
    assert!(read.is_ok(), "{}", read.unwrap_err());
}

#[test]
fn bounds_the_depth_of_nesting() {
    for deep in ["[".repeat(10_000), "{a: ".repeat(10_000), "- ".repeat(10_000), "a:\n".repeat(10_000)] {
        read(API, &deep);
    }
}

proptest! {
    #[test]
    fn an_edited_spec(api in edits(), things in edits()) {
        read(&edited(API, &api), &edited(THINGS, &things));
    }

    #[test]
    fn pieces_of_a_spec(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..30)) {
        read(API, &pieces.concat());
    }

    #[test]
    fn any_text(text in any::<String>()) {
        read(&text, &text);
    }
}
