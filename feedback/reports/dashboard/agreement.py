"""Do a cohort's coaches judge alike, and as the engine does? Criterion by criterion."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
import numpy.typing as npt
from django.db.models import Count, Q
from django.urls import reverse

from feedback.models import Calibration, CalibrationPoint, Criterion, Review, RubricPoint
from feedback.pitch.scores import TITLES
from feedback.reports import agreement
from feedback.reports.agreement import FEW, Estimate
from feedback.reports.dashboard.scope import Scope

Given = tuple[int, int, int, int, int]
"""What was judged (an item, or a version), its version, the coach, the criterion, the points."""
Scores = dict[int, dict[str, float]]
"""{version: {dimension or "overall": 0 to 100}}"""


class Source(StrEnum):
    ROUNDS = "rounds"
    """Calibration rounds that are closed: the same drafts, judged blind."""
    REVIEWS = "reviews"
    """Drafts on which several coaches happened to give points before one of them answered."""


@dataclass(frozen=True)
class CriterionAgreement:
    """`coaches` is Krippendorff's alpha (ordinal) of their points, `engine` Spearman's rho of their mean points and
    the engine's score: of the dimension `dimension`, or "" for the overall one."""

    name: str
    coaches: Estimate
    engine: Estimate
    dimension: str


@dataclass(frozen=True)
class Agreement:
    """`items` drafts were judged by two coaches or more; `rounds` counts closed rounds, `calibration` is the last."""

    source: Source
    criteria: tuple[CriterionAgreement, ...]
    items: int
    coaches: int
    rounds: int
    calibration: int | None

    @property
    def address(self) -> str:
        """The answers, side by side; "" where there was no round."""
        return reverse("feedback:calibration", args=[self.calibration]) if self.calibration else ""


def coach_agreement(scope: Scope) -> Agreement:
    """At most 4 queries. Of double reviews with under FEW drafts nothing is computed, since it would
    tell what somebody thought and did not say."""
    closed = list(
        Calibration.objects.filter(cohort=scope.cohort, closed_at__isnull=False)
        .order_by("closed_at", "pk")
        .values_list("pk", flat=True)
    )
    source = Source.ROUNDS if closed else Source.REVIEWS
    given = _of_rounds(scope, closed) if closed else _of_reviews(scope)
    judged: dict[int, set[int]] = {}
    for item, _version, coach, *_rest in given:
        judged.setdefault(item, set()).add(coach)
    items = sorted(item for item, coaches in judged.items() if len(coaches) > 1)
    coaches = sorted({coach for item in items for coach in judged[item]})
    is_told = source is Source.ROUNDS or len(items) >= FEW
    criteria = list(Criterion.objects.filter(rubric__cohort=scope.cohort).order_by("position", "pk")) if is_told else []
    scores = _scores(scope) if items and is_told else {}
    rows = tuple(
        _criterion(
            criterion,
            [row for row in given if row[3] == criterion.pk],
            items,
            coaches,
            scores,
            is_open=source is Source.ROUNDS,
        )
        for criterion in criteria
        if items
    )
    return Agreement(source, rows, len(items), len(coaches), len(closed), closed[-1] if closed else None)


def dimension_of(name: str) -> str:
    """The key of the engine's dimension whose title begins with a criterion's name, "" for none or several."""
    found = [key for key, title in TITLES.items() if title.casefold().startswith(name.strip().casefold())]
    return found[0] if len(found) == 1 else ""


def _criterion(
    criterion: Criterion, given: Iterable[Given], items: list[int], coaches: list[int], scores: Scores, *, is_open: bool
) -> CriterionAgreement:
    """`is_open`: whether all may see who gave which points, as in a closed round."""
    rows, columns = ({pk: place for place, pk in enumerate(every)} for every in (coaches, items))
    table = np.full((len(coaches), len(items)), np.nan)
    versions: dict[int, int] = {}
    for item, version, coach, _criterion_id, points in given:
        if item in columns:
            table[rows[coach], columns[item]] = points
            versions[columns[item]] = version
    dimension = dimension_of(criterion.name)
    both = [(scores[version], _mean(table[:, j])) for j, version in sorted(versions.items()) if version in scores]
    engine = [score[dimension or "overall"] for score, _points in both]
    among = agreement.alpha(table, seed=criterion.pk)
    with_engine = agreement.rank_correlation(engine, [points for _score, points in both], seed=criterion.pk)
    return CriterionAgreement(
        criterion.name,
        among if is_open else _without_few(among),
        with_engine if is_open else _without_few(with_engine),
        TITLES[dimension] if dimension else "",
    )


def _without_few(one: agreement.Estimate) -> agreement.Estimate:
    """From few drafts one could reckon what somebody thought and did not say."""
    return agreement.Estimate(None, None, None, one.cases) if one.is_few else one


def _of_rounds(scope: Scope, closed: list[int]) -> list[Given]:
    """1 query."""
    points = CalibrationPoint.objects.filter(
        scope.of_version("answer__item__version"), answer__item__calibration__in=closed
    )
    return list(
        points.order_by("answer__item", "answer__coach").values_list(
            "answer__item", "answer__item__version", "answer__coach", "criterion", "level__points"
        )
    )


def _of_reviews(scope: Scope) -> list[Given]:
    """Of answered versions with points of several coaches, whatever the filters: two that differ by a draft would tell
    what was thought of it. 1 query."""
    double = (
        Review.objects.filter(version__intro__enrolment__cohort=scope.cohort)
        .order_by()
        .values("version")
        .annotate(
            coaches=Count("coach", filter=Q(points__isnull=False), distinct=True),
            answers=Count("pk", filter=Q(status="published")),
        )
        .filter(coaches__gt=1, answers__gt=0)
    )
    points = RubricPoint.objects.filter(review__version__in=double.values("version"))
    return list(
        points.order_by("review__version", "review__coach").values_list(
            "review__version", "review__version", "review__coach", "criterion", "level__points"
        )
    )


def _scores(scope: Scope) -> Scores:
    """As far as the viewer may see them. 1 query."""
    keys = ("overall", *TITLES)
    rows: Iterable[Any] = scope.runs().values_list("version_id", *keys)
    return {
        version: dict(zip(keys, values, strict=True))
        for version, *values in rows
        if all(value is not None for value in values)
    }


def _mean(points: npt.NDArray[np.float64]) -> float:
    return float(np.nanmean(points))
