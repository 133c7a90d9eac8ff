"""What a coach's pages take with 100, 1,000 and 10,000 drafts.

Milliseconds of processor time a request, of web and database together, for a coach who coaches all of them: what else
the machine does changes nothing.
"""

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse

from cohorts.models import Intro
from feedback.services.desk import save_view, set_weights
from tests import factories
from tests.many import make_many

SIZES = (100, 1_000, 10_000)
RUNS = 10
VIEWS = (
    "state=unread",
    "assigned=all",
    "waits=5",
    "score_to=40&assigned=all",
    "check=stock-phrase",
    "q=nurse&assigned=all",
)


def used_ms() -> float:
    """Of this process and of the PostgreSQL process that works for it."""
    ticks = 0
    if connection.vendor == "postgresql":
        fields = Path(f"/proc/{backend()}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
        ticks = int(fields[11]) + int(fields[12])  # proc(5): utime and stime
    return (time.process_time() + ticks / os.sysconf("SC_CLK_TCK")) * 1000


def backend() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


def mean_ms(work: Callable[[], object]) -> float:
    work()
    began = used_ms()
    for _ in range(RUNS):
        work()
    return (used_ms() - began) / RUNS


def pages(last: Intro) -> dict[str, str]:
    queue = reverse("feedback:queue")
    return {
        "queue, first page": queue,
        "queue, all coaches": f"{queue}?assigned=all",
        "queue, everything": f"{queue}?assigned=all&state=all",
        "queue, not read": f"{queue}?state=unread",
        "queue, score under 40": f"{queue}?score_to=40",
        "queue, a check that fires": f"{queue}?check=stock-phrase",
        "queue, untouched for 5 days": f"{queue}?untouched=5",
        "queue, two words": f"{queue}?q=nurse+zen",
        "coach's home": reverse("feedback:coach_home"),
        "review page": reverse("feedback:review", args=[last.pk, 1]),
    }


def measure() -> Iterator[str]:
    """Lines to print, as they are found; needs Django set up, and makes a database of its own."""
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    connection.creation.create_test_db(verbosity=0, serialize=False)
    coach, colleague = factories.make_coach("Maya"), factories.make_coach("Ben")
    cohort = factories.make_cohort(coach, colleague)
    client = Client(headers={"host": "localhost"})  # without what a test's environment adds to each template
    client.force_login(coach.user, backend="django.contrib.auth.backends.ModelBackend")
    made = 0
    for size in SIZES:
        last = make_many(cohort, [coach, colleague], size - made)[-1]
        made = size
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # as autovacuum does, and SQLite's optimize
        yield f"{connection.vendor}, {size:,} drafts"
        for name, path in pages(last).items():
            yield line(name, client, path)
    set_weights(coach=coach, interview_days=5, again_days=1, first_days=1, weak_days=2)
    yield line("queue, all weights", client, reverse("feedback:queue"))
    for name in VIEWS:
        save_view(coach=coach, name=name, query=name)
    yield line("queue, all weights and six views", client, reverse("feedback:queue"))


def line(name: str, client: Client, path: str) -> str:
    return f"  {name:36}{mean_ms(lambda: client.get(path)):8.1f}"
