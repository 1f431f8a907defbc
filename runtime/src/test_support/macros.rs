//! The macros of which the samples of a generated crate are made.

/// Implements `Sample` and `Encode` for an object.
///
/// A field is `required` or `optional`, which says whether an object without a value has the field as null or not at all.
/// A field without a value has the sample of its type.
#[doc(hidden)]
#[macro_export]
macro_rules! sample {
    ($name:path { $($presence:ident $field:ident: $wire:literal $(= $value:expr)?,)* }) => {
        #[allow(deprecated)]
        impl $crate::test_support::Sample for $name {
            fn sample() -> Self {
                Self { $($field: $crate::__sample_value!($($value)?),)* }
            }
        }

        #[allow(deprecated)]
        impl $crate::test_support::Encode for $name {
            fn encode(&self, json: &mut $crate::test_support::Encoder) {
                json.object(&[$(($wire, $crate::__sample_field!($presence self.$field)),)*]);
            }
        }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __sample_value {
    () => {
        $crate::test_support::Sample::sample()
    };
    ($value:expr) => {
        $value
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __sample_field {
    (required $field:expr) => {
        &$field
    };
    (optional $field:expr) => {
        &$crate::test_support::optional(&$field)
    };
}

/// Implements `Sample` and `Encode` for an id or an enum.
#[doc(hidden)]
#[macro_export]
macro_rules! text_sample {
    ($name:path, $sample:expr) => {
        impl $crate::test_support::Sample for $name {
            fn sample() -> Self {
                $sample
            }
        }

        impl $crate::test_support::Encode for $name {
            fn encode(&self, json: &mut $crate::test_support::Encoder) {
                json.string(self.as_str());
            }
        }
    };
}

/// Implements `Sample` and `Encode` for a union. The sample has the first type.
#[doc(hidden)]
#[macro_export]
macro_rules! union_sample {
    ($name:path { $first_wire:literal => $first:ident, $($wire:literal => $variant:ident,)* }) => {
        impl $crate::test_support::Sample for $name {
            fn sample() -> Self {
                Self::$first($crate::test_support::Sample::sample())
            }
        }

        impl $crate::test_support::Encode for $name {
            fn encode(&self, json: &mut $crate::test_support::Encoder) {
                match self {
                    Self::$first(value) => json.tagged($first_wire, value),
                    $(Self::$variant(value) => json.tagged($wire, value),)*
                    Self::Unrecognized(other) => other.encode(json),
                }
            }
        }
    };
}

/// Implements `MockCall` for a call, with the parameters of its function.
#[doc(hidden)]
#[macro_export]
macro_rules! mock_call {
    ($name:path $(, $parameter:ty)*) => {
        impl $crate::test_support::MockCall for $name {
            type Parameters = ($($parameter,)*);
        }
    };
}

/// Implements `MockApi` for an API, with the statuses of its error codes, and the codes with a detail.
#[doc(hidden)]
#[macro_export]
macro_rules! mock_api {
    ($api:path, $code:ident, $detail:ident { $($error:ident => $status:literal,)* } { $($detailed:ident,)* }) => {
        impl $crate::test_support::MockApi for $api {
            fn wire(code: &$code) -> &str {
                code.as_str()
            }

            fn status(code: &$code) -> ::std::option::Option<u16> {
                match code {
                    $($code::$error => ::std::option::Option::Some($status),)*
                    $code::Unrecognized(_) => ::std::option::Option::None,
                }
            }

            fn sample_detail(code: &$code) -> ::std::option::Option<$detail> {
                match code {
                    $($code::$detailed => {
                        ::std::option::Option::Some($detail::$detailed($crate::test_support::Sample::sample()))
                    })*
                    _ => ::std::option::Option::None,
                }
            }

            fn encode_detail(detail: &$detail, json: &mut $crate::test_support::Encoder) {
                match detail {
                    $($detail::$detailed(detail) => $crate::test_support::Encode::encode(detail, json),)*
                    $detail::Unrecognized(detail) => $crate::test_support::Encode::encode(detail, json),
                }
            }
        }
    };
}
