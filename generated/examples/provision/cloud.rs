//! A local fake of the API for the life of one virtual machine, so that the example runs without an account. It is not
//! needed to use the crate.

#[path = "cloud/bodies.rs"]
mod bodies;
#[path = "cloud/request.rs"]
mod request;
#[path = "cloud/state.rs"]
mod state;

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};

use serde_json::{Value, json};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request as HttpRequest, Respond, ResponseTemplate};

use request::Request;
use state::{Response, State};

/// Starts the server. It stops when the returned value is dropped.
pub async fn start() -> MockServer {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(Cloud::default()).mount(&server).await;
    server
}

#[derive(Default)]
struct Cloud {
    state: Mutex<State>,
    requests: AtomicU32,
    has_failed: AtomicBool,
}

impl Respond for Cloud {
    fn respond(&self, request: &HttpRequest) -> ResponseTemplate {
        let number = self.requests.fetch_add(1, Ordering::Relaxed);
        let request = Request::new(request);
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.finish_tasks();
        // The first poll fails with a 503, which the client retries.
        let response = if request.path.contains("/tasks/") && !self.has_failed.swap(true, Ordering::Relaxed) {
            Err((503, "service_unavailable", json!({})))
        } else {
            respond(&mut state, &request)
        };
        let (status, body) = match response {
            Ok((status, body)) => (status, body),
            Err((status, code, detail)) => {
                (status, json!({"error": {"code": code, "description": null, "detail": detail}}))
            }
        };
        ResponseTemplate::new(status)
            .insert_header("X-Request-Id", format!("00000000-0000-4000-8000-{number:012}"))
            .insert_header("X-Ratelimit-Permitted", "1000")
            .insert_header("X-Ratelimit-Remaining", 999_u32.saturating_sub(number).to_string())
            .set_body_json(body)
    }
}

/// Returns the response to a request of the example.
fn respond(state: &mut State, request: &Request) -> Response {
    let path: Vec<_> = request.path.trim_start_matches("/core/v1/").split('/').collect();
    match (request.method.as_str(), path.as_slice()) {
        ("GET", ["organizations"]) => Ok((200, json!({"organizations": [bodies::organization()]}))),
        ("GET", ["data_centers"]) => Ok((200, json!({"data_centers": [bodies::data_center()]}))),
        ("POST", ["organizations", _, "tags"]) => state.create_tag(request),
        ("POST", ["organizations", _, "virtual_machines", "build"]) => state.build(request),
        ("GET", ["organizations", _, "virtual_machines"]) => page("virtual_machines", &state.machines(), request),
        ("GET", ["organizations", _, "disks"]) => page("disk", &state.disks(), request),
        ("GET", ["organizations", _, "ip_addresses"]) => page("ip_addresses", &[], request),
        ("GET", ["organizations", _, "tags"]) => page("tags", &state.tags(), request),
        ("GET", ["organizations", _, "trash_objects"]) => page("trash_objects", &[], request),
        ("GET", ["virtual_machines", "builds", _]) => state.get_build(request),
        ("GET", ["virtual_machines", _]) => state.get_machine(request),
        ("PATCH", ["virtual_machines", _]) => state.tag_machine(request),
        ("POST", ["virtual_machines", _, "stop"]) => state.stop(request),
        ("DELETE", ["virtual_machines", _]) => state.delete(request),
        ("GET", ["virtual_machines", _, "disks"]) => page("disks", &state.assigned_disks(request)?, request),
        ("GET", ["disks", _]) => state.get_disk(request),
        ("PUT", ["disks", _, "resize"]) => state.resize(request),
        ("GET", ["tasks", _]) => state.get_task(request),
        ("GET", ["trash_objects", _]) => state.get_trash(request),
        ("DELETE", ["trash_objects", _]) => state.purge(request),
        _ => Err((404, "route_not_found", json!({}))),
    }
}

/// Returns the requested page of `items`, under the key `key`.
fn page(key: &str, items: &[Value], request: &Request) -> Response {
    let number = |name| request.argument(name).and_then(|text| text.parse::<usize>().ok());
    let (page, per_page) = (number("page").unwrap_or(1).max(1), number("per_page").unwrap_or(30).max(1));
    let items_of_page: Vec<_> = items.iter().skip((page - 1) * per_page).take(per_page).collect();
    let pagination = json!({
        "current_page": page, "per_page": per_page, "large_set": false,
        "total": items.len(), "total_pages": items.len().div_ceil(per_page),
    });
    Ok((200, json!({key: items_of_page, "pagination": pagination})))
}
