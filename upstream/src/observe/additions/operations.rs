//! Adds operations that are missing in the spec.

use std::collections::BTreeMap;

use generator::ir::{Departure, Method, Shape as Made, Type, TypeRef};
use heck::ToUpperCamelCase;

use super::{
    super::{
        body::type_text,
        new::{self, Line, New},
        seen::{Seen, Side},
        shape::{Kind, Shape},
    },
    Additions, WHY, described, todo,
    values::recorded,
};
use crate::{
    edit::{Change, Edit, Yaml, keys},
    homes::template,
    names,
};

impl<'a> Additions<'a> {
    /// Adds every operation with a successful call.
    pub(super) fn operations(&mut self, seen: &Seen<'a>) {
        for (line, new) in &seen.new {
            self.operation(line, new);
        }
    }

    fn operation(&mut self, (service, method, path): &Line, new: &New) {
        let Some(service) = new::service_id(self.places.api(), *service) else { return };
        // HEAD and OPTIONS are not operations.
        let Some((_, known_method)) = Method::ALL.into_iter().find(|(name, _)| name == method) else { return };
        let returns = new.returns.as_deref().unwrap_or_default();
        let is_named = |word: &str| new.takes.iter().chain(returns).any(|(key, _)| key == word);
        let mut home = self.homes.home(service, path, is_named);
        self.edits.append(&mut home.edits);
        let is_list = returns.iter().any(|(_, shape)| shape.only() == Some(Kind::List));
        let function = self.homes.function(&home, method, path, is_list);
        let (file, owner) = (home.file, names::singular(&home.resource));

        let mut takes: Vec<(String, Yaml)> = Vec::new();
        for segment in path.iter().filter(|segment| segment.is_place) {
            let sent = new.takes.iter().find(|(key, _)| *key == segment.word).map(|(_, shape)| shape);
            let ty = match (self.type_in_paths(&segment.word), sent) {
                (Some(ty), _) => ty,
                (None, Some(shape)) => self.guess.ty(&file, &owner, &segment.word, shape, Side::Request),
                (None, None) => "string".to_owned(),
            };
            takes.push((segment.word.clone(), described(&ty, &Shape::default().times_seen(new.count))));
        }
        for (key, shape) in new.takes.iter().filter(|(key, _)| names::is_nameable(key)) {
            if takes.iter().all(|(known, _)| known != key) {
                let ty = self.guess.ty(&file, &owner, key, shape, Side::Request);
                takes.push((format!("{key}?"), described(&ty, shape)));
            }
        }
        let mut entry = vec![
            ("docs".to_owned(), Yaml::text(todo(new.count))),
            ("http".to_owned(), Yaml::raw(format!("{method} {}", template(path)))),
        ];
        if !takes.is_empty() {
            entry.push(("takes".to_owned(), Yaml::Map(takes)));
        }
        let returned = match &new.returns {
            None => Yaml::raw("text"),
            Some(fields) => {
                let field = |(key, shape): &(String, Shape)| {
                    let ty = self.guess.ty(&file, &owner, key, shape, Side::Response);
                    let optional = if shape.count < new.count { "?" } else { "" };
                    (format!("{key}{optional}"), described(&ty, shape))
                };
                Yaml::Map(fields.iter().filter(|(key, _)| names::is_nameable(key)).map(field).collect())
            }
        };
        entry.push(("returns".to_owned(), returned));
        self.edits.push(Edit::new(&file, &keys(["operations"]), Change::Entry(function.clone(), Yaml::Map(entry))));
        let known_file = self.places.spec.sources.iter().find(|(id, _)| self.places.file(*id) == file);
        match known_file {
            Some((id, _)) => self.fixups.add_at(id, function, Departure::Added, WHY, &recorded(new.count)),
            None => {
                let item = Yaml::map([
                    ("at", Yaml::text(function)),
                    ("what", Yaml::raw("added")),
                    ("why", Yaml::text(WHY)),
                    ("evidence", Yaml::text(recorded(new.count))),
                ]);
                self.edits.push(Edit::new(&file, &keys(["fixups"]), Change::Item(item)));
            }
        }
        debug_assert!(known_method.as_str() == method);
    }

    /// Returns the most frequent type of arguments named `word`, or the lookup of that name.
    fn type_in_paths(&self, word: &str) -> Option<String> {
        let api = self.places.api();
        let mut types: BTreeMap<String, usize> = BTreeMap::new();
        for operation in api.resources.iter().flat_map(|resource| &resource.operations) {
            let found = operation.arguments.iter().find(|argument| argument.name.wire == word);
            if let Some(argument) = found.filter(|argument| !matches!(argument.ty, TypeRef::List(_))) {
                *types.entry(type_text(api, &argument.ty)).or_default() += 1;
            }
        }
        let most = types.into_iter().max_by(|a, b| a.1.cmp(&b.1).then_with(|| b.0.cmp(&a.0)));
        let lookup = format!("{}Lookup", word.to_upper_camel_case());
        let is_lookup = |ty: &&Type| ty.name.wire == lookup && matches!(ty.shape, Made::Lookup(_));
        let named = api.types.iter().find(is_lookup).map(|ty| ty.name.wire.clone());
        most.map(|(ty, _)| ty).or(named)
    }
}
