//! Ids: a type for each resource, so that they cannot be confused.

/// Implements the traits of an id, and serde's with feature `serde` of this crate.
///
/// The id is a newtype over `String`. The macro has to be called in the module that declares it or one below:
///
/// ```
/// /// Identifies a product.
/// #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
/// pub struct ProductId(String);
///
/// api_client_runtime::id!(ProductId);
///
/// let id = ProductId::from("prod_1");
/// assert_eq!(id.as_str(), "prod_1");
/// ```
#[macro_export]
macro_rules! id {
    ($name:path) => {
        impl $name {
            /// Creates an id from its text.
            pub fn new(id: impl ::std::convert::Into<::std::string::String>) -> Self {
                Self(id.into())
            }

            /// Returns the text of the id.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(&self.0)
            }
        }

        impl ::std::convert::AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl ::std::convert::From<&str> for $name {
            fn from(id: &str) -> Self {
                Self(id.to_owned())
            }
        }

        impl ::std::convert::From<&::std::string::String> for $name {
            fn from(id: &::std::string::String) -> Self {
                Self(id.clone())
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = ::std::convert::Infallible;

            fn from_str(text: &str) -> ::std::result::Result<Self, Self::Err> {
                ::std::result::Result::Ok(Self::from(text))
            }
        }

        impl ::std::convert::From<::std::string::String> for $name {
            fn from(id: ::std::string::String) -> Self {
                Self(id)
            }
        }

        impl ::std::convert::From<&$name> for $name {
            fn from(id: &$name) -> Self {
                id.clone()
            }
        }

        impl ::std::convert::From<$name> for $crate::Value {
            fn from(id: $name) -> Self {
                Self::Text(id.0)
            }
        }

        impl $crate::Decode for $name {
            fn placeholder() -> Self {
                Self(::std::string::String::new())
            }

            fn decode_into(&mut self, json: &mut $crate::Reader<'_>) -> ::std::result::Result<(), $crate::DecodeError> {
                $crate::Decode::decode_into(&mut self.0, json)
            }
        }

        $crate::__serde_of_id!($name);
    };
}

/// The serde part of [`id!`]. It depends on the features of this crate, not on those of the caller.
#[cfg(feature = "serde")]
#[doc(hidden)]
#[macro_export]
macro_rules! __serde_of_id {
    ($name:path) => {
        impl $crate::__private::serde::Serialize for $name {
            fn serialize<S: $crate::__private::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        impl<'de> $crate::__private::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::__private::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                $crate::__private::serde::Deserialize::deserialize(deserializer).map(Self)
            }
        }
    };
}

#[cfg(not(feature = "serde"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __serde_of_id {
    ($name:path) => {};
}
