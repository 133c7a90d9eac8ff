"""`make bench`: what the engine costs, in milliseconds of processor time, beside what it may cost, and what a coach's
pages and a cohort's figures take. Judges nothing. Parts alone: `python -m tests.benchmarks drafts postgres`;
`... figures` for cohorts made for it, `... figures cohort-1` for one in the database that DATABASE_URL names, which
`... seed 1000` fills.
"""

import importlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from types import ModuleType

import django
from django.core.management import CommandError

import feedback.pitch
from feedback.pitch import analyse, compare
from feedback.pitch.tagger import committed
from tests.pitch.examples import pool

LONG = " ".join(example.text for example in pool("good"))
WORKER = r"""
import re
import coachhub.celery, django
django.setup()
from feedback.pitch import analyse
for n in range(40):
    analyse(f"I have {n} boats and a plan. " * 40)
print(int(re.search(r"VmHWM:\s+(\d+)", open("/proc/self/status").read())[1]) / 1024)
"""
IMPORT = "import time; began = time.process_time(); import feedback.pitch; print((time.process_time() - began) * 1000)"
CORPUS = Path(feedback.pitch.__file__).parent / "corpus" / "writer3.jsonl"
RUNS = 7


def best_ms(work: Callable[[int], object]) -> float:
    """The least of the runs: what the work itself takes, without what else the machine did."""
    times = []
    for n in range(RUNS):
        began = time.process_time()
        work(n)
        times.append((time.process_time() - began) * 1000)
    return min(times)


def new_words() -> float:
    """Each run has 400 words of introductions that no run before it had, so that no sentence is known already."""
    lines = CORPUS.read_text(encoding="utf-8").splitlines()
    words = " ".join(json.loads(line)["text"] for line in lines).split()
    texts = [" ".join(words[n * 400 : (n + 1) * 400]) for n in range(RUNS + 1)]
    analyse(texts[RUNS])
    return best_ms(lambda n: analyse(texts[n]))


def one_changed_sentence() -> float:
    text = " ".join(LONG.split()[:400])
    analyse(text)
    return best_ms(lambda n: analyse(f"{text} I have {n} boats."))


def without_tagger() -> float:
    """The same 400 words again: every sentence is known, all else is done anew."""
    text = " ".join(LONG.split()[:400])
    analyse(text)
    return best_ms(lambda n: analyse(text))


def worker_memory() -> float:
    """MB at most of a process that has all that a Celery worker has, and has judged texts."""
    with tempfile.TemporaryDirectory() as home:
        settings = {
            "DJANGO_SETTINGS_MODULE": "coachhub.settings",
            "COACHHUB_SECRET_KEY": "x" * 50,
            "COACHHUB_HOME": home,
        }
        done = subprocess.run(
            [sys.executable, "-c", WORKER], capture_output=True, text=True, check=True, env=os.environ | settings
        )
    return float(done.stdout)


def comparing() -> float:
    old, new = LONG * 5, LONG.replace("the", "a") * 5
    return best_ms(lambda n: compare(old, new))


def importing() -> float:
    runs = [
        subprocess.run([sys.executable, "-c", IMPORT], capture_output=True, text=True, check=True) for _ in range(3)
    ]
    return min(float(done.stdout) for done in runs)


def loading() -> float:
    return best_ms(lambda n: committed.__wrapped__(1))


MEASURES: tuple[tuple[str, Callable[[], float], int], ...] = (
    ("400 new words judged", new_words, 120),
    ("one changed sentence of 400 words judged", one_changed_sentence, 15),
    ("400 known words judged again, without the tagger", without_tagger, 10),
    (f"two texts of {len(LONG.split()) * 5} words compared", comparing, 400),
    ("the engine imported", importing, 150),
    ("the weights loaded", loading, 300),
    ("memory of a worker, in MB", worker_memory, 300),
)


def drafts(database: str) -> None:
    os.environ["TEST_DATABASE"] = database
    show(tests_own("tests.benchmarks.drafts").measure())


def figures(slug: str = "") -> None:
    """Of cohorts made for it, or of one in the database of the environment."""
    os.environ["TEST_DATABASE"] = "postgres"
    if slug:
        os.environ["TEST_DATABASE_URL"] = os.environ["DATABASE_URL"]
    module = tests_own("tests.benchmarks.figures")
    show(module.installed(slug) if slug else module.made())


def tests_own(module: str) -> ModuleType:
    """A part, with the servers and settings of the tests."""
    importlib.import_module("tests.environment")  # what it sets, Django's settings read
    django.setup()
    return importlib.import_module(module)


def show(lines: Iterable[str]) -> None:
    for line in lines:
        print(line, flush=True)


def seed(cohorts: str, *options: str) -> None:
    """Into the database of the environment, which is the user's own."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coachhub.settings")
    django.setup()
    try:
        module = importlib.import_module("tests.benchmarks.seed")
        show(module.seed(int(cohorts), beside=options == ("--beside",)))
    except CommandError as error:
        sys.exit(f"bench-seed: {error}")


PARTS: dict[str, Callable[..., None]] = {"seed": seed, "drafts": drafts, "figures": figures}


def main() -> None:
    if sys.argv[1:]:
        PARTS[sys.argv[1]](*sys.argv[2:])
        return
    print(f"{'what':50} {'ms':>8} {'may take':>9}")
    for what, measure, limit in MEASURES:
        print(f"{what:50} {measure():8.1f} {limit:9}")
    for part in (["drafts", "sqlite"], ["drafts", "postgres"], ["figures"]):
        subprocess.run([sys.executable, "-m", "tests.benchmarks", *part], check=True)


if __name__ == "__main__":
    main()
