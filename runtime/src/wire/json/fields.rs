//! The fields of an object, by their index in a list of keys.

use super::error::DecodeError;
use super::reader::Reader;

/// The fields of an object, from [`Reader::fields`](crate::Reader::fields).
///
/// A decoder gets the index of each field in its list of keys, and reads the value into the variable of that field. As
/// servers write fields in one order, the key after the last one is tried first, and compared without decoding it.
///
/// ```
/// # use api_client_runtime::{DecodeError, Reader};
/// # fn main() -> Result<(), DecodeError> {
/// let mut json = Reader::new(br#"{"name": "kettle", "colour": "red", "price": 2}"#);
/// let (mut name, mut price) = (None, None);
/// let mut fields = json.fields(&["name", "price"])?;
/// while let Some(field) = fields.next(&mut json)? {
///     match field {
///         0 => json.field::<String>(&mut name),
///         1 => json.field::<i64>(&mut price),
///         _ => json.skip(),
///     }?;
/// }
/// assert_eq!((name.as_deref(), price), (Some("kettle"), Some(2)));
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct Fields {
    keys: &'static [&'static str],
    /// Where the object starts.
    start: usize,
    /// The key that is tried first.
    expected: usize,
    /// Whether the first field is still to be read.
    first: bool,
}

impl Fields {
    pub(super) fn new(keys: &'static [&'static str], start: usize) -> Self {
        Self { keys, start, expected: 0, first: true }
    }

    /// Reads the next key and returns its index in the list of keys, or the number of keys if it is not in the list.
    /// `None` at the end of the object. The value has to be read or skipped before the next call.
    ///
    /// # Errors
    ///
    /// If the text is not valid JSON.
    pub fn next(&mut self, json: &mut Reader<'_>) -> Result<Option<usize>, DecodeError> {
        let more = if self.first { json.enter_object()? } else { json.step_object()? };
        self.first = false;
        if !more {
            return Ok(None);
        }
        let index = match self.keys.get(self.expected) {
            Some(key) if json.is_key(key)? => self.expected,
            _ => match json.index_of_key(self.keys)? {
                Some(index) => index,
                None => return Ok(Some(self.keys.len())),
            },
        };
        self.expected = index + 1;
        Ok(Some(index))
    }

    /// The offset at which the object starts.
    pub(super) fn start(&self) -> usize {
        self.start
    }

    /// The error for an object that lacks one of `required`: the first that is not in the text.
    #[cold]
    pub fn missing(&self, json: &Reader<'_>, required: &[&'static str]) -> DecodeError {
        let first = required.iter().find(|key| !json.has_key(self.start, key));
        DecodeError::missing(self.start, first.copied().unwrap_or_default())
    }
}
