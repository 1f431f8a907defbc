//! When a wait is over: what the values of an enum mean for it, or which error code ends it.

use crate::{
    diagnostic::{Code, nearest},
    ir::{self, Ending, Output, Shape, TypeRef},
    lower::Lowering,
    source::{Place, Route},
    spec::{self, Text},
};

impl<'s> Lowering<'s> {
    /// What says that a wait is over: either of two things, and nothing of the other.
    pub(super) fn ending(
        &mut self,
        at: &Route<'_>,
        waiter: &'s spec::Waiter,
        operation: &ir::Operation,
    ) -> Option<Ending> {
        match (&waiter.field, &waiter.gone) {
            (Some(field), None) => self.statuses(at, waiter, field, operation).map(Ending::Status),
            (None, Some(gone)) => self.gone(at, waiter, gone, operation).map(Ending::Gone),
            (Some(_), Some(_)) => {
                let help = Some("remove one of `field` and `gone`".to_owned());
                self.report(
                    Code::BadWaiter,
                    at.key("gone").name(),
                    "`field` and `gone` cannot be combined",
                    "conflicts with `field`",
                    help,
                )
            }
            (None, None) => {
                let help = "add `field:` with the values that are `done:`, or `gone:` with an error code";
                let message = "`field` or `gone` is missing";
                self.report(Code::BadWaiter, at.name(), message, "has neither of them", Some(help.to_owned()))
            }
        }
    }

    fn gone(
        &mut self,
        at: &Route<'_>,
        waiter: &'s spec::Waiter,
        gone: &Text,
        operation: &ir::Operation,
    ) -> Option<ir::ErrorId> {
        let needless = [
            ("pending", !waiter.pending.is_empty()),
            ("done", !waiter.done.is_empty()),
            ("failed", !waiter.failed.is_empty()),
            ("tolerates", waiter.tolerates.is_some()),
            ("progress", waiter.progress.is_some()),
        ];
        for (key, _) in needless.into_iter().filter(|(_, given)| *given) {
            let help = Some("remove it, or write `field` instead of `gone`".to_owned());
            let message = format!("`{key}` cannot be combined with `gone`");
            self.report::<()>(Code::BadWaiter, at.key(key).name(), message, "not allowed here", help);
        }
        let codes =
            self.declared.errors.iter().filter_map(|(code, ..)| Some((*code, *self.declared.error_codes.get(code)?)));
        let own: Vec<_> = codes.filter(|(_, id)| operation.errors.contains(id)).collect();
        if let Some((_, id)) = own.iter().find(|(code, _)| *code == gone.as_str()) {
            return Some(*id);
        }
        let help = nearest(gone, own.iter().map(|(code, _)| *code)).map_or_else(
            || format!("list it under `errors:` of `{}`", operation.function.wire),
            |near| format!("did you mean `{near}`?"),
        );
        let message = format!("`{gone}` is not an error of `{}`", operation.function.wire);
        let place = at.key("gone").value();
        self.report(Code::BadWaiter, place, message, "not an error of the polled operation", Some(help))
    }

    fn statuses(
        &mut self,
        at: &Route<'_>,
        waiter: &'s spec::Waiter,
        field: &'s Text,
        operation: &ir::Operation,
    ) -> Option<ir::Statuses> {
        let (Output::Own(output) | Output::Shared(output)) = operation.output else {
            let message = format!("`{}` returns text, which has no fields", operation.function.wire);
            let help = Some("poll an operation that returns an object".to_owned());
            return self.report(Code::BadWaiter, at.key("field").value(), message, "not a field of the response", help);
        };
        let progress = waiter.progress.as_ref().map(|path| self.integer_path(&at.key("progress"), output, path));
        let (path, ty) = self.field_path(&at.key("field"), output, field)?;
        let values = match &ty {
            TypeRef::Named(id) => match &self.types[id.0].shape {
                Shape::Enum(values) => values.iter().map(|value| value.name.wire.clone()).collect(),
                _ => return self.no_enum(&at.key("field"), field),
            },
            TypeRef::Scalar(_) | TypeRef::List(_) => return self.no_enum(&at.key("field"), field),
        };
        self.check_values(at, waiter, field, values);
        if waiter.tolerates.is_some() && waiter.failed.is_empty() {
            let help = Some("remove it, or list the values under `failed:`".to_owned());
            let place = at.key("tolerates").name();
            self.report::<()>(
                Code::BadWaiter,
                place,
                "`tolerates` requires values under `failed`",
                "`failed` is empty",
                help,
            );
        }
        let texts = |values: &[Text]| values.iter().map(Text::to_string).collect();
        Some(ir::Statuses {
            field: path,
            progress: progress.flatten(),
            done: texts(&waiter.done),
            failed: texts(&waiter.failed),
            tolerance: waiter.tolerates.unwrap_or(0),
        })
    }

    fn no_enum<T>(&mut self, at: &Route<'_>, field: &Text) -> Option<T> {
        let message = format!("`{field}` is not an enum");
        let help = Some("name a field whose type is an enum".to_owned());
        self.report(Code::BadWaiter, at.value(), message, "has another type", help)
    }

    /// Makes sure that each value of the enum has one meaning, so that a value that is added later is given one too.
    fn check_values(&mut self, at: &Route<'_>, waiter: &'s spec::Waiter, field: &Text, values: Vec<String>) {
        let mut open: Vec<_> = values.clone();
        let mut seen: Vec<(&str, Place)> = Vec::new();
        for (key, listed) in [("pending", &waiter.pending), ("done", &waiter.done), ("failed", &waiter.failed)] {
            let at = at.key(key);
            for (index, value) in listed.iter().enumerate() {
                let place = at.index(index).value();
                open.retain(|one| one != value.as_str());
                if !values.iter().any(|one| one == value.as_str()) {
                    let near = nearest(value, values.iter().map(String::as_str));
                    let help = near.map(|near| format!("did you mean `{near}`?"));
                    let message = format!("`{value}` is not a value of `{field}`");
                    self.report::<()>(Code::BadWaiter, place, message, "not a value of its enum", help);
                } else if let Some((_, first)) = seen.iter().find(|(one, _)| *one == value.as_str()) {
                    let also = (first.clone(), "first listed here");
                    let message = format!("`{value}` is listed twice");
                    let help = Some("remove one".to_owned());
                    self.report_pair::<()>(Code::DuplicateValue, place, message, "listed again here", also, help);
                } else {
                    seen.push((value.as_str(), place));
                }
            }
        }
        if waiter.done.is_empty() {
            let help = Some("list at least one value under `done:`".to_owned());
            self.report::<()>(Code::BadWaiter, at.name(), "no value is listed under `done`", "can never succeed", help);
        } else if !open.is_empty() {
            let open = open.iter().map(|value| format!("`{value}`")).collect::<Vec<_>>().join(", ");
            let help = Some("list each under `pending:`, `done:` or `failed:`".to_owned());
            let message = format!("some values of `{field}` are not listed: {open}");
            self.report::<()>(Code::BadWaiter, at.name(), message, "has to list every value", help);
        }
    }
}
