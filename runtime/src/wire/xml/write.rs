//! Writing elements with quick-xml, which escapes text.

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use super::{Element, XmlError};
use crate::wire::Value;

/// Writes the document with the element `root`.
pub(super) fn document(root: &Element) -> Result<String, XmlError> {
    check(root, "")?;
    let mut writer = Writer::new(Vec::new());
    emit(&mut writer, Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)));
    emit(&mut writer, Event::Text(BytesText::new("\n")));
    element(&mut writer, root);
    Ok(String::from_utf8_lossy(&writer.into_inner()).into_owned())
}

fn element(writer: &mut Writer<Vec<u8>>, element: &Element) {
    let attributes = element.attributes.iter().map(|(name, value)| (*name, value.scalar().unwrap_or_default()));
    let mut start = BytesStart::new(element.name);
    for (name, value) in attributes {
        start.push_attribute((name, value.as_ref()));
    }
    if element.text.is_none() && element.elements.is_empty() {
        emit(writer, Event::Empty(start));
        return;
    }
    emit(writer, Event::Start(start));
    if let Some(text) = element.text.as_ref().and_then(Value::scalar) {
        emit(writer, Event::Text(BytesText::new(&text)));
    }
    for inner in &element.elements {
        self::element(writer, inner);
    }
    emit(writer, Event::End(BytesEnd::new(element.name)));
}

fn emit(writer: &mut Writer<Vec<u8>>, event: Event<'_>) {
    // Writing to memory cannot fail.
    _ = writer.write_event(event);
}

/// Checks for characters that XML cannot represent, which quick-xml does not.
fn check(element: &Element, above: &str) -> Result<(), XmlError> {
    let path = if above.is_empty() { element.name.to_owned() } else { format!("{above}/{}", element.name) };
    for (name, value) in &element.attributes {
        representable(value, || format!("{path}/@{name}"))?;
    }
    if let Some(text) = &element.text {
        representable(text, || path.clone())?;
    }
    element.elements.iter().try_for_each(|inner| check(inner, &path))
}

fn representable(value: &Value, path: impl Fn() -> String) -> Result<(), XmlError> {
    let text = value.scalar().unwrap_or_default();
    match text.chars().find(|&c| !is_representable(c)) {
        Some(character) => Err(XmlError { path: path(), character }),
        None => Ok(()),
    }
}

/// The characters of XML 1.0, section 2.2.
fn is_representable(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}
