//! A server on this machine that plays the API for as long as one virtual machine lives, so that the example works without
//! an account. It is not needed to use the crate.

#[path = "cloud/asked.rs"]
mod asked;
#[path = "cloud/bodies.rs"]
mod bodies;
#[path = "cloud/world.rs"]
mod world;

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};

use serde_json::{Value, json};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate};

use asked::Asked;
use world::{Answer, World};

/// A running cloud, which ends when it is dropped.
pub async fn start() -> MockServer {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(Cloud::default()).mount(&server).await;
    server
}

#[derive(Default)]
struct Cloud {
    world: Mutex<World>,
    requests: AtomicU32,
    has_failed: AtomicBool,
}

impl Respond for Cloud {
    fn respond(&self, request: &Request) -> ResponseTemplate {
        let number = self.requests.fetch_add(1, Ordering::Relaxed);
        let asked = Asked::of(request);
        let mut world = self.world.lock().unwrap_or_else(PoisonError::into_inner);
        world.settle();
        // The first poll fails in passing, which whoever runs the example does not even see.
        let answer = if asked.path.contains("/tasks/") && !self.has_failed.swap(true, Ordering::Relaxed) {
            Err((503, "service_unavailable", json!({})))
        } else {
            answer(&mut world, &asked)
        };
        let (status, body) = match answer {
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

/// The response to each request that the example makes.
fn answer(world: &mut World, asked: &Asked) -> Answer {
    let path: Vec<_> = asked.path.trim_start_matches("/core/v1/").split('/').collect();
    match (asked.method.as_str(), path.as_slice()) {
        ("GET", ["organizations"]) => Ok((200, json!({"organizations": [bodies::organization()]}))),
        ("GET", ["data_centers"]) => Ok((200, json!({"data_centers": [bodies::data_center()]}))),
        ("POST", ["organizations", _, "tags"]) => world.create_tag(asked),
        ("POST", ["organizations", _, "virtual_machines", "build"]) => world.build(asked),
        ("GET", ["organizations", _, "virtual_machines"]) => page("virtual_machines", &world.machines(), asked),
        ("GET", ["organizations", _, "disks"]) => page("disk", &world.disks(), asked),
        ("GET", ["organizations", _, "ip_addresses"]) => page("ip_addresses", &[], asked),
        ("GET", ["organizations", _, "tags"]) => page("tags", &world.tags(), asked),
        ("GET", ["organizations", _, "trash_objects"]) => page("trash_objects", &[], asked),
        ("GET", ["virtual_machines", "builds", _]) => world.get_build(asked),
        ("GET", ["virtual_machines", _]) => world.get_machine(asked),
        ("PATCH", ["virtual_machines", _]) => world.tag_machine(asked),
        ("POST", ["virtual_machines", _, "stop"]) => world.stop(asked),
        ("DELETE", ["virtual_machines", _]) => world.delete(asked),
        ("GET", ["virtual_machines", _, "disks"]) => page("disks", &world.assigned_disks(asked)?, asked),
        ("GET", ["disks", _]) => world.get_disk(asked),
        ("PUT", ["disks", _, "resize"]) => world.resize(asked),
        ("GET", ["tasks", _]) => world.get_task(asked),
        ("GET", ["trash_objects", _]) => world.get_trash(asked),
        ("DELETE", ["trash_objects", _]) => world.purge(asked),
        _ => Err((404, "route_not_found", json!({}))),
    }
}

/// The page of `items` that is asked for, which stand under `key`.
fn page(key: &str, items: &[Value], asked: &Asked) -> Answer {
    let number = |name| asked.argument(name).and_then(|text| text.parse::<usize>().ok());
    let (page, per_page) = (number("page").unwrap_or(1).max(1), number("per_page").unwrap_or(30).max(1));
    let here: Vec<_> = items.iter().skip((page - 1) * per_page).take(per_page).collect();
    let pagination = json!({
        "current_page": page, "per_page": per_page, "large_set": false,
        "total": items.len(), "total_pages": items.len().div_ceil(per_page),
    });
    Ok((200, json!({key: here, "pagination": pagination})))
}
