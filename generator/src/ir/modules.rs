//! Modules: where in the crate a resource is.

use std::fmt;

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use crate::name::Name;

/// The path of a resource's module in the generated crate, which is that of its file in the spec.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModulePath {
    /// The module of its service, if that has one.
    outer: Option<Name>,
    name: Name,
}

impl ModulePath {
    /// The module `name`, in that of its service.
    pub(crate) fn new(outer: Option<Name>, name: Name) -> Self {
        Self { outer, name }
    }

    /// The module itself.
    pub fn name(&self) -> &Name {
        &self.name
    }

    /// The outermost of its modules, which is at the root of the crate.
    pub fn outermost(&self) -> &Name {
        self.outer.as_ref().unwrap_or(&self.name)
    }

    /// Whether it is at the root of the crate.
    pub fn is_at_root(&self) -> bool {
        self.outer.is_none()
    }

    /// The path without an ending, of the module in `src` and of its file in the spec: `public/statistics`.
    pub fn file(&self) -> String {
        self.joined("/")
    }

    fn joined(&self, between: &str) -> String {
        match &self.outer {
            Some(outer) => format!("{}{between}{}", outer.plain(), self.name.plain()),
            None => self.name.plain(),
        }
    }
}

/// The path as people write it, without the `r#` of a keyword: `public::statistics`.
impl fmt::Display for ModulePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.joined("::"))
    }
}

/// The path as code has it.
impl ToTokens for ModulePath {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let name = &self.name.ident;
        tokens.extend(match &self.outer {
            Some(Name { ident: outer, .. }) => quote!(#outer::#name),
            None => quote!(#name),
        });
    }
}
