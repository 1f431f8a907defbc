//! The trait of types that can be decoded, and its implementations for the types of std.

use super::{DecodeError, Reader};

/// A type that a response's body, or a part of it, can be decoded into.
pub trait Decode: Sized {
    /// The content type of a body of this type.
    const EXPECTS: ContentType = ContentType::Json;

    /// The value of a field that is missing from its object; `None` if the field is required.
    const MISSING: Option<Self> = None;

    /// Decodes the next value of `json`.
    ///
    /// # Errors
    ///
    /// If the next value is of another type, or not valid JSON.
    fn decode(json: &mut Reader<'_>) -> Result<Self, DecodeError>;

    /// Returns the value of an empty body, such as that of a response with status 204; `None` if a body is required.
    fn from_empty() -> Option<Self> {
        None
    }

    /// Decodes a whole body.
    ///
    /// # Errors
    ///
    /// If `body` is of another type, is not valid, or continues after the value.
    fn from_body(body: &[u8]) -> Result<Self, DecodeError> {
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
    const EXPECTS: ContentType = ContentType::Any;

    fn decode(json: &mut Reader<'_>) -> Result<Self, DecodeError> {
        json.skip()
    }

    fn from_body(_: &[u8]) -> Result<Self, DecodeError> {
        Ok(())
    }
}

impl Decode for String {
    fn decode(json: &mut Reader<'_>) -> Result<Self, DecodeError> {
        json.string()
    }
}

impl Decode for i64 {
    fn decode(json: &mut Reader<'_>) -> Result<Self, DecodeError> {
        json.integer()
    }
}

impl Decode for f64 {
    fn decode(json: &mut Reader<'_>) -> Result<Self, DecodeError> {
        json.number()
    }
}

impl Decode for bool {
    fn decode(json: &mut Reader<'_>) -> Result<Self, DecodeError> {
        json.boolean()
    }
}

impl<T: Decode> Decode for Option<T> {
    const MISSING: Option<Self> = Some(None);

    fn decode(json: &mut Reader<'_>) -> Result<Self, DecodeError> {
        if json.null()? { Ok(None) } else { T::decode(json).map(Some) }
    }
}

impl<T: Decode> Decode for Vec<T> {
    fn decode(json: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let mut items = Self::new();
        let mut more = json.array()?;
        while more {
            if items.len() == items.capacity() {
                items.reserve_exact(json.grow(items.len(), size_of::<T>())?);
            }
            items.push(T::decode(json)?);
            more = json.next_item()?;
        }
        Ok(items)
    }
}

impl<T: Decode> Decode for Box<T> {
    fn decode(json: &mut Reader<'_>) -> Result<Self, DecodeError> {
        json.allocate(size_of::<T>())?;
        T::decode(json).map(Self::new)
    }
}
