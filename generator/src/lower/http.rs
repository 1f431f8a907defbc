//! The method and path of an operation, and what is wrong with what is neither.

use super::{Lowering, operations::placeholder};
use crate::{diagnostic::Code, ir::Method, source::Route};

/// Which part of a request line is wrong, how it is labelled, and what to write instead.
type Flaw = (&'static str, String);

impl Lowering<'_> {
    /// The method and path of `GET /things/{thing}`.
    pub(super) fn http<'t>(&mut self, at: &Route<'_>, http: &'t str) -> Option<(Method, &'t str)> {
        match parse(http) {
            Ok(parsed) => Some(parsed),
            Err(_) if self.declared.is_removed_here(at, http) => None,
            Err((label, help)) => {
                let message = format!("`{http}` is not a method and a path");
                self.report(Code::BadHttp, at.value(), message, label, Some(help))
            }
        }
    }
}

fn parse(http: &str) -> Result<(Method, &str), Flaw> {
    const METHODS: &str = "GET, POST, PUT, PATCH or DELETE";
    let (method, path) = match http.split_once(' ') {
        Some((method, path)) => (method, path.trim_start()),
        None if http.starts_with('/') => {
            return Err(("has no method", format!("write the method first: `GET {http}`")));
        }
        None => return Err(("has no path", format!("write a method and a path, such as `{http} /tags/{{tag}}`"))),
    };
    let Some((_, known)) = Method::ALL.into_iter().find(|(name, _)| *name == method) else {
        let upper = method.to_ascii_uppercase();
        return Err(match Method::ALL.into_iter().any(|(name, _)| name == upper) {
            true => ("the method is in lower case", format!("write `{upper} {path}`")),
            false => ("has another method", format!("write {METHODS}")),
        });
    };
    if let Some((_, rest)) = path.split_once("://") {
        let path = rest.find('/').map_or("/", |start| &rest[start..]);
        return Err((
            "has a whole URL",
            format!("write only the path, without that of the service: `{method} {path}`"),
        ));
    }
    if let Some((path, _)) = path.split_once(['?', '#']) {
        let help = format!("write `{method} {path}`, and declare what the query has under `takes:`");
        return Err(("has a query", help));
    }
    if !path.starts_with('/') {
        return Err(("the path does not begin with `/`", format!("write `{method} /{path}`")));
    }
    if path.len() > 1 && path.ends_with('/') {
        return Err(("the path ends with `/`", format!("write `{method} {}`", path.trim_end_matches('/'))));
    }
    for segment in path.split('/').skip(1) {
        let word = segment.trim_matches([':', '{', '}', '<', '>', '$']);
        let is_word = !word.is_empty() && word.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        let looks_like_one = word.len() < segment.len() && is_word;
        if placeholder(segment).is_none() && looks_like_one {
            let meant = format!("{{{}}}", word.to_ascii_lowercase());
            let written = path.replacen(segment, &meant, 1);
            return Err(("not how an argument is written", format!("write `{method} {written}`")));
        }
        if segment.is_empty() && path.len() > 1 {
            return Err(("has two slashes in a row", format!("write `{method} {}`", path.replace("//", "/"))));
        }
        let allowed = |c: char| c.is_ascii_alphanumeric() || "_-.{}".contains(c);
        if !segment.chars().all(allowed) || (placeholder(segment).is_none() && segment.contains(['{', '}'])) {
            let help = "write letters, digits, `_`, `-` and `.`, and arguments as in `/tags/{tag}`";
            return Err(("the path has other characters", help.to_owned()));
        }
    }
    Ok((known, path))
}
