//! String enums: what a generated enum has besides `VALUES`, `as_str` and `Unrecognized(String)`.

use std::fmt;

use crate::wire::Brief;

/// The error of parsing a text that is not a known value of an enum. It lists the values.
///
/// Only `FromStr` fails so: a value that the server sends can be newer than the client, and becomes `Unrecognized`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownValue {
    text: String,
    type_name: &'static str,
    values: &'static [&'static str],
}

impl UnknownValue {
    #[doc(hidden)] // For `string_enum!`.
    #[cold]
    pub fn new(text: &str, path: &'static str, values: &'static [&'static str]) -> Self {
        let type_name = path.rsplit_once("::").map_or(path, |(_, name)| name);
        Self { text: text.to_owned(), type_name, values }
    }

    /// Returns the text that was parsed.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns the known values of the enum.
    pub fn values(&self) -> &[&'static str] {
        self.values
    }
}

impl fmt::Display for UnknownValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { text, type_name, values } = self;
        write!(f, "`{}` is not a `{type_name}`, expected one of ", Brief(text))?;
        for (index, value) in values.iter().enumerate() {
            let separator = if index == 0 { "" } else { ", " };
            write!(f, "{separator}`{value}`")?;
        }
        Ok(())
    }
}

impl std::error::Error for UnknownValue {}

/// The index of a value in the list of values; the length of the list if it is not in it.
#[doc(hidden)] // For `string_enum!`.
pub fn index_of(wire: &str, values: &[&str]) -> usize {
    values.iter().position(|value| *value == wire).unwrap_or(values.len())
}

/// Implements what a string enum has besides its `VALUES`, its `WIRE_VALUES` in the same order and `as_str`, and serde's
/// traits with feature `serde` of this crate.
#[doc(hidden)]
#[macro_export]
macro_rules! string_enum {
    ($name:path, $callsites:path) => {
        impl $name {
            /// Converts a value as it is on the wire: `Unrecognized` if it is not known. To refuse unknown values, parse
            /// the text instead.
            pub fn from_wire(wire: &str) -> Self {
                match Self::VALUES.get($crate::__private::index_of(wire, Self::WIRE_VALUES)) {
                    ::std::option::Option::Some(known) => known.clone(),
                    ::std::option::Option::None => Self::Unrecognized(wire.to_owned()),
                }
            }

            /// Converts a value that the server sent, and reports an unknown one.
            #[doc(hidden)]
            pub(crate) fn received(wire: &str) -> Self {
                let value = Self::from_wire(wire);
                if let Self::Unrecognized(wire) = &value {
                    $crate::__private::unrecognized::<Self>(&$callsites, wire);
                }
                value
            }
        }

        /// Prints the value as it is on the wire.
        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        /// Parses a known value, as it is on the wire; any other text is an error that lists the values.
        impl ::std::str::FromStr for $name {
            type Err = $crate::UnknownValue;

            // By its path: `Self::Err` could be a variant.
            fn from_str(text: &str) -> ::std::result::Result<Self, $crate::UnknownValue> {
                match Self::from_wire(text) {
                    Self::Unrecognized(text) => ::std::result::Result::Err($crate::UnknownValue::new(
                        &text,
                        ::std::any::type_name::<Self>(),
                        Self::WIRE_VALUES,
                    )),
                    known => ::std::result::Result::Ok(known),
                }
            }
        }

        impl ::std::convert::From<&$name> for $name {
            fn from(value: &$name) -> Self {
                value.clone()
            }
        }

        impl ::std::convert::From<$name> for $crate::Value {
            fn from(value: $name) -> Self {
                Self::Text(value.as_str().to_owned())
            }
        }

        impl $crate::Decode for $name {
            fn placeholder() -> Self {
                Self::Unrecognized(::std::string::String::new())
            }

            fn decode_into(&mut self, json: &mut $crate::Reader<'_>) -> ::std::result::Result<(), $crate::DecodeError> {
                *self = json.str().map(Self::received)?;
                ::std::result::Result::Ok(())
            }
        }

        $crate::__serde_of_string_enum!($name);
    };
}

#[cfg(feature = "serde")]
#[doc(hidden)]
#[macro_export]
macro_rules! __serde_of_string_enum {
    ($name:path) => {
        impl $crate::__private::serde::Serialize for $name {
            fn serialize<S: $crate::__private::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> $crate::__private::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::__private::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                <::std::string::String as $crate::__private::serde::Deserialize>::deserialize(deserializer)
                    .map(|wire| Self::from_wire(&wire))
            }
        }
    };
}

#[cfg(not(feature = "serde"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __serde_of_string_enum {
    ($name:path) => {};
}
