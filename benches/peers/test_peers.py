"""Checks what no run is needed for: `python3 -m unittest discover benches/peers`."""

import contextlib
import io
import json
import tempfile
import unittest
from pathlib import Path
from types import SimpleNamespace
from unittest import mock

import peers
import report
from commands import Failed, check, first_error, run
from measure import Package, Record, compile_error
from reference import Reference
from run import RESULT, Row, body_type, compare


def source(schemas, paths=None):
    return Reference({"components": {"schemas": schemas}, "paths": paths or {}}).source()


class ReferenceCrate(unittest.TestCase):
    def test_a_field_that_is_not_required_or_can_be_null_is_optional(self):
        text = source(
            {
                "A": {
                    "required": ["a", "b", "c"],
                    "properties": {
                        "a": {"type": "string"},
                        "b": {"type": "integer", "nullable": True},
                        "c": {"type": ["boolean", "null"]},
                        "d": {"type": "number"},
                    },
                }
            }
        )
        for field in ["pub a: String,", "pub b: Option<i64>,", "pub c: Option<bool>,", "pub d: Option<f64>,"]:
            self.assertIn(field, text)

    def test_a_struct_that_contains_itself_is_boxed_and_a_list_is_not(self):
        text = source(
            {
                "Disk": {"properties": {"version": {"$ref": "#/components/schemas/Version"}}},
                "Version": {
                    "properties": {
                        "disk": {"allOf": [{"$ref": "#/components/schemas/Disk"}]},
                        "disks": {"type": "array", "items": {"$ref": "#/components/schemas/Disk"}},
                    }
                },
            }
        )
        for field in ["version: Option<Box<Version>>", "disk: Option<Box<Disk>>", "disks: Option<Vec<Disk>>"]:
            self.assertIn(field, text)

    def test_an_object_in_an_object_is_a_struct(self):
        text = source({"A": {"properties": {"b": {"properties": {"c": {"type": "string"}}}}}})
        self.assertIn("pub b: Option<AB>", text)
        self.assertIn("pub struct AB {\n    pub c: Option<String>,", text)

    def test_names_are_legal_and_different(self):
        text = source({"a.B": {"properties": {"type": {}, "self": {}, "4": {}, "x-y": {}, "x_y": {}}}, "aB": {"properties": {}}})
        for part in ["struct AB {", "struct AB2 {", "pub r#type:", "pub self_:", "pub v4:", "pub x_y:", "pub x_y2:", '"x-y"']:
            self.assertIn(part, text)

    def test_bodies_have_functions(self):
        schema = {"properties": {"list": {"type": "array", "items": {"$ref": "#/components/schemas/A"}}}}
        content = {"content": {"application/json": {"schema": schema}}}
        text = source({"A": {"properties": {}}}, {"/": {"post": {"requestBody": content, "responses": {"200": content}}}})
        self.assertIn("pub fn decode_A(", text)
        self.assertIn("pub fn encode_A(", text)


class Errors(unittest.TestCase):
    def test_a_panic_has_its_message_and_no_path_of_this_machine(self):
        text = "noise\nthread 'main' (12) panicked at /home/me/.cargo/registry/src/host-12/crate-0.1.0/src/a.rs:12:9:\nassertion failed"
        self.assertEqual(first_error(text), "thread 'main' panicked at crate-0.1.0/src/a.rs:12:9: assertion failed")

    def test_a_registry_that_is_not_reached(self):
        self.assertIn("no network", first_error("error: failed to get x\nCaused by: Could not resolve host: registry"))

    def test_the_first_error_of_rustc_with_the_number_of_all(self):
        messages = [
            {"level": "warning", "message": "unused"},
            {"level": "error", "message": "cannot find type `X`", "code": {"code": "E0412"}},
            {"level": "error", "message": "mismatched types", "code": {"code": "E0308"}},
            {"level": "error", "message": "aborting due to 2 previous errors", "code": None},
        ]
        self.assertEqual(compile_error("\n".join(map(json.dumps, messages))), "error[E0412]: cannot find type `X` (2 errors)")

    def test_a_program_that_is_missing(self):
        with self.assertRaisesRegex(Failed, "^no-such-program is not installed$"):
            run(["no-such-program"])

    def test_a_program_that_fails(self):
        with self.assertRaisesRegex(Failed, "^error: broken$"):
            check(["sh", "-c", "echo first; echo error: broken; exit 3"])

    def test_a_program_that_takes_too_long(self):
        with self.assertRaisesRegex(Failed, "^sh did not end within 0.2 seconds$"):
            run(["sh", "-c", "sleep 5; true"], limit=0.2)

    def test_cpu_time_is_that_of_all_processes(self):
        finished = run(["sh", "-c", "python3 -c 'sum(range(3000000))'; true"])
        self.assertGreater(finished.seconds, 0.01)


class Preparation(unittest.TestCase):
    def test_one_success_and_one_error_remain(self):
        responses = {"200": 1, "201": 2, "400": 3, "404": 4}
        document = {"paths": {"/": {"get": {"responses": responses}, "parameters": []}}}
        self.assertIn("2 responses removed", peers.one_response_of_a_kind(document))
        self.assertEqual(responses, {"200": 1, "400": 3})
        self.assertIsNone(peers.one_response_of_a_kind(document))


class Types(unittest.TestCase):
    def test_a_struct_is_found_whatever_its_case(self):
        package = Package("a", Path("Cargo.toml"), "a-peer", "types")
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "lib.rs").write_text("pub struct GetVirtualMachine200Response {}")
            wanted = "get_virtual_machine_200_response"
            self.assertEqual(peers.type_path(package, folder, wanted), "a_peer::types::GetVirtualMachine200Response")
            self.assertEqual(peers.type_path(package, folder, "m::A"), "a_peer::m::A")
            with self.assertRaisesRegex(Failed, "^no struct `B`$"):
                peers.type_path(package, folder, "B")

    def test_a_row_has_its_own_type_or_the_common_one(self):
        self.assertEqual(body_type(["A", "ours=m::B"], "ours"), "m::B")
        self.assertEqual(body_type(["A", "ours=m::B"], "reference"), "A")

    def test_how_rustc_is_run(self):
        argv = "rustc --crate-name a --out-dir /t -C opt-level=3 -C extra-filename=-1f --extern serde_json=/t/lib.rmeta -L dependency=/t"
        record = Record(argv.split(), {}, "/")
        self.assertEqual(str(record.library()), "/t/liba-1f.rlib")
        self.assertEqual(record.extern("serde_json"), "serde_json=/t/lib.rlib")
        self.assertEqual(record.search_paths(), ["-L", "dependency=/t"])


class Interruption(unittest.TestCase):
    def test_an_interrupted_run_keeps_what_it_measured(self):
        def subject(name, generate):
            return SimpleNamespace(name=name, version="1.0", notes=[], install=lambda: None, generate=generate)

        subjects = [subject("a", mock.Mock(return_value=1.25)), subject("b", mock.Mock(side_effect=KeyboardInterrupt))]
        with tempfile.TemporaryDirectory() as folder:
            cache = Path(folder)
            options = {"debuginfo": "none", "keep": None, "only": None, "runs": 1, "prepare": False, "body": None, "format": "table"}
            arguments = SimpleNamespace(document=cache / "a.json", cache=cache, **options)
            with mock.patch("peers.subjects", return_value=subjects), contextlib.redirect_stderr(io.StringIO()):
                rows, facts = compare(arguments, {"openapi": "3.0.0"})
            kept = (cache / RESULT).read_text()
        self.assertTrue(facts.interrupted)
        self.assertEqual(kept, report.as_table(rows, facts) + "\n")
        self.assertIn("; interrupted\n", kept)
        self.assertIn("| a 1.0 |   1.25 s |", kept)


class Tables(unittest.TestCase):
    def row(self, name, **known):
        return Row(SimpleNamespace(name=name, version="1.0", notes=["a note"]), Path(), **known)

    def test_a_row_that_failed_says_where_and_why(self):
        facts = report.Facts("a.json", "3.0.0", 1, "full", "2026-01-01 00:00 UTC", "rustc 1.95.0", 2, [0.5, 0.5])
        rows = [
            self.row("a", generate=[1.0], modes={"check": [2.0], "debug": [3.0], "release": [14.0]}, memory=[5_000_000], dependencies=7, decode=[1500]),
            self.row("b", stage="install", error="no network"),
            self.row("c", generate=[1.0], stage="compile", error="error[E0412]: x"),
        ]
        table = report.as_table(rows, facts).splitlines()
        self.assertEqual(table[4], "| a 1.0 |              1.00 s |           2.00 s | 3.00 s |  14.0 s |   5 MB |            7 | 1.5 µs |")
        self.assertIn("cannot be installed", table[5])
        self.assertIn("does not compile", table[6])
        self.assertIn("- b cannot be installed: no network", table)
        self.assertIn("- c: a note", table)
        read = json.loads(report.as_json(rows, facts))
        self.assertEqual([row["error"] for row in read["rows"]], [None, "no network", "error[E0412]: x"])
        self.assertEqual(read["rows"][0]["seconds"]["release"], 14.0)


if __name__ == "__main__":
    unittest.main()
