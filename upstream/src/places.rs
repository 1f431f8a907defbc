//! Locations in the files of a spec: the file and the keys of a type, field or operation.

use std::fmt;

use generator::{
    Spec, diagnostic,
    ir::{Api, Ending, Operation, Resource, ResponseType, Shape, Type, TypeId, Waiter},
    source::{FileId, LineColumn, NodePart, PathStep, Place, Spots},
    yaml::{self, Node, NodeKind as Kind},
};
use serde::{Serialize, Serializer};

use crate::edit::{below, key_of, keys, span};

/// The files of a spec.
#[derive(Debug)]
pub(crate) struct Places<'a> {
    pub(crate) spec: &'a Spec,
    trees: Vec<Option<Node>>,
}

/// A node of a file.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct At {
    pub(crate) file: FileId,
    pub(crate) path: Vec<PathStep>,
}

/// The place of a field, member, kind or value of a type.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Member {
    /// An entry of a map.
    Entry(At),
    /// An item of a list, such as a value of an enum or a selection of a view.
    Item(At),
}

impl Member {
    pub(crate) fn at(&self) -> &At {
        match self {
            Self::Entry(at) | Self::Item(at) => at,
        }
    }
}

impl<'a> Places<'a> {
    pub(crate) fn of(spec: &'a Spec) -> Self {
        Self { spec, trees: spec.sources.iter().map(|(_, source)| yaml::nodes(&source.text)).collect() }
    }

    pub(crate) fn api(&self) -> &'a Api {
        &self.spec.api
    }

    /// Returns the path of a file as messages show it.
    pub(crate) fn file(&self, file: FileId) -> String {
        self.spec.sources.get(file).path.display().to_string().replace('\\', "/")
    }

    /// Returns the node at `at`.
    pub(crate) fn node(&self, at: &At) -> Option<&Node> {
        let index = self.spec.sources.iter().position(|(id, _)| id == at.file)?;
        self.trees.get(index)?.as_ref()?.at(&at.path)
    }

    /// Returns the text of the node at `at`.
    pub(crate) fn text(&self, at: &At) -> Option<&'a str> {
        let text = self.spec.sources.get(at.file).text.as_str();
        text.get(span(text, self.node(at)?))
    }

    /// Returns the place of `at`, for a diagnostic.
    pub(crate) fn place(&self, at: &At) -> Place {
        let part = match at.path.last() {
            Some(PathStep::Key(_)) => NodePart::Key,
            _ => NodePart::Value,
        };
        Place { file: at.file, path: at.path.clone(), part }
    }

    /// Returns the entry of `api.yaml` at these keys.
    pub(crate) fn root<'k>(&self, path: impl IntoIterator<Item = &'k str>) -> At {
        At { file: self.api().place.file, path: keys(path) }
    }

    /// Returns the entry for the field `wire` of the map at `at`.
    pub(crate) fn field(&self, at: &At, wire: &str) -> Option<At> {
        let key = key_of(self.node(at)?, wire)?;
        Some(At { file: at.file, path: below(&at.path, key) })
    }

    /// Returns the collection of the members of `ty`: its fields, kinds, values or lookup members.
    pub(crate) fn members(&self, ty: &Type) -> At {
        let Place { file, path, .. } = &ty.place;
        if matches!(path.first(), Some(PathStep::Key(section)) if section == "enums") {
            let at = At { file: *file, path: below(path, "values") };
            // An enum of scopes has those of `api.yaml`.
            let is_own = self.node(&at).is_none_or(|node| matches!(node.kind, Kind::Map(_) | Kind::List(_)));
            return if is_own { at } else { self.root(["scopes"]) };
        }
        let key = match (path.first(), &ty.shape) {
            (Some(PathStep::Key(section)), _) => match section.as_str() {
                "arguments" if matches!(ty.shape, Shape::OneOf(_)) => Some("one_of"),
                "schemas" | "arguments" => Some("fields"),
                "lookups" => Some("by"),
                "unions" => Some("options"),
                // A response and the detail of an error are maps of fields.
                _ => None,
            },
            _ => None,
        };
        At { file: *file, path: key.map_or_else(|| path.clone(), |key| below(path, key)) }
    }

    /// Returns the place of the member `wire` of `ty`, if it exists.
    pub(crate) fn member(&self, ty: &Type, wire: &str) -> Option<Member> {
        let at = self.members(ty);
        match &self.node(&at)?.kind {
            Kind::Map(_) => self.field(&at, wire).map(Member::Entry),
            Kind::List(items) => {
                let is = |text: &str| text == wire || text.strip_suffix('?') == Some(wire);
                let index = items.iter().position(|item| match &item.kind {
                    Kind::Plain(text) | Kind::Text(text) => is(text),
                    Kind::Map(entries) => entries.iter().any(|entry| is(&entry.key)),
                    _ => false,
                })?;
                let mut path = at.path;
                path.push(PathStep::Index(index));
                Some(Member::Item(At { file: at.file, path }))
            }
            _ => None,
        }
    }

    /// Returns the schema of a view.
    pub(crate) fn schema_of(&self, ty: &Type) -> Option<(TypeId, &'a Type)> {
        let [PathStep::Key(section), PathStep::Key(schema), PathStep::Key(_), PathStep::Key(_)] = &ty.place.path[..]
        else {
            return None;
        };
        let api = self.api();
        let is = |other: &&Type| {
            other.place.file == ty.place.file && other.place.path == keys([section.as_str(), schema.as_str()])
        };
        let index = api.types.iter().position(|other| is(&other))?;
        Some((api.type_ids().nth(index)?, &api.types[index]))
    }

    /// Returns the entry of `without_errors` for an error code of the operation at `place`.
    pub(crate) fn without_error(&self, place: &Place, code: &str) -> Option<At> {
        let mut at = self.operation(place, Some("without_errors"));
        let Kind::List(items) = &self.node(&at)?.kind else { return None };
        let is = |item: &Node| matches!(&item.kind, Kind::Plain(text) | Kind::Text(text) if text == code);
        at.path.push(PathStep::Index(items.iter().position(is)?));
        Some(at)
    }

    /// Returns the lists of pending values of the waiters that poll the enum `id`.
    pub(crate) fn pending(&self, id: TypeId) -> Vec<At> {
        let waiters = self
            .api()
            .resources
            .iter()
            .flat_map(|resource| resource.waiters.iter().map(move |waiter| (resource, waiter)));
        let polls = waiters.filter(|(resource, waiter)| self.polled(resource, waiter) == Some(id));
        polls.map(|(_, waiter)| At { file: waiter.place.file, path: below(&waiter.place.path, "pending") }).collect()
    }

    /// Returns the enum of the field that a waiter polls.
    fn polled(&self, resource: &Resource, waiter: &Waiter) -> Option<TypeId> {
        let Ending::Status(statuses) = &waiter.ending else { return None };
        let Operation { output: ResponseType::Own(id) | ResponseType::Shared(id), .. } =
            resource.operations.get(waiter.polls)?
        else {
            return None;
        };
        statuses.field.wire.split('.').try_fold(*id, |id, step| match &self.api().ty(id).shape {
            Shape::Struct(object) => object.fields.iter().find(|field| field.name.wire == step)?.ty.named(),
            _ => None,
        })
    }

    /// Returns the entry of the operation at `place`, or of `key` in it.
    pub(crate) fn operation(&self, place: &Place, key: Option<&str>) -> At {
        At { file: place.file, path: key.map_or_else(|| place.path.clone(), |key| below(&place.path, key)) }
    }
}

/// A location in a file: path, line and column. It serializes as it displays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Location {
    file: String,
    span: Option<(LineColumn, LineColumn)>,
}

impl Location {
    pub(crate) fn find(spots: &mut Spots<'_>, place: &Place) -> Self {
        let spot = spots.find(place);
        Self { span: spot.positions(), file: spot.path }
    }

    /// Returns the workflow command for an error annotation on GitHub.
    pub(crate) fn github(&self, title: &str, message: &str) -> String {
        diagnostic::command("error", &self.file, self.span, title, message)
    }

    /// Returns the workflow command for a notice on GitHub.
    pub(crate) fn note(&self, title: &str, message: &str) -> String {
        diagnostic::command("notice", &self.file, self.span, title, message)
    }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.span {
            Some((LineColumn { line, column }, _)) => write!(f, "{}:{line}:{column}", self.file),
            None => f.write_str(&self.file),
        }
    }
}

impl Serialize for Location {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
