//! One message for each cause: an undeclared name is one mistake, however often it is used.

use std::collections::{HashMap, hash_map::Entry};

use super::{Code, Diagnostic};

/// `list` with one diagnostic for each cause. The first of them keeps the places of the others.
pub(super) fn by_cause(list: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut first: HashMap<(Code, String), usize> = HashMap::new();
    let mut grouped: Vec<Diagnostic> = Vec::with_capacity(list.len());
    for diagnostic in list {
        if !is_about_a_name(&diagnostic) {
            grouped.push(diagnostic);
            continue;
        }
        match first.entry((diagnostic.code, diagnostic.message.clone())) {
            Entry::Vacant(entry) => {
                entry.insert(grouped.len());
                grouped.push(diagnostic);
            }
            Entry::Occupied(entry) => {
                let of = &mut grouped[*entry.get()];
                of.others.push(diagnostic.place);
                of.others.extend(diagnostic.others);
            }
        }
    }
    grouped
}

/// Whether its message names something that is wrong wherever it is used.
fn is_about_a_name(diagnostic: &Diagnostic) -> bool {
    match diagnostic.code {
        Code::UnknownType | Code::UnknownErrorCode | Code::UnknownScope | Code::UnknownService | Code::UnknownField => {
            true
        }
        Code::MisplacedFile => true,
        // It shows the declaration that does not fit.
        Code::BadType => diagnostic.also.is_some(),
        _ => false,
    }
}
