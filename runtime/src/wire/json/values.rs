//! The values of an object's fields, as a tuple.

use super::{Decode, DecodeError, Reader};

/// The values of the fields of an object: a tuple of up to twelve, from [`Reader::values`](crate::Reader::values).
///
/// Most decoders of a generated crate are this one with other types: rustc checks it once for all of them, and what is
/// compiled for each tuple of types is short.
pub trait Values: Sized {
    /// Reads an object. `keys` are the keys of the values, in their order.
    ///
    /// # Errors
    ///
    /// If the next value is not an object, or if a field that is required is missing or of another type.
    fn read(json: &mut Reader<'_>, keys: &'static [&'static str]) -> Result<Self, DecodeError>;
}

/// The values that are read so far. A trait object, so that the loop over the fields is compiled once.
pub(super) trait Slots {
    /// Reads the value with that index, which is less than the number of values.
    fn read(&mut self, index: usize, json: &mut Reader<'_>) -> Result<(), DecodeError>;

    /// The index of the first value that is missing.
    fn missing(&self) -> Option<usize>;
}

macro_rules! values {
    ($($field:ident: $type:ident = $index:tt),*) => {
        impl<$($type: Decode),*> Slots for ($(Option<$type>,)*) {
            fn read(&mut self, index: usize, json: &mut Reader<'_>) -> Result<(), DecodeError> {
                match index {
                    $($index => json.field(&mut self.$index),)*
                    _ => json.skip(),
                }
            }

            fn missing(&self) -> Option<usize> {
                first(&[$(self.$index.is_none()),*])
            }
        }

        impl<$($type: Decode),*> Values for ($($type,)*) {
            fn read(json: &mut Reader<'_>, keys: &'static [&'static str]) -> Result<Self, DecodeError> {
                let mut slots = ($($type::MISSING,)*);
                // Without `?` and in one match: this is compiled for each tuple.
                match json.read_fields(keys, &mut slots) {
                    Ok(start) => match slots {
                        ($(Some($field),)*) => Ok(($($field,)*)),
                        slots => Err(missing_field(start, keys, &slots)),
                    },
                    Err(error) => Err(error),
                }
            }
        }
    };
}

values!(a: A = 0);
values!(a: A = 0, b: B = 1);
values!(a: A = 0, b: B = 1, c: C = 2);
values!(a: A = 0, b: B = 1, c: C = 2, d: D = 3);
values!(a: A = 0, b: B = 1, c: C = 2, d: D = 3, e: E = 4);
values!(a: A = 0, b: B = 1, c: C = 2, d: D = 3, e: E = 4, f: F = 5);
values!(a: A = 0, b: B = 1, c: C = 2, d: D = 3, e: E = 4, f: F = 5, g: G = 6);
values!(a: A = 0, b: B = 1, c: C = 2, d: D = 3, e: E = 4, f: F = 5, g: G = 6, h: H = 7);
values!(a: A = 0, b: B = 1, c: C = 2, d: D = 3, e: E = 4, f: F = 5, g: G = 6, h: H = 7, i: I = 8);
values!(a: A = 0, b: B = 1, c: C = 2, d: D = 3, e: E = 4, f: F = 5, g: G = 6, h: H = 7, i: I = 8, j: J = 9);
values!(a: A = 0, b: B = 1, c: C = 2, d: D = 3, e: E = 4, f: F = 5, g: G = 6, h: H = 7, i: I = 8, j: J = 9, k: K = 10);
values!(a: A = 0, b: B = 1, c: C = 2, d: D = 3, e: E = 4, f: F = 5, g: G = 6, h: H = 7, i: I = 8, j: J = 9, k: K = 10, l: L = 11);

/// The error for the first value that is missing from the object at the byte `start`.
#[cold]
fn missing_field(start: usize, keys: &[&'static str], slots: &dyn Slots) -> DecodeError {
    let key = slots.missing().and_then(|index| keys.get(index));
    DecodeError::missing(start, key.copied().unwrap_or_default())
}

/// The index of the first `true`.
fn first(missing: &[bool]) -> Option<usize> {
    missing.iter().position(|missing| *missing)
}
