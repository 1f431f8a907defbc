//! Reads YAML event by event. A parser of whole documents expands aliases, which can turn a small file into gigabytes,
//! and keeps every event in memory.

use std::{borrow::Cow, collections::HashMap};

use saphyr_parser::{Event, Parser, ScalarStyle, StrInput, Tag};
use serde_json::{Map, Value};

use super::recording::from_base64;
use crate::limits::{CASSETTE_NODES, DEPTH, YAML_BYTES, YAML_NODES, thousands, too_large};

/// The content of a YAML file.
pub(super) enum Root {
    /// The interactions of a cassette. Each has its own result, so that one malformed interaction does not hide the
    /// others.
    Interactions(Vec<Result<Value, String>>),
    /// Anything else.
    Other(Value),
}

/// Parses the YAML in `text`.
pub(super) fn read(text: &str) -> Result<Root, String> {
    if text.len() > YAML_BYTES {
        return Err(format!("YAML {}; split it", too_large(YAML_BYTES)));
    }
    let reader = Reader {
        parser: Parser::new_from_str(text),
        nodes: 0,
        limit: YAML_NODES,
        anchors: HashMap::new(),
        unsupported: None,
    };
    reader.root()
}

/// The parser reports an unexpected end as an error, but does not document that it always does.
const TOO_EARLY: &str = "unexpected end of file";

/// The value of an anchor.
struct Anchored {
    value: Value,
    nodes: usize,
    depth: usize,
}

struct Reader<'t> {
    parser: Parser<'t, StrInput<'t>>,
    nodes: usize,
    limit: usize,
    /// The values of the anchors, by id.
    anchors: HashMap<usize, Anchored>,
    /// An unsupported feature of YAML that the current interaction uses.
    unsupported: Option<&'static str>,
}

impl<'t> Reader<'t> {
    fn root(mut self) -> Result<Root, String> {
        let root = loop {
            match self.event()? {
                Event::StreamStart | Event::DocumentStart(_) | Event::Nothing => {}
                event => break event,
            }
        };
        if !matches!(root, Event::MappingStart(..)) {
            return Err(super::NEITHER.to_owned());
        }
        let mut entries = Map::new();
        loop {
            let key = match self.event()? {
                Event::MappingEnd => break,
                event => self.key(event, 1)?,
            };
            match (self.event()?, key.as_deref()) {
                (Event::SequenceStart(..), Some("interactions" | "http_interactions")) => {
                    self.limit = CASSETTE_NODES;
                    return self.items().map(Root::Interactions);
                }
                (event, key) => {
                    let value = self.value(event, 1)?;
                    entries.extend(key.map(|key| (key.to_owned(), value)));
                }
            }
        }
        match self.unsupported {
            Some(what) => Err(format!("{what} are not supported")),
            None => Ok(Root::Other(Value::Object(entries))),
        }
    }

    fn items(&mut self) -> Result<Vec<Result<Value, String>>, String> {
        let mut items = Vec::new();
        loop {
            self.unsupported = None;
            let item = match self.event()? {
                Event::SequenceEnd => return Ok(items),
                event => self.value(event, 2)?,
            };
            items.push(match self.unsupported {
                Some(what) => Err(format!("{what} are not supported")),
                None => Ok(item),
            });
        }
    }

    fn event(&mut self) -> Result<Event<'t>, String> {
        self.count(1)?;
        match self.parser.next_event() {
            Some(Ok((event, _))) => Ok(event),
            Some(Err(error)) => {
                let (line, column) = (error.marker().line(), error.marker().col() + 1);
                Err(format!("neither JSON nor YAML: line {line}, column {column}"))
            }
            None => Err(TOO_EARLY.to_owned()),
        }
    }

    fn count(&mut self, nodes: usize) -> Result<(), String> {
        self.nodes += nodes;
        if self.nodes > self.limit {
            return Err(format!("more than {} YAML nodes; split it", thousands(self.limit)));
        }
        Ok(())
    }

    /// Reads the key that begins with `event`; `None` if it is a list or a map.
    fn key(&mut self, event: Event<'t>, depth: usize) -> Result<Option<String>, String> {
        match event {
            // `200:` is read as text, although it is a number in YAML.
            Event::Scalar(text, ..) => Ok(Some(text.into_owned())),
            event => Ok(self.value(event, depth)?.as_str().map(str::to_owned)),
        }
    }

    /// Reads the value that begins with `event`, nested in `depth` lists and maps.
    fn value(&mut self, event: Event<'t>, depth: usize) -> Result<Value, String> {
        if depth > DEPTH {
            return Err(format!("nested deeper than {DEPTH} levels"));
        }
        let start = self.nodes;
        let (anchor, value) = match event {
            Event::Scalar(text, style, anchor, tag) => (anchor, self.scalar(text, style, tag.as_deref())),
            Event::SequenceStart(anchor, _) => {
                let mut items = Vec::new();
                loop {
                    match self.event()? {
                        Event::SequenceEnd => break,
                        event => items.push(self.value(event, depth + 1)?),
                    }
                }
                (anchor, Value::Array(items))
            }
            Event::MappingStart(anchor, _) => {
                let mut entries = Map::new();
                loop {
                    let key = match self.event()? {
                        Event::MappingEnd => break,
                        event => self.key(event, depth + 1)?,
                    };
                    let value = self.event()?;
                    let value = self.value(value, depth + 1)?;
                    match (key, value) {
                        // The keys of the map itself take precedence over merged keys.
                        (Some(key), Value::Object(merged)) if key == "<<" => {
                            for (key, value) in merged {
                                entries.entry(key).or_insert(value);
                            }
                        }
                        (Some(key), value) => drop(entries.insert(key, value)),
                        (None, _) => {}
                    }
                }
                (anchor, Value::Object(entries))
            }
            Event::Alias(anchor) => {
                let Some(anchored) = self.anchors.get(&anchor) else {
                    self.unsupported = Some("YAML aliases of an enclosing node");
                    return Ok(Value::Null);
                };
                let nodes = anchored.nodes;
                if depth + anchored.depth > DEPTH {
                    return Err(format!("nested deeper than {DEPTH} levels"));
                }
                // Counted before the copy, because nested aliases grow exponentially.
                self.count(nodes)?;
                (0, self.anchors.get(&anchor).map(|anchored| anchored.value.clone()).unwrap_or_default())
            }
            _ => return Err(TOO_EARLY.to_owned()),
        };
        if anchor != 0 {
            let nodes = self.nodes - start + 1;
            self.count(nodes)?;
            let depth = depth_of(&value);
            self.anchors.insert(anchor, Anchored { value: value.clone(), nodes, depth });
        }
        Ok(value)
    }

    fn scalar(&mut self, text: Cow<'_, str>, style: ScalarStyle, tag: Option<&Tag>) -> Value {
        match tag.map(|tag| tag.suffix.as_str()) {
            None if style == ScalarStyle::Plain => plain(text),
            None | Some("str") => Value::String(text.into_owned()),
            // Ruby writes compressed text and text that is not UTF-8 as binary.
            Some("binary") => match from_base64(&text) {
                Ok(text) => Value::String(text),
                Err(_) => {
                    self.unsupported = Some("binary bodies");
                    Value::Null
                }
            },
            Some(_) => {
                self.unsupported = Some("YAML tags");
                Value::Null
            }
        }
    }
}

/// Returns the number of lists and maps around the innermost value.
fn depth_of(value: &Value) -> usize {
    match value {
        Value::Array(items) => 1 + items.iter().map(depth_of).max().unwrap_or_default(),
        Value::Object(entries) => 1 + entries.values().map(depth_of).max().unwrap_or_default(),
        _ => 0,
    }
}

/// Parses a scalar without quotes.
fn plain(text: Cow<'_, str>) -> Value {
    match &*text {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" => Value::Bool(true),
        "false" | "False" | "FALSE" => Value::Bool(false),
        digits if digits.starts_with(|first: char| first.is_ascii_digit()) => {
            digits.parse::<u64>().map_or_else(|_| Value::String(text.into_owned()), Value::from)
        }
        _ => Value::String(text.into_owned()),
    }
}
