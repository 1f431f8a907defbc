//! Documents: the content of each element, its order, and the alternatives of a choice.

mod parts;

use std::collections::HashMap;

use super::{Lowering, docs, enums::Variants};
use crate::{
    diagnostic::{Annotate, Code},
    ir::{self, Body, Content, DocumentPart, Position, Shape},
    name::Name,
    source::{Place, Route},
    spec::{self, Entries, Text},
};

/// Methods of the types of documents, whose names no part of a document can have.
const TAKEN: &[&str] = &["clone", "default", "new", "to_xml"];

/// The content of an element, as a document or an alternative declares it.
struct Parts<'s> {
    fixed: &'s Entries<Text>,
    attributes: &'s Entries<spec::Field>,
    text: Option<&'s spec::Field>,
    elements: &'s Entries<spec::Element>,
}

impl Parts<'_> {
    fn is_empty(&self) -> bool {
        self.fixed.is_empty() && self.attributes.is_empty() && self.text.is_none() && self.elements.is_empty()
    }
}

impl<'s> Lowering<'s> {
    /// A document, or the content of an element of one.
    pub(super) fn document(&mut self, at: &Route<'_>, name: &str, document: &'s spec::Document) -> Shape {
        let spec::Document { root, fixed, attributes, text, elements, one_of, .. } = document;
        if let Some(root) = root {
            self.xml_name(at.key("root").value(), root);
        }
        let parts = Parts { fixed, attributes, text: text.as_ref(), elements };
        if parts.is_empty() && one_of.is_empty() && self.declared.is_whole(at) {
            let help = "add `elements:`, `text:`, `attributes:` or `one_of:`";
            self.bad_document(at.name(), format!("`{name}` is empty"), "has no content", help);
        }
        if !parts.is_empty() && !one_of.is_empty() {
            let help = "declare the choice as its own type, and refer to it with `inline: true`";
            let message = "`one_of` cannot be combined with other content";
            self.bad_document(at.key("one_of").name(), message, "conflicts with the other content", help);
        }
        let body = if one_of.is_empty() {
            Body::Content(self.content(at, parts))
        } else {
            Body::OneOf(self.alternatives(&at.key("one_of"), one_of))
        };
        Shape::Document(ir::Document { root: root.as_ref().map(Text::to_string), body })
    }

    fn alternatives(&mut self, at: &Route<'_>, one_of: &'s Entries<spec::Alternative>) -> Vec<ir::Alternative> {
        let mut variants = Variants::default();
        let mut lowered = Vec::new();
        for (wire, alternative) in one_of.iter() {
            let at = at.key(wire);
            let spec::Alternative { docs, fixed, attributes, text, elements } = alternative;
            let parts = Parts { fixed, attributes, text: text.as_ref(), elements };
            if parts.is_empty() && self.declared.is_whole(&at) {
                let help = "add `fixed:`, `attributes:`, `text:` or `elements:`";
                self.bad_document(at.name(), format!("`{wire}` is empty"), "has no content", help);
            }
            let content = self.content(&at, parts);
            for part in &content.parts {
                self.check_required(&at, part);
            }
            let variant = self.variant(&mut variants, at.name(), wire, None);
            let (Some(variant), Some(name)) = (variant, self.field_name(&at, wire, None)) else { continue };
            if name.plain() != "new" {
                self.check_taken(at.name(), &name);
            }
            let docs = docs::lower(docs.as_deref().unwrap_or_default());
            lowered.push(ir::Alternative { name, variant: variant.ident, docs, content });
        }
        lowered
    }

    /// Rejects optional parts of an alternative, because its constructor takes all parts.
    fn check_required(&mut self, at: &Route<'_>, part: &DocumentPart) {
        if !part.field.presence.is_optional() {
            return;
        }
        let section = match part.position {
            Position::Attribute => "attributes",
            Position::Text | Position::Inline | Position::Element(_) => "elements",
        };
        let wire = &part.field.name.wire;
        let place = at.key(section).key(&format!("{wire}?")).name();
        let help = "declare two alternatives, one with it and one without";
        self.bad_document(
            place,
            format!("`{wire}` is part of an alternative and cannot be optional"),
            "optional",
            help,
        );
    }

    fn content(&mut self, at: &Route<'_>, parts: Parts<'s>) -> Content {
        if parts.text.is_some() && !parts.elements.is_empty() {
            let help = "remove `text:`, or move it into an element";
            self.bad_document(
                at.key("text").name(),
                "`text` and `elements` cannot be combined",
                "conflicts with `elements`",
                help,
            );
        }
        let fixed = self.fixed(&at.key("fixed"), parts.fixed);
        let mut lowered = Vec::new();
        for (key, attribute) in parts.attributes.iter() {
            let at = at.key("attributes");
            let at = at.key(key);
            self.xml_name(at.name(), key.strip_suffix('?').unwrap_or(key));
            let part =
                self.text_part(&at, key, attribute).map(|field| DocumentPart { field, position: Position::Attribute });
            lowered.extend(part.map(|part| (part, at.name())));
        }
        if let Some(text) = parts.text {
            let at = at.key("text");
            let part = self.text_part(&at, "text", text).map(|field| DocumentPart { field, position: Position::Text });
            lowered.extend(part.map(|part| (part, at.name())));
        }
        for (key, element) in parts.elements.iter() {
            let at = at.key("elements");
            let at = at.key(key);
            lowered.extend(self.element(&at, key, element).map(|part| (part, at.name())));
        }
        let mut spelled: HashMap<String, Place> = HashMap::new();
        for (DocumentPart { field, .. }, place) in &lowered {
            if field.presence.is_optional() {
                self.check_taken(place.clone(), &field.name);
            }
            if let Some(first) = spelled.insert(field.name.plain(), place.clone()) {
                self.collision(place.clone(), &field.name.wire, &field.name, first);
            }
        }
        Content { fixed, parts: lowered.into_iter().map(|(part, _)| part).collect() }
    }

    /// Checks that the attribute that tells the members of lookups apart is an XML name.
    pub(super) fn lookup_attribute(&mut self) {
        let spec = self.spec;
        if let Some(name) = &spec.api.content.documents.lookup_attribute {
            let root = Route::root(spec.api.file);
            let at = root.key("documents");
            self.xml_name(at.key("lookup_attribute").value(), name);
        }
    }

    fn xml_name(&mut self, place: Place, name: &str) {
        if !is_xml_name(name) {
            self.bad_xml_name(place, name);
        }
    }

    fn bad_xml_name(&mut self, place: Place, name: &str) {
        self.error(Code::BadName, place, format!("`{name}` is not a valid element or attribute name"))
            .label("not an XML name")
            .help("write letters, digits, `_`, `-` and `.`, as in `DiskTemplate`");
    }

    fn check_taken(&mut self, place: Place, name: &Name) {
        if TAKEN.contains(&name.plain().as_str()) {
            self.error(
                Code::BadName,
                place,
                format!("`{}` is reserved and cannot be part of a document", name.plain()),
            )
            .label("reserved in every document")
            .help("give it another name");
        }
    }

    fn bad_document(&mut self, place: Place, message: impl Into<String>, label: &str, help: &str) {
        self.error(Code::BadDocument, place, message).label(label).help(help);
    }
}

/// Whether `name` is a valid name of elements and attributes. XML permits more names, which specs do not need.
fn is_xml_name(name: &str) -> bool {
    let starts = name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_');
    starts && name.chars().all(|next| next.is_ascii_alphanumeric() || "_.-".contains(next))
}
