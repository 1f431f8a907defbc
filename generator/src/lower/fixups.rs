//! Fixups: their subjects are resolved, and have to agree with the spec.

mod subject;

use std::collections::HashSet;

use super::Lowering;
use crate::{
    diagnostic::{Annotate, Code, nearest},
    ir::{self, Departure, Subject},
    source::{Place, Route},
    spec,
};
use subject::{FixupFile, Found, SubjectFacts};

impl<'s> Lowering<'s> {
    /// Every fixup, those of `api.yaml` first.
    pub(super) fn fixups(&mut self, resources: &[ir::Resource], errors: &[ir::ErrorCode]) -> Vec<ir::Fixup> {
        let spec = self.spec;
        // A subject may be missing only because of a mistake that was reported.
        let sound = self.diagnostics.is_empty() && !self.declared.has_removed();
        let api = (spec.api.file, &spec.api.content.fixups);
        let files = spec.resources.iter().map(|resource| (resource.file, &resource.content.fixups));
        let mut lowered = Vec::new();
        for (file, fixups) in std::iter::once(api).chain(files) {
            let resource = resources.iter().find(|resource| resource.place.file == file);
            let scope = FixupFile { file, resource, errors };
            let root = Route::root(file);
            let at = root.key("fixups");
            let mut seen = HashSet::new();
            for (index, fixup) in fixups.iter().enumerate() {
                let at = at.index(index);
                for (text, place) in self.subjects_of(&at, fixup) {
                    if !seen.insert((text, fixup.what)) {
                        self.said_twice(text, fixup.what, place);
                        continue;
                    }
                    let found = self.look_up(&scope, text);
                    let subjects = self.agreed(found, text, fixup.what, &place, sound);
                    lowered.extend(subjects.map(|subjects| ir::Fixup {
                        at: text.to_owned(),
                        subjects,
                        what: fixup.what,
                        why: fixup.why.to_string(),
                        evidence: fixup.evidence.to_string(),
                        service: resource.map(|resource| resource.service),
                        place,
                    }));
                }
            }
        }
        lowered
    }

    /// Every subject of `fixup`, with its place.
    fn subjects_of(&mut self, at: &Route<'_>, fixup: &'s spec::Fixup) -> Vec<(&'s str, Place)> {
        let at = at.key("at");
        match &fixup.at {
            spec::At::One(text) => vec![(text, at.value())],
            spec::At::Several(texts) => {
                if texts.is_empty() {
                    self.error(Code::BadValue, at.value(), "`at` is empty")
                        .label("empty list")
                        .help("write the subject of the fixup, such as `VirtualMachine.state`");
                }
                texts.iter().enumerate().map(|(index, text)| (text.as_str(), at.index(index).value())).collect()
            }
        }
    }

    fn said_twice(&mut self, text: &str, what: Departure, place: Place) {
        self.error(Code::DuplicateValue, place, format!("`{text}` has two fixups `{}`", what.as_str()))
            .label("repeated here")
            .help("remove one");
    }

    /// The subjects of `found`, if the fixup agrees with the spec; if not, it is reported.
    fn agreed(
        &mut self,
        found: Found,
        text: &str,
        what: Departure,
        place: &Place,
        sound: bool,
    ) -> Option<Vec<Subject>> {
        match found {
            Found::There(subjects, facts) => {
                let Some((reason, help)) = contradiction(what, facts) else { return Some(subjects) };
                let message = format!("the fixup `{}` of `{text}` contradicts the spec", what.as_str());
                self.error(Code::UntrueFixup, place.clone(), message).label(reason).help(help);
                None
            }
            Found::Absent(subjects, _) if what == Departure::LeftOut => Some(subjects),
            Found::Absent(_, known) => {
                let name = text.rsplit('.').next().unwrap_or(text);
                self.unknown_subject(format!("there is no `{text}`"), name, &known, place, sound)
            }
            Found::Nowhere(missing, known) => {
                self.unknown_subject(format!("there is no `{missing}`"), &missing, &known, place, sound)
            }
            Found::Elsewhere(declared) => {
                self.error(Code::UnknownSubject, place.clone(), format!("`{text}` is not declared in this file"))
                    .label("declared in another file")
                    .also(declared, "declared here")
                    .help("move the fixup to that file");
                None
            }
        }
    }

    fn unknown_subject(
        &mut self,
        message: String,
        missing: &str,
        known: &[String],
        place: &Place,
        sound: bool,
    ) -> Option<Vec<Subject>> {
        if !sound {
            return None;
        }
        let near = nearest(missing, known.iter().map(String::as_str));
        let forms = "write a type and a field as in `VirtualMachine.state`, a path into an operation of this file as in \
                     `get.returns.disk`, or a name after `errors.` or `scopes.`";
        self.error(Code::UnknownSubject, place.clone(), message).label("not in the spec").suggest_or(near, forms);
        None
    }
}

/// Why a fixup `what` contradicts `facts`, and the help; `None` if it does not.
fn contradiction(what: Departure, facts: SubjectFacts) -> Option<(&'static str, &'static str)> {
    let either = "change the spec, or remove the fixup";
    match (what, facts.deprecated) {
        (Departure::Deprecated | Departure::NotDeprecated, None) => {
            return Some(("cannot be deprecated", "write `added`, `left_out` or `retyped`"));
        }
        (Departure::Deprecated, Some(false)) => return Some(("not deprecated in the spec", either)),
        (Departure::NotDeprecated, Some(true)) => return Some(("deprecated in the spec", either)),
        (Departure::Deprecated | Departure::NotDeprecated, Some(_)) => return None,
        _ => {}
    }
    match (what, facts.presence) {
        (Departure::Added | Departure::Retyped, _) => None,
        (Departure::LeftOut, _) => Some(("the spec has it", either)),
        (_, None) => Some(("not a field or argument", "write `added`, `left_out` or `retyped`")),
        (Departure::Optional, Some(presence)) if !presence.is_optional() => {
            Some(("required in the spec", "write `?` after the name of the field, or remove the fixup"))
        }
        (Departure::Required, Some(presence)) if presence.is_optional() => Some(("optional in the spec", either)),
        (Departure::Nullable, Some(presence)) if !presence.is_nullable() => {
            Some(("not nullable in the spec", "write `?` after the type, or remove the fixup"))
        }
        (Departure::NeverNull, Some(presence)) if presence.is_nullable() => Some(("nullable in the spec", either)),
        _ => None,
    }
}
