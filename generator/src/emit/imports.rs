//! Imports: the `use` block of a module.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::quote;

use crate::{
    ir::{Api, Ending, Field, RustType, Shape, Struct, TypeId, TypeRef, Waiter},
    name::Ident,
    taken::Runtime,
};

/// The names that a module uses, sorted.
#[derive(Default)]
pub(super) struct Imports {
    runtime: BTreeMap<&'static str, Runtime>,
    krate: BTreeSet<String>,
    /// The types that the module itself declares.
    own: BTreeSet<String>,
}

impl Imports {
    /// Adds a name of the runtime.
    pub(super) fn runtime(&mut self, name: Runtime) {
        self.runtime.insert(name.as_str(), name);
    }

    /// The `use` of these names of the runtime.
    pub(super) fn only(names: impl IntoIterator<Item = Runtime>) -> Vec<TokenStream> {
        let mut imports = Self::default();
        names.into_iter().for_each(|name| imports.runtime(name));
        imports.items()
    }

    /// Excludes a type that the module itself declares.
    pub(super) fn own(&mut self, api: &Api, id: TypeId) {
        self.own.insert(api.ty(id).name.plain());
    }

    /// Adds a type of the API.
    pub(super) fn named(&mut self, api: &Api, id: TypeId) {
        self.krate.insert(api.ty(id).name.plain());
    }

    /// Adds the types in the declaration of a type.
    pub(super) fn declaration(&mut self, api: &Api, id: TypeId) {
        match &api.ty(id).shape {
            Shape::Id(_) | Shape::Enum(_) => {}
            Shape::Lookup(lookup) => lookup.members.iter().for_each(|member| self.reference(api, &member.field.ty)),
            Shape::OneOf(members) => members.iter().for_each(|member| self.reference(api, &member.field.ty)),
            Shape::Arguments(fields) => {
                self.runtime(Runtime::Arguments);
                self.fields(api, fields);
            }
            Shape::Struct(Struct { fields, .. }) => self.fields(api, fields),
            Shape::Union(kinds) => {
                self.runtime(Runtime::UnrecognizedUnion);
                kinds.iter().for_each(|kind| self.named(api, kind.ty));
            }
            Shape::Document(document) => document.fields().for_each(|field| self.reference(api, &field.ty)),
        }
    }

    /// Adds the names that `wire` needs for waiters.
    pub(super) fn waiters(&mut self, waiters: &[Waiter]) {
        if !waiters.is_empty() {
            self.runtime(Runtime::Waiter);
        }
        for waiter in waiters.iter().filter(|waiter| !waiter.of.is_empty()) {
            self.runtime(Runtime::IntoWait);
            self.runtime(Runtime::Wait);
            if !matches!(waiter.ending, Ending::Gone(_)) {
                self.runtime(Runtime::Response);
            }
        }
    }

    /// Adds the types of fields.
    pub(super) fn fields<'f>(&mut self, api: &Api, fields: impl IntoIterator<Item = &'f Field>) {
        fields.into_iter().for_each(|field| self.reference(api, &field.ty));
    }

    fn reference(&mut self, api: &Api, ty: &TypeRef) {
        match ty {
            TypeRef::Scalar(scalar) => {
                if let RustType::Runtime(name) = scalar.rust() {
                    self.runtime(name);
                }
            }
            TypeRef::Named(id) => self.named(api, *id),
            TypeRef::List(item) => self.reference(api, item),
        }
    }

    /// The `use` block.
    pub(super) fn items(self) -> Vec<TokenStream> {
        let mut items = Vec::new();
        let mut krate = self.krate.difference(&self.own).map(Ident::new).peekable();
        if krate.peek().is_some() {
            items.push(quote!(use crate::{#(#krate),*};));
        }
        if !self.runtime.is_empty() {
            let runtime = self.runtime.values();
            items.push(quote!(use runtime::{#(#runtime),*};));
        }
        items
    }
}
