//! Unions: enums that are `{"type": ..., "value": ...}` in JSON.

use crate::wire::Json;

/// A value of a union with a type that is not known to this client.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct UnrecognizedUnion {
    /// The name of the type, as the server sent it.
    pub type_name: String,
    /// The value, as the server sent it.
    pub value: Json,
}

/// Implements `Decode` for a union, and serde's traits with feature `serde` of this crate.
#[doc(hidden)]
#[macro_export]
macro_rules! union {
    ($name:path, $callsites:path { $($wire:literal => $variant:ident,)* }) => {
        impl $crate::Decode for $name {
            fn placeholder() -> Self {
                Self::Unrecognized($crate::UnrecognizedUnion {
                    type_name: ::std::string::String::new(),
                    value: $crate::Decode::placeholder(),
                })
            }

            fn decode_into(&mut self, json: &mut $crate::Reader<'_>) -> ::std::result::Result<(), $crate::DecodeError> {
                let kind = json.tag("type")?;
                *self = match kind.as_str() {
                    $($wire => Self::$variant($crate::Decode::placeholder()),)*
                    _ => {
                        $crate::__private::unrecognized::<Self>(&$callsites, &kind);
                        Self::Unrecognized($crate::UnrecognizedUnion {
                            type_name: kind,
                            value: $crate::Decode::placeholder(),
                        })
                    }
                };
                let slot: &mut dyn $crate::Decode = match self {
                    $(Self::$variant(value) => value,)*
                    Self::Unrecognized(other) => &mut other.value,
                };
                json.read_object(&["value"], &mut [slot])
            }
        }

        $crate::__serde_of_union!($name { $($wire => $variant,)* });
    };
}

#[cfg(feature = "serde")]
#[doc(hidden)]
#[macro_export]
macro_rules! __serde_of_union {
    ($name:path { $($wire:literal => $variant:ident,)* }) => {
        impl $crate::__private::serde::Serialize for $name {
            fn serialize<S: $crate::__private::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                use $crate::__private::serde::ser::SerializeMap as _;
                let mut map = serializer.serialize_map(::std::option::Option::Some(2))?;
                match self {
                    $(Self::$variant(value) => {
                        map.serialize_entry("type", $wire)?;
                        map.serialize_entry("value", value)?;
                    })*
                    Self::Unrecognized(other) => {
                        map.serialize_entry("type", &other.type_name)?;
                        map.serialize_entry("value", &other.value)?;
                    }
                }
                map.end()
            }
        }

        impl<'de> $crate::__private::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::__private::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                $crate::__private::deserialize(deserializer)
            }
        }
    };
}

#[cfg(not(feature = "serde"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __serde_of_union {
    ($($tokens:tt)*) => {};
}
