//! XML as a tree of elements.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// How deep elements may be nested. A specification has six levels.
const DEPTH: usize = 32;

/// An element.
#[derive(Debug, Default)]
pub(super) struct Element {
    pub name: String,
    pub attributes: Vec<(String, String)>,
    pub children: Vec<Element>,
    pub text: String,
}

impl Element {
    /// Returns the first element `name` within this one.
    pub(super) fn child(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.name == name)
    }

    /// Returns all elements `name` within the element `list`.
    pub(super) fn items<'e>(&'e self, list: &str, name: &'e str) -> impl Iterator<Item = &'e Self> {
        let items = self.child(list).map_or(&[][..], |list| &list.children);
        items.iter().filter(move |item| item.name == name)
    }

    /// Returns the text of the element `name` within this one, unless it is blank.
    pub(super) fn content(&self, name: &str) -> Option<&str> {
        self.child(name).map(|child| child.text.trim()).filter(|text| !text.is_empty())
    }

    /// Returns the value of an attribute.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Returns the integer of the element `name` within this one.
    pub(super) fn integer(&self, name: &str) -> Option<i64> {
        self.content(name).and_then(|text| text.parse().ok())
    }
}

/// Reads a document. The error has the place and the words of the server's parser, as far as they are known.
pub(super) fn read(text: &str) -> Result<Element, String> {
    let mut reader = Reader::from_str(text);
    let mut open: Vec<Element> = Vec::new();
    let mut root = None;
    loop {
        let event = reader.read_event();
        let at = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
        let fatal = |message: String| Err(format!("{}: FATAL: {message}", place(text, at)));
        let closed = match event {
            Err(error) => return fatal(error.to_string()),
            Ok(Event::Eof) => break,
            Ok(Event::Start(start)) => {
                if open.len() >= DEPTH || root.is_some() {
                    return fatal("Extra content at the end of the document".to_owned());
                }
                match element(&start) {
                    Ok(element) => open.push(element),
                    Err(error) => return fatal(error),
                }
                None
            }
            Ok(Event::Empty(start)) => match element(&start) {
                Ok(element) => Some(element),
                Err(error) => return fatal(error),
            },
            Ok(Event::End(_)) => open.pop(),
            Ok(Event::Text(text)) => {
                append(&mut open, &text.xml10_content());
                None
            }
            Ok(Event::CData(text)) => {
                append(&mut open, &text.xml10_content());
                None
            }
            Ok(Event::GeneralRef(reference)) => {
                match quick_xml::escape::unescape(&format!("&{};", &*reference)) {
                    Ok(text) => append(&mut open, &text),
                    Err(error) => return fatal(error.to_string()),
                }
                None
            }
            Ok(_) => None,
        };
        match (closed, open.last_mut()) {
            (Some(element), Some(parent)) => parent.children.push(element),
            (Some(element), None) if root.is_none() => root = Some(element),
            (Some(_), None) => return fatal("Extra content at the end of the document".to_owned()),
            (None, _) => {}
        }
    }
    match root {
        Some(root) if open.is_empty() && root.name == "VirtualMachineSpec" => Ok(root),
        Some(root) if open.is_empty() => {
            Err(format!("1:1: ERROR: Element '{}': No matching global declaration available", root.name))
        }
        _ if text.trim().is_empty() => Err("1:1: FATAL: Document is empty".to_owned()),
        _ => Err(format!("{}: FATAL: Premature end of data", place(text, text.len()))),
    }
}

fn append(open: &mut [Element], text: &str) {
    if let Some(element) = open.last_mut() {
        element.text.push_str(text);
    }
}

fn element(start: &BytesStart<'_>) -> Result<Element, String> {
    let mut attributes = Vec::new();
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|error| error.to_string())?;
        let value = quick_xml::escape::unescape(&attribute.value).map_err(|error| error.to_string())?.into_owned();
        attributes.push((attribute.key.0.to_owned(), value));
    }
    let name = start.name().0.to_owned();
    Ok(Element { name, attributes, ..Element::default() })
}

/// Line and column of a byte.
fn place(text: &str, at: usize) -> String {
    let before = text.get(..at.min(text.len())).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    format!("{line}:{column}")
}
