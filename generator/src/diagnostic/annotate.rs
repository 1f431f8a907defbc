//! What a diagnostic says besides its message.

use std::borrow::BorrowMut;

use super::Diagnostic;
use crate::source::Place;

/// Adds to a diagnostic, be it one under construction or one that is in a list already.
pub trait Annotate: BorrowMut<Diagnostic> + Sized {
    /// What stands at the place, written under it.
    fn label(mut self, label: impl Into<String>) -> Self {
        self.borrow_mut().label = label.into();
        self
    }

    /// What to write instead.
    fn help(mut self, help: impl Into<String>) -> Self {
        self.borrow_mut().help = Some(help.into());
        self
    }

    /// What to write instead, if that is known.
    fn maybe_help(mut self, help: Option<String>) -> Self {
        self.borrow_mut().help = help;
        self
    }

    /// The name that is probably meant, if one is like what is written.
    fn suggest(self, near: Option<&str>) -> Self {
        self.maybe_help(near.map(did_you_mean))
    }

    /// The name that is probably meant, or else another help.
    fn suggest_or(self, near: Option<&str>, otherwise: impl Into<String>) -> Self {
        self.help(near.map_or_else(|| otherwise.into(), did_you_mean))
    }

    /// Another place that has to do with it, with what stands there.
    fn also(mut self, place: Place, label: impl Into<String>) -> Self {
        self.borrow_mut().also = Some((place, label.into()));
        self
    }
}

impl<D: BorrowMut<Diagnostic>> Annotate for D {}

fn did_you_mean(near: &str) -> String {
    format!("did you mean `{near}`?")
}
