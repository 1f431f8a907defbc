//! The codes of diagnostics: one line for each kind, never renumbered, and which of them are warnings.

use std::fmt;

/// Declares `Code`: each variant beside its text, with what it means above it.
macro_rules! codes {
    ($($(#[doc = $docs:literal])+ $name:ident = $text:literal,)+) => {
        /// The kind of a diagnostic. Its text is stable, so that people can search for it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $($(#[doc = $docs])+ $name,)+
        }

        impl Code {
            /// Every code.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// Its stable text, such as `S012`.
            pub fn text(self) -> &'static str {
                match self { $(Self::$name => $text,)+ }
            }

            /// What it means, in one sentence.
            pub fn docs(self) -> &'static str {
                match self { $(Self::$name => concat!($($docs),+).trim_ascii_start(),)+ }
            }
        }
    };
}

codes! {
    // S00x: files and their syntax.
    /// A file or folder of the spec is missing or cannot be read.
    Unreadable = "S001",
    /// A file is not YAML.
    Syntax = "S002",
    /// A key is not allowed where it is.
    UnknownKey = "S003",
    /// A key is duplicated in one map.
    DuplicateKey = "S004",
    /// A value has another kind than its key requires.
    WrongKind = "S005",
    /// A required key is missing.
    MissingKey = "S006",
    /// A file is empty, or has more than one YAML document.
    NotOneDocument = "S007",
    /// Unsupported YAML: anchors, aliases, tags, keys that are not text.
    ForeignYaml = "S008",
    /// The first line of a file does not name its JSON Schema.
    Modeline = "S009",

    // S01x to S02x: names, and what they refer to.
    /// A name is declared twice.
    DuplicateName = "S010",
    /// Two names of the spec become the same name in Rust.
    NameCollision = "S011",
    /// A type is not declared.
    UnknownType = "S012",
    /// An error code is not declared.
    UnknownErrorCode = "S013",
    /// A scope is not declared.
    UnknownScope = "S014",
    /// A service is not declared.
    UnknownService = "S015",
    /// An object does not have a field.
    UnknownField = "S016",
    /// A name is invalid or reserved.
    BadName = "S017",
    /// No operation leads to a declaration.
    UnusedDeclaration = "S018",
    /// A field, value or alternative has no docs.
    MissingDocs = "S019",

    // S02x: types and values.
    /// A type expression is invalid, or not allowed where it is.
    BadType = "S020",
    /// A recursive type has infinite size.
    EndlessType = "S021",
    /// An enum has no values.
    EmptyEnum = "S022",
    /// A value is listed twice.
    DuplicateValue = "S023",
    /// A lookup has no members.
    EmptyLookup = "S024",
    /// A view does not fit its schema or field.
    BadView = "S025",
    /// A value has the right kind, but is invalid.
    BadValue = "S026",
    /// Text other than documentation contains a line break or another invisible character.
    InvisibleCharacter = "S029",

    // S03x: operations and errors.
    /// A method and path cannot be read.
    BadHttp = "S030",
    /// The placeholders of a path do not match the arguments.
    PathArgument = "S031",
    /// `pages` does not name a list of what the operation returns.
    BadPages = "S032",
    /// An error code is declared with two statuses.
    ConflictingStatus = "S033",
    /// The content of a document or an element is invalid.
    BadDocument = "S034",
    /// A waiter does not say what to poll, or what the responses mean.
    BadWaiter = "S035",
    /// An operation excepts an error code that none of its lookups has.
    UselessException = "S036",
    /// Something is used although it is deprecated, or cannot be deprecated.
    Deprecated = "S037",

    /// The example of an operation sends an empty object.
    EmptyExample = "S038",

    // S04x: fixups.
    /// The subject of a fixup is not declared in its file.
    UnknownSubject = "S040",
    /// A fixup contradicts the spec.
    UntrueFixup = "S041",

    // S05x: prose.
    /// YAML reads only a part of a text.
    LostText = "S050",

    // S06x: where files are, and how much is in them.
    /// A file is not in the folder of its service.
    MisplacedFile = "S060",
    /// A file or a spec is too large.
    TooLarge = "S061",
    /// There are more diagnostics than are shown.
    TooMany = "S062",
    /// A generated file is stale.
    Stale = "S063",
}

/// The severity of a diagnostic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Nothing is generated.
    Error,
    /// The crate is generated.
    Warning,
}

impl Severity {
    /// Its name, as in `error[S012]`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

impl Code {
    /// Whether it is an error or a warning.
    pub fn severity(self) -> Severity {
        match self {
            Self::Modeline | Self::UnusedDeclaration | Self::MissingDocs | Self::EmptyExample | Self::LostText => {
                Severity::Warning
            }
            // Errors are shown first, so the rest can be only warnings.
            Self::TooMany => Severity::Warning,
            _ => Severity::Error,
        }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text())
    }
}

#[cfg(test)]
mod tests {
    use super::Code;

    #[test]
    fn texts_are_unique() {
        let mut texts: Vec<_> = Code::ALL.iter().map(|code| code.text()).collect();
        texts.sort_unstable();
        texts.dedup();
        assert_eq!(texts.len(), Code::ALL.len());
    }
}
