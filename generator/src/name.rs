//! Names: one thing, its spelling on the wire and its spelling in Rust, decided here and nowhere else.

use std::fmt;

use heck::{ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};
use proc_macro2::{Span, TokenStream};
use quote::ToTokens;

/// An identifier of Rust, with `r#` if it is a keyword.
///
/// It is text and not a token, because tokens cannot be shared between threads.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ident(String);

impl Ident {
    /// The identifier `text`, which must be valid.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The identifier as Rust prints it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Ident {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<T: AsRef<str> + ?Sized> PartialEq<T> for Ident {
    fn eq(&self, other: &T) -> bool {
        self.0 == other.as_ref()
    }
}

impl ToTokens for Ident {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let ident = match self.0.strip_prefix("r#") {
            Some(keyword) => proc_macro2::Ident::new_raw(keyword, Span::call_site()),
            None => proc_macro2::Ident::new(&self.0, Span::call_site()),
        };
        ident.to_tokens(tokens);
    }
}

/// A name in its two spellings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// As the server spells it.
    pub wire: String,
    /// As Rust spells it; raw where it is a keyword.
    pub ident: Ident,
}

/// The spelling that an identifier has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Case {
    /// Functions, fields and modules.
    Snake,
    /// Types and variants.
    UpperCamel,
    /// Statics.
    ShoutySnake,
}

impl Name {
    /// The name `wire`, spelled in Rust as `case` has it; `None` where no identifier comes of it.
    pub fn new(wire: &str, case: Case) -> Option<Self> {
        Some(Self { wire: wire.to_owned(), ident: ident(wire, case)? })
    }

    /// The name as Rust prints it, without `r#`.
    pub fn plain(&self) -> String {
        plain(&self.ident)
    }
}

/// `ident` as the name of a local variable where a decoder or a document has variables of its own.
pub fn local(ident: &Ident) -> Ident {
    match ident.as_str() {
        // No identifier that `ident` makes ends in an underscore.
        taken @ ("element" | "field" | "fields" | "json") => Ident::new(format!("{taken}_")),
        _ => ident.clone(),
    }
}

/// The method that makes the argument `field` null.
pub fn clear(field: &Ident) -> Ident {
    Ident::new(format!("clear_{}", plain(field)))
}

/// `text` as an identifier of that case, or `None` where it cannot be one.
pub fn ident(text: &str, case: Case) -> Option<Ident> {
    let spelled = match case {
        Case::Snake => text.to_snake_case(),
        Case::UpperCamel => text.to_upper_camel_case(),
        Case::ShoutySnake => text.to_shouty_snake_case(),
    };
    let starts = spelled.starts_with(|first: char| first.is_ascii_alphabetic());
    let goes_on = spelled.chars().all(|next| next.is_ascii_alphanumeric() || next == '_');
    if !(starts && goes_on) {
        return None;
    }
    if KEYWORDS.binary_search(&spelled.as_str()).is_err() {
        return Some(Ident::new(spelled));
    }
    // Four keywords cannot even be raw identifiers.
    let never = ["self", "Self", "super", "crate"].contains(&spelled.as_str());
    (!never).then(|| Ident::new(format!("r#{spelled}")))
}

/// The strict and reserved keywords of Rust, sorted.
const KEYWORDS: [&str; 52] = [
    "Self", "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro",
    "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return", "self", "static", "struct", "super",
    "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Whether `text` is an identifier of that case as it is, though it may be a keyword.
pub fn is(text: &str, case: Case) -> bool {
    ident(text, case).is_some_and(|ident| plain(&ident) == text)
}

/// `ident` without the `r#` of a keyword.
pub fn plain(ident: &Ident) -> String {
    ident.as_str().strip_prefix("r#").unwrap_or(ident.as_str()).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keywords_are_those_of_syn_and_gen() {
        assert!(KEYWORDS.is_sorted());
        for keyword in KEYWORDS {
            // `syn` takes it for an identifier, which it is in older editions.
            let is_ident = syn::parse_str::<proc_macro2::Ident>(keyword).is_ok();
            assert_eq!(is_ident, keyword == "gen", "{keyword}");
        }
    }
}
