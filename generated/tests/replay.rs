//! The example `replay` on a small recording with each kind of response.

#[path = "../examples/replay/decode.rs"]
mod decode;
#[path = "../examples/replay/har.rs"]
mod har;
#[path = "../examples/replay/lost.rs"]
mod lost;
#[path = "../examples/replay/report.rs"]
mod report;

use std::{fs, path::Path};

use report::Report;

fn replayed() -> Report {
    let mut report = Report::default();
    let exchanges = har::read(Path::new("tests/recordings/replay.har")).unwrap();
    exchanges.iter().for_each(|exchange| decode::replay(exchange, &mut report));
    report
}

#[test]
fn prints_text() {
    insta::assert_snapshot!(replayed(), @"
    interactions: 17, matching an operation: 16
    decoded: 8
    errors with a known code: 3, with an unknown code: 1
    skipped (neither success nor error): 1
    failed to decode: 3
      tasks::get 200, task.progress: expected int but found string at byte 168 (tests/recordings/replay.har#2)
      tags::create 422, error.detail.errors: expected array but found string at byte 11 of the detail (tests/recordings/replay.har#12)
      tasks::get 502, the body: tasks::get failed: 502 Bad Gateway, expected a body of type application/json, found text/html (tests/recordings/replay.har#14)
    unknown fields:
           1  certificates::get certificate.serial
           1  tags::create error.detail.hint
           2  tags::list tags[].icon
           1  tasks::get task.queue
    unknown error codes:
           1  tasks::get teapot
    requests matching no operation:
           1  GET /somewhere/else
    ");
}

#[test]
fn prints_json() {
    insta::assert_snapshot!(format!("{:#}", serde_json::json!(replayed())), @r#"
    {
      "errors_recognized": 3,
      "errors_unrecognized": 1,
      "failed": [
        {
          "entry": "tests/recordings/replay.har#2",
          "message": "expected int but found string at byte 168",
          "operation": "tasks::get",
          "path": "task.progress",
          "status": 200
        },
        {
          "entry": "tests/recordings/replay.har#12",
          "message": "expected array but found string at byte 11 of the detail",
          "operation": "tags::create",
          "path": "error.detail.errors",
          "status": 422
        },
        {
          "entry": "tests/recordings/replay.har#14",
          "message": "tasks::get failed: 502 Bad Gateway, expected a body of type application/json, found text/html",
          "operation": "tasks::get",
          "path": "",
          "status": 502
        }
      ],
      "interactions": 17,
      "matched": 16,
      "skipped": 1,
      "succeeded": 8,
      "unknown_fields": {
        "certificates::get certificate.serial": 1,
        "tags::create error.detail.hint": 1,
        "tags::list tags[].icon": 2,
        "tasks::get task.queue": 1
      },
      "unmatched": {
        "GET /somewhere/else": 1
      },
      "unrecognized_codes": {
        "tasks::get teapot": 1
      }
    }
    "#);
}

#[test]
fn accepts_a_byte_order_mark() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("marked.har");
    fs::write(&file, "\u{feff}{\"log\": {\"entries\": []}}").unwrap();
    assert!(har::read(&file).unwrap().is_empty());
}

#[test]
fn rejects_a_file_that_is_not_a_recording() {
    assert!(har::read(Path::new("tests/recordings/none.har")).is_err());
    assert!(har::read(Path::new("Cargo.toml")).is_err());
}
