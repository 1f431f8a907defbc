//! What follows from the spec alone: objects that are listed, fetched, created, changed and deleted.

use std::sync::LazyLock;

use crate::behavior::{self, Behavior};
use crate::catalogue;
use crate::failure::Failure;
use crate::map;
use crate::request::{Call, breaks_rule};
use crate::response;
use crate::spec::{Field, KindId, Method, Operation, Output, Shape, spec};
use crate::store::{Handle, Store};
use crate::value::{Map, Value};

/// How an operation is carried out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Coverage {
    /// From the spec alone.
    Derived,
    /// By a function of [`behavior`].
    Behavior,
    /// By a response with the right fields that says nothing of the store.
    Sample,
}

/// What a derived operation does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    List,
    Get { target: &'static str },
    Create { kind: KindId },
    Update { target: &'static str },
    Delete { target: &'static str },
    Sample,
}

#[derive(Debug, Clone, Copy)]
enum Handler {
    Behavior(Behavior),
    Derived(Role),
}

static HANDLERS: LazyLock<Vec<Handler>> = LazyLock::new(|| {
    let operations = spec().operations().iter();
    operations
        .map(|operation| match behavior::of(operation.name) {
            Some(behavior) => Handler::Behavior(behavior),
            None => Handler::Derived(role(operation)),
        })
        .collect()
});

/// Returns how `operation` is carried out.
pub fn coverage(operation: &Operation) -> Coverage {
    match handler(operation) {
        Some(Handler::Behavior(_)) => Coverage::Behavior,
        None | Some(Handler::Derived(Role::Sample)) => Coverage::Sample,
        Some(Handler::Derived(_)) => Coverage::Derived,
    }
}

fn handler(operation: &Operation) -> Option<Handler> {
    HANDLERS.get(operation.id).copied()
}

/// Carries out a call.
pub(crate) fn carry_out(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    behavior::organizations::policy::permit(store, call)?;
    match handler(call.operation) {
        Some(Handler::Behavior(behavior)) => behavior(store, call),
        Some(Handler::Derived(role)) => play(role, store, call),
        None => derive(store, call),
    }
}

/// Carries out a call as the spec alone says. Behaviors call this for what is not special about an operation.
///
/// # Errors
///
/// If the number of a page is out of range.
pub fn derive(store: &mut Store, call: &Call) -> Result<Map, Failure> {
    play(role(call.operation), store, call)
}

fn play(role: Role, store: &mut Store, call: &Call) -> Result<Map, Failure> {
    match role {
        Role::List => list(store, call),
        Role::Get { target } => Ok(shown(store, call.operation, call.object(target))),
        Role::Create { kind } => {
            let handle = create(store, call, kind);
            Ok(shown(store, call.operation, handle))
        }
        Role::Update { target } => Ok(update(store, call, call.object(target))),
        Role::Delete { target } => {
            let handle = call.object(target);
            let output = shown(store, call.operation, handle);
            store.remove(handle);
            Ok(output)
        }
        Role::Sample => Ok(response::sample(call.operation)),
    }
}

/// What the spec says of an operation.
fn role(operation: &Operation) -> Role {
    let Output::Json(id) = operation.output else { return Role::Sample };
    let output = &spec().of_struct(id).fields;
    let target = target(operation);
    let function = operation.function();
    let is_list = |field: &&Field| matches!(&field.shape, Shape::List(_)) && kind_of(&field.shape).is_some();
    match operation.method {
        Method::Get if operation.pages.is_some() || function.starts_with("list") => {
            if output.iter().any(|field| is_list(&field)) { Role::List } else { Role::Sample }
        }
        Method::Get => match target {
            Some((target, kind)) if output.iter().any(|field| kind_of(&field.shape) == Some(kind)) => {
                Role::Get { target }
            }
            _ => Role::Sample,
        },
        Method::Post if function == "create" || function.starts_with("create_for") => {
            let created = output.iter().find_map(|field| kind_of(&field.shape));
            created.map_or(Role::Sample, |kind| Role::Create { kind })
        }
        Method::Patch if function == "update" => target.map_or(Role::Sample, |(target, _)| Role::Update { target }),
        Method::Delete => target.map_or(Role::Sample, |(target, _)| Role::Delete { target }),
        _ => Role::Sample,
    }
}

/// The argument that selects the object of an operation: the last lookup in its path.
fn target(operation: &Operation) -> Option<(&'static str, KindId)> {
    let in_path = operation.arguments.iter().filter(|argument| argument.segment.is_some());
    let last = in_path.max_by_key(|argument| argument.segment)?;
    match last.field.shape {
        Shape::Lookup(id) => Some((last.field.name, spec().of_lookup(id).kind)),
        _ => None,
    }
}

/// The kind of the objects of a type, or of the items of a list.
fn kind_of(shape: &Shape) -> Option<KindId> {
    match shape {
        Shape::Struct(id) => spec().of_struct(*id).kind,
        Shape::List(item) | Shape::OneOrList(item) => kind_of(item),
        _ => None,
    }
}

/// Returns the response that shows one object, with its annotations.
pub fn shown(store: &Store, operation: &Operation, handle: Handle) -> Map {
    let Output::Json(id) = operation.output else { return Map::new() };
    let kind = store.get(handle).kind();
    let mut output = Map::new();
    for field in &spec().of_struct(id).fields {
        if field.name == "annotations" {
            output.set(field.name, response::annotations(store, handle));
        } else if kind_of(&field.shape) == Some(kind) {
            output.set(field.name, handle);
        } else if field.shape == Shape::Boolean && operation.method == Method::Delete {
            output.set(field.name, true);
        }
    }
    output
}

/// Lists the objects of every list of the response.
fn list(store: &Store, call: &Call) -> Result<Map, Failure> {
    let Output::Json(id) = call.operation.output else { return Ok(Map::new()) };
    let mut output = Map::new();
    for field in &spec().of_struct(id).fields {
        let Some(kind) = kind_of(&field.shape) else { continue };
        if !matches!(field.shape, Shape::List(_)) {
            continue;
        }
        let page = Page::of(call)?;
        let listed = selected(store, call, kind);
        output = page.fill(output, field.name, &listed);
    }
    Ok(output)
}

/// The objects of `kind` that the arguments of a call select.
fn selected<'s>(store: &'s Store, call: &Call, kind: KindId) -> std::borrow::Cow<'s, [Handle]> {
    let is_global = catalogue::is_global(kind);
    let mut filters = call.arguments.iter().filter_map(|(name, value)| Some((name, value.reference()?)));
    let mut filters: Vec<(&'static str, Handle)> =
        filters.by_ref().filter(|(name, _)| !(is_global && *name == "organization")).collect();
    let all = match filters.is_empty() {
        true => store.all_of(kind),
        false => {
            let (name, parent) = filters.remove(0);
            store.children_of(kind, name, parent)
        }
    };
    let annotations = call.get("annotations").items();
    if filters.is_empty() && annotations.is_empty() {
        return all.into();
    }
    let matches = |handle: &&Handle| {
        let object = store.get(**handle);
        let own = object.get("_annotations").items();
        filters.iter().all(|(name, parent)| object.reference(name) == Some(*parent))
            && annotations.iter().all(|wanted| {
                own.iter().any(|one| {
                    one.field("key") == wanted.field("key")
                        && (wanted.field("value").is_null() || one.field("value") == wanted.field("value"))
                })
            })
    };
    all.iter().filter(matches).copied().collect::<Vec<_>>().into()
}

/// The page of a list that a call asks for.
#[derive(Debug, Clone, Copy)]
pub struct Page {
    number: usize,
    size: usize,
    paged: bool,
}

impl Page {
    /// Reads the arguments `page` and `per_page` of a call.
    ///
    /// # Errors
    ///
    /// If one of them is out of range.
    pub fn of(call: &Call) -> Result<Self, Failure> {
        let number = call.get("page").integer().unwrap_or(1);
        let size = call.get("per_page").integer().unwrap_or(30);
        // The server gives its rules these names.
        let number = usize::try_from(number).ok().filter(|number| *number > 0);
        let number = number.ok_or_else(|| breaks_rule(call.operation, "page", "greater_than_zero"))?;
        let size = match usize::try_from(size).unwrap_or_default() {
            0 => return Err(breaks_rule(call.operation, "per_page", "greater_than_zero")),
            size @ 1..=200 => size,
            _ => return Err(breaks_rule(call.operation, "per_page", "less_than_or_equal_to_one_hundred")),
        };
        Ok(Self { number, size, paged: call.operation.pages.is_some() })
    }

    /// Adds the items of this page, and the position of the page.
    pub fn fill(self, output: Map, name: &'static str, all: &[Handle]) -> Map {
        if !self.paged {
            return output.with(name, all.to_vec());
        }
        let start = (self.number - 1).saturating_mul(self.size).min(all.len());
        let end = start.saturating_add(self.size).min(all.len());
        let pagination = map! {
            "current_page" => self.number,
            "total_pages" => all.len().div_ceil(self.size),
            "total" => all.len(),
            "per_page" => self.size,
            "large_set" => false,
        };
        output.with(name, all[start..end].to_vec()).with("pagination", pagination)
    }
}

/// Creates the object of a call: its lookups and properties are the fields of the object.
fn create(store: &mut Store, call: &Call, kind: KindId) -> Handle {
    let mut fields = map! { "created_at" => store.now() };
    for (name, value) in call.arguments.iter() {
        match value {
            Value::Map(properties) => {
                for (name, value) in properties.iter() {
                    fields.set(name, value.clone());
                }
            }
            Value::List(annotations) if name == "annotations" => {
                fields.set("_annotations", annotations.clone());
            }
            value => {
                fields.set(name, value.clone());
            }
        }
    }
    store.create_of(kind, fields)
}

/// Creates an object of `kind` from the lookups, properties and annotations of a call.
pub fn created(store: &mut Store, call: &Call, kind: &str) -> Handle {
    create(store, call, spec().kind(kind).unwrap_or(KindId(usize::MAX)))
}

/// Changes an object: the properties of the call are set, and annotations are merged.
pub fn update(store: &mut Store, call: &Call, handle: Handle) -> Map {
    for (name, value) in call.arguments.iter() {
        match value {
            Value::Map(properties) => {
                for (name, value) in properties.iter() {
                    store.set(handle, name, value.clone());
                }
            }
            Value::List(annotations) if name == "annotations" => annotate(store, handle, annotations),
            _ => {}
        }
    }
    shown(store, call.operation, handle)
}

/// Sets annotations of an object. Those with other keys remain, and one without a value is removed.
pub fn annotate(store: &mut Store, handle: Handle, changes: &[Value]) {
    let mut annotations = store.get(handle).get("_annotations").items().to_vec();
    for change in changes {
        annotations.retain(|one| one.field("key") != change.field("key"));
        if !change.field("value").is_null() {
            annotations.push(change.clone());
        }
    }
    store.set(handle, "_annotations", annotations);
}
