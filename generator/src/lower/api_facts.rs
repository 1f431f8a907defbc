//! Facts of `api.yaml`: URLs, headers, variables.

use super::Lowering;
use crate::{
    diagnostic::{Annotate, Code},
    source::{Place, Route},
};

impl Lowering<'_> {
    /// Rejects URLs, paths, variables and headers that no client could use.
    pub(super) fn check_api_facts(&mut self) {
        let spec = self.spec;
        let api = &spec.api.content;
        let root = Route::root(spec.api.file);
        self.check_url(root.key("url").value(), &api.url);
        let at = root.key("services");
        for (wire, service) in api.services.iter() {
            self.check_service_path(at.key(wire).key("path").value(), &service.path);
        }
        let at = root.key("environment");
        for (key, variable) in [("token", &api.environment.token), ("url", &api.environment.url)] {
            if !is_variable(variable) {
                let message = format!("`{variable}` is not the name of an environment variable");
                self.error(Code::BadName, at.key(key).value(), message)
                    .label("not a variable name")
                    .help("write upper case letters, digits and `_`, as in `ACME_API_TOKEN`");
            }
        }
        let at = root.key("headers");
        let headers = [
            ("request_id", &api.headers.request_id),
            ("rate_limit_permitted", &api.headers.rate_limit_permitted),
            ("rate_limit_remaining", &api.headers.rate_limit_remaining),
        ];
        for (key, header) in headers {
            if let Some(header) = header.as_ref().filter(|header| !is_header(header)) {
                let message = format!("`{}` is not the name of a header", header.as_str());
                self.error(Code::BadName, at.key(key).value(), message)
                    .label("not a header name")
                    .help("write letters, digits and `-`, as in `X-Request-Id`");
            }
        }
    }

    fn check_url(&mut self, place: Place, url: &str) {
        let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
        let (label, help) = match rest {
            None => ("has no scheme", format!("write `https://{}`", url.split("://").last().unwrap_or(url))),
            Some(rest) if rest.is_empty() || rest.starts_with(['/', ':', '?', '#']) => {
                ("has no host", "write a URL such as `https://api.acme.example`".to_owned())
            }
            Some(rest) if rest.contains(['?', '#']) => {
                let end = url.find(['?', '#']).unwrap_or(url.len());
                ("has a query or a fragment", format!("write `{}`", &url[..end]))
            }
            Some(rest) if rest.contains(['@', ' ', '"', '<', '>', '\\', '{', '}']) => {
                ("has other characters than a URL", "write a URL such as `https://api.acme.example`".to_owned())
            }
            Some(rest) if rest.ends_with('/') => ("ends with `/`", format!("write `{}`", url.trim_end_matches('/'))),
            Some(_) => return,
        };
        self.error(Code::BadValue, place, format!("`{url}` is not a base URL")).label(label).help(help);
    }

    fn check_service_path(&mut self, place: Place, path: &str) {
        let allowed = |c: char| c.is_ascii_alphanumeric() || "/_-.".contains(c);
        let plain = path.trim_matches('/');
        let (label, help) = if !path.chars().all(allowed) || path.contains("//") {
            ("has other characters", "write a path such as `/core/v1`".to_owned())
        } else if !path.starts_with('/') && !path.is_empty() {
            ("does not begin with `/`", format!("write `/{plain}`"))
        } else if path.ends_with('/') {
            let help =
                if plain.is_empty() { "write `\"\"` for no path".to_owned() } else { format!("write `/{plain}`") };
            ("ends with `/`", help)
        } else {
            return;
        };
        self.error(Code::BadValue, place, format!("`{path}` is not the path of a service")).label(label).help(help);
    }
}

fn is_variable(name: &str) -> bool {
    let allowed = |c: char| c.is_ascii_alphanumeric() || c == '_';
    !name.is_empty() && name.chars().all(allowed) && !name.starts_with(|c: char| c.is_ascii_digit())
}

/// Whether `name` is a token of HTTP.
fn is_header(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c))
}
