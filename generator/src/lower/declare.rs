//! The declared names, collected before their entries are lowered.

use std::{collections::HashMap, ops::Range};

use crate::{
    diagnostic::{Annotate, Code, Diagnostic},
    ir,
    load::Removed,
    name::{self, Case, Ident, Name},
    source::{FileId, Place, Route},
    spec::{self, Listed, Spec, Values},
    taken,
};

/// A declared type: its name, its entry, and where it is.
pub(super) struct Declared<'s> {
    pub(super) name: &'s str,
    pub(super) entry: Entry<'s>,
    pub(super) place: Place,
    /// Whether the name is declared twice, so that it is ambiguous.
    pub(super) doubtful: bool,
}

/// The entry of a type.
#[derive(Clone, Copy)]
pub(super) enum Entry<'s> {
    Id(&'s spec::Id),
    Lookup(&'s spec::Lookup),
    Arguments(&'s spec::ArgumentsObject),
    Schema(&'s spec::Schema),
    /// With the name of its schema.
    View(&'s spec::View, &'s str),
    Union(&'s spec::Union),
    Enum(&'s spec::StringEnum),
    Document(&'s spec::Document),
}

/// Every name of the spec that another entry can refer to.
pub(super) struct Declarations<'s> {
    pub(super) api: Name,
    pub(super) krate: Ident,
    pub(super) types: Vec<Declared<'s>>,
    by_name: HashMap<&'s str, ir::TypeId>,
    /// For each resource, which of `types` are its own.
    of_resource: Vec<Range<usize>>,
    /// Every error code with its entry and file.
    pub(super) errors: Vec<(&'s str, &'s spec::ErrorCode, FileId)>,
    pub(super) error_codes: HashMap<&'s str, ir::ErrorId>,
    /// Names whose entries could not be read: a reference to one is not another mistake.
    removed: &'s Removed,
}

impl<'s> Declarations<'s> {
    /// The declarations of `spec`; invalid names are reported.
    pub(super) fn of(spec: &'s Spec, removed: &'s Removed, diagnostics: &mut Vec<Diagnostic>) -> Self {
        let root = Route::root(spec.api.file);
        let mut declarations = Self {
            api: api_name(&root, &spec.api.content.api, removed, diagnostics),
            krate: crate_name(&root, &spec.api.content.crate_name, removed, diagnostics),
            types: Vec::new(),
            by_name: HashMap::new(),
            of_resource: Vec::new(),
            errors: Vec::new(),
            error_codes: HashMap::new(),
            removed,
        };
        for resource in &spec.resources {
            let start = declarations.types.len();
            let mut of_doubtful = false;
            for (name, entry, place) in entries(resource) {
                // A schema is declared before its views.
                let is_view = matches!(entry, Entry::View(..));
                let doubtful = is_view && of_doubtful;
                let doubtful = declarations.declare(Declared { name, entry, place, doubtful }, diagnostics);
                of_doubtful = if is_view { of_doubtful } else { doubtful };
            }
            declarations.of_resource.push(start..declarations.types.len());
        }
        declarations
    }

    /// Adds a type, and returns whether its name is declared twice.
    fn declare(&mut self, mut declared: Declared<'s>, diagnostics: &mut Vec<Diagnostic>) -> bool {
        let name = declared.name;
        let id = ir::TypeId(self.types.len());
        diagnostics.extend(misnamed(name, &self.api, &declared.place));
        match self.by_name.get(name) {
            Some(first) => {
                // The views of a schema that is declared twice are duplicates for the same reason.
                if !matches!(declared.entry, Entry::View(..)) || !declared.doubtful {
                    let message = format!("the type `{name}` is declared twice");
                    diagnostics.push(
                        Diagnostic::new(Code::DuplicateName, declared.place.clone(), message)
                            .label("declared again here")
                            .also(self.types[first.0].place.clone(), "first declared here")
                            .help("type names are unique in the whole spec: rename one, or refer to the other"),
                    );
                }
                self.types[first.0].doubtful = true;
                declared.doubtful = true;
            }
            None => drop(self.by_name.insert(name, id)),
        }
        let doubtful = declared.doubtful;
        self.types.push(declared);
        doubtful
    }

    /// The type called `name`.
    pub(super) fn ty(&self, name: &str) -> Option<ir::TypeId> {
        self.by_name.get(name).copied()
    }

    /// Whether `name` may be declared in a part that could not be read, so that its absence is not another mistake.
    pub(super) fn is_removed(&self, name: &str) -> bool {
        self.removed.contains(name)
    }

    /// The same for a name that only the file of `at` can declare.
    pub(super) fn is_removed_here(&self, at: &Route<'_>, name: &str) -> bool {
        self.is_removed_in(at.file(), name)
    }

    /// Whether the whole file of `at` could be read. If not, an empty list there may not be empty.
    pub(super) fn is_whole(&self, at: &Route<'_>) -> bool {
        self.removed.is_whole(at.file())
    }

    /// The same for a name that only `file` can declare.
    pub(super) fn is_removed_in(&self, file: FileId, name: &str) -> bool {
        self.removed.contains_in(file, name)
    }

    /// Whether a part of the value at `place` could not be read.
    pub(super) fn is_broken_at(&self, place: &Place) -> bool {
        self.removed.is_inside(place)
    }

    /// Whether `diagnostic` only results from a mistake that the loader reported.
    pub(super) fn explains(&self, diagnostic: &Diagnostic) -> bool {
        self.removed.explains(diagnostic)
    }

    /// Whether anything could not be read.
    pub(super) fn has_removed(&self) -> bool {
        !self.removed.is_empty()
    }

    /// The name of every type.
    pub(super) fn type_names(&self) -> impl Iterator<Item = &'s str> + Clone {
        self.types.iter().map(|declared| declared.name)
    }

    /// The first enum whose values are the scopes.
    pub(super) fn scope_enum(&self) -> Option<ir::TypeId> {
        let is_it = |declared: &Declared<'_>| matches!(declared.entry, Entry::Enum(values) if matches!(values.values, Values::Of(Listed::Scopes)));
        self.types.iter().position(is_it).map(ir::TypeId)
    }

    /// The types of the resource at `index`, in the author's order.
    pub(super) fn of_resource(&self, index: usize) -> Vec<ir::TypeId> {
        self.of_resource[index].clone().map(ir::TypeId).collect()
    }
}

/// Every type that `resource` declares, in the order of the sections.
fn entries(resource: &spec::Sourced<spec::Resource>) -> Vec<(&str, Entry<'_>, Place)> {
    let root = Route::root(resource.file);
    let resource = &resource.content;
    let mut entries = Vec::new();
    let at = root.key("ids");
    entries.extend(resource.ids.iter().map(|(name, id)| (name, Entry::Id(id), at.key(name).name())));
    let at = root.key("lookups");
    entries.extend(resource.lookups.iter().map(|(name, lookup)| (name, Entry::Lookup(lookup), at.key(name).name())));
    let at = root.key("arguments");
    entries
        .extend(resource.arguments.iter().map(|(name, schema)| (name, Entry::Arguments(schema), at.key(name).name())));
    let at = root.key("schemas");
    for (name, schema) in resource.schemas.iter() {
        let at = at.key(name);
        entries.push((name, Entry::Schema(schema), at.name()));
        let at = at.key("views");
        entries
            .extend(schema.views.iter().map(|(view, fields)| (view, Entry::View(fields, name), at.key(view).name())));
    }
    let at = root.key("unions");
    entries.extend(resource.unions.iter().map(|(name, union)| (name, Entry::Union(union), at.key(name).name())));
    let at = root.key("enums");
    entries.extend(resource.enums.iter().map(|(name, values)| (name, Entry::Enum(values), at.key(name).name())));
    let at = root.key("documents");
    let documents = resource.documents.iter();
    entries.extend(documents.map(|(name, document)| (name, Entry::Document(document), at.key(name).name())));
    entries
}

/// Why `name` cannot be the name of a type, if it cannot.
fn misnamed(name: &str, api: &Name, place: &Place) -> Option<Diagnostic> {
    let spelled = name::ident(name, Case::UpperCamel);
    let help = match &spelled {
        Some(ident) if ident != name => Some(format!("write `{ident}`")),
        None => Some(
            "write a name such as `VirtualMachine`: letters and digits, the first of each word in upper case"
                .to_owned(),
        ),
        Some(_) if taken::is_type(name) || api.ident == name => {
            Some(format!("`{name}` is reserved in the generated crate: choose another name, such as `{name}Object`"))
        }
        Some(_) => return None,
    };
    let message = format!("`{name}` is not a valid type name");
    let misnamed = Diagnostic::new(Code::BadName, place.clone(), message);
    Some(misnamed.label("not a Rust type name, or reserved").maybe_help(help))
}

/// The marker type of the API.
fn api_name(root: &Route<'_>, name: &str, removed: &Removed, diagnostics: &mut Vec<Diagnostic>) -> Name {
    let api = Name::new(name, Case::UpperCamel).filter(|_| name::is(name, Case::Snake));
    // A value that is not text was reported.
    let is_removed = removed.contains_in(root.file(), name);
    let (label, help) = match &api {
        _ if is_removed => return unnamed(name),
        Some(api) if taken::is_type(&api.plain()) => {
            ("reserved in the generated crate", format!("choose another name, such as `{name}_cloud`"))
        }
        Some(api) => return api.clone(),
        None => ("not in snake case", snake_case(name, "my_cloud")),
    };
    diagnostics.push(bad_root_name(root.key("api").value(), name, "an API", label, help));
    unnamed(name)
}

fn unnamed(name: &str) -> Name {
    Name { wire: name.to_owned(), ident: Ident::new("Unnamed") }
}

/// The name of the generated crate in a `use`.
fn crate_name(root: &Route<'_>, name: &str, removed: &Removed, diagnostics: &mut Vec<Diagnostic>) -> Ident {
    let (label, help) = match name::ident(name, Case::Snake).filter(|ident| ident == name) {
        _ if removed.contains_in(root.file(), name) => return Ident::new("unnamed"),
        Some(_) if taken::is_crate(name) => {
            ("the name of another crate", format!("choose another name, such as `{name}_api`"))
        }
        Some(ident) => return ident,
        None => ("not in snake case, or a keyword", snake_case(name, "my_cloud_api")),
    };
    diagnostics.push(bad_root_name(root.key("crate").value(), name, "the crate", label, help));
    Ident::new("unnamed")
}

/// A correction of `name`, or the example.
fn snake_case(name: &str, example: &str) -> String {
    match name::ident(name, Case::Snake).map(|ident| name::plain(&ident)).filter(|spelled| spelled != name) {
        Some(spelled) => format!("write `{spelled}`"),
        None => format!("write a name in snake case, such as `{example}`"),
    }
}

fn bad_root_name(place: Place, name: &str, of: &str, label: &str, help: String) -> Diagnostic {
    Diagnostic::new(Code::BadName, place, format!("`{name}` is not a valid name of {of}")).label(label).help(help)
}
