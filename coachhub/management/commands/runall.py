"""`make run`: all processes of a single machine under one supervisor."""

import fcntl
import json
import socket
import sys
import time
import urllib.error
import urllib.request
from argparse import ArgumentParser
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from coachhub import env, first_start, processes, supervisor
from coachhub.log import HEALTH_PATH
from coachhub.supervisor import Program, Supervisor

PORT_FREE_WITHIN_S = 5.0
"""The processes of a run that was killed a moment ago may still be on their way out."""
ASK_EVERY_S = 0.25
PATIENCE_S = 60.0


class Command(BaseCommand):
    help = (
        "Starts web, worker, beat and (unless COACHHUB_BROKER_URL is given) the embedded broker; Ctrl-C ends them all."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--end-with-parent", action="store_true", help="End when the calling process is gone.")

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["end_with_parent"]:
            supervisor.end_with_parent()
        try:
            settings.HOME.mkdir(mode=0o700, parents=True, exist_ok=True)
            lock = _hold_lock(settings.HOME / "runall.lock")
        except OSError as error:
            raise CommandError(f"COACHHUB_HOME: {error}.") from None
        _await_free_port()
        try:
            first_start.prepare(self._note)
        except KeyboardInterrupt:
            self._note("Stopped before it was ready.")
            sys.exit(1)
        readiness = _Readiness(self._note)
        code = Supervisor(_programs(), folder=settings.BASE_DIR, say=self._say, on_turn=readiness.look).run()
        lock.close()
        sys.exit(code)

    def _note(self, line: str) -> None:
        self._say("coachhub", line)

    def _say(self, name: str, line: str) -> None:
        try:
            sys.stdout.write(f"{name:>8} | {line}\n")
            sys.stdout.flush()
        except OSError:
            pass  # the terminal is gone; SIGHUP or the parent's death ends the run


class _Readiness:
    """Asks /healthz until it answers 200 once, and then says so."""

    def __init__(self, say: first_start.Say) -> None:
        self._say = say
        self._is_done = False
        self._started_at = time.monotonic()
        self._ask_at = self._started_at + 0.5
        self._address = f"{env.local_url(settings.VALUES)}{HEALTH_PATH}"

    def look(self) -> None:
        now = time.monotonic()
        if self._is_done or now < self._ask_at:
            return
        self._ask_at = now + ASK_EVERY_S
        what = self._ask()
        if what == "ok":
            self._is_done = True
            if settings.DEMO:
                self._say("This is demo data; `make run DEMO=0` starts with an empty database. Ctrl-C ends it.")
            self._say(f"coachhub is ready at {settings.BASE_URL}")
        elif now - self._started_at > PATIENCE_S:
            self._ask_at = now + PATIENCE_S
            self._say(f"Not ready yet: {what}")

    def _ask(self) -> str:
        try:
            with urllib.request.urlopen(self._address, timeout=1) as answer:  # noqa: S310  # our own http address
                return "ok" if answer.status == 200 else str(answer.status)
        except urllib.error.HTTPError as error:
            try:
                return ", ".join(json.load(error)["down"]) or "waiting for the first beat"
            except (ValueError, KeyError, OSError):
                return f"it answers {error.code}"
        except OSError as error:
            return str(error)


def _programs() -> list[Program]:
    broker = env.broker_socket(settings.HOME)
    programs = [
        Program("web", processes.web_command()),
        Program("worker", processes.worker_command()),
        Program("beat", processes.beat_command()),
    ]
    if settings.HAS_EMBEDDED_BROKER:
        # Quiet: as it never saves, its warning about the memory for doing so would only alarm people.
        command = processes.valkey_command(broker)
        programs.insert(0, Program("broker", command, lambda: processes.valkey_answers(broker), is_quiet=True))
    return programs


def _hold_lock(path: Path) -> IO[str]:
    """The open file that holds the lock as long as this process lives; the kernel lets go of it with the process."""
    file = path.open("w")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        raise CommandError(
            f"coachhub runs already on {settings.HOME}. Set COACHHUB_HOME for a second one beside it."
        ) from None
    return file


def _await_free_port() -> None:
    deadline = time.monotonic() + PORT_FREE_WITHIN_S
    while not _is_free(settings.BIND_HOST, settings.BIND_PORT):
        if time.monotonic() > deadline:
            where = f"Port {settings.BIND_PORT} on {settings.BIND_HOST}"
            raise CommandError(f"{where} is in use by another program; set PORT to another one.")
        time.sleep(0.2)


def _is_free(host: str, port: int) -> bool:
    try:
        family, kind, protocol, _name, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except socket.gaierror:
        raise CommandError(f"COACHHUB_HOST={host!r} is no address of this machine.") from None
    with socket.socket(family, kind, protocol) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except PermissionError:
            raise CommandError(
                f"PORT={port}: this user may not listen there; ports from 1024 on are free to all."
            ) from None
        except OSError:
            return False
    return True
