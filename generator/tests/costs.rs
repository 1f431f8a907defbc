//! What a spec may cost: one that is made to be expensive is refused or read in a moment, and says what is wrong.

#![allow(clippy::unwrap_used, clippy::panic)] // A test fails by panicking.

use std::time::{Duration, Instant};

use generator::diagnostic::Format;

const API: &str = include_str!("err/api.yaml");

/// A spec of the resource `things` with this text behind its docs.
fn things(text: &str) -> String {
    format!("resource: things\ndocs: Things.\n{text}")
}

fn lines(count: usize, line: impl Fn(usize) -> String) -> String {
    (0..count).map(line).collect()
}

/// What is said about the spec, in which `message` has to be. It takes a second in a debug build at the most, and a busy
/// machine gets ten.
fn assert_said(text: String, message: &str) {
    let start = Instant::now();
    let files = [("spec/api.yaml".into(), API.to_owned()), ("spec/things.yaml".into(), text)];
    let said = match generator::read_texts(files) {
        Ok(spec) => format!("{} files\n{}", spec.emit().files().len(), spec.warnings),
        Err(diagnostics) => {
            let json: serde_json::Value = serde_json::from_str(&diagnostics.render(Format::Json)).unwrap();
            assert!(json.as_array().unwrap().len() <= 101);
            format!("{diagnostics}{}\n", diagnostics.tally())
        }
    };
    assert!(start.elapsed() < Duration::from_secs(10), "{message}: {:?}", start.elapsed());
    assert!(said.contains(message), "{message}: {}", &said[said.len().saturating_sub(2000)..]);
}

#[test]
fn rejects_endless_nesting() {
    for open in ["{a: ", "["] {
        assert_said(things(&format!("enums: {}", open.repeat(100_000))), "this is nested too deeply");
    }
}

/// Brackets in text are none, and those behind a comment or a quote do not hide others.
#[test]
fn counts_brackets_outside_of_text() {
    assert_said(things(&format!("errors: {{}} # {}", "[".repeat(400_000))), "files\n");
    for open in ["{a: #}\n", "{\"}\": ", "[\"]\", "] {
        assert_said(open.repeat(50_000), "this is nested too deeply");
    }
}

#[test]
fn rejects_a_huge_file() {
    let chain = lines(100_000, |n| format!("  T{n}: {{ docs: T., fields: {{ a: T{} }} }}\n", n + 1));
    assert_said(things(&format!("schemas:\n{chain}")), "this file is larger than 512 KiB");
    assert_said(format!("resource: things\ndocs: {}\n", "x ".repeat(1_000_000)), "this file is larger than 512 KiB");
}

#[test]
fn shows_the_first_of_thousands_of_mistakes_and_counts_the_rest() {
    let unknown = lines(9000, |n| format!("      f{n}: Unknown{n}\n"));
    let spec = things(&format!("schemas:\n  T:\n    docs: T.\n    fields:\n{unknown}"));
    assert_said(spec, "warning[S062]: 8900 more mistakes are not shown\n");
    let near = lines(6000, |n| format!("  Thing{n:05}: {{ docs: T., fields: {{ a: Thing{n:05}x }} }}\n"));
    assert_said(things(&format!("schemas:\n{near}")), "\n6000 mistakes ");
    let operations = lines(3000, |n| {
        format!("  o{n}: {{ docs: O., http: GET /x{n}, returns: {{ a: A{n} }}, errors: [e_{n}], scopes: [s{n}] }}\n")
    });
    assert_said(things(&format!("operations:\n{operations}")), "\n9000 mistakes ");
}

#[test]
fn reads_each_key_once() {
    assert_said(things(&lines(9000, |n| format!("key{n}: 1\n"))), "unknown key `key0`");
    let twice = "  E: { docs: E., values: [a] }\n".repeat(9000);
    assert_said(things(&format!("enums:\n{twice}")), "duplicate keys `E`, `E`");
    let numbers = lines(9000, |n| format!("      f{n}: {{ type: string, docs: 5 }}\n"));
    let spec = things(&format!("schemas:\n  T:\n    docs: T.\n    fields:\n{numbers}"));
    assert_said(spec, "expected text, found the number `5`");
}

#[test]
fn a_line_of_a_whole_file_is_not_shown() {
    let enums: Vec<_> = (0..9000).map(|n| format!("E{n}: {{ docs: E., values: [a] }}")).collect();
    assert_said(things(&format!("enums: {{ {} }}", enums.join(", "))), "\n--> spec/things.yaml:3:35\n");
}

#[test]
fn generates_thousands_of_types_that_refer_to_each_other() {
    let chain = lines(3000, |n| format!("  T{n}: {{ docs: T., fields: {{ a: T{} }} }}\n", n + 1));
    let spec = things(&format!("schemas:\n{chain}  T3000: {{ docs: T., fields: {{ a: integer }} }}\n"));
    assert_said(spec, "files\n");
    let values = lines(20_000, |n| format!("      v{n}: V.\n"));
    assert_said(things(&format!("enums:\n  E:\n    docs: E.\n    values:\n{values}")), "files\n");
}

/// What is said about a spec that is too large as a whole.
fn assert_too_large(files: usize, text: impl Fn(usize) -> String, message: &str) {
    let resources = (0..files).map(|n| (format!("spec/r{n}.yaml").into(), text(n)));
    let api = std::iter::once(("spec/api.yaml".into(), API.to_owned()));
    let said = generator::read_texts(api.chain(resources)).unwrap_err().to_string();
    assert_eq!(said.lines().next().unwrap(), format!("error[S061]: {message}"));
    assert_eq!(said.matches("error[").count(), 1, "{said}");
}

#[test]
fn rejects_a_huge_spec() {
    assert_too_large(10_000, |n| format!("resource: r{n}\ndocs: R.\n"), "this spec has more than 10000 files");
    let docs = "x".repeat(500_000);
    assert_too_large(135, |n| format!("resource: r{n}\ndocs: {docs}\n"), "this spec is larger than 64 MiB");
}

/// What is said about a folder with `api.yaml` and what `make` puts there.
fn said_of_folder(make: impl Fn(&std::path::Path)) -> String {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("api.yaml"), API).unwrap();
    make(dir.path());
    generator::read(dir.path()).unwrap_err().to_string()
}

#[test]
fn reads_only_the_limit_of_files() {
    let said = said_of_folder(|dir| {
        (0..10_001).for_each(|n| std::fs::write(dir.join(format!("r{n}.yaml")), "").unwrap());
    });
    assert!(said.starts_with("error[S061]: this spec has more than 10000 files\n"), "{said}");
    let said = said_of_folder(|dir| {
        // Takes no place on the disk.
        std::fs::File::create(dir.join("things.yaml")).unwrap().set_len(1 << 40).unwrap();
    });
    assert!(said.contains("error[S061]: this file is larger than 512 KiB\n"), "{said}");
}

#[cfg(unix)]
#[test]
fn rejects_a_device() {
    let said = said_of_folder(|dir| std::os::unix::fs::symlink("/dev/zero", dir.join("things.yaml")).unwrap());
    assert!(said.starts_with("error[S001]: this is not a file\n"), "{said}");
}

#[test]
fn rejects_values_that_are_not_text_at_any_size() {
    for size in [1, 500_000, 600_000] {
        let said = said_of_folder(|dir| std::fs::write(dir.join("things.yaml"), vec![0xff; size]).unwrap());
        assert!(said.contains("this file is not UTF-8") || said.contains("this file is larger"), "{said}");
    }
}

#[test]
fn many_warnings_are_not_an_error() {
    let fields = lines(500, |n| format!("  T{n}: {{ docs: T., fields: {{ a: string }} }}\n"));
    let files = [("spec/api.yaml", API.to_owned()), ("spec/things.yaml", things(&format!("schemas:\n{fields}")))];
    let spec = generator::read_texts(files.map(|(path, text)| (path.into(), text)));
    let warnings = spec.unwrap_or_else(|diagnostics| panic!("{diagnostics}")).warnings;
    assert!(warnings.to_string().contains("more warnings are not shown"), "{warnings}");
}
