//! Names with a meaning in every generated crate: lowering refuses them in a spec, and emission writes them from here,
//! so that the two cannot differ.

use proc_macro2::TokenStream;
use quote::ToTokens;

use crate::name::Ident;

/// Declares the names that generated code takes from the runtime.
macro_rules! runtime {
    (
        exported: $($exported:ident)+;
        $(with $($feature:literal)+: $($gated:ident)+;)*
        imported: $($imported:ident)+;
        wire: $($wire:ident)+;
    ) => {
        /// A name of the runtime that generated code writes without a path.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum Runtime {
            $($exported,)+
            $($($gated,)+)*
            $($imported,)+
            $($wire,)+
        }

        impl Runtime {
            /// The names that the root of the crate exports.
            pub(crate) const EXPORTED: &[Self] = &[$(Self::$exported,)+];

            /// The names that the root of the crate exports with one of some features.
            pub(crate) const GATED: &[(&[&str], &[Self])] = &[$((&[$($feature),+], &[$(Self::$gated,)+]),)*];

            /// The names that modules import in which the types of the spec are in scope, besides the exported ones.
            const IMPORTED: &[Self] = &[$(Self::$imported,)+];

            /// The name.
            pub(crate) fn as_str(self) -> &'static str {
                match self {
                    $(Self::$exported => stringify!($exported),)+
                    $($(Self::$gated => stringify!($gated),)+)*
                    $(Self::$imported => stringify!($imported),)+
                    $(Self::$wire => stringify!($wire),)+
                }
            }
        }
    };
}

runtime! {
    exported:
        Attempt Bytes Call Decode DecodeError ErrorKind FailedWait Idempotent IntoWait Json Limits Paged Progress RateLimit
        RateLimitState Request RequestError Response RetryPolicy Secret Text Timestamp TimestampError TransportError UnknownValue
        UnrecognizedUnion Wait WaitError WaitErrorKind Xml XmlError;
    with "blocking" "client": BuildError;
    with "client": BoxFuture Items MaybeSend Pages Transport;
    with "serde": WithSecrets;
    with "tower": Tower;
    imported:
        Arguments;
    // Only modules called `wire` import these, and they write the types of the spec with a path. So a spec can have them.
    wire:
        Authentication Callsites Content DetailFields Element Method Operation Page Reader Service Value Waiter;
}

impl ToTokens for Runtime {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        Ident::new(self.as_str()).to_tokens(tokens);
    }
}

/// Names that generated code takes from Rust's prelude.
const PRELUDE: &[&str] = &[
    "Box",
    "Clone",
    "Debug",
    "Default",
    "Display",
    "Drop",
    "Err",
    "From",
    "Into",
    "IntoIterator",
    "Iterator",
    "None",
    "Ok",
    "Option",
    "PartialEq",
    "Result",
    "Self",
    "Some",
    "String",
    "ToString",
    "Vec",
];

/// Types and constants that the generated crate declares whatever the spec says, the type parameter of its methods, and
/// the variant for what a server adds later.
const DECLARED: &[&str] = &["Api", "Builder", "Client", "Error", "ErrorCode", "ErrorDetail", "I", "OPENAPI", FALLBACK];

/// The variant that every enum and union has for what a server adds later.
pub(crate) const FALLBACK: &str = "Unrecognized";

/// Whether a type of a spec cannot be called `name`.
pub(crate) fn is_type(name: &str) -> bool {
    let gated = Runtime::GATED.iter().flat_map(|(_, names)| *names);
    let mut runtime = Runtime::EXPORTED.iter().chain(gated).chain(Runtime::IMPORTED);
    let mut of_runtime = || runtime.any(|known| known.as_str() == name);
    PRELUDE.contains(&name) || DECLARED.contains(&name) || of_runtime()
}

/// The module of the runtime that the root of the crate exports.
pub(crate) const EXPORTED_MODULE: &str = "http";

/// Modules and crates at the root of the generated crate, the types of Rust, and the files that cargo takes for others
/// than a module of the library.
const ROOT_MODULES: &[&str] = &[
    EXPORTED_MODULE,
    "alloc",
    "bin",
    "blocking",
    "core",
    "errors",
    "lib",
    "main",
    "registry",
    "runtime",
    "serde",
    "std",
    "test_support",
    "bool",
    "char",
    "f32",
    "f64",
    "i8",
    "i16",
    "i32",
    "i64",
    "i128",
    "isize",
    "str",
    "u8",
    "u16",
    "u32",
    "u64",
    "u128",
    "usize",
];

/// Names that no module can have: `wire` is within each, and `mod.rs` is not the file of a module `mod`.
const MODULES: &[&str] = &["mod", "wire"];

/// Files that Windows cannot have, whatever their ending.
const DEVICES: &[&str] = &[
    "aux", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "con", "lpt1", "lpt2", "lpt3",
    "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9", "nul", "prn",
];

/// Why a module of a spec cannot be called `name`, if it cannot; `at_root` says whether it is one of the crate's root.
pub(crate) fn module(name: &str, at_root: bool) -> Option<&'static str> {
    if DEVICES.contains(&name) {
        return Some("reserved by Windows, which has no files of this name");
    }
    let taken = MODULES.contains(&name) || at_root && ROOT_MODULES.contains(&name);
    taken.then_some("reserved in the generated crate")
}

/// Crates that a generated crate cannot be called like.
const CRATES: &[&str] = &["alloc", "core", "proc_macro", "runtime", "serde", "std", "test"];

/// Whether the generated crate cannot be called `name`.
pub(crate) fn is_crate(name: &str) -> bool {
    CRATES.contains(&name)
}
