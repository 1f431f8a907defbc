//! Selects the file, the resource and the function name of a new operation.

use std::collections::BTreeSet;

use generator::{
    ir::{Api, Operation, Resource, ServiceId},
    paths,
};

use crate::{
    edit::{Change, Edit, Yaml},
    names,
    places::Places,
};

/// Selects files and function names of new operations.
#[derive(Debug)]
pub(crate) struct Homes<'a> {
    places: &'a Places<'a>,
    functions: BTreeSet<(String, String)>,
    created: BTreeSet<String>,
}

/// A segment of a path.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Segment {
    /// The literal, or the name of the argument.
    pub(crate) word: String,
    /// Whether it is a placeholder.
    pub(crate) is_place: bool,
}

/// The file and resource of an operation.
#[derive(Debug)]
pub(crate) struct Home {
    /// The file.
    pub(crate) file: String,
    /// The resource.
    pub(crate) resource: String,
    /// The literal segments of the path from that of the resource on.
    words: Vec<String>,
    /// The edit that creates the file, if it is new.
    pub(crate) edits: Vec<Edit>,
}

impl<'a> Homes<'a> {
    pub(crate) fn of(places: &'a Places<'a>) -> Self {
        Self { places, functions: BTreeSet::new(), created: BTreeSet::new() }
    }

    fn api(&self) -> &'a Api {
        self.places.api()
    }

    fn resources(&self, service: ServiceId) -> impl Iterator<Item = &'a Resource> + Clone + use<'a> {
        self.api().resources.iter().filter(move |resource| resource.service == service)
    }

    /// Selects the file of an operation of `service` at `path`. `names` returns whether it has an argument or response
    /// field with a name.
    pub(crate) fn home(&mut self, service: ServiceId, path: &[Segment], names: impl Fn(&str) -> bool) -> Home {
        let resources = self.resources(service);
        let words = |from: usize| {
            let words = path[from..].iter().filter(|segment| !segment.is_place);
            words.map(|segment| segment.word.clone()).collect::<Vec<_>>()
        };
        let existing = |resource: &Resource, words| Home {
            file: self.places.file(resource.place.file),
            resource: resource.module.name().wire.clone(),
            words,
            edits: Vec::new(),
        };
        for (index, Segment { word, is_place }) in path.iter().enumerate().rev() {
            let is_of = |resource: &&Resource| {
                let name = &resource.module.name().wire;
                name == word || names::singular(name) == *word
            };
            match resources.clone().find(is_of) {
                _ if *is_place => {}
                Some(resource) => return existing(resource, words(index)),
                None => {
                    let (one, name) = (names::singular(word), names::snake(word));
                    let is_named = names(word) || names::singulars(word).iter().any(|one| names(one));
                    if one != *word && !name.is_empty() && is_named {
                        return self.create(service, name, words(index));
                    }
                }
            }
        }
        // Otherwise, the resource whose paths have the longest common prefix.
        let base = &self.api().service(service).path;
        let common = |operation: &Operation| {
            let ours = operation.path.strip_prefix(base.as_str()).unwrap_or(&operation.path);
            let ours = ours.split('/').filter(|segment| !segment.is_empty());
            ours.zip(path).take_while(|(ours, segment)| paths::unmarked(ours) == segment.word).count()
        };
        let likeness = |resource: &&Resource| resource.operations.iter().map(common).max().unwrap_or_default();
        match resources.max_by_key(likeness) {
            Some(resource) => existing(resource, words(0)),
            None => self.create(service, "operations".to_owned(), words(0)),
        }
    }

    /// Creates a new file for a resource.
    fn create(&mut self, service: ServiceId, resource: String, words: Vec<String>) -> Home {
        let api = self.api();
        let wanted = api.service(service);
        let folder = wanted.module.as_ref().map(|module| module.wire.clone());
        let root = self.places.file(api.place.file);
        let dir = root.rsplit_once('/').map_or(String::new(), |(dir, _)| format!("{dir}/"));
        let (inner, up) = folder.as_ref().map_or((String::new(), "./"), |folder| (format!("{folder}/"), "../"));
        let file = format!("{dir}{inner}{resource}.yaml");
        let mut edits = Vec::new();
        if self.created.insert(file.clone()) {
            let modeline = format!("# yaml-language-server: $schema={up}schema/resource.schema.json");
            let text = format!("{modeline}\nresource: {resource}\ndocs: TODO\n");
            edits.push(Edit::new(&file, &[], Change::Create(text)));
            // The first service of a folder is the default.
            let of = |module: Option<&str>| {
                let mut services = api.services.iter();
                services.find(|service| service.module.as_ref().map(|module| module.wire.as_str()) == module)
            };
            if of(folder.as_deref()).is_some_and(|first| first.wire != wanted.wire) {
                let service = Yaml::text(&wanted.wire);
                edits.push(Edit::new(&file, &[], Change::Entry("service".to_owned(), service)));
            }
        }
        Home { file, resource, words, edits }
    }

    /// Returns a name that is unique in the file.
    pub(crate) fn function(&mut self, home: &Home, method: &str, path: &[Segment], is_list: bool) -> String {
        let ends_in_place = path.last().is_some_and(|segment| segment.is_place);
        let name = names::function(method, &home.words, &home.resource, ends_in_place, is_list);
        let of_file = |resource: &&Resource| self.places.file(resource.place.file) == home.file;
        let known: Vec<&str> = self
            .api()
            .resources
            .iter()
            .filter(of_file)
            .flat_map(|resource| &resource.operations)
            .map(|operation| operation.function.wire.as_str())
            .collect();
        let parent = path.iter().rev().find(|segment| segment.is_place).map(|segment| names::snake(&segment.word));
        let of_parent = parent.map(|parent| format!("{name}_for_{parent}"));
        let numbered = (2..).map(|number| format!("{name}_{number}"));
        let mut candidates = std::iter::once(name.clone()).chain(of_parent).chain(numbered);
        let free = candidates
            .find(|name| !known.contains(&name.as_str()) && self.functions.insert((home.file.clone(), name.clone())));
        free.unwrap_or(name)
    }
}

/// Returns a path in the syntax of the spec.
pub(crate) fn template(path: &[Segment]) -> String {
    let shown = path.iter().map(|segment| match segment.is_place {
        true => format!("/{{{}}}", segment.word),
        false => format!("/{}", segment.word),
    });
    shown.collect()
}
