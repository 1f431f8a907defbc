//! `Display` and `Debug`, plain or alternate, of responses, errors and requests print no secret, and responses are
//! serialized without them. The spec says which fields are secrets.

use std::{collections::BTreeSet, fmt::Debug};

use generator::ir::{Api, Field, JsonType, Lookup, ResponseType, Scalar, Shape, Struct, TypeRef};
use katapult_api::{
    BuildDiskTemplateOption, Call, DiskTemplateOptionArguments, Error, Katapult, OrganizationLookup, Secret,
    VirtualMachinePackageLookup,
    runtime::{Api as _, Bytes, Request, exchange, http},
    virtual_machines,
};

use crate::responses::{Fill, Responses, SECRET};

/// Checks that `value` prints `[secret]` as often as it has secrets, and no secret.
#[track_caller]
fn hidden(value: &impl Debug, secrets: usize, name: &str) {
    for shown in [format!("{value:?}"), format!("{value:#?}")] {
        assert!(!shown.contains(SECRET), "{name}: {shown}");
        assert_eq!(shown.matches("[secret]").count(), secrets, "{name}: {shown}");
    }
}

/// Every field and argument that is a secret.
fn places(responses: &Responses) -> Vec<String> {
    let api = responses.api();
    let mut places = Vec::new();
    let mut add = |name: &str, fields: &mut dyn Iterator<Item = &Field>| {
        let secrets = fields.filter(|field| matches!(field.ty, TypeRef::Scalar(Scalar::Secret | Scalar::Xml)));
        places.extend(secrets.map(|field| format!("{name}.{}", field.name.ident)));
    };
    for resource in &api.resources {
        for operation in &resource.operations {
            let name = format!("{}::{}", resource.module.name().ident, operation.function.ident);
            add(&format!("{name} takes"), &mut operation.arguments.iter());
            if let ResponseType::Own(id) = operation.output
                && let Shape::Struct(output) = &api.ty(id).shape
            {
                add(&format!("{name} returns"), &mut output.fields.iter());
            }
        }
        for ty in resource.types.iter().map(|id| api.ty(*id)) {
            let name = ty.name.ident.to_string();
            match &ty.shape {
                Shape::Struct(Struct { fields, .. }) | Shape::Arguments(fields) => add(&name, &mut fields.iter()),
                Shape::Document(document) => add(&name, &mut document.fields()),
                Shape::OneOf(members) => add(&name, &mut members.iter().map(|member| &member.field)),
                Shape::Lookup(lookup) => add(&name, &mut lookup.members.iter().map(|member| &member.field)),
                _ => {}
            }
        }
    }
    places
}

/// If you add an argument here, add it to `requests_print_no_secret`. The other tests cover all responses and errors.
#[test]
fn lists_every_secret_of_the_api() {
    insta::assert_snapshot!(places(&Responses::read()).join("\n"), @"
    ApiToken.secret
    Attachment.token
    BuildDiskTemplateOption.value
    Certificate.certificate_api_url
    Certificate.private_key
    ConsoleSession.url
    DiskInstallationAttribute.value
    LoadBalancer.backend_certificate_key
    ObjectStorageAccessKey.s3_secret_access_key
    object_storage_buckets::create_presigned_url returns.url
    signups::create returns.url
    VirtualMachineBuild.spec_xml
    virtual_machines::build_from_spec takes.xml
    DiskTemplateOptionArguments.value
    VirtualMachine.initial_root_password
    ");
}

/// Words in the name of a field that holds a secret.
const WORDS: &[&str] = &["credential", "key", "passphrase", "password", "private", "secret", "token"];

/// Text whose name has one of these words although it is not a secret, with the reason.
const NOT_SECRET: &[(&str, &str)] = &[
    ("Annotation.key", "the name of an annotation"),
    ("AnnotationArguments.key", "the name of an annotation"),
    ("BuildDiskTemplateOption.key", "the name of an option"),
    ("DiskInstallationAttribute.key", "the name of an attribute"),
    ("DiskTemplateOptionArguments.key", "the name of an option"),
    ("NewSshKeyArguments.key", "a public key"),
    ("ObjectStorageAccessKey.s3_access_key_id", "the ID that S3 clients send next to the secret"),
];

/// Every text in the spec whose name has one of `WORDS`, and that is not a secret.
fn open(api: &Api) -> BTreeSet<String> {
    let mut open = BTreeSet::new();
    let mut add = |owner: &str, fields: &mut dyn Iterator<Item = &Field>| {
        for field in fields {
            let is_text = match field.ty.innermost() {
                TypeRef::Scalar(Scalar::Secret | Scalar::Xml) => false,
                TypeRef::Scalar(scalar) => matches!(scalar.json(), JsonType::String | JsonType::Any),
                TypeRef::Named(_) | TypeRef::List(_) => false,
            };
            let names = [field.name.wire.clone(), field.name.plain()];
            let mut words = names.iter().flat_map(|name| name.split('_'));
            if is_text && words.any(|word| WORDS.contains(&word.trim_end_matches('s').to_lowercase().as_str())) {
                open.insert(format!("{owner}.{}", field.name.wire));
            }
        }
    };
    for operation in api.resources.iter().flat_map(|resource| &resource.operations) {
        add(&operation.path, &mut operation.arguments.iter());
    }
    for ty in &api.types {
        let owner = &ty.name.wire;
        match &ty.shape {
            Shape::Struct(Struct { fields, .. }) | Shape::Arguments(fields) => add(owner, &mut fields.iter()),
            Shape::Document(document) => add(owner, &mut document.fields()),
            Shape::Lookup(Lookup { members, .. }) | Shape::OneOf(members) => {
                add(owner, &mut members.iter().map(|member| &member.field));
            }
            Shape::Id(_) | Shape::Union(_) | Shape::Enum(_) => {}
        }
    }
    open
}

/// If this fails for a new field, give it the type `secret`, or add it to `NOT_SECRET` with the reason.
#[test]
fn text_with_the_name_of_a_secret_is_one() {
    let expected = NOT_SECRET.iter().map(|(place, _)| (*place).to_owned()).collect();
    assert_eq!(open(Responses::read().api()), expected);
    assert!(NOT_SECRET.iter().all(|(_, reason)| !reason.is_empty()));
}

#[test]
fn responses_print_no_secret() {
    let responses = Responses::read();
    let mut seen = 0;
    for (entry, id) in responses.operations() {
        for kind in 0..4 {
            let body = responses.value(&TypeRef::Named(id), Fill::Full { kind }).to_string();
            let secrets = body.matches(SECRET).count();
            hidden(&entry.decode(body.as_bytes()).unwrap(), secrets, entry.operation().name);
            seen += secrets;
        }
    }
    assert!(seen > 100, "{seen}");
}

#[test]
fn responses_are_serialized_without_secrets() {
    let responses = Responses::read();
    let mut seen = 0;
    for (entry, id) in responses.operations() {
        for kind in 0..4 {
            let body = responses.value(&TypeRef::Named(id), Fill::Full { kind }).to_string();
            let secrets = body.matches(SECRET).count();
            let decoded = entry.decode(body.as_bytes()).unwrap();
            let (redacted, name) = (decoded.to_json().unwrap(), entry.operation().name);
            assert!(!redacted.as_str().contains(SECRET), "{name}: {}", redacted.as_str());
            assert_eq!(redacted.as_str().matches(Secret::REDACTED).count(), secrets, "{name}");
            let stored = decoded.to_json_with_secrets().unwrap();
            assert_eq!(stored.as_str().matches(SECRET).count(), secrets, "{name}");
            seen += secrets;
        }
    }
    assert!(seen > 100, "{seen}");
}

#[test]
fn errors_print_no_secret() {
    let responses = Responses::read();
    let operation = responses.operations().next().unwrap().0.operation();
    for code in &responses.api().errors {
        let detail = code.detail.map(|id| responses.value(&TypeRef::Named(id), Fill::Full { kind: 0 }));
        let detail = detail.unwrap_or_else(|| serde_json::json!({ "value": SECRET })).to_string();
        let body = format!(r#"{{"error":{{"code":"{}","description":"No.","detail":{detail}}}}}"#, code.name.wire);
        let response = http::Response::builder().status(code.status).body(Bytes::from(body)).unwrap();
        let failure = exchange::classify(operation, Katapult::DESCRIPTION, Ok(response)).unwrap_err();
        let error = Error::from(failure);
        assert!(error.detail().is_some(), "{}", code.name.wire);
        hidden(&error, 0, &code.name.wire);
        assert!(!format!("{error} {error:#} {:?} {:#?}", error.detail(), error.raw_detail()).contains(SECRET));
    }
}

#[test]
fn requests_print_no_secret() {
    let organization = || OrganizationLookup::sub_domain("acme");
    let package = || VirtualMachinePackageLookup::permalink("rock-3");
    let option = || DiskTemplateOptionArguments::new("root_password").value(SECRET);
    hidden(&option(), 1, "option");
    let build = virtual_machines::build(organization(), package()).disk_template_options([option(), option()]);
    hidden(&build, 2, "build");
    let text = format!("<VirtualMachineSpec><Hostname>{SECRET}</Hostname></VirtualMachineSpec>");
    let from_text = virtual_machines::build_from_spec(organization(), text);
    hidden(&from_text, 1, "build_from_spec");
    hidden(&BuildDiskTemplateOption::new("root_password", SECRET), 1, "document");
    for request in [build.into_request(), from_text.into_request()] {
        hidden(&request, if request.arguments().get("xml").is_some() { 1 } else { 2 }, "request");
        assert!(Request::to_text(&request).unwrap().contains(SECRET));
    }
}
