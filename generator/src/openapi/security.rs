//! Authentication by a token or OAuth2, with at least one of an operation's scopes.

use super::{
    json::{Json, Object},
    prose,
};
use crate::ir::{Api, Authentication, Operation, Resource};

const TOKEN: &str = "token";
const OAUTH2: &str = "oauth2";

/// Returns the URLs of OAuth2 if both are known, because a document needs both.
fn oauth2(api: &Api) -> Option<(&str, &str, &str)> {
    let oauth2 = api.oauth2.as_ref()?;
    Some((&oauth2.scope_prefix, oauth2.authorize_url.as_deref()?, oauth2.token_url.as_deref()?))
}

fn needs_token(api: &Api) -> bool {
    api.services.iter().any(|service| service.authentication == Authentication::Bearer)
}

/// Returns the security schemes, if any service needs authentication.
pub(super) fn schemes(api: &Api) -> Option<Json<'_>> {
    if !needs_token(api) {
        return None;
    }
    let scopes = |prefix: &str| {
        let scopes = api.scopes.iter();
        scopes.map(|scope| (format!("{prefix}{}", scope.wire), prose::text(&scope.docs))).collect::<Object<'_>>()
    };
    let oauth2 = oauth2(api).map(|(prefix, authorize_url, token_url)| {
        let flow = Object::new()
            .with("authorizationUrl", authorize_url)
            .with("tokenUrl", token_url)
            .with("refreshUrl", token_url)
            .with("scopes", scopes(prefix));
        Object::new()
            .with("type", OAUTH2)
            .with("flows", Object::new().with("authorizationCode", flow))
            .with("x-scope-prefix", prefix)
    });
    let token = Object::new()
        .with("type", "http")
        .with("scheme", "bearer")
        .with("description", "A token in the header `Authorization`.")
        // Only OAuth2 has descriptions of scopes.
        .with_if(oauth2.is_none() && !api.scopes.is_empty(), "x-scopes", scopes(""));
    Some(Object::new().with(TOKEN, token).with_some(OAUTH2, oauth2).into())
}

/// Returns the default security requirement: any token.
pub(super) fn of_api(api: &Api) -> Option<Json<'_>> {
    needs_token(api).then(|| {
        let ways = [Some(TOKEN), oauth2(api).map(|_| OAUTH2)].into_iter().flatten();
        ways.map(|way| Object::new().with(way, Vec::new()).into()).collect()
    })
}

/// Returns the security requirements of `operation`, if they are not the default. A token needs only one of the scopes,
/// so that each is an alternative.
pub(super) fn of_operation<'a>(api: &'a Api, resource: &Resource, operation: &'a Operation) -> Option<Json<'a>> {
    match api.service(resource.service).authentication {
        Authentication::None => needs_token(api).then(|| Vec::new().into()),
        Authentication::Bearer if operation.scopes.is_empty() => None,
        Authentication::Bearer => {
            let scopes = || operation.scopes.iter();
            let by_token = scopes().map(|scope| Object::new().with(TOKEN, vec![scope.as_str().into()]).into());
            let by_oauth2 = oauth2(api).into_iter().flat_map(|(prefix, ..)| {
                scopes().map(move |scope| Object::new().with(OAUTH2, vec![format!("{prefix}{scope}").into()]).into())
            });
            Some(by_token.chain(by_oauth2).collect())
        }
    }
}
