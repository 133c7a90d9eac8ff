"""One command starts everything, keeps it running, and takes everything with it when it goes."""

import shutil
import signal
import socket
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from coachhub import env, settings
from tests.coachhub.installations import Installation, installation, run_runall
from tests.servers import free_port

pytestmark = pytest.mark.processes


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory, static_root: Path) -> Iterator[Installation]:
    """For tests that leave it as they found it: ready."""
    with installation(tmp_path_factory.mktemp("running"), static_root) as started:
        started.wait_until_ready()
        yield started


def test_runall_answers_health_with_every_part(running: Installation) -> None:
    status, body = running.health()
    age_s = body.pop("beat_age_s")
    expected = {"status": "ok", "database": "ok", "broker": "ok", "down": [], "version": settings.VERSION}
    assert (status, body) == (200, expected)
    assert 0 <= age_s < 60


def test_runall_starts_web_worker_beat_and_broker_under_one_parent(running: Installation) -> None:
    for words in ("granian", " worker ", " beat ", "valkey"):
        assert running.program(words)


def test_runall_makes_a_secret_key_that_only_its_owner_reads(running: Installation) -> None:
    key = running.home / "secret-key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert len(key.read_text().strip()) >= 32


def test_runall_makes_the_first_admin_from_the_environment(running: Installation) -> None:
    rows = running.ask_database("SELECT email, is_staff, is_superuser FROM cohorts_user")
    assert rows == [("ada@example.org", 1, 1)]


def test_runall_refuses_a_home_where_another_runs(running: Installation) -> None:
    code, output = run_runall(running.environment | {"PORT": str(free_port())})
    assert (code, output) == (
        1,
        f"CommandError: coachhub runs already on {running.home}. Set COACHHUB_HOME for a second one beside it.\n",
    )


def test_runall_refuses_a_port_in_use(running: Installation, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        code, output = run_runall(running.environment | {"COACHHUB_HOME": str(tmp_path), "PORT": port})
    expected = f"CommandError: Port {port} on 127.0.0.1 is in use by another program; set PORT to another one.\n"
    assert (code, output) == (1, expected)


def test_runall_without_admin_and_terminal_says_what_to_set(running: Installation, tmp_path: Path) -> None:
    bare = running.environment | {
        "COACHHUB_HOME": str(tmp_path), "PORT": str(free_port()),
        "COACHHUB_ADMIN_EMAIL": "", "COACHHUB_ADMIN_PASSWORD": "",
    }  # fmt: skip
    code, output = run_runall(bare)
    assert (code, output.splitlines()[-1]) == (
        1,
        "CommandError: The database is empty and there is no terminal to ask for the first admin: "
        "set COACHHUB_ADMIN_EMAIL and COACHHUB_ADMIN_PASSWORD.",
    )


def test_runall_refuses_a_weak_password_for_the_admin(running: Installation, tmp_path: Path) -> None:
    weak = running.environment | {
        "COACHHUB_HOME": str(tmp_path), "PORT": str(free_port()), "COACHHUB_ADMIN_PASSWORD": "password",
    }  # fmt: skip
    code, output = run_runall(weak)
    assert (code, output.splitlines()[-1]) == (
        1,
        "CommandError: COACHHUB_ADMIN_EMAIL, COACHHUB_ADMIN_PASSWORD: This password is too common.",
    )


@pytest.mark.parametrize("words", ["granian", " worker ", " beat ", "valkey"])
def test_a_program_that_is_killed_comes_back(words: str, running: Installation) -> None:
    running.kill(words)
    running.wait_until_ready()


def test_runall_ends_with_all_its_processes_prepares_once_and_leaves_none_when_killed(
    tmp_path: Path, static_root: Path
) -> None:
    """Two lives of one home, whose path is too long for a socket: each start costs seconds."""
    home = tmp_path / ("long-" * 25)
    with installation(home, static_root) as first:
        first.wait_until_ready()
        assert "Preparing the database" in first.output
        folder = env.broker_socket(home).parent
        assert home not in folder.parents
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert ended_by(first, signal.SIGINT) == 0
    with installation(home, static_root) as second:
        second.wait_until_ready()
        prepared = [line for line in second.output.splitlines() if line.startswith("coachhub |")]
        assert prepared == [f"coachhub | coachhub is ready at http://127.0.0.1:{second.environment['PORT']}"]
        assert ended_by(second, signal.SIGKILL) == -signal.SIGKILL
    shutil.rmtree(folder)


def ended_by(started: Installation, number: signal.Signals) -> int:
    """The supervisor's code, once no process is left."""
    started.supervisor.send_signal(number)
    code = started.supervisor.wait()
    started.wait_until_gone()
    return code
