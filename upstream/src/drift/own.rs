//! Converts the OpenAPI document written by `codegen` to the form of the provider's documents: one for each service.

use generator::ir::Api;
use serde_json::{Value, json};

/// Whether the document was written by `codegen`.
pub fn is_own(root: &Value) -> bool {
    root.get("x-generated-by").is_some()
}

/// Returns one document for each service, in the form of the provider's documents.
pub fn documents(api: &Api, mut root: Value) -> Vec<Value> {
    list_required(&mut root);
    let url = root["servers"][0]["url"].as_str().unwrap_or_default().to_owned();
    let paths = root["paths"].take();
    let of_service = |base: &str| {
        let paths = paths.as_object().into_iter().flatten();
        let inside = paths.filter_map(|(path, item)| {
            let rest = path.strip_prefix(base).filter(|rest| rest.starts_with('/'))?;
            Some((rest.to_owned(), item.clone()))
        });
        inside.collect::<serde_json::Map<_, _>>()
    };
    let document = |base: &str| {
        let mut document = root.clone();
        let paths = of_service(base);
        let operations = || paths.values().flat_map(|item| item.as_object().into_iter().flat_map(|item| item.values()));
        let is_public = |operation: &Value| operation["security"].as_array().is_some_and(Vec::is_empty);
        if operations().all(is_public) {
            document["security"] = json!([]);
        }
        document["servers"] = json!([{ "url": format!("{url}{base}") }]);
        document["paths"] = Value::Object(paths);
        document
    };
    api.services.iter().map(|service| document(&service.path)).collect()
}

/// Adds an empty `required` to every object without one. In the provider's documents, a missing list means that it is
/// unknown which properties are required.
fn list_required(value: &mut Value) {
    match value {
        Value::Object(object) => {
            if object.get("type").is_some_and(|ty| ty == "object") && object.contains_key("properties") {
                object.entry("required").or_insert_with(|| json!([]));
            }
            object.values_mut().for_each(list_required);
        }
        Value::Array(items) => items.iter_mut().for_each(list_required),
        _ => {}
    }
}
