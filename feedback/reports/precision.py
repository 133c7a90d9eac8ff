"""How often coaches call each check right, cohort by cohort."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count

from cohorts.models import Cohort
from feedback.models import RIGHT, Finding, Silencing, Verdict
from feedback.pitch import CHECKS
from feedback.reports.findings import title_of

Z = 1.96
"""Of the normal distribution: 95 of 100 intervals made so hold the true share."""
FEW = 10
"""Judged findings under which a share says too little to be shown as one."""


@dataclass(frozen=True)
class CheckPrecision:
    """What coaches said of one check's findings in a cohort; carried verdicts and candidates' own are left out."""

    check_id: str
    title: str
    confirmed: int
    fine_here: int
    not_now: int
    wrong: int
    fired: int
    is_off: bool
    silencing: Silencing | None

    @property
    def right(self) -> int:
        return self.confirmed + self.fine_here + self.not_now

    @property
    def judged(self) -> int:
        return self.right + self.wrong

    @property
    def is_few(self) -> bool:
        return self.judged < FEW

    @property
    def percent(self) -> float:
        return 100 * self.right / self.judged if self.judged else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Per cent, 95%."""
        low, high = wilson(self.right, self.judged)
        return 100 * low, 100 * high

    @property
    def is_silenced(self) -> bool:
        return self.silencing is not None and self.silencing.overruled_at is None

    @property
    def is_overruled(self) -> bool:
        return self.silencing is not None and self.silencing.overruled_at is not None


def wilson(hits: int, cases: int) -> tuple[float, float]:
    """The 95% interval of a share, 0 to 1 (E. B. Wilson 1927, without continuity correction); all of it for no case."""
    if not cases:
        return 0.0, 1.0
    share, spread = hits / cases, Z * Z / cases
    middle = (share + spread / 2) / (1 + spread)
    half = Z * math.sqrt(share * (1 - share) / cases + spread / (4 * cases)) / (1 + spread)
    return max(0.0, middle - half), min(1.0, middle + half)


def verdict_counts(cohort: Cohort) -> dict[str, tuple[int, int]]:
    """{check id: (called right, called right or wrong)}. 1 query."""
    return {
        check_id: (sum(counts[verdict] for verdict in RIGHT), sum(counts.values()))
        for check_id, counts in _counts(cohort).items()
    }


def is_imprecise(cohort: Cohort, *, right: int, judged: int) -> bool:
    return judged >= cohort.precision_least and right < cohort.precision_floor * judged


def check_precision(cohort: Cohort) -> tuple[CheckPrecision, ...]:
    """All checks of the engine and those that were judged, the least right first, those without a verdict last.
    3 queries."""
    counts = _counts(cohort)
    silencings = {row.check_id: row for row in Silencing.objects.filter(cohort=cohort).select_related("overruled_by")}
    fired = dict(
        Finding.objects.filter(run__version__intro__enrolment__cohort=cohort)
        .order_by()
        .values_list("check_id")
        .annotate(Count("pk"))
    )
    ids = dict.fromkeys([*(check.id for check in CHECKS), *counts, *silencings])
    rows = [_row(check_id, cohort, counts, silencings.get(check_id), fired.get(check_id, 0)) for check_id in ids]
    return tuple(sorted(rows, key=lambda row: (not row.judged, row.is_few, row.percent, -row.fired, row.title)))


def _row(
    check_id: str, cohort: Cohort, counts: Mapping[str, Mapping[str, int]], silencing: Silencing | None, fired: int
) -> CheckPrecision:
    said = counts.get(check_id, {})
    return CheckPrecision(
        check_id=check_id,
        title=title_of(check_id),
        confirmed=said.get(Verdict.CONFIRMED, 0),
        fine_here=said.get(Verdict.FINE_HERE, 0),
        not_now=said.get(Verdict.NOT_NOW, 0),
        wrong=said.get(Verdict.WRONG, 0),
        fired=fired,
        is_off=check_id in cohort.checks_off,
        silencing=silencing,
    )


def _counts(cohort: Cohort) -> dict[str, dict[str, int]]:
    """{check id: {verdict: count}} of what tells right from wrong. 1 query."""
    told = (*RIGHT, Verdict.WRONG)
    rows = (
        Finding.objects.judged_by_coaches()
        .filter(run__version__intro__enrolment__cohort=cohort, verdict__in=told)
        .order_by()
        .values_list("check_id", "verdict")
        .annotate(Count("pk"))
    )
    counts: dict[str, dict[str, int]] = {}
    for check_id, verdict, count in rows:
        counts.setdefault(check_id, dict.fromkeys(map(str, told), 0))[verdict] = count
    return counts
