//! The proxy that the environment names.

use std::fmt;

use http::uri::Scheme;
use http::{HeaderValue, Uri};
use hyper_util::client::proxy::matcher::Matcher;

/// The variables with the proxy of `https` connections, by precedence.
const VARIABLES: [&str; 4] = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];

/// The variables with the hosts to connect to directly, by precedence.
const EXCEPTIONS: [&str; 2] = ["NO_PROXY", "no_proxy"];

/// A proxy that connections are tunnelled through.
#[derive(Clone)]
pub(crate) struct Proxy {
    /// Its scheme, host and port.
    pub(crate) uri: Uri,
    /// The value of `Proxy-Authorization`, if there is a user name.
    pub(crate) authorization: Option<HeaderValue>,
}

/// A proxy that cannot be used.
#[derive(Debug)]
pub(crate) struct ProxyError {
    /// The environment variable that names it.
    pub(crate) variable: &'static str,
    /// What is wrong with its value.
    pub(crate) reason: &'static str,
}

/// Prints no password.
impl fmt::Debug for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Proxy({})", self.uri)
    }
}

impl Proxy {
    /// The proxy for connections to `target`, from the environment variables that `read` returns.
    ///
    /// `HTTPS_PROXY` has precedence over `ALL_PROXY`, and upper case over lower case. An empty variable is not set.
    /// `HTTP_PROXY` is not read: a token is sent over plain HTTP only to this machine, without a proxy, and under CGI
    /// the client of the server sets that variable. `NO_PROXY` lists hosts, with their subdomains, IP addresses,
    /// networks such as `10.0.0.0/8`, and `*` for all.
    ///
    /// # Errors
    ///
    /// If the proxy is not supported. Connecting directly instead could bypass a protection.
    pub(crate) fn of<E: From<ProxyError>>(
        target: &Uri,
        read: impl Fn(&'static str) -> Result<Option<String>, E>,
    ) -> Result<Option<Self>, E> {
        if target.scheme() != Some(&Scheme::HTTPS) {
            return Ok(None);
        }
        let first = |names: &[&'static str]| -> Result<Option<(&'static str, String)>, E> {
            for &name in names {
                if let Some(value) = read(name)? {
                    return Ok(Some((name, value)));
                }
            }
            Ok(None)
        };
        let Some((variable, value)) = first(&VARIABLES)? else { return Ok(None) };
        let excepted = first(&EXCEPTIONS)?.map(|(_, hosts)| hosts).unwrap_or_default();
        // It intercepts everything but the exceptions.
        let any = Matcher::builder().https("http://proxy.invalid").no(excepted).build();
        if any.intercept(target).is_none() {
            return Ok(None);
        }
        let wrong = |reason| E::from(ProxyError { variable, reason });
        let found = Matcher::builder().https(value).build().intercept(target);
        let found = found.ok_or_else(|| wrong("not a URL such as `http://proxy.example:3128`"))?;
        let uri = found.uri().clone();
        match uri.scheme_str() {
            Some("http" | "https") if uri.host().is_some_and(|host| !host.is_empty()) => {
                Ok(Some(Self { uri, authorization: found.basic_auth().cloned() }))
            }
            Some("http" | "https") => Err(wrong("the host is missing")),
            _ => Err(wrong("only `http` and `https` proxies are supported")),
        }
    }
}

#[cfg(test)]
mod tests {
    use http::Uri;

    use super::{Proxy, ProxyError};

    type Variables<'a> = &'a [(&'a str, &'a str)];

    /// The proxy for a URL with these variables.
    fn proxy(url: &str, variables: Variables<'_>) -> String {
        let read = |name: &'static str| {
            let found = variables.iter().find(|(variable, _)| *variable == name);
            Ok::<_, ProxyError>(found.map(|(_, value)| (*value).to_owned()).filter(|value| !value.is_empty()))
        };
        match Proxy::of(&Uri::try_from(url).unwrap(), read) {
            Ok(None) => "direct".to_owned(),
            Ok(Some(Proxy { uri, authorization })) => {
                let authorization = authorization.map(|value| format!(" as {}", value.to_str().unwrap()));
                format!("{uri}{}", authorization.unwrap_or_default())
            }
            Err(ProxyError { variable, reason }) => format!("error: {variable}: {reason}"),
        }
    }

    #[test]
    fn uses_the_proxy_of_the_environment() {
        const URL: &str = "https://api.shop.example";
        let http = "http://p.example:3128";
        let table: &[(&str, Variables<'_>, &str)] = &[
            (URL, &[], "direct"),
            (URL, &[("HTTPS_PROXY", http)], "http://p.example:3128/"),
            (URL, &[("https_proxy", http)], "http://p.example:3128/"),
            (URL, &[("ALL_PROXY", http)], "http://p.example:3128/"),
            (URL, &[("all_proxy", http)], "http://p.example:3128/"),
            (URL, &[("HTTPS_PROXY", http), ("https_proxy", "http://q.example")], "http://p.example:3128/"),
            (URL, &[("ALL_PROXY", "http://q.example"), ("https_proxy", http)], "http://p.example:3128/"),
            (URL, &[("HTTPS_PROXY", ""), ("ALL_PROXY", http)], "http://p.example:3128/"),
            (URL, &[("HTTPS_PROXY", "p.example:3128")], "http://p.example:3128/"),
            (URL, &[("HTTPS_PROXY", "https://p.example")], "https://p.example/"),
            (URL, &[("HTTPS_PROXY", "http://me:pa%3Ass@p.example:1")], "http://p.example:1/ as Basic bWU6cGE6c3M="),
            // The proxy of `http` connections is never used.
            (URL, &[("HTTP_PROXY", http)], "direct"),
            (URL, &[("http_proxy", http), ("REQUEST_METHOD", "GET")], "direct"),
            ("http://127.0.0.1:80", &[("ALL_PROXY", http), ("HTTP_PROXY", http)], "direct"),
            // Exceptions.
            (URL, &[("HTTPS_PROXY", http), ("NO_PROXY", "*")], "direct"),
            (URL, &[("HTTPS_PROXY", http), ("no_proxy", "shop.example")], "direct"),
            (URL, &[("HTTPS_PROXY", http), ("NO_PROXY", ".shop.example")], "direct"),
            (URL, &[("HTTPS_PROXY", http), ("NO_PROXY", "other.example, api.shop.example")], "direct"),
            (URL, &[("HTTPS_PROXY", http), ("NO_PROXY", "op.example")], "http://p.example:3128/"),
            (URL, &[("HTTPS_PROXY", http), ("NO_PROXY", "10.0.0.0/8")], "http://p.example:3128/"),
            ("https://10.1.2.3", &[("HTTPS_PROXY", http), ("NO_PROXY", "10.0.0.0/8")], "direct"),
            ("https://10.1.2.3", &[("HTTPS_PROXY", http), ("NO_PROXY", "10.1.2.3")], "direct"),
            ("https://11.1.2.3", &[("HTTPS_PROXY", http), ("NO_PROXY", "10.0.0.0/8")], "http://p.example:3128/"),
            ("https://[fd00::1]", &[("HTTPS_PROXY", http), ("NO_PROXY", "fd00::/8")], "direct"),
            // A proxy that is not supported is an error.
            (
                URL,
                &[("HTTPS_PROXY", "socks5://p.example"), ("ALL_PROXY", http)],
                "error: HTTPS_PROXY: only `http` and `https` proxies are supported",
            ),
            (
                URL,
                &[("all_proxy", "socks5h://p.example")],
                "error: all_proxy: only `http` and `https` proxies are supported",
            ),
            (
                URL,
                &[("HTTPS_PROXY", "ftp://p.example")],
                "error: HTTPS_PROXY: not a URL such as `http://proxy.example:3128`",
            ),
            (URL, &[("HTTPS_PROXY", "http://")], "error: HTTPS_PROXY: not a URL such as `http://proxy.example:3128`"),
            (URL, &[("HTTPS_PROXY", "::")], "error: HTTPS_PROXY: not a URL such as `http://proxy.example:3128`"),
            (URL, &[("HTTPS_PROXY", "::"), ("NO_PROXY", "*")], "direct"),
        ];
        for (url, variables, expected) in table {
            assert_eq!(proxy(url, variables), *expected, "{url} with {variables:?}");
        }
    }

    #[test]
    fn debug_prints_no_password() {
        let read = |name| Ok::<_, ProxyError>((name == "HTTPS_PROXY").then(|| "http://me:geheim@p.example".to_owned()));
        let proxy = Proxy::of(&Uri::from_static("https://api.shop.example"), read).unwrap().unwrap();
        assert_eq!(format!("{proxy:?}"), "Proxy(http://p.example/)");
    }
}
