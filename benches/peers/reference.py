"""The reference: a crate with each object schema of an OpenAPI document as a struct that derives serde's traits."""

import json
import re
from pathlib import Path

CARGO_TOML = """\
[package]
name = "reference"
version = "0.1.0"
edition = "2024"

[dependencies]
serde = { version = "1", features = ["derive"] }
serde_json = "1"
"""

KEYWORDS = set(
    "abstract as async await become box break const continue do dyn else enum extern false final fn for gen if impl in "
    "let loop macro match mod move mut override priv pub ref return static struct trait true try type typeof unsafe "
    "unsized use virtual where while yield".split()
)
# These four are no raw identifiers.
NEVER_RAW = {"crate", "self", "super", "Self"}
# Names that the generated source uses itself.
TAKEN = {"Option", "Vec", "Box", "String", "BTreeMap", "Value", "Serialize", "Deserialize"}


def write(document, folder):
    """Writes the crate for `document` into `folder`."""
    source = Path(folder) / "src"
    source.mkdir(parents=True)
    (Path(folder) / "Cargo.toml").write_text(CARGO_TOML)
    (source / "lib.rs").write_text(Reference(document).source())


class Reference:
    """Structs and enums in the making."""

    def __init__(self, document):
        self.document = document
        self.schemas = document.get("components", {}).get("schemas", {})
        self.names = {}
        taken = set(TAKEN)
        for wire in self.schemas:
            self.names[wire] = unique(pascal(wire), taken)
        self.taken = taken
        # Name of a struct to its fields: wire name, type, and the structs that are inside without indirection.
        self.structs = {}
        self.enums = {}

    def source(self):
        for wire, schema in self.schemas.items():
            if is_enum(schema):
                self.enums[self.names[wire]] = schema["enum"]
            elif is_object(schema):
                self.add_struct(self.names[wire], schema)
        items = [
            "#![allow(non_snake_case, unused_imports)]",
            "use serde::{Deserialize, Serialize};\nuse serde_json::Value;\nuse std::collections::BTreeMap;",
        ]
        items += [enum_source(name, values) for name, values in self.enums.items()]
        items += [self.struct_source(name) for name in self.structs]
        items += self.functions()
        return "\n\n".join(items) + "\n"

    def add_struct(self, name, schema):
        self.structs[name] = []  # Taken before the fields are looked at, since they can refer to it.
        required = set(schema.get("required", []))
        for wire, field in schema["properties"].items():
            text, inside, nullable = self.type_of(field, name + pascal(wire))
            self.structs[name].append((wire, text, inside, nullable or wire not in required))

    def type_of(self, schema, name, seen=()):
        """The type of `schema`, the struct that it contains without indirection, and whether it can be null. An
        object in a schema becomes a struct called `name`."""
        if not isinstance(schema, dict):
            return "Value", None, False
        nullable = schema.get("nullable") is True
        if "$ref" in schema:
            wire = schema["$ref"].rsplit("/", 1)[-1]
            target = self.schemas.get(wire)
            if target is None or wire in seen:
                return "Value", None, nullable
            if is_enum(target):
                return self.names[wire], None, nullable
            if is_object(target):
                return self.names[wire], self.names[wire], nullable
            text, inside, null = self.type_of(target, name, (*seen, wire))
            return text, inside, nullable or null
        for key in ("allOf", "oneOf", "anyOf"):
            options = schema.get(key, [])
            others = [option for option in options if option.get("type") != "null"]
            if len(others) == 1:
                text, inside, null = self.type_of(others[0], name, seen)
                return text, inside, nullable or null or len(others) < len(options)
            if options:
                return "Value", None, nullable
        types = schema.get("type")
        if isinstance(types, list):
            nullable = nullable or "null" in types
            types = [one for one in types if one != "null"]
            types = types[0] if len(types) == 1 else None
        if is_object(schema):
            own = unique(name, self.taken)
            self.add_struct(own, schema)
            return own, own, nullable
        if types == "array":
            return f"Vec<{self.inner(schema.get('items'), name, seen)}>", None, nullable
        values = schema.get("additionalProperties")
        if types == "object" and isinstance(values, dict) and values:
            return f"BTreeMap<String, {self.inner(values, name, seen)}>", None, nullable
        scalars = {"string": "String", "integer": "i64", "number": "f64", "boolean": "bool"}
        return scalars.get(types, "String" if isinstance(schema.get("const"), str) else "Value"), None, nullable

    def inner(self, schema, name, seen):
        """The type of what a list or a map contains."""
        text, _, nullable = self.type_of(schema, name + "Item", seen)
        return f"Option<{text}>" if nullable else text

    def struct_source(self, name):
        lines, taken = [], set()
        for wire, text, inside, optional in self.structs[name]:
            ident = unique(snake(wire), taken)
            if inside and name in self.reachable(inside):
                text = f"Box<{text}>"
            if optional:
                text = f"Option<{text}>"
            if ident.removeprefix("r#") != wire:
                lines.append(f"    #[serde(rename = {quoted(wire)})]")
            lines.append(f"    pub {ident}: {text},")
        body = "".join(f"{line}\n" for line in lines)
        return f"#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]\npub struct {name} {{\n{body}}}"

    def reachable(self, name):
        """The structs that `name` contains without indirection, and itself."""
        found, left = set(), [name]
        while left:
            one = left.pop()
            if one not in found:
                found.add(one)
                left += [inside for _, _, inside, _ in self.structs[one] if inside]
        return found

    def functions(self):
        """One function for each struct in the body of a response or request, since a derived implementation is
        generic and compiled only where it is used, as a client uses it."""
        responses, requests = set(), set()
        for item in self.document.get("paths", {}).values():
            for operation in item.values():
                if isinstance(operation, dict):
                    self.bodies(operation.get("requestBody"), requests)
                    for response in operation.get("responses", {}).values():
                        self.bodies(response, responses)
        return [
            f"pub fn decode_{name}(body: &[u8]) -> serde_json::Result<{name}> {{\n    serde_json::from_slice(body)\n}}"
            for name in sorted(responses)
        ] + [
            f"pub fn encode_{name}(value: &{name}) -> serde_json::Result<Vec<u8>> {{\n    serde_json::to_vec(value)\n}}"
            for name in sorted(requests)
        ]

    def bodies(self, content, found):
        """Adds the structs that a body refers to, directly, in a property, or in a list."""
        if isinstance(content, dict) and "$ref" in content:
            kind, name = content["$ref"].split("/")[-2:]
            content = self.document.get("components", {}).get(kind, {}).get(name)
        for media in (content or {}).get("content", {}).values():
            left = [media.get("schema", {})]
            while left:
                schema = left.pop()
                if "$ref" in schema:
                    name = self.names.get(schema["$ref"].rsplit("/", 1)[-1])
                    if name in self.structs:
                        found.add(name)
                left += schema.get("properties", {}).values()
                left += [schema["items"]] if isinstance(schema.get("items"), dict) else []
                left += schema.get("oneOf", []) + schema.get("anyOf", []) + schema.get("allOf", [])


def is_object(schema):
    return isinstance(schema.get("properties"), dict)


def is_enum(schema):
    values = schema.get("enum")
    return isinstance(values, list) and bool(values) and all(isinstance(value, str) for value in values)


def enum_source(name, values):
    lines, taken = [], {"Unrecognized"}
    for value in values:
        lines.append(f"    #[serde(rename = {quoted(value)})]\n    {unique(pascal(value), taken)},\n")
    derives = "#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]"
    return f"{derives}\npub enum {name} {{\n{''.join(lines)}    #[serde(other)]\n    Unrecognized,\n}}"


def pascal(text):
    name = "".join(part[:1].upper() + part[1:] for part in re.split(r"[^A-Za-z0-9]+", text))
    return escape(name) if name[:1].isalpha() else "V" + name


def snake(text):
    name = re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", re.sub(r"[^A-Za-z0-9]+", "_", text)).lower().strip("_")
    return escape(name) if name[:1].isalpha() else "v" + name


def escape(name):
    if name in NEVER_RAW:
        return name + "_"
    return f"r#{name}" if name in KEYWORDS else name


def quoted(text):
    """A string literal, which is the same in Rust and JSON as long as it is not escaped to ASCII."""
    return json.dumps(text, ensure_ascii=False)


def unique(name, taken):
    """`name`, or with the first number that is not taken. It is taken from then on."""
    candidate, number = name, 2
    while candidate in taken:
        candidate, number = f"{name}{number}", number + 1
    taken.add(candidate)
    return candidate
