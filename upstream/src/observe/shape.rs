//! The shape of undeclared values, merged over all recordings.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use jiter::JsonValue;

use super::{limits, mask};

/// The merged shape of a value. It contains no text, because text may be secret.
#[derive(Debug, Clone, Default)]
pub struct Shape {
    /// The number of recorded values.
    pub count: usize,
    /// The number of values by type.
    pub kinds: BTreeMap<Kind, usize>,
    /// The forms of the texts.
    pub forms: BTreeSet<String>,
    /// The smallest number.
    pub least: Option<i64>,
    /// The first number or boolean.
    pub example: Option<String>,
    /// The items.
    pub items: Option<Box<Shape>>,
    /// The fields, in order of their first occurrence.
    pub fields: Vec<(String, Shape)>,
    /// The values of objects that have only `type` and `value`, by type.
    pub tagged: BTreeMap<String, Shape>,
}

/// A JSON type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// `true` or `false`.
    Boolean,
    /// An integer.
    Integer,
    /// Another number.
    Number,
    /// Text.
    String,
    /// A list.
    List,
    /// An object.
    Object,
    /// Null.
    Null,
}

impl Kind {
    /// Returns the type of `value`.
    pub fn of(value: &JsonValue<'_>) -> Self {
        match value {
            JsonValue::Null => Self::Null,
            JsonValue::Bool(_) => Self::Boolean,
            JsonValue::Int(_) => Self::Integer,
            JsonValue::Float(_) => Self::Number,
            JsonValue::Str(_) => Self::String,
            JsonValue::Array(_) => Self::List,
            JsonValue::Object(_) => Self::Object,
        }
    }

    /// Returns the name of the type.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Boolean => "boolean",
            Self::Integer => "integer",
            Self::Number => "number",
            Self::String => "string",
            Self::List => "list",
            Self::Object => "object",
            Self::Null => "null",
        }
    }
}

impl Shape {
    /// Adds `value`.
    pub fn add(&mut self, value: &JsonValue<'_>) {
        self.add_nested(value, true);
    }

    /// Adds `value`. A union in a union is not detected, because each level doubles the work.
    fn add_nested(&mut self, value: &JsonValue<'_>, unions: bool) {
        self.count += 1;
        *self.kinds.entry(Kind::of(value)).or_default() += 1;
        match value {
            JsonValue::Null => {}
            JsonValue::Bool(value) => self.show(value),
            JsonValue::Int(value) => {
                self.least = Some(self.least.map_or(*value, |least| least.min(*value)));
                self.show(value);
            }
            JsonValue::Float(value) => self.show(value),
            JsonValue::Str(text) => self.form(mask::form(text)),
            JsonValue::Array(items) => {
                let shape = self.items.get_or_insert_default();
                items.iter().for_each(|item| shape.add_nested(item, unions));
            }
            JsonValue::Object(fields) => {
                let tagged = tagged(fields).filter(|_| unions);
                for (key, value) in fields.iter() {
                    entry(&mut self.fields, key).add_nested(value, unions && tagged.is_none());
                }
                if let Some((tag, value)) = tagged
                    && (self.tagged.len() < limits::KEYS || self.tagged.contains_key(tag))
                {
                    self.tagged.entry(tag.to_owned()).or_default().add_nested(value, false);
                }
            }
        }
    }

    /// Adds the form of a text. Above the limit, all forms are treated as text.
    fn form(&mut self, form: String) {
        self.forms.insert(form);
        if self.forms.len() > limits::FORMS {
            self.forms = BTreeSet::from(["text".to_owned()]);
        }
    }

    /// Adds a value of a query, in which all values are text.
    pub fn add_text(&mut self, text: &str) {
        match (text.parse::<bool>(), text.parse::<i64>()) {
            (Ok(value), _) => self.add(&JsonValue::Bool(value)),
            (_, Ok(value)) => self.add(&JsonValue::Int(value)),
            _ => self.add(&JsonValue::Str(text.into())),
        }
    }

    /// Creates a shape with only a count.
    #[must_use]
    pub fn times_seen(self, count: usize) -> Self {
        Self { count, ..self }
    }

    /// Adds an object of a query, with this text for `key`.
    pub fn add_member(&mut self, key: &str, text: &str) {
        self.count += 1;
        *self.kinds.entry(Kind::Object).or_default() += 1;
        entry(&mut self.fields, key).add_text(text);
    }

    /// Merges `other`.
    pub fn merge(&mut self, other: &Self) {
        self.count += other.count;
        for (kind, count) in &other.kinds {
            *self.kinds.entry(*kind).or_default() += count;
        }
        other.forms.iter().for_each(|form| self.form(form.clone()));
        self.least = self.least.into_iter().chain(other.least).min();
        self.example = self.example.take().or_else(|| other.example.clone());
        if let Some(items) = &other.items {
            self.items.get_or_insert_default().merge(items);
        }
        for (key, shape) in &other.fields {
            entry(&mut self.fields, key).merge(shape);
        }
        for (tag, shape) in &other.tagged {
            self.tagged.entry(tag.clone()).or_default().merge(shape);
        }
    }

    /// Whether all values look like those of a union.
    pub fn is_union(&self) -> bool {
        let tagged: usize = self.tagged.values().map(|shape| shape.count).sum();
        tagged > 0 && tagged == self.times(Kind::Object)
    }

    /// Returns the number of values of type `kind`.
    pub fn times(&self, kind: Kind) -> usize {
        self.kinds.get(&kind).copied().unwrap_or_default()
    }

    /// Returns the only type besides null, if there is exactly one.
    pub fn only(&self) -> Option<Kind> {
        let mut kinds = self.kinds.keys().copied().filter(|kind| *kind != Kind::Null);
        kinds.next().filter(|_| kinds.next().is_none())
    }

    /// Returns the name of each type with its count.
    pub fn types(&self) -> BTreeMap<&'static str, usize> {
        self.kinds.iter().map(|(kind, count)| (kind.as_str(), *count)).collect()
    }

    fn show(&mut self, value: &impl fmt::Display) {
        self.example.get_or_insert_with(|| value.to_string());
    }
}

/// Returns the type and the value of an object without other keys.
fn tagged<'v, 'j>(fields: &'v [(Cow<'j, str>, JsonValue<'j>)]) -> Option<(&'v str, &'v JsonValue<'j>)> {
    let get = |name: &str| fields.iter().find(|(key, _)| key == name).map(|(_, value)| value);
    match (fields.len(), get("type")?, get("value")?) {
        (2, JsonValue::Str(tag), value @ JsonValue::Object(_)) => mask::word(tag).map(|tag| (tag, value)),
        _ => None,
    }
}

/// The key of the fields that are not distinguished.
const OTHER: &str = "…";

/// Returns the shape of the field `key`, which is created if it is missing.
pub fn entry<'f>(fields: &'f mut Vec<(String, Shape)>, key: &str) -> &'f mut Shape {
    // A key that looks like a secret is the key of a map, and not a field.
    let mut key = mask::word(key).unwrap_or(OTHER);
    let mut index = fields.iter().position(|(known, _)| known == key);
    if index.is_none() && fields.len() >= limits::KEYS {
        key = OTHER;
        index = fields.iter().position(|(known, _)| known == key);
    }
    let index = index.unwrap_or_else(|| {
        fields.push((key.to_owned(), Shape::default()));
        fields.len() - 1
    });
    &mut fields[index].1
}

impl fmt::Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, (kind, _)) in self.kinds.iter().enumerate() {
            f.write_str(if index == 0 { "" } else { " or " })?;
            match (kind, &self.items) {
                (Kind::String, _) if !self.forms.contains("text") => {
                    let forms: Vec<_> = self.forms.iter().map(String::as_str).collect();
                    write!(f, "string ({})", forms.join(", "))?;
                }
                (Kind::List, Some(items)) if items.count > 0 => write!(f, "list of {items}")?,
                (Kind::Object, _) => {
                    f.write_str("object {")?;
                    for (index, (key, shape)) in self.fields.iter().enumerate() {
                        let optional = if shape.count < self.times(Kind::Object) { "?" } else { "" };
                        write!(f, "{}{key}{optional}: {shape}", if index == 0 { "" } else { ", " })?;
                    }
                    f.write_str("}")?;
                }
                _ => f.write_str(kind.as_str())?,
            }
        }
        Ok(())
    }
}
