//! Compares waiters: the polled operation, and the meaning of values.

use std::collections::BTreeMap;

use super::{Comparison, Kind, change::Seen, matching::Wait, place::At, spell};
use crate::ir::{Api, Ending, FieldPath, ResponseType, Shape, Statuses, TypeId, TypeRef, Value};

impl Comparison<'_> {
    pub(super) fn waiters(&mut self) {
        let (pairs, removed, added) = {
            let waiters = &self.matching.waiters;
            (waiters.pairs.clone(), waiters.removed.clone(), waiters.added.clone())
        };
        for wait in removed {
            let Some(at) = self.module_now(&wait.resource.module.to_string()) else { continue };
            let item = spell::waiter(wait.resource, wait.waiter);
            self.add(Kind::WaiterRemoved, item, at, Seen::new("waiter removed", "is removed"));
        }
        for wait in added {
            if !self.is_new_module(wait.resource) {
                let item = spell::waiter(wait.resource, wait.waiter);
                let seen = Seen::new("waiter added", "is new");
                self.add(Kind::WaiterAdded, item, At::new(&wait.waiter.place), seen);
            }
        }
        for (old, new) in pairs {
            self.waiter(old, new);
        }
    }

    fn waiter(&mut self, old: Wait<'_>, new: Wait<'_>) {
        let item = spell::waiter(new.resource, new.waiter);
        let at = At::new(&new.waiter.place);
        if old.waiter.function.wire != new.waiter.function.wire {
            let was = spell::waiter(old.resource, old.waiter);
            self.add(Kind::WaiterRenamed, was, at.clone(), Seen::renamed(new.waiter.function.plain()));
        }
        self.docs(item.as_str(), || at.clone(), &old.waiter.docs, &new.waiter.docs);
        self.polled(old, new, &item, &at);
        if old.waiter.deadline != new.waiter.deadline {
            let seconds = |wait: Wait<'_>| format!("{} s", wait.waiter.deadline);
            let seen = Seen::turned("deadline", seconds(old), seconds(new));
            self.add(Kind::Deadline, item.as_str(), at.clone().key("deadline"), seen);
        }
        for target in &new.waiter.of {
            let had = |id: TypeId| old.waiter.of.iter().any(|old| self.matching.same_id(old.ty, id));
            if !had(target.ty) {
                let ty = spell::named(self.new, target.ty).to_owned();
                let seen = Seen::new(format!("{ty} accepted"), format!("accepts a `{ty}`"));
                self.add(Kind::WaitTargetAdded, item.as_str(), at.clone().key("of"), seen);
            }
        }
        for target in &old.waiter.of {
            if !new.waiter.of.iter().any(|new| self.matching.same_id(target.ty, new.ty)) {
                let ty = spell::named(self.old, target.ty).to_owned();
                let part = format!("{ty} no longer accepted");
                let seen = Seen::new(part, format!("no longer accepts a `{ty}`"));
                self.add(Kind::WaitTargetRemoved, item.as_str(), at.clone().key("of"), seen);
            }
        }
    }

    /// Compares the polled operation and the end of the wait.
    fn polled(&mut self, old: Wait<'_>, new: Wait<'_>, item: &str, at: &At) {
        let polls = |wait: Wait<'_>| {
            wait.resource.operations.get(wait.waiter.polls).map_or_else(String::new, |polled| polled.function.plain())
        };
        // A renamed operation is reported there.
        let is_same = self.matching.operations.pairs.iter().any(|(before, now)| {
            old.resource.operations.get(old.waiter.polls).is_some_and(|polled| std::ptr::eq(polled, before.operation))
                && new
                    .resource
                    .operations
                    .get(new.waiter.polls)
                    .is_some_and(|polled| std::ptr::eq(polled, now.operation))
        });
        if !is_same {
            let seen = Seen::turned("polled operation", polls(old), polls(new));
            self.add(Kind::WaiterRetyped, item, at.clone().key("polls"), seen);
            return;
        }
        let pending = |api: &Api, wait: Wait<'_>| {
            let codes: Vec<_> = wait.waiter.pending_errors.iter().map(|id| api.error(*id).name.wire.as_str()).collect();
            if codes.is_empty() { "-".to_owned() } else { codes.join(", ") }
        };
        let (before, now) = (pending(self.old, old), pending(self.new, new));
        if before != now {
            let seen = Seen::turned("pending errors", before, now);
            self.add(Kind::WaiterStates, item, at.clone().key("pending_errors"), seen);
        }
        match (&old.waiter.ending, &new.waiter.ending) {
            (Ending::Status(before), Ending::Status(now)) => self.statuses(old, before, now, item, at),
            (Ending::Gone(before), Ending::Gone(now)) => {
                let is_same = self.matching.errors.pairs.iter().any(|(old, new)| {
                    std::ptr::eq(*old, self.old.error(*before)) && std::ptr::eq(*new, self.new.error(*now))
                });
                if !is_same {
                    let (before, now) = (&self.old.error(*before).name.wire, &self.new.error(*now).name.wire);
                    let seen = Seen::turned("error code that ends it", before, now);
                    self.add(Kind::WaiterStates, item, at.clone().key("gone"), seen);
                }
            }
            (Ending::Number(before), Ending::Number(now)) => {
                if before.field.wire != now.field.wire {
                    let seen = Seen::turned("field", &before.field.wire, &now.field.wire);
                    self.add(Kind::WaiterStates, item, at.clone().key("field"), seen);
                }
            }
            (Ending::Success, Ending::Success) => {}
            (before, now) => {
                let result = |ending: &Ending| match ending {
                    Ending::Status(_) => "the response",
                    Ending::Success => "the first response",
                    Ending::Number(_) => "the response with the number",
                    Ending::Gone(_) => "nothing",
                };
                // A waiter that ends with a number has an additional parameter.
                let interface = |ending: &Ending| match ending {
                    Ending::Status(_) | Ending::Success => 0,
                    Ending::Number(_) => 1,
                    Ending::Gone(_) => 2,
                };
                let is_same = interface(before) == interface(now);
                let kind = if is_same { Kind::WaiterStates } else { Kind::WaiterRetyped };
                self.add(kind, item, at.clone(), Seen::turned("result", result(before), result(now)));
            }
        }
    }

    fn statuses(&mut self, wait: Wait<'_>, old: &Statuses, new: &Statuses, item: &str, at: &At) {
        // The meaning of a new value is reported where the value is added.
        let known: Vec<&str> = enum_at(self.old, wait, &old.field)
            .and_then(|id| values(self.old, id))
            .map(|values| values.iter().map(|value| value.name.wire.as_str()).collect())
            .unwrap_or_default();
        let all = known.iter().copied();
        let changed: Vec<_> = all
            .filter(|value| meaning(old, value) != meaning(new, value))
            .map(|value| format!("{value}: {} -> {}", word(meaning(old, value)), word(meaning(new, value))))
            .collect();
        if !changed.is_empty() {
            let list = changed.join(", ");
            let seen = Seen::new(list.clone(), format!("changes the meaning of values: {list}"));
            self.add(Kind::WaiterStates, item, at.clone(), seen);
        }
        let path = |path: &Option<FieldPath>| path.as_ref().map_or_else(|| "-".to_owned(), |path| path.wire.clone());
        let facts = [
            ("field", old.field.wire.clone(), new.field.wire.clone()),
            ("progress", path(&old.progress), path(&new.progress)),
            ("tolerates", format!("{} s", old.tolerance), format!("{} s", new.tolerance)),
        ];
        for (key, old, new) in facts.into_iter().filter(|(_, old, new)| old != new) {
            self.add(Kind::WaiterStates, item, at.clone().key(key), Seen::turned(key, old, new));
        }
    }

    /// Returns the waiters for each meaning of a value of the enum `id`.
    pub(super) fn meanings(&self, id: TypeId, value: &str) -> BTreeMap<&'static str, Vec<String>> {
        let mut found: BTreeMap<_, Vec<String>> = BTreeMap::new();
        for resource in &self.new.resources {
            for waiter in &resource.waiters {
                let Ending::Status(statuses) = &waiter.ending else { continue };
                if enum_at(self.new, Wait { resource, waiter }, &statuses.field) == Some(id) {
                    let meaning = match meaning(statuses, value) {
                        Meaning::Pending => "counts as pending in",
                        Meaning::Done => "completes",
                        Meaning::Failed => "fails",
                    };
                    found.entry(meaning).or_default().push(spell::waiter(resource, waiter));
                }
            }
        }
        found
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Meaning {
    Pending,
    Done,
    Failed,
}

fn meaning(statuses: &Statuses, value: &str) -> Meaning {
    let is_in = |values: &[String]| values.iter().any(|one| one == value);
    match (is_in(&statuses.done), is_in(&statuses.failed)) {
        (true, _) => Meaning::Done,
        (_, true) => Meaning::Failed,
        _ => Meaning::Pending,
    }
}

fn word(meaning: Meaning) -> &'static str {
    match meaning {
        Meaning::Pending => "pending",
        Meaning::Done => "done",
        Meaning::Failed => "failed",
    }
}

fn values(api: &Api, id: TypeId) -> Option<&[Value]> {
    match &api.ty(id).shape {
        Shape::Enum(values) => Some(values),
        _ => None,
    }
}

/// Returns the type of the field at `path` in the polled response.
fn enum_at(api: &Api, wait: Wait<'_>, path: &FieldPath) -> Option<TypeId> {
    let polled = wait.resource.operations.get(wait.waiter.polls)?;
    let mut id = match polled.output {
        ResponseType::Own(id) | ResponseType::Shared(id) => id,
        ResponseType::Text => return None,
    };
    for step in &path.steps {
        let Shape::Struct(object) = &api.ty(id).shape else { return None };
        let field = object.fields.iter().find(|field| field.name.ident == step.field)?;
        id = match field.ty {
            TypeRef::Named(id) => id,
            TypeRef::List(ref item) if step.first => item.named()?,
            TypeRef::Scalar(_) | TypeRef::List(_) => return None,
        };
    }
    Some(id)
}
