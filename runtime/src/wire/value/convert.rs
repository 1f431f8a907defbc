//! Conversions into a value.

use super::{Arguments, Value};
use crate::wire::Secret;

/// Implements conversions that only wrap.
macro_rules! wrap {
    ($($from:ty => |$value:ident| $into:expr,)+) => {$(
        impl From<$from> for Value {
            fn from($value: $from) -> Self {
                $into
            }
        }
    )+};
}

wrap! {
    bool => |boolean| Self::Boolean(boolean),
    i64 => |integer| Self::Integer(integer),
    i32 => |integer| Self::Integer(integer.into()),
    u32 => |integer| Self::Integer(integer.into()),
    f64 => |number| Self::Number(number),
    String => |text| Self::Text(text),
    &String => |text| Self::Text(text.clone()),
    &str => |text| Self::Text(text.to_owned()),
    Secret => |secret| Self::Secret(secret),
    &Secret => |secret| Self::Secret(secret.clone()),
    Arguments => |fields| Self::Object(fields),
}

impl<T: Into<Value>> From<Vec<T>> for Value {
    fn from(items: Vec<T>) -> Self {
        Self::list(items)
    }
}

/// Converts `None` to null.
impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}
