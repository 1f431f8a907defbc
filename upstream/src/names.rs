//! Heuristics on the names of an API.

/// Whether a field named `name` probably holds a secret.
pub(crate) fn is_secret(name: &str) -> bool {
    const SECRET: &[&str] =
        &["password", "secret", "token", "key", "credential", "pin", "otp", "passphrase", "private"];
    name.split('_').any(|part| SECRET.contains(&part.to_ascii_lowercase().trim_end_matches('s')))
}

/// Whether an integer named `name` is probably a Unix timestamp.
pub(crate) fn is_time(name: &str) -> bool {
    ["_at", "_until", "timestamp", "_time"].iter().any(|end| name.ends_with(end))
}

/// Returns the singular of `name`.
pub(crate) fn singular(name: &str) -> String {
    let stems = [("ies", "y"), ("sses", "ss"), ("shes", "sh"), ("ches", "ch"), ("xes", "x")];
    if let Some(one) = stems.iter().find_map(|(many, one)| Some(format!("{}{one}", name.strip_suffix(many)?))) {
        return one;
    }
    match name.strip_suffix('s') {
        Some(one) if !one.ends_with('s') => one.to_owned(),
        _ => name.to_owned(),
    }
}

/// Returns every possible singular of `name`.
pub(crate) fn singulars(name: &str) -> Vec<String> {
    let odd = name.strip_suffix("ves").map(|stem| [format!("{stem}f"), format!("{stem}fe")]);
    std::iter::once(singular(name)).chain(odd.into_iter().flatten()).collect()
}

/// Returns a function name for an operation, derived from the method and `words`, the literal segments of the path from
/// that of the resource on.
pub(crate) fn function(method: &str, words: &[String], resource: &str, ends_in_place: bool, is_list: bool) -> String {
    let of_resource = |word: &&String| **word == resource || **word == singular(resource);
    let last = words.last().filter(|word| !of_resource(word)).map(|word| snake(word));
    let verb = match method {
        "GET" if is_list && !ends_in_place => "list",
        "GET" => "get",
        "POST" => "create",
        "DELETE" => "delete",
        _ => "update",
    };
    match last {
        None => verb.to_owned(),
        // An action, if it is a valid function name.
        Some(last) if method == "POST" && !ends_in_place && last.starts_with(|c: char| c.is_ascii_alphabetic()) => last,
        Some(last) => format!("{verb}_{last}"),
    }
}

/// Whether `text` is usable as the name of a field, a value or a type.
pub(crate) fn is_nameable(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-.:/".contains(&byte))
}

/// Whether a name is usable for a type: it is plain text in YAML and does not conflict with the generated crate.
pub(crate) fn is_free(name: &str) -> bool {
    let is_word = ["null", "true", "false"].contains(&name.to_ascii_lowercase().as_str());
    is_nameable(name) && !is_word && !generator::is_taken(name)
}

/// Converts `word` to snake case.
pub(crate) fn snake(word: &str) -> String {
    let snake: String =
        word.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' }).collect();
    snake.trim_matches('_').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_one_of_many() {
        let names = ["disks", "policies", "addresses", "branches", "boxes", "class", "data"];
        assert_eq!(names.map(singular), ["disk", "policy", "address", "branch", "box", "class", "data"]);
        assert_eq!(singulars("shelves"), ["shelve", "shelf", "shelfe"]);
    }

    #[test]
    fn names_functions_as_authors_do() {
        let named = |method, words: &[&str], ends_in_place| {
            let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
            function(method, &words, "books", ends_in_place, method == "GET" && words.len() == 1)
        };
        assert_eq!(named("GET", &["books"], false), "list");
        assert_eq!(named("GET", &["books"], true), "get");
        assert_eq!(named("POST", &["books"], false), "create");
        assert_eq!(named("PATCH", &["books"], true), "update");
        assert_eq!(named("POST", &["books", "lend"], false), "lend");
        assert_eq!(named("GET", &["books", "config"], false), "get_config");
        assert_eq!(named("DELETE", &["books", "copies"], true), "delete_copies");
    }
}
