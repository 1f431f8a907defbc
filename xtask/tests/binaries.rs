//! Every file of tests is part of a binary. Cargo does not look for them, because most are modules of `tests/main.rs`.

use std::{fs, path::Path};

use toml::Table;

fn manifest(folder: &Path) -> Table {
    fs::read_to_string(folder.join("Cargo.toml")).unwrap().parse().unwrap()
}

#[test]
fn every_file_of_tests_is_built() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut files = 0;
    for member in manifest(&root)["workspace"]["members"].as_array().unwrap() {
        let member = member.as_str().unwrap();
        let folder = root.join(member);
        let main = fs::read_to_string(folder.join("tests/main.rs")).unwrap();
        let manifest = manifest(&folder);
        let targets = manifest["test"].as_array().unwrap();
        for entry in fs::read_dir(folder.join("tests")).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_none_or(|extension| extension != "rs") || path.ends_with("main.rs") {
                continue;
            }
            files += 1;
            let name = path.file_stem().unwrap().to_str().unwrap();
            let is_module = main.lines().any(|line| line == format!("mod {name};"));
            let is_target = targets.iter().any(|target| target["name"].as_str() == Some(name));
            assert!(is_module || is_target, "add `mod {name};` to tests/main.rs of {member}");
        }
    }
    assert!(files > 80, "{files}");
}
