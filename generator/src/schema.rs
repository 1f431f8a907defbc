//! The JSON Schemas of the spec's files, with which editors complete and check while somebody types.

use std::path::Path;

use schemars::{JsonSchema, Schema, generate::SchemaSettings, transform::RecursiveTransform};

use crate::{
    diagnostic::{Code, Diagnostic},
    load,
    source::{FileId, Place, Source, Sources},
    spec::{Api, Resource},
};

const API: &str = "api.schema.json";
const RESOURCE: &str = "resource.schema.json";

/// Every schema: the name of its file in the folder `schema` of a spec, and its text.
pub fn files() -> Vec<(&'static str, String)> {
    vec![
        (API, text::<Api>("api.yaml: what is true of the API as a whole")),
        (RESOURCE, text::<Resource>("The file of a resource")),
    ]
}

fn text<T: JsonSchema>(title: &str) -> String {
    // Editors know this draft best.
    let settings = SchemaSettings::draft07().for_deserialize().with_transform(RecursiveTransform(without_defaults));
    let mut schema = settings.into_generator().into_root_schema_for::<T>();
    schema.insert("title".to_owned(), title.into());
    format!("{:#}\n", schema.as_value())
}

/// What an author leaves out is left out; no editor should write the `null` or `{}` that stands for it.
fn without_defaults(schema: &mut Schema) {
    schema.remove("default");
}

/// A diagnostic for each file of which the first line does not name its schema.
pub fn modelines(sources: &Sources) -> Vec<Diagnostic> {
    let api = load::api_path(sources.iter().map(|(_, source)| source.path.as_path()));
    let root = api.and_then(Path::parent).unwrap_or(Path::new(""));
    sources
        .iter()
        .filter_map(|(file, source)| {
            let schema = if Some(source.path.as_path()) == api { API } else { RESOURCE };
            check(source, root, file, schema)
        })
        .collect()
}

fn check(source: &Source, root: &Path, file: FileId, schema: &str) -> Option<Diagnostic> {
    let depth = source.path.strip_prefix(root).unwrap_or(&source.path).components().count();
    let modeline = modeline(depth.saturating_sub(1), schema);
    let first = source.text.lines().next().unwrap_or_default();
    (first != modeline).then(|| Diagnostic {
        code: Code::Modeline,
        message: format!("the first line does not name `{schema}`"),
        place: Place::bytes(file, 0..first.len()),
        label: "editors look here for the schema".to_owned(),
        also: None,
        help: Some(format!("make this the first line: `{modeline}`")),
    })
}

/// The first line of a file that is `depth` folders below `api.yaml`.
fn modeline(depth: usize, schema: &str) -> String {
    let up = if depth == 0 { "./".to_owned() } else { "../".repeat(depth) };
    format!("# yaml-language-server: $schema={up}schema/{schema}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_deeper_is_a_step_up_more() {
        assert_eq!(modeline(0, API), "# yaml-language-server: $schema=./schema/api.schema.json");
        assert_eq!(modeline(2, API), "# yaml-language-server: $schema=../../schema/api.schema.json");
    }

    #[test]
    fn a_file_names_its_own_schema() {
        let right = format!("{}\nresource: a\ndocs: A.\n", modeline(1, RESOURCE));
        let wrong = format!("{}\nresource: b\ndocs: B.\n", modeline(0, RESOURCE));
        let api = format!("{}\n{}", modeline(0, API), include_str!("../tests/err/api.yaml"));
        let files = [("spec/api.yaml", api), ("spec/core/a.yaml", right), ("spec/core/b.yaml", wrong)];
        let sources = load::texts(files.map(|(path, text)| (path.into(), text))).sources;
        let found = modelines(&sources);
        let paths: Vec<_> = found.iter().map(|one| sources.get(one.place.file).path.as_path()).collect();
        assert_eq!(paths, [Path::new("spec/core/b.yaml")]);
    }

    #[test]
    fn a_schema_describes_its_keys() {
        for (name, text) in files() {
            let schema: serde_json::Value = serde_json::from_str(&text).unwrap();
            let properties = schema["properties"].as_object().unwrap();
            let silent: Vec<_> = properties.iter().filter(|(_, key)| key["description"].is_null()).collect();
            assert!(silent.is_empty(), "{name}: {silent:?}");
            assert_eq!(schema["additionalProperties"], false, "{name}");
        }
    }
}
