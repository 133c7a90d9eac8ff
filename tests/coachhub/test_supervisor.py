"""What the supervisor does with programs that misbehave; they are small ones, the supervisor is the real one."""

import subprocess
import sys
import textwrap

import pytest

from coachhub.env import PROJECT

pytestmark = pytest.mark.processes

START = """
import pathlib, sys
from coachhub import supervisor
supervisor.BACK_OFF_S = 0.01
PROGRAMS = [{programs}]
running = supervisor.Supervisor(
    [supervisor.Program(name, (sys.executable, "-c", code)) for name, code in PROGRAMS],
    folder=pathlib.Path("."), say=lambda name, line: print(name, line, sep=": ", flush=True), on_turn=lambda: None,
)
sys.exit(running.run())
"""


def run(**programs: str) -> tuple[int, list[str]]:
    """Exit code and output of a supervisor over programs given as Python code by name."""
    pairs = ", ".join(f"({name!r}, {textwrap.dedent(code)!r})" for name, code in programs.items())
    done = subprocess.run(
        [sys.executable, "-c", START.format(programs=pairs)],
        cwd=PROJECT, check=False, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.stderr == ""
    return done.returncode, done.stdout.splitlines()


def test_five_quick_deaths_end_the_run_with_the_last_lines() -> None:
    code, lines = run(broken="print('no luck'); raise SystemExit(3)", fine="import time; time.sleep(600)")
    assert code == 1
    assert lines.count("broken: no luck") == 5
    assert lines[-6:] == [
        "coachhub: coachhub ends: broken ended 5 times within 10 s of its start, with code 3. Its last lines were:",
        *["    no luck"] * 5,
    ]


def test_restarts_wait_twice_as_long_each_time() -> None:
    _code, lines = run(broken="import os; os.kill(os.getpid(), 9)")
    assert [line for line in lines if "started again" in line] == [
        f"coachhub: broken ended by SIGKILL; it is started again in {wait_s:g} s."
        for wait_s in (0.01, 0.02, 0.04, 0.08)
    ]
    assert lines[-1] == "    (it said nothing)"


def test_output_without_an_end_of_line_or_in_no_encoding_is_shown() -> None:
    _code, lines = run(broken="import sys; sys.stdout.buffer.write(b'half \\xff line')")
    assert lines.count("broken: half \N{REPLACEMENT CHARACTER} line") == 5


def test_it_ends_with_its_programs_when_told_to() -> None:
    told = "import os, signal, time; os.kill(os.getppid(), signal.SIGTERM); time.sleep(600)"
    assert run(told=told)[0] == 0


def test_a_program_that_ignores_the_end_is_killed_with_what_it_started() -> None:
    stubborn = """
        import signal, subprocess, sys, time
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        sleeper = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
        print("started", sleeper.pid, flush=True)
        time.sleep(600)
    """
    code, lines = run(stubborn=stubborn, broken="raise SystemExit(1)")
    assert code == 1
    sleeper = next(line for line in lines if line.startswith("stubborn: started")).split()[-1]
    answered = subprocess.run(["ps", "-o", "stat=", "-p", sleeper], check=False, capture_output=True, text=True)
    assert answered.stdout.strip()[:1] in {"", "Z"}
