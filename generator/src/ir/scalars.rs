//! The types of the spec language: one row for each, with all that is true of it.

use crate::taken::Runtime;

/// Declares [`Scalar`] and its facts, a row for each.
macro_rules! scalars {
    ($($(#[doc = $docs:literal])+ $name:ident = $facts:expr,)+) => {
        /// A type of the spec language.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Scalar {
            $($(#[doc = $docs])+ $name,)+
        }

        impl Scalar {
            /// Every scalar, in the order of the language's documentation.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            fn facts(self) -> Facts {
                match self { $(Self::$name => $facts,)+ }
            }
        }
    };
}

scalars! {
    /// Text.
    String = facts("string", JsonType::String, RustType::Prelude("String")),
    /// An integer of 64 bits.
    Integer = facts("integer", JsonType::Integer, RustType::Primitive("i64")).sample("1").format("int64"),
    /// A number.
    Number = facts("number", JsonType::Number, RustType::Primitive("f64")).sample("1.5").format("double"),
    /// True or false.
    Boolean = facts("boolean", JsonType::Boolean, RustType::Primitive("bool")).sample("true"),
    /// Seconds since 1970.
    Timestamp = facts("timestamp", JsonType::Integer, RustType::Runtime(Runtime::Timestamp))
        .sample("Timestamp::from_unix_seconds(1_767_225_600)")
        .format("unixtime"),
    /// Text that is not for logs.
    Secret = facts("secret", JsonType::String, RustType::Runtime(Runtime::Secret)).format("password"),
    /// Any JSON.
    Json = facts("json", JsonType::Any, RustType::Runtime(Runtime::Json))
        .only_in(Places { request: false, response: true, text: false }),
    /// A document.
    Xml = facts("xml", JsonType::String, RustType::Runtime(Runtime::Xml))
        .only_in(Places { request: true, response: false, text: false }),
}

/// The facts about a scalar.
struct Facts {
    /// Its spelling in the spec.
    spelling: &'static str,
    json: JsonType,
    rust: RustType,
    /// A value in the code of an example; without one, text that repeats the name of the field.
    sample: Option<&'static str>,
    /// Its `format` in an OpenAPI document.
    format: Option<&'static str>,
    places: Places,
}

/// What a scalar is in JSON, and so in an OpenAPI document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JsonType {
    /// A string.
    String,
    /// A number without a fraction.
    Integer,
    /// A number.
    Number,
    /// True or false.
    Boolean,
    /// Any value.
    Any,
}

/// The type of a scalar in Rust.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RustType {
    /// A primitive type, which functions take by value.
    Primitive(&'static str),
    /// A type of the prelude, into which others convert.
    Prelude(&'static str),
    /// A type of the runtime, into which others convert.
    Runtime(Runtime),
}

/// Where a scalar is allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Places {
    /// In requests.
    pub(crate) request: bool,
    /// In responses.
    pub(crate) response: bool,
    /// In paths and documents, where the value becomes text.
    pub(crate) text: bool,
}

const fn facts(spelling: &'static str, json: JsonType, rust: RustType) -> Facts {
    let places = Places { request: true, response: true, text: true };
    Facts { spelling, json, rust, sample: None, format: None, places }
}

impl Facts {
    const fn sample(self, sample: &'static str) -> Self {
        Self { sample: Some(sample), ..self }
    }

    const fn format(self, format: &'static str) -> Self {
        Self { format: Some(format), ..self }
    }

    const fn only_in(self, places: Places) -> Self {
        Self { places, ..self }
    }
}

impl Scalar {
    /// The scalar with this spelling.
    pub fn spelled(spelling: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|scalar| scalar.as_str() == spelling)
    }

    /// Its spelling in the spec.
    pub fn as_str(self) -> &'static str {
        self.facts().spelling
    }

    /// Its type in JSON.
    pub fn json(self) -> JsonType {
        self.facts().json
    }

    /// Its type in Rust.
    pub(crate) fn rust(self) -> RustType {
        self.facts().rust
    }

    /// A value in the code of an example, if it is not text.
    pub(crate) fn sample(self) -> Option<&'static str> {
        self.facts().sample
    }

    /// Its `format` in an OpenAPI document, if it has one.
    pub(crate) fn format(self) -> Option<&'static str> {
        self.facts().format
    }

    /// Where it is allowed.
    pub(crate) fn places(self) -> Places {
        self.facts().places
    }
}
