//! The files of a spec, and the routes to their nodes.

mod spot;

pub use spot::{LineColumn, Spot, Spots};

use std::{
    ops::Range,
    path::{Path, PathBuf},
    sync::Arc,
};

/// One of the files that were read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(usize);

/// Every file that was read, so that diagnostics can show lines. A clone shares the texts.
#[derive(Debug, Clone, Default)]
pub struct Sources(Vec<Arc<Source>>);

/// A file that was read.
#[derive(Debug)]
pub struct Source {
    /// Its path as messages show it.
    pub path: PathBuf,
    /// Its text.
    pub text: String,
}

impl Sources {
    /// Adds a file.
    pub fn add(&mut self, path: PathBuf, text: String) -> FileId {
        self.0.push(Arc::new(Source { path, text }));
        FileId(self.0.len() - 1)
    }

    /// Every file with its id, in the order in which they were taken in.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &Source)> {
        self.0.iter().enumerate().map(|(index, source)| (FileId(index), &**source))
    }

    /// The same files under the paths that `rename` makes of theirs.
    #[must_use]
    pub fn renamed(&self, rename: impl Fn(&Path) -> PathBuf) -> Self {
        let renamed = |source: &Source| Source { path: rename(&source.path), text: source.text.clone() };
        Self(self.0.iter().map(|source| Arc::new(renamed(source))).collect())
    }

    /// The file behind `id`.
    pub fn get(&self, id: FileId) -> &Source {
        &self.0[id.0]
    }
}

/// The path from the root of a file to one of its nodes. It borrows its parent, so walking the spec does not allocate.
#[derive(Debug, Clone, Copy)]
pub struct Route<'a> {
    parent: Option<&'a Route<'a>>,
    step: RouteStep<'a>,
}

#[derive(Debug, Clone, Copy)]
enum RouteStep<'a> {
    File(FileId),
    Key(&'a str),
    Index(usize),
}

impl<'a> Route<'a> {
    /// The root of a file.
    pub fn root(file: FileId) -> Self {
        Route { parent: None, step: RouteStep::File(file) }
    }

    /// The value under `key`.
    pub fn key(&'a self, key: &'a str) -> Self {
        Route { parent: Some(self), step: RouteStep::Key(key) }
    }

    /// The item at `index`.
    pub fn index(&'a self, index: usize) -> Self {
        Route { parent: Some(self), step: RouteStep::Index(index) }
    }

    /// The place of the value at the end of this route.
    pub fn value(&self) -> Place {
        self.place(NodePart::Value)
    }

    /// The place of the key at the end of this route.
    pub fn name(&self) -> Place {
        self.place(NodePart::Key)
    }

    /// The file.
    pub fn file(&self) -> FileId {
        let mut route = self;
        while let Some(parent) = route.parent {
            route = parent;
        }
        match route.step {
            RouteStep::File(file) => file,
            // Only `root` makes a route without a parent.
            RouteStep::Key(_) | RouteStep::Index(_) => FileId(0),
        }
    }

    fn place(&self, part: NodePart) -> Place {
        let mut path = Vec::new();
        let mut route = self;
        loop {
            match route.step {
                RouteStep::File(file) => {
                    path.reverse();
                    return Place { file, path, part };
                }
                RouteStep::Key(key) => path.push(PathStep::Key(key.to_owned())),
                RouteStep::Index(index) => path.push(PathStep::Index(index)),
            }
            match route.parent {
                Some(parent) => route = parent,
                // Only `root` makes a route without a parent, and its step is a file.
                None => return Place { file: FileId(0), path, part },
            }
        }
    }
}

/// A route that outlives the walk. It becomes a line and a column only when somebody reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The file.
    pub file: FileId,
    /// Keys and indices from its root.
    pub path: Vec<PathStep>,
    /// The part of the node.
    pub part: NodePart,
}

impl Place {
    /// The file as a whole.
    pub fn file(file: FileId) -> Self {
        Place { file, path: Vec::new(), part: NodePart::File }
    }

    /// These bytes of the file, for mistakes that are not in a node.
    pub fn bytes(file: FileId, bytes: Range<usize>) -> Self {
        let part = NodePart::Bytes { start: bytes.start, end: bytes.end };
        Place { file, path: Vec::new(), part }
    }
}

/// One step from a node to one of its children.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum PathStep {
    /// Into a map.
    Key(String),
    /// Into a list.
    Index(usize),
}

/// The part of a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NodePart {
    /// The key.
    Key,
    /// The value.
    Value,
    /// These bytes of the file, whatever node they are in.
    Bytes {
        /// Of the first byte.
        start: usize,
        /// After the last byte.
        end: usize,
    },
    /// No line of it: the whole file, or that it is not there.
    File,
}
