//! Compares the API as a whole, its services, and the modules of its resources.

use std::fmt::Display;

use super::{
    Comparison, Kind,
    change::Seen,
    operations::{codes, seen_codes},
    paired::Paired,
    place::At,
    spell,
};
use crate::ir::{Api, Authentication, Fixup, Resource, Subject};

/// The item of changes without an entry in the spec.
const API: &str = "api.yaml";

impl Comparison<'_> {
    pub(super) fn api(&mut self) {
        let (old, new) = (self.old, self.new);
        let at = |key| At::in_file(&new.place, &[key]);
        self.docs(API, || at("docs"), &old.docs, &new.docs);
        self.fact(Kind::ApiName, "type of the API", at("api"), &old.name.plain(), &new.name.plain());
        self.fact(Kind::CrateName, "name of the crate", at("crate"), &old.krate, &new.krate);
        self.fact(Kind::Url, "URL", at("url"), &old.url, &new.url);
        let environment = |key| At::in_file(&new.place, &["environment", key]);
        let (before, now) = (&old.token_variable, &new.token_variable);
        self.fact(Kind::Environment, "variable of the token", environment("token"), before, now);
        let (before, now) = (&old.url_variable, &new.url_variable);
        self.fact(Kind::Environment, "variable of the URL", environment("url"), before, now);
        let header = |key| At::in_file(&new.place, &["headers", key]);
        let headers = [
            ("request_id", &old.request_id_header, &new.request_id_header),
            ("rate_limit_permitted", &old.rate_limit_permitted_header, &new.rate_limit_permitted_header),
            ("rate_limit_remaining", &old.rate_limit_remaining_header, &new.rate_limit_remaining_header),
        ];
        for (key, before, now) in headers {
            self.fact(Kind::Headers, &format!("header `{key}`"), header(key), &maybe(before), &maybe(now));
        }
        let (before, now) = (maybe(&old.error_envelope), maybe(&new.error_envelope));
        self.fact(Kind::Headers, "error envelope", at("error_envelope"), &before, &now);
        let (before, now) = (maybe(&old.lookup_attribute), maybe(&new.lookup_attribute));
        self.fact(Kind::LookupAttribute, "attribute of lookups", at("documents"), &before, &now);
        let (before, now) = (maybe(&old.rate_limit_window), maybe(&new.rate_limit_window));
        self.fact(Kind::RateLimit, "seconds of the rate limit", at("rate_limit_window"), &before, &now);
        let (before, now) = (maybe(&old.version), maybe(&new.version));
        self.fact(Kind::Documented, "version", at("version"), &before, &now);
        let oauth2 = |api: &Api| format!("{:?}", api.oauth2);
        if oauth2(old) != oauth2(new) {
            let seen = Seen::new("OAuth2 settings changed", "has different OAuth2 settings");
            self.add(Kind::Documented, API, at("oauth2"), seen);
        }
        self.scopes();
        self.services();
        self.fixups();
    }

    /// Records a changed property of the API.
    fn fact<T: Display + PartialEq>(&mut self, kind: Kind, what: &str, at: At, old: &T, new: &T) {
        if old != new {
            self.add(kind, API, at, Seen::turned(what, old, new));
        }
    }

    fn scopes(&mut self) {
        let (old, new) = (self.old, self.new);
        let scopes = |key: Option<&str>| {
            let at = At::in_file(&new.place, &["scopes"]);
            key.map_or_else(|| at.clone(), |key| at.clone().key(key))
        };
        let Paired { pairs, removed, added } =
            Paired::by(&old.scopes, &new.scopes, |scope| &scope.wire, |scope| &scope.wire);
        for scope in removed {
            let seen = Seen::new("scope removed", "is no longer a scope");
            self.add(Kind::Documented, scope.wire.as_str(), scopes(None), seen);
        }
        for scope in added {
            let seen = Seen::new("scope added", "is a new scope");
            self.add(Kind::Documented, scope.wire.as_str(), scopes(Some(&scope.wire)), seen);
        }
        for (old, new) in pairs {
            self.docs(format!("scope {}", new.wire), || scopes(Some(&new.wire)), &old.docs, &new.docs);
        }
    }

    fn services(&mut self) {
        let (pairs, removed, added) = {
            let services = &self.matching.services;
            (services.pairs.clone(), services.removed.clone(), services.added.clone())
        };
        let services = At::in_file(&self.new.place, &["services"]);
        for service in removed {
            let (kind, seen) = match &service.module {
                Some(module) => {
                    let seen =
                        Seen::new(format!("service removed (module {})", module.plain()), "is removed with its module");
                    (Kind::ServiceRemoved, seen)
                }
                None => (Kind::ServiceName, Seen::new("service removed", "is no longer a service")),
            };
            self.add(kind, service.wire.as_str(), services.clone(), seen);
        }
        for service in added {
            let seen = Seen::new(format!("service added ({})", service.path), "is a new service");
            self.add(Kind::ServiceAdded, service.wire.as_str(), services.clone().key(&service.wire), seen);
        }
        for (old, new) in pairs {
            let (item, at) = (new.wire.as_str(), services.clone().key(&new.wire));
            if old.wire != new.wire {
                self.add(Kind::ServiceName, old.wire.as_str(), at.clone(), Seen::renamed(item));
            }
            self.docs(format!("service {item}"), || at.clone(), &old.docs, &new.docs);
            let module =
                |name: &Option<crate::name::Name>| name.as_ref().map_or_else(|| "-".to_owned(), |name| name.plain());
            if module(&old.module) != module(&new.module) {
                let seen = Seen::turned("module", module(&old.module), module(&new.module));
                self.add(Kind::ServiceModule, item, at.clone().key("module"), seen);
            }
            if old.path != new.path {
                self.add(Kind::ServicePath, item, at.clone().key("path"), Seen::turned("path", &old.path, &new.path));
            }
            if old.authentication != new.authentication {
                let word = |authentication: &Authentication| format!("{authentication:?}").to_lowercase();
                let seen = Seen::turned("authentication", word(&old.authentication), word(&new.authentication));
                self.add(Kind::Authentication, item, at.clone().key("authentication"), seen);
            }
            let (before, now) = (self.codes_now(&old.errors), codes(self.new, &new.errors));
            if let Some(seen) = seen_codes(&before, &now) {
                self.add(Kind::ServiceErrors, item, at.key("errors"), seen);
            }
        }
    }

    pub(super) fn resources(&mut self) {
        let (pairs, removed, added) = {
            let resources = &self.matching.resources;
            (resources.pairs.clone(), resources.removed.clone(), resources.added.clone())
        };
        for resource in removed {
            let seen = Seen::new(format!("module removed ({})", contents(self.old, resource)), "is removed");
            self.add(Kind::ModuleRemoved, resource.module.to_string(), At::old(&resource.place), seen);
        }
        for resource in added {
            let contents = contents(self.new, resource);
            let seen = Seen::new(format!("module added ({contents})"), format!("is a new module: {contents}"));
            self.add(Kind::ModuleAdded, resource.module.to_string(), At::new(&resource.place), seen);
        }
        for (old, new) in pairs {
            let (was, is) = (old.module.to_string(), new.module.to_string());
            if old.module.name() != new.module.name() {
                self.add(Kind::ModuleRenamed, was, At::new(&new.place), Seen::renamed(&is));
            }
            self.docs(is, || At::new(&new.place), &old.docs, &new.docs);
        }
    }

    fn fixups(&mut self) {
        let key = |api, fixup: &Fixup| (subjects(api, fixup), fixup.what.as_str());
        let (old, new) = (self.old, self.new);
        let Paired { pairs, removed, added } =
            Paired::by(&old.fixups, &new.fixups, |one| key(old, one), |one| key(new, one));
        let of = |fixup: &Fixup, part: &str| (fixup.at.clone(), Seen::new(part, format!("has a fixup that is {part}")));
        for fixup in removed {
            let (item, seen) = of(fixup, "removed");
            self.add(Kind::Fixup, item, At::in_file(&self.new.place, &["fixups"]), seen);
        }
        for fixup in added {
            let (item, seen) = of(fixup, "added");
            self.add(Kind::Fixup, item, At::new(&fixup.place), seen);
        }
        for (old, new) in pairs {
            if (&old.why, &old.evidence) != (&new.why, &new.evidence) {
                let (item, seen) = of(new, "changed");
                self.add(Kind::Fixup, item, At::new(&new.place), seen);
            }
        }
    }

    /// Returns the place of the module `old`; `None` if it is removed.
    pub(super) fn module_now(&self, old: &str) -> Option<At> {
        self.matching.module(old).map(|resource| At::new(&resource.place))
    }

    pub(super) fn is_new_module(&self, resource: &Resource) -> bool {
        self.matching.is_new_module(&resource.module.to_string())
    }
}

/// Returns the subjects of a fixup, by names that are comparable between specs.
fn subjects(api: &Api, fixup: &Fixup) -> Vec<String> {
    let name = |subject: &Subject| match subject {
        Subject::Member { ty, wire } => format!("{}.{wire}", api.ty(*ty).name.wire),
        other => format!("{other:?}"),
    };
    fixup.subjects.iter().map(name).collect()
}

fn maybe(fact: &Option<impl Display>) -> String {
    fact.as_ref().map_or_else(|| "-".to_owned(), ToString::to_string)
}

/// Returns the contents of a module: its functions, and the number of its types.
fn contents(api: &Api, resource: &Resource) -> String {
    let functions = resource.operations.iter().map(|operation| operation.function.plain());
    let functions: Vec<_> = functions.chain(resource.waiters.iter().map(|waiter| waiter.function.plain())).collect();
    let types: Vec<_> = resource.types.iter().map(|id| api.ty(*id).name.wire.clone()).collect();
    let count =
        |names: &[String], noun: &str| format!("{} {noun}{}", names.len(), if names.len() == 1 { "" } else { "s" });
    let parts = [(functions, "function"), (types, "type")];
    let parts = parts.iter().filter(|(names, _)| !names.is_empty());
    let parts: Vec<_> = parts.map(|(names, noun)| format!("{}: {}", count(names, noun), spell::names(names))).collect();
    if parts.is_empty() { "empty".to_owned() } else { parts.join("; ") }
}
