//! From YAML's text to nodes. Only this file names the YAML crate.

use std::{
    collections::{HashMap, HashSet},
    ops::Range,
};

use saphyr_parser::{Event, Parser, ScalarStyle, Span};

use super::{MapEntry, Node, NodeKind, is_nothing};

/// A limit, because the functions that walk the nodes are recursive.
const MAX_DEPTH: usize = 100;

/// A mistake in the YAML of a file.
#[derive(Debug)]
pub(crate) enum Flaw {
    /// It is not YAML.
    Syntax { at: usize, message: String },
    /// There is nothing in it.
    Empty,
    /// A second document begins.
    SecondDocument(Range<usize>),
    /// Duplicate keys of one map. Their values are merged into those of the first ones, but for
    /// `lost`. The places are those of the first of the keys.
    DuplicateKeys { keys: Vec<String>, first: Range<usize>, second: Range<usize>, lost: Vec<Range<usize>> },
    /// A key is a list, a map or an alias.
    KeyNotText(Range<usize>),
    /// An anchor, alias or tag: what it is called, and where.
    Foreign(&'static str, Range<usize>),
    /// The nesting is too deep.
    TooDeep(Range<usize>),
}

/// The nodes of `text`, and its flaws. There are no nodes if it cannot be read to its end.
pub(crate) fn parse(text: &str) -> (Option<Node>, Vec<Flaw>) {
    let mut builder = Builder { bytes: Bytes::of(text), open: Vec::new(), root: None, flaws: Vec::new() };
    let mut parser = Parser::new_from_str(text);
    let mut documents = 0;
    while let Some(event) = parser.next_event() {
        let (event, span) = match event {
            Ok(event) => event,
            Err(error) => {
                let at = builder.bytes.at(error.marker().index());
                builder.flaws.push(match error.info() {
                    // The scanner looks ahead, and has a limit of its own.
                    "recursion limit exceeded" => Flaw::TooDeep(at..at),
                    message => Flaw::Syntax { at, message: message.to_owned() },
                });
                return (None, builder.flaws);
            }
        };
        if let Event::DocumentStart(_) = event {
            documents += 1;
            if documents > 1 {
                let span = builder.bytes.range(span);
                builder.flaws.push(Flaw::SecondDocument(span));
                return (builder.root, builder.flaws);
            }
        }
        if builder.take(event, span).is_none() {
            return (None, builder.flaws);
        }
    }
    if builder.root.as_ref().is_none_or(|root| root.span.is_empty()) {
        builder.flaws.push(Flaw::Empty);
        return (None, builder.flaws);
    }
    (builder.root, builder.flaws)
}

/// The nodes so far: the finished root, and the collections that are still open.
struct Builder {
    bytes: Bytes,
    open: Vec<Open>,
    root: Option<Node>,
    flaws: Vec<Flaw>,
}

/// A collection whose end is not read yet.
struct Open {
    start: usize,
    end: usize,
    content: Content,
}

enum Content {
    List(Vec<Node>),
    Map(Pairs),
}

/// The entries of a map so far.
#[derive(Default)]
struct Pairs {
    entries: Vec<MapEntry>,
    seen: HashMap<String, Seen>,
    /// The key of the next value; `None` if it is not text.
    key: Option<(Option<String>, Range<usize>)>,
    /// The flaw that lists the keys that stand twice.
    duplicates: Option<usize>,
}

/// A duplicate key.
struct Seen {
    span: Range<usize>,
    /// Of its entry.
    index: usize,
    /// Whether it is already a duplicate.
    twice: bool,
}

impl Builder {
    /// Handles an event; `None` if parsing cannot continue.
    fn take(&mut self, event: Event<'_>, span: Span) -> Option<()> {
        let span = self.bytes.range(span);
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                self.refuse(anchor, tag.is_some(), &span);
                let kind = match style {
                    ScalarStyle::Plain => NodeKind::Plain(text.into_owned()),
                    _ => NodeKind::Text(text.into_owned()),
                };
                self.value(Node { span, kind });
            }
            Event::Alias(_) => {
                self.flaws.push(Flaw::Foreign("aliases", span.clone()));
                self.value(Node { span, kind: NodeKind::Hole });
            }
            Event::SequenceStart(anchor, tag) => {
                self.refuse(anchor, tag.is_some(), &span);
                self.begin(span, Content::List(Vec::new()))?;
            }
            Event::MappingStart(anchor, tag) => {
                self.refuse(anchor, tag.is_some(), &span);
                self.begin(span, Content::Map(Pairs::default()))?;
            }
            Event::SequenceEnd | Event::MappingEnd => self.end(&span),
            _ => {}
        }
        Some(())
    }

    fn refuse(&mut self, anchor: usize, tagged: bool, span: &Range<usize>) {
        if anchor != 0 {
            self.flaws.push(Flaw::Foreign("anchors", span.clone()));
        }
        if tagged {
            self.flaws.push(Flaw::Foreign("tags", span.clone()));
        }
    }

    fn begin(&mut self, span: Range<usize>, content: Content) -> Option<()> {
        if self.open.len() >= MAX_DEPTH {
            self.flaws.push(Flaw::TooDeep(span));
            return None;
        }
        self.open.push(Open { start: span.start, end: span.end, content });
        Some(())
    }

    fn end(&mut self, span: &Range<usize>) {
        let Some(open) = self.open.pop() else { return };
        // A block ends where the next node begins, so the end of its last value is more precise.
        let end = if span.is_empty() { open.end } else { span.end };
        let kind = match open.content {
            Content::List(items) => NodeKind::List(items),
            Content::Map(pairs) => NodeKind::Map(pairs.entries),
        };
        self.value(Node { span: open.start..end.max(open.start), kind });
    }

    /// Adds a finished value to the innermost open collection, as a key or as a value.
    fn value(&mut self, node: Node) {
        let Some(open) = self.open.last_mut() else {
            self.root = Some(node);
            return;
        };
        open.end = open.end.max(node.span.end);
        match &mut open.content {
            Content::List(items) => items.push(node),
            Content::Map(pairs) => match (pairs.key.take(), node.kind) {
                (None, NodeKind::Plain(text) | NodeKind::Text(text)) => pairs.key = Some((Some(text), node.span)),
                (None, _) => {
                    self.flaws.push(Flaw::KeyNotText(node.span.clone()));
                    pairs.key = Some((None, node.span));
                }
                (Some((None, _)), _) => {}
                (Some((Some(name), key_span)), _) if name == "<<" => {
                    self.flaws.push(Flaw::Foreign("merge keys", key_span));
                }
                (Some((Some(name), key_span)), kind) => {
                    let value = Node { span: node.span, kind };
                    pairs.push(MapEntry { key: name, key_span, value }, &mut self.flaws);
                }
            },
        }
    }
}

impl Pairs {
    fn push(&mut self, entry: MapEntry, flaws: &mut Vec<Flaw>) {
        let Some(seen) = self.seen.get_mut(&entry.key) else {
            let seen = Seen { span: entry.key_span.clone(), index: self.entries.len(), twice: false };
            self.seen.insert(entry.key.clone(), seen);
            self.entries.push(entry);
            return;
        };
        // Of a key that stands there over and over, only the first two are put together.
        let parts = match std::mem::replace(&mut seen.twice, true) {
            true => vec![entry.value.span],
            false => merge(&mut self.entries[seen.index].value, entry.value),
        };
        let (first, second) = (seen.span.clone(), entry.key_span);
        match self.duplicates.and_then(|index| flaws.get_mut(index)) {
            Some(Flaw::DuplicateKeys { keys, lost, .. }) => {
                keys.push(entry.key);
                lost.extend(parts);
            }
            _ => {
                self.duplicates = Some(flaws.len());
                flaws.push(Flaw::DuplicateKeys { keys: vec![entry.key], first, second, lost: parts });
            }
        }
    }
}

/// Adds what is under a key to what is under the same key before it, so that all of it is looked at. Returns the bytes
/// of what is left out.
fn merge(first: &mut Node, second: Node) -> Vec<Range<usize>> {
    match (&mut first.kind, second.kind) {
        (NodeKind::Plain(text), kind) if is_nothing(text) => {
            *first = Node { span: second.span, kind };
            Vec::new()
        }
        (NodeKind::Map(entries), NodeKind::Map(more)) => {
            let known: HashSet<String> = entries.iter().map(|entry| entry.key.clone()).collect();
            let (twice, new): (Vec<_>, Vec<_>) = more.into_iter().partition(|entry| known.contains(&entry.key));
            entries.extend(new);
            twice.into_iter().map(|entry| entry.key_span.start..entry.value.span.end).collect()
        }
        _ => vec![second.span],
    }
}

/// The byte offset of each character of a text. The parser counts characters, and the rest of the crate counts bytes.
struct Bytes {
    starts: Option<Vec<usize>>,
    len: usize,
}

impl Bytes {
    fn of(text: &str) -> Self {
        let starts = || text.char_indices().map(|(byte, _)| byte).collect();
        Self { starts: (!text.is_ascii()).then(starts), len: text.len() }
    }

    fn at(&self, index: usize) -> usize {
        match &self.starts {
            Some(starts) => starts.get(index).copied().unwrap_or(self.len),
            None => index.min(self.len),
        }
    }

    fn range(&self, span: Span) -> Range<usize> {
        let start = self.at(span.start.index());
        start..self.at(span.end.index()).max(start)
    }
}
