//! String enums: what a generated enum has besides `as_str`, `From<&str>` and `Unrecognized(String)`.

/// Implements the traits of a string enum, and serde's with feature `serde` of this crate.
#[doc(hidden)]
#[macro_export]
macro_rules! string_enum {
    ($name:path) => {
        /// Prints the value as the server sends it.
        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = ::std::convert::Infallible;

            // By its path: `Self::Err` could be a variant.
            fn from_str(text: &str) -> ::std::result::Result<Self, ::std::convert::Infallible> {
                ::std::result::Result::Ok(Self::from(text))
            }
        }

        impl ::std::convert::From<::std::string::String> for $name {
            fn from(value: ::std::string::String) -> Self {
                Self::from(value.as_str())
            }
        }

        impl ::std::convert::From<$name> for $crate::Value {
            fn from(value: $name) -> Self {
                Self::Text(value.as_str().to_owned())
            }
        }

        impl $crate::Decode for $name {
            fn decode(json: &mut $crate::Reader<'_>) -> ::std::result::Result<Self, $crate::DecodeError> {
                json.str().map(Self::from_wire)
            }
        }

        impl $name {
            /// Converts a value as the server sends it, and reports an unknown one.
            #[doc(hidden)]
            pub(crate) fn from_wire(wire: &str) -> Self {
                let value = Self::from(wire);
                if let Self::Unrecognized(wire) = &value {
                    $crate::__private::unrecognized::<Self>(wire);
                }
                value
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
                    .map(Self::from)
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
