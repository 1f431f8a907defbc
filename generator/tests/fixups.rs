//! What a fixup is about, once it is looked up.

use generator::{
    Spec,
    ir::{Departure, Method, Subject},
};

const API: &str = include_str!("err/api.yaml");

const THINGS: &str = "\
resource: things
docs: What the API is about.
operations:
  get: { docs: Fetches a thing., http: GET /things, scopes: [things], returns: { thing: ThingSummary } }
schemas:
  Thing:
    docs: A thing.
    fields: { name: string, part.number?: integer, part: Part }
    views:
      ThingSummary: { fields: [name, part] }
  Part: { docs: A part., fields: { colour: string } }
errors:
  thing_not_found: { status: 404, docs: There is none., detail: { thing: string } }
fixups:
";

/// A spec with these fixups of things.
fn spec(fixups: &str) -> Spec {
    let files = [("spec/api.yaml", API.to_owned()), ("spec/things.yaml", format!("{THINGS}{fixups}"))];
    let files = files.map(|(path, text)| (path.into(), text));
    generator::read_texts(files).unwrap_or_else(|diagnostics| panic!("{diagnostics}"))
}

/// What a fixup at `at` is about.
fn subjects(at: &str, what: &str) -> Vec<Subject> {
    let mut spec = spec(&format!("  - {{ at: \"{at}\", what: {what}, why: Because., evidence: Seen. }}\n"));
    spec.api.fixups.remove(0).subjects
}

fn within_get(within: &str) -> Vec<Subject> {
    vec![Subject::Operation { method: Method::Get, path: "/v1/things".to_owned(), within: within.to_owned() }]
}

#[test]
fn a_fixup_of_a_schema_applies_to_its_views() {
    let spec = spec("  - { at: Thing.name, what: added, why: Because., evidence: Seen. }\n");
    let types: Vec<_> = spec.api.fixups[0]
        .subjects
        .iter()
        .map(|subject| match subject {
            Subject::Member { ty, wire } => (spec.api.ty(*ty).name.wire.as_str(), wire.as_str()),
            _ => panic!("{subject:?}"),
        })
        .collect();
    assert_eq!(types, [("Thing", "name"), ("ThingSummary", "name")]);
}

#[test]
fn resolves_a_path_into_an_operation() {
    assert_eq!(subjects("get.returns.thing.part.colour", "added"), within_get("returns.thing.part.colour"));
    assert_eq!(subjects("get.returns.thing.part.size", "left_out"), within_get("returns.thing.part.size"));
    assert_eq!(subjects("get.scopes.things", "added"), within_get("scopes.things"));
    assert_eq!(subjects("get", "added"), within_get(""));
}

#[test]
fn resolves_a_wire_name_with_a_dot() {
    assert_eq!(subjects("Thing.part.number", "optional").len(), 2);
}

#[test]
fn resolves_a_path_into_the_detail_of_an_error_code() {
    let about = |within: &str| vec![Subject::Error { code: "thing_not_found".to_owned(), within: within.to_owned() }];
    assert_eq!(subjects("errors.thing_not_found", "added"), about(""));
    assert_eq!(subjects("errors.thing_not_found.status", "retyped"), about("status"));
    assert_eq!(subjects("errors.thing_not_found.detail.thing", "added"), about("detail.thing"));
}

#[test]
fn resolves_a_method_and_path_that_the_spec_leaves_out() {
    let expected = Subject::Operation { method: Method::Put, path: "/v1/things".to_owned(), within: String::new() };
    assert_eq!(subjects("PUT /v1/things", "left_out"), [expected]);
}

#[test]
fn reads_a_list_of_subjects_as_several_fixups() {
    let spec = spec("  - { at: [Thing.weight, Thing.size], what: left_out, why: Because., evidence: Seen. }\n");
    let fixups: Vec<_> = spec.api.fixups.iter().map(|fixup| (fixup.at.as_str(), fixup.what)).collect();
    assert_eq!(fixups, [("Thing.weight", Departure::LeftOut), ("Thing.size", Departure::LeftOut)]);
}
