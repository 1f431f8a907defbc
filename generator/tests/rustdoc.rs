//! What rustdoc makes of text in a spec: text, code spans, lists and links to addresses, and nothing else.

use std::path::Path;

use generator::Output;
use proptest::prelude::*;
use pulldown_cmark::{BrokenLink, CowStr, Event, LinkType, Options, Parser, Tag};

use crate::thorough;

/// The Markdown of rustdoc: these extensions, and a link for every reference that it may be able to resolve.
fn events(markdown: &str) -> Vec<Event<'_>> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_SMART_PUNCTUATION;
    let resolve = |link: BrokenLink<'_>| Some((CowStr::from(link.reference.to_string()), CowStr::from("")));
    Parser::new_with_broken_link_callback(markdown, options, Some(resolve)).collect()
}

/// `text` as YAML has it in quotes.
fn quoted(text: &str) -> String {
    let escaped = text.chars().map(|character| match character {
        '"' | '\\' => format!("\\{character}"),
        ' '..='~' => character.to_string(),
        _ => format!("\\U{:08X}", u32::from(character)),
    });
    format!("\"{}\"", escaped.collect::<String>())
}

/// The crate of a spec in which `text` is the documentation of everything that has any.
fn documented(text: &str) -> Output {
    let docs = quoted(text);
    let api = format!(
        "
api: shop
crate: shop
docs: {docs}
url: https://shop.example
environment: {{ token: SHOP_TOKEN, url: SHOP_URL }}
services:
  staff: {{ docs: {docs}, path: /v1, authentication: bearer }}
  window: {{ docs: {docs}, path: /window, authentication: none, module: window }}
scopes: {{ things: {docs}, others: {docs} }}
"
    );
    let things = format!(
        "
resource: things
docs: {docs}
operations:
  get:
    docs: {docs}
    http: GET /things
    scopes: [things]
    takes: {{ size?: {{ type: Size, docs: {docs} }} }}
    returns: {{ thing: {{ type: Thing, docs: {docs} }} }}
    errors: [broken]
  others: {{ docs: {docs}, http: GET /others, scopes: [others], returns: {{}} }}
schemas:
  Thing: {{ docs: {docs}, fields: {{ name: {{ type: string, docs: {docs} }} }} }}
enums:
  Size: {{ docs: {docs}, values: {{ small: {docs} }} }}
errors:
  broken: {{ status: 404, docs: {docs} }}
"
    );
    let counter = format!("resource: counter\nservice: window\ndocs: {docs}\n");
    let files = [("spec/api.yaml", api), ("spec/things.yaml", things), ("spec/window/counter.yaml", counter)];
    match generator::read_texts(files.map(|(path, text)| (path.into(), text))) {
        Ok(spec) => spec.emit(),
        Err(diagnostics) => panic!("{diagnostics}"),
    }
}

fn file(output: &Output, path: &str) -> syn::File {
    let (_, file) = output.files().find(|(found, _)| *found == Path::new(path)).expect("the file is generated");
    syn::parse_file(&file.text()).unwrap_or_else(|error| panic!("{error}\n{}", file.text()))
}

/// The documentation in `attributes`, as rustdoc puts its lines together.
fn markdown(attributes: &[syn::Attribute]) -> String {
    let lines = attributes.iter().filter_map(|attribute| match &attribute.meta {
        syn::Meta::NameValue(pair) if pair.path.is_ident("doc") => match &pair.value {
            syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) => Some(text.value()),
            _ => None,
        },
        _ => None,
    });
    lines.map(|line| line.strip_prefix(' ').unwrap_or(&line).to_owned() + "\n").collect()
}

/// The documentation of the item `name`.
fn of_item(file: &syn::File, name: &str) -> String {
    let attributes = file.items.iter().find_map(|item| match item {
        syn::Item::Struct(item) if item.ident == name => Some(&item.attrs),
        syn::Item::Enum(item) if item.ident == name => Some(&item.attrs),
        syn::Item::Fn(item) if item.sig.ident == name => Some(&item.attrs),
        _ => None,
    });
    markdown(attributes.expect("the item is there"))
}

/// The documentation of the first field or variant of the item `name`.
fn of_member(file: &syn::File, name: &str) -> String {
    let attributes = file.items.iter().find_map(|item| match item {
        syn::Item::Struct(item) if item.ident == name => item.fields.iter().next().map(|field| &field.attrs),
        syn::Item::Enum(item) if item.ident == name => item.variants.iter().next().map(|variant| &variant.attrs),
        _ => None,
    });
    markdown(attributes.expect("the member is there"))
}

/// The text that a reader sees of `events`, which are the events of an author's text and no others.
fn seen(events: &[Event<'_>], markdown: &str, author: &str) -> String {
    let mut seen = String::new();
    for event in events {
        match event {
            Event::Text(text) | Event::Code(text) => seen.push_str(text),
            Event::SoftBreak => seen.push(' '),
            Event::Start(Tag::Paragraph | Tag::List(None) | Tag::Item) | Event::End(_) => {}
            Event::Start(Tag::Link { link_type: LinkType::Autolink, dest_url, title, id }) => {
                assert!(dest_url.starts_with("https://") || dest_url.starts_with("http://"), "{dest_url}");
                assert!(author.contains(&**dest_url), "{dest_url} is not in the text:\n{author}");
                assert!(title.is_empty() && id.is_empty());
            }
            _ => panic!("{event:?} is not text, in\n{markdown}\nof\n{author}"),
        }
    }
    seen
}

/// What a reader should see of an author's `text`: all but the marks of lists and code spans.
fn expected(text: &str) -> String {
    let lines = text.lines().map(|line| {
        let line = line.replace('\t', " ");
        let line = line.trim();
        let item = line.strip_prefix("- ").map(str::trim_start).filter(|item| !item.is_empty());
        bare(item.unwrap_or(line))
    });
    lines.collect()
}

/// `text` without white space and backticks, and with the quotation marks, dots and invisible characters as rustdoc prints
/// them.
fn bare(text: &str) -> String {
    let mut bare = String::new();
    for character in text.chars() {
        match character {
            '`' => {}
            '“' | '”' => bare.push('"'),
            '‘' | '’' => bare.push('\''),
            '…' => bare.push_str("..."),
            _ if is_invisible(character) => bare.push_str(&format!("\\u{:x}", u32::from(character))),
            _ if character.is_whitespace() => {}
            _ => bare.push(character),
        }
    }
    bare
}

fn is_invisible(character: char) -> bool {
    character.is_control()
        || matches!(u32::from(character), 0xad | 0x61c | 0x180e | 0x200b..=0x200f | 0x2028..=0x202e | 0x2060..=0x206f
            | 0xfeff | 0xfff9..=0xfffb | 0xe0000..=0xe007f | 0xfdd0..=0xfdef)
        || u32::from(character) & 0xfffe == 0xfffe
}

fn assert_text(markdown: &str, author: &str) {
    let seen = seen(&events(markdown), markdown, author);
    assert_eq!(bare(&seen), expected(author), "\n{markdown}");
}

/// The docs of everything are the author's text, and what the generator adds is there and as it was.
fn assert_all_is_text(author: &str) {
    let output = documented(author);
    let things = file(&output, "things.rs");
    let module = markdown(&things.attrs);
    let (docs, operations) = module.rsplit_once("\n\n# Operations\n").expect("there is a list of operations");
    assert_text(docs, author);
    assert_items(operations, 2, author);
    assert_text(&of_item(&things, "Thing"), author);
    assert_text(&of_item(&things, "Size"), author);
    assert_text(&of_member(&things, "Thing"), author);
    assert_text(&of_member(&things, "Size"), author);
    assert_text(&of_member(&file(&output, "things/requests.rs"), "GetOutput"), author);
    assert_text(&markdown(&file(&output, "window.rs").attrs), author);

    let errors = file(&output, "errors.rs");
    let broken = of_member(&errors, "ErrorCode");
    assert_text(broken.strip_suffix("\n\nStatus 404, `broken`.\n").expect("the code is named"), author);

    let get = of_item(&things, "get");
    let (docs, own) = get.rsplit_once("\n\n`GET /v1/things`").expect("the path is named");
    assert_text(docs, author);
    let (own, errors) = own.split_once("\n# Errors\n").expect("there is a list of errors");
    assert_eq!(own, documented_get_of("Harmless.").split_once("\n# Errors\n").unwrap().0);
    assert_items(errors, 2, author);

    let [docs, own, scopes] = lib(&output);
    assert_text(&docs, author);
    assert_eq!(own, lib(&documented("Harmless."))[1]);
    for linked in ["things::get()", "things::others()", "things"] {
        assert!(links(&own).iter().any(|link| link == linked), "nothing leads to {linked} in\n{own}");
    }
    assert_table(&events(&scopes), &scopes, author);
}

/// The targets of the links in `markdown`.
fn links(markdown: &str) -> Vec<String> {
    let targets = events(markdown).into_iter().filter_map(|event| match event {
        Event::Start(Tag::Link { link_type: LinkType::Inline, dest_url, .. }) => Some(dest_url.to_string()),
        Event::Start(Tag::Link { dest_url, .. }) => Some(dest_url.trim_matches('`').to_owned()),
        _ => None,
    });
    targets.collect()
}

/// The docs of `lib.rs`: the author's, the guide with the list of operations, and the table of scopes.
fn lib(output: &Output) -> [String; 3] {
    let lib = markdown(&file(output, "lib.rs").attrs);
    let (docs, own) = lib.split_once("\n\n# Authentication\n").expect("there is a guide");
    let (own, scopes) = own.rsplit_once("\n\n# Scopes\n").expect("there is a table of scopes");
    [docs, own, scopes].map(str::to_owned)
}

/// `markdown` is a list of `count` items, each with a link of the generator, and an author's text in it is nothing but text.
fn assert_items(markdown: &str, count: usize, author: &str) {
    let (mut items, mut links) = (0, 0);
    for event in events(markdown) {
        match event {
            Event::Start(Tag::Item) => items += 1,
            Event::Start(Tag::Link { link_type: LinkType::Inline, .. }) => links += 1,
            Event::Start(Tag::Link { link_type: LinkType::Autolink, dest_url, .. }) => {
                assert!(author.contains(&*dest_url), "{dest_url} is not in the text:\n{author}");
            }
            Event::Start(Tag::List(None)) | Event::End(_) | Event::Text(_) | Event::Code(_) => {}
            Event::SoftBreak | Event::HardBreak => {}
            event => panic!("{event:?} in\n{markdown}\nof\n{author}"),
        }
    }
    assert_eq!((items, links), (count, count), "\n{markdown}");
}

/// What is below the author's docs of `get`.
fn documented_get_of(author: &str) -> String {
    let get = of_item(&file(&documented(author), "things.rs"), "get");
    get.rsplit_once("\n\n`GET /v1/things`").unwrap().1.to_owned()
}

/// The table of scopes has its rows and cells, and the author's text fills one of a row.
fn assert_table(events: &[Event<'_>], markdown: &str, author: &str) {
    let mut cells = Vec::new();
    let mut cell = None;
    for event in events {
        match (event, &mut cell) {
            (Event::Start(Tag::TableCell), None) => cell = Some(Vec::new()),
            (Event::End(pulldown_cmark::TagEnd::TableCell), Some(content)) => {
                cells.push(std::mem::take(content));
                cell = None;
            }
            (event, Some(content)) => content.push(event.clone()),
            (Event::Start(Tag::Table(_) | Tag::TableHead | Tag::TableRow) | Event::End(_) | Event::Text(_), None) => {}
            (event, None) => panic!("{event:?} is not of a table, in\n{markdown}"),
        }
    }
    let [.., things, first, others, second] = cells.as_slice() else { panic!("too few cells in\n{markdown}") };
    assert_eq!(cells.len(), 6, "{markdown}");
    assert_eq!([things, others], [&[Event::Code("things".into())][..], &[Event::Code("others".into())]]);
    // In one line there are no lists.
    let without_items = expected(author).replace('-', "");
    for cell in [first, second] {
        assert_eq!(bare(&seen(cell, markdown, author).replace('-', "")), without_items, "\n{markdown}");
    }
}

#[test]
fn markup_in_docs_stays_text() {
    for text in [
        r"\<img src=x onerror=alert(1) x=>",
        r"\` <script>alert(1)</script> `",
        r"\[click\](javascript:alert(1))",
        r"\\[click](javascript:alert(1))",
        "<javascript:alert(1)>",
        "<b onclick=x>",
        "<!-- a\n\n-->",
        "[x]: https://x.test\n\n[x] [x][] [x][x] [y][x]",
        "![x](https://x.test/a.png)",
        "[^1]\n\n[^1]: note",
        "title\n===",
        "title\n---",
        "title\n-",
        "a | b\n--- | ---\nc | d",
        "a | b\n:-: | :-\n| c |",
        "|a|\n|-|",
        "    code\n\tcode",
        "- one\n- two\n\n  - three",
        "-     code",
        "- # heading\n- > quote\n- 1. one\n- - two\n- ---\n- ```\n- [ ] task",
        "1. one\n2) two\n+ three\n* four",
        "***\n\n___\n\n- - -\n\n---",
        "```\ncode\n```\n~~~\ncode\n~~~",
        "`a ``b` c`` ```d``` `` `e` ``",
        "`code that\nends here` and `here",
        "&lt;b&gt; &#60; &#x3c; &copy; AT&T; &",
        "hard  \nbreak\\\nbreak",
        "*a* **b** _c_ __d__ ~~e~~ ~f~ a_b_c a*b*c",
        "--flag -- --- ... \"quoted\" 'quoted'",
        "see https://x.test/a_b_c*d?e=f&amp;g#h. Or (http://y.test), xhttps://z.test <https://w.test>",
        "https://x.test\"><script>",
        "`<b>` `[Vec]` `a|b` `\\`|` `\\|`",
        r"\",
        r"a\| b\\| c\\\|",
        "#heading\n# heading\n####### heading",
        "> quote\n>quote",
        "{#id .class} $math$ ^a^ :--",
        "\u{202e}\u{2028}\u{200b}\u{0}\u{1b}[31m\\\u{202e}",
    ] {
        assert_all_is_text(text);
    }
}

/// The docs of `lib.rs` and of a function, where `name` is that of a scope, and stands in every address.
fn named(name: &str) -> (String, String) {
    let name = quoted(name);
    let api = format!(
        "
api: shop
crate: shop
docs: A shop.
url: https://shop.example
environment: {{ token: SHOP_TOKEN, url: SHOP_URL }}
services: {{ staff: {{ docs: Staff., path: /v1, authentication: bearer }} }}
oauth2: {{ scope_prefix: {name}, authorize_url: {name}, token_url: {name} }}
scopes: {{ {name}: All. }}
"
    );
    let things = format!(
        "
resource: things
docs: Things.
operations:
  get: {{ docs: Fetches., http: GET /things, scopes: [{name}], returns: {{}} }}
"
    );
    let files = [("spec/api.yaml", api), ("spec/things.yaml", things)];
    let spec = generator::read_texts(files.map(|(path, text)| (path.into(), text)));
    let output = spec.unwrap_or_else(|diagnostics| panic!("{diagnostics}")).emit();
    (markdown(&file(&output, "lib.rs").attrs), of_item(&file(&output, "things.rs"), "get"))
}

/// The code spans in `markdown`, in which there is no other markup than that of the generator.
fn code_spans(markdown: &str, name: &str) -> Vec<String> {
    let ours = |tag: &Tag<'_>| match tag {
        Tag::Link { link_type, .. } => *link_type != LinkType::Autolink,
        Tag::Paragraph | Tag::Table(_) | Tag::TableHead | Tag::TableRow | Tag::TableCell => true,
        Tag::Heading { .. } | Tag::CodeBlock(_) | Tag::List(None) | Tag::Item => true,
        _ => false,
    };
    let spans = events(markdown).into_iter().filter_map(|event| match event {
        Event::Code(text) => Some(text.to_string()),
        Event::Start(tag) => {
            assert!(ours(&tag), "{tag:?} in\n{markdown}\nof\n{name}");
            None
        }
        Event::Text(_) | Event::SoftBreak | Event::End(_) => None,
        event => panic!("{event:?} in\n{markdown}\nof\n{name}"),
    });
    spans.collect()
}

fn assert_names_are_code(name: &str) {
    let (lib, get) = named(name);
    let (guide, scopes) = lib.rsplit_once("\n\n# Scopes\n").expect("there is a table of scopes");
    assert_eq!(code_spans(scopes, name), [name; 4], "\n{lib}");
    assert_eq!(guide, named("all").0.rsplit_once("\n\n# Scopes\n").unwrap().0);
    assert_eq!(code_spans(&get, name), ["GET /v1/things", "GetOutput", name], "\n{get}");
}

#[test]
fn names_are_code_spans() {
    for name in ["`", "``a` `", "a|b", r"a\|b", r"\", "[x](y)", "<b>", "- ", "# ", "&lt;", " a ", "|`|"] {
        assert_names_are_code(name);
    }
}

/// What means something to Markdown, or is near to something that does.
const PIECES: &[&str] = &[
    "a",
    "B",
    "7",
    " ",
    "  ",
    "    ",
    "\n",
    "\n\n",
    "\t",
    "\r\n",
    "\\",
    "\\\\",
    "`",
    "``",
    "```",
    "~",
    "~~~",
    "*",
    "**",
    "_",
    "__",
    "[",
    "]",
    "(",
    ")",
    "](",
    "]: ",
    "[^",
    "![",
    "<",
    ">",
    "</",
    "<!--",
    "-->",
    "<b>",
    "<script>",
    "&",
    "&lt;",
    "&#60;",
    ";",
    "#",
    "# ",
    "=",
    "===",
    "-",
    "- ",
    "--",
    "---",
    "+ ",
    "* ",
    "1. ",
    "2) ",
    "> ",
    "|",
    "| ",
    "|-|-|",
    ":-:",
    ":",
    "http://",
    "https://x.test",
    "https://x.test/a_b*c",
    "javascript:",
    "mailto:a@b.test",
    "\"",
    "'",
    ".",
    "...",
    "!",
    "{",
    "}",
    "$",
    "^",
    "é",
    "😀",
    "\u{a0}",
    "\u{2003}",
    "\u{202e}",
    "\u{200b}",
    "\u{2028}",
    "\u{85}",
    "\u{1b}",
    "[ ] ",
    "    code",
    "\n- ",
    "\n    ",
    "\n===\n",
    "\n---\n",
    "\n| - | - |\n",
    "word",
    "$x$",
];

/// `PROPTEST_CASES` of each.
fn config() -> ProptestConfig {
    let cases = thorough::number("PROPTEST_CASES", 12, 256) as u32;
    ProptestConfig { failure_persistence: None, cases, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn pieces_of_markdown_stay_text(pieces in prop::collection::vec(prop::sample::select(PIECES), 1..25)) {
        let text = pieces.concat();
        prop_assume!(!text.trim().is_empty());
        assert_all_is_text(&text);
    }

    #[test]
    fn any_text_stays_text(text in "(\\PC|[\\n\\t\\\\`*_<>|-]){1,60}") {
        prop_assume!(!text.trim().is_empty());
        assert_all_is_text(&text);
    }

    #[test]
    fn any_name_is_a_code_span(name in "(\\PC|[\\\\`*_<>|-]){1,20}") {
        prop_assume!(!name.chars().any(is_invisible));
        assert_names_are_code(&name);
    }
}
