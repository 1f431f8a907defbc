//! Extensions without an equivalent in OpenAPI: pagination, waiters, and the rate limit.

use super::{
    json::{Json, Object},
    prose,
};
use crate::ir::{Api, Ending, Pages, Resource, Waiter};

/// Returns the rate limit.
pub(super) fn rate_limit(api: &Api) -> Option<Json<'_>> {
    let limit = Object::new()
        .with_some("window_seconds", api.rate_limit_window)
        .with_some("permitted_header", api.rate_limit_permitted_header.as_deref())
        .with_some("remaining_header", api.rate_limit_remaining_header.as_deref());
    (!limit.is_empty()).then(|| limit.into())
}

/// Returns the pagination of a list: the argument that selects a page, and the fields of the response.
pub(super) fn pages(pages: &Pages) -> Object<'_> {
    Object::new()
        .with("items", pages.list.wire.as_str())
        .with("page", pages.argument.as_str())
        .with_some("per_page", pages.per_page.as_ref().map(|path| path.wire.as_str()))
        .with_some("total_pages", pages.total_pages.as_ref().map(|path| path.wire.as_str()))
}

/// Returns the waiters that poll the operation at `index` of `resource`.
pub(super) fn waiters<'a>(api: &'a Api, resource: &'a Resource, index: usize) -> Option<Object<'a>> {
    let waiters: Object<'_> = resource
        .waiters
        .iter()
        .filter(|waiter| waiter.polls == index)
        .map(|waiter| (waiter.function.wire.as_str(), self::waiter(api, waiter)))
        .collect();
    (!waiters.is_empty()).then_some(waiters)
}

fn waiter<'a>(api: &'a Api, waiter: &'a Waiter) -> Object<'a> {
    let texts = |texts: &'a [String]| -> Vec<Json<'a>> { texts.iter().map(|text| text.as_str().into()).collect() };
    let ending = match &waiter.ending {
        Ending::Status(statuses) => Object::new()
            .with("field", statuses.field.wire.as_str())
            .with("done", texts(&statuses.done))
            .with("failed", texts(&statuses.failed))
            .with_if(statuses.tolerance > 0, "tolerates_seconds", statuses.tolerance)
            .with_some("progress", statuses.progress.as_ref().map(|path| path.wire.as_str())),
        Ending::Gone(id) => Object::new().with("gone", api.error(*id).name.wire.as_str()),
        Ending::Success => Object::new(),
        Ending::Number(number) => {
            Object::new().with("field", number.field.wire.as_str()).with("equals", number.argument.wire.as_str())
        }
    };
    let pending: Vec<Json<'_>> =
        waiter.pending_errors.iter().map(|id| api.error(*id).name.wire.as_str().into()).collect();
    let of: Vec<Json<'_>> = waiter.of.iter().map(|target| api.ty(target.ty).name.plain().into()).collect();
    prose::described(&waiter.docs, None)
        .and(ending)
        .with_some("pending_errors", Some(pending).filter(|codes| !codes.is_empty()))
        .with("deadline_seconds", waiter.deadline)
        .with_some("of", Some(of).filter(|of| !of.is_empty()))
}
