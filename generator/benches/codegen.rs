//! From the text of a spec to the text of a crate, without the disk: for the spec in this repository, and for synthetic
//! ones of growing size, to see that time grows as they do.

use std::{
    fs,
    path::{Path, PathBuf},
};

use divan::{Bencher, counter::ItemsCount};
use generator::{Output, Spec};
use mimalloc::MiMalloc;

/// A file of a spec: its path and its text.
type File = (PathBuf, String);

/// That of `xtask`.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() {
    divan::main();
}

#[divan::bench(sample_size = 1)]
fn this_repository(bencher: Bencher) {
    let mut files = Vec::new();
    read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec"), &mut files);
    measure(bencher, &files);
}

/// The OpenAPI document of the spec in this repository.
#[divan::bench]
fn openapi(bencher: Bencher) {
    let mut files = Vec::new();
    read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec"), &mut files);
    let spec = generator::read_texts(files);
    bencher.bench_local(|| spec.as_ref().map(|spec| spec.openapi().text().len()).unwrap_or_default());
}

/// With twice as many schemas as operations.
#[divan::bench(args = [200, 2_000, 20_000], sample_size = 1, sample_count = 20, max_time = 40)]
fn synthetic(bencher: Bencher, operations: usize) {
    measure(bencher, &spec(operations));
}

fn measure(bencher: Bencher, files: &[File]) {
    let operations = generate(files.to_vec()).map_or(0, |(spec, _)| operations(&spec));
    // Mistakes are found sooner than a crate is made, and would be measured all the same.
    assert_ne!(operations, 0, "the spec is not right");
    bencher.counter(ItemsCount::new(operations)).with_inputs(|| files.to_vec()).bench_local_values(generate);
}

fn generate(files: Vec<File>) -> Option<(Spec, Output)> {
    let spec = generator::read_texts(files).ok()?;
    let output = spec.emit();
    Some((spec, output))
}

fn operations(spec: &Spec) -> usize {
    spec.api.resources.iter().map(|resource| resource.operations.len()).sum()
}

/// Collects every YAML file under `dir`.
fn read(dir: &Path, files: &mut Vec<File>) {
    for path in fs::read_dir(dir).into_iter().flatten().flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            read(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "yaml") {
            let text = fs::read_to_string(&path).unwrap_or_default();
            files.push((path, text));
        }
    }
}

/// A spec of so many operations, ten to a resource.
fn spec(operations: usize) -> Vec<File> {
    let resource = |first: usize| {
        let numbered =
            |template: &'static str| (first..first + 10).map(move |n| template.replace("<n>", &n.to_string()));
        let sections = [OPERATION, ID, LOOKUP, SCHEMAS].map(|template| numbered(template).collect::<String>());
        let [operations, ids, lookups, schemas] = sections;
        let head = format!("resource: things_{first}\ndocs: Things.\n");
        let text = format!("{head}\noperations:{operations}\nids:{ids}\nlookups:{lookups}\nschemas:{schemas}");
        (PathBuf::from(format!("things_{first}.yaml")), text)
    };
    let resources = (0..operations).step_by(10).map(resource);
    [(PathBuf::from("api.yaml"), API.to_owned())].into_iter().chain(resources).collect()
}

const API: &str = "
api: things
crate: things
docs: An API of many things.
url: https://things.example
environment: { token: THINGS_TOKEN, url: THINGS_URL }
services:
  main: { docs: All of it., path: /v1, authentication: bearer, errors: [too_many_requests] }
scopes:
  things: Reads and changes things.
  things:read: Reads things.
errors:
  too_many_requests: { status: 429, docs: Too many requests., detail: { permitted: { type: integer, docs: How many a minute permits. } } }
  not_found: { status: 404, docs: There is no such thing. }
";

const OPERATION: &str = "
  change_<n>:
    docs: Changes thing <n>.
    http: PATCH /things_<n>/{thing}
    scopes: [things, things:read]
    takes:
      thing: Thing<n>Lookup
      count: { type: integer, docs: How many. }
      name?: { type: string, docs: Its new name. }
      tags?: { type: [string], docs: What people call it. }
    returns:
      thing: Thing<n>
      others: [Thing<n>]
    errors: [not_found]
";

const ID: &str = "
  Thing<n>Id: { docs: Identifies thing <n>., example: th_1 }
";

const LOOKUP: &str = "
  Thing<n>Lookup:
    docs: Names thing <n>.
    by: { id: Thing<n>Id, name: { type: string, docs: Its name. } }
";

const SCHEMAS: &str = "
  Thing<n>:
    docs: Thing <n>.
    fields:
      id: Thing<n>Id
      name: { type: string, docs: Its name. }
      created_at: { type: timestamp, docs: When it was made. }
      size:
        type: integer?
        docs: How large it is.
      first: Part0
      parts: [Part<n>]
      password?: { type: secret?, docs: What opens it. }
      next?: Thing<n>?
  Part<n>:
    docs: A part of thing <n>.
    fields:
      name: { type: string, docs: Its name. }
      weight: { type: number, docs: In grams. }
      spare?: { type: boolean, docs: Whether there are others. }
      thing?: Thing<n>?
";
