"""What happened on a day: the drafts that came, and the answers that went out."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from feedback.models import Decision, Review
from feedback.reports.dashboard.links import kept_link
from feedback.reports.dashboard.scope import MARK, Mark, Scope


@dataclass(frozen=True)
class Event(Mark):
    """A draft that was submitted `at` that moment, or the answer that was published then, whose are the coach and the
    decision; of a draft these are ""."""

    at: datetime
    coach: str = ""
    decision: str = ""

    @property
    def decision_label(self) -> str:
        return str(Decision(self.decision).label) if self.decision else ""


@dataclass(frozen=True)
class DayEvents:
    """In the order of the day; `address` is the dashboard of the drafts of that day."""

    drafts: tuple[Event, ...]
    reviews: tuple[Event, ...]
    address: str


def day_events(scope: Scope, day: date) -> DayEvents:
    """2 queries; of the scope all but its period counts."""
    only = replace(scope, since=day, until=day)
    drafts: Iterable[Any] = (
        only.versions()
        .order_by("submitted_at", "pk")
        .values_list(*(name.removeprefix("version__") for name in MARK), "submitted_at")
    )
    reviews: Iterable[Any] = (
        published_in(only)
        .order_by("published_at", "pk")
        .values_list(*MARK, "published_at", "coach__user__name", "decision")
    )
    return DayEvents(
        tuple(Event(*row) for row in drafts),
        tuple(Event(*row) for row in reviews),
        kept_link(only, "feedback:cohort"),
    )


def published_in(scope: Scope) -> QuerySet[Review]:
    """Reviews of the scope's introductions that were published in its period, whenever their drafts came."""
    rows = Review.objects.published().filter(scope.of_intro("version__intro"), scope.of_period("published_at"))
    return rows.filter(version__number=scope.number) if scope.number is not None else rows
