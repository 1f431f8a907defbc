//! The detail of the API's error in one line, for people to read.

use std::error::Error as StdError;
use std::fmt;

use super::Envelope;
use crate::api::{Description, DetailFields};
use crate::values::Timestamp;
use crate::wire::{Brief, Decode, DecodeError, Reader, Redaction};

/// How many characters are shown.
const LONGEST: usize = 2000;

/// The documented fields of a detail with their values, such as `errors: Name can't be blank`.
///
/// It is the source of an API's error.
#[derive(Clone)]
pub(crate) struct Reason(String);

impl Reason {
    /// The reason in `envelope`; `None` if its detail has no documented field with a value.
    #[cold]
    pub(crate) fn of(envelope: &Envelope, description: &Description, redaction: &Redaction) -> Option<Self> {
        let fields = description.details.iter().find(|detail| detail.code == envelope.code)?;
        let mut walk = Walk { fields, redaction, path: String::new(), last: String::new(), text: String::new() };
        // What comes before an error is shown.
        let _ = walk.value(&mut Reader::new(envelope.detail.as_ref()?.as_str().as_bytes()));
        if walk.is_full() {
            let end = walk.text.char_indices().nth(LONGEST).map_or(walk.text.len(), |(end, _)| end);
            walk.text.truncate(end);
            walk.text.push_str("...");
        }
        (!walk.text.is_empty()).then_some(Self(walk.text))
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl StdError for Reason {}

/// A walk through a detail, in the order in which the server sent it.
struct Walk<'w> {
    fields: &'w DetailFields,
    redaction: &'w Redaction,
    /// Where it is.
    path: String,
    /// The path of the last value in `text`.
    last: String,
    text: String,
}

impl Walk<'_> {
    fn is_full(&self) -> bool {
        self.text.len() > LONGEST && self.text.chars().count() > LONGEST
    }

    fn value(&mut self, json: &mut Reader<'_>) -> Result<(), DecodeError> {
        match json.peek()? {
            b'{' => {
                let mut next = json.object()?;
                while let Some(key) = next {
                    let length = self.path.len();
                    if length > 0 {
                        self.path.push('.');
                    }
                    self.path.push_str(key);
                    if self.leads_to_a_field() && !self.is_full() {
                        self.value(json)?;
                    } else {
                        json.skip()?;
                    }
                    self.path.truncate(length);
                    next = json.next_key()?;
                }
            }
            b'[' => {
                let mut more = json.array()?;
                while more {
                    if self.is_full() {
                        json.skip()?;
                    } else {
                        self.value(json)?;
                    }
                    more = json.next_item()?;
                }
            }
            b'n' => json.skip()?,
            _ if !self.fields.shown.contains(&self.path.as_str()) => json.skip()?,
            b'"' => {
                let text = json.string()?;
                self.show(format_args!("{}", Brief(&self.redaction.apply(&text))));
            }
            b'-' | b'0'..=b'9' if self.fields.timestamps.contains(&self.path.as_str()) => {
                let time = Timestamp::decode(json)?;
                self.show(format_args!("{time}"));
            }
            _ => {
                let scalar = json.raw()?;
                self.show(format_args!("{}", Brief(scalar)));
            }
        }
        Ok(())
    }

    /// Whether the path is that of a field to show, or of an object around one.
    fn leads_to_a_field(&self) -> bool {
        self.fields
            .shown
            .iter()
            .any(|field| field.strip_prefix(&self.path).is_some_and(|rest| rest.is_empty() || rest.starts_with('.')))
    }

    fn show(&mut self, value: fmt::Arguments<'_>) {
        use fmt::Write as _;
        // The items of a list have the same path.
        let written = if self.last == self.path {
            write!(self.text, ", {value}")
        } else {
            let separator = if self.text.is_empty() { "" } else { "; " };
            write!(self.text, "{separator}{}: {value}", self.path)
        };
        // Writing to a string does not fail.
        let _ = written;
        self.last.clone_from(&self.path);
    }
}
