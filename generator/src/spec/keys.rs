//! The keys of the spec's maps, as their structs declare them.

use serde::{
    de::{Deserialize, Deserializer, Error as _, Visitor, value::Error},
    forward_to_deserialize_any,
};

use super::{ArgumentsObject, ErrorCode, Operation, Resource, Schema};

/// The keys of each kind of map to which edits are made, in the order in which authors write them.
pub fn key_orders() -> [&'static [&'static str]; 5] {
    [keys::<Resource>(), keys::<Operation>(), keys::<Schema>(), keys::<ArgumentsObject>(), keys::<ErrorCode>()]
}

/// The keys of `T`, which is a struct.
fn keys<'de, T: Deserialize<'de>>() -> &'static [&'static str] {
    let mut keys: &'static [&'static str] = &[];
    // The deserializer takes note of the keys, and has no value.
    let _ = T::deserialize(Keys(&mut keys));
    keys
}

struct Keys<'k>(&'k mut &'static [&'static str]);

impl<'de> Deserializer<'de> for Keys<'_> {
    type Error = Error;

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        keys: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Error> {
        *self.0 = keys;
        Err(Error::custom("there is no value"))
    }

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Error> {
        Err(Error::custom("there is no value"))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf option unit unit_struct newtype_struct
        seq tuple tuple_struct map enum identifier ignored_any
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{Operation, key_orders, keys};

    #[test]
    fn keys_are_those_of_the_json_schema() {
        let schema = schemars::schema_for!(Operation);
        let properties = schema.get("properties").and_then(|properties| properties.as_object());
        let expected: BTreeSet<_> = properties.into_iter().flatten().map(|(key, _)| key.as_str()).collect();
        assert_eq!(keys::<Operation>().iter().copied().collect::<BTreeSet<_>>(), expected);
    }

    #[test]
    fn every_kind_of_map_has_keys() {
        assert!(key_orders().iter().all(|keys| keys.len() > 1), "{:?}", key_orders());
    }
}
