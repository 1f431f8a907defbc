//! Lookups: the objects that the arguments of a request select.

use super::Identity;
use crate::failure::Failure;
use crate::spec::{LookupId, Operation, Shape, spec};
use crate::store::{Handle, Store, TRASH};
use crate::value::{Map, Value};

/// Replaces the lookups in `arguments` by references to the objects that they select.
pub(crate) fn resolve(
    store: &Store,
    identity: &Identity,
    operation: &Operation,
    arguments: &mut Map,
) -> Result<(), Failure> {
    for argument in &operation.arguments {
        let name = argument.field.name;
        if let Some(mut value) = arguments.remove(name) {
            inside(store, identity, &argument.field.shape, &mut value)?;
            arguments.set(name, value);
        }
    }
    Ok(())
}

fn inside(store: &Store, identity: &Identity, shape: &Shape, value: &mut Value) -> Result<(), Failure> {
    match (shape, &mut *value) {
        (_, Value::Null) => Ok(()),
        (Shape::Lookup(id), Value::Map(member)) => {
            let found = find(store, identity, *id, member)?;
            *value = found.into();
            Ok(())
        }
        (Shape::List(item) | Shape::OneOrList(item), Value::List(items)) => {
            items.iter_mut().try_for_each(|one| inside(store, identity, item, one))
        }
        (Shape::OneOrList(item), _) => inside(store, identity, item, value),
        (Shape::Struct(id) | Shape::OneOf(id), Value::Map(fields)) => {
            for field in &spec().of_struct(*id).fields {
                if let Some(mut value) = fields.remove(field.name) {
                    inside(store, identity, &field.shape, &mut value)?;
                    fields.set(field.name, value);
                }
            }
            Ok(())
        }
        _ => Ok(()),
    }
}

/// Finds the object that a lookup selects.
fn find(store: &Store, identity: &Identity, id: LookupId, member: &Map) -> Result<Handle, Failure> {
    let lookup = spec().of_lookup(id);
    let not_found = || {
        let code = lookup.errors.iter().find(|code| code.ends_with("_not_found"));
        Failure::new(code.copied().unwrap_or("route_not_found"))
    };
    let (name, value) = member.iter().next().ok_or_else(not_found)?;
    // Some objects have no ID, and an empty one selects none of them.
    let value = value.text().filter(|value| !value.is_empty()).ok_or_else(not_found)?;
    let found = store.by(lookup.kind, name, value).ok_or_else(not_found)?;
    let object = store.get(found);
    let owner = match spec().of_kind(lookup.kind).name {
        "Organization" => Some(found),
        _ => object.reference("organization"),
    };
    // A token of an organization does not see the objects of others.
    if identity.organization.is_some() && owner.is_some() && identity.organization != owner {
        return Err(not_found());
    }
    if !object.get(TRASH).is_null() {
        return match lookup.errors.contains(&"object_in_trash") {
            true => Err(Failure { code: "object_in_trash", detail: store.trash_detail(found) }),
            false => Err(not_found()),
        };
    }
    if object.boolean("suspended") && lookup.errors.contains(&"organization_suspended") {
        return Err(Failure::new("organization_suspended"));
    }
    let is_inactive = matches!(object.find("activated_at"), Some(Value::Null));
    if is_inactive && lookup.errors.contains(&"organization_not_activated") {
        return Err(Failure::new("organization_not_activated"));
    }
    Ok(found)
}
