//! The method and path of an operation, and the mistakes in them.

use super::Lowering;
use crate::{
    diagnostic::{Annotate, Code},
    ir::{Field, Method, ServiceId, Shape, TypeRef},
    paths,
    source::Route,
};

/// The label and the help of a mistake in a method and path.
type Flaw = (&'static str, String);

impl Lowering<'_> {
    /// The method and path of `GET /things/{thing}`.
    pub(super) fn http<'t>(&mut self, at: &Route<'_>, http: &'t str) -> Option<(Method, &'t str)> {
        match parse(http) {
            Ok(parsed) => Some(parsed),
            Err((label, help)) => {
                let message = format!("`{http}` is not a method and a path");
                self.error(Code::BadHttp, at.value(), message).label(label).help(help);
                None
            }
        }
    }
}

impl<'s> Lowering<'s> {
    /// Rejects a path that another operation has, that repeats the path of the service, or whose placeholders cannot be
    /// filled.
    pub(super) fn check_path(
        &mut self,
        at: &Route<'_>,
        (method, path): (Method, &str),
        service: ServiceId,
        arguments: &[Field],
    ) {
        let spec = self.spec;
        let service_path =
            spec.api.content.services.iter().nth(service.0).map_or("", |(_, service)| service.path.as_str());
        let service_path = service_path.trim_end_matches('/');
        if let Some(rest) =
            path.strip_prefix(service_path).filter(|rest| !service_path.is_empty() && rest.starts_with('/'))
        {
            let message = format!("`{path}` repeats the path of its service, `{service_path}`");
            self.error(Code::BadHttp, at.value(), message)
                .label("the path of the service is added to every path")
                .help(format!("write `{} {rest}`", method.as_str()));
        }
        let line = (service, format!("{} {}", method.as_str(), paths::unnamed(path)));
        let first = self.request_lines.insert(line, at.value());
        let is_new = first.is_none();
        if let Some(first) = first {
            let message = format!("two operations have the method and path `{} {path}`", method.as_str());
            self.error(Code::BadHttp, at.value(), message)
                .label("the second one")
                .also(first, "the first one")
                .help("remove one, or correct its method or path");
        }
        // Two operations of one service are compared above. They differ here if a lookup leaves its name in the path.
        let sent = format!("{} {service_path}{}", method.as_str(), self.sent(path, arguments));
        let first = self.sent_lines.insert(sent, at.value()).filter(|_| is_new);
        if let Some(first) = first {
            let message = format!("requests of two operations have the path `{service_path}{}`", paths::unmarked(path));
            self.error(Code::BadHttp, at.value(), message)
                .label("the second one")
                .also(first, "the first one")
                .help("a lookup is not put into the path, which keeps its name; rename the argument or the path");
        }
        let mut seen = Vec::new();
        for name in paths::placeholders(path) {
            if seen.contains(&name) {
                let message = format!("`{{{name}}}` is in the path twice");
                self.error(Code::PathArgument, at.value(), message)
                    .label("used again here")
                    .help("give one of the arguments another name");
            }
            seen.push(name);
            if let Some(argument) = arguments.iter().find(|argument| argument.name.wire == name) {
                self.check_placeholder_type(at, argument);
            }
        }
    }

    /// `path` as a request has it, with the same mark for every scalar.
    fn sent(&self, path: &str, arguments: &[Field]) -> String {
        let is_lookup = |name: &str| {
            let argument = arguments.iter().find(|argument| argument.name.wire == name);
            let ty = argument.and_then(|argument| argument.ty.named());
            ty.is_some_and(|id| matches!(self.types[id.0].shape, Shape::Lookup(_)))
        };
        let segments = path.split('/').map(|segment| match paths::placeholder(segment) {
            Some(name) if is_lookup(name) => name,
            Some(_) => "{}",
            None => segment,
        });
        segments.collect::<Vec<_>>().join("/")
    }

    /// Rejects an argument that has no single text form.
    fn check_placeholder_type(&mut self, at: &Route<'_>, argument: &Field) {
        let label = match &argument.ty {
            _ if argument.presence.is_nullable() => "it can be null",
            TypeRef::List(_) => "it is a list",
            TypeRef::Scalar(scalar) if !scalar.places().text => "it is a document",
            TypeRef::Scalar(_) => return,
            TypeRef::Named(id) => match self.types[id.0].shape {
                Shape::Id(_) | Shape::Enum(_) | Shape::Lookup(_) => return,
                _ if self.declared.types[id.0].doubtful => return,
                Shape::Struct(_) | Shape::Arguments(_) | Shape::OneOf(_) | Shape::Union(_) | Shape::Document(_) => {
                    "it is an object"
                }
            },
        };
        let message = format!("the argument `{}` cannot be in a path", argument.name.wire);
        let help = "write an id, a lookup, an enum or a scalar that is not null, or take it out of the path";
        self.error(Code::PathArgument, at.value(), message).label(label).help(help);
    }
}

fn parse(http: &str) -> Result<(Method, &str), Flaw> {
    const METHODS: &str = "GET, POST, PUT, PATCH or DELETE";
    let (method, path) = match http.split_once(' ') {
        Some((method, path)) if path.starts_with(' ') => {
            return Err(("has several spaces in a row", format!("write `{method} {}`", path.trim_start())));
        }
        Some(parts) => parts,
        None if http.starts_with('/') => {
            return Err(("has no method", format!("write the method first: `GET {http}`")));
        }
        None => return Err(("has no path", format!("write a method and a path, such as `{http} /tags/{{tag}}`"))),
    };
    let Some((_, known)) = Method::ALL.into_iter().find(|(name, _)| *name == method) else {
        let upper = method.to_ascii_uppercase();
        return Err(match Method::ALL.into_iter().any(|(name, _)| name == upper) {
            true => ("the method is in lower case", format!("write `{upper} {path}`")),
            false => ("unknown method", format!("write {METHODS}")),
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
        if paths::placeholder(segment).is_none() && looks_like_one {
            let meant = format!("{{{}}}", word.to_ascii_lowercase());
            let written = path.replacen(segment, &meant, 1);
            return Err(("not a placeholder", format!("write `{method} {written}`")));
        }
        if segment.is_empty() && path.len() > 1 {
            return Err(("has two slashes in a row", format!("write `{method} {}`", path.replace("//", "/"))));
        }
        let allowed = |c: char| c.is_ascii_alphanumeric() || "_-.{}".contains(c);
        if !segment.chars().all(allowed) || (paths::placeholder(segment).is_none() && segment.contains(['{', '}'])) {
            let help = "write letters, digits, `_`, `-` and `.`, and arguments as in `/tags/{tag}`";
            return Err(("the path has other characters", help.to_owned()));
        }
    }
    Ok((known, path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn editors_reject_what_the_loader_rejects() {
        let pattern = regex_lite::Regex::new(crate::spec::HTTP).unwrap();
        let valid = [
            "GET /",
            "GET /tags",
            "POST /tags/{tag}",
            "PUT /tags/{tag_2}/_parts",
            "PATCH /v1.2/x-y/A/{a}/{b}",
            "DELETE /{tag}",
        ];
        let invalid = [
            "",
            "GET",
            "/tags",
            "GET tags",
            "get /tags",
            "HEAD /tags",
            "GET  /tags",
            " GET /tags",
            "GET /tags ",
            "GET /tags/",
            "GET //tags",
            "GET /tags//x",
            "GET /tags?x=1",
            "GET /tags#x",
            "GET https://example.com/tags",
            "GET /tags/:tag",
            "GET /tags/<tag>",
            "GET /tags/$tag",
            "GET /tags/{Tag}",
            "GET /tags/{}",
            "GET /tags/{tag",
            "GET /tags/tag}",
            "GET /tags/x{tag}",
            "GET /tags/{tag}x",
            "GET /tags/{{tag}}",
            "GET /t%20ags",
            "GET /t ags",
            "GET /t\tags",
            "GET /täg",
            "GET /tags\n",
        ];
        for (http, is_valid) in valid.map(|http| (http, true)).into_iter().chain(invalid.map(|http| (http, false))) {
            assert_eq!(parse(http).is_ok(), is_valid, "the loader, `{http}`");
            assert_eq!(pattern.is_match(http), is_valid, "the pattern, `{http}`");
        }
    }
}
