//! The descriptions of errors: the provider's own words where they are known, and those of the spec otherwise.

use std::borrow::Cow;

use crate::failure::Failure;
use crate::spec::spec;

/// Recorded descriptions.
const KNOWN: &[(&str, &str)] = &[
    ("ip_address_not_found", "No IP addresses were found matching any of the criteria provided in the arguments"),
    ("unassigned_disk", "Disk is not assigned to a virtual machine."),
    ("validation_error", "A validation error occurred with the object that was being created/updated/deleted"),
];

/// Returns the description of a failure.
pub(super) fn describe(failure: &Failure) -> Option<Cow<'static, str>> {
    if let Some((_, words)) = KNOWN.iter().find(|(code, _)| *code == failure.code) {
        return Some((*words).into());
    }
    if let (Some(what), true) = (failure.code.strip_suffix("_not_found"), failure.code != "route_not_found") {
        let what = what.replace('_', " ");
        return Some(format!("No {what} was found matching any of the criteria provided in the arguments").into());
    }
    // The server has no description for this one.
    if failure.code == "unhandled_exception" {
        return None;
    }
    spec().error(failure.code).map(|error| error.description.into())
}
