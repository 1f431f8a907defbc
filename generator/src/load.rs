//! From the files of a spec to its content. Every mistake is reported, and the rest of a file is still loaded.

mod explain;
mod files;
mod limits;
mod meant;
mod prose;
mod removed;
mod repair;

use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;

use crate::{
    diagnostic::Diagnostic,
    parallel,
    source::{FileId, Place, Source, Sources},
    spec::{Api, Resource, Sourced, Spec},
    yaml::{self, Flaw},
};
pub use files::Files;

use files::SpecFile;
use limits::MAX_FILE;

pub use removed::Removed;

/// The result of loading a spec.
#[derive(Debug)]
pub struct Loaded {
    /// The content of the files, without their mistakes; `None` if `api.yaml` or a whole file cannot be read.
    pub spec: Option<Spec>,
    /// The files.
    pub sources: Sources,
    /// Their mistakes.
    pub diagnostics: Vec<Diagnostic>,
    /// The parts that `spec` leaves out.
    pub removed: Removed,
}

/// Loads a spec from disk: `api.yaml`, and every other `*.yaml` in its folder and the folders in that.
pub fn files(files: Files) -> Loaded {
    let mut loading = Loading::default();
    for (path, why) in files.unreadable {
        loading.unreadable(path, why);
    }
    if let Some(why) = files.excess {
        return loading.too_large(files.dir, why);
    }
    loading.spec(files.read, files.dir.join(API))
}

/// Loads these files from memory.
pub fn texts(files: impl IntoIterator<Item = (PathBuf, String)>) -> Loaded {
    let files: Vec<_> = files.into_iter().map(|(path, text)| SpecFile::new(path, text)).collect();
    match limits::excess(files.len(), files.iter().map(|file| file.text.len()).sum()) {
        Some(why) => Loading::default().too_large(PathBuf::from(API), why),
        None => Loading::default().spec(files, PathBuf::from(API)),
    }
}

/// The file with the facts about the whole API.
const API: &str = "api.yaml";

/// A minimal `api.yaml`, for new specs.
const SMALLEST_API: &str = "\
api: my_cloud
crate: my_cloud_api
docs: Runs virtual machines.
url: https://api.my-cloud.example
environment: { token: MY_CLOUD_TOKEN, url: MY_CLOUD_URL }
services:
  main: { docs: All of it., path: /v1, authentication: bearer }
";

/// The maximum number of mistakes to report in one file.
const LIMIT: usize = 200;

/// The `api.yaml` among `paths`: the outermost, because a folder may have a resource of that name.
pub(crate) fn api_path<'a>(paths: impl Iterator<Item = &'a Path>) -> Option<&'a Path> {
    let named = paths.filter(|path| path.file_name().is_some_and(|name| name == API));
    named.min_by_key(|path| path.components().count())
}

/// The state of the loader.
#[derive(Debug, Default)]
struct Loading {
    sources: Sources,
    diagnostics: Vec<Diagnostic>,
    removed: Removed,
}

impl Loading {
    /// Loads every file; `api` is named where none of them is `api.yaml`.
    fn spec(mut self, mut files: Vec<SpecFile>, api: PathBuf) -> Loaded {
        files.sort_by(|a, b| a.path.cmp(&b.path));
        let all_readable = self.diagnostics.is_empty();
        let api_path = api_path(files.iter().map(|file| file.path.as_path())).map(Path::to_owned);
        if api_path.is_none() && all_readable {
            let file = self.sources.add(api, String::new());
            self.diagnostics.push(explain::no_api(file));
        }
        let files: Vec<_> = files
            .into_iter()
            .map(|SpecFile { path, text, foreign_byte, too_large }| {
                let is_api = Some(&path) == api_path.as_ref();
                Listed { id: self.sources.add(path, text), is_api, foreign_byte, too_large }
            })
            .collect();
        let read = parallel::map(&files, |file| {
            let mut reading = Reading::new(file, self.sources.get(file.id));
            let content = if file.is_api {
                Content::Api(reading.content().map(Box::new))
            } else {
                Content::Resource(reading.content().map(Box::new))
            };
            (content, reading.diagnostics, reading.removed)
        });
        let mut api = None;
        let mut resources = Vec::new();
        for (content, diagnostics, removed) in read {
            self.diagnostics.extend(diagnostics);
            self.removed.extend(removed);
            match content {
                Content::Api(content) => api = content.map(|content| *content),
                Content::Resource(content) => resources.extend(content.map(|content| *content)),
            }
        }
        let spec = api.filter(|_| all_readable).map(|api| Spec { api, resources });
        let Self { sources, diagnostics, removed } = self;
        Loaded { spec, sources, diagnostics, removed }
    }

    /// The result for a spec that is too large to be read: only the message.
    fn too_large(mut self, dir: PathBuf, why: String) -> Loaded {
        let file = self.sources.add(dir, String::new());
        self.diagnostics.push(explain::too_large(file, why));
        let Self { sources, diagnostics, removed } = self;
        Loaded { spec: None, sources, diagnostics, removed }
    }

    fn unreadable(&mut self, path: PathBuf, why: String) {
        let file = self.sources.add(path, String::new());
        self.diagnostics.push(explain::unreadable(file, why));
    }
}

/// A file of which the text is in the sources.
struct Listed {
    id: FileId,
    /// Whether it is `api.yaml`.
    is_api: bool,
    foreign_byte: Option<usize>,
    too_large: bool,
}

/// The content of a file, if it can be read.
enum Content {
    Api(Option<Box<Sourced<Api>>>),
    Resource(Option<Box<Sourced<Resource>>>),
}

/// A file that is being read, and what is found in it.
struct Reading<'s> {
    file: &'s Listed,
    source: &'s Source,
    diagnostics: Vec<Diagnostic>,
    removed: Removed,
}

impl<'s> Reading<'s> {
    fn new(file: &'s Listed, source: &'s Source) -> Self {
        Self { file, source, diagnostics: Vec::new(), removed: Removed::default() }
    }

    /// The content of the file, as far as it can be read.
    fn content<T: DeserializeOwned>(&mut self) -> Option<Sourced<T>> {
        let Listed { id, foreign_byte, too_large, .. } = *self.file;
        let text = self.source.text.as_str();
        if let Some(at) = foreign_byte {
            self.diagnostics.push(explain::not_utf8(id, at));
        }
        if too_large {
            self.diagnostics.push(explain::too_large(id, format!("this file is larger than {} KiB", MAX_FILE / 1024)));
            self.removed.add(id, text);
            return None;
        }
        let bounded = limits::may_nest_deeply(text).then(|| yaml::parse(text));
        let is_broken = bounded.as_ref().is_some_and(|(tree, _)| tree.is_none());
        if !is_broken && let Some(content) = at_once(text) {
            if prose::is_suspect(text) {
                let (tree, _) = yaml::parse(text);
                self.diagnostics.extend(tree.into_iter().flat_map(|tree| prose::lost(id, text, &tree)));
            }
            return Some(Sourced { file: id, content });
        }
        let (tree, flaws) = bounded.unwrap_or_else(|| yaml::parse(text));
        self.diagnostics.extend(tree.iter().flat_map(|tree| prose::lost(id, text, tree)));
        for flaw in &flaws {
            if let Flaw::DuplicateKeys { lost, .. } = flaw {
                lost.iter().for_each(|span| self.removed.add(id, text.get(span.clone()).unwrap_or(text)));
            }
        }
        let is_api = self.source.path.file_name().is_some_and(|name| name == API);
        let flaws = flaws.into_iter().take(LIMIT).map(|flaw| match flaw {
            Flaw::Empty if is_api => explain::empty_api(id),
            flaw => explain::flaw(id, text, flaw),
        });
        self.diagnostics.extend(flaws);
        let repaired = tree.map(|mut tree| repair::decode(&mut tree, |wrong, tree| explain::wrong(id, wrong, tree)));
        let Some(repaired) = repaired else {
            self.removed.add(id, text);
            return None;
        };
        self.diagnostics.extend(repaired.diagnostics);
        for span in repaired.lost {
            self.removed.add(id, text.get(span).unwrap_or(text));
        }
        for path in repaired.values {
            self.removed.add_value(id, path);
        }
        if repaired.content.is_none() {
            self.removed.add(id, text);
        }
        repaired.content.map(|content| Sourced { file: id, content })
    }
}

/// The content of `text`, if it has no mistakes. If it has, reading it as a tree finds them and their places.
fn at_once<T: DeserializeOwned>(text: &str) -> Option<T> {
    if has_marks(text) { None } else { serde_yaml::from_str(text).ok() }
}

/// Whether `text` has the first character of an anchor, an alias or a tag, which `serde_yaml` accepts.
fn has_marks(text: &str) -> bool {
    // One character at a time, which is a search by word also where the generator is not optimized.
    ['&', '*', '!'].into_iter().any(|mark| text.contains(mark))
}

/// The place of `span`, or the whole file.
fn place(file: FileId, span: Option<std::ops::Range<usize>>) -> Place {
    span.map_or(Place::file(file), |span| Place::bytes(file, span))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_without_mistakes_is_read_once() {
        let files = Files::of(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ok"));
        let mut read = 0;
        for SpecFile { path, text, .. } in files.read.iter().filter(|file| !has_marks(&file.text)) {
            let is_read = match path.ends_with(API) {
                true => at_once::<Api>(text).is_some(),
                false => at_once::<Resource>(text).is_some(),
            };
            assert!(is_read, "{}", path.display());
            read += 1;
        }
        assert!(read > 5, "the files of the shop");
    }
}
