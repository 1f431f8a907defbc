//! When a wait ends: the meaning of the values of an enum, or an error code.

use std::collections::{HashMap, HashSet};

use crate::{
    diagnostic::{Annotate, Code, list, nearest},
    ir::{self, Ending, ResponseType, Shape, TypeId, TypeRef},
    lower::Lowering,
    name::{Case, Name},
    source::{Place, Route},
    spec::{self, Text},
};

impl<'s> Lowering<'s> {
    /// When a wait ends: by a field or by an error code, but not both.
    pub(super) fn ending(
        &mut self,
        at: &Route<'_>,
        waiter: &'s spec::Waiter,
        operation: &ir::Operation,
        declared: &spec::Operation,
    ) -> Option<Ending> {
        // Its value could not be read.
        if waiter.equals.is_none() && self.declared.is_removed_here(at, "equals") {
            return None;
        }
        match (&waiter.field, &waiter.gone) {
            (Some(field), None) if waiter.equals.is_some() => {
                self.number(at, waiter, field, operation).map(Ending::Number)
            }
            (None, _) if waiter.equals.is_some() && !self.declared.is_removed_here(at, "field") => {
                self.error(Code::BadWaiter, at.key("equals").name(), "`equals` requires `field`")
                    .label("not allowed here")
                    .help("add `field:` with the path of an integer");
                None
            }
            (Some(field), None) => self.statuses(at, waiter, field, operation).map(Ending::Status),
            (None, Some(gone)) => self.gone(at, waiter, gone, operation, declared).map(Ending::Gone),
            (Some(_), Some(_)) => {
                self.error(Code::BadWaiter, at.key("gone").name(), "`field` and `gone` cannot be combined")
                    .label("conflicts with `field`")
                    .help("remove one of `field` and `gone`");
                None
            }
            // Its value could not be read.
            (None, None)
                if ["field", "gone", "pending_errors"]
                    .into_iter()
                    .any(|key| self.declared.is_removed_here(at, key)) =>
            {
                None
            }
            (None, None) if !waiter.pending_errors.is_empty() => {
                self.refuse_statuses(at, waiter, "a wait without `field`");
                Some(Ending::Success)
            }
            (None, None) => {
                let help = "add `field:` with the values that are `done:`, or `gone:` with an error code";
                let message = "`field` or `gone` is missing";
                self.error(Code::BadWaiter, at.name(), message).label("has neither").help(help);
                None
            }
        }
    }

    /// Reports the keys that describe the values of an enum, where there is none.
    fn refuse_statuses(&mut self, at: &Route<'_>, waiter: &spec::Waiter, with: &str) {
        let needless = [
            ("pending", !waiter.pending.is_empty()),
            ("done", !waiter.done.is_empty()),
            ("failed", !waiter.failed.is_empty()),
            ("tolerates", waiter.tolerates.is_some()),
            ("progress", waiter.progress.is_some()),
        ];
        let help = match with {
            "`gone`" => "remove it, or write `field` instead of `gone`",
            _ => "remove it, or write `field` with the path of an enum",
        };
        for (key, _) in needless.into_iter().filter(|(_, given)| *given) {
            let message = format!("`{key}` cannot be combined with {with}");
            self.error(Code::BadWaiter, at.key(key).name(), message).label("not allowed here").help(help);
        }
    }

    /// The integer that a caller waits for.
    fn number(
        &mut self,
        at: &Route<'_>,
        waiter: &'s spec::Waiter,
        field: &'s Text,
        operation: &ir::Operation,
    ) -> Option<ir::WantedNumber> {
        self.refuse_statuses(at, waiter, "`equals`");
        let (ResponseType::Own(output) | ResponseType::Shared(output)) = operation.output else {
            return self.no_response(at, operation);
        };
        let argument = waiter.equals.as_ref().and_then(|name| Name::new(name, Case::Snake));
        let is_taken = |name: &Name| operation.required().any(|field| field.name.ident == name.ident);
        let Some(argument) = argument.filter(|name| name.plain() == name.wire && !is_taken(name)) else {
            self.error(Code::BadName, at.key("equals").value(), "`equals` is not a valid argument name")
                .label("not a Rust identifier, or an argument of the operation")
                .help("write a name in snake case, such as `size_in_gb`");
            return None;
        };
        Some(ir::WantedNumber { field: self.integer_path(&at.key("field"), output, field)?, argument })
    }

    fn no_response<T>(&mut self, at: &Route<'_>, operation: &ir::Operation) -> Option<T> {
        let message = format!("`{}` returns text, which has no fields", operation.function.wire);
        self.error(Code::BadWaiter, at.key("field").value(), message)
            .label("not a field of the response")
            .help("poll an operation that returns an object");
        None
    }

    /// The error codes of the operation or its service with which the wait continues.
    pub(super) fn pending_errors(
        &mut self,
        at: &Route<'_>,
        waiter: &'s spec::Waiter,
        operation: &ir::Operation,
        declared: &spec::Operation,
    ) -> Vec<ir::ErrorId> {
        let service = |code: &str| {
            self.spec
                .api
                .content
                .services
                .iter()
                .any(|(_, service)| service.errors.iter().any(|known| known.as_str() == code))
        };
        let known: Vec<_> = self
            .declared
            .errors
            .iter()
            .filter_map(|(code, ..)| Some((*code, *self.declared.error_codes.get(code)?)))
            .filter(|(code, id)| operation.errors.contains(id) || service(code))
            .collect();
        let mut found = Vec::new();
        for (index, code) in waiter.pending_errors.iter().enumerate() {
            let place = at.index(index).value();
            let Some((_, id)) = known.iter().find(|(known, _)| *known == code.as_str()) else {
                let is_unknown = |code: &Text| !self.declared.error_codes.contains_key(code.as_str());
                if !self.declared.is_removed(code) && !declared.errors.iter().any(is_unknown) {
                    let near = nearest(code, known.iter().map(|(code, _)| *code));
                    let otherwise = format!("list it under `errors:` of `{}`", operation.function.wire);
                    let message = format!("`{code}` is not an error of `{}`", operation.function.wire);
                    self.error(Code::BadWaiter, place, message)
                        .label("not an error of the polled operation")
                        .suggest_or(near, otherwise);
                }
                continue;
            };
            if found.contains(id) || waiter.gone.as_ref() == Some(code) {
                self.error(Code::DuplicateValue, place, format!("`{code}` is listed twice"))
                    .label("listed again here")
                    .help("remove one");
                continue;
            }
            found.push(*id);
        }
        found
    }

    fn gone(
        &mut self,
        at: &Route<'_>,
        waiter: &'s spec::Waiter,
        gone: &Text,
        operation: &ir::Operation,
        declared: &spec::Operation,
    ) -> Option<ir::ErrorId> {
        self.refuse_statuses(at, waiter, "`gone`");
        let codes =
            self.declared.errors.iter().filter_map(|(code, ..)| Some((*code, *self.declared.error_codes.get(code)?)));
        let own: Vec<_> = codes.filter(|(_, id)| operation.errors.contains(id)).collect();
        if let Some((_, id)) = own.iter().find(|(code, _)| *code == gone.as_str()) {
            return Some(*id);
        }
        // An unknown code of the operation is reported there, and may be this one.
        let is_unknown = |code: &Text| !self.declared.error_codes.contains_key(code.as_str());
        if self.declared.is_removed(gone) || declared.errors.iter().any(is_unknown) {
            return None;
        }
        let near = nearest(gone, own.iter().map(|(code, _)| *code));
        let otherwise = format!("list it under `errors:` of `{}`", operation.function.wire);
        let message = format!("`{gone}` is not an error of `{}`", operation.function.wire);
        let place = at.key("gone").value();
        self.error(Code::BadWaiter, place, message)
            .label("not an error of the polled operation")
            .suggest_or(near, otherwise);
        None
    }

    fn statuses(
        &mut self,
        at: &Route<'_>,
        waiter: &'s spec::Waiter,
        field: &'s Text,
        operation: &ir::Operation,
    ) -> Option<ir::Statuses> {
        let (ResponseType::Own(output) | ResponseType::Shared(output)) = operation.output else {
            return self.no_response(at, operation);
        };
        let progress = waiter.progress.as_ref().map(|path| self.integer_path(&at.key("progress"), output, path));
        let (path, ty) = self.field_path(&at.key("field"), output, field)?;
        let TypeRef::Named(id) = ty else { return self.no_enum(&at.key("field"), field) };
        let Shape::Enum(values) = &self.types[id.0].shape else { return self.no_enum(&at.key("field"), field) };
        let values: Vec<_> = values.iter().map(|value| value.name.wire.clone()).collect();
        self.check_values(at, waiter, field, id, &values);
        let texts = |values: &[Text]| values.iter().map(Text::to_string).collect();
        Some(ir::Statuses {
            field: path,
            progress: progress.flatten(),
            done: texts(&waiter.done),
            failed: texts(&waiter.failed),
            tolerance: waiter.tolerates.map_or(0, spec::Seconds::get),
        })
    }

    fn no_enum<T>(&mut self, at: &Route<'_>, field: &Text) -> Option<T> {
        let message = format!("`{field}` is not an enum");
        self.error(Code::BadWaiter, at.value(), message)
            .label("not an enum")
            .help("name a field whose type is an enum");
        None
    }

    /// Checks that each value of the enum has one meaning, so that a value that is added later needs one, too.
    fn check_values(&mut self, at: &Route<'_>, waiter: &'s spec::Waiter, field: &Text, id: TypeId, values: &[String]) {
        let mut listed: HashMap<&str, Option<Place>> = values.iter().map(|value| (value.as_str(), None)).collect();
        let mut meant = HashSet::new();
        for (key, texts) in [("pending", &waiter.pending), ("done", &waiter.done), ("failed", &waiter.failed)] {
            let at = at.key(key);
            for (index, value) in texts.iter().enumerate() {
                let place = at.index(index).value();
                match listed.get_mut(value.as_str()) {
                    Some(first @ None) => *first = Some(place),
                    Some(Some(first)) => {
                        let message = format!("`{value}` is listed twice");
                        self.error(Code::DuplicateValue, place, message)
                            .label("listed again here")
                            .also(first.clone(), "first listed here")
                            .help("remove one");
                    }
                    None if self.incomplete.contains(&id) || self.declared.is_removed(value) => {}
                    None => {
                        let near = nearest(value, values.iter().map(String::as_str));
                        meant.extend(near);
                        let message = format!("`{value}` is not a value of `{field}`");
                        self.error(Code::BadWaiter, place, message).label("not a value of its enum").suggest(near);
                    }
                }
            }
        }
        // A misspelt value is not missing.
        let missing = |value: &&String| {
            listed.get(value.as_str()).is_some_and(Option::is_none) && !meant.contains(value.as_str())
        };
        let open: Vec<_> = values.iter().filter(missing).collect();
        let is_lost = |key: &str| self.declared.is_removed_here(at, key);
        if waiter.done.is_empty() && !is_lost("done") {
            self.error(Code::BadWaiter, at.name(), "no value is listed under `done`")
                .label("can never succeed")
                .help("list at least one value under `done:`");
        } else if !open.is_empty() && !["pending", "done", "failed"].into_iter().any(is_lost) {
            let message = format!("some values of `{field}` are not listed: {}", list(open));
            self.error(Code::BadWaiter, at.name(), message)
                .label("must list every value")
                .help("list each under `pending:`, `done:` or `failed:`");
        } else if waiter.tolerates.is_some() && waiter.failed.is_empty() && !is_lost("failed") {
            let place = at.key("tolerates").name();
            let message = "`tolerates` requires values under `failed`";
            self.error(Code::BadWaiter, place, message)
                .label("`failed` is empty")
                .help("remove it, or list the values under `failed:`");
        }
    }
}
