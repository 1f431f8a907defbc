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

            /// Its stable text, as in `S012`.
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
    // S00x: the files, before anything that stands in them is looked up.
    /// A file or folder of the spec is missing or cannot be read.
    Unreadable = "S001",
    /// A file is not YAML.
    Syntax = "S002",
    /// A key does not belong where it stands.
    UnknownKey = "S003",
    /// A key stands twice in one map.
    DuplicateKey = "S004",
    /// A value is of another kind than its key calls for.
    WrongKind = "S005",
    /// A key that has to be there is not.
    MissingKey = "S006",
    /// A file holds nothing, or more than one document.
    NotOneDocument = "S007",
    /// YAML that a spec has no need of: anchors, aliases, tags, keys that are not text.
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
    /// A field is not one of the object that is spoken of.
    UnknownField = "S016",
    /// A name is not spelled as names of its kind are.
    BadName = "S017",
    /// No operation leads to a declaration.
    UnusedDeclaration = "S018",
    /// A field, value or alternative has no docs.
    MissingDocs = "S019",

    // S02x: types and values.
    /// A type expression cannot be read, or does not fit where it stands.
    BadType = "S020",
    /// A type contains itself without end.
    EndlessType = "S021",
    /// An enum has no values.
    EmptyEnum = "S022",
    /// A value stands twice in one enum.
    DuplicateValue = "S023",
    /// A lookup has no members.
    EmptyLookup = "S024",
    /// A view does not fit the schema or field for which it stands.
    BadView = "S025",
    /// A value is of the right kind, and still not one that can stand there.
    BadValue = "S026",
    /// Text that is not documentation contains a line break, or another character that nobody sees.
    InvisibleCharacter = "S029",

    // S03x: operations and errors.
    /// A method and path cannot be read.
    BadHttp = "S030",
    /// The placeholders of a path and the arguments do not fit each other.
    PathArgument = "S031",
    /// `pages` does not name a list of what the operation returns.
    BadPages = "S032",
    /// An error code is declared with two statuses.
    ConflictingStatus = "S033",
    /// What a document or an element holds does not go together.
    BadDocument = "S034",
    /// A waiter does not say what to poll, or what the responses mean.
    BadWaiter = "S035",
    /// An operation excepts an error code that no lookup gives to it.
    UselessException = "S036",
    /// Something is used although it is deprecated, or cannot be deprecated.
    Deprecated = "S037",

    // S04x: fixups.
    /// A fixup is about something that its file does not declare.
    UnknownSubject = "S040",
    /// A fixup says of the spec what is not so.
    UntrueFixup = "S041",

    // S05x: prose.
    /// YAML reads less in a text than its author wrote.
    LostText = "S050",

    // S06x: where files are, and how much is in them.
    /// A file is not in the folder of its service.
    MisplacedFile = "S060",
    /// A file or a spec is larger than any that people write.
    TooLarge = "S061",
    /// There are more diagnostics than are shown.
    TooMany = "S062",
    /// A generated file is not what the spec makes of it.
    Stale = "S063",
}

/// How bad a diagnostic is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Nothing is generated.
    Error,
    /// The crate is generated, and can be better.
    Warning,
}

impl Severity {
    /// Its word, as in `error[S012]`.
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
            Self::Modeline | Self::UnusedDeclaration | Self::MissingDocs | Self::LostText => Severity::Warning,
            // What is not shown can be warnings alone; errors are shown first.
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
    fn every_text_is_its_own() {
        let mut texts: Vec<_> = Code::ALL.iter().map(|code| code.text()).collect();
        texts.sort_unstable();
        texts.dedup();
        assert_eq!(texts.len(), Code::ALL.len());
    }
}
