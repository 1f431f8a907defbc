//! The entries that have a short and a long form. They choose by the kind of the value, so that a mistake inside
//! keeps its place, where serde's `untagged` would only say that no variant fits.

use std::fmt;

use serde::de::{
    Deserialize, Deserializer, Error, IntoDeserializer, MapAccess, SeqAccess, Unexpected, Visitor,
    value::{MapAccessDeserializer, SeqAccessDeserializer},
};

use super::{At, Element, EnumValue, Field, Prose, Returns, Selection, Text, TypeExpr, Values, text::visible};

/// Implements `Deserialize` for a type with one variant for each kind of value: what is expected, and then the kinds.
macro_rules! forms {
    ($name:ident, $expecting:literal, $($kind:ident => $make:expr),+ $(,)?) => {
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Form;

                impl<'de> Visitor<'de> for Form {
                    type Value = $name;

                    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                        f.write_str($expecting)
                    }

                    $(forms!(@$kind $make);)+
                }

                deserializer.deserialize_any(Form)
            }
        }
    };
    (@text $make:expr) => {
        fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
            Ok($make(visible::<E>(text)?.to_owned()))
        }
    };
    (@prose $make:expr) => {
        fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
            Prose::deserialize(text.into_deserializer()).map($make)
        }
    };
    (@word $make:expr) => {
        fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
            let word: Result<_, E> = Deserialize::deserialize(text.into_deserializer());
            word.map($make).map_err(|_| E::invalid_type(Unexpected::Str(text), &self))
        }
    };
    // What a [hole](crate::yaml::NodeKind::Hole) becomes, where text is not accepted. YAML has no other characters.
    (@hole $make:expr) => {
        fn visit_char<E: Error>(self, _: char) -> Result<Self::Value, E> {
            Ok($make())
        }
    };
    (@list $make:expr) => {
        fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Self::Value, A::Error> {
            Deserialize::deserialize(SeqAccessDeserializer::new(list)).map($make)
        }
    };
    (@map $make:expr) => {
        fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
            Deserialize::deserialize(MapAccessDeserializer::new(map)).map($make)
        }
    };
}

forms!(Returns, "the name of a schema, `text`, or a map of keys to types",
    text => Returns::Named,
    map => Returns::Object,
);

forms!(Field, "a type such as `string`, `Tag?` or `[Tag]`, or a map with `type` and `docs`",
    text => |text| Field::Type(TypeExpr::Text(text)),
    list => |OneType(name)| Field::Type(TypeExpr::List([name])),
    map => Field::Documented,
);

forms!(TypeExpr, "a type such as `string`, `Tag?` or `[Tag]`",
    text => TypeExpr::Text,
    list => |OneType(name)| TypeExpr::List([name]),
);

forms!(Selection, "the name of a field, or a map of one to a view as in `zone: ZoneSummary`",
    text => Selection::Field,
    map => Selection::Viewed,
);

forms!(Values, "a list of values, a map of values to docs, or `scopes`",
    hole => || Values::List(Vec::new()),
    list => Values::List,
    map => Values::Documented,
    word => Values::Of,
);

forms!(EnumValue, "docs, or a map with `docs`, `name` or `deprecated`",
    prose => EnumValue::Docs,
    map => EnumValue::Full,
);

forms!(At, "a subject such as `VirtualMachine.state`, or a list of subjects",
    text => At::One,
    list => At::Several,
);

forms!(Element, "a type such as `string`, `Tag` or `[Tag]`, or a map with `type` and `docs`",
    text => |text| Element::Type(TypeExpr::Text(text)),
    list => |OneType(name)| Element::Type(TypeExpr::List([name])),
    map => Element::Documented,
);

/// The list of one in which `[Tag]` results.
struct OneType(String);

impl<'de> Deserialize<'de> for OneType {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut names = Vec::<Text>::deserialize(deserializer)?;
        match (names.pop(), names.is_empty()) {
            (Some(name), true) => Ok(Self(name.to_string())),
            _ => Err(Error::custom("a list has exactly one item type, as in `[Tag]`")),
        }
    }
}
