//! Elements of an XML document.

use crate::wire::Value;

/// The content of an element: attributes, text, and elements.
pub trait Content {
    /// Adds the content to `element`.
    fn fill(self, element: &mut Element);
}

impl<T: Content> Content for Box<T> {
    fn fill(self, element: &mut Element) {
        (*self).fill(element);
    }
}

/// An XML element to be written.
#[derive(Debug, PartialEq)]
pub struct Element {
    pub(super) name: &'static str,
    pub(super) attributes: Vec<(&'static str, Value)>,
    pub(super) text: Option<Value>,
    pub(super) elements: Vec<Self>,
}

impl Element {
    pub(super) fn new(name: &'static str) -> Self {
        Self { name, attributes: Vec::new(), text: None, elements: Vec::new() }
    }

    /// Sets an attribute, if `value` is not `None`.
    pub fn attribute<T: Into<Value>>(&mut self, name: &'static str, value: Option<T>) {
        if let Some(value) = value {
            // An attribute twice in one element is not valid XML.
            self.attributes.retain(|(known, _)| *known != name);
            self.attributes.push((name, value.into()));
        }
    }

    /// Sets attributes with fixed values.
    pub fn fixed(&mut self, attributes: &[(&'static str, &'static str)]) {
        for &(name, value) in attributes {
            self.attribute(name, Some(value));
        }
    }

    /// Sets the text, if it is not empty.
    pub fn text(&mut self, text: impl Into<Value>) {
        let text = text.into();
        self.text = text.scalar().is_some_and(|text| !text.is_empty()).then_some(text);
    }

    /// Adds an element at `path` for each of `texts` that is not empty.
    pub fn texts<T: Into<Value>>(&mut self, path: &'static str, texts: impl IntoIterator<Item = T>) {
        self.fixed_texts(path, &[], texts);
    }

    /// Adds an element at `path` for each of `texts` that is not empty, each with the attributes `fixed`.
    pub fn fixed_texts<T: Into<Value>>(
        &mut self,
        path: &'static str,
        fixed: &[(&'static str, &'static str)],
        texts: impl IntoIterator<Item = T>,
    ) {
        let elements = texts.into_iter().filter_map(|text| {
            let mut element = Self::new(last(path));
            element.text(text);
            element.text.as_ref()?;
            element.fixed(fixed);
            Some(element)
        });
        let elements = elements.collect();
        self.add(path, elements);
    }

    /// Adds an element at `path` for each of `lookups`. Its text is the value of the lookup, and its attribute `by` is
    /// the name of the lookup's member, unless that is `first`.
    pub fn lookups<T: Into<Value>>(
        &mut self,
        path: &'static str,
        (by, first): (&'static str, &'static str),
        lookups: impl IntoIterator<Item = T>,
    ) {
        let lookups: Vec<Value> = lookups.into_iter().map(Into::into).collect();
        let members = lookups.iter().filter_map(|lookup| match lookup {
            Value::Object(members) => members.iter().next(),
            _ => None,
        });
        let elements = members.map(|(member, value)| {
            let mut element = Self::new(last(path));
            element.attribute(by, (member != first).then_some(member));
            element.text(value.clone());
            element
        });
        let elements = elements.collect();
        self.add(path, elements);
    }

    /// Adds an element at `path` for each of `contents` that is not empty.
    pub fn contents<T: Content>(&mut self, path: &'static str, contents: impl IntoIterator<Item = T>) {
        let elements = contents.into_iter().filter_map(|content| {
            let mut element = Self::new(last(path));
            content.fill(&mut element);
            (!element.is_empty()).then_some(element)
        });
        let elements = elements.collect();
        self.add(path, elements);
    }

    /// Adds `elements` inside the elements that `path` names before the last one.
    fn add(&mut self, path: &'static str, elements: Vec<Self>) {
        match path.split_once('/') {
            _ if elements.is_empty() => {}
            Some((outer, path)) => {
                let mut outer = Self::new(outer);
                outer.add(path, elements);
                self.elements.push(outer);
            }
            None => self.elements.extend(elements),
        }
    }

    /// Whether it is empty, so that it is left out.
    fn is_empty(&self) -> bool {
        self.attributes.is_empty() && self.text.is_none() && self.elements.is_empty()
    }
}

/// The last name of a path.
fn last(path: &'static str) -> &'static str {
    path.rsplit('/').next().unwrap_or(path)
}
