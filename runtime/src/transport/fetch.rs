//! The default transport of async clients on wasm32: the JavaScript host's `fetch`.

use std::pin::pin;

use bytes::Bytes;
use http::header::CONTENT_LENGTH;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use js_sys::{Array, Function, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, ReadableStreamDefaultReader, ReadableStreamReadResult, RequestInit, RequestRedirect, ResponseType,
};

use super::deadline::Deadline;
use super::{Arriving, BoxFuture, Transport};
use crate::exchange::Limits;
use crate::response::TransportError;

/// The connections of the host, which decides on proxies, certificates and the time to connect.
pub(crate) struct Network;

impl Transport for Network {
    fn send(
        &self,
        request: http::Request<Bytes>,
        limits: Limits,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        Box::pin(async move {
            let mut deadline = Deadline::after(limits.timeout);
            let guard = Guard(AbortController::new().map_err(impossible)?);
            let fetching = fetch(&prepared(&request, &guard).map_err(impossible)?).map_err(impossible)?;
            let response = match deadline.bound(JsFuture::from(fetching)).await {
                None => return Err(TransportError::timeout()),
                Some(response) => response.map_err(failed)?.unchecked_into(),
            };
            let mut arriving = Arriving::new(status(&response), headers(&response), limits.max_body);
            let outcome = deadline.bound(pin!(receive(&response, &mut arriving))).await;
            arriving.end(outcome.unwrap_or_else(|| Err(TransportError::timeout())))
        })
    }
}

/// Aborts the request when its future is dropped.
struct Guard(AbortController);

impl Drop for Guard {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// Converts the request.
fn prepared(request: &http::Request<Bytes>, guard: &Guard) -> Result<web_sys::Request, JsValue> {
    let headers = web_sys::Headers::new()?;
    for (name, value) in request.headers() {
        // In JavaScript, each byte of a header is a character.
        let value: String = value.as_bytes().iter().copied().map(char::from).collect();
        headers.append(name.as_str(), &value)?;
    }
    let init = RequestInit::new();
    init.set_method(request.method().as_str());
    init.set_headers_headers(&headers);
    init.set_redirect(RequestRedirect::Manual);
    init.set_signal(Some(&guard.0.signal()));
    if !request.body().is_empty() {
        init.set_body_opt_u8_array(Some(&Uint8Array::from(&request.body()[..])));
    }
    web_sys::Request::new_with_str_and_init(&request.uri().to_string(), &init)
}

/// Calls `fetch` of the global object, which differs between pages, workers and other hosts.
fn fetch(request: &web_sys::Request) -> Result<Promise, JsValue> {
    let global = js_sys::global();
    let fetch: Function = Reflect::get(&global, &JsValue::from_str("fetch"))?.dyn_into()?;
    fetch.call1(&global, request)?.dyn_into()
}

/// The status of a response. A browser hides the status and the target of a redirect.
fn status(response: &web_sys::Response) -> StatusCode {
    match response.type_() {
        ResponseType::Opaqueredirect => StatusCode::FOUND,
        _ => StatusCode::from_u16(response.status()).unwrap_or_default(),
    }
}

/// The headers that are readable.
fn headers(response: &web_sys::Response) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for entry in response.headers().entries().into_iter().flatten() {
        let pair: Array = entry.unchecked_into();
        let (Some(name), Some(value)) = (pair.get(0).as_string(), pair.get(1).as_string()) else { continue };
        let value: Vec<u8> = value.chars().map(|byte| byte as u8).collect();
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            headers.append(name, value);
        }
    }
    headers
}

/// Receives the body.
async fn receive(response: &web_sys::Response, arriving: &mut Arriving) -> Result<(), TransportError> {
    let length = response.headers().get(CONTENT_LENGTH.as_str()).ok().flatten();
    arriving.announce(length.and_then(|length| length.parse().ok()))?;
    let Some(body) = response.body() else { return Ok(()) };
    let reader = ReadableStreamDefaultReader::new(&body).map_err(failed)?;
    loop {
        let read: ReadableStreamReadResult = JsFuture::from(reader.read()).await.map_err(failed)?.unchecked_into();
        if read.get_done() == Some(true) {
            return Ok(());
        }
        let piece: Uint8Array = read.get_value().dyn_into().map_err(failed)?;
        arriving.push(&piece.to_vec()[..])?;
    }
}

/// An error before the request is sent.
fn impossible(thrown: JsValue) -> TransportError {
    TransportError::other(text(&thrown))
}

/// An error of the request. JavaScript does not distinguish a failed connection from a broken one.
fn failed(thrown: JsValue) -> TransportError {
    TransportError::interrupted(text(&thrown))
}

/// The message of an error and that of its cause, where many hosts have the details.
fn text(thrown: &JsValue) -> String {
    let Some(error) = thrown.dyn_ref::<js_sys::Error>() else { return "JavaScript failed".to_owned() };
    match error.cause().dyn_ref() {
        Some(cause) => format!("{}: {}", message(error), message(cause)),
        None => message(error),
    }
}

/// The message of an error, or its name if it has none or one with a URL, whose query can contain secrets.
fn message(error: &js_sys::Error) -> String {
    let message = String::from(error.message());
    if message.is_empty() || message.contains("://") { error.name().into() } else { message }
}
