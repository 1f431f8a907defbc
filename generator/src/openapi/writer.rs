//! Writes the text of the document, in pieces that each come from one entry of the spec.

use super::json::{Json, line, string};
use crate::{output::File, source::Place};

/// A document under construction, with a stack of open objects.
pub(super) struct Writer {
    file: File,
    /// The current piece, and the entry from which it comes.
    text: String,
    place: Option<Place>,
    depth: usize,
    is_first: bool,
}

impl Writer {
    pub(super) fn new() -> Self {
        Self { file: File::default(), text: String::new(), place: None, depth: 0, is_first: true }
    }

    /// Opens an object, optionally as the value of a key.
    pub(super) fn open(&mut self) {
        self.text.push('{');
        self.depth += 1;
        self.is_first = true;
    }

    /// Closes the innermost object, which has at least one entry.
    pub(super) fn close(&mut self) {
        self.depth -= 1;
        line(&mut self.text, self.depth);
        self.text.push('}');
        self.is_first = false;
    }

    /// Begins the entry `key`, which comes from `place`. Its value follows.
    pub(super) fn key(&mut self, key: &str, place: &Place) {
        self.flush();
        self.place = Some(place.clone());
        if !self.is_first {
            self.text.push(',');
        }
        self.is_first = false;
        line(&mut self.text, self.depth);
        string(key, &mut self.text);
        self.text.push_str(": ");
    }

    /// Adds an entry that comes from `place`.
    pub(super) fn entry(&mut self, key: &str, value: Json<'_>, place: &Place) {
        self.key(key, place);
        self.value_of(&value);
    }

    /// Writes the value of the current key.
    pub(super) fn value_of(&mut self, value: &Json<'_>) {
        value.write(&mut self.text, self.depth);
    }

    /// Returns the whole text.
    pub(super) fn finish(mut self) -> File {
        self.text.push('\n');
        self.flush();
        self.file
    }

    /// Ends a piece. Objects that were opened before the first key belong to that piece.
    fn flush(&mut self) {
        if let Some(place) = self.place.take() {
            self.file.push(std::mem::take(&mut self.text), place);
        }
    }
}
