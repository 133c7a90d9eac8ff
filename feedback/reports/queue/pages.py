"""Pages of the queue by the place where the last one ended, what follows a draft, and how many a view holds."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Count, QuerySet
from django.utils import timezone

from cohorts.models import Intro, User
from feedback.models import Lease
from feedback.reports.queue.filters import QueueFilters, QueueState, is_asked_for
from feedback.reports.queue.order import Place, Weights, ordered, weights_of
from feedback.reports.queue.rows import QueueRow, rows_of

PAGE_ROWS = 30
COUNTED_ROWS = 1_000
"""More are not counted: nobody plans by the difference, and each would be sent."""


@dataclass(frozen=True)
class QueuePage:
    """`total` is at most COUNTED_ROWS, and `is_more` says that there are more; `before` and `after` are the places
    where the pages beside this one begin, empty where there is none."""

    rows: tuple[QueueRow, ...]
    total: int
    is_more: bool
    before: str
    after: str
    weights: Weights


def queue_page(
    *, user: User, filters: QueueFilters, after: str = "", before: str = "", now: datetime | None = None
) -> QueuePage:
    """The page behind or before a place as `Place` writes it; the first where there is none.

    5 queries, 6 beside a place, 2 where nothing is found.
    """
    now = now or timezone.now()
    weights = weights_of(user)
    found = ordered(user, filters, weights, now)
    # To sort them the database visits all of them: asked for as many as are counted, it has counted them.
    beginning = _places(found[: COUNTED_ROWS + 1])
    places, has_before, has_after = _around(found, beginning, Place.read(after), Place.read(before))
    counted = len(beginning)
    return QueuePage(
        rows=rows_of(user, [place.pk for place in places], weights, now),
        total=min(counted, COUNTED_ROWS),
        is_more=counted > COUNTED_ROWS,
        before=str(places[0]) if places and has_before else "",
        after=str(places[-1]) if places and has_after else "",
        weights=weights,
    )


def next_waiting(
    *, user: User, filters: QueueFilters, after: Intro, now: datetime | None = None
) -> tuple[int, int] | None:
    """(intro id, latest number) of what follows `after` in the waiting queue, or of its first; at most 4 queries.

    What a colleague is reviewing now is passed over.
    """
    now = now or timezone.now()
    waiting = ordered(user, replace(filters, state=QueueState.WAITING), weights_of(user), now)
    free = waiting.exclude(pk__in=Lease.objects.heard_of(now).exclude(coach__user=user).values("intro"))
    place = next(iter(_places(waiting.filter(pk=after.pk))), None)
    following = _first(free.filter(place.comes_after())) if place else None
    return following or _first(free.exclude(pk=after.pk))


def view_counts(*, user: User, views: Sequence[QueueFilters], now: datetime | None = None) -> list[int]:
    """How many introductions each holds. 1 query."""
    if not views:
        return []
    now = now or timezone.now()
    counts = {f"view_{n}": Count("pk", filter=is_asked_for(user, view, now)) for n, view in enumerate(views)}
    found = Intro.objects.aggregate(**counts)
    return [found[name] for name in counts]


def _around(
    found: QuerySet[Any], beginning: list[Place], after: Place | None, before: Place | None
) -> tuple[list[Place], bool, bool]:
    """Places of a page, and whether there are more before it and behind it; `beginning` is longer than a page."""
    if after is not None:
        places = _places(found.filter(after.comes_after())[: PAGE_ROWS + 1])
        if places:
            return places[:PAGE_ROWS], True, len(places) > PAGE_ROWS
    elif before is not None:
        places = _places(found.filter(before.comes_before()).reverse()[: PAGE_ROWS + 1])
        if len(places) > PAGE_ROWS:
            return places[PAGE_ROWS - 1 :: -1], True, True
    return beginning[:PAGE_ROWS], False, len(beginning) > PAGE_ROWS


def _places(found: QuerySet[Any]) -> list[Place]:
    return [Place(*row) for row in found.values_list("urgency", "latest_at", "pk")]


def _first(waiting: QuerySet[Any]) -> tuple[int, int] | None:
    row: tuple[int, int] | None = waiting.values_list("pk", "latest_number").first()
    return row
