"""Findings and scores as pages show them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import F

from cohorts.models import DraftVersion
from feedback.models import CheckRun, Finding, Severity
from feedback.pitch import CHECKS
from feedback.pitch.report import certainty_in_words

TITLES: Mapping[str, str] = {check.id: check.title for check in CHECKS}


@dataclass(frozen=True)
class FindingCard:
    """A finding with all that it says; `start` is None, and `quote` "", where it is about the whole text."""

    pk: int
    title: str
    severity: str
    certainty: str
    start: int | None
    end: int | None
    quote: str
    seen: str
    why: str
    try_next: str
    dismissed_by: str = ""
    dismiss_reason: str = ""
    is_dismissed: bool = False

    @property
    def severity_label(self) -> str:
        return str(Severity(self.severity).label)


@dataclass(frozen=True)
class Part:
    """A named contribution: `points` of at most `most` (None in old runs, which did not keep it)."""

    name: str
    points: float
    most: float | None
    reason: str


@dataclass(frozen=True)
class DimensionCard:
    """A dimension's value is the sum of its parts; `share` (0 to 1, None in old runs) is its part of the overall."""

    key: str
    title: str
    value: float
    share: float | None
    parts: tuple[Part, ...]

    @property
    def share_percent(self) -> float | None:
        return None if self.share is None else 100 * self.share


def title_of(check_id: str) -> str:
    """A check that is no longer there keeps its id as a name."""
    return TITLES.get(check_id, check_id)


def finding_cards(version: DraftVersion, run: CheckRun | None) -> tuple[FindingCard, ...]:
    """1 query; those on the whole text first, then in the order of the text."""
    if run is None:
        return ()
    rows = Finding.objects.speaking().filter(run=run).select_related("judged_by")
    return tuple(
        FindingCard(
            pk=row.pk,
            title=title_of(row.check_id),
            severity=row.severity,
            certainty=certainty_in_words(row.certainty),
            start=row.start,
            end=row.end,
            quote="" if row.start is None else version.text[row.start : row.end],
            seen=row.seen,
            why=row.why,
            try_next=row.try_next,
            dismissed_by=str(row.judged_by or ""),
            dismiss_reason=row.verdict_words,
            is_dismissed=row.is_set_aside,
        )
        for row in rows.order_by(F("start").asc(nulls_first=True), "position")
    )


def code_units(text: str, place: int | None) -> int | None:
    """From code points, as everywhere in Python, to the code units of JavaScript's strings."""
    return None if place is None else len(text[:place].encode("utf-16-le", "surrogatepass")) // 2


def dimension_cards(run: CheckRun | None) -> tuple[DimensionCard, ...]:
    return tuple(_dimension(stored) for stored in run.dimensions) if run else ()


def _dimension(stored: Mapping[str, Any]) -> DimensionCard:
    parts = tuple(
        Part(part["name"], part["points"], part.get("most"), part["reason"]) for part in stored["contributions"]
    )
    return DimensionCard(stored["key"], stored["title"], stored["value"], stored.get("share"), parts)
