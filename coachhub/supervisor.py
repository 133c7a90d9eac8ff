"""Keeps the processes of one installation running under one parent. Knows nothing of Django or of what they do.

Tried before: honcho ends all when one ends; it, circus and supervisor leave orphans when they are killed themselves.
"""

import collections
import contextlib
import ctypes
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import IO, Any

QUICK_DEATH_S = 10.0
"""A process that lives no longer has failed to start, rather than broken down."""
QUICK_DEATHS_MAX = 5
BACK_OFF_S = 0.5
"""Wait before the first restart; doubled with each further quick death."""
STOP_WITHIN_S = 3.5
"""Between asking and killing; with the foundation's second it makes an end within 5 s."""
FOUNDATION_STOP_WITHIN_S = 0.8
FOUNDATION_READY_WITHIN_S = 10.0
LAST_LINES = 15
TICK_S = 0.1
PR_SET_PDEATHSIG = 1

Say = Callable[[str, str], None]
"""Takes the name of the speaker and a line."""


@dataclass(frozen=True)
class Program:
    name: str
    command: tuple[str, ...]
    is_ready: Callable[[], bool] | None = None
    """Given for what the others stand on: they start once it is true, and end before this one does."""
    is_quiet: bool = False
    """Its lines are shown only when it fails."""


@dataclass
class _Child:
    program: Program
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    restart_at: float = 0.0
    quick_deaths: int = 0
    unfinished_line: bytes = b""
    last_lines: collections.deque[str] = field(default_factory=lambda: collections.deque(maxlen=LAST_LINES))


class Supervisor:
    def __init__(self, programs: Sequence[Program], *, folder: Path, say: Say, on_turn: Callable[[], None]) -> None:
        """`folder` is where the programs run; `on_turn` is called about ten times a second and must be quick."""
        self._children = [_Child(program) for program in programs]
        self._folder, self._say, self._on_turn = folder, say, on_turn
        self._selector = selectors.DefaultSelector()
        self._stops = 0
        self._failed = ""

    def run(self) -> int:
        """Until SIGINT, SIGTERM or SIGHUP (answers 0), or until a program cannot be kept running (answers 1)."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._note_signal)
        try:
            for child in self._children:
                self._start(child)
                self._await_foundation(child)
            while not self._is_ending():
                self._turn()
                self._on_turn()
        finally:
            self._stop_all()
        if self._failed:
            self._say("coachhub", self._failed)
        return 1 if self._failed else 0

    def _note_signal(self, _number: int, _frame: FrameType | None) -> None:
        self._stops += 1

    def _is_ending(self) -> bool:
        return bool(self._stops or self._failed)

    def _start(self, child: _Child) -> None:
        if self._is_ending():
            return
        child.started_at = time.monotonic()
        child.process = subprocess.Popen(
            child.program.command,
            cwd=self._folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # Ctrl-C is ours to answer, and the group can be killed as one
            preexec_fn=_end_with_parent_function(os.getpid()),  # safe: this process has one thread
        )
        assert child.process.stdout is not None  # noqa: S101  # given by PIPE
        os.set_blocking(child.process.stdout.fileno(), False)
        self._selector.register(child.process.stdout, selectors.EVENT_READ, child)

    def _await_foundation(self, child: _Child) -> None:
        is_ready = child.program.is_ready
        deadline = time.monotonic() + FOUNDATION_READY_WITHIN_S
        while is_ready and not self._is_ending() and not is_ready():
            self._turn(0.02)
            if time.monotonic() > deadline:
                self._give_up(child, f"does not answer after {FOUNDATION_READY_WITHIN_S:.0f} s")

    def _turn(self, wait_s: float = TICK_S) -> None:
        for key, _events in self._selector.select(wait_s):
            self._read(key.data, key.fileobj)
        for child in self._children:
            if child.process is not None and child.process.poll() is not None:
                self._bury(child)
            elif child.process is None and child.restart_at and time.monotonic() >= child.restart_at:
                self._start(child)

    def _read(self, child: _Child, pipe: Any) -> None:
        chunk = _read_available(pipe)
        if chunk == b"":  # closed: the process has ended, or soon will
            self._selector.unregister(pipe)
        *lines, child.unfinished_line = (child.unfinished_line + (chunk or b"")).split(b"\n")
        for line in lines:
            self._tell(child, line)

    def _tell(self, child: _Child, line: bytes) -> None:
        text = line.decode("utf-8", "replace").rstrip()
        if text:
            child.last_lines.append(text)
            if not child.program.is_quiet:
                self._say(child.program.name, text)

    def _bury(self, child: _Child) -> None:
        """Take leave of a process that has ended, and of all that it has started; say when the next one comes."""
        process = child.process
        assert process is not None  # noqa: S101  # the caller has looked
        _signal_group(process, signal.SIGKILL)
        self._drain(child, process)
        child.process = None
        if self._is_ending():
            return
        lived_s = time.monotonic() - child.started_at
        child.quick_deaths = child.quick_deaths + 1 if lived_s < QUICK_DEATH_S else 0
        end = _end_of(process.returncode)
        if child.quick_deaths >= QUICK_DEATHS_MAX:
            self._give_up(child, f"ended {child.quick_deaths} times within {QUICK_DEATH_S:.0f} s of its start, {end}")
            return
        wait_s = BACK_OFF_S * 2 ** max(0, child.quick_deaths - 1)
        child.restart_at = time.monotonic() + wait_s
        self._say("coachhub", f"{child.program.name} ended {end}; it is started again in {wait_s:g} s.")

    def _drain(self, child: _Child, process: subprocess.Popen[bytes]) -> None:
        pipe = process.stdout
        assert pipe is not None  # noqa: S101  # given by PIPE
        while chunk := _read_available(pipe):
            child.unfinished_line += chunk
        for line in child.unfinished_line.split(b"\n"):
            self._tell(child, line)
        child.unfinished_line = b""
        if pipe in {key.fileobj for key in self._selector.get_map().values()}:
            self._selector.unregister(pipe)
        pipe.close()

    def _give_up(self, child: _Child, reason: str) -> None:
        lines = "\n".join(f"    {line}" for line in child.last_lines) or "    (it said nothing)"
        self._failed = f"coachhub ends: {child.program.name} {reason}. Its last lines were:\n{lines}"

    def _stop_all(self) -> None:
        """Ask in the reverse order of starting, then kill whatever of a process's group is left."""
        stops = self._stops
        upper = [child for child in reversed(self._children) if child.program.is_ready is None]
        lower = [child for child in reversed(self._children) if child.program.is_ready is not None]
        for children, within_s in ((upper, STOP_WITHIN_S), (lower, FOUNDATION_STOP_WITHIN_S)):
            running = [child for child in children if child.process is not None]
            for child in running:
                assert child.process is not None  # noqa: S101  # filtered above
                child.process.send_signal(signal.SIGTERM)  # to it alone: it tells its own
            deadline = time.monotonic() + within_s
            while any(child.process for child in running) and time.monotonic() < deadline and self._stops == stops:
                self._turn(0.05)
            for child in running:
                if child.process is not None:
                    _signal_group(child.process, signal.SIGKILL)
                    child.process.wait()
                    self._drain(child, child.process)
                    child.process = None


def end_with_parent() -> None:
    """Let this process get SIGTERM when its parent is gone, however it went. Linux only; elsewhere it does nothing."""
    _end_with_parent_function(os.getppid())()


def _end_with_parent_function(parent: int) -> Callable[[], None]:
    """Made before a fork, so that the child only calls it."""
    if not sys.platform.startswith("linux"):
        return lambda: None
    prctl = ctypes.CDLL(None).prctl

    def ask_kernel() -> None:
        prctl(PR_SET_PDEATHSIG, signal.SIGTERM.value, 0, 0, 0)
        if os.getppid() != parent:  # it went before we asked
            os._exit(1)

    return ask_kernel


def _read_available(pipe: IO[bytes]) -> bytes | None:
    """What is there to read; None when nothing is yet, b"" when nothing will come."""
    try:
        return os.read(pipe.fileno(), 65_536)
    except BlockingIOError:
        return None


def _signal_group(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):  # nothing is left (macOS: EPERM for zombies)
        os.killpg(process.pid, number)


def _end_of(code: int) -> str:
    return f"by {signal.Signals(-code).name}" if code < 0 else f"with code {code}"
