"""The generators that are compared: where each comes from, how it is installed, and how it generates a crate."""

import json
import re
import shutil
import sys
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import reference
from commands import Failed, check, run
from measure import Package

# Seconds that npm, its package, or pip may take. npm retries for long where there is no network.
DOWNLOAD_LIMIT = 300

REPOSITORY = Path(__file__).resolve().parents[2]


@dataclass
class Peer:
    name: str
    version: str
    package: str
    """What is installed, by the name that its registry has for it."""
    module: str = ""
    """Where its crates have the types of schemas."""
    prepare: Callable[[dict], str | None] = lambda document: None
    """Changes the document into one that the peer reads, and says what it changed."""


def one_response_of_a_kind(document):
    """progenitor panics where an operation has two types of errors, or of successes."""
    removed = 0
    for item in document.get("paths", {}).values():
        for operation in item.values():
            responses = operation.get("responses", {}) if isinstance(operation, dict) else {}
            kinds = set()
            for status in list(responses):
                kind = status.startswith("2")
                if kind in kinds:
                    del responses[status]
                    removed += 1
                kinds.add(kind)
    return f"only the first success and the first error of each operation ({removed} responses removed)" if removed else None


# The versions of all peers, and what a document needs before a peer reads it.
PEERS = [
    Peer("progenitor", "0.15.1", "cargo-progenitor", module="types", prepare=one_response_of_a_kind),
    Peer("openapi-generator", "7.26.0", "@openapitools/openapi-generator-cli@2.41.0", module="models"),
    Peer("oas3-gen", "0.29.0", "oas3-gen"),
    Peer("openapi-to-rust", "0.23.0", "openapi-to-rust", module="generated"),
]


class Subject:
    """One row of the table."""

    version = ""
    notes = ()

    def install(self):
        pass

    def generate(self, document, folder):
        """Generates a crate for `document`, the path of a file, into `folder`, which does not exist, and returns the
        CPU seconds of that, or `None` where it is not a figure."""
        raise NotImplementedError

    def crate(self, folder):
        """The crate that is in `folder`."""
        raise NotImplementedError


class Ours(Subject):
    """The crate of this repository. It is generated from the spec, and not from the document."""

    name = "ours"

    def __init__(self, workshop):
        self.workshop = workshop
        self.xtask = workshop.target / "release" / "xtask"
        self.version = workspace_version()

    def install(self):
        manifest = REPOSITORY / "Cargo.toml"
        build = ["cargo", "build", "--release", "--locked", "--manifest-path", manifest, "-p", "xtask"]
        check(build, env=self.workshop.env)

    def generate(self, document, folder):
        # A copy, since codegen can write names into the spec's schemas.
        shutil.copytree(REPOSITORY / "spec", folder / "spec")
        return check([self.xtask, "codegen", "--spec", folder / "spec", "--out", folder / "src"], cwd=REPOSITORY).seconds

    def crate(self, folder):
        manifest = REPOSITORY / "generated" / "Cargo.toml"
        decode = "<Body as katapult_api::Decode>::from_body(body).map_err(|error| error.to_string())"
        return Package(self.name, manifest, "katapult-api", "", decode, locked=True)


class Reference(Subject):
    """The object schemas of the document as structs, and nothing else."""

    name = "reference"

    def generate(self, document, folder):
        reference.write(json.loads(document.read_text()), folder)
        own_workspace(folder)

    def crate(self, folder):
        return Package(self.name, folder / "Cargo.toml", "reference", "")


class Generator(Subject):
    """A peer, after its table entry."""

    def __init__(self, workshop, peer):
        self.workshop = workshop
        self.peer = peer
        self.name = peer.name
        self.version = peer.version
        self.home = workshop.folder / "tools" / f"{peer.name}-{peer.version}"
        self.notes = []

    def note(self, text):
        if text not in self.notes:
            self.notes.append(text)

    def prepared(self, document, folder):
        """The path of the document as this peer reads it."""
        content = json.loads(document.read_text())
        changes = self.peer.prepare(content)
        if changes is None:
            return document
        self.note(f"prepared: {changes}")
        path = folder.with_suffix(".json")
        path.write_text(json.dumps(content))
        return path

    def generate(self, document, folder):
        document = self.prepared(document, folder)
        seconds = self.run(document, folder)
        own_workspace(folder)
        return seconds

    def crate(self, folder):
        manifest = folder / "Cargo.toml"
        text = manifest.read_text()
        if not re.search(r"^serde_json\b", text, re.MULTILINE):
            manifest.write_text(re.sub(r"^\[dependencies\]$", '[dependencies]\nserde_json = "1"', text, flags=re.MULTILINE))
        return Package(self.name, manifest, "peer", self.peer.module)

    def cargo_install(self):
        if (self.home / "bin" / self.peer.package).exists():
            return
        package = f"{self.peer.package}@{self.version}"
        target = self.workshop.folder / "install"
        argv = ["cargo", "install", "--locked", "--root", self.home, "--target-dir", target, package]
        env = {key: value for key, value in self.workshop.env.items() if key != "RUSTC_WRAPPER"}
        check(argv, env=env)


class Progenitor(Generator):
    def install(self):
        self.cargo_install()

    def run(self, document, folder):
        argv = [self.home / "bin" / "cargo-progenitor", "progenitor", "-i", document, "-o", folder, "-n", "peer", "-v", "0.1.0"]
        return check(argv).seconds


class OpenapiGenerator(Generator):
    """Its package on npm downloads a JAR from a third place. Where that cannot be reached, the package on PyPI by the same
    people, which contains the JAR, is used."""

    def install(self):
        if shutil.which("java") is None:
            raise Failed("java is not installed")
        if self.pypi_jar().exists():
            # Not from npm again, which can take long to fail.
            self.note("installed from PyPI")
            self.jar = self.pypi_jar()
            return
        try:
            self.jar = self.from_npm()
        except Failed as because:
            self.note(f"installed from PyPI, since npm's package failed: {because}")
            self.jar = self.from_pypi()

    def from_npm(self):
        if shutil.which("npm") is None:
            raise Failed("npm is not installed")
        folder = self.home / "npm"
        package = folder / "node_modules" / "@openapitools" / "openapi-generator-cli"
        jar = package / "versions" / f"{self.version}.jar"
        if jar.exists():
            return jar
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "package.json").write_text("{}")
        (folder / "openapitools.json").write_text(json.dumps({"generator-cli": {"version": self.version}}))
        npm = ["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries", "0"]
        check([*npm, self.peer.package], cwd=folder, limit=DOWNLOAD_LIMIT)
        # Its first run downloads the JAR, and exits with 0 if it could not.
        run(["node", package / "main.js", "version"], cwd=folder, limit=DOWNLOAD_LIMIT)
        if not jar.exists():
            raise Failed("it could not download its JAR")
        return jar

    def from_pypi(self):
        folder = self.home / "pypi"
        requirement = f"openapi-generator-cli=={self.version}"
        pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "download", "--quiet", "--no-deps"]
        check([*pip, "--dest", folder, requirement], limit=DOWNLOAD_LIMIT)
        for wheel in folder.glob("*.whl"):
            zipfile.ZipFile(wheel).extractall(folder)
            wheel.unlink()
        return self.pypi_jar()

    def pypi_jar(self):
        return self.home / "pypi" / "openapi_generator_cli" / "openapi-generator.jar"

    def run(self, document, folder):
        java = ["java", "-jar", self.jar, "generate", "--generator-name", "rust", "--package-name", "peer"]
        return check([*java, "--input-spec", document, "--output", folder]).seconds


class Oas3Gen(Generator):
    def install(self):
        self.cargo_install()

    def run(self, document, folder):
        argv = [self.home / "bin" / "oas3-gen", "generate", "client-mod", "-i", document, "-o", folder, "--workspace"]
        seconds = check(argv).seconds
        manifest = folder / "Cargo.toml"
        manifest.write_text(re.sub(r'^name = ".*"$', 'name = "peer"', manifest.read_text(), count=1, flags=re.MULTILINE))
        return seconds


class OpenapiToRust(Generator):
    def install(self):
        self.cargo_install()

    def run(self, document, folder):
        (folder / "src").mkdir(parents=True)
        argv = [self.home / "bin" / "openapi-to-rust", "generate", document]
        seconds = check(argv, cwd=folder).seconds
        dependencies = (folder / "src" / "generated" / "REQUIRED_DEPS.toml").read_text()
        package = '[package]\nname = "peer"\nversion = "0.1.0"\nedition = "2024"\n\n'
        (folder / "Cargo.toml").write_text(package + dependencies)
        (folder / "src" / "lib.rs").write_text("pub mod generated;\n")
        return seconds


CLASSES = {
    "progenitor": Progenitor,
    "openapi-generator": OpenapiGenerator,
    "oas3-gen": Oas3Gen,
    "openapi-to-rust": OpenapiToRust,
}
NAMES = ["ours", "reference", *CLASSES]


def subjects(workshop, names):
    """The rows called `names`, in the order of the table."""
    every = [Ours(workshop), Reference()] + [CLASSES[peer.name](workshop, peer) for peer in PEERS]
    return [one for one in every if one.name in names]


def own_workspace(folder):
    """Keeps cargo from looking for a workspace above `folder`."""
    manifest = folder / "Cargo.toml"
    text = manifest.read_text()
    if not re.search(r"^\[workspace\b", text, re.MULTILINE):
        manifest.write_text(text.rstrip("\n") + "\n\n[workspace]\n")


def workspace_version():
    found = re.search(r'^version = "(.+)"$', (REPOSITORY / "Cargo.toml").read_text(), re.MULTILINE)
    return found.group(1) if found else ""


def type_path(package, sources, wanted):
    """The path of the type `wanted` in the crate `package`: as given if it is a path already, and otherwise of the
    struct that has this name, whatever its case and underscores."""
    if "::" in wanted:
        return f"{package.name}::{wanted}"
    plain = re.sub(r"[^a-z0-9]", "", wanted.lower())
    for file in sorted(Path(sources).rglob("*.rs")):
        for name in re.findall(r"^\s*pub struct (\w+)", file.read_text(), re.MULTILINE):
            if name.lower().replace("_", "") == plain:
                return "::".join(part for part in (package.name, package.module, name) if part)
    raise Failed(f"no struct `{wanted}`")
