"""A pytest plugin, loaded before Django's settings: an environment and real servers of the tests' own.

TEST_DATABASE=postgres runs on an embedded PostgreSQL, TEST_DATABASE_URL on a given one; the default is SQLite.
COVERAGE_FOLDER takes what was covered.
"""

import atexit
import gc
import os
import shutil
import signal
import tempfile
from pathlib import Path

import pytest

import tests.coverage  # noqa: F401  # before anything that it measures
from tests.servers import start_postgres, start_valkey

HOME = Path(tempfile.mkdtemp(prefix="ch-"))
BEGIN_WITH = (
    "tests/coachhub/test_kills.py",
    "tests/coachhub/test_runall.py",
    "tests/api/test_contract.py",
    "tests/permissions/test_table.py",
    "tests/feedback/demo/test_demo_life.py",
    "tests/coachhub/test_compose.py",
    "tests/api/test_nonsense.py",
    "tests/feedback/test_draft_machine.py",
    "tests/feedback/demo/test_load_demo.py",
    "tests/browser/review/test_forty_drafts.py",
    "tests/browser/test_story.py",
    "tests/browser/test_candidate_pages.py",
)
"""The files that take longest, some of them waiting: begun last, they would keep one worker when the rest is done."""
IS_XDIST_WORKER = "PYTEST_XDIST_WORKER" in os.environ
(HOME / "run").mkdir()
(HOME / "static").mkdir()  # WhiteNoise warns when there is none
for name in [n for n in os.environ if n.startswith("COACHHUB_")] + ["DATABASE_URL"]:
    if not (IS_XDIST_WORKER and name == "DATABASE_URL"):
        os.environ.pop(name, None)
os.environ |= {
    "COACHHUB_HOME": str(HOME),
    "COACHHUB_SECRET_KEY": "a secret for tests alone, of forty characters",
    "COACHHUB_LOG_LEVEL": "WARNING",
    "DJANGO_ALLOW_ASYNC_UNSAFE": "true",  # Playwright runs an event loop in the tests' thread
}
_processes = []
_valkey, _ = start_valkey(HOME / "run")
_processes.append((_valkey, signal.SIGTERM))
if os.environ.get("TEST_DATABASE_URL"):
    os.environ["DATABASE_URL"] = os.environ["TEST_DATABASE_URL"]
elif os.environ.get("TEST_DATABASE") == "postgres" and not IS_XDIST_WORKER:
    _postgres, os.environ["DATABASE_URL"] = start_postgres(HOME)
    _processes.append((_postgres, signal.SIGINT))


@atexit.register  # not a hook of pytest's: those are left out when it fails before its first test
def end_servers() -> None:
    for process, end in _processes:
        process.send_signal(end)
        process.wait(20)
    shutil.rmtree(HOME, ignore_errors=True)


def pytest_collection_finish() -> None:
    """To look for garbage in all that was imported, again and again, took a tenth of the suite."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.hookimpl(trylast=True)  # after the shuffling
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """With `--dist loadscope --no-loadscope-reorder` the workers take the files in this order."""
    place = {config.rootpath / path: index for index, path in enumerate(BEGIN_WITH)}
    items.sort(key=lambda item: place.get(item.path, len(place)))
