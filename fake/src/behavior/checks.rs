//! Checks: the sentences with which the server refuses properties, such as `Name can't be blank`.

use crate::failure::Failure;
use crate::map;
use crate::store::{Handle, Store};
use crate::value::Value;

/// The sentences about the properties of a call. The server reports all of them.
#[derive(Debug, Default)]
pub struct Checks(Vec<String>);

impl Checks {
    /// Creates checks that all hold so far.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a sentence unless `holds`.
    pub fn require(&mut self, holds: bool, sentence: impl Into<String>) {
        if !holds {
            self.0.push(sentence.into());
        }
    }

    /// Requires a string that is not blank and has at most `longest` characters. `label` begins the sentence.
    pub fn present(&mut self, value: &Value, label: &str, longest: usize) {
        let text = value.text().unwrap_or_default();
        self.require(!text.trim().is_empty(), format!("{label} can't be blank"));
        self.at_most(value, label, longest);
    }

    /// Requires a string of at most `longest` characters, if there is one.
    pub fn at_most(&mut self, value: &Value, label: &str, longest: usize) {
        let is_short = value.text().is_none_or(|text| text.chars().count() <= longest);
        self.require(is_short, format!("{label} is too long (maximum is {longest} characters)"));
    }

    /// Requires an integer in a range, if there is one.
    pub fn within(&mut self, value: &Value, label: &str, least: i64, most: i64) {
        let number = value.integer();
        self.require(
            number.is_none_or(|number| number >= least),
            format!("{label} must be greater than or equal to {least}"),
        );
        self.require(
            number.is_none_or(|number| number <= most),
            format!("{label} must be less than or equal to {most}"),
        );
    }

    /// Requires that no other object of `kind` of the organization has this text in `field`.
    #[expect(clippy::too_many_arguments, reason = "where to look, for what, and how to say it")]
    pub fn unique(
        &mut self,
        store: &Store,
        kind: &str,
        organization: Option<Handle>,
        own: Option<Handle>,
        field: &str,
        value: &Value,
        label: &str,
    ) {
        let Some(organization) = organization else { return };
        let Some(text) = value.text().filter(|text| !text.trim().is_empty()) else { return };
        let mut others = store.children(kind, "organization", organization).iter();
        let is_taken = others.any(|other| Some(*other) != own && store.get(*other).text(field) == text);
        self.require(!is_taken, format!("{label} has already been taken"));
    }

    /// Returns the failure `validation_error` if there are sentences.
    ///
    /// # Errors
    ///
    /// If there are sentences.
    pub fn finish(self) -> Result<(), Failure> {
        match self.0.is_empty() {
            true => Ok(()),
            false => Err(Failure { code: "validation_error", detail: map! { "errors" => self.0 } }),
        }
    }
}
