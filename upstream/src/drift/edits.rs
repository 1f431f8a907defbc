//! The edits that apply the document to the spec. Elements that are not in the document are kept, with a fixup,
//! because removing them is a breaking change, which is left to the author.

mod operation;
mod types;

use std::collections::{BTreeMap, BTreeSet};

pub(crate) use types::nullable;

use generator::{
    ir::{self, Api, Departure, Fixup, Shape as Made, Subject, TypeId},
    source::PathStep,
    yaml::NodeKind as Kind,
};

use super::{
    compare::{Compared, Side},
    difference::{Difference, Target, Theirs},
    document::{Document, ErrorCode, Property, Shape},
};
use crate::{
    edit::{Change, Edit, Yaml, below, keys},
    fixups::{self, Fixups},
    homes::Homes,
    names,
    places::{At, Member, Places},
};

/// Builds the edits that apply one document to a spec.
pub(super) struct Edits<'a> {
    places: &'a Places<'a>,
    document: &'a Document,
    compared: &'a Compared<'a>,
    differences: &'a [Difference<'a>],
    edits: Vec<Edit>,
    fixups: Fixups,
    /// The edited nodes, by file and path, so that a difference that occurs twice is edited once.
    done: BTreeSet<String>,
    /// The types that were created from schemas of the document.
    made: BTreeMap<String, String>,
    /// The names of all types.
    taken: BTreeSet<String>,
    /// Selects the files of new operations.
    homes: Homes<'a>,
    /// New error codes.
    declared: BTreeSet<String>,
}

/// Returns the edits for `differences` and for `stale` fixups. With `only_fixups`, every difference becomes a fixup.
pub(super) fn edits<'a>(
    places: &'a Places<'a>,
    document: &'a Document,
    compared: &'a Compared<'a>,
    differences: &'a [Difference<'a>],
    stale: &[&Fixup],
    only_fixups: bool,
) -> Vec<Edit> {
    let mut edits = Edits {
        places,
        document,
        compared,
        differences,
        edits: fixups::removals(places, stale),
        fixups: Fixups::default(),
        done: BTreeSet::new(),
        made: BTreeMap::new(),
        taken: places.api().types.iter().map(|ty| ty.name.wire.clone()).collect(),
        homes: Homes::of(places),
        declared: BTreeSet::new(),
    };
    for difference in differences {
        if only_fixups || !edits.apply(difference) {
            edits.add_fixup(difference);
        }
    }
    let fixups = edits.fixups.edits(places);
    edits.edits.into_iter().chain(fixups).collect()
}

impl<'a> Edits<'a> {
    fn api(&self) -> &'a Api {
        self.places.api()
    }

    /// Applies the document's side of a difference to the spec. Returns whether that is possible.
    fn apply(&mut self, difference: &Difference<'a>) -> bool {
        let named = match &difference.target {
            Target::Argument(_, name) | Target::Member(_, name) | Target::OperationError(_, name) => Some(name),
            Target::Scope(name) | Target::OperationScope(_, name) => Some(name),
            _ => None,
        };
        // A name that is not valid in Rust needs another one, which is left to the author.
        if difference.what == Departure::LeftOut && named.is_some_and(|name| !names::is_nameable(name)) {
            return false;
        }
        match (&difference.target, difference.what, difference.theirs) {
            (Target::Scope(scope), Departure::LeftOut, Theirs::Text(docs)) => {
                let at = self.places.root(["scopes"]);
                self.entry(&at, scope, Yaml::text(todo(Some(docs))))
            }
            (Target::Scope(scope), Departure::Retyped, Theirs::Text(name)) => self.rename_scope(scope, name),
            (Target::NewOperation, _, Theirs::Operation(theirs)) => self.operation(theirs),
            (Target::Operation(ours), Departure::Retyped, Theirs::Operation(theirs)) => {
                let at = self.places.operation(&ours.place, Some("http"));
                let line = self.request_line(ours, theirs);
                // Braces are plain text outside of flow collections, in which no path is written.
                let is_plain =
                    line.matches(' ').count() == 1 && !line.contains(['#', '"', '\'']) && !line.contains(": ");
                self.value(&at, if is_plain { Yaml::raw(line) } else { Yaml::text(line) })
            }
            (Target::Operation(ours), Departure::NotDeprecated, _) => {
                // A polled operation cannot be deprecated.
                let at = self.places.operation(&ours.place, None);
                !self.is_polled(ours) && self.entry(&at, "deprecated", Yaml::text(self.deprecated()))
            }
            (Target::OperationScope(ours, scope), Departure::LeftOut, _) => {
                self.permit(scope);
                let at = self.places.operation(&ours.place, Some("scopes"));
                self.item(&at, scope)
            }
            (Target::OperationError(ours, code), Departure::LeftOut, Theirs::Error(theirs)) => {
                self.declare(&self.file_of(ours.place.file), theirs);
                match self.places.without_error(&ours.place, code) {
                    // It is the code of a lookup, which is listed in `without_errors`.
                    Some(at) => self.push(&at, Change::Remove, ""),
                    None => {
                        let at = self.places.operation(&ours.place, Some("errors"));
                        self.item(&at, code)
                    }
                }
            }
            (Target::Status(ours), Departure::Retyped, Theirs::Error(theirs)) => {
                let at = At { file: ours.place.file, path: below(&ours.place.path, "status") };
                self.value(&at, Yaml::raw(theirs.status.to_string()))
            }
            (Target::Detail(ours), Departure::LeftOut, Theirs::Error(ErrorCode { detail: Some(shape), .. })) => {
                let at = At { file: ours.place.file, path: ours.place.path.clone() };
                let detail = self.returns(&self.file_of(at.file), &ours.name.wire, shape, &[]);
                self.entry(&at, "detail", detail)
            }
            (Target::Argument(ours, wire), Departure::LeftOut, Theirs::Property(property)) => {
                let at = self.places.operation(&ours.place, Some("takes"));
                let owner = self.owner_of(ours);
                let (key, value) = self.field(&self.file_of(at.file), &owner, property, Side::Body, false);
                debug_assert!(key.trim_end_matches('?') == wire);
                self.entry(&at, &key, value)
            }
            (Target::Argument(ours, wire), what, theirs) => {
                let takes = self.places.operation(&ours.place, Some("takes"));
                // A path argument can be neither omitted nor null.
                let in_path = generator::paths::placeholders(&ours.path).any(|place| place == wire);
                let is_kept = match what {
                    Departure::Nullable => true,
                    Departure::Required | Departure::NeverNull => in_path,
                    _ => false,
                };
                let Some(at) = self.places.field(&takes, wire).filter(|_| !is_kept) else { return false };
                self.change(&at, what, theirs, &self.owner_of(ours), Side::Body)
            }
            (Target::Member(id, wire), Departure::LeftOut, theirs) => self.member(*id, wire, theirs),
            (Target::Member(id, wire), what, theirs) => self.changed_member(*id, wire, what, theirs),
            _ => false,
        }
    }

    /// Keeps the spec unchanged, and adds a fixup for the difference.
    fn add_fixup(&mut self, difference: &Difference<'a>) {
        if self.is_of_schema(difference) {
            return;
        }
        let name = self.document.name.rsplit(['/', '\\']).next().unwrap_or_default();
        let version = self.document.version.as_ref().map(|version| format!(", version {version}")).unwrap_or_default();
        let of_lookup = |operation: &ir::Operation, code: &str| {
            !operation.own_errors.iter().any(|id| self.api().error(*id).name.wire == code)
        };
        let (why, evidence) = match difference.what {
            Departure::Added if matches!(&difference.target, Target::OperationError(of, code) if of_lookup(of, code)) => {
                (
                    "It is an error of a lookup that the operation takes.",
                    format!("{name}{version} does not list it for this operation."),
                )
            }
            Departure::Added => (
                "The provider's document no longer has it; remove it here once the server does not support it.",
                format!("It is not in {name}{version}."),
            ),
            Departure::Deprecated => (
                "It is deprecated, although it is not in the provider's document.",
                format!("{name}{version} does not mark it as deprecated."),
            ),
            Departure::NotDeprecated => (
                "It is not deprecated, although it is in the provider's document.",
                format!("{name}{version} marks it as deprecated."),
            ),
            Departure::Nullable if self.is_argument(difference) => (
                "Null clears it. The provider's document marks no argument as nullable.",
                format!("In {name}{version} it is {}.", difference.document),
            ),
            _ => (
                "The provider's document differs, here or elsewhere.",
                format!("In {name}{version} it is {}; in the spec, {}.", difference.document, difference.spec),
            ),
        };
        let mut subjects = difference.subjects.clone();
        if let Target::ServiceError(..) = difference.target {
            // It is a code of the service, and not of the operation.
            subjects.retain(|subject| matches!(subject, Subject::Error { .. }));
        }
        self.fixups.add(self.places, &subjects, difference.what, why, &evidence);
    }

    fn is_argument(&self, difference: &Difference<'a>) -> bool {
        match &difference.target {
            Target::Argument(..) => true,
            Target::Member(id, _) => matches!(self.api().ty(*id).shape, Made::Arguments(_)),
            _ => false,
        }
    }

    /// Whether the schema of a view differs in the same way, so that one fixup explains both.
    fn is_of_schema(&self, difference: &Difference<'a>) -> bool {
        let Target::Member(id, wire) = &difference.target else { return false };
        let Some((schema, _)) = self.places.schema_of(self.api().ty(*id)) else { return false };
        self.differences.iter().any(|other| {
            other.what == difference.what
                && matches!(&other.target, Target::Member(of, name) if *of == schema && name == wire)
        })
    }

    /// Adds a field, kind, member or value to a type.
    fn member(&mut self, id: TypeId, wire: &str, theirs: Theirs<'a>) -> bool {
        let ty = self.api().ty(id);
        let at = self.places.members(ty);
        let file = self.file_of(at.file);
        match (&ty.shape, theirs) {
            (Made::Enum(_), _) => {
                // Clients treat unknown values as pending.
                for pending in self.places.pending(id) {
                    self.item(&pending, wire);
                }
                match self.places.node(&at).map(|node| &node.kind) {
                    Some(Kind::Map(_)) => self.entry(&at, wire, Yaml::text(todo(None))),
                    _ => self.item(&at, wire),
                }
            }
            (Made::Union(_), Theirs::Shape(shape)) => {
                let made = self.type_of(&file, &ty.name.wire, wire, shape, Side::Response);
                is_type_name(&made) && self.entry(&at, wire, Yaml::raw(made))
            }
            (Made::Lookup(_) | Made::OneOf(_), Theirs::Property(property)) if property.nullable => {
                // The members of a lookup or `one_of` cannot be null.
                false
            }
            (Made::Lookup(_) | Made::OneOf(_), Theirs::Property(property)) => {
                let (key, value) = self.field(&file, &ty.name.wire, property, Side::Body, false);
                self.entry(&at, key.trim_end_matches('?'), value)
            }
            (Made::Arguments(_), Theirs::Property(property)) => {
                let (key, value) = self.field(&file, &ty.name.wire, property, Side::Body, false);
                self.entry(&at, &key, value)
            }
            (Made::Struct(_), Theirs::Property(property)) => match self.places.schema_of(ty) {
                Some((schema_id, schema)) => {
                    let is_partial =
                        self.is_partial(id, wire) || self.visits(schema_id) > 0 && self.is_partial(schema_id, wire);
                    let fields = self.places.members(schema);
                    let is_new = match self.places.field(&fields, wire) {
                        Some(_) => true,
                        None => {
                            let file = self.file_of(fields.file);
                            let (key, value) =
                                self.field(&file, &schema.name.wire, property, Side::Response, is_partial);
                            self.entry(&fields, &key, value)
                        }
                    };
                    is_new && self.item(&at, wire)
                }
                None => {
                    let is_partial = self.is_partial(id, wire);
                    let owner = if ty.place.path.len() > 2 { singular_of(&file) } else { ty.name.wire.clone() };
                    let (key, value) = self.field(&file, &owner, property, Side::Response, is_partial);
                    // A response that is a named schema or text has no map of its own.
                    self.entry(&at, &key, value)
                }
            },
            _ => false,
        }
    }

    /// Returns how often a type was compared with its counterparts in the document.
    fn visits(&self, id: TypeId) -> usize {
        self.compared.visits.types.get(&id).copied().unwrap_or_default()
    }

    /// Whether only some of the document's counterparts of a type have `wire`.
    fn is_partial(&self, id: TypeId, wire: &str) -> bool {
        let lacking = self.differences.iter().filter(|difference| {
            difference.what == Departure::LeftOut
                && matches!(&difference.target, Target::Member(of, name) if *of == id && name == wire)
        });
        lacking.count() < self.visits(id)
    }

    /// Changes a field to match the document.
    fn changed_member(&mut self, id: TypeId, wire: &str, what: Departure, theirs: Theirs<'a>) -> bool {
        let ty = self.api().ty(id);
        let schema = self.places.schema_of(ty);
        let side = if matches!(ty.shape, Made::Struct(_)) { Side::Response } else { Side::Body };
        // The document marks no argument as nullable, so that this is not evidence.
        if what == Departure::Nullable && side != Side::Response {
            return false;
        }
        // A view has the types and nullability of its schema, so that these are changed there, if all agree.
        let root = schema.map_or(id, |(id, _)| id);
        let is_conflict = {
            let is_of =
                |of: TypeId| of == root || self.places.schema_of(self.api().ty(of)).is_some_and(|(of, _)| of == root);
            let compared: usize = self
                .compared
                .visits
                .members
                .iter()
                .filter(|((of, name), _)| name == wire && is_of(*of))
                .map(|(_, count)| count)
                .sum();
            let differing = self.differences.iter().filter(|difference| {
                difference.what == what
                    && matches!(&difference.target, Target::Member(of, name) if name == wire && is_of(*of))
            });
            differing.count() < compared
        };
        if matches!(ty.shape, Made::Lookup(_) | Made::OneOf(_))
            && what != Departure::Retyped
            && what != Departure::NotDeprecated
        {
            return false;
        }
        match (what, self.places.member(ty, wire), schema) {
            // A field that can be missing or null in one place can be so in all; the other changes need agreement.
            (Departure::Optional | Departure::Nullable | Departure::Retyped | Departure::NotDeprecated, ..)
                if is_conflict =>
            {
                false
            }
            (Departure::Required, Some(Member::Item(at)), Some(_)) => self.select(&at, wire, true),
            (Departure::Optional, Some(Member::Item(at)), Some((_, schema))) => {
                let is_optional_here = self.places.text(&at).is_some_and(|text| text.contains('?'));
                if is_optional_here {
                    return self.select(&at, wire, false);
                }
                let fields = self.places.members(schema);
                let Some(at) = self.places.field(&fields, wire) else { return false };
                self.change(&at, what, theirs, &schema.name.wire, side)
            }
            (_, Some(Member::Item(at)), Some((_, schema))) => {
                let has_its_own = matches!(self.places.node(&at).map(|node| &node.kind), Some(Kind::Map(_)));
                if has_its_own && what == Departure::Retyped {
                    return false;
                }
                let fields = self.places.members(schema);
                let Some(at) = self.places.field(&fields, wire) else { return false };
                self.change(&at, what, theirs, &schema.name.wire, side)
            }
            (_, Some(Member::Entry(at)), _) if !matches!(ty.shape, Made::Union(_)) => {
                self.change(&at, what, theirs, &ty.name.wire, side)
            }
            _ => false,
        }
    }

    /// Selects a field of a view as optional or required.
    fn select(&mut self, at: &At, wire: &str, optional: bool) -> bool {
        let key = if optional { format!("{wire}?") } else { wire.to_owned() };
        match self.places.node(at).map(|node| &node.kind) {
            Some(Kind::Map(entries)) => {
                let Some(entry) = entries.first() else { return false };
                let at = At { file: at.file, path: below(&at.path, &entry.key) };
                self.rename(&at, &key)
            }
            Some(_) => {
                let written = if optional { format!("\"{key}\"") } else { key };
                self.value(at, Yaml::raw(written))
            }
            None => false,
        }
    }

    /// Changes the field at `at` to match the document.
    fn change(&mut self, at: &At, what: Departure, theirs: Theirs<'a>, owner: &str, side: Side) -> bool {
        let Some(PathStep::Key(key)) = at.path.last() else { return false };
        let wire = key.strip_suffix('?').unwrap_or(key);
        match (what, theirs) {
            (Departure::NotDeprecated, _) => self.entry(at, "deprecated", Yaml::text(self.deprecated())),
            (Departure::Optional, _) => self.rename(at, wire),
            (Departure::Required, _) => self.rename(at, &format!("{wire}?")),
            (Departure::Nullable | Departure::NeverNull | Departure::Retyped, Theirs::Property(property)) => {
                let is_long = matches!(self.places.node(at).map(|node| &node.kind), Some(Kind::Map(_)));
                let ty = if is_long { At { file: at.file, path: below(&at.path, "type") } } else { at.clone() };
                let Some(text) = self.places.text(&ty) else { return false };
                let bare = text.trim_matches(['"', '\'']);
                let bare = bare.strip_suffix('?').unwrap_or(bare).to_owned();
                let can_be_null = match what {
                    Departure::NeverNull => true,
                    Departure::Nullable => false,
                    _ => property.nullable,
                };
                let bare = match what {
                    Departure::Retyped => self.type_of(&self.file_of(at.file), owner, wire, &property.shape, side),
                    _ => bare,
                };
                self.value(&ty, Yaml::raw(nullable(&bare, can_be_null)))
            }
            _ => false,
        }
    }

    /// Returns the text of a deprecation.
    fn deprecated(&self) -> String {
        match &self.document.version {
            Some(version) => format!("Deprecated by the provider, at the latest in version {version}."),
            None => "Deprecated by the provider.".to_owned(),
        }
    }

    fn is_polled(&self, operation: &ir::Operation) -> bool {
        self.api().resources.iter().any(|resource| {
            let polled = resource.waiters.iter().filter_map(|waiter| resource.operations.get(waiter.polls));
            polled.into_iter().any(|polled| std::ptr::eq(polled, operation))
        })
    }

    /// Renames a scope in its declaration and in all operations.
    fn rename_scope(&mut self, scope: &str, name: &str) -> bool {
        let at = self.places.root(["scopes", scope]);
        if self.places.node(&at).is_none() || !self.rename(&at, name) {
            return false;
        }
        for operation in self.api().resources.iter().flat_map(|resource| &resource.operations) {
            let Some(index) = operation.scopes.iter().position(|known| known == scope) else { continue };
            let mut at = self.places.operation(&operation.place, Some("scopes"));
            at.path.push(PathStep::Index(index));
            self.value(&at, Yaml::text(name));
        }
        true
    }

    /// Declares a scope that is declared in neither the spec nor the document.
    fn permit(&mut self, scope: &str) {
        let is_declared = self.document.scopes.iter().any(|(known, _)| known == scope);
        if !is_declared && self.api().scopes.iter().all(|known| known.wire != scope) {
            let at = self.places.root(["scopes"]);
            self.entry(&at, scope, Yaml::text(todo(None)));
        }
    }

    /// Declares a new error code.
    fn declare(&mut self, file: &str, theirs: &'a ErrorCode) {
        let is_known = self.api().errors.iter().any(|error| error.name.wire == theirs.code);
        if is_known || !self.declared.insert(theirs.code.clone()) {
            return;
        }
        let mut entry = vec![
            ("status".to_owned(), Yaml::raw(theirs.status.to_string())),
            ("docs".to_owned(), Yaml::text(todo(theirs.description.as_deref()))),
        ];
        if let Some(detail) = &theirs.detail {
            entry.push(("detail".to_owned(), self.returns(file, &theirs.code, detail, &[])));
        }
        self.edits.push(Edit::new(file, &keys(["errors"]), Change::Entry(theirs.code.clone(), Yaml::Map(entry))));
    }

    /// Returns the key and value of a new field.
    fn field(
        &mut self,
        file: &str,
        owner: &str,
        property: &'a Property,
        side: Side,
        is_partial: bool,
    ) -> (String, Yaml) {
        let required = match side {
            Side::Response => property.required.unwrap_or(true) && !is_partial,
            Side::Body | Side::Query => property.required.unwrap_or(false),
        };
        let key = if required { property.name.clone() } else { format!("{}?", property.name) };
        let bare = self.type_of(file, owner, &property.name, &property.shape, side);
        let is_described = bare.trim_matches(['[', ']']).starts_with(|first: char| first.is_ascii_uppercase());
        let ty = nullable(&bare, property.nullable);
        let value = match is_described {
            true => Yaml::raw(ty),
            false => Yaml::map([("type", Yaml::raw(ty)), ("docs", Yaml::text(todo(property.description.as_deref())))]),
        };
        (key, value)
    }

    /// Returns the fields of a response or of a detail, except `without`.
    fn returns(&mut self, file: &str, owner: &str, shape: &'a Shape, without: &[String]) -> Yaml {
        match self.document.resolve(shape) {
            Shape::Object(fields) => {
                let is_included = |name: &String| !without.contains(name) && names::is_nameable(name);
                let fields = fields.iter().filter(|field| is_included(&field.name));
                Yaml::Map(fields.map(|field| self.field(file, owner, field, Side::Response, false)).collect())
            }
            other => match self.type_of(file, owner, owner, other, Side::Response) {
                named if is_type_name(&named) => Yaml::raw(named),
                // Neither a schema nor an object: its fields are unknown.
                _ => Yaml::Map(Vec::new()),
            },
        }
    }

    fn file_of(&self, file: generator::source::FileId) -> String {
        self.places.file(file)
    }

    /// Returns the prefix for the names of types of an operation's arguments.
    fn owner_of(&self, operation: &ir::Operation) -> String {
        singular_of(&self.file_of(operation.place.file))
    }

    fn entry(&mut self, at: &At, key: &str, value: Yaml) -> bool {
        let wire = key.strip_suffix('?').unwrap_or(key);
        self.push(at, Change::Entry(key.to_owned(), value), wire)
    }

    fn item(&mut self, at: &At, text: &str) -> bool {
        self.push(at, Change::Item(Yaml::text(text)), text)
    }

    fn value(&mut self, at: &At, value: Yaml) -> bool {
        let Some(was) = self.places.text(at) else { return false };
        let edit = Edit::new(&self.file_of(at.file), &at.path, Change::Value(value)).instead_of(was);
        self.push_edit(edit, "")
    }

    fn rename(&mut self, at: &At, key: &str) -> bool {
        let Some(PathStep::Key(was)) = at.path.last() else { return false };
        let edit = Edit::new(&self.file_of(at.file), &at.path, Change::Key(key.to_owned()));
        let edit = edit.instead_of(was.as_str()).with_value(self.places.text(at));
        self.push_edit(edit, "key")
    }

    fn push(&mut self, at: &At, change: Change, name: &str) -> bool {
        let edit = Edit::new(&self.file_of(at.file), &at.path, change);
        self.push_edit(edit, name)
    }

    /// Adds an edit, unless the same node is edited already.
    fn push_edit(&mut self, edit: Edit, name: &str) -> bool {
        if self.done.insert(format!("{} {:?} {name}", edit.file, edit.at)) {
            self.edits.push(edit);
        }
        true
    }
}

/// Returns placeholder docs with the description of the document. `codegen` warns about them.
pub(super) fn todo(description: Option<&str>) -> String {
    match description.map(str::trim).filter(|text| !text.is_empty()) {
        Some(text) => format!("TODO ({})", text.trim_end_matches('.')),
        None => "TODO".to_owned(),
    }
}

/// Whether a type expression is the name of a type of the spec.
fn is_type_name(ty: &str) -> bool {
    ty.starts_with(|first: char| first.is_ascii_uppercase())
}

/// Returns the singular of the name of a resource's file.
fn singular_of(file: &str) -> String {
    let stem = file.rsplit('/').next().unwrap_or(file).trim_end_matches(".yaml");
    crate::names::singular(stem)
}
