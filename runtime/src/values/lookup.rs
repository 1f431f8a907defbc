//! Lookups: enums of the ways to select an object.

/// Implements the conversion of a reference to a lookup into the lookup, so that calls take both.
#[doc(hidden)]
#[macro_export]
macro_rules! lookup {
    ($name:path) => {
        impl ::std::convert::From<&$name> for $name {
            fn from(lookup: &$name) -> Self {
                lookup.clone()
            }
        }
    };
}
