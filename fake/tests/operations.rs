//! Every operation, with arguments that are made from the spec.

use katapult_api::{Bytes, http, registry};
use katapult_fake::spec::{Field, Operation, Shape, spec};
use katapult_fake::{Cloud, Map, Outcome, TOKEN};
use serde_json::{Map as Json, Value};

/// A cloud with an object of each kind. Those with an owner belong to the organization.
fn cloud() -> Cloud {
    let cloud = Cloud::start();
    cloud.with_store(|store| {
        let organization = store.all("Organization")[0];
        for kind in spec().kinds() {
            if store.all(kind.name).is_empty() {
                let named = kind.unique.iter().map(|name| (*name, "sample".into()));
                let fields: Map = named.chain([("organization", organization.into())]).collect();
                store.create(kind.name, fields);
            }
        }
        // Objects that others are parts of.
        for (kind, field, parent) in [
            ("DnsRecord", "dns_zone", "DnsZone"),
            ("LoadBalancerRule", "load_balancer", "LoadBalancer"),
            ("VirtualMachineNetworkInterface", "network", "Network"),
        ] {
            let parent = store.all(parent)[0];
            let child = store.all(kind)[0];
            store.set(child, field, parent);
        }
    });
    cloud
}

/// A valid value of a type; only required fields are set.
fn value(cloud: &Cloud, shape: &Shape) -> Value {
    match shape {
        Shape::Any | Shape::Union(_) => Value::Null,
        Shape::Boolean => true.into(),
        Shape::Integer | Shape::Timestamp => 1.into(),
        Shape::Number => 1.5.into(),
        Shape::Text => "sample".into(),
        Shape::Id(prefix) => format!("{prefix}_0000000000000000").into(),
        Shape::Enum(id) => spec().values(*id)[0].into(),
        Shape::List(item) | Shape::OneOrList(item) => vec![value(cloud, item)].into(),
        Shape::Struct(id) => object(cloud, spec().of_struct(*id).fields.iter()),
        Shape::OneOf(id) => {
            let first = &spec().of_struct(*id).fields[0];
            Value::Object([(first.name.to_owned(), value(cloud, &first.shape))].into_iter().collect())
        }
        Shape::Lookup(id) => {
            let lookup = spec().of_lookup(*id);
            let member = lookup.members[0];
            let found = cloud.with_store(|store| {
                let kind = spec().of_kind(lookup.kind).name;
                let first = store.all(kind).first().copied();
                first.map(|handle| store.get(handle).text(member).to_owned()).unwrap_or_default()
            });
            Value::Object([(member.to_owned(), found.into())].into_iter().collect())
        }
    }
}

fn object<'f>(cloud: &Cloud, fields: impl Iterator<Item = &'f Field>) -> Value {
    let required = fields.filter(|field| field.required);
    Value::Object(required.map(|field| (field.name.to_owned(), value(cloud, &field.shape))).collect::<Json<_, _>>())
}

/// The status and body of a call with all required arguments.
fn call(cloud: &Cloud, operation: &Operation) -> http::Response<Bytes> {
    let body = object(cloud, operation.arguments.iter().map(|argument| &argument.field));
    let path: Vec<String> = operation
        .path
        .split('/')
        .map(|segment| match segment {
            "{address_version}" => "ipv4".to_owned(),
            segment => segment.trim_matches(['{', '}']).to_owned(),
        })
        .collect();
    let request = http::Request::builder()
        .method(operation.method.as_str())
        .uri(path.join("/"))
        .header("Authorization", format!("Bearer {TOKEN}"))
        .header("Content-Type", "application/json")
        .body(Bytes::from(body.to_string()))
        .expect("a request");
    match cloud.respond(&request).outcome {
        Outcome::Response(response) => response,
        other => panic!("{}: {other:?}", operation.name),
    }
}

#[test]
fn responds_as_the_client_expects() {
    let mut successes = 0;
    let mut wrong = Vec::new();
    for operation in spec().operations() {
        // Each operation has a cloud of its own, because some delete what others need.
        let response = call(&cloud(), operation);
        let name = operation.name;
        let text = String::from_utf8_lossy(response.body()).into_owned();
        if response.status().is_success() {
            successes += 1;
            let entry = registry::OPERATIONS.iter().find(|entry| entry.operation().name == name).expect(name);
            if let Err(error) = entry.decode(response.body()) {
                wrong.push(format!("{name}: {error}: {text}"));
            }
            continue;
        }
        let body: Value = serde_json::from_slice(response.body()).expect(name);
        let code = body["error"]["code"].as_str().unwrap_or_default();
        let documented = operation.errors.contains(&code);
        if !documented || response.status().is_server_error() || code.contains("argument") {
            wrong.push(format!("{name}: {} {text}", response.status()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(successes > 150, "{successes}");
}

#[test]
fn requires_a_token_unless_it_is_public() {
    let cloud = cloud();
    for operation in spec().operations() {
        let path = operation.path.replace(['{', '}'], "");
        let request = http::Request::builder().method(operation.method.as_str()).uri(path);
        let request = request.body(Bytes::new()).expect("a request");
        let Outcome::Response(response) = cloud.respond(&request).outcome else { panic!("{}", operation.name) };
        let body: Value = serde_json::from_slice(response.body()).expect(operation.name);
        let is_refused = (response.status().as_u16(), &body["error"]["code"]) == (400, &"missing_api_token".into());
        assert_eq!(is_refused, operation.authenticated, "{}: {body}", operation.name);
        assert_eq!(operation.authenticated, !operation.name.starts_with("public::"), "{}", operation.name);
    }
}

#[test]
fn refuses_the_methods_that_a_path_does_not_have() {
    let cloud = cloud();
    for operation in spec().operations() {
        let path = operation.path.replace(['{', '}'], "");
        let same = spec().operations().iter().filter(|other| other.path == operation.path);
        let known: Vec<&str> = same.map(|operation| operation.method.as_str()).collect();
        for method in ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE"] {
            if known.contains(&method) {
                continue;
            }
            let request = http::Request::builder().method(method).uri(&path).body(Bytes::new()).expect("a request");
            let Outcome::Response(response) = cloud.respond(&request).outcome else { panic!("{method} {path}") };
            assert!(response.status().is_client_error(), "{method} {path}");
        }
    }
}
