"""What a cohort's figures and lists take on PostgreSQL: milliseconds of processor time, of web and database together.

Warm: what was drawn before is kept. Cold: the cache is emptied before each request. Goals for a cohort of 300 in an
installation of 1,000 cohorts and 1,000,000 findings: 95 of 100 warm ones in 30 ms, cold ones in 150 ms. What else the
machine does changes nothing, or next to nothing: caches of the processor are shared.
"""

import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cohorts.models import Cohort, User
from feedback.charts import FIGURES
from tests.benchmarks.seed import Seeder

SIZES = (100, 1_000, 10_000)
RUNS = 20
ENOUGH_MS = 4_000.0
"""A request that takes long is repeated less often."""


def made() -> Iterator[str]:
    """Cohorts of SIZES candidates, in a database of the tests' own."""
    connection.creation.create_test_db(verbosity=0, serialize=False)
    seeder = Seeder(timezone.now())
    keys = [seeder.add_cohort(candidates=size, age_d=60, coaches=8) for size in SIZES]
    seeder.flush()
    seeder.settle()
    for key in keys:
        yield from measured(Cohort.objects.get(pk=key))


def installed(slug: str) -> Iterator[str]:
    """The cohort `slug` of a database that is there, which stays as it was."""
    with transaction.atomic():
        yield from measured(Cohort.objects.get(slug=slug))
        transaction.set_rollback(True)


def measured(cohort: Cohort) -> Iterator[str]:
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with connection.cursor() as cursor:
        cursor.execute("SET max_parallel_workers_per_gather = 0")  # so that one process does all that is counted
    client = Client(headers={"host": "localhost"})
    coach = User.objects.filter(coach__cohorts=cohort).order_by("pk")[0]
    client.force_login(coach, backend="django.contrib.auth.backends.ModelBackend")
    yield f"{cohort.enrolments.count():,} candidates, of {Cohort.objects.count():,} cohorts"
    yield f"  {'':36}{'cold p50':>10}{'p95':>8}{'warm p50':>10}{'p95':>8}{'kB':>8}"
    for name, path in pages(cohort).items():
        yield line(name, client, path)


def pages(cohort: Cohort) -> dict[str, str]:
    figures = {f"figure: {figure.key}": reverse("figure", args=[cohort.slug, figure.key]) for figure in FIGURES}
    last = cohort.enrolments.filter(intros__waiting_since__isnull=False).values_list(
        "intros__pk", "intros__latest_number"
    )
    intro, number = last.order_by("-intros__waiting_since")[0]
    return figures | {
        "figures: all at once": reverse("figure-all", args=[cohort.slug]),
        "dashboard": reverse("feedback:cohort", args=[cohort.slug]),
        "dashboard, by score": reverse("feedback:cohort", args=[cohort.slug]) + "?sort=-score",
        "list of cohorts": reverse("feedback:cohorts"),
        "queue": reverse("feedback:queue"),
        "queue, all coaches": reverse("feedback:queue") + "?assigned=all",
        "review page": reverse("feedback:review", args=[intro, number]),
        "sentences of a check": reverse("feedback:check_sentences", args=[cohort.slug, "stock-phrase"]),
        "API: enrolments": reverse("enrolment-list") + f"?cohort={cohort.slug}",
        "API: introductions": reverse("intro-list") + f"?cohort={cohort.slug}",
        "API: versions": reverse("version-list"),
        "API: findings": reverse("finding-list"),
    }


def line(name: str, client: Client, path: str) -> str:
    size = 0

    def ask() -> None:
        nonlocal size
        answer = client.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        size = len(answer.content)

    ask()
    cold, warm = spent_ms(ask, before=cache.clear), spent_ms(ask)
    return f"  {name:36}{cold[0]:10.1f}{cold[1]:8.1f}{warm[0]:10.1f}{warm[1]:8.1f}{size / 1000:8.1f}"


def spent_ms(work: Callable[[], object], before: Callable[[], object] = lambda: None) -> tuple[float, float]:
    """Median and 95th percentile."""
    spent: list[float] = []
    while len(spent) < RUNS and (len(spent) < 5 or sum(spent) < ENOUGH_MS):
        before()
        began = used_ms()
        work()
        spent.append(used_ms() - began)
    return statistics.median(spent), statistics.quantiles(spent, n=20, method="inclusive")[-1]


def used_ms() -> float:
    """Of this process and of the PostgreSQL process that works for it, which must be on this machine."""
    return time.process_time() * 1000 + int(_schedstat().read_text(encoding="ascii").split()[0]) / 1e6


def _schedstat() -> Path:
    """Linux's: nanoseconds on a processor stand first."""
    assert connection.connection is not None
    return Path(f"/proc/{connection.connection.info.backend_pid}/schedstat")
