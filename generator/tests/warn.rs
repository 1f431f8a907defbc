//! What could be better about a spec that is right: a file or folder for each idea, and next to it a snapshot of what its
//! author reads.

use std::path::PathBuf;

use generator::{
    Diagnostics,
    diagnostic::{Code, Format, Severity},
};

use crate::beside;

/// The warnings about these files, with the errors if there are any.
fn found(files: Vec<(PathBuf, String)>) -> Diagnostics {
    generator::read_texts(files).map_or_else(|found| found, |spec| spec.warnings)
}

#[test]
fn each_warning_is_explained() {
    let dir = beside::folder("warn");
    for (name, files) in beside::specs(&dir) {
        let found = found(files);
        assert!(found.list.iter().any(|one| one.severity() == Severity::Warning), "{name}");
        beside::assert_snapshot(&dir, &name, &found.to_string());
    }
}

/// A spec of one resource with `text`, beside the `api.yaml` that is right.
fn resource(text: &str) -> Vec<(PathBuf, String)> {
    vec![beside::file(&beside::folder("warn").join("api.yaml")), ("spec/things.yaml".into(), text.to_owned())]
}

#[test]
fn reports_no_missing_docs_in_a_broken_file() {
    let found = found(resource(
        "resource: things
docs: Things.
operations:
  get:
    docs: Fetches nothing.
    http: GET /nothing
    takes: { count: { type: integer, docs: [How many.] }, size: integer }
    returns: {}
",
    ));
    let codes: Vec<_> = found.list.iter().map(|one| one.code).collect();
    assert_eq!(codes, [Code::WrongKind], "{found}");
}

#[test]
fn reports_no_unused_declarations_of_a_spec_without_operations() {
    assert_eq!(
        found(resource("resource: things\ndocs: Things.\nids: { ThingId: { docs: A thing. } }\n")).list.len(),
        0
    );
}

#[test]
fn shows_warnings_in_every_format() {
    let found = found(resource("resource: things\ndocs: Tag #1.\n"));
    let github = found.render(Format::Github);
    assert!(github.starts_with("::warning file=spec/things.yaml,line=2,col=11,"), "{github}");
    let json = found.render(Format::Json);
    assert!(json.contains(r#""level": "warning""#), "{json}");
    let human = found.render(Format::Human { colored: false });
    assert!(human.starts_with("warning[S050]: "), "{human}");
}

#[test]
fn reports_a_missing_modeline() {
    let dir = tempfile::tempdir().unwrap();
    let [(_, api), (_, things)] = &resource("resource: things\ndocs: Things.\n")[..] else { unreachable!() };
    let modeline = "# yaml-language-server: $schema=./schema/api.schema.json";
    std::fs::write(dir.path().join("api.yaml"), format!("{modeline}\n{api}")).unwrap();
    std::fs::write(dir.path().join("things.yaml"), things).unwrap();
    let spec = generator::read(dir.path()).unwrap();
    let found = spec.warnings.to_string().replace(&dir.path().display().to_string().replace('\\', "/"), "spec");
    insta::assert_snapshot!(found, @r"
    warning[S009]: the first line does not name `resource.schema.json`
     --> spec/things.yaml:1:1
      |
    1 | resource: things
      | ^^^^^^^^^^^^^^^^ editors look for the schema here
      |
      = help: make this the first line: `# yaml-language-server: $schema=./schema/resource.schema.json`
    ");
    assert_eq!(spec.emit().files().len(), generator::read_texts(resource(things)).unwrap().emit().files().len());
}
