//! Objects and lists that are decoded in place: what is compiled for each type is short, and the loops are compiled once.

use super::{Decode, DecodeError, Reader};

/// A field that the server sends as a list, or as a single item in place of a list.
#[derive(Debug)]
pub struct ListOrOne<L>(pub L);

impl<T: Decode> Decode for ListOrOne<Vec<T>> {
    fn placeholder() -> Self {
        Self(Vec::new())
    }

    fn decode_into(&mut self, json: &mut Reader<'_>) -> Result<(), DecodeError> {
        if json.peek()? == b'[' {
            return self.0.decode_into(json);
        }
        self.0.clear();
        self.0.read_item(json)
    }
}

impl<T: Decode> Decode for ListOrOne<Option<Vec<T>>> {
    fn placeholder() -> Self {
        Self(None)
    }

    fn decode_into(&mut self, json: &mut Reader<'_>) -> Result<(), DecodeError> {
        self.0 = Option::<ListOrOne<Vec<T>>>::decode(json)?.map(|list| list.0);
        Ok(())
    }

    fn set_missing(&mut self) -> bool {
        self.0.set_missing()
    }
}

/// A list of any type.
pub(super) trait List {
    /// Decodes the next value of `json` into a new item.
    fn read_item(&mut self, json: &mut Reader<'_>) -> Result<(), DecodeError>;
}

impl<T: Decode> List for Vec<T> {
    fn read_item(&mut self, json: &mut Reader<'_>) -> Result<(), DecodeError> {
        if self.len() == self.capacity() {
            self.reserve_exact(json.grow(self.len(), size_of::<T>())?);
        }
        self.push(T::placeholder());
        match self.last_mut() {
            Some(item) => item.decode_into(json),
            None => Ok(()),
        }
    }
}

impl Reader<'_> {
    /// Reads an object into `slots`, one for each of `keys`, and skips other fields.
    ///
    /// As servers write fields in one order, the key after the last one is tried first, and compared without decoding it.
    ///
    /// # Errors
    ///
    /// If the next value is not an object, or if a field that is required is missing or of another type.
    ///
    /// ```
    /// # use api_client_runtime::{DecodeError, Reader};
    /// # fn main() -> Result<(), DecodeError> {
    /// let mut json = Reader::new(br#"{"name": "kettle", "colour": "red", "price": 2}"#);
    /// let (mut name, mut price, mut note) = (String::new(), 0, None::<String>);
    /// json.read_object(&["name", "price", "note"], &mut [&mut name, &mut price, &mut note])?;
    /// assert_eq!((name.as_str(), price, note), ("kettle", 2, None));
    /// # Ok(())
    /// # }
    /// ```
    pub fn read_object(
        &mut self,
        keys: &'static [&'static str],
        slots: &mut [&mut dyn Decode],
    ) -> Result<(), DecodeError> {
        let mut seen = Seen::default();
        let mut expected = 0;
        self.peek()?;
        let start = self.offset();
        let mut more = self.enter_object()?;
        while more {
            let index = match keys.get(expected) {
                Some(key) if self.is_key(key)? => Some(expected),
                _ => self.index_of_key(keys)?,
            };
            match index.and_then(|index| Some((index, slots.get_mut(index)?))) {
                Some((index, slot)) => {
                    seen.insert(index);
                    slot.decode_into(self)?;
                    expected = index + 1;
                }
                None => self.skip()?,
            }
            more = self.step_object()?;
        }
        for (index, (key, slot)) in keys.iter().zip(slots).enumerate() {
            // Set, because the last value of a repeated key is used: `slots` can be those of its first value.
            if !seen.contains(index) && !slot.set_missing() {
                return Err(DecodeError::missing(start, key));
            }
        }
        Ok(())
    }

    /// Reads an array into `list`.
    pub(super) fn read_array(&mut self, list: &mut dyn List) -> Result<(), DecodeError> {
        let mut more = self.array()?;
        while more {
            list.read_item(self)?;
            more = self.next_item()?;
        }
        Ok(())
    }
}

/// The indexes of the fields that are read.
#[derive(Debug, Default)]
struct Seen {
    first: u64,
    /// Those from 64.
    others: Vec<usize>,
}

impl Seen {
    #[inline]
    fn insert(&mut self, index: usize) {
        match bit(index) {
            Some(bit) => self.first |= bit,
            None => self.others.push(index),
        }
    }

    #[inline]
    fn contains(&self, index: usize) -> bool {
        match bit(index) {
            Some(bit) => self.first & bit != 0,
            None => self.others.contains(&index),
        }
    }
}

/// The bit of an index below 64.
#[inline]
fn bit(index: usize) -> Option<u64> {
    if index < 64 { Some(1 << index) } else { None }
}
