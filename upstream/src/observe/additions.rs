//! The edits that add recorded elements to the spec, with fixups, because they are not in the provider's documents.

mod operations;
mod values;

use std::collections::BTreeSet;

use generator::{
    ir::{Departure, Fixup, Shape as Made, Subject, Type, TypeId},
    source::{FileId, PathStep, Place},
    yaml::NodeKind as Kind,
};

use super::{
    guess::Guess,
    seen::{FieldSeen, Home, Object, Seen, Side, is_json, is_lookup, keys},
    shape::{self, Shape},
};
use crate::{
    edit::{Change, Edit, Yaml, below},
    fixups::{self, Fixups},
    homes::Homes,
    names,
    places::{At, Member, Places},
};

/// The `why` of the fixups.
const WHY: &str = "Undocumented, but present in recorded traffic.";

/// Returns the edits. Removals of fixups are first, because the other edits do not change indices.
pub fn edits<'a>(places: &'a Places<'a>, seen: &'a Seen<'a>) -> Vec<Edit> {
    let mut additions = Additions {
        places,
        guess: Guess::of(places.api()),
        homes: Homes::of(places),
        edits: Vec::new(),
        fixups: Fixups::default(),
        stale: Vec::new(),
        done: BTreeSet::new(),
    };
    for (home, wanted) in wanted(seen) {
        additions.object(&home, wanted);
    }
    additions.types(seen);
    additions.values(seen);
    additions.errors(seen);
    additions.operations(seen);
    additions.made();
    let Additions { edits, fixups, stale, .. } = additions;
    fixups::removals(places, &stale).into_iter().chain(edits).chain(fixups.edits(places)).collect()
}

/// Builds the edits that add recorded elements to a spec.
struct Additions<'a> {
    places: &'a Places<'a>,
    guess: Guess<'a>,
    homes: Homes<'a>,
    edits: Vec<Edit>,
    fixups: Fixups,
    /// Fixups that contradict the recordings.
    stale: Vec<&'a Fixup>,
    /// The edited nodes.
    done: BTreeSet<String>,
}

/// The missing fields of an object of the spec, over all places where it was recorded.
struct Wanted<'a> {
    home: Home<'a>,
    side: Side,
    count: usize,
    /// Whether it was recorded in lists, so that there are more objects than responses.
    in_lists: bool,
    unknown: Vec<(String, Shape)>,
    fields: Vec<FieldSeen<'a>>,
}

/// Returns every declared object that was recorded, by file and keys.
fn wanted<'a>(seen: &Seen<'a>) -> Vec<(Place, Wanted<'a>)> {
    let mut all: Vec<(Place, Wanted<'a>)> = Vec::new();
    for (at, object) in &seen.objects {
        let Some(place) = object.home.place() else { continue };
        let is_same = |known: &Place, wanted: &Wanted<'_>| {
            known == place
                && wanted.side == at.side
                && matches!(wanted.home, Home::Takes(_)) == matches!(object.home, Home::Takes(_))
        };
        let index = all.iter().position(|(known, wanted)| is_same(known, wanted));
        let index = index.unwrap_or_else(|| {
            let Object { home, fields, .. } = Object::new(object.home);
            let (unknown, side) = (Vec::new(), at.side);
            all.push((place.clone(), Wanted { home, side, count: 0, in_lists: false, unknown, fields }));
            all.len() - 1
        });
        let wanted = &mut all[index].1;
        wanted.count += object.count;
        wanted.in_lists |= at.path.contains("[]");
        for (key, shape) in &object.unknown {
            shape::entry(&mut wanted.unknown, key).merge(shape);
        }
        for (sum, field) in wanted.fields.iter_mut().zip(&object.fields) {
            sum.present += field.present;
            sum.nulls += field.nulls;
        }
    }
    // Schemas come before their views, which refer to them.
    all.sort_by(|(a, _), (b, _)| (a.file, keys(a)).cmp(&(b.file, keys(b))));
    all
}

impl Wanted<'_> {
    /// Returns the evidence: how often something was recorded.
    fn evidence(&self, count: usize) -> String {
        let what = match (self.side, self.in_lists) {
            (Side::Response, false) => "responses",
            (Side::Response, true) => "objects in responses",
            (Side::Request, _) => "requests",
        };
        format!("{count} of {} {what}.", self.count.max(count))
    }
}

impl<'a> Additions<'a> {
    fn object(&mut self, place: &Place, wanted: Wanted<'a>) {
        let unknown: Vec<(String, Shape)> =
            wanted.unknown.iter().filter(|(key, _)| names::is_nameable(key)).cloned().collect();
        for (key, shape) in &unknown {
            self.unknown(place, &wanted, key, shape);
        }
        for seen in &wanted.fields {
            self.changed(&wanted, seen);
        }
    }

    /// Adds an undeclared field, argument or member.
    fn unknown(&mut self, place: &Place, wanted: &Wanted<'a>, key: &str, shape: &Shape) {
        let evidence = wanted.evidence(shape.count);
        let owner = self.owner(place, wanted.home);
        let Some(around) = wanted.home.at(self.places, None) else { return };
        let mut subjects = self.subjects(wanted.home, key);
        match wanted.home {
            Home::Type(Type { shape: Made::Union(_), .. }) | Home::Envelope => return,
            Home::Type(ty) => match self.places.schema_of(ty) {
                Some((_, schema)) => {
                    let fields = self.places.members(schema);
                    let is_optional = match self.places.field(&fields, key) {
                        Some(at) => matches!(at.path.last(), Some(PathStep::Key(key)) if key.ends_with('?')),
                        None => {
                            let (name, value) = self.field(fields.file, &schema.name.wire, key, shape, wanted.side);
                            self.entry(&fields, &name, value);
                            subjects = self.subjects(Home::Type(schema), key);
                            true
                        }
                    };
                    let selected = if is_optional { Yaml::text(key) } else { Yaml::raw(format!("\"{key}?\"")) };
                    self.push(&around, Change::Item(selected), key);
                }
                None if is_lookup(wanted.home) => {
                    let bare = self.guess.id(shape).unwrap_or("string").to_owned();
                    let value = described(&bare, shape);
                    self.entry(&around, key, value);
                }
                None => {
                    let (name, value) = self.field(around.file, &owner, key, shape, wanted.side);
                    self.entry(&around, &name, value);
                }
            },
            Home::Takes(_) | Home::Detail(_) => {
                let (name, value) = self.field(around.file, &owner, key, shape, wanted.side);
                self.entry(&around, &name, value);
            }
        }
        self.fixup(&subjects, Departure::Added, &evidence);
    }

    /// Changes a field that was missing or null although it is declared as required or not nullable.
    fn changed(&mut self, wanted: &Wanted<'a>, seen: &FieldSeen<'a>) {
        let (wire, presence) = (&seen.field.name.wire, seen.field.presence);
        let missing = wanted.count.saturating_sub(seen.present);
        if missing > 0 && !presence.is_optional() && !is_lookup(wanted.home) {
            self.optional(wanted, wire, missing);
        }
        if seen.nulls > 0 && !presence.is_nullable() && !is_json(seen.field) && wanted.side == Side::Response {
            let evidence = format!("Null in {}", wanted.evidence(seen.nulls));
            let home = self.schema(wanted.home);
            let Some(at) = home.at(self.places, Some(wire)) else { return };
            self.retype(&at, |bare| crate::drift::nullable(bare, true));
            let subjects = self.subjects(home, wire);
            self.fixup(&subjects, Departure::Nullable, &evidence);
        }
    }

    /// Makes a required field or argument optional that was missing.
    fn optional(&mut self, wanted: &Wanted<'a>, wire: &str, missing: usize) {
        let evidence = format!("Missing in {}", wanted.evidence(missing));
        let Some(at) = wanted.home.at(self.places, Some(wire)) else { return };
        let is_item =
            matches!(wanted.home, Home::Type(ty) if matches!(self.places.member(ty, wire), Some(Member::Item(_))));
        let name = format!("{wire}?");
        if !is_item {
            self.rename(&at, &name);
        } else if let Some(Kind::Map(entries)) = self.places.node(&at).map(|node| &node.kind) {
            let Some(entry) = entries.first() else { return };
            let at = At { file: at.file, path: below(&at.path, &entry.key) };
            self.rename(&at, &name);
        } else {
            self.value(&at, Yaml::raw(format!("\"{name}\"")));
        }
        let subjects = self.subjects(wanted.home, wire);
        self.fixup(&subjects, Departure::Optional, &evidence);
    }

    /// Adds a new field. It is optional, because it is undocumented and older servers did not send it.
    fn field(&mut self, file: FileId, owner: &str, key: &str, shape: &Shape, side: Side) -> (String, Yaml) {
        let ty = self.guess.ty(&self.places.file(file), owner, key, shape, side);
        (format!("{key}?"), described(&ty, shape))
    }

    /// Returns the prefix for the names of new types of fields of `home`.
    fn owner(&self, place: &Place, home: Home<'_>) -> String {
        match keys(place).first() {
            Some(&"operations") => {
                let mut resources = self.places.api().resources.iter();
                let resource = resources.find(|resource| resource.place.file == place.file);
                resource.map_or_else(String::new, |resource| names::singular(&resource.module.name().wire))
            }
            _ => home.name().to_owned(),
        }
    }

    /// Returns the schema of a view, which declares the nullability of its fields; or `home` itself.
    fn schema(&self, home: Home<'a>) -> Home<'a> {
        match home {
            Home::Type(ty) => self.places.schema_of(ty).map_or(home, |(_, schema)| Home::Type(schema)),
            _ => home,
        }
    }

    /// Returns the subjects of a fixup for `wire` in `home`.
    fn subjects(&self, home: Home<'a>, wire: &str) -> Vec<Subject> {
        let operation = |operation: &generator::ir::Operation, part: &str| Subject::Operation {
            method: operation.method,
            path: operation.path.clone(),
            within: format!("{part}.{wire}"),
        };
        match home {
            Home::Takes(known) => vec![operation(known.operation, "takes")],
            // The first field of a code is its detail.
            Home::Detail(code) => {
                vec![Subject::Error { code: code.name.wire.clone(), within: "detail".to_owned() }]
            }
            Home::Envelope => Vec::new(),
            Home::Type(ty) => match keys(&ty.place)[..] {
                ["operations", function, _] => {
                    let all = self.places.api().resources.iter().flat_map(|resource| &resource.operations);
                    let mut own = all.filter(|known| known.place.file == ty.place.file);
                    let found = own.find(|known| known.function.wire == function);
                    found.map(|known| operation(known, "returns")).into_iter().collect()
                }
                ["errors", code, _] => {
                    vec![Subject::Error { code: code.to_owned(), within: format!("detail.{wire}") }]
                }
                _ => self.id(ty).map(|ty| Subject::Member { ty, wire: wire.to_owned() }).into_iter().collect(),
            },
        }
    }

    fn id(&self, ty: &Type) -> Option<TypeId> {
        let api = self.places.api();
        api.type_ids().find(|id| std::ptr::eq(api.ty(*id), ty))
    }

    /// Adds a fixup for a departure from the documents, unless it reverts one.
    fn fixup(&mut self, subjects: &[Subject], what: Departure, evidence: &str) {
        let contrary = match what {
            Departure::Added => Departure::LeftOut,
            Departure::Optional => Departure::Required,
            Departure::Nullable => Departure::NeverNull,
            other => other,
        };
        let about = |fixup: &&Fixup| {
            (fixup.what == contrary || fixup.what == what)
                && subjects.iter().any(|subject| fixup.subjects.contains(subject))
        };
        match self.places.api().fixups.iter().find(about) {
            Some(fixup) if fixup.what == what => {}
            Some(fixup) => {
                if !self.stale.iter().any(|known| known.place == fixup.place) {
                    self.stale.push(fixup);
                }
            }
            None => drop(self.fixups.add(self.places, subjects, what, WHY, evidence)),
        }
    }

    /// Changes the type of the field at `at`.
    fn retype(&mut self, at: &At, ty: impl FnOnce(&str) -> String) {
        let is_long = matches!(self.places.node(at).map(|node| &node.kind), Some(Kind::Map(_)));
        let at = if is_long { At { file: at.file, path: below(&at.path, "type") } } else { at.clone() };
        let Some(text) = self.places.text(&at) else { return };
        let bare = text.trim_matches(['"', '\'']);
        let ty = ty(bare.strip_suffix('?').unwrap_or(bare));
        self.value(&at, Yaml::raw(ty));
    }

    fn entry(&mut self, at: &At, key: &str, value: Yaml) {
        self.push(at, Change::Entry(key.to_owned(), value), key.strip_suffix('?').unwrap_or(key));
    }

    fn value(&mut self, at: &At, value: Yaml) {
        let Some(was) = self.places.text(at) else { return };
        let edit = Edit::new(&self.places.file(at.file), &at.path, Change::Value(value)).instead_of(was);
        self.push_edit(edit, "");
    }

    fn rename(&mut self, at: &At, key: &str) {
        let Some(PathStep::Key(was)) = at.path.last() else { return };
        let edit = Edit::new(&self.places.file(at.file), &at.path, Change::Key(key.to_owned()));
        self.push_edit(edit.instead_of(was.as_str()).with_value(self.places.text(at)), "key");
    }

    fn push(&mut self, at: &At, change: Change, name: &str) {
        self.push_edit(Edit::new(&self.places.file(at.file), &at.path, change), name);
    }

    /// Adds an edit, unless the same node is edited already.
    fn push_edit(&mut self, edit: Edit, name: &str) {
        if self.done.insert(format!("{} {:?} {name}", edit.file, edit.at)) {
            self.edits.push(edit);
        }
    }
}

/// Returns a field of type `ty`, with placeholder docs if the type has no docs.
fn described(ty: &str, shape: &Shape) -> Yaml {
    let bare = ty.trim_matches(['"', '[', ']', '?']);
    if bare.starts_with(|first: char| first.is_ascii_uppercase()) {
        return Yaml::raw(ty);
    }
    Yaml::map([("type", Yaml::raw(ty)), ("docs", Yaml::text(todo(shape.count)))])
}

/// Returns placeholder docs. `codegen` warns about them.
fn todo(count: usize) -> String {
    format!("TODO (undocumented and recorded {})", times(count))
}

/// Formats a count as `once` or `2 times`.
fn times(count: usize) -> String {
    if count == 1 { "once".to_owned() } else { format!("{count} times") }
}
