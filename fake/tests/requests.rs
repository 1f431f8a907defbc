//! Requests as they are on the wire: every form of a lookup, and what is refused.

use katapult_api::{Bytes, http};
use katapult_fake::{Cloud, Identity, Outcome, TOKEN, map};
use serde_json::{Value, json};

/// Sends a request, and returns its status and body.
fn send(cloud: &Cloud, method: &str, target: &str, body: Option<Value>) -> (u16, Value) {
    send_as(cloud, Some(TOKEN), method, target, body)
}

fn send_as(cloud: &Cloud, token: Option<&str>, method: &str, target: &str, body: Option<Value>) -> (u16, Value) {
    let mut request = http::Request::builder().method(method).uri(target);
    if let Some(token) = token {
        request = request.header("Authorization", format!("Bearer {token}"));
    }
    if body.is_some() {
        request = request.header("Content-Type", "application/json");
    }
    let body = body.map(|body| body.to_string()).unwrap_or_default();
    let request = request.body(Bytes::from(body)).expect("a request");
    match cloud.respond(&request).outcome {
        Outcome::Response(response) => {
            let body = serde_json::from_slice(response.body()).expect("JSON");
            (response.status().as_u16(), body)
        }
        other => panic!("{other:?}"),
    }
}

fn code(response: &(u16, Value)) -> (u16, &str) {
    (response.0, response.1["error"]["code"].as_str().unwrap_or_default())
}

#[test]
fn finds_an_object_by_every_form_of_a_lookup() {
    let cloud = Cloud::start();
    let (status, zones) = send(&cloud, "GET", "/core/v1/zones", None);
    assert_eq!(status, 200);
    let id = zones["zones"][0]["id"].as_str().expect("an id");
    let targets = [
        format!("/core/v1/zones/{id}"),
        format!("/core/v1/zones/_?zone[id]={id}"),
        format!("/core/v1/zones/zone?zone%5Bid%5D={id}"),
        format!("/core/v1/zones/:zone?zone[id]={id}"),
        "/core/v1/zones/zone?zone[permalink]=lon-zone-1".to_owned(),
    ];
    for target in targets {
        let (status, found) = send(&cloud, "GET", &target, None);
        assert_eq!((status, found["zone"]["id"].as_str()), (200, Some(id)), "{target}");
    }
    let (status, found) = send(&cloud, "GET", "/core/v1/zones/zone", Some(json!({ "zone": { "id": id } })));
    assert_eq!((status, found["zone"]["id"].as_str()), (200, Some(id)));
}

#[test]
fn an_empty_lookup_finds_nothing() {
    let cloud = Cloud::start();
    let cluster =
        json!({ "organization": { "sub_domain": "acme" }, "object_storage_cluster": { "region": "uk-lon-1" } });
    let account = "/core/v1/organizations/_/object_storage/_";
    assert_eq!(send(&cloud, "POST", account, Some(cluster.clone())).0, 201);
    cloud.clock().advance(std::time::Duration::from_secs(60));
    // An account has no ID, so that of its object in the trash is empty.
    assert_eq!(send(&cloud, "DELETE", account, Some(cluster)).0, 200);
    let lookup = json!({ "trash_object": { "object_id": "" } });
    let found = send(&cloud, "GET", "/core/v1/trash_objects/_", Some(lookup));
    assert_eq!(code(&found), (404, "trash_object_not_found"));
}

#[test]
fn refuses_what_the_server_refuses() {
    let cloud = Cloud::start();
    let cases = [
        ("GET", "/core/v1/nothing", None, 404, "route_not_found"),
        ("POST", "/core/v1/zones", None, 404, "route_not_found"),
        ("HEAD", "/core/v1/zones", None, 404, "route_not_found"),
        ("GET", "/core/v1/zones/zone", None, 404, "zone_not_found"),
        ("GET", "/core/v1/zones/zone?zone[id]=a&zone[permalink]=b", None, 400, "invalid_argument"),
        ("GET", "/core/v1/zones/zone?zone=1", None, 400, "invalid_argument"),
        ("GET", "/core/v1/virtual_machine_packages?page=0", None, 400, "invalid_argument"),
        (
            "GET",
            "/core/v1/virtual_machine_packages?organization[sub_domain]=acme&per_page=201",
            None,
            400,
            "invalid_argument",
        ),
        ("POST", "/core/v1/organizations/_/tags", Some(json!({})), 400, "missing_required_argument"),
        (
            "POST",
            "/core/v1/organizations/_/tags",
            Some(json!({ "organization": { "sub_domain": "acme" }, "properties": { "name": 1 } })),
            400,
            "invalid_argument",
        ),
        (
            "POST",
            "/core/v1/organizations/_/tags",
            Some(json!({ "organization": { "sub_domain": "nobody" }, "properties": { "name": "web" } })),
            404,
            "organization_not_found",
        ),
    ];
    for (method, target, body, status, expected) in cases {
        let response = send(&cloud, method, target, body);
        assert_eq!(code(&response), (status, expected), "{method} {target}: {}", response.1);
    }
}

#[test]
fn requires_a_token_with_a_scope() {
    let cloud = Cloud::start();
    let target = "/core/v1/organizations/organization/tags?organization[sub_domain]=acme";
    assert_eq!(code(&send_as(&cloud, None, "GET", target, None)), (400, "missing_api_token"));
    assert_eq!(code(&send_as(&cloud, Some("other"), "GET", target, None)), (403, "invalid_api_token"));
    cloud.with_store(|store| {
        let scopes = |scope: &str| Identity { scopes: Some(vec![scope.into()]), ..Identity::default() };
        store.permit("reader", scopes("tags:read"));
        store.permit("stranger", scopes("dns"));
    });
    assert_eq!(send_as(&cloud, Some("reader"), "GET", target, None).0, 200);
    let refused = send_as(&cloud, Some("stranger"), "GET", target, None);
    assert_eq!(code(&refused), (403, "scope_not_granted"));
    assert_eq!(refused.1["error"]["detail"]["scopes"], json!(["tags", "tags:read"]));
    // Any token will do for a zone, and none is needed for the public service.
    assert_eq!(send_as(&cloud, Some("stranger"), "GET", "/core/v1/zones", None).0, 200);
    assert_eq!(send_as(&cloud, None, "GET", "/public/v1/data_centers", None).0, 200);
}

#[test]
fn an_object_in_the_trash_is_in_no_list_and_no_lookup_finds_it() {
    let cloud = Cloud::start();
    let (machine, trash) = cloud.with_store(|store| {
        let organization = store.all("Organization")[0];
        let machine = store.create("VirtualMachine", map! { "name" => "web", "organization" => organization });
        let id = store.get(machine).id().to_owned();
        let trash = map! { "object_id" => id, "object_type" => "VirtualMachine", "organization" => organization };
        (machine, store.create("TrashObject", trash))
    });
    let list = "/core/v1/organizations/_/virtual_machines?organization[sub_domain]=acme";
    let count = || send(&cloud, "GET", list, None).1["pagination"]["total"].as_i64();
    assert_eq!(count(), Some(1));
    let id = cloud.with_store(|store| {
        store.hide(machine, trash);
        store.get(machine).id().to_owned()
    });
    assert_eq!(count(), Some(0));
    let found = send(&cloud, "GET", &format!("/core/v1/virtual_machines/{id}"), None);
    assert_eq!(code(&found), (406, "object_in_trash"));
    assert_eq!(found.1["error"]["detail"]["trash_object"]["object_id"].as_str(), Some(id.as_str()));
    cloud.with_store(|store| store.show(machine));
    assert_eq!(count(), Some(1));
}

#[test]
fn counts_the_requests_of_a_clock_minute() {
    let cloud = Cloud::builder().rate_limit(2).start();
    let get = || send(&cloud, "GET", "/core/v1/zones", None);
    assert_eq!(get().0, 200);
    assert_eq!(get().0, 200);
    let refused = get();
    assert_eq!(code(&refused), (429, "rate_limit_reached"));
    assert_eq!(refused.1["error"]["detail"]["total_permitted"], 2);
    cloud.clock().advance(std::time::Duration::from_secs(60));
    assert_eq!(get().0, 200);
}

#[test]
fn pages_have_the_rest_of_the_list() {
    let cloud = Cloud::start();
    for name in 0..5 {
        let tag = json!({ "organization": { "sub_domain": "acme" }, "properties": { "name": format!("tag-{name}") } });
        assert_eq!(send(&cloud, "POST", "/core/v1/organizations/_/tags", Some(tag)).0, 200);
    }
    let target = "/core/v1/organizations/_/tags?organization[sub_domain]=acme&per_page=2&page=3";
    let (_, page) = send(&cloud, "GET", target, None);
    assert_eq!(page["tags"].as_array().map(Vec::len), Some(1));
    assert_eq!(page["tags"][0]["name"], "tag-4");
    assert_eq!(
        page["pagination"],
        json!({ "current_page": 3, "total_pages": 3, "total": 5, "per_page": 2, "large_set": false })
    );
}

#[test]
fn an_object_takes_the_name_of_one_in_the_trash() {
    let cloud = Cloud::start();
    let named = |cloud: &Cloud| {
        cloud.with_store(|store| {
            let organization = store.all("Organization")[0];
            store.create("VirtualMachine", map! { "fqdn" => "web.acme.test", "organization" => organization })
        })
    };
    let first = named(&cloud);
    cloud.with_store(|store| {
        let trash = store.create("TrashObject", map! {});
        store.hide(first, trash);
    });
    let target = "/core/v1/virtual_machines/_?virtual_machine[fqdn]=web.acme.test";
    assert_eq!(code(&send(&cloud, "GET", target, None)), (406, "object_in_trash"));
    let second = named(&cloud);
    let (status, found) = send(&cloud, "GET", target, None);
    let id = cloud.with_store(|store| store.get(second).id().to_owned());
    assert_eq!((status, found["virtual_machine"]["id"].as_str()), (200, Some(id.as_str())));
}
