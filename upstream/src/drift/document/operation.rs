//! The arguments, scopes and responses of an operation of the document.

use serde_json::Value;

use super::{
    Property, Shape, component, described, entries, items,
    shape::{properties, shape, typed},
    texts, without,
};

/// Returns the scopes of an operation. All schemes list the same scopes, with or without the prefix. An operation that
/// accepts any token has no `security`.
pub(super) fn scopes(operation: &Value, prefix: &str) -> Vec<String> {
    let schemes = items(&operation["security"]).flat_map(entries);
    let mut scopes: Vec<String> =
        schemes.flat_map(|(_, scopes)| texts(scopes)).map(|scope| without(prefix, &scope).to_owned()).collect();
    scopes.sort();
    scopes.dedup();
    scopes
}

/// Returns the arguments of an operation, from the query or the body.
pub(super) fn arguments(root: &Value, path: &str, item: &Value, operation: &Value) -> Vec<Property> {
    let mut arguments: Vec<Property> = Vec::new();
    let parameters = items(&operation["parameters"]).chain(items(&item["parameters"]));
    for parameter in parameters.map(|parameter| component(root, parameter)) {
        let Some(name) = parameter["name"].as_str() else { continue };
        let (shape, nullable) = typed(&parameter["schema"]);
        if matches!(parameter["in"].as_str(), Some("header" | "cookie")) {
            continue;
        }
        let required = parameter["required"].as_bool().unwrap_or(false);
        let deprecated = parameter["deprecated"] == true || parameter["schema"]["deprecated"] == true;
        let description = described(parameter);
        // A list of scalars is named `things[]`.
        let name = name.strip_suffix("[]").unwrap_or(name);
        let Some((object, member)) = name.split_once('[') else {
            let required = Some(required);
            // Parameters of the operation override those of its path.
            if arguments.iter().all(|argument| argument.name != name) {
                arguments.push(Property { name: name.to_owned(), shape, nullable, required, deprecated, description });
            }
            continue;
        };
        // An object in the query is split into `thing[id]`, `thing[name]`, and a list of objects into
        // `things[][key]`, `things[][value]`, each with the type of a list. Whether a member is
        // required is lost.
        let is_list = member.starts_with("][");
        let member = member.trim_start_matches("][").trim_end_matches(']').to_owned();
        let shape = match shape {
            Shape::List(item) if is_list => *item,
            shape => shape,
        };
        let member = Property { name: member, shape, nullable, required: None, deprecated, description: None };
        let known = arguments.iter_mut().find(|argument| argument.name == object).map(|argument| &mut argument.shape);
        match known {
            Some(Shape::Object(members)) => members.push(member),
            Some(Shape::List(list)) => {
                if let Shape::Object(members) = &mut **list {
                    members.push(member);
                }
            }
            Some(_) => {}
            None => {
                let shape = Shape::Object(vec![member]);
                let shape = if is_list { Shape::List(Box::new(shape)) } else { shape };
                // The members of a lookup are never marked as required. In the older native schema, a lookup is
                // required if and only if the path has a placeholder for it; other lookups filter a list.
                let required = path.split('/').any(|segment| segment.trim_matches([':', '{', '}']) == object);
                arguments.push(Property {
                    name: object.to_owned(),
                    shape,
                    nullable: false,
                    required: Some(required),
                    deprecated: false,
                    description: None,
                });
            }
        }
    }
    let body = component(root, &operation["requestBody"]);
    arguments.extend(properties(component(root, &body["content"]["application/json"]["schema"])));
    // A body without required arguments has no `required`.
    for argument in &mut arguments {
        argument.required.get_or_insert(false);
    }
    arguments
}

/// Returns the response of a successful call.
pub(super) fn response(root: &Value, operation: &Value) -> Option<Shape> {
    let mut successes = entries(&operation["responses"]).filter(|(status, _)| status.starts_with('2'));
    let content = successes.next().map(|(_, response)| &component(root, response)["content"]);
    let schema = content.and_then(|content| content.get("application/json"))?;
    Some(shape(&schema["schema"]))
}
