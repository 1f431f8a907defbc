#!/usr/bin/env python3
"""Compares the crate of this repository with those that other generators make of an OpenAPI document. See README.md."""

import argparse
import contextlib
import fcntl
import json
import os
import shutil
import signal
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import peers
import report
from commands import Failed, check
from measure import MODES, Workshop

# The file in the cache folder with the result so far.
RESULT = "result.txt"


@dataclass
class Row:
    """What is known of one subject."""

    subject: object
    folder: Path
    package: object = None
    generate: list = field(default_factory=list)
    modes: dict = field(default_factory=lambda: {mode: [] for mode in MODES})
    memory: list = field(default_factory=list)
    dependencies: int | None = None
    decoder: Path | None = None
    decode: list = field(default_factory=list)
    decode_error: str | None = None
    stage: str | None = None
    error: str | None = None


def main():
    arguments = parse()
    try:
        document = read(arguments.document)
        if shutil.which("cargo") is None:
            raise Failed("cargo is not installed")
        if arguments.body and not arguments.body.is_file():
            raise Failed(f"{arguments.body}: no such file")
        os.nice(19)
        arguments.cache.mkdir(parents=True, exist_ok=True)
        with only_run(arguments.cache):
            rows, facts = compare(arguments, document)
    except Failed as failed:
        sys.exit(f"error: {failed}")
    print(report.as_text(rows, facts, arguments.format))
    if facts.interrupted:
        sys.exit(130)


def parse():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("document", type=Path, help="an OpenAPI document, in JSON")
    parser.add_argument("--body", type=Path, metavar="FILE", help="a JSON body to decode")
    parser.add_argument(
        "--type",
        action="append",
        default=[],
        metavar="[NAME=]TYPE",
        help="the type of the body: the name of a schema, or after the name of a row a path in its crate",
    )
    parser.add_argument("--only", action="append", choices=peers.NAMES, metavar="NAME", help=f"a row: {', '.join(peers.NAMES)}")
    parser.add_argument("--runs", type=positive, default=3, metavar="N", help="runs of which the median is printed (3)")
    parser.add_argument(
        "--prepare", action="store_true", help="only install the generators, generate once, and build the dependencies"
    )
    parser.add_argument("--format", choices=["table", "json"], default="table")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="keep the generated crates in this folder")
    parser.add_argument(
        "--cache", type=Path, default=peers.REPOSITORY / "target" / "peers", metavar="DIR", help="tools and builds (target/peers)"
    )
    parser.add_argument(
        "--debuginfo", default="full", choices=["full", "line-tables-only", "none"], help="debug information of the debug build (full)"
    )
    arguments = parser.parse_args()
    if bool(arguments.body) != bool(arguments.type):
        parser.error("--body and --type need each other")
    for one in arguments.type:
        if "=" in one and one.split("=")[0] not in peers.NAMES:
            parser.error(f"--type {one}: no row is named `{one.split('=')[0]}`")
    arguments.cache = arguments.cache.resolve()
    return arguments


def positive(text):
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return number


def read(path):
    """The document at `path`, once it is known to be one."""
    try:
        content = json.loads(path.read_text())
    except OSError as error:
        raise Failed(f"{path}: {error.strerror.lower()}") from None
    except ValueError as error:
        raise Failed(f"{path} is not JSON: {error}") from None
    if not isinstance(content, dict) or not isinstance(content.get("openapi"), str):
        raise Failed(f"{path} is not an OpenAPI document: it has no `openapi`")
    return content


@contextlib.contextmanager
def only_run(cache):
    """Two runs at a time would build into each other's folders."""
    with open(cache / "lock", "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Failed(f"another run uses {cache}") from None
        yield


def compare(arguments, document):
    """Measures all rows. An interruption ends that, and leaves what was measured so far."""
    workshop = Workshop(arguments.cache, arguments.debuginfo)
    crates = (arguments.keep or arguments.cache / "crates").resolve()
    rows = [Row(subject, crates / subject.name) for subject in peers.subjects(workshop, arguments.only or peers.NAMES)]
    for row in rows:
        if arguments.keep and row.folder.exists():
            raise Failed(f"{row.folder} exists")
    crates.mkdir(parents=True, exist_ok=True)
    facts = report.Facts.now(arguments, document)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    # Until its end, so that the file says so if this process is killed.
    facts.interrupted = True
    with contextlib.suppress(KeyboardInterrupt):
        for _ in measure(arguments, workshop, rows):
            keep(arguments, rows, facts)
        facts.interrupted = False
    facts.end()
    keep(arguments, rows, facts)
    if not arguments.keep:
        shutil.rmtree(crates, ignore_errors=True)
    return rows, facts


def keep(arguments, rows, facts):
    """Writes what is known so far into the cache folder."""
    (arguments.cache / RESULT).write_text(report.as_text(rows, facts, arguments.format) + "\n")


def measure(arguments, workshop, rows):
    """Each step of all rows before the next step, so that what the machine does besides meets all of them, and all
    steps before the next round, so that a run that is interrupted has fewer rounds, and not fewer figures. Yields after
    each figure."""
    yield from prepare(arguments, workshop, rows)
    for _ in range(0 if arguments.prepare else arguments.runs):
        for mode in MODES:
            for row in alive(rows):
                with stage(row, "compile", mode):
                    seconds, memory = row.package.records[mode].replay()
                    row.modes[mode].append(seconds)
                    row.memory.append(memory)
                yield
        if arguments.body:
            for row in alive(rows):
                say(row, "decode")
                decode(arguments, workshop, row)
                yield


def prepare(arguments, workshop, rows):
    """All that is done once, and the generation. Yields after each figure."""
    for row in alive(rows):
        with stage(row, "install"):
            row.subject.install()
        yield
    shutil.rmtree(arguments.cache / "install", ignore_errors=True)
    for _ in range(1 if arguments.prepare else arguments.runs):
        for row in alive(rows):
            with stage(row, "generate"):
                shutil.rmtree(row.folder, ignore_errors=True)
                seconds = row.subject.generate(arguments.document.resolve(), row.folder)
                row.generate += [seconds] if seconds is not None else []
            yield
    for row in alive(rows):
        with stage(row, "dependencies"):
            row.package = row.subject.crate(row.folder)
            row.dependencies = workshop.dependencies(row.package)
        yield
    for mode in MODES:
        for row in alive(rows):
            with stage(row, "compile", f"dependencies, {mode}"):
                workshop.record(row.package, mode)


def decode(arguments, workshop, row):
    """Decodes the body with the crate of `row`, until that fails."""
    if row.decode_error is not None:
        return
    try:
        if row.decoder is None:
            wanted = body_type(arguments.type, row.subject.name)
            sources = row.package.manifest.parent / "src"
            row.decoder = workshop.decoder(row.package, peers.type_path(row.package, sources, wanted))
        row.decode.append(int(check([row.decoder, arguments.body.resolve()]).output))
    except Failed as failed:
        row.decode_error = str(failed).removeprefix("error: ")


def body_type(given, name):
    """The type that was given for the row called `name`, or for all."""
    own = [one.split("=", 1)[1] for one in given if one.startswith(f"{name}=")]
    common = [one for one in given if "=" not in one]
    if not own + common:
        raise Failed("no type was given")
    return (own + common)[0]


def alive(rows):
    return [row for row in rows if row.error is None]


@contextlib.contextmanager
def stage(row, name, detail=""):
    """A failure ends the row, and not the run."""
    say(row, f"{name} {detail}")
    try:
        yield
    except Failed as failed:
        row.stage, row.error = name, str(failed)
        print(f"         {failed}", file=sys.stderr, flush=True)


def say(row, what):
    print(f"{time.strftime('%H:%M:%S')} {row.subject.name}: {what}".rstrip(), file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
