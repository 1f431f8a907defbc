//! Enums, unions and lookups: types whose values are one of several alternatives.

use std::collections::HashMap;

use super::{Lowering, declare::Entry, docs, fields::Context};
use crate::{
    diagnostic::{Annotate, Code},
    ir::{self, Shape},
    name::{Case, Name},
    source::{Place, Route},
    spec,
    taken::FALLBACK,
};

impl<'s> Lowering<'s> {
    /// The values of an enum.
    pub(super) fn string_enum(&mut self, at: &Route<'_>, name: &str, values: &'s spec::StringEnum) -> Shape {
        let at = at.key("values");
        let mut variants = Variants::default();
        let mut lowered = Vec::new();
        match &values.values {
            spec::Values::List(values) => {
                for (index, wire) in values.iter().enumerate() {
                    let place = at.index(index).value();
                    match self.variant(&mut variants, place, wire, None) {
                        Some(name) => lowered.push(ir::Value { name, docs: ir::Docs::default(), deprecated: None }),
                        None => self.left_out += 1,
                    }
                }
            }
            spec::Values::Documented(values) => {
                for (wire, value) in values.iter() {
                    let (renamed, text, deprecated) = match value {
                        spec::EnumValue::Docs(text) => (None, Some(text.as_str()), None),
                        spec::EnumValue::Full(spec::FullValue { name, docs, deprecated }) => {
                            (name.as_deref(), docs.as_deref(), deprecated.as_deref().map(docs::note))
                        }
                    };
                    let place = at.key(wire).name();
                    match self.variant(&mut variants, place, wire, renamed) {
                        Some(name) => {
                            let docs = docs::lower(text.unwrap_or_default());
                            lowered.push(ir::Value { name, docs, deprecated });
                        }
                        None => self.left_out += 1,
                    }
                }
            }
            spec::Values::Of(spec::Listed::Scopes) => return Shape::Enum(self.scope_values(&at)),
        }
        if variants.is_empty() && self.declared.is_whole(&at) {
            let help = "list at least one value, or write `string` where it is used";
            self.error(Code::EmptyEnum, at.value(), format!("the enum `{name}` has no values"))
                .label("empty")
                .help(help);
        }
        Shape::Enum(lowered)
    }

    /// The options of a union.
    pub(super) fn union(&mut self, at: &Route<'_>, name: &str, union: &'s spec::Union) -> Shape {
        let at = at.key("options");
        let mut variants = Variants::default();
        let mut kinds = Vec::new();
        for (wire, schema) in union.options.iter() {
            let at = at.key(wire);
            let variant = self.variant(&mut variants, at.name(), wire, None);
            let Some(ty) = self.named(&at, schema) else { continue };
            let declared = &self.declared.types[ty.0];
            if !matches!(declared.entry, Entry::Schema(_) | Entry::View(..)) && !declared.doubtful {
                let declared = declared.place.clone();
                self.error(Code::BadType, at.value(), format!("`{schema}` is not a schema or view"))
                    .label("a type of another kind")
                    .also(declared, "declared here")
                    .help("name a schema or a view");
            }
            if let Some(name) = variant {
                kinds.push(ir::UnionOption { name, ty });
            }
        }
        if union.options.is_empty() && self.declared.is_whole(&at) {
            let help = "list at least one `Type: Schema`";
            self.error(Code::EmptyEnum, at.value(), format!("the union `{name}` has no options"))
                .label("empty")
                .help(help);
        }
        Shape::Union(kinds)
    }

    /// The members of a lookup.
    pub(super) fn lookup(&mut self, at: &Route<'_>, name: &str, lookup: &'s spec::Lookup) -> Shape {
        let errors_at = at.key("errors");
        let at = at.key("by");
        if lookup.by.is_empty() && self.declared.is_whole(&at) {
            let help = "list at least one, such as `id: string`";
            self.error(Code::EmptyLookup, at.value(), format!("the lookup `{name}` has no members"))
                .label("empty")
                .help(help);
        }
        for (member, expr) in lookup.by.iter() {
            if expr.ty().is_nullable() || expr.ty().is_list() || member.ends_with('?') {
                self.error(
                    Code::BadType,
                    at.key(member).value(),
                    "a member of a lookup cannot be optional, nullable or a list",
                )
                .label("not allowed here")
                .help("write `string`, or the name of an id");
            }
        }
        let mut variants = Variants::default();
        let fields = self.fields(&at, &lookup.by, Context::Lookup);
        let types: Vec<_> = fields.iter().map(|field| field.ty.clone()).collect();
        let members = fields.into_iter().filter_map(|field| {
            let place = at.key(&field.name.wire).name();
            let name = self.variant(&mut variants, place, &field.name.wire, Some(&field.name.plain()))?;
            let converts = self.is_id(&field.ty) && types.iter().filter(|ty| **ty == field.ty).count() == 1;
            Some(ir::Member { field, variant: name.ident, converts })
        });
        let members = members.collect();
        let errors = self.error_refs(&errors_at, &lookup.errors);
        if errors.len() < lookup.errors.len() {
            // An exception from a code that is misspelt here is not another mistake.
            self.left_out += 1;
        }
        Shape::Lookup(ir::Lookup { members, errors })
    }

    fn is_id(&self, ty: &ir::TypeRef) -> bool {
        matches!(ty, ir::TypeRef::Named(id) if matches!(self.declared.types[id.0].entry, Entry::Id(_)))
    }

    /// The variant for `wire`, or `None` once the reason is reported.
    pub(super) fn variant(
        &mut self,
        seen: &mut Variants,
        place: Place,
        wire: &str,
        renamed: Option<&str>,
    ) -> Option<Name> {
        if let Some(first) = seen.wire.insert(wire.to_owned(), place.clone()) {
            self.error(Code::DuplicateValue, place, format!("`{wire}` is listed twice"))
                .label("listed again here")
                .also(first, "first listed here")
                .help("remove one");
            return None;
        }
        let name = Name::new(renamed.unwrap_or(wire), Case::UpperCamel).filter(|name| name.plain() != FALLBACK);
        let Some(Name { ident, .. }) = name else {
            let what = renamed.unwrap_or(wire);
            self.error(Code::BadName, place, format!("`{what}` is not a valid variant name"))
                .label(if name_is_fallback(what) { "reserved in every enum" } else { "not a Rust identifier" })
                .help(format!(
                    "write the values as a map, and give this one a name: `\"{wire}\": {{ name: SomeName }}`"
                ));
            return None;
        };
        let name = Name { wire: wire.to_owned(), ident };
        if let Some(first) = seen.rust.insert(name.plain(), place.clone()) {
            self.collision(place, wire, &name, first);
            return None;
        }
        Some(name)
    }
}

fn name_is_fallback(what: &str) -> bool {
    Name::new(what, Case::UpperCamel).is_some_and(|name| name.plain() == FALLBACK)
}

/// The variants of an enum so far, by wire name and by Rust name.
#[derive(Default)]
pub(super) struct Variants {
    wire: HashMap<String, Place>,
    rust: HashMap<String, Place>,
}

impl Variants {
    fn is_empty(&self) -> bool {
        self.wire.is_empty()
    }
}
