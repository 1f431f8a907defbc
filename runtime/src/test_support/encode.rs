//! Values as JSON, as a server writes them.

use crate::values::{Text, Timestamp, UnrecognizedUnion};
use crate::wire::{Json, Secret, Value};

/// A type that can be written as the body of a response, or as a part of one. Secrets are written, too.
pub trait Encode {
    /// The content type of a body of this type.
    fn content_type(&self) -> &'static str {
        "application/json"
    }

    /// Writes the value.
    fn encode(&self, json: &mut Encoder);

    /// Whether an object leaves out the field with this value.
    fn is_left_out(&self) -> bool {
        false
    }

    /// Returns the value as JSON.
    fn to_json(&self) -> String {
        let mut json = Encoder::default();
        self.encode(&mut json);
        json.text
    }

    /// Returns the value as the body of a response.
    fn to_body(&self) -> String {
        self.to_json()
    }
}

/// Writes JSON.
#[derive(Debug, Default)]
pub struct Encoder {
    text: String,
}

impl Encoder {
    /// Writes null.
    pub fn null(&mut self) {
        self.text.push_str("null");
    }

    /// Writes a string.
    pub fn string(&mut self, text: &str) {
        self.value(Value::from(text));
    }

    /// Writes an object. Fields that are [left out](Encode::is_left_out) are not written.
    pub fn object(&mut self, fields: &[(&str, &dyn Encode)]) {
        let mut before = '{';
        for (name, value) in fields.iter().filter(|(_, value)| !value.is_left_out()) {
            self.text.push(before);
            before = ',';
            self.string(name);
            self.text.push(':');
            value.encode(self);
        }
        if before == '{' {
            self.text.push('{');
        }
        self.text.push('}');
    }

    /// Writes the value of a union, which says its type.
    pub fn tagged(&mut self, type_name: &str, value: &dyn Encode) {
        self.object(&[("type", &type_name), ("value", value)]);
    }

    /// Returns the JSON.
    pub fn into_text(self) -> String {
        self.text
    }

    fn value(&mut self, value: Value) {
        self.text.push_str(&value.to_json());
    }
}

/// A field that can be left out, for [`Encoder::object`].
pub fn optional<T: Encode>(value: &Option<T>) -> impl Encode + '_ {
    Optional(value)
}

struct Optional<'v, T>(&'v Option<T>);

impl<T: Encode> Encode for Optional<'_, T> {
    fn encode(&self, json: &mut Encoder) {
        self.0.encode(json);
    }

    fn is_left_out(&self) -> bool {
        self.0.is_none()
    }
}

impl<T: Encode> Encode for Option<T> {
    fn encode(&self, json: &mut Encoder) {
        match self {
            Some(value) => value.encode(json),
            None => json.null(),
        }
    }
}

impl<T: Encode> Encode for Vec<T> {
    fn encode(&self, json: &mut Encoder) {
        json.text.push('[');
        for (index, item) in self.iter().enumerate() {
            if index > 0 {
                json.text.push(',');
            }
            item.encode(json);
        }
        json.text.push(']');
    }
}

impl<T: Encode + ?Sized> Encode for Box<T> {
    fn encode(&self, json: &mut Encoder) {
        (**self).encode(json);
    }
}

impl Encode for &str {
    fn encode(&self, json: &mut Encoder) {
        json.string(self);
    }
}

impl Encode for String {
    fn encode(&self, json: &mut Encoder) {
        json.string(self);
    }
}

impl Encode for i64 {
    fn encode(&self, json: &mut Encoder) {
        json.value(Value::Integer(*self));
    }
}

impl Encode for f64 {
    fn encode(&self, json: &mut Encoder) {
        json.value(Value::Number(*self));
    }
}

impl Encode for bool {
    fn encode(&self, json: &mut Encoder) {
        json.value(Value::Boolean(*self));
    }
}

impl Encode for Timestamp {
    fn encode(&self, json: &mut Encoder) {
        json.value(Value::Integer(self.unix_seconds()));
    }
}

impl Encode for Secret {
    fn encode(&self, json: &mut Encoder) {
        json.string(self.expose());
    }
}

impl Encode for Json {
    fn encode(&self, json: &mut Encoder) {
        json.text.push_str(self.as_str());
    }
}

impl Encode for UnrecognizedUnion {
    fn encode(&self, json: &mut Encoder) {
        json.tagged(&self.type_name, &self.value);
    }
}

impl Encode for Text {
    fn content_type(&self) -> &'static str {
        "text/plain"
    }

    fn encode(&self, json: &mut Encoder) {
        json.string(self.as_str());
    }

    fn to_body(&self) -> String {
        self.as_str().to_owned()
    }
}
