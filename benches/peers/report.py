"""The result of a run, as a table or as JSON."""

import json
import os
import time
from dataclasses import dataclass

from commands import run
from measure import MODES, median

FAILED = {
    "install": "cannot be installed",
    "generate": "does not generate",
    "dependencies": "its dependencies do not resolve",
    "compile": "does not compile",
}


@dataclass
class Facts:
    """Where and when a run was made."""

    document: str
    openapi: str
    runs: int
    debuginfo: str
    started: str
    rustc: str
    cores: int
    load: list
    interrupted: bool = False

    @classmethod
    def now(cls, arguments, document):
        rustc = run(["rustc", "--version"]).output.strip()
        started = time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime())
        load = [load_average()]
        name = arguments.document.name
        return cls(name, document["openapi"], arguments.runs, arguments.debuginfo, started, rustc, os.cpu_count() or 1, load)

    def end(self):
        self.load.append(load_average())


def load_average():
    return round(os.getloadavg()[0], 1)


def as_text(rows, facts, form):
    return as_json(rows, facts) if form == "json" else as_table(rows, facts)


def as_json(rows, facts):
    return json.dumps(vars(facts) | {"rows": [row_as_json(row) for row in rows]}, indent=2)


def row_as_json(row):
    """Medians beside the values that they are of."""
    values = {"generate": row.generate} | row.modes
    return {
        "name": row.subject.name,
        "version": row.subject.version,
        "notes": list(row.subject.notes),
        "seconds": {name: median(one) for name, one in values.items()},
        "seconds_of_runs": values,
        "memory_bytes": max(row.memory, default=None),
        "dependencies": row.dependencies,
        "decode_nanoseconds": median(row.decode),
        "decode_nanoseconds_of_runs": row.decode,
        "decode_error": row.decode_error,
        "failed": row.stage,
        "error": row.error,
    }


COLUMNS = ["crate", "generate", *MODES, "memory", "dependencies", "decode"]


def as_table(rows, facts):
    """A Markdown table, then what does not fit into a cell."""
    cells = [COLUMNS, *(row_as_cells(row) for row in rows)]
    widths = [max(len(line[index]) for line in cells) for index in range(len(COLUMNS))]
    lines = [table_line(line, widths) for line in cells]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    notes = [note for row in rows for note in notes_of(row)]
    return "\n".join([heading(facts), "", *lines, *([""] if notes else []), *notes])


def heading(facts):
    load = " to ".join(str(one) for one in dict.fromkeys(facts.load))
    return (
        f"{facts.document} (OpenAPI {facts.openapi}), {facts.started}, {facts.rustc}, {facts.cores} cores, load {load}; "
        f"CPU seconds, median of {facts.runs}, debug information: {facts.debuginfo}{'; interrupted' if facts.interrupted else ''}"
    )


def table_line(cells, widths):
    first, *others = (cell.ljust(width) if index == 0 else cell.rjust(width) for index, (cell, width) in enumerate(zip(cells, widths)))
    return f"| {' | '.join([first, *others])} |"


def row_as_cells(row):
    name = f"{row.subject.name} {row.subject.version}".strip()
    if row.error is not None and row.stage == "install":
        return [name, FAILED[row.stage], *[""] * (len(COLUMNS) - 2)]
    seconds = [format_seconds(row.generate)] + [format_seconds(row.modes[mode]) for mode in MODES]
    if row.error is not None:
        missing = 0 if row.stage == "generate" else next((1 + i for i, mode in enumerate(MODES) if not row.modes[mode]), 0)
        seconds[missing] = FAILED[row.stage]
    memory = f"{max(row.memory) / 1e6:.0f} MB" if row.memory else ""
    dependencies = "" if row.dependencies is None else str(row.dependencies)
    decode = "fails" if row.decode_error else format_time(row.decode)
    return [name, *seconds, memory, dependencies, decode]


def notes_of(row):
    """One line for each reason and each preparation."""
    name = row.subject.name
    if row.error is not None:
        yield f"- {name} {FAILED[row.stage]}: {row.error}"
    if row.decode_error is not None:
        yield f"- {name} does not decode the body: {row.decode_error}"
    for note in row.subject.notes:
        yield f"- {name}: {note}"


def format_seconds(values):
    if not values:
        return ""
    seconds = median(values)
    return f"{seconds:.2f} s" if seconds < 10 else f"{seconds:.1f} s"


def format_time(nanoseconds):
    return f"{median(nanoseconds) / 1000:.1f} µs" if nanoseconds else ""
