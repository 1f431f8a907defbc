"""What a crate costs: its compilation alone, its dependencies, and decoding one body with it."""

import json
import os
import re
import shutil
import statistics
from dataclasses import dataclass, field
from pathlib import Path

from commands import Failed, check, first_error, run

# `rustc` is run with these profiles, each after its dependencies are built.
MODES = {"check": ["check"], "debug": ["build"], "release": ["build", "--release"]}

# In place of rustc. It writes down how cargo runs rustc for the crate that is measured, and fails instead of running
# it; the dependencies are complete by then.
RECORDER = """\
#!/bin/sh
case " $* " in
*" --crate-name $PEERS_CRATE "*)
    pwd > "$PEERS_RECORD/cwd"
    env -0 > "$PEERS_RECORD/env"
    printf '%s\\0' "$@" > "$PEERS_RECORD/argv"
    echo "recorded" >&2
    exit 1
    ;;
esac
exec "$@"
"""

# The binary that decodes a body. Its lines of output are nanoseconds.
DECODER = """\
use std::{env, fs, hint::black_box, process, time::Instant};

type Body = BODY_TYPE;

fn decode(body: &[u8]) -> Result<Body, String> {
    DECODE
}

fn main() {
    let body = env::args().nth(1).and_then(|path| fs::read(path).ok()).unwrap_or_default();
    if let Err(error) = decode(&body) {
        eprintln!("error: {error}");
        process::exit(1);
    }
    let mut samples: Vec<u128> = Vec::new();
    for _ in 0..2000 {
        let start = Instant::now();
        for _ in 0..10 {
            let _ = black_box(decode(black_box(&body)));
        }
        samples.push(start.elapsed().as_nanos() / 10);
    }
    samples.sort();
    println!("{}", samples[samples.len() / 2]);
}
"""


@dataclass
class Package:
    """A crate that can be measured."""

    row: str
    """The name of its row."""
    manifest: Path
    package: str
    module: str
    """Where the types are, as in `crate::module::Type`; empty for the root."""
    decode: str = "serde_json::from_slice(body).map_err(|error| error.to_string())"
    """The expression that decodes `body` as a `Body`."""
    locked: bool = False
    records: dict = field(default_factory=dict)

    @property
    def name(self):
        """Its name in Rust."""
        return self.package.replace("-", "_")


class Workshop:
    """Compiles crates, all into one target folder, so that they share dependencies."""

    def __init__(self, folder, debuginfo):
        self.folder = Path(folder)
        self.target = self.folder / "target"
        self.recorder = self.folder / "recorder.sh"
        self.recorder.write_text(RECORDER)
        self.recorder.chmod(0o755)
        self.env = {key: value for key, value in os.environ.items() if not key.startswith(("RUSTFLAGS", "CARGO_ENCODED"))}
        self.env |= {
            "CARGO_INCREMENTAL": "0",
            "CARGO_PROFILE_DEV_DEBUG": debuginfo,
            "CARGO_TARGET_DIR": str(self.target),
            "CARGO_TERM_COLOR": "never",
            "RUSTC_WRAPPER": str(self.recorder),
        }

    def cargo(self, package, *arguments):
        selected = ["--manifest-path", package.manifest, "-p", package.package, *(["--locked"] if package.locked else [])]
        # Debug information of dependencies is in no figure, and takes disk.
        profile = ["--config", 'profile.dev.package."*".debug=false']
        return ["cargo", *profile, *arguments, *selected]

    def record(self, package, mode):
        """Builds the dependencies of `package`, and writes down how rustc would be run for itself."""
        folder = self.folder / "records" / package.row / mode
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        env = self.env | {"PEERS_CRATE": package.name, "PEERS_RECORD": str(folder)}
        finished = run(self.cargo(package, *MODES[mode], "--lib"), env=env)
        if not (folder / "argv").exists():
            raise Failed(f"dependencies: {first_error(finished.output) or 'cargo did not compile the crate'}")
        package.records[mode] = Record.read(folder)

    def dependencies(self, package):
        """The number of packages that a program gets with this one."""
        tree = check(self.cargo(package, "tree", "-e", "normal", "--prefix", "none", "--no-dedupe"), env=self.env)
        lines = (line.removesuffix(" (proc-macro)") for line in tree.output.splitlines())
        packages = {line.split(" (")[0] for line in lines if re.match(r"\S+ v\d", line)}
        return len(packages) - 1

    def decoder(self, package, body_type):
        """Compiles a program that decodes a body as `body_type` with the release build of `package`."""
        record = package.records["release"]
        out = self.folder / "decoders" / package.row
        out.parent.mkdir(exist_ok=True)
        source = out.with_suffix(".rs")
        source.write_text(DECODER.replace("BODY_TYPE", body_type).replace("DECODE", package.decode))
        argv = [record.argv[0], source, "--edition=2024", "-Copt-level=3", "-o", out, "--extern", f"{package.name}={record.library()}"]
        argv += record.search_paths()
        if "serde_json" in package.decode:
            argv += ["--extern", record.extern("serde_json")]
        check(argv, env=record.env)
        return out


@dataclass
class Record:
    """How cargo runs rustc for a crate."""

    argv: list
    env: dict
    cwd: str

    @classmethod
    def read(cls, folder):
        argv = (folder / "argv").read_text().split("\0")[:-1]
        env = dict(entry.split("=", 1) for entry in (folder / "env").read_text().split("\0") if "=" in entry)
        # File descriptors of the run of cargo that is over.
        for name in ("CARGO_MAKEFLAGS", "MAKEFLAGS", "MFLAGS"):
            env.pop(name, None)
        return cls(argv, env, (folder / "cwd").read_text().rstrip("\n"))

    def replay(self):
        """Runs rustc, with as many threads as cargo would let it have, and returns its CPU seconds and memory."""
        read, write = os.pipe()
        try:
            os.write(write, b"|" * ((os.cpu_count() or 1) - 1))
            jobs = f"-j --jobserver-fds={read},{write} --jobserver-auth={read},{write}"
            finished = run(self.argv, cwd=self.cwd, env=self.env | {"CARGO_MAKEFLAGS": jobs}, pass_fds=(read, write))
        finally:
            os.close(read)
            os.close(write)
        if finished.status != 0:
            raise Failed(compile_error(finished.output))
        return finished.seconds, finished.memory

    def library(self):
        """The path of the library that rustc writes."""
        out = self.argv[self.argv.index("--out-dir") + 1]
        name = self.argv[self.argv.index("--crate-name") + 1]
        extra = next((one.split("=", 1)[1] for one in self.options("-C") if one.startswith("extra-filename=")), "")
        return Path(out) / f"lib{name}{extra}.rlib"

    def options(self, flag):
        return [value for one, value in zip(self.argv, self.argv[1:]) if one == flag]

    def search_paths(self):
        return [part for value in self.options("-L") for part in ("-L", value)]

    def extern(self, name):
        found = [one for one in self.options("--extern") if one.split("=")[0].split(":")[-1] == name and "=" in one]
        if not found:
            raise Failed(f"`{name}` is not a dependency")
        path = found[0].split("=", 1)[1]
        return f"{name}={re.sub('[.]rmeta$', '.rlib', path)}"


def compile_error(output):
    """The first error among the JSON messages of rustc, with the number of all."""
    errors = []
    for line in output.splitlines():
        try:
            message = json.loads(line)
        except ValueError:
            continue
        if isinstance(message, dict) and message.get("level", "").startswith("error") and not message["message"].startswith("aborting"):
            code = (message.get("code") or {}).get("code")
            errors.append(f"error[{code}]: {message['message']}" if code else f"error: {message['message']}")
    if not errors:
        return first_error(output)
    count = f" ({len(errors)} errors)" if len(errors) > 1 else ""
    return errors[0].splitlines()[0] + count


def median(values):
    return statistics.median(values) if values else None
