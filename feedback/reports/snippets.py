"""A coach's snippets, and how often the next version resolved what comments written from them were about."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from cohorts.models import Coach, DraftVersion, User
from feedback.models import CheckRun, Comment, Finding, RunStatus, Snippet
from feedback.pitch import Anchor, carry_on, split_sentences
from feedback.querysets import coached_scope
from feedback.reports.findings import title_of
from feedback.reports.precision import FEW, wilson

MOST_COMMENTS = 2_000
"""The newest comments that a lift is counted from: it keeps the page quick, and tells of how they are written now."""
OUTCOME_KEPT_S = 30 * 86_400
"""What became of a comment by a run never changes; computed again where the cache has forgotten it."""


@dataclass(frozen=True)
class Tally:
    """Of `cases` comments, those whose finding the next checked version no longer had."""

    resolved: int = 0
    cases: int = 0


@dataclass(frozen=True)
class Lift:
    """Comments on findings of one check: those written from a snippet, against all others."""

    check: str
    with_it: Tally
    without: Tally

    @property
    def is_few(self) -> bool:
        return min(self.with_it.cases, self.without.cases) < FEW

    @property
    def interval(self) -> tuple[float, float]:
        """95%, of the difference of the two shares, -1 to 1."""
        return newcombe(self.with_it, self.without)

    @property
    def words(self) -> str:
        counts = {
            "check": self.check, "r1": self.with_it.resolved, "n1": self.with_it.cases,
            "r0": self.without.resolved, "n0": self.without.cases,
        }  # fmt: skip
        if self.is_few:
            said = _("%(check)s: the next version resolved %(r1)d of %(n1)d; without it %(r0)d of %(n0)d.")
            return f"{said % counts} {_('Too few to say.')}"
        difference = self.with_it.resolved / self.with_it.cases - self.without.resolved / self.without.cases
        low, high = self.interval
        said = _(
            "%(check)s: the next version resolved %(r1)d of %(n1)d; without it %(r0)d of %(n0)d. "
            "That is %(difference)+d points (95%% interval: %(low)+d to %(high)+d)."
        )
        points = {"difference": 100 * difference, "low": 100 * low, "high": 100 * high}
        return said % (counts | {key: round(value) for key, value in points.items()})


@dataclass(frozen=True)
class SnippetRow:
    snippet: Snippet
    check: str
    lifts: tuple[Lift, ...]


def snippet_rows(*, coach: Coach, words: str = "", check: str = "") -> tuple[SnippetRow, ...]:
    """The coach's own and their cohorts', by title; those that hold all `words`, and are of `check`, where asked for.

    At most 4 queries: snippets, comments, findings, and texts of what the cache does not know.
    """
    found = Snippet.objects.kept_by(coach)
    for word in words.split():
        found = found.filter(Q(title__icontains=word) | Q(body__icontains=word))
    if check:
        found = found.filter(check_id=check)
    rows = list(found.select_related("cohort").order_by("title", "pk"))
    lifts = _lifts(coach.user, {row.pk for row in rows})
    return tuple(SnippetRow(row, title_of(row.check_id) if row.check_id else "", lifts.get(row.pk, ())) for row in rows)


def newcombe(one: Tally, other: Tally) -> tuple[float, float]:
    """The 95% interval of one share less the other, -1 to 1 (R. G. Newcombe 1998, method 10: from Wilson's)."""
    p1, p2 = (tally.resolved / tally.cases if tally.cases else 0.5 for tally in (one, other))
    (l1, u1), (l2, u2) = wilson(one.resolved, one.cases), wilson(other.resolved, other.cases)
    return p1 - p2 - math.hypot(p1 - l1, u2 - p2), p1 - p2 + math.hypot(u1 - p1, p2 - l2)


def is_still_said(places: Iterable[tuple[int | None, int | None]], anchor: Anchor, old: str, new: str) -> bool:
    """Does a check that fires at `places` of the new text still fire on the sentence that the anchor's words are in?"""
    here = carry_on(anchor, old, new)
    if here.start is None or here.end is None:
        return False
    start, end = here.start, here.end
    for first, last in split_sentences(new):
        if first < here.end and here.start < last:
            start, end = min(start, first), max(end, last)
    return any(a is None or b is None or (a < end and start < b) for a, b in places)


def _lifts(user: User, snippets: set[int]) -> dict[int, tuple[Lift, ...]]:
    """{snippet id: one lift for each check that comments written from it were about}."""
    if not snippets:
        return {}
    comments = list(_comments(user)[:MOST_COMMENTS])
    if not any(row.snippet_id in snippets for row in comments):
        return {}
    outcomes = _outcomes(comments)
    tallies: dict[tuple[str, int | None], Tally] = defaultdict(Tally)
    for row in comments:
        for key in {(row.check_id, None), (row.check_id, row.snippet_id)}:
            before = tallies[key]
            tallies[key] = Tally(before.resolved + outcomes[row.pk], before.cases + 1)
    found: dict[int, list[Lift]] = defaultdict(list)
    for (check_id, snippet_id), with_it in sorted(tallies.items(), key=lambda item: (-item[1].cases, item[0][0])):
        if snippet_id in snippets and snippet_id is not None:
            every = tallies[check_id, None]
            others = Tally(every.resolved - with_it.resolved, every.cases - with_it.cases)
            found[snippet_id].append(Lift(title_of(check_id), with_it, others))
    return {pk: tuple(lifts) for pk, lifts in found.items()}


def _comments(user: User) -> QuerySet[Any]:
    """Published remarks on findings whose next version has been checked, the newest first."""
    answering = CheckRun.objects.filter(
        status=RunStatus.DONE,
        version__intro=OuterRef("version__intro"),
        version__number__gt=OuterRef("version__number"),
    ).order_by("version__number", "-queued_at", "-pk")
    return (
        Comment.objects.published()
        .asking()
        .filter(pk__in=Comment.objects.filter(coached_scope(user, "version")).values("pk"))
        .exclude(check_id="")
        .annotate(next_run=Subquery(answering.values("pk")[:1]), next_version=Subquery(answering.values("version")[:1]))
        .filter(next_run__isnull=False)
        .order_by("-published_at", "-pk")
    )


def _outcomes(comments: list[Any]) -> dict[int, bool]:
    """{comment id: is what it was about resolved?}; at most 2 queries."""
    keys = {row.pk: f"lift:{row.pk}:{row.next_run}" for row in comments}
    known = cache.get_many(list(keys.values()))
    unknown = [row for row in comments if keys[row.pk] not in known]
    if unknown:
        computed = _compute(unknown)
        cache.set_many({keys[pk]: value for pk, value in computed.items()}, OUTCOME_KEPT_S)
        known |= {keys[pk]: value for pk, value in computed.items()}
    return {pk: known[key] for pk, key in keys.items()}


def _compute(comments: list[Any]) -> dict[int, bool]:
    places: dict[tuple[int, str], list[tuple[int | None, int | None]]] = defaultdict(list)
    firing = Finding.objects.filter(
        run__in={row.next_run for row in comments}, check_id__in={row.check_id for row in comments}
    )
    for run, check_id, start, end in firing.values_list("run", "check_id", "start", "end"):
        places[run, check_id].append((start, end))
    doubtful = [row for row in comments if (row.next_run, row.check_id) in places]
    wanted = {pk for row in doubtful for pk in (row.version_id, row.next_version)}
    texts: Mapping[int, str] = dict(DraftVersion.objects.filter(pk__in=wanted).values_list("pk", "text"))
    said = {row.pk for row in doubtful if _is_said(row, places[row.next_run, row.check_id], texts)}
    return {row.pk: row.pk not in said for row in comments}


def _is_said(row: Any, places: list[tuple[int | None, int | None]], texts: Mapping[int, str]) -> bool:
    anchor = Anchor(row.start, row.end, row.quote, row.prefix, row.suffix)
    return is_still_said(places, anchor, texts[row.version_id], texts[row.next_version])
