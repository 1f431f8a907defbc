"""For `.ci/schemathesis`: objects for requests to select, and rules that the OpenAPI document does not have.

Prints the objects as a seed of the fake. As hooks of schemathesis, lets lookups select them.
"""

import json
import sys

COUNT = 40


def lookups(document):
    """Returns the name of each kind that a lookup selects, with its lookup and the members of it."""
    for name, schema in document["components"]["schemas"].items():
        if schema.get("x-lookup") and "x-errors" in schema:
            alternatives = schema.get("oneOf", [schema])
            yield name.removesuffix("Lookup"), alternatives, [next(iter(one["properties"])) for one in alternatives]


def value(kind, member, index):
    return f"{kind.lower()}-{member}-{index}"


def seed(document):
    kinds = {}
    for kind, _, members in lookups(document):
        if kind != "Organization":
            kinds[kind] = [{member: value(kind, member, index) for member in members} for index in range(COUNT)]
    return kinds


def narrow(document):
    """Lets each lookup select one of the objects, or one that does not exist."""
    for kind, alternatives, members in lookups(document):
        for one, member in zip(alternatives, members):
            known = ["acme"] if kind == "Organization" else [value(kind, member, index) for index in range(COUNT)]
            one["properties"][member] = {"type": "string", "enum": known + ["missing"]}
            # The server ignores what it does not know, and takes only one of the members.
            del one["additionalProperties"]
            one["properties"].update({other: {"not": {}} for other in members if other != member})


def bound(node):
    """Timestamps are not negative, and integers have 64 bits."""
    if isinstance(node, dict):
        if node.get("format") == "unixtime":
            node["minimum"] = 0
        if node.get("format") in ("int64", "unixtime"):
            node.setdefault("minimum", -(2**63))
            node.setdefault("maximum", 2**63 - 1)
        for inner in node.values():
            bound(inner)
    elif isinstance(node, list):
        for inner in node:
            bound(inner)


def lenient(document):
    """In arguments, the server takes some strings and numbers for booleans, digits for integers, and unknown members."""
    for name, schema in document["components"]["schemas"].items():
        if name.endswith("Arguments"):
            scalars(schema)
            for one in schema.get("oneOf", []):
                one.pop("additionalProperties", None)
    for operations in document["paths"].values():
        for operation in operations.values():
            body = operation.get("requestBody", {})
            scalars(body)
            # A body that is not an object is one without arguments.
            for content in body.get("content", {}).values():
                if "required" not in content["schema"]:
                    content["schema"].pop("type")


def scalars(node):
    if isinstance(node, dict):
        for inner in node.values():
            scalars(inner)
        types = node.get("type")
        # A property can be named `type`.
        types = types if isinstance(types, list) else [types] if isinstance(types, str) else []
        also = {"boolean": {"enum": ["true", "false", "yes", "no", "1", "0", 1, 0]}, "integer": {"pattern": "^-?[0-9]{1,18}$"}}
        for kind in also.keys() & set(types) if node.get("format") != "unixtime" else []:
            node["anyOf"] = [{"type": node.pop("type")}, {"type": "string", **also[kind]}]
            if kind == "boolean":
                node["anyOf"][1].pop("type")
    elif isinstance(node, list):
        for inner in node:
            scalars(inner)


def parameters(document):
    for operations in document["paths"].values():
        for operation in operations.values():
            known = operation.get("parameters", [])
            for parameter in known:
                if parameter["name"] == "page":
                    parameter["schema"]["minimum"] = 1
                if parameter["name"] == "per_page":
                    parameter["schema"].update(minimum=1, maximum=200)
            # The value of an annotation requires its key.
            operation["parameters"] = [one for one in known if one["name"] != "annotations[][value]"]


if __name__ == "__main__":
    with open(sys.argv[1]) as file:
        json.dump(seed(json.load(file)), sys.stdout)
else:
    import schemathesis

    @schemathesis.hook
    def filter_case(context, case):
        """Leaves out a case that violates nothing but `not`, which is only in this file. An empty list violates it, too,
        and is not sent in a query."""
        mutations = getattr(case.meta.phase.data, "mutations", None) if case.meta else None
        return not mutations or any(tuple(one.keywords) != ("not",) for one in mutations)

    @schemathesis.hook
    def before_load_schema(context, raw_schema):
        parameters(raw_schema)
        bound(raw_schema)
        narrow(raw_schema)
        lenient(raw_schema)
