//! Random calls, most of them valid, to one cloud that fills and empties.

use std::time::Duration;

use fastrand::Rng;
use katapult_api::{Bytes, http, registry};
use katapult_fake::spec::{Field, Operation, Shape, spec};
use katapult_fake::{Cloud, Outcome, TOKEN};
use serde_json::{Map as Json, Value};

/// Strings with a meaning somewhere.
const TEXTS: &[&str] = &[
    "web",
    "acme.test",
    "www",
    "@",
    "192.0.2.1",
    "192.0.2.0/24",
    "2001:db8::1",
    "80,443",
    "2000-3000",
    "ipv4",
    "ipv6",
    "",
    " ",
    "*",
    "https://acme.test/",
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl ada",
    "<VirtualMachineSpec><Zone/></VirtualMachineSpec>",
    "é\u{0}\u{202e}\"\\",
    "rock-3",
    "templates/ubuntu-24-04",
    "..",
    "a/b/c.tar",
];

/// Numbers at which something changes.
const NUMBERS: &[i64] = &[0, 1, 2, 5, 10, 80, 443, 3_600, 65_535, 65_536, -1, i64::MAX, i64::MIN, 1 << 32];

struct Caller {
    cloud: Cloud,
    random: Rng,
}

impl Caller {
    fn one_of<'t, T>(&mut self, items: &'t [T]) -> &'t T {
        &items[self.random.usize(..items.len())]
    }

    fn chance(&mut self, percent: u8) -> bool {
        self.random.u8(..100) < percent
    }

    /// The ID of any object of a kind, or another field of it.
    fn of_kind(&mut self, kind: &str, member: &str) -> Option<String> {
        let random = &mut self.random;
        self.cloud.with_store(|store| {
            let all = store.all(kind);
            let object = all.get(random.usize(..all.len().max(1)))?;
            Some(store.get(*object).text(member).to_owned()).filter(|text| !text.is_empty())
        })
    }

    fn text(&mut self) -> String {
        if self.chance(30) {
            let kinds = spec().kinds();
            let kind = kinds[self.random.usize(..kinds.len())].name;
            if let Some(id) = self.of_kind(kind, "id") {
                return id;
            }
        }
        (*self.one_of(TEXTS)).to_owned()
    }

    fn value(&mut self, shape: &Shape) -> Value {
        if self.chance(1) {
            return [Value::Null, "?".into(), (-1).into(), Value::Array(vec![]), Value::Object(Json::new())]
                [self.random.usize(..5)]
            .clone();
        }
        match shape {
            Shape::Any | Shape::Union(_) => self.text().into(),
            Shape::Boolean => self.random.bool().into(),
            Shape::Integer | Shape::Timestamp => (*self.one_of(NUMBERS)).into(),
            Shape::Number => 1.5.into(),
            Shape::Text | Shape::Id(_) => self.text().into(),
            Shape::Enum(id) => (*self.one_of(spec().values(*id))).into(),
            Shape::List(item) | Shape::OneOrList(item) => {
                let count = self.random.usize(..3);
                (0..count).map(|_| self.value(item)).collect()
            }
            Shape::Struct(id) => self.object(&spec().of_struct(*id).fields.iter().collect::<Vec<_>>()),
            Shape::OneOf(id) => {
                let field = self.one_of(&spec().of_struct(*id).fields);
                Value::Object([(field.name.to_owned(), self.value(&field.shape))].into_iter().collect())
            }
            Shape::Lookup(id) => {
                let lookup = spec().of_lookup(*id);
                let member = *self.one_of(&lookup.members);
                let found = self.of_kind(spec().of_kind(lookup.kind).name, member);
                let found = found.unwrap_or_else(|| self.text());
                Value::Object([(member.to_owned(), found.into())].into_iter().collect())
            }
        }
    }

    fn object(&mut self, fields: &[&Field]) -> Value {
        let mut object = Json::new();
        for field in fields {
            if field.required && !self.chance(1) || self.chance(40) {
                object.insert(field.name.to_owned(), self.value(&field.shape));
            }
        }
        // The type and the content of a DNS record are one value.
        if let Some(content) =
            object.get("content").and_then(Value::as_object).and_then(|content| content.keys().next())
        {
            let record_type = content.clone();
            object.insert("type".to_owned(), record_type.into());
        }
        Value::Object(object)
    }

    fn call(&mut self, operation: &Operation) -> Result<bool, String> {
        let fields: Vec<&Field> = operation.arguments.iter().map(|argument| &argument.field).collect();
        let body = self.object(&fields);
        let path = operation.path.replace("{address_version}", "ipv4").replace(['{', '}'], "");
        let request = http::Request::builder()
            .method(operation.method.as_str())
            .uri(path)
            .header("Authorization", format!("Bearer {TOKEN}"))
            .header("Content-Type", "application/json")
            .body(Bytes::from(body.to_string()))
            .expect("a request");
        let Outcome::Response(response) = self.cloud.respond(&request).outcome else { panic!("{request:?}") };
        let text = String::from_utf8_lossy(response.body());
        let wrong = |what: &str| Err(format!("{}: {what}: {body}: {} {text}", operation.name, response.status()));
        if response.status().is_success() {
            let entry = registry::OPERATIONS.iter().find(|entry| entry.operation().name == operation.name);
            return match entry.expect("an operation").decode(response.body()) {
                Ok(_) => Ok(true),
                Err(error) => wrong(&error.to_string()),
            };
        }
        let error: Value = serde_json::from_slice(response.body()).unwrap_or_default();
        let code = error["error"]["code"].as_str().unwrap_or_default();
        let is_documented = operation.errors.contains(&code);
        match is_documented && !["unhandled_exception", "generic_runtime_error"].contains(&code) {
            true => Ok(false),
            false => wrong("not an error of the operation"),
        }
    }
}

#[test]
fn responds_to_random_calls_as_documented() {
    let count = std::env::var("CALLS").ok().and_then(|count| count.parse().ok()).unwrap_or(6_000);
    let seed = std::env::var("SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(1);
    let cloud = Cloud::builder().seed(seed).start();
    let mut caller = Caller { cloud, random: Rng::with_seed(seed) };
    let operations = spec().operations();
    let mut successes = vec![0_u32; operations.len()];
    for _ in 0..count {
        let at = caller.random.usize(..operations.len());
        // Objects would be gone before anything refers to them.
        let is_rare = operations[at].name.contains("delete") || operations[at].name.contains("purge");
        if is_rare && caller.chance(60) {
            continue;
        }
        match caller.call(&operations[at]) {
            Ok(success) => successes[at] += u32::from(success),
            Err(wrong) => panic!("with SEED={seed}: {wrong}"),
        }
        if caller.chance(10) {
            let seconds = caller.random.u64(..90);
            caller.cloud.clock().advance(Duration::from_secs(seconds));
        }
    }
    let reached = successes.iter().filter(|count| **count > 0).count();
    if count >= 50_000 {
        for (operation, count) in operations.iter().zip(&successes).filter(|(_, count)| **count == 0) {
            println!("{count} successes of {}", operation.name);
        }
    }
    assert!(reached > 100, "{reached} operations succeeded");
}
