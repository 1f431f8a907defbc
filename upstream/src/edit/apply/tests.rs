#![allow(clippy::unwrap_used, clippy::panic)] // A panic fails the test.

use super::*;
use crate::edit::keys;

fn path(at: &str) -> Vec<PathStep> {
    let steps = at.split('.').filter(|step| !step.is_empty());
    steps.map(|step| step.parse().map_or_else(|_| PathStep::Key(step.to_owned()), PathStep::Index)).collect()
}

#[track_caller]
fn edited(text: &str, at: &str, change: Change) -> String {
    let text = apply(text, [&Edit::new("a.yaml", &path(at), change)]).unwrap();
    assert!(yaml::nodes(&text).is_some(), "{text}");
    text
}

#[track_caller]
fn added(text: &str, at: &str, key: &str, value: &str) -> String {
    edited(text, at, Change::Entry(key.to_owned(), Yaml::raw(value)))
}

#[test]
fn adds_to_a_block_map_before_the_comments_at_its_end() {
    let text = "a:\n  # first\n  b: x # why\n  # last\n\n# next\nc: y\n";
    assert_eq!(added(text, "a", "d", "z"), "a:\n  # first\n  b: x # why\n  d: z\n  # last\n\n# next\nc: y\n");
}

#[test]
fn adds_behind_an_entry_with_all_of_its_comments() {
    let text = "a:\n  b:\n    x: 1\n    # of b\n  # of a\n";
    assert_eq!(added(text, "a", "c", "2"), "a:\n  b:\n    x: 1\n    # of b\n  c: 2\n  # of a\n");
}

#[test]
fn adds_behind_text_of_several_lines() {
    let text = "a:\n  docs: |\n    One.\n\n    Two.\n\n  # comment\nb: 1\n";
    assert_eq!(added(text, "a", "c", "2"), "a:\n  docs: |\n    One.\n\n    Two.\n  c: 2\n\n  # comment\nb: 1\n");
    let folded = "a:\n  docs:\n    One\n    two.\n  x: \"three\n    four\"\nb: 1\n";
    assert_eq!(
        added(folded, "a", "c", "2"),
        "a:\n  docs:\n    One\n    two.\n  x: \"three\n    four\"\n  c: 2\nb: 1\n"
    );
}

#[test]
fn adds_to_a_flow_map() {
    assert_eq!(added("a: { b: x }\n", "a", "c?", "y"), "a: { b: x, c?: y }\n");
    assert_eq!(added("a: {b: x,}\n", "a", "c", "y"), "a: {b: x, c: y,}\n");
    assert_eq!(added("a: {}\n", "a", "c", "y"), "a: { c: y }\n");
    assert_eq!(added("a: { b: [x, { y: z }] } # why\n", "a.b.1", "c", "y"), "a: { b: [x, { y: z, c: y }] } # why\n");
    assert_eq!(added("a: {\n  b: x, # why\n}\n", "a", "c", "y"), "a: {\n  b: x,\n  c: y, # why\n}\n");
}

#[test]
fn breaks_a_flow_list_that_gets_too_long() {
    let long = "x".repeat(90);
    let text = format!("a:\n  errors: [{long}]\n");
    let change = Change::Item(Yaml::text("y".repeat(40)));
    assert_eq!(edited(&text, "a.errors", change), format!("a:\n  errors: [{long},\n    {}]\n", "y".repeat(40)));
}

#[test]
fn fills_an_empty_section() {
    let yaml = Yaml::map([("b", Yaml::map([("docs", Yaml::text("B."))])), ("c", Yaml::raw("1"))]);
    let change = || Change::Entry("x".to_owned(), yaml.clone());
    let lines = "  x:\n    b: { docs: B. }\n    c: 1\n";
    assert_eq!(edited("a: # none\nd: 1\n", "a", change()), format!("a: # none\n{lines}d: 1\n"));
    assert_eq!(edited("a:\n  # none yet\nd: 1\n", "a", change()), format!("a:\n  # none yet\n{lines}d: 1\n"));
    let item = || Change::Item(Yaml::map([("at", Yaml::text("B")), ("what", Yaml::text("added"))]));
    assert_eq!(
        edited("fixups: [] # none\nd: 1\n", "fixups", item()),
        "fixups: # none\n  - at: B\n    what: added\nd: 1\n"
    );
    assert_eq!(edited("fixups:\nd: 1\n", "fixups", item()), "fixups:\n  - at: B\n    what: added\nd: 1\n");
    assert_eq!(edited("a: ~\n", "a", Change::Item(Yaml::text("x"))), "a: [x]\n");
}

#[test]
fn adds_what_is_missing_of_the_way() {
    assert_eq!(added("a:\n  b: 1\n", "a.c.d", "e", "2"), "a:\n  b: 1\n  c:\n    d: { e: 2 }\n");
    assert_eq!(edited("a:\n  b: 1\n", "a.c", Change::Item(Yaml::text("x"))), "a:\n  b: 1\n  c: [x]\n");
}

#[test]
fn puts_a_section_where_authors_do() {
    let text = "resource: a\ndocs: A.\n\noperations:\n  get: 1\n  # the last\n\nerrors:\n  x: 1\n";
    let expected =
        "resource: a\ndocs: A.\n\noperations:\n  get: 1\n  # the last\n\nenums:\n  E: 1\n\nerrors:\n  x: 1\n";
    assert_eq!(added(text, "enums", "E", "1").replace("enums: { E: 1 }", "enums:\n  E: 1"), expected);
    let operation = "operations:\n  get:\n    docs: Gets.\n    http: GET /\n    returns: {}\n";
    let expected = "operations:\n  get:\n    docs: Gets.\n    http: GET /\n    scopes: [a]\n    returns: {}\n";
    assert_eq!(edited(operation, "operations.get.scopes", Change::Item(Yaml::text("a"))), expected);
}

#[test]
fn separates_operations_as_the_file_does() {
    let text = "operations:\n  a:\n    x: 1\n\n  b:\n    x: 2\nids: 1\n";
    let expected = "operations:\n  a:\n    x: 1\n\n  b:\n    x: 2\n\n  c: 3\nids: 1\n";
    assert_eq!(added(text, "operations", "c", "3"), expected);
    let dense = "operations:\n  a: 1\n  b: 2\n";
    assert_eq!(added(dense, "operations", "c", "3"), "operations:\n  a: 1\n  b: 2\n  c: 3\n");
}

#[test]
fn keeps_carriage_returns_and_a_missing_newline() {
    assert_eq!(added("a:\r\n  b: 1\r\nc: 2\r\n", "a", "d", "3"), "a:\r\n  b: 1\r\n  d: 3\r\nc: 2\r\n");
    assert_eq!(added("a:\n  b: 1", "a", "d", "3"), "a:\n  b: 1\n  d: 3");
    assert_eq!(edited("a:\n  - b\n  - c", "a.1", Change::Remove), "a:\n  - b");
}

#[test]
fn adds_items_to_lists_of_every_style() {
    let map = || Change::Item(Yaml::map([("at", Yaml::text("B")), ("what", Yaml::text("added"))]));
    let text = "f:\n- at: A\n  what: added\n# end\n";
    assert_eq!(edited(text, "f", map()), "f:\n- at: A\n  what: added\n- at: B\n  what: added\n# end\n");
    let flow = "f:\n  - { at: A, what: added }\n";
    assert_eq!(edited(flow, "f", map()), "f:\n  - { at: A, what: added }\n  - { at: B, what: added }\n");
    let word = || Change::Item(Yaml::text("é: x"));
    assert_eq!(edited("f: [ä]\n", "f", word()), "f: [ä, \"é: x\"]\n");
    assert_eq!(edited("f:\n  - ä # why\n", "f", word()), "f:\n  - ä # why\n  - \"é: x\"\n");
}

#[test]
fn replaces_values_and_keys() {
    assert_eq!(edited("a: [Tag] # why\n", "a", Change::Value(Yaml::raw("\"[Tag]?\""))), "a: \"[Tag]?\" # why\n");
    assert_eq!(edited("a: { b: x }\n", "a.b", Change::Key("b?".to_owned())), "a: { b?: x }\n");
    assert_eq!(edited("v: [a, \"b?\": C]\n", "v.1.b?", Change::Key("b".to_owned())), "v: [a, b: C]\n");
    assert_eq!(edited("v: [a, b]\n", "v.1", Change::Value(Yaml::raw("\"b?\""))), "v: [a, \"b?\"]\n");
}

#[test]
fn brackets_in_comments_end_nothing() {
    let text = "a: [x, y] # [why]}\nb: { c: [z] } # }]\n";
    assert_eq!(edited(text, "a", Change::Item(Yaml::text("w"))), text.replace("[x, y]", "[x, y, w]"));
    assert_eq!(added(text, "b", "d", "v"), text.replace("[z] }", "[z], d: v }"));
    assert_eq!(edited(text, "b.c", Change::Item(Yaml::text("w"))), text.replace("z]", "z, w]"));
    assert_eq!(added("a: {} # {}\n", "a", "b", "c"), "a: { b: c } # {}\n");
    assert_eq!(
        added("a: {\n  x: 1, # }\n  # y\n} # {}\nb: 1\n", "a", "z", "2"),
        "a: {\n  x: 1,\n  z: 2, # }\n  # y\n} # {}\nb: 1\n"
    );
    assert_eq!(edited("a: {\n  x: 1, # }\n}\nb: 1\n", "a", Change::Remove), "b: 1\n");
    assert_eq!(edited("v: [a, b: C] # [\n", "v", Change::Item(Yaml::text("d"))), "v: [a, b: C, d] # [\n");
}

#[test]
fn a_node_ends_with_its_bracket() {
    let text = "a: { b: [x] }\nc: [y] # z\n";
    let root = yaml::nodes(text).unwrap();
    assert_eq!(&text[span(text, root.at(&path("a.b")).unwrap())], "[x]");
    assert_eq!(&text[span(text, root.at(&path("c")).unwrap())], "[y]");
}

#[test]
fn gives_a_short_field_its_long_form() {
    assert_eq!(added("a: [Tag]\n", "a", "docs", "Tags."), "a: { type: [Tag], docs: Tags. }\n");
    assert_eq!(added("f: { a?: string? }\n", "f.a?", "docs", "A."), "f: { a?: { type: string?, docs: A. } }\n");
}

#[test]
fn removes_entries_and_the_collection_of_the_last() {
    let text = "a: 1\nfixups:\n  - at: [x, y]\n    why: z\n  # kept\n  - at: w\n";
    assert_eq!(edited(text, "fixups.0", Change::Remove), "a: 1\nfixups:\n  # kept\n  - at: w\n");
    assert_eq!(edited(text, "fixups.0.at.0", Change::Remove), text.replace("x, ", ""));
    assert_eq!(edited(text, "fixups.0.at.1", Change::Remove), text.replace(", y", ""));
    assert_eq!(edited("a: 1\nfixups:\n  - at: w\nb: 1\n", "fixups.0", Change::Remove), "a: 1\nb: 1\n");
    assert_eq!(edited("a: { b: 1, c: 2 }\n", "a.b", Change::Remove), "a: { c: 2 }\n");
}

#[test]
fn refuses_what_it_cannot_edit() {
    let refused = |text: &str, at: &str, change| apply(text, [&Edit::new("a.yaml", &path(at), change)]).unwrap_err();
    assert_eq!(refused("a: 1\n", "b.0", Change::Remove), "a.yaml: there is no `b.0`");
    assert_eq!(refused("a:\n  b: 1\n", "a", Change::Value(Yaml::raw("x"))), "a.yaml: `a` is not on one line");
    let twice = Change::Entry("b".to_owned(), Yaml::raw("1"));
    assert_eq!(refused("a: { b: 1 }\n", "a", twice), "a.yaml: `a` already has `b`");
    assert!(apply("a: [", [&Edit::new("a.yaml", &keys(["a"]), Change::Remove)]).is_err());
}

/// Returns every map, list and scalar of `node` with its path.
fn walk<'n>(node: &'n Node, at: &mut Vec<PathStep>, found: &mut Vec<(Vec<PathStep>, &'n Node)>) {
    found.push((at.clone(), node));
    let mut step = |step: PathStep, node: &'n Node| {
        at.push(step);
        walk(node, at, found);
        at.pop();
    };
    match &node.kind {
        Kind::Map(entries) => entries.iter().for_each(|entry| step(PathStep::Key(entry.key.clone()), &entry.value)),
        Kind::List(items) => items.iter().enumerate().for_each(|(index, item)| step(PathStep::Index(index), item)),
        _ => {}
    }
}

/// Returns a node without its bytes.
fn bare(node: &Node) -> Node {
    let kind = match &node.kind {
        Kind::Map(entries) => Kind::Map(
            entries
                .iter()
                .map(|entry| Entry { key: entry.key.clone(), key_span: 0..0, value: bare(&entry.value) })
                .collect(),
        ),
        Kind::List(items) => Kind::List(items.iter().map(bare).collect()),
        Kind::Text(text) | Kind::Plain(text) => Kind::Text(text.clone()),
        Kind::Hole => Kind::Hole,
    };
    Node { span: 0..0, kind }
}

fn text(text: &str) -> Node {
    Node { span: 0..0, kind: Kind::Text(text.to_owned()) }
}

fn at_mut<'n>(node: &'n mut Node, at: &[PathStep]) -> &'n mut Node {
    at.iter().fold(node, |node, step| match (&mut node.kind, step) {
        (Kind::Map(entries), PathStep::Key(key)) => {
            &mut entries.iter_mut().find(|entry| entry.key == *key).unwrap().value
        }
        (Kind::List(items), PathStep::Index(index)) => &mut items[*index],
        _ => panic!("no such path"),
    })
}

/// Asserts that the edit changes the nodes of `before` to `expected`, and its bytes in one place only.
#[track_caller]
fn assert_edit(before: &str, at: &[PathStep], change: Change, expected: impl FnOnce(&mut Node)) {
    let shown = shown(at);
    let after = apply(before, [&Edit::new("a.yaml", at, change)]).unwrap_or_else(|why| panic!("{shown}: {why}"));
    let mut wanted = bare(&yaml::nodes(before).unwrap());
    expected(&mut wanted);
    assert_eq!(
        bare(&yaml::nodes(&after).unwrap_or_else(|| panic!("{shown} in {after}"))),
        wanted,
        "{shown} in {after}"
    );
    let same =
        |a: &mut dyn Iterator<Item = u8>, b: &mut dyn Iterator<Item = u8>| a.zip(b).take_while(|(a, b)| a == b).count();
    let start = same(&mut before.bytes(), &mut after.bytes());
    let end = same(&mut before.bytes().rev(), &mut after.bytes().rev());
    let changed = before.len().saturating_sub(start + end);
    assert!(changed <= 120, "{shown}: {changed} bytes are replaced in {after}");
}

/// Every node of the project's own spec, with the line ends of both systems, and without one at the end of the file.
#[test]
fn every_node_of_the_spec_can_be_edited() {
    let dir = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec");
    let mut files: Vec<_> = std::fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let mut count = 0;
    for path in files.into_iter().filter(|path| path.extension().is_some_and(|extension| extension == "yaml")) {
        let unix = std::fs::read_to_string(path).unwrap();
        let windows = unix.replace('\n', "\r\n");
        for (number, before) in [unix.as_str(), windows.trim_end()].into_iter().enumerate() {
            let root = yaml::nodes(before).unwrap();
            let mut found = Vec::new();
            walk(&root, &mut Vec::new(), &mut found);
            // A prime, so that the sample has every kind of node.
            for (at, node) in found.into_iter().skip(number * 7).step_by(199) {
                count += 1;
                match &node.kind {
                    Kind::Map(_) => {
                        let entry = Change::Entry("zz".to_owned(), Yaml::text("new: x"));
                        assert_edit(before, &at, entry, |wanted| {
                            let Kind::Map(entries) = &mut at_mut(wanted, &at).kind else { panic!("no map") };
                            entries.push(Entry { key: "zz".to_owned(), key_span: 0..0, value: text("new: x") });
                        });
                    }
                    Kind::List(_) => assert_edit(before, &at, Change::Item(Yaml::text("new: x")), |wanted| {
                        let Kind::List(items) = &mut at_mut(wanted, &at).kind else { panic!("no list") };
                        items.push(text("new: x"));
                    }),
                    Kind::Plain(was) if !was.contains(' ') => {
                        assert_edit(before, &at, Change::Value(Yaml::text("new: x")), |wanted| {
                            *at_mut(wanted, &at) = text("new: x");
                        });
                    }
                    _ => {}
                }
            }
        }
    }
    assert!(count > 50, "{count}");
}
