//! What comes of a spec that is right: one small resource for each idea, the Rust of each a snapshot that fits a screen.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod batch;

use std::{collections::BTreeSet, path::Path};

use proc_macro2::{TokenStream, TokenTree};

use generator::{Diagnostics, diagnostic::Code};

/// The spec of a shop, whose every file is about one thing that the generator can do.
fn shop() -> generator::Spec {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ok");
    generator::read(&dir).unwrap_or_else(|diagnostics| panic!("{diagnostics}"))
}

#[test]
fn each_idea_in_rust() {
    let output = shop().emit();
    for (path, file) in output.files() {
        insta::assert_snapshot!(path.to_string_lossy().replace(".rs", "").replace('/', "."), file.text());
    }
}

#[test]
fn every_file_is_rust() {
    for (path, file) in shop().emit().files() {
        syn::parse_file(&file.text()).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    }
}

/// Only `undocumented.yaml` is about warnings, and no editor opens these files for their schemas.
#[test]
fn nothing_else_has_warnings() {
    let Diagnostics { sources, list, .. } = shop().warnings;
    let found = list.iter().filter(|warning| warning.code != Code::Modeline);
    let mut files: Vec<_> = found.map(|warning| sources.get(warning.place.file).path.file_name().unwrap()).collect();
    files.dedup();
    assert_eq!(files, ["undocumented.yaml"]);
}

#[test]
fn two_runs_make_the_same_bytes() {
    let texts = || shop().emit().files().map(|(path, file)| (path.to_owned(), file.text())).collect::<Vec<_>>();
    assert_eq!(texts(), texts());
}

/// Every name of a type that `tokens` write without a path.
fn bare_names(tokens: TokenStream, names: &mut BTreeSet<String>) {
    let tokens: Vec<_> = tokens.into_iter().collect();
    let is = |at: Option<&TokenTree>, what: &str| at.is_some_and(|token| token.to_string() == what);
    for (index, token) in tokens.iter().enumerate() {
        let before = index.checked_sub(1).and_then(|before| tokens.get(before));
        match token {
            // What an attribute names are macros.
            TokenTree::Group(group) if !is(before, "#") && !is(before, "!") => bare_names(group.stream(), names),
            TokenTree::Ident(name) => {
                let name = name.to_string();
                let is_type = name.starts_with(char::is_uppercase) && name.contains(char::is_lowercase);
                // Behind a path, in `type Code = ...`, or as in `Item = ...` and `Item: ...`.
                let is_of_another = is(before, ":") && is(tokens.get(index.wrapping_sub(2)), ":");
                let next = tokens.get(index + 1);
                let is_bound = is(next, "=") || is(next, ":") && !is(tokens.get(index + 2), ":");
                if is_type && !is_of_another && !is(before, "type") && !is_bound {
                    names.insert(name);
                }
            }
            _ => {}
        }
    }
}

/// A spec in which a schema, or else a resource, has this name.
fn spec_with(name: &str) -> Result<generator::Spec, generator::Diagnostics> {
    let api = include_str!("err/api.yaml").to_owned();
    let (path, text) = match name.starts_with(char::is_uppercase) {
        true => ("things".to_owned(), format!("schemas: {{ {name}: {{ docs: A thing., fields: {{}} }} }}")),
        false => (name.to_owned(), String::new()),
    };
    let resource = format!("resource: {path}\ndocs: Things.\n{text}\n");
    generator::read_texts([("spec/api.yaml".into(), api), (format!("spec/{path}.yaml").into(), resource)])
}

/// A name that generated code writes without a path, or that the root of the crate exports, is no name for the spec.
#[test]
fn rejects_the_names_that_generated_code_uses() {
    let spec = shop();
    let mut declared: BTreeSet<String> = spec.api.types.iter().map(|ty| ty.name.plain()).collect();
    let operations = spec.api.resources.iter().flat_map(|resource| &resource.operations);
    declared.extend(operations.map(|operation| operation.request.to_string()));
    declared.insert(spec.api.name.plain());
    let mut checked = 0;
    for (path, file) in spec.emit().files() {
        // These write the types of the spec with a path, and export nothing.
        if path.ends_with("wire.rs") || path == Path::new("registry.rs") {
            continue;
        }
        let mut names = BTreeSet::new();
        bare_names(file.text().parse().unwrap(), &mut names);
        for item in syn::parse_file(&file.text()).unwrap().items {
            if let syn::Item::Enum(item) = item {
                names.retain(|name| item.variants.iter().all(|variant| variant.ident != name));
            }
        }
        names.extend(["I", "http", "runtime", "blocking", "errors", "registry"].map(str::to_owned));
        for name in names.difference(&declared) {
            let found = spec_with(name).map(|_| ()).expect_err(name).to_string();
            assert!(found.starts_with("error[S017]"), "{}: {found}", path.display());
            checked += 1;
        }
    }
    assert!(checked > 100, "{checked}");
    spec_with("Thing").unwrap();
    spec_with("thing").unwrap();
}

/// What lowers also compiles, without a warning, with every feature: a crate made of all ideas at once.
#[test]
fn the_crate_compiles() {
    let dir = tempfile::tempdir().unwrap();
    let src = dir.path().join("src");
    shop().emit().write(&src).unwrap();
    assert_eq!(batch::cargo_check(dir.path(), "book_shop"), "");
}
