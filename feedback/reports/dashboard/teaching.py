"""What to teach: the checks that fire most in everybody's latest draft, and the sentences on which they do."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import Count, F, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce, Substr
from django.utils.translation import gettext as _

from feedback.models import CheckRun, Finding, RunStatus
from feedback.pitch import CHECKS
from feedback.reports.dashboard.links import kept_link
from feedback.reports.dashboard.scope import Mark, Scope
from feedback.reports.findings import title_of


class Since(StrEnum):
    """What a check said of the draft that a coach answered last, before the one that is looked at."""

    STILL = "still"
    """It fired there, too."""
    NEW = "new"
    """It did not."""
    FIRST = "first"
    """No draft was answered before."""

    @property
    def label(self) -> str:
        return {
            Since.STILL: _("there at the last answer"),
            Since.NEW: _("new since then"),
            Since.FIRST: _("no answer before"),
        }[self]


@dataclass(frozen=True)
class CheckCount:
    """Drafts on which a check fires, by what it said when a coach answered last, and how often it does in all."""

    check_id: str
    title: str
    still: int
    new: int
    first: int
    findings: int
    address: str

    @property
    def drafts(self) -> int:
        return self.still + self.new + self.first


@dataclass(frozen=True)
class Teaching:
    """`drafts` counts the latest checked drafts; the checks that fire on most of them come first."""

    checks: tuple[CheckCount, ...]
    drafts: int


@dataclass(frozen=True)
class CheckSentence(Mark):
    """Words on which a check fires; `quote` is "" where it is about the whole text."""

    finding_id: int
    coach: str
    quote: str
    seen: str
    since: Since

    @property
    def address(self) -> str:
        return f"{super().address}#finding-{self.finding_id}"


@dataclass(frozen=True)
class CheckAbout:
    """What a check is for, in the engine's words."""

    title: str
    principle: str


def check_about(check_id: str) -> CheckAbout | None:
    """None for one that is not there (any more)."""
    found = next((check for check in CHECKS if check.id == check_id), None)
    return CheckAbout(found.title, found.principle) if found else None


def teaching(scope: Scope) -> Teaching:
    """At most 3 queries; findings that were set aside, and introductions that were put away, do not count."""
    before = _latest(scope)
    fired = (
        Finding.objects.standing_in(scope.cohort)
        .filter(run__in=list(before))
        .order_by()
        .values_list("check_id", "run")
        .annotate(Count("pk"))
    )
    answered = _fired_in(scope, before.values())
    drafts: dict[str, dict[Since, int]] = {}
    findings: dict[str, int] = {}
    for check_id, run, count in fired:
        counts = drafts.setdefault(check_id, dict.fromkeys(Since, 0))
        counts[_since(before.get(run), check_id, answered)] += 1
        findings[check_id] = findings.get(check_id, 0) + count
    checks = (
        CheckCount(
            check_id, title_of(check_id), counts[Since.STILL], counts[Since.NEW], counts[Since.FIRST],
            findings[check_id], kept_link(scope, "feedback:check_sentences", check_id),
        )
        for check_id, counts in drafts.items()
    )  # fmt: skip
    return Teaching(tuple(sorted(checks, key=lambda row: (-row.drafts, -row.still, row.title))), len(before))


def check_sentences(scope: Scope, check_id: str) -> tuple[CheckSentence, ...]:
    """At most 3 queries: where a check fires in the latest drafts, what was there when a coach answered first."""
    before = _latest(scope)
    answered = _fired_in(scope, before.values(), check_id)
    # Substr counts code points from 1, and what is about the whole text has no place.
    words = Substr("run__version__text", F("start") + 1, F("end") - F("start"))
    rows: Iterable[Any] = (
        Finding.objects.standing_in(scope.cohort)
        .filter(run__in=list(before), check_id=check_id)
        .order_by()
        .values_list(
            "run__version__intro__enrolment__candidate__user__name", "run__version__role", "run__version__intro_id",
            "run__version__number", "pk", Coalesce("run__version__intro__enrolment__coach__user__name", Value("")),
            Coalesce(words, Value("")), "seen", "run", "start",
        )
    )  # fmt: skip
    found = [(_sentence(row, _since(before.get(row[8]), check_id, answered)), row[9] or 0) for row in rows]
    order = list(Since)
    found.sort(key=lambda pair: (order.index(pair[0].since), pair[0].candidate.casefold(), pair[0].intro_id, pair[1]))
    return tuple(sentence for sentence, _start in found)


def _sentence(row: tuple[Any, ...], since: Since) -> CheckSentence:
    candidate, role, intro_id, number, pk, coach, quote, seen, *_rest = row
    return CheckSentence(candidate, role, intro_id, number, pk, coach, quote, seen, since)


def _latest(scope: Scope) -> dict[int, int | None]:
    """{newest run of a latest draft: that of the draft before it that was answered last, or None}. 1 query."""
    answered = CheckRun.objects.filter(
        status=RunStatus.DONE,
        version__intro=OuterRef("version__intro"),
        version__number__lt=OuterRef("version__number"),
        version__reviews__status="published",
    ).order_by("-version__number", "-queued_at", "-pk")
    latest = scope.latest_runs("version__intro_id").filter(version__intro__put_away_at=None)
    return dict(latest.values_list("pk", Subquery(answered.values("pk")[:1])))


def _fired_in(scope: Scope, runs: Iterable[int | None], *checks: str) -> set[tuple[int, str]]:
    """(run, check) of what stands there. 1 query."""
    found = Finding.objects.standing_in(scope.cohort).filter(run__in={run for run in runs if run is not None})
    if checks:
        found = found.filter(check_id__in=checks)
    return set(found.order_by().values_list("run", "check_id").distinct())


def _since(before: int | None, check_id: str, answered: set[tuple[int, str]]) -> Since:
    if before is None:
        return Since.FIRST
    return Since.STILL if (before, check_id) in answered else Since.NEW
