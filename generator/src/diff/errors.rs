//! Compares error codes.

use super::{Comparison, Kind, change::Seen, place::At, spell};
use crate::ir::TypeId;

impl Comparison<'_> {
    pub(super) fn errors(&mut self) {
        let (pairs, removed, added) = {
            let errors = &self.matching.errors;
            (errors.pairs.clone(), errors.removed.clone(), errors.added.clone())
        };
        for error in removed {
            let seen = Seen::new(format!("error code removed ({})", error.status), "is no longer an error code");
            self.add(Kind::ErrorRemoved, error.name.wire.as_str(), At::in_file(&self.new.place, &["errors"]), seen);
        }
        for error in added {
            let seen = Seen::new(format!("error code added ({})", error.status), "is a new error code");
            self.add(Kind::ErrorAdded, error.name.wire.as_str(), At::new(&error.place), seen);
        }
        for (old, new) in pairs {
            let (item, at) = (new.name.wire.as_str(), At::new(&new.place));
            if old.name != new.name {
                self.add(Kind::ErrorRenamed, old.name.wire.as_str(), at.clone(), Seen::renamed(item));
            }
            self.docs(item, || at.clone(), &old.docs, &new.docs);
            if old.status != new.status {
                let seen = Seen::turned("status", old.status, new.status);
                self.add(Kind::Status, item, at.clone().key("status"), seen);
            }
            if old.retry != new.retry {
                let seen = Seen::turned("retry", retry(old.retry), retry(new.retry));
                self.add(Kind::Retry, item, at.clone().key("retry"), seen);
            }
            self.detail(item, at.key("detail"), old.detail, new.detail);
        }
    }

    fn detail(&mut self, item: &str, at: At, old: Option<TypeId>, new: Option<TypeId>) {
        let name = |api, id| spell::named(api, id).to_owned();
        match (old, new) {
            (None, Some(new)) => {
                let ty = self.new.ty(new).name.plain();
                let seen = Seen::new(format!("detail added ({ty})"), format!("has a typed detail, `{ty}`"));
                self.add(Kind::DetailAdded, item, at, seen);
            }
            (Some(old), None) => {
                let ty = self.old.ty(old).name.plain();
                let seen = Seen::new(format!("detail removed ({ty})"), format!("no longer has a detail `{ty}`"));
                self.add(Kind::DetailRemoved, item, at, seen);
            }
            (Some(old), Some(new)) if !self.matching.same_id(old, new) => {
                let seen = Seen::turned("detail", name(self.old, old), name(self.new, new));
                self.add(Kind::DetailRetyped, item, at, seen);
            }
            _ => {}
        }
    }
}

fn retry(retry: Option<bool>) -> &'static str {
    match retry {
        None => "by its status",
        Some(true) => "yes",
        Some(false) => "no",
    }
}
