//! References by ID, in properties that are plain strings: associations, targets and the like.

use super::checks::Checks;
use crate::store::{Handle, Object, Store};
use crate::value::Value;

/// What security groups, load balancers and rules can refer to.
pub const MACHINES: &[&str] = &["VirtualMachine", "VirtualMachineGroup", "Tag"];

/// Returns the object with an ID, if it is of one of `kinds`, belongs to `organization`, and is not in the trash.
pub fn find(store: &Store, id: &str, kinds: &[&str], organization: Option<Handle>) -> Option<Handle> {
    let found = store.by_id(id).filter(|found| store.exists(*found))?;
    let object = store.get(found);
    let is_own = kinds.contains(&object.kind_name()) && object.reference("organization") == organization;
    is_own.then_some(found)
}

/// Requires that all IDs of a list are those of such objects. `label` begins the sentence.
pub fn require(
    store: &Store,
    ids: &Value,
    kinds: &[&str],
    organization: Option<Handle>,
    label: &str,
    checks: &mut Checks,
) {
    for id in ids.items().iter().filter_map(Value::text) {
        checks.require(find(store, id, kinds, organization).is_some(), format!("{label} cannot include {id}"));
    }
}

/// Returns the IDs in a field whose objects still exist.
pub fn remaining(store: &Store, object: &Object, field: &str) -> Value {
    existing(store, object.get(field))
}

/// Returns the IDs of a list whose objects still exist.
pub fn existing(store: &Store, ids: &Value) -> Value {
    let exists = |id: &&Value| id.text().and_then(|id| store.by_id(id)).is_some_and(|found| store.exists(found));
    Value::List(ids.items().iter().filter(exists).cloned().collect())
}
