//! Adds an operation with its arguments and response.

use generator::{
    ir::{self, ServiceId, Shape as Made},
    yaml::NodeKind as Kind,
};

use super::{Edits, todo};
use crate::{
    drift::{
        compare::Side,
        document::{Operation, Shape},
    },
    edit::{Change, Edit, Yaml, keys},
    homes::template,
    names,
};

impl<'a> Edits<'a> {
    /// Adds an operation.
    pub(super) fn operation(&mut self, theirs: &'a Operation) -> bool {
        let Some(service) = self.service() else { return false };
        let path = theirs.segments(&self.document.base);
        let returned = theirs.response.as_ref().map(|shape| self.document.resolve(shape));
        let fields = match returned {
            Some(Shape::Object(fields)) => &fields[..],
            _ => &[],
        };
        let mut home = self.homes.home(service, &path, |word| theirs.names(word));
        self.edits.append(&mut home.edits);
        let is_list = fields.iter().any(|field| matches!(self.document.resolve(&field.shape), Shape::List(_)));
        let function = self.homes.function(&home, theirs.method.as_str(), &path, is_list);
        let owner = names::singular(&home.resource).to_owned();
        let (takes, returns, pages) = self.pages(theirs, fields);

        let file = home.file;
        let line = format!("{} {}", theirs.method.as_str(), template(&path));
        let mut entry = vec![
            ("docs".to_owned(), Yaml::text(todo(theirs.description.as_deref()))),
            ("http".to_owned(), Yaml::text(line)),
        ];
        if !theirs.scopes.is_empty() {
            theirs.scopes.iter().for_each(|scope| self.permit(scope));
            entry.push(("scopes".to_owned(), Yaml::List(theirs.scopes.iter().map(Yaml::text).collect())));
        }
        let is_included = |name: &String| !takes.contains(name) && names::is_nameable(name);
        let arguments = theirs.arguments.iter().filter(|argument| is_included(&argument.name));
        let arguments: Vec<_> =
            arguments.map(|argument| self.field(&file, &owner, argument, Side::Body, false)).collect();
        if !arguments.is_empty() {
            entry.push(("takes".to_owned(), Yaml::Map(arguments)));
        }
        let returned = match &theirs.response {
            None => Yaml::raw("text"),
            Some(shape) => self.returns(&file, &owner, shape, &returns),
        };
        entry.push(("returns".to_owned(), returned));
        entry.extend(pages.map(|list| ("pages".to_owned(), Yaml::text(list))));
        if !theirs.method.has_body() && !theirs.in_query {
            entry.push(("body".to_owned(), Yaml::raw("true")));
        }
        let of_service = &self.api().service(service).errors;
        let of_service: Vec<&str> = of_service.iter().map(|id| self.api().error(*id).name.wire.as_str()).collect();
        let of_lookups = self.errors_of_lookups(theirs);
        let is_common = |code: &str| of_service.contains(&code) || of_lookups.contains(&code);
        let mut codes: Vec<&str> = Vec::new();
        for error in theirs.errors.iter().filter(|error| !is_common(&error.code)) {
            if !codes.contains(&error.code.as_str()) {
                codes.push(&error.code);
                self.declare(&file, error);
            }
        }
        if !codes.is_empty() {
            entry.push(("errors".to_owned(), Yaml::List(codes.into_iter().map(Yaml::text).collect())));
        }
        self.edits.push(Edit::new(&file, &keys(["operations"]), Change::Entry(function, Yaml::Map(entry))));
        true
    }

    /// Returns the `http` of an operation whose path changed, with its previous placeholders.
    pub(super) fn request_line(&self, ours: &ir::Operation, theirs: &Operation) -> String {
        let places: Vec<&str> = generator::paths::placeholders(&ours.path).collect();
        let is_place =
            |word: &str| places.contains(&word) || theirs.arguments.iter().any(|argument| argument.name == word);
        format!("{} {}", theirs.method.as_str(), template(&theirs.segments_with(&self.document.base, is_place)))
    }

    /// Returns the error codes of the lookups that an operation takes.
    fn errors_of_lookups(&self, theirs: &Operation) -> Vec<&'a str> {
        let named = theirs.arguments.iter().filter_map(|argument| match &argument.shape {
            Shape::Named(name) => self.compared.pairs.get(name.as_str()),
            _ => None,
        });
        let lookups = named.flatten().filter_map(|id| match &self.api().ty(*id).shape {
            Made::Lookup(lookup) => Some(lookup),
            _ => None,
        });
        lookups.flat_map(|lookup| &lookup.errors).map(|id| self.api().error(*id).name.wire.as_str()).collect()
    }

    fn service(&self) -> Option<ServiceId> {
        self.api().service_ids().find(|id| self.api().service(*id).path == self.document.base)
    }

    /// Returns the arguments and response fields of pagination, and the list, if the operation is paginated.
    fn pages(
        &self,
        theirs: &Operation,
        fields: &[crate::drift::document::Property],
    ) -> (Vec<String>, Vec<String>, Option<String>) {
        let added = |key: &str| -> Vec<String> {
            let at = self.places.root(["pagination", key]);
            let Some(Kind::Map(entries)) = self.places.node(&at).map(|node| &node.kind) else { return Vec::new() };
            entries.iter().map(|entry| entry.key.trim_end_matches('?').to_owned()).collect()
        };
        let (takes, returns) = (added("takes"), added("returns"));
        let takes_all = takes.iter().all(|key| theirs.arguments.iter().any(|argument| argument.name == *key));
        let returns_all = returns.iter().all(|key| fields.iter().any(|field| field.name == *key));
        let mut lists = fields.iter().filter(|field| matches!(self.document.resolve(&field.shape), Shape::List(_)));
        match (lists.next(), lists.next()) {
            (Some(list), None) if takes_all && returns_all && !takes.is_empty() => {
                (takes, returns, Some(list.name.clone()))
            }
            _ => Default::default(),
        }
    }
}
