//! The arguments, scopes and responses of an operation of the document.

use serde_json::Value;

use super::{
    Property, Shape, component, described, entries, items,
    shape::{properties, shape, typed},
    texts, without,
};

/// The scopes of an operation. Each scheme lists the same, with and without prefix; and an operation for which every
/// token will do has no `security` of its own.
pub(super) fn scopes(operation: &Value, prefix: &str) -> Vec<String> {
    let schemes = items(&operation["security"]).flat_map(entries);
    let mut scopes: Vec<String> =
        schemes.flat_map(|(_, scopes)| texts(scopes)).map(|scope| without(prefix, &scope).to_owned()).collect();
    scopes.sort();
    scopes.dedup();
    scopes
}

/// What the operation takes, from the query or the body.
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
        // A list of scalars is called `things[]`.
        let name = name.strip_suffix("[]").unwrap_or(name);
        let Some((object, member)) = name.split_once('[') else {
            let required = Some(required);
            // An operation has the last word on what all operations of its path take.
            if arguments.iter().all(|argument| argument.name != name) {
                arguments.push(Property { name: name.to_owned(), shape, nullable, required, deprecated, description });
            }
            continue;
        };
        // An object in the query is taken apart into `thing[id]`, `thing[name]`, and a list of objects into
        // `things[][key]`, `things[][value]`, each of which is called a list. Whether a member is
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
                // None of the parts of a lookup can be required, so that none of them says so. A lookup for which the
                // path has a place is, in all operations of the older native schema; another one only narrows a list.
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
    // A body without any required argument has no list of them.
    for argument in &mut arguments {
        argument.required.get_or_insert(false);
    }
    arguments
}

/// The response of the operation where it succeeds.
pub(super) fn answer(root: &Value, operation: &Value) -> Option<Shape> {
    let mut successes = entries(&operation["responses"]).filter(|(status, _)| status.starts_with('2'));
    let content = successes.next().map(|(_, response)| &component(root, response)["content"]);
    let schema = content.and_then(|content| content.get("application/json"))?;
    Some(shape(&schema["schema"]))
}
