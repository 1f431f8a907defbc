"""Runs commands: what they print, the CPU time and the memory they take, and the first line that says why one failed."""

import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass

# The unit of `ru_maxrss`.
MEMORY_UNIT = 1 if sys.platform == "darwin" else 1024

UNREACHABLE = re.compile(
    r"could not resolve host|enotfound|eai_again|econnrefused|etimedout|network is unreachable"
    r"|temporary failure in name resolution|name or service not known|failed to establish a new connection"
    r"|couldn't connect to server|could not connect to server|spurious network error",
    re.IGNORECASE,
)
ERROR = re.compile(
    r"^\s*(\[\w+\] )?(npm )?(error\b|fatal\b|exception\b|caused by|.*\bpanicked at\b|.*\b(exception|error):)", re.IGNORECASE
)


class Failed(Exception):
    """Why a step failed, in one line."""


@dataclass
class Finished:
    """A command that ran."""

    status: int
    output: str
    seconds: float
    """CPU time of the command and of all that it started and waited for."""
    memory: int
    """The most bytes of memory that one of these processes had."""


def run(argv, *, cwd=None, env=None, pass_fds=(), limit=None):
    """Runs a command to its end, whatever it exits with, or for `limit` seconds."""
    if cwd is not None:
        # Some programs trust this variable more than their folder.
        env = (os.environ if env is None else env) | {"PWD": str(cwd)}
    with tempfile.TemporaryFile() as output:
        try:
            process = subprocess.Popen(
                [str(one) for one in argv],
                cwd=cwd,
                env=env,
                pass_fds=pass_fds,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                process_group=0,
            )
        except FileNotFoundError:
            raise Failed(f"{argv[0]} is not installed") from None
        except OSError as error:
            raise Failed(f"{argv[0]} cannot be run: {error.strerror}") from None
        # A command has a process group of its own, so that it is ended with all that it started.
        timer = threading.Timer(limit or 0, os.killpg, (process.pid, signal.SIGKILL))
        if limit:
            timer.start()
        try:
            _, status, usage = os.wait4(process.pid, 0)
        except BaseException:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait()
            raise
        finally:
            timer.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
        if limit and process.returncode == -signal.SIGKILL:
            raise Failed(f"{argv[0]} did not end within {limit} seconds")
        output.seek(0)
        text = output.read().decode(errors="replace")
    seconds = usage.ru_utime + usage.ru_stime
    return Finished(process.returncode, text, seconds, usage.ru_maxrss * MEMORY_UNIT)


def check(argv, **options):
    """Runs a command that has to succeed."""
    finished = run(argv, **options)
    if finished.status != 0:
        raise Failed(first_error(finished.output) or f"{argv[0]} exited with {finished.status}")
    return finished


def first_error(output):
    """The first line of `output` that says what is wrong, without paths of this machine; for a panic with its message,
    which is the next line."""
    if UNREACHABLE.search(output):
        return "no network: the package registry cannot be reached"
    lines = [line.strip() for line in re.sub(r"\x1b\[[0-9;]*m", "", output).splitlines() if line.strip()]
    for index, line in enumerate(lines):
        if ERROR.search(line):
            if line.endswith(":") and index + 1 < len(lines):
                line = f"{line} {lines[index + 1]}"
            return shortened(line)
    others = [line for line in lines if not line.lower().startswith(("warning", "info"))]
    return shortened(others[-1]) if others else ""


def shortened(line, length=220):
    # The folder in which cargo keeps sources of a registry ends with the name of a host.
    line = re.sub(r"\S*/registry/src/[^/\s]+/", "", line)
    line = re.sub(r"^(thread '\w+') \(\d+\)", r"\1", line)
    line = re.sub(r"(?<![\w.:/])/(?:[^\s/:`'\"]+/)+", "", line)
    return line if len(line) <= length else line[: length - 3] + "..."
