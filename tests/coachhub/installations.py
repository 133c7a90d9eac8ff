"""Installations of coachhub made of real processes, each in a home folder of its own."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coachhub import env
from coachhub.env import PROJECT
from tests.servers import free_port, wait_until

READY_WITHIN_S = 60.0
"""A start takes 3 s alone; the tests' machine has two cores and much to do."""
GONE_WITHIN_S = 5.0
PASSED_ON = ("HOME", "PATH", "LANG", "LD_LIBRARY_PATH", "COVERAGE_PROCESS_START", "COVERAGE_PROCESS_CONFIG")


def bare_environment(**settings: str) -> dict[str, str]:
    """What a login shell would have, and the given settings; nothing of the tests' own."""
    return {name: os.environ[name] for name in PASSED_ON if name in os.environ} | settings


@dataclass
class Installation:
    """`manage.py runall` on `home`, and what can be seen of it from outside."""

    home: Path
    environment: dict[str, str]
    supervisor: subprocess.Popen[bytes]

    @property
    def output(self) -> str:
        return (self.home / "output").read_text(errors="replace")

    def processes(self) -> dict[int, str]:
        """Command lines by id of all processes that live on this home, however they came to be."""
        return {pid: command for pid, command in processes_of(self.home).items() if command}

    def programs(self, words: str) -> list[int]:
        """The processes that the supervisor itself started and whose command line holds `words`."""
        return [
            pid for pid, command in self.processes().items() if words in command and _parent(pid) == self.supervisor.pid
        ]

    def program(self, words: str) -> int:
        (pid,) = self.programs(words)
        return pid

    def kill(self, words: str) -> None:
        """Kill a program, without a warning; return when the supervisor has started another in its place."""
        killed = self.program(words)
        os.kill(killed, signal.SIGKILL)
        wait_until(lambda: self.programs(words) not in ([killed], []), f"{words} is back")

    def children_of(self, pid: int) -> list[int]:
        return [child for child in self.processes() if _parent(child) == pid]

    def health(self) -> tuple[int, dict[str, Any]]:
        return health(f"http://127.0.0.1:{self.environment['PORT']}")

    def is_ready(self) -> bool:
        if self.supervisor.poll() is not None:
            raise AssertionError(f"it ended with {self.supervisor.returncode}:\n{self.output}")
        return "coachhub is ready at" in self.output and self.health()[0] == 200

    def wait_until_ready(self) -> None:
        try:
            wait_until(self.is_ready, "ready", READY_WITHIN_S)
        except AssertionError as error:
            raise AssertionError(f"{error}\n{self.health()}\n{self.output}") from error

    def wait_until_gone(self) -> None:
        wait_until(lambda: not self.processes(), "no process is left", GONE_WITHIN_S)

    def ask_database(self, question: str, *values: object) -> list[tuple[Any, ...]]:
        """Rows of the installation's SQLite database."""
        with closing(sqlite3.connect(f"file:{self.home}/coachhub.sqlite3?mode=ro", uri=True, timeout=20)) as database:
            return database.execute(question, values).fetchall()

    def run_python(self, code: str) -> str:
        """What `code` prints in a process with this installation's settings and Django set up."""
        return run_python(code, self.environment)


@contextmanager
def installation(home: Path, static_root: Path, **settings: str) -> Iterator[Installation]:
    """A started one (not yet ready); whatever of it is left at the end is killed."""
    environment = bare_environment(
        COACHHUB_HOME=str(home), COACHHUB_STATIC_ROOT=str(static_root), PORT=str(free_port()),
        COACHHUB_ADMIN_EMAIL="ada@example.org", COACHHUB_ADMIN_PASSWORD="a long enough word",
    ) | settings  # fmt: skip
    home.mkdir(exist_ok=True)
    with (home / "output").open("wb") as output:
        supervisor = start_runall(environment, output)
    started = Installation(home, environment, supervisor)
    try:
        yield started
    finally:
        for pid in [supervisor.pid, *started.processes()]:
            if supervisor.returncode is None or pid != supervisor.pid:
                _kill(pid)
        supervisor.wait()


def start_runall(environment: dict[str, str], output: Any) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "manage.py", "runall"],
        cwd=PROJECT, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT,
        start_new_session=True,
    )  # fmt: skip


def run_runall(environment: dict[str, str]) -> tuple[int, str]:
    """Of one that ends by itself: its code and what it said."""
    process = start_runall(environment, subprocess.PIPE)
    output, _nothing = process.communicate(timeout=READY_WITHIN_S)
    return process.returncode, output.decode()


def run_python(code: str, environment: dict[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, "-c", f"import django\ndjango.setup()\n{code}"],
        cwd=PROJECT, env=environment | {"DJANGO_SETTINGS_MODULE": "coachhub.settings"}, check=False,
        capture_output=True, text=True, timeout=READY_WITHIN_S,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def health(base_url: str) -> tuple[int, dict[str, Any]]:
    """Status and body of /healthz; (0, {}) when nobody answers."""
    try:
        with urllib.request.urlopen(f"{base_url}/healthz", timeout=8) as answer:  # noqa: S310  # our own http address
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)
    except OSError:
        return 0, {}


def processes_of(home: Path) -> dict[int, str]:
    """Found by their environment, so that orphans count; zombies have none and do not. Valkey overwrites its own."""
    found = {}
    wanted, broker = f"COACHHUB_HOME={home}".encode(), str(env.broker_socket(home))
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode().strip()
            if broker in command or wanted in (folder / "environ").read_bytes().split(b"\0"):
                found[int(folder.name)] = command
        except OSError:
            continue  # it ended meanwhile, or is another user's
    return found


def _parent(pid: int) -> int:
    try:
        # pid (name) state parent ...; the name may hold anything but ends with the last bracket.
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return
