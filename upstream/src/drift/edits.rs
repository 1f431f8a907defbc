//! The edits that make the spec say what the document says. What the document has lost stays in the spec, with a fixup,
//! because removing it breaks those who use it, which only a person decides.

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

/// Edits of a spec towards one document.
pub(super) struct Edits<'a> {
    places: &'a Places<'a>,
    document: &'a Document,
    compared: &'a Compared<'a>,
    differences: &'a [Difference<'a>],
    edits: Vec<Edit>,
    fixups: Fixups,
    /// What is new already, by file and way, so that a difference that shows twice is settled once.
    done: BTreeSet<String>,
    /// The types that were made of schemas of the document.
    made: BTreeMap<String, String>,
    /// Every name of a type.
    taken: BTreeSet<String>,
    /// Where new operations belong.
    homes: Homes<'a>,
    /// Error codes that are new.
    declared: BTreeSet<String>,
}

/// Makes edits of `differences` and of `stale` fixups. With `only_fixups`, the spec stays and departs on purpose.
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
        if only_fixups || !edits.follow(difference) {
            edits.depart(difference);
        }
    }
    let fixups = edits.fixups.edits(places);
    edits.edits.into_iter().chain(fixups).collect()
}

impl<'a> Edits<'a> {
    fn api(&self) -> &'a Api {
        self.places.api()
    }

    /// Has the spec say what the document says; returns whether that can be done by editing it.
    fn follow(&mut self, difference: &Difference<'a>) -> bool {
        let named = match &difference.target {
            Target::Argument(_, name) | Target::Member(_, name) | Target::OperationError(_, name) => Some(name),
            Target::Scope(name) | Target::OperationScope(_, name) => Some(name),
            _ => None,
        };
        // What cannot be named in Rust needs a name of its own, which only a person can choose.
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
                // Its braces are text unless they stand between others, where no author writes a path.
                let is_plain =
                    line.matches(' ').count() == 1 && !line.contains(['#', '"', '\'']) && !line.contains(": ");
                self.value(&at, if is_plain { Yaml::raw(line) } else { Yaml::text(line) })
            }
            (Target::Operation(ours), Departure::NotDeprecated, _) => {
                // What a waiter polls cannot be deprecated.
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
                    // It is the code of a lookup, which the operation excepts.
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
                // What stands in the path can be neither left out nor null.
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

    /// Keeps what the spec says, with a fixup that says why.
    fn depart(&mut self, difference: &Difference<'a>) {
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
                "The provider's document no longer has it; remove it here once the server no longer knows it.",
                format!("It is not in {name}{version}."),
            ),
            Departure::Deprecated => (
                "It is deprecated, in spite of the provider's document.",
                format!("{name}{version} does not say that it is deprecated."),
            ),
            Departure::NotDeprecated => (
                "It is in use here, in spite of the provider's document.",
                format!("{name}{version} says that it is deprecated."),
            ),
            Departure::Nullable if self.is_argument(difference) => (
                "Null clears it, which the provider's document does not say of any argument.",
                format!("In {name}{version} it is {}.", difference.document),
            ),
            _ => (
                "The provider's document says otherwise, here or elsewhere.",
                format!("In {name}{version} it is {}; in the spec, {}.", difference.document, difference.spec),
            ),
        };
        let mut subjects = difference.subjects.clone();
        if let Target::ServiceError(..) = difference.target {
            // It is no code of the operation in which it shows.
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

    /// Whether the schema of a view differs in the same way, so that a fixup of its field explains that of the view too.
    fn is_of_schema(&self, difference: &Difference<'a>) -> bool {
        let Target::Member(id, wire) = &difference.target else { return false };
        let Some((schema, _)) = self.places.schema_of(self.api().ty(*id)) else { return false };
        self.differences.iter().any(|other| {
            other.what == difference.what
                && matches!(&other.target, Target::Member(of, name) if *of == schema && name == wire)
        })
    }

    /// A field, kind, member or value that a type lacks.
    fn member(&mut self, id: TypeId, wire: &str, theirs: Theirs<'a>) -> bool {
        let ty = self.api().ty(id);
        let at = self.places.members(ty);
        let file = self.file_of(at.file);
        match (&ty.shape, theirs) {
            (Made::Enum(_), _) => {
                // What a client takes a value for that it does not know.
                for pending in self.places.pending(id) {
                    self.item(&pending, wire);
                }
                match self.places.node(&at).map(|node| &node.kind) {
                    Some(Kind::Map(_)) => self.entry(&at, wire, Yaml::text(todo(None))),
                    _ => self.item(&at, wire),
                }
            }
            (Made::Union(_), Theirs::Shape(shape)) => {
                let made = self.type_of(&file, &ty.name.wire, wire, shape, Side::Answer);
                is_type_name(&made) && self.entry(&at, wire, Yaml::raw(made))
            }
            (Made::Lookup(_) | Made::OneOf(_), Theirs::Property(property)) if property.nullable => {
                // What chooses among keys has no nulls.
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
                            let (key, value) = self.field(&file, &schema.name.wire, property, Side::Answer, is_partial);
                            self.entry(&fields, &key, value)
                        }
                    };
                    is_new && self.item(&at, wire)
                }
                None => {
                    let is_partial = self.is_partial(id, wire);
                    let owner = if ty.place.path.len() > 2 { singular_of(&file) } else { ty.name.wire.clone() };
                    let (key, value) = self.field(&file, &owner, property, Side::Answer, is_partial);
                    // What an operation returns as a named schema, or as text, has no map of its own.
                    self.entry(&at, &key, value)
                }
            },
            _ => false,
        }
    }

    /// How often the document's counterparts of a type were compared with it.
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

    /// A field that is not as the document has it.
    fn changed_member(&mut self, id: TypeId, wire: &str, what: Departure, theirs: Theirs<'a>) -> bool {
        let ty = self.api().ty(id);
        let schema = self.places.schema_of(ty);
        let side = if matches!(ty.shape, Made::Struct(_)) { Side::Answer } else { Side::Body };
        // A document that has lost the nulls of arguments is no reason to send none.
        if what == Departure::Nullable && side != Side::Answer {
            return false;
        }
        // Views have the type and the nulls of their schema, so that both are changed there, if all of them agree.
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
            // Whatever can be missing or null somewhere can be so everywhere; the rest needs agreement.
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

    /// Selects a field of a view as one that can be missing, or cannot.
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

    /// Changes the field at `at` to what the document has.
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

    /// Why something is deprecated, as far as the document says.
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

    /// Gives a scope another name, wherever it is permitted.
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

    /// Declares a scope that neither the spec nor the document declares.
    fn permit(&mut self, scope: &str) {
        let is_declared = self.document.scopes.iter().any(|(known, _)| known == scope);
        if !is_declared && self.api().scopes.iter().all(|known| known.wire != scope) {
            let at = self.places.root(["scopes"]);
            self.entry(&at, scope, Yaml::text(todo(None)));
        }
    }

    /// Declares an error code that the spec does not have.
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

    /// The key and value of a new field.
    fn field(
        &mut self,
        file: &str,
        owner: &str,
        property: &'a Property,
        side: Side,
        is_partial: bool,
    ) -> (String, Yaml) {
        let required = match side {
            Side::Answer => property.required.unwrap_or(true) && !is_partial,
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

    /// The keys of what an operation returns, or of a detail, but for `without`.
    fn returns(&mut self, file: &str, owner: &str, shape: &'a Shape, without: &[String]) -> Yaml {
        match self.document.resolve(shape) {
            Shape::Object(fields) => {
                let is_said = |name: &String| !without.contains(name) && names::is_nameable(name);
                let fields = fields.iter().filter(|field| is_said(&field.name));
                Yaml::Map(fields.map(|field| self.field(file, owner, field, Side::Answer, false)).collect())
            }
            other => match self.type_of(file, owner, owner, other, Side::Answer) {
                named if is_type_name(&named) => Yaml::raw(named),
                // Neither a schema nor an object: what there is to say of it is that it is there.
                _ => Yaml::Map(Vec::new()),
            },
        }
    }

    fn file_of(&self, file: generator::source::FileId) -> String {
        self.places.file(file)
    }

    /// After what a type of an operation's argument can be named.
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

    /// Takes an edit in, if the same node has none yet.
    fn push_edit(&mut self, edit: Edit, name: &str) -> bool {
        if self.done.insert(format!("{} {:?} {name}", edit.file, edit.at)) {
            self.edits.push(edit);
        }
        true
    }
}

/// The docs of what only a person can describe, with what the document says of it. `codegen` warns of them.
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

/// What the file of a resource is about, of which there are several.
fn singular_of(file: &str) -> String {
    let stem = file.rsplit('/').next().unwrap_or(file).trim_end_matches(".yaml");
    crate::names::singular(stem)
}
