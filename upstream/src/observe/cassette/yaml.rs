//! Reads a cassette event by event. A reader of whole documents would expand aliases, of which a small file can ask for
//! gigabytes, and keep every event in memory.

use std::borrow::Cow;

use saphyr_parser::{Event, Parser, ScalarStyle, StrInput};
use serde_json::{Map, Value};

use crate::{
    limits::{DEPTH, thousands},
    observe::limits::CASSETTE_NODES,
};

/// The interactions of the cassette in `text`, each by itself: one that is malformed must not hide the others.
pub(super) fn interactions(text: &str) -> Result<Vec<Result<Value, String>>, String> {
    Reader { parser: Parser::new_from_str(text), nodes: 0, unsupported: None }.cassette()
}

/// The parser reports an error instead of an end that is too early, but does not promise it.
const TOO_EARLY: &str = "the cassette ends too early";

struct Reader<'t> {
    parser: Parser<'t, StrInput<'t>>,
    nodes: usize,
    /// What the current interaction has that is not supported.
    unsupported: Option<&'static str>,
}

impl<'t> Reader<'t> {
    fn cassette(mut self) -> Result<Vec<Result<Value, String>>, String> {
        const MISSING: &str = "neither a HAR nor a cassette: it has no list `interactions`";
        let root = loop {
            match self.event()? {
                Event::StreamStart | Event::DocumentStart(_) | Event::Nothing => {}
                event => break event,
            }
        };
        if !matches!(root, Event::MappingStart(..)) {
            return Err(MISSING.to_owned());
        }
        loop {
            let key = match self.event()? {
                Event::MappingEnd => return Err(MISSING.to_owned()),
                event => self.value(event, 1)?,
            };
            match self.event()? {
                Event::SequenceStart(..) if key == "interactions" => return self.items(),
                event => drop(self.value(event, 1)?),
            }
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
        self.nodes += 1;
        if self.nodes > CASSETTE_NODES {
            return Err(format!("the cassette has more than {} YAML nodes; split it", thousands(CASSETTE_NODES)));
        }
        match self.parser.next_event() {
            Some(Ok((event, _))) => Ok(event),
            Some(Err(error)) => {
                let (line, column) = (error.marker().line(), error.marker().col() + 1);
                Err(format!("neither a HAR nor a cassette: line {line}, column {column}"))
            }
            None => Err(TOO_EARLY.to_owned()),
        }
    }

    /// The value that begins with `event`, in `depth` lists and maps.
    fn value(&mut self, event: Event<'t>, depth: usize) -> Result<Value, String> {
        if depth > DEPTH {
            return Err(format!("the cassette is nested deeper than {DEPTH} levels"));
        }
        match event {
            Event::Scalar(text, style, _, tag) => {
                if tag.is_some() {
                    self.unsupported = Some("YAML tags");
                }
                Ok(if style == ScalarStyle::Plain { plain(text) } else { Value::String(text.into_owned()) })
            }
            Event::SequenceStart(..) => {
                let mut items = Vec::new();
                loop {
                    match self.event()? {
                        Event::SequenceEnd => return Ok(Value::Array(items)),
                        event => items.push(self.value(event, depth + 1)?),
                    }
                }
            }
            Event::MappingStart(..) => {
                let mut entries = Map::new();
                loop {
                    let key = match self.event()? {
                        Event::MappingEnd => return Ok(Value::Object(entries)),
                        event => self.value(event, depth + 1)?,
                    };
                    let value = self.event()?;
                    let value = self.value(value, depth + 1)?;
                    // No key of an interaction is anything else.
                    if let Value::String(key) = key {
                        entries.insert(key, value);
                    }
                }
            }
            Event::Alias(_) => {
                self.unsupported = Some("YAML aliases");
                Ok(Value::Null)
            }
            _ => Err(TOO_EARLY.to_owned()),
        }
    }
}

/// A scalar without quotes.
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
