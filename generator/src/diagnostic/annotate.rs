//! The label, the help and the related place of a diagnostic.

use std::borrow::BorrowMut;

use super::Diagnostic;
use crate::source::Place;

/// Adds to a diagnostic, whether it is under construction or in a list already.
pub trait Annotate: BorrowMut<Diagnostic> + Sized {
    /// Adds the label at the place.
    fn label(mut self, label: impl Into<String>) -> Self {
        self.borrow_mut().label = label.into();
        self
    }

    /// What to write instead.
    fn help(mut self, help: impl Into<String>) -> Self {
        self.borrow_mut().help = Some(help.into());
        self
    }

    /// Adds what to write instead, if that is known.
    fn maybe_help(mut self, help: Option<String>) -> Self {
        self.borrow_mut().help = help;
        self
    }

    /// Suggests the name that is probably meant, if there is one.
    fn suggest(self, near: Option<&str>) -> Self {
        self.maybe_help(near.map(did_you_mean))
    }

    /// Suggests the name that is probably meant, or else adds another help.
    fn suggest_or(self, near: Option<&str>, otherwise: impl Into<String>) -> Self {
        self.help(near.map_or_else(|| otherwise.into(), did_you_mean))
    }

    /// A related place, with its label.
    fn also(mut self, place: Place, label: impl Into<String>) -> Self {
        self.borrow_mut().also = Some((place, label.into()));
        self
    }
}

impl<D: BorrowMut<Diagnostic>> Annotate for D {}

fn did_you_mean(near: &str) -> String {
    format!("did you mean `{near}`?")
}
