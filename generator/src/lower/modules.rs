//! Modules: the folder, the service and the module of each file.
//!
//! No two modules have the same path, and none has a name of [`taken`]. The files of the crate follow from that: each module
//! has `PATH.rs`, and within `PATH/` only files whose names are taken or that another rule keeps apart. As a module is in
//! snake case, two paths do not differ in case alone.

use std::{collections::HashMap, path::Path};

use super::Lowering;
use crate::{
    diagnostic::{Annotate, Code, nearest},
    ir::{ModulePath, ServiceId},
    name::{Case, Name},
    source::{FileId, Place, Route, Sources},
    spec, taken,
};

/// The module and the service of a resource.
#[derive(Clone)]
pub(super) struct Module {
    /// Its module, if that has a valid name.
    pub(super) path: Option<ModulePath>,
    /// Its service; the first one if that is unknown, so that the rest of its file is checked, too.
    pub(super) service: ServiceId,
}

/// The owner of a module.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Owner {
    Service,
    Resource,
}

/// The modules so far by path: the owner of each, and where it is declared.
type Paths = HashMap<String, (Owner, Place)>;

impl<'s> Lowering<'s> {
    /// Finds the module of each service and of each resource.
    pub(super) fn modules(&mut self, sources: &Sources) {
        let spec = self.spec;
        let mut paths = Paths::new();
        let root = Route::root(spec.api.file);
        let at = root.key("services");
        for (wire, service) in spec.api.content.services.iter() {
            let at = at.key(wire);
            let at = at.key("module");
            let name = service.module.as_ref().and_then(|module| self.module_of_service(&at, module, &mut paths));
            self.service_modules.push(name);
        }
        let base = sources.get(spec.api.file).path.parent().unwrap_or(Path::new(""));
        for spec::Sourced { file, content } in &spec.resources {
            let path = &sources.get(*file).path;
            let folders = folders(path.strip_prefix(base).unwrap_or(path));
            let service = self.service_of(*file, content, &folders).unwrap_or(ServiceId(0));
            let name = self.module_of_resource(*file, content, path, &folders, &mut paths);
            let outer = self.service_modules.get(service.0).cloned().flatten();
            self.modules.push(Module { path: name.map(|name| ModulePath::new(outer, name)), service });
        }
    }

    /// The module of a service, or `None` once the reason is reported.
    fn module_of_service(&mut self, at: &Route<'_>, module: &str, paths: &mut Paths) -> Option<Name> {
        let help = "write a name in snake case, such as `public`";
        let name = self.module_name(at.value(), module, true, "module name", help)?;
        if let Some((_, first)) = paths.insert(module.to_owned(), (Owner::Service, at.value())) {
            let help =
                "give each service its own module, or remove `module` from one: its resources are then at the root";
            self.error(Code::DuplicateName, at.value(), format!("two services have the module `{module}`"))
                .label("the second one")
                .also(first, "the first one")
                .help(help);
            return None;
        }
        Some(name)
    }

    /// The module of a resource, or `None` once the reason is reported.
    fn module_of_resource(
        &mut self,
        file: FileId,
        resource: &spec::Resource,
        path: &Path,
        folders: &[String],
        paths: &mut Paths,
    ) -> Option<Name> {
        let root = Route::root(file);
        let place = root.key("resource").value();
        let name = resource.resource.as_str();
        let help = "write the plural in snake case, such as `virtual_machines`";
        let module = if self.declared.is_removed_in(file, name) {
            // It is not text, which was reported.
            Name::new(name, Case::Snake)
        } else {
            self.module_name(place.clone(), name, folders.is_empty(), "resource name", help)
        };
        if module.is_some() && path.file_stem().is_none_or(|stem| stem != name) {
            let message = format!("the file name differs from the resource name `{name}`");
            self.error(Code::BadName, place.clone(), message)
                .label("differs from the file name")
                .help(format!("rename the file to `{name}.yaml`"));
        }
        let path = folders.iter().map(String::as_str).chain([name]).collect::<Vec<_>>().join("::");
        match paths.insert(path, (Owner::Resource, place.clone())) {
            None => module,
            Some((Owner::Service, first)) => {
                let message = format!("`{name}` is the module of a service");
                self.error(Code::DuplicateName, place, message)
                    .label("a resource of the same name")
                    .also(first, "the service has this module")
                    .help("rename the resource or the module");
                None
            }
            Some((Owner::Resource, first)) => {
                let message = format!("two files declare the resource `{name}`");
                self.error(Code::DuplicateName, place, message)
                    .label("declared again here")
                    .also(first, "first declared here")
                    .help("merge the files, or rename one of the resources");
                None
            }
        }
    }

    fn module_name(&mut self, place: Place, name: &str, at_root: bool, what: &str, help: &str) -> Option<Name> {
        let module = Name::new(name, Case::Snake).filter(|module| module.plain() == name);
        let (label, help) = match (&module, taken::module(name, at_root)) {
            (Some(_), None) => return module,
            (Some(_), Some(why)) => (why, "choose another name"),
            (None, _) => ("not a Rust module name", help),
        };
        self.error(Code::BadName, place, format!("`{name}` is not a valid {what}")).label(label).help(help);
        None
    }

    /// The service of a resource: that of its folder, or the one that it names if the folder has several.
    fn service_of(&mut self, file: FileId, resource: &spec::Resource, folders: &[String]) -> Option<ServiceId> {
        let spec = self.spec;
        let root = Route::root(file);
        let place = root.key("resource").value();
        let name = resource.resource.as_str();
        let module_of = |id: ServiceId| {
            spec.api.content.services.iter().nth(id.0).and_then(|(_, service)| service.module.as_deref())
        };
        let named = match &resource.service {
            None => None,
            Some(service) => Some(self.service(&root.key("service"), service)?),
        };
        let folder = match folders {
            [] => None,
            [folder] => Some(folder.as_str()),
            [first, ..] => {
                let message = format!("the file is in `{}/`, which is not the module of a service", folders.join("/"));
                self.error(Code::MisplacedFile, place, message)
                    .label("nested too deeply")
                    .help(format!("move it to `{first}/{name}.yaml`, or next to `api.yaml`"));
                return None;
            }
        };
        let Some(service) = named else {
            let mut services = spec.api.content.services.iter();
            let id = services.position(|(_, service)| service.module.as_deref() == folder).map(ServiceId);
            return id.or_else(|| self.no_service(place, name, folder));
        };
        if module_of(service) == folder {
            return Some(service);
        }
        let is_module =
            |folder| (0..spec.api.content.services.iter().len()).map(ServiceId).any(|id| module_of(id) == folder);
        if folder.is_some() && !is_module(folder) {
            return self.no_service(place, name, folder);
        }
        let called = resource.service.as_deref().unwrap_or_default();
        let (where_they_are, target) = match module_of(service) {
            Some(module) => (format!("in `{module}/`"), format!("`{module}/{name}.yaml`")),
            None => ("next to `api.yaml`".to_owned(), format!("`{name}.yaml`, next to `api.yaml`")),
        };
        let others = (0..spec.api.content.services.iter().len()).map(ServiceId);
        let other = others
            .filter(|id| module_of(*id) == folder)
            .map(|id| spec.api.content.services.iter().nth(id.0).map_or("", |(wire, _)| wire));
        let rename = other.map(|other| format!(", or write `service: {other}`")).next().unwrap_or_default();
        self.error(
            Code::MisplacedFile,
            root.key("service").value(),
            format!("the resources of the service `{called}` are {where_they_are}"),
        )
        .label(match folder {
            Some(_) => "this file is in another folder",
            None => "this file is next to `api.yaml`",
        })
        .help(format!("move the file to {target}{rename}"));
        Some(service)
    }

    /// Reports that no service has its resources in `folder`.
    fn no_service<T>(&mut self, place: Place, name: &str, folder: Option<&str>) -> Option<T> {
        // A service that could not be read may have it.
        if !self.declared.is_whole(&Route::root(self.spec.api.file)) {
            return None;
        }
        let services = || self.spec.api.content.services.iter();
        let modules = || services().filter_map(|(_, service)| service.module.as_deref());
        let (message, label, help) = match folder {
            Some(folder) => {
                let near = nearest(folder, modules()).map(|near| format!("did you mean `{near}/`?"));
                let declare = || format!("add `module: {folder}` to a service in api.yaml, or move the file");
                let message = format!("no service has the module `{folder}`");
                (message, "not the folder of a service", near.unwrap_or_else(declare))
            }
            // A missing `services` is reported where it should be declared.
            None => {
                let module = modules().next()?;
                let message = "every service has a module, and this file is in none of them".to_owned();
                (message, "next to `api.yaml`", format!("move it to `{module}/{name}.yaml`"))
            }
        };
        self.error(Code::MisplacedFile, place, message).label(label).help(help);
        None
    }
}

/// The folders on the way to a file.
fn folders(path: &Path) -> Vec<String> {
    let folders = path.parent().into_iter().flat_map(Path::components);
    folders.map(|folder| folder.as_os_str().to_string_lossy().into_owned()).collect()
}
