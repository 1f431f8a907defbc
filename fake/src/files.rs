//! Files: the state of a cloud, and seeds.

use std::fmt;
use std::fs;
use std::io::{self, Write};
use std::path::Path;

use serde_json::Value as Node;

use crate::catalogue;
use crate::cloud::Cloud;
use crate::spec::{Field, KindId, Shape, spec};
use crate::store::{Handle, Store};
use crate::value::{Map, Value};

/// Why a file cannot be used.
#[derive(Debug)]
pub struct FileError(String);

impl FileError {
    fn new(path: &Path, error: impl fmt::Display) -> Self {
        Self(format!("{}: {error}", path.display()))
    }
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for FileError {}

impl Cloud {
    /// Writes everything that the cloud has to a file, which is replaced as a whole.
    ///
    /// # Errors
    ///
    /// If the file cannot be written.
    pub fn save(&self, path: &Path) -> Result<(), FileError> {
        let state = self.with_store(|store| store.to_json());
        let dir = path.parent().filter(|dir| !dir.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let write = || -> io::Result<()> {
            let mut file = tempfile::NamedTempFile::new_in(dir)?;
            let mut buffered = io::BufWriter::new(file.as_file_mut());
            serde_json::to_writer(&mut buffered, &state)?;
            buffered.write_all(b"\n")?;
            buffered.flush()?;
            drop(buffered);
            file.as_file().sync_all()?;
            file.persist(path)?;
            Ok(())
        };
        write().map_err(|error| FileError::new(path, error))
    }

    /// Replaces everything that the cloud has by what [`save`](Self::save) wrote.
    ///
    /// # Errors
    ///
    /// If the file cannot be read, or is not the state of a cloud.
    pub fn restore(&self, path: &Path) -> Result<(), FileError> {
        let state = read(path)?;
        self.with_store(|store| store.restore(&state)).map_err(|error| FileError::new(path, error))
    }

    /// Adds the objects of a file: a JSON object with a list for each kind, such as
    /// `{"Tag": [{"name": "web", "color": "blue"}]}`.
    ///
    /// A field that refers to another object selects it by a field, as a lookup does: `{"package": {"permalink":
    /// "rock-3"}}`. Objects belong to the first organization unless they say otherwise.
    ///
    /// # Errors
    ///
    /// If the file cannot be read, or an object in it is invalid. The cloud is unchanged then.
    pub fn seed(&self, path: &Path) -> Result<(), FileError> {
        let seeds = read(path)?;
        self.with_store(|store| {
            let before = store.to_json();
            sow(store, &seeds).map_err(|error| {
                // The state of a store is valid.
                let _ = store.restore(&before);
                FileError::new(path, error)
            })
        })
    }
}

fn read(path: &Path) -> Result<Node, FileError> {
    let text = fs::read_to_string(path).map_err(|error| FileError::new(path, error))?;
    serde_json::from_str(&text).map_err(|error| FileError::new(path, error))
}

/// Adds objects. References are set at the end, because an object may refer to one that comes later.
fn sow(store: &mut Store, seeds: &Node) -> Result<(), String> {
    let kinds = seeds.as_object().ok_or("not a JSON object with a list for each kind")?;
    let mut references = Vec::new();
    for (name, objects) in kinds {
        let kind = spec().kind(name).ok_or_else(|| format!("no kind of object is named `{name}`"))?;
        let objects = objects.as_array().ok_or_else(|| format!("`{name}` is not a list"))?;
        for (index, object) in objects.iter().enumerate() {
            let place = format!("{name}[{index}]");
            let object = object.as_object().ok_or_else(|| format!("`{place}` is not an object"))?;
            let mut fields = Map::new().with("created_at", store.now());
            if !catalogue::is_global(kind) {
                fields.set("organization", store.all("Organization").first().copied());
            }
            let handle = store.create_of(kind, fields);
            for (name, node) in object {
                let place = format!("{place}.{name}");
                let (name, shape) = field(kind, name).ok_or_else(|| format!("`{place}` is no field of its kind"))?;
                match target(&shape) {
                    Some(target) => references.push((handle, name, target, node, place)),
                    None => store.set(handle, name, crate::store::from_json(node)),
                }
            }
        }
    }
    for (handle, name, target, node, place) in references {
        let value = reference(store, target, node).ok_or_else(|| format!("`{place}` selects no object"))?;
        store.set(handle, name, value);
    }
    Ok(())
}

/// The field `name` of a kind: one that responses show, a member of a lookup, or a lookup of an operation.
fn field(kind: KindId, name: &str) -> Option<(&'static str, Shape)> {
    let shown = spec().of_kind(kind).full.and_then(|full| spec().of_struct(full).field(name));
    if let Some(Field { name, shape, .. }) = shown {
        return Some((name, shape.clone()));
    }
    if let Some(unique) = spec().of_kind(kind).unique.iter().find(|unique| **unique == name) {
        return Some((unique, Shape::Text));
    }
    let parent = spec().of_kind(kind).parents.iter().find(|parent| **parent == name)?;
    let arguments = spec().operations().iter().flat_map(|operation| &operation.arguments);
    let argument = arguments.map(|argument| &argument.field).find(|field| field.name == *parent);
    Some((parent, argument.map_or(Shape::Any, |argument| argument.shape.clone())))
}

/// The kind of the objects to which a field refers.
fn target(shape: &Shape) -> Option<KindId> {
    match shape {
        Shape::Struct(id) => spec().of_struct(*id).kind,
        Shape::Lookup(id) => Some(spec().of_lookup(*id).kind),
        Shape::List(item) | Shape::OneOrList(item) => target(item),
        _ => None,
    }
}

fn reference(store: &Store, kind: KindId, node: &Node) -> Option<Value> {
    match node {
        Node::Null => Some(Value::Null),
        Node::Array(items) => {
            items.iter().map(|item| reference(store, kind, item)).collect::<Option<Vec<_>>>().map(Value::List)
        }
        Node::Object(members) => {
            let matches = |handle: &&Handle| {
                let object = store.get(**handle);
                members.iter().all(|(name, value)| *object.get(name) == crate::store::from_json(value))
            };
            store.all_of(kind).iter().find(matches).map(|handle| (*handle).into())
        }
        _ => None,
    }
}
