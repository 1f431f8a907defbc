//! The trait of types that can be decoded, and its implementations for the types of std.

use super::{DecodeError, Reader};

/// A type that a response's body, or a part of it, can be decoded into.
///
/// A value is decoded in place: [`decode`](Self::decode) creates a placeholder and overwrites it. So the compiler has no
/// half of a value to move or to drop on an error, which made up most of the code of a decoder.
pub trait Decode {
    /// Creates the value that is decoded into.
    fn placeholder() -> Self
    where
        Self: Sized;

    /// Decodes the next value of `json` into `self`. After an error, `self` can be a part of the value.
    ///
    /// # Errors
    ///
    /// If the next value is of another type, or not valid JSON.
    fn decode_into(&mut self, json: &mut Reader<'_>) -> Result<(), DecodeError>;

    /// Sets the value of a field that is missing from its object, and returns whether it can be missing. By default, it
    /// cannot.
    fn set_missing(&mut self) -> bool {
        false
    }

    /// Returns the content type of a body of this type.
    fn expects() -> ContentType
    where
        Self: Sized,
    {
        ContentType::Json
    }

    /// Decodes the next value of `json`.
    ///
    /// # Errors
    ///
    /// If the next value is of another type, or not valid JSON.
    fn decode(json: &mut Reader<'_>) -> Result<Self, DecodeError>
    where
        Self: Sized,
    {
        let mut value = Self::placeholder();
        match value.decode_into(json) {
            Ok(()) => Ok(value),
            Err(error) => Err(error),
        }
    }

    /// Returns the value of an empty body, such as that of a response with status 204; `None` if a body is required.
    fn from_empty() -> Option<Self>
    where
        Self: Sized,
    {
        None
    }

    /// Decodes a whole body.
    ///
    /// # Errors
    ///
    /// If `body` is of another type, is not valid, or continues after the value.
    fn from_body(body: &[u8]) -> Result<Self, DecodeError>
    where
        Self: Sized,
    {
        if body.is_empty()
            && let Some(value) = Self::from_empty()
        {
            return Ok(value);
        }
        let mut json = Reader::new(body);
        let value = Self::decode(&mut json)?;
        json.finish()?;
        Ok(value)
    }
}

/// The content type of a response.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ContentType {
    /// `application/json`, or any type that ends in `+json`.
    Json,
    /// `text/plain`.
    Text,
    /// Any type, and an empty body as well.
    Any,
}

impl ContentType {
    /// Returns whether a response with this `Content-Type` header is of this type. A response without the header is of
    /// every type.
    pub fn admits(self, header: Option<&str>) -> bool {
        let Some(header) = header else { return true };
        let essence = header.split(';').next().unwrap_or_default().trim();
        let is = |name: &str| essence.is_empty() || essence.eq_ignore_ascii_case(name);
        let suffix = || essence.rsplit_once('+').map_or("", |(_, suffix)| suffix);
        match self {
            Self::Json => is("application/json") || suffix().eq_ignore_ascii_case("json"),
            Self::Text => is("text/plain"),
            Self::Any => true,
        }
    }

    /// The name of the type, as an error shows it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Text => "text/plain",
            Self::Any => "*/*",
        }
    }
}

/// Ignores the body.
impl Decode for () {
    fn placeholder() -> Self {}

    fn expects() -> ContentType {
        ContentType::Any
    }

    fn decode_into(&mut self, json: &mut Reader<'_>) -> Result<(), DecodeError> {
        json.skip()
    }

    fn from_body(_: &[u8]) -> Result<Self, DecodeError> {
        Ok(())
    }
}

impl Decode for String {
    fn placeholder() -> Self {
        Self::new()
    }

    fn decode_into(&mut self, json: &mut Reader<'_>) -> Result<(), DecodeError> {
        *self = json.string()?;
        Ok(())
    }
}

impl Decode for i64 {
    fn placeholder() -> Self {
        0
    }

    fn decode_into(&mut self, json: &mut Reader<'_>) -> Result<(), DecodeError> {
        *self = json.integer()?;
        Ok(())
    }
}

impl Decode for f64 {
    fn placeholder() -> Self {
        0.0
    }

    fn decode_into(&mut self, json: &mut Reader<'_>) -> Result<(), DecodeError> {
        *self = json.number()?;
        Ok(())
    }
}

impl Decode for bool {
    fn placeholder() -> Self {
        false
    }

    fn decode_into(&mut self, json: &mut Reader<'_>) -> Result<(), DecodeError> {
        *self = json.boolean()?;
        Ok(())
    }
}

impl<T: Decode> Decode for Option<T> {
    fn placeholder() -> Self {
        None
    }

    fn decode_into(&mut self, json: &mut Reader<'_>) -> Result<(), DecodeError> {
        match json.null() {
            Ok(true) => {
                *self = None;
                Ok(())
            }
            Ok(false) => self.insert(T::placeholder()).decode_into(json),
            Err(error) => Err(error),
        }
    }

    fn set_missing(&mut self) -> bool {
        *self = None;
        true
    }
}

impl<T: Decode> Decode for Vec<T> {
    fn placeholder() -> Self {
        Self::new()
    }

    fn decode_into(&mut self, json: &mut Reader<'_>) -> Result<(), DecodeError> {
        self.clear();
        json.read_array(self)
    }
}

impl<T: Decode> Decode for Box<T> {
    fn placeholder() -> Self {
        Self::new(T::placeholder())
    }

    fn decode_into(&mut self, json: &mut Reader<'_>) -> Result<(), DecodeError> {
        json.allocate(size_of::<T>())?;
        T::decode_into(self, json)
    }
}
