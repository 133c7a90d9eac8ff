"""Calibration: what is drawn, how far a round is, one item as a coach judges it blind, what a closed round tells."""

import itertools
import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from django.core.cache import cache
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cohorts.models import Coach, Cohort, DraftVersion, User
from feedback.models import (
    Calibration,
    CalibrationAnswer,
    CalibrationItem,
    CheckRun,
    Criterion,
    Decision,
    RunStatus,
)
from feedback.reports import agreement
from feedback.reports.agreement import Estimate, Points

BAND_ENDS = (40.0, 60.0, 80.0)
"""Overall scores between the bands that a draw takes from alike."""
RESULTS_KEPT_S = 3_600
"""The intervals take half a second, and a closed round's answers do not change; names may."""


@dataclass(frozen=True)
class Stratum:
    """Versions of a band of the overall score (`low` to `high`), first ones or later ones."""

    low: float
    high: float
    is_first: bool
    drawn: int
    available: int


@dataclass(frozen=True)
class Draw:
    versions: tuple[DraftVersion, ...]
    strata: tuple[Stratum, ...]


@dataclass(frozen=True)
class RoundRow:
    """A round in a cohort's list; `own` counts the reader's answers, `answered` coaches' whole ones."""

    calibration: Calibration
    items: int
    own: int
    answered: int
    coaches: int


@dataclass(frozen=True)
class CoachProgress:
    name: str
    answered: int
    items: int

    @property
    def is_done(self) -> bool:
        return self.answered >= self.items


@dataclass(frozen=True)
class BlindItem:
    """What a coach sees of an item: the words and what they are for, and their own answer alone.

    `criteria` is (criterion, the level chosen or None); `open_positions` are items that they have not answered.
    """

    item: CalibrationItem
    items: int
    criteria: tuple[tuple[Criterion, int | None], ...]
    decision: str
    note: str
    open_positions: tuple[int, ...]

    @property
    def next_open(self) -> int | None:
        """The next one without an answer, from here round to the beginning."""
        later = [position for position in self.open_positions if position > self.item.position]
        others = [position for position in self.open_positions if position != self.item.position]
        return next(iter(later), next(iter(others), None))


@dataclass(frozen=True)
class CriterionAlpha:
    name: str
    alpha: Estimate


@dataclass(frozen=True)
class CoachLeniency:
    """In points of the rubric; `drift` is against the cohort's earlier rounds, None where they had none."""

    name: str
    leniency: Estimate
    drift: Estimate | None


@dataclass(frozen=True)
class SideBySide:
    """An item with all that was said of it: `rows` is (criterion, the coaches' points), decisions and notes as coaches
    stand in `Results.coaches`. `answers` counts who judged it, `spread` is how far the points lie apart, summed over
    criteria."""

    position: int
    version: DraftVersion
    overall: float | None
    answers: int
    spread: int
    rows: tuple[tuple[str, tuple[int | None, ...]], ...]
    decisions: tuple[str, ...]
    notes: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Results:
    """`engine` is Spearman's rho of the overall score and the coaches' mean points."""

    alphas: tuple[CriterionAlpha, ...]
    coaches: tuple[CoachLeniency, ...]
    engine: Estimate
    items: tuple[SideBySide, ...]


def draw(*, cohort: Cohort, count: int, seed: int) -> Draw:
    """As many versions from each stratum as there are, in turns; of one introduction at most one. 1 query.

    Left out are texts without a score and those of the cohort's own coaches. The same seed draws the same.
    """
    runs = CheckRun.objects.filter(version=OuterRef("pk"), status=RunStatus.DONE).order_by("-queued_at", "-pk")
    rows = list(
        DraftVersion.objects.filter(intro__enrolment__cohort=cohort)
        .exclude(intro__enrolment__candidate__user__coach__cohorts=cohort)
        .annotate(overall=Subquery(runs.values("overall")[:1]))
        .filter(overall__isnull=False)
        .order_by("pk")
    )
    rng = random.Random(seed)
    rng.shuffle(rows)
    strata: dict[tuple[int, bool], list[Any]] = defaultdict(list)
    for row in rows:
        strata[_stratum(row)].append(row)
    drawn: list[DraftVersion] = []
    intros: set[int] = set()
    turns = [iter(strata[key]) for key in sorted(strata)]
    while turns and len(drawn) < count:
        for turn in list(turns):
            found = next((row for row in turn if row.intro_id not in intros), None)
            if found is None:
                turns.remove(turn)
            elif len(drawn) < count:
                intros.add(found.intro_id)
                drawn.append(found)
    rng.shuffle(drawn)
    edges = list(itertools.pairwise((0.0, *BAND_ENDS, 100.0)))
    return Draw(
        tuple(drawn),
        tuple(
            Stratum(*edges[band], is_first, sum(_stratum(row) == (band, is_first) for row in drawn), len(strata[key]))
            for key in sorted(strata)
            for band, is_first in [key]
        ),
    )


def rounds_of(*, cohort: Cohort, user: User) -> tuple[RoundRow, ...]:
    """3 queries; the newest first."""
    coaches = set(_coaches(cohort).values_list("pk", "user_id"))
    rounds: list[Any] = list(Calibration.objects.filter(cohort=cohort).annotate(n=Count("items")))
    given: dict[int, dict[int, int]] = defaultdict(dict)
    counted = CalibrationAnswer.objects.filter(item__calibration__cohort=cohort).order_by()
    for round_id, coach_id, answers in counted.values_list("item__calibration", "coach").annotate(Count("pk")):
        given[round_id][coach_id] = answers
    own = {pk for pk, user_id in coaches if user_id == user.pk}
    return tuple(
        RoundRow(
            round_,
            round_.n,
            sum(given[round_.pk].get(pk, 0) for pk in own),
            sum(given[round_.pk].get(pk, 0) >= round_.n for pk, _user in coaches),
            len(coaches),
        )
        for round_ in rounds
    )


def progress(calibration: Calibration) -> tuple[CoachProgress, ...]:
    """Who has answered how many, by name: all that anybody learns before the round is closed. 2 queries."""
    answered = Count("calibration_answers", filter=Q(calibration_answers__item__calibration=calibration))
    rows = _coaches(calibration.cohort).annotate(answered=answered).order_by("user__name", "pk")
    items = calibration.items.count()
    return tuple(CoachProgress(row.user.name, row.answered, items) for row in rows.select_related("user"))


def blind_item(*, item: CalibrationItem, coach: Coach) -> BlindItem:
    """4 queries; `item` comes with its round."""
    positions = list(item.calibration.items.order_by("position").values_list("position", "answers__coach"))
    answered = {position for position, coach_id in positions if coach_id == coach.pk}
    every = sorted({position for position, _coach in positions})
    answer = item.answers.filter(coach=coach).prefetch_related("points").first()
    chosen = {point.criterion_id: point.level_id for point in answer.points.all()} if answer else {}
    return BlindItem(
        item=item,
        items=len(every),
        criteria=tuple((criterion, chosen.get(criterion.pk)) for criterion in _criteria(item.calibration.cohort_id)),
        decision=answer.decision if answer else "",
        note=answer.note if answer else "",
        open_positions=tuple(position for position in every if position not in answered),
    )


def with_levels(page: BlindItem, levels: Mapping[int, int]) -> BlindItem:
    """The page with the levels that a refused answer had."""
    return replace(page, criteria=tuple((criterion, levels.get(criterion.pk)) for criterion, _old in page.criteria))


def own_answers(*, calibration: Calibration, user: User) -> tuple[tuple[int, str], ...]:
    """Of each item its position and the reader's decision in words, "" before there is one. 1 query."""
    own = CalibrationAnswer.objects.filter(item=OuterRef("pk"), coach__user=user)
    rows = calibration.items.annotate(own=Subquery(own.values("decision")[:1])).order_by("position")
    return tuple(
        (position, str(Decision(decision).label) if decision else "")
        for position, decision in rows.values_list("position", "own")
    )


def results(calibration: Calibration) -> Results:
    """Of a closed round, whose answers change no more. At most 7 queries, and then none while the cache keeps it."""
    key = f"calibration:{calibration.pk}:{get_language()}"
    found: Results | None = cache.get(key)
    if found is None:
        found = _results(calibration)
        cache.set(key, found, RESULTS_KEPT_S)
    return found


def _results(calibration: Calibration) -> Results:
    runs = CheckRun.objects.filter(version=OuterRef("version"), status=RunStatus.DONE).order_by("-queued_at", "-pk")
    items: list[Any] = list(
        calibration.items.select_related("version").annotate(overall=Subquery(runs.values("overall")[:1]))
    )
    answers = _answers(CalibrationAnswer.objects.filter(item__calibration=calibration))
    coaches = sorted({answer.coach for answer in answers}, key=lambda coach: (coach.user.name, coach.pk))
    criteria = list(_criteria(calibration.cohort_id))
    table = _table(answers, [item.pk for item in items], coaches, criteria)
    mean = _mean_points(table)
    seed = calibration.pk
    decided = np.full((len(coaches), len(items)), np.nan)
    for answer, i, j in _places(answers, [item.pk for item in items], coaches):
        decided[i, j] = Decision.values.index(answer.decision)
    alphas = [
        CriterionAlpha(criterion.name, agreement.alpha(points, seed=seed))
        for criterion, points in zip(criteria, table, strict=True)
    ]
    both = [j for j, item in enumerate(items) if item.overall is not None and not np.isnan(mean[:, j]).all()]
    by_coach = dict(zip([c.pk for c in coaches], agreement.deviations(mean), strict=True))
    earlier = _earlier_deviations(calibration, criteria)
    return Results(
        alphas=(*alphas, CriterionAlpha(_("Decision"), agreement.alpha(decided, seed=seed))),
        coaches=tuple(
            CoachLeniency(
                coach.user.name,
                leniency,
                agreement.drift(by_coach[coach.pk], earlier[coach.pk], seed=seed) if coach.pk in earlier else None,
            )
            for coach, leniency in zip(coaches, agreement.leniency(mean, seed=seed), strict=True)
        ),
        engine=agreement.rank_correlation(
            [items[j].overall for j in both], [float(np.nanmean(mean[:, j])) for j in both], seed=seed
        ),
        items=tuple(
            sorted(
                (_side_by_side(item, j, table, answers, coaches, criteria) for j, item in enumerate(items)),
                key=lambda row: (-row.spread, row.position),
            )
        ),
    )  # fmt: skip


def _side_by_side(
    item: Any, j: int, table: Points, answers: Sequence[CalibrationAnswer], coaches: Sequence[Coach],
    criteria: Sequence[Criterion],
) -> SideBySide:  # fmt: skip
    said = {answer.coach_id: answer for answer in answers if answer.item_id == item.pk}
    spread = sum(int(np.nanmax(row) - np.nanmin(row)) for row in table[:, :, j] if not np.isnan(row).all())
    return SideBySide(
        position=item.position,
        version=item.version,
        overall=item.overall,
        answers=len(said),
        spread=spread,
        rows=tuple(
            (criterion.name, tuple(None if np.isnan(points) else int(points) for points in table[c, :, j]))
            for c, criterion in enumerate(criteria)
        ),
        decisions=tuple(said[c.pk].get_decision_display() if c.pk in said else "" for c in coaches),
        notes=tuple((c.user.name, said[c.pk].note) for c in coaches if c.pk in said and said[c.pk].note),
    )


def _earlier_deviations(calibration: Calibration, criteria: Sequence[Criterion]) -> dict[int, Any]:
    """{coach id: their points less the items' means in this cohort's rounds that were closed before}."""
    before = CalibrationAnswer.objects.filter(
        item__calibration__cohort=calibration.cohort_id, item__calibration__closed_at__lt=calibration.closed_at
    )
    answers = _answers(before)
    coaches = list({answer.coach for answer in answers})
    items = sorted({answer.item_id for answer in answers})
    own = agreement.deviations(_mean_points(_table(answers, items, coaches, criteria)))
    return {coach.pk: values for coach, values in zip(coaches, own, strict=True) if len(values)}


def _answers(rows: QuerySet[CalibrationAnswer]) -> list[CalibrationAnswer]:
    """2 queries."""
    return list(rows.select_related("coach__user").prefetch_related("points__level").order_by("item_id", "coach_id"))


def _table(
    answers: Sequence[CalibrationAnswer], items: Sequence[int], coaches: Sequence[Coach], criteria: Sequence[Criterion]
) -> Points:
    """Points by criterion, coach and item; NaN where there are none."""
    rows = {criterion.pk: c for c, criterion in enumerate(criteria)}
    table = np.full((len(criteria), len(coaches), len(items)), np.nan)
    for answer, i, j in _places(answers, items, coaches):
        for point in answer.points.all():
            if point.criterion_id in rows:
                table[rows[point.criterion_id], i, j] = point.level.points
    return table


def _places(
    answers: Sequence[CalibrationAnswer], items: Sequence[int], coaches: Sequence[Coach]
) -> list[tuple[CalibrationAnswer, int, int]]:
    """Each answer with the row of its coach and the column of its item."""
    rows: Mapping[int, int] = {coach.pk: i for i, coach in enumerate(coaches)}
    columns: Mapping[int, int] = {pk: j for j, pk in enumerate(items)}
    return [(answer, rows[answer.coach_id], columns[answer.item_id]) for answer in answers]


def _mean_points(table: Points) -> Points:
    """Coaches by items: the mean over criteria, NaN where a coach judged none."""
    given = ~np.isnan(table)
    counts = given.sum(axis=0)
    return np.where(counts > 0, np.nansum(table, axis=0) / np.maximum(counts, 1), np.nan)


def _stratum(row: Any) -> tuple[int, bool]:
    return sum(row.overall >= end for end in BAND_ENDS), row.number == 1


def _coaches(cohort: Cohort) -> QuerySet[Coach]:
    return cohort.coaches.filter(user__is_active=True)


def _criteria(cohort_id: int) -> QuerySet[Criterion]:
    return Criterion.objects.filter(rubric__cohort=cohort_id).order_by("position", "pk").prefetch_related("levels")
