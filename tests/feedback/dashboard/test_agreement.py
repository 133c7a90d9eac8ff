"""Whether coaches agree, by other libraries' numbers over the rows themselves."""

import random
import statistics
import uuid
from datetime import timedelta

import krippendorff
import numpy as np
import pytest

from cohorts.models import Coach, DraftVersion, Intro
from feedback.charts.agreement import draw_agreement
from feedback.models import (
    Calibration,
    CalibrationAnswer,
    CalibrationItem,
    CalibrationPoint,
    CheckRun,
    Criterion,
    Level,
    Review,
    Rubric,
    RubricPoint,
)
from feedback.reports.agreement import Estimate
from feedback.reports.dashboard.agreement import (
    Agreement,
    CriterionAgreement,
    Source,
    coach_agreement,
    dimension_of,
)
from tests.factories import make_coach
from tests.feedback.dashboard.made_cohorts import NOW, CandidatePlan, IntroPlan, Made, make

NAMES = ("Why this role", "Nerve")
SCORES = ("overall", "why_role", "why_team", "balance", "warmth", "telling")
Given = dict[tuple[int, int, int], int]
"""{(criterion, coach, version): points}."""


def made_with(drafts: int, seed: int) -> tuple[Made, list[Coach], list[Criterion], Given]:
    """A cohort with that many checked drafts of as many candidates, and what three coaches give on two criteria."""
    rng, made = random.Random(seed), make([CandidatePlan(0, (IntroPlan("Nurse"),))] * drafts)
    coaches = [*made.coaches, make_coach("Third")]
    made.cohort.coaches.add(coaches[2])
    rubric = Rubric.objects.create(cohort=made.cohort)
    criteria = [Criterion.objects.create(rubric=rubric, position=n, name=name) for n, name in enumerate(NAMES)]
    for criterion in criteria:
        Level.objects.bulk_create(Level(criterion=criterion, points=points, words=str(points)) for points in range(4))
    versions = DraftVersion.objects.bulk_create(
        DraftVersion(
            intro=intro, number=1, text="What.", role="Nurse", kind="written", submitted_at=NOW - timedelta(days=9),
            idempotency_key=uuid.uuid4(),
        )
        for intro in made.intros
    )  # fmt: skip
    Intro.objects.filter(pk__in=[intro.pk for intro in made.intros]).update(latest_number=1)
    CheckRun.objects.bulk_create(
        CheckRun(version=version, ruleset="x-y", status="done", **{name: rng.randrange(101) for name in SCORES})
        for version in versions
    )  # fmt: skip
    made.versions.extend(versions)
    given = {
        (criterion.pk, coach.pk, version.pk): rng.randrange(4)
        for version in versions
        for coach in coaches
        if rng.random() < 0.8
        for criterion in criteria
    }
    return made, coaches, criteria, given


def calibrate(made: Made, coaches: list[Coach], given: Given, *, is_closed: bool) -> Calibration:
    made_round = Calibration.objects.create(
        cohort=made.cohort, name=f"Round {is_closed}", closed_at=NOW if is_closed else None
    )
    levels = {(level.criterion_id, level.points): level for level in Level.objects.all()}
    for position, version in enumerate(made.versions):
        item = CalibrationItem.objects.create(calibration=made_round, version=version, position=position)
        for coach in coaches:
            points = {c: n for (c, who, which), n in given.items() if (who, which) == (coach.pk, version.pk)}
            if points:
                answer = CalibrationAnswer.objects.create(item=item, coach=coach, decision="ready")
                CalibrationPoint.objects.bulk_create(
                    CalibrationPoint(answer=answer, criterion_id=c, level=levels[c, n]) for c, n in points.items()
                )
    return made_round


def review(made: Made, coaches: list[Coach], given: Given) -> None:
    """The first coach who gave points answers; what the others gave stays in their drafts."""
    levels = {(level.criterion_id, level.points): level for level in Level.objects.all()}
    for version in made.versions:
        judges = [coach for coach in coaches if any((who, which) == (coach.pk, version.pk) for _c, who, which in given)]
        for coach in judges:
            is_answer = coach == judges[0]
            own = Review.objects.create(
                version=version, coach=coach, decision="ready", status="published" if is_answer else "draft",
                published_at=NOW if is_answer else None,
            )  # fmt: skip
            RubricPoint.objects.bulk_create(
                RubricPoint(review=own, criterion_id=c, level=levels[c, n])
                for (c, who, which), n in given.items()
                if (who, which) == (coach.pk, version.pk)
            )


def tables(
    made: Made, coaches: list[Coach], criterion: Criterion, given: Given
) -> tuple[np.ndarray, list[DraftVersion]]:
    """Points by coach and version, of versions with two coaches or more."""
    table = np.array([[given.get((criterion.pk, c.pk, v.pk), np.nan) for v in made.versions] for c in coaches], float)
    double = (~np.isnan(table)).sum(axis=0) >= 2
    return table[:, double], [v for v, is_double in zip(made.versions, double, strict=True) if is_double]


def ranks(values: list[float]) -> list[float]:
    """Equal values share the mean of theirs."""
    return [sum(other < value for other in values) + sum(other == value for other in values) / 2 for value in values]


@pytest.mark.django_db
@pytest.mark.parametrize("source", list(Source))
def test_agreement_is_that_of_other_libraries(source: Source) -> None:
    made, coaches, criteria, given = made_with(14, seed=4)
    calibrate(make([]), coaches, {}, is_closed=True)  # a stranger's, without an item
    calibrate(made, coaches, dict.fromkeys(given, 0), is_closed=False)  # still open: nobody sees it
    if source is Source.ROUNDS:
        calibrate(made, coaches, given, is_closed=True)
    else:
        review(made, coaches, given)
    found = coach_agreement(made.scope())
    assert (found.source, found.coaches, found.rounds) == (source, 3, int(source is Source.ROUNDS))
    for row, criterion, score in zip(found.criteria, criteria, ("why_role", "overall"), strict=True):
        table, versions = tables(made, coaches, criterion, given)
        assert (row.name, row.coaches.cases, found.items) == (criterion.name, len(versions), len(versions))
        assert row.coaches.value == pytest.approx(krippendorff.alpha(table, level_of_measurement="ordinal"))
        runs = {run.version_id: getattr(run, score) for run in CheckRun.objects.filter(version__in=versions)}
        engine, mean = [float(runs[version.pk]) for version in versions], [float(x) for x in np.nanmean(table, axis=0)]
        assert row.engine.value == pytest.approx(statistics.correlation(ranks(engine), ranks(mean)))


@pytest.mark.django_db
def test_of_few_double_reviews_nothing_is_told() -> None:
    made, coaches, _criteria, given = made_with(9, seed=1)
    review(made, coaches, given)
    found = coach_agreement(made.scope())
    assert (found.source, found.criteria, found.items < 10) == (Source.REVIEWS, (), True)
    assert draw_agreement(found).empty == (
        "No calibration round is closed, and too few drafts were given points by two coaches."
    )


def test_criteria_find_the_engines_dimension_by_their_name() -> None:
    assert [dimension_of(name) for name in ("Why this role", "balance", "Nerve", "Why", "Telling ")] == [
        "why_role", "balance", "", "", "telling",
    ]  # fmt: skip


def test_the_drawing_says_where_the_numbers_are_from_and_which_are_of_few() -> None:
    much, little = Estimate(0.812, 0.7, 0.9, 24), Estimate(0.2, -0.1, 0.5, 8)
    rows = (
        CriterionAgreement("Why & <b>", much, little, "Why this role"),
        CriterionAgreement("Nerve", little, Estimate(None, None, None, 24), ""),
    )
    chart = draw_agreement(Agreement(Source.ROUNDS, rows, 24, 3, 2, 5))
    assert chart.caption == (
        "From 2 closed calibration rounds: 24 drafts, judged blind by 3 coaches. Alike most on “Why & <b>”: 0.81 "
        "(0.70 to 0.90). Least on “Nerve”: 0.20 (-0.10 to 0.50) of only 8 drafts."
    )
    coaches, engine = chart.figure["data"]
    assert (coaches["x"], coaches["marker"]["symbol"]) == ([0.81, 0.2], ["circle", "circle-open"])
    assert (engine["x"], engine["customdata"], engine["marker"]["symbol"]) == ([0.2], [0], ["diamond-open"])
    assert chart.rows == (
        ("Why & <b>", 0.81, "0.70 – 0.90", 0.2, "-0.10 – 0.50 (few)", "Why this role"),
        ("Nerve", 0.2, "-0.10 – 0.50 (few)", "cannot be told", "", "overall"),
    )
    assert [mark and mark.address for mark in chart.marks] == ["/calibration/5/"] * 2
