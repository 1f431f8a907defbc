//! What a module names from elsewhere: its `use` block.

use std::collections::BTreeSet;

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::ir::{Api, Ending, Field, Scalar, Shape, Struct, TypeId, TypeRef, Waiter};

/// The names that a module uses, sorted.
#[derive(Default)]
pub(super) struct Imports {
    runtime: BTreeSet<&'static str>,
    krate: BTreeSet<String>,
    /// The types that the module itself declares.
    own: BTreeSet<String>,
}

impl Imports {
    /// Names something of the runtime.
    pub(super) fn runtime(&mut self, name: &'static str) {
        self.runtime.insert(name);
    }

    /// Declares a type of the module's own.
    pub(super) fn own(&mut self, api: &Api, id: TypeId) {
        self.own.insert(api.ty(id).name.plain());
    }

    /// Names a type of the API.
    pub(super) fn named(&mut self, api: &Api, id: TypeId) {
        self.krate.insert(api.ty(id).name.plain());
    }

    /// Names what a type says in its declaration.
    pub(super) fn declaration(&mut self, api: &Api, id: TypeId) {
        match &api.ty(id).shape {
            Shape::Id(_) | Shape::Enum(_) => {}
            Shape::Lookup(members) => members.iter().for_each(|member| self.reference(api, &member.field.ty)),
            Shape::Arguments(fields) => {
                self.runtime("Arguments");
                self.fields(api, fields);
            }
            Shape::Struct(Struct { fields, .. }) => self.fields(api, fields),
            Shape::Union(kinds) => {
                self.runtime("UnrecognizedUnion");
                kinds.iter().for_each(|kind| self.named(api, kind.ty));
            }
            Shape::Document(document) => document.fields().for_each(|field| self.reference(api, &field.ty)),
        }
    }

    /// Names what the mechanical half of waiters stands on.
    pub(super) fn waiters(&mut self, waiters: &[Waiter]) {
        if !waiters.is_empty() {
            self.runtime("Waiter");
        }
        for waiter in waiters.iter().filter(|waiter| !waiter.of.is_empty()) {
            self.runtime("IntoWait");
            self.runtime("Wait");
            if let Ending::Status(_) = waiter.ending {
                self.runtime("Response");
            }
        }
    }

    /// Names the types of fields.
    pub(super) fn fields(&mut self, api: &Api, fields: &[Field]) {
        fields.iter().for_each(|field| self.reference(api, &field.ty));
    }

    fn reference(&mut self, api: &Api, ty: &TypeRef) {
        match ty {
            TypeRef::Scalar(Scalar::Timestamp) => self.runtime("Timestamp"),
            TypeRef::Scalar(Scalar::Secret) => self.runtime("Secret"),
            TypeRef::Scalar(Scalar::Json) => self.runtime("Json"),
            TypeRef::Scalar(Scalar::Xml) => self.runtime("Xml"),
            TypeRef::Scalar(Scalar::String | Scalar::Integer | Scalar::Number | Scalar::Boolean) => {}
            TypeRef::Named(id) => self.named(api, *id),
            TypeRef::List(item) => self.reference(api, item),
        }
    }

    /// The `use` block.
    pub(super) fn items(self) -> Vec<TokenStream> {
        let ident = |name: &str| Ident::new(name, Span::call_site());
        let krate: Vec<_> = self.krate.difference(&self.own).map(|name| ident(name)).collect();
        let runtime: Vec<_> = self.runtime.iter().map(|name| ident(name)).collect();
        [("crate", krate), ("runtime", runtime)]
            .into_iter()
            .filter(|(_, names)| !names.is_empty())
            .map(|(root, names)| {
                // `crate` is a keyword and no identifier.
                let root = if root == "crate" { quote!(crate) } else { quote!(runtime) };
                quote!(use #root::{#(#names),*};)
            })
            .collect()
    }
}
