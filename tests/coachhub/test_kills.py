"""Whatever is killed, and when: the draft is there afterwards, and so are its findings."""

import os
import signal
import sqlite3
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.coachhub.installations import Installation, installation
from tests.coachhub.writing import Writer, make_writer
from tests.factories import TEXT
from tests.servers import wait_until

pytestmark = pytest.mark.processes

CHECK_LIMIT_S = 20
SWEPT_WITHIN_S = 180
"""A minute until a message counts as lost, a quarter until the next sweep, and what a busy machine takes."""
LONG_TEXT = (TEXT + " ") * (19_000 // len(TEXT))
"""Takes the engine long enough to be caught at it."""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, static_root: Path) -> Iterator[Installation]:
    home = tmp_path_factory.mktemp("kills")
    with installation(home, static_root, COACHHUB_CHECK_LIMIT_S=str(CHECK_LIMIT_S)) as started:
        started.wait_until_ready()
        yield started


@pytest.fixture(scope="module")
def writer(place: Installation) -> Writer:
    return make_writer(f"http://127.0.0.1:{place.environment['PORT']}", place.environment)


def assert_checked(writer: Writer, version: dict[str, Any], text: str) -> None:
    def is_checked() -> bool:
        try:
            return writer.is_checked(version)
        except OSError:
            return False  # the web process is on its way back

    wait_until(is_checked, "the check is done", SWEPT_WITHIN_S, every_s=0.3)
    assert [found["text"] for found in writer.versions() if found["id"] == version["id"]] == [text]
    assert writer.check_of(version)["findings"]


def signal_worker(place: Installation, number: signal.Signals) -> None:
    """To the worker's parent process and to those that do its checks."""
    worker = place.program(" worker ")
    for pid in [worker, *place.children_of(worker)]:
        os.kill(pid, number)


def _differs(ask: Callable[[], str], from_what: str) -> bool:
    return ask() != from_what


def test_worker_killed_in_the_middle_of_a_check(place: Installation, writer: Writer) -> None:
    for attempt in range(10):
        text = f"{LONG_TEXT} {attempt}."
        version = writer.submit(text)

        def status(of: int = version["id"]) -> str:
            ((found,),) = place.ask_database("SELECT status FROM feedback_checkrun WHERE version_id = ?", of)
            return str(found)

        wait_until(partial(_differs, status, "queued"), "the check has begun", every_s=0.001)
        signal_worker(place, signal.SIGSTOP)
        try:
            if status() == "running":
                break
        except sqlite3.OperationalError:
            pass  # stopped while it held the file's lock: let it go on, and try again
        signal_worker(place, signal.SIGCONT)
    assert status() == "running", "ten checks were over before they could be caught"
    worker = place.program(" worker ")
    signal_worker(place, signal.SIGKILL)
    wait_until(lambda: place.programs(" worker ") not in ([worker], []), "the worker is back")
    assert status() == "running"
    assert_checked(writer, version, text)


def test_broker_killed_with_the_message_in_it(place: Installation, writer: Writer) -> None:
    signal_worker(place, signal.SIGSTOP)
    text = f"{TEXT} The broker dies now."
    version = writer.submit(text)
    place.kill("valkey")
    signal_worker(place, signal.SIGCONT)
    assert_checked(writer, version, text)
    place.wait_until_ready()


def test_submitting_while_the_broker_is_away(place: Installation, writer: Writer) -> None:
    broker = place.program("valkey")
    os.kill(broker, signal.SIGSTOP)
    try:
        text = f"{TEXT} The broker hangs."
        version = writer.submit(text)
    finally:
        os.kill(broker, signal.SIGCONT)
    assert_checked(writer, version, text)


def test_web_killed_right_after_its_answer(place: Installation, writer: Writer) -> None:
    text = f"{TEXT} The web process dies now."
    version = writer.submit(text)
    place.kill("granian")
    place.wait_until_ready()
    assert_checked(writer, version, text)


def test_web_killed_while_it_answers(place: Installation, writer: Writer) -> None:
    text, key = f"{TEXT} The web process dies meanwhile.", uuid.uuid4()
    before = len(writer.versions())
    with ThreadPoolExecutor(1) as pool:
        submitting = pool.submit(writer.submit, text, key)
        place.kill("granian")
        answered = submitting.exception() is None
    place.wait_until_ready()
    version = writer.submit(text, key)  # as a browser does that got no answer
    assert len(writer.versions()) == before + 1
    assert not answered or submitting.result() == version
    assert_checked(writer, version, text)
