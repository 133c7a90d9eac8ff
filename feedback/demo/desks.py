"""What lies on the coaches' desks today: calibration rounds, a held and an amended review, views, somebody away."""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta

from cohorts.models import Absence, Cohort, DraftVersion, Intro, User
from cohorts.services import set_absence
from feedback.demo import remarks
from feedback.demo.answers import judge
from feedback.demo.story import Desk, think, write_review
from feedback.models import CheckRun, Criterion, Review
from feedback.reports.calibration import draw
from feedback.services.amending import CommentChanges, amend_review
from feedback.services.calibrating import answer_item, close_calibration, start_calibration
from feedback.services.desk import save_view
from feedback.services.holding import hold_review

CLOSED_ROUND, OPEN_ROUND = 10, 5
"""Drafts of a round; of the open one the first coach has judged all but two."""
VIEWS = (
    ("Over four days", "assigned=all&waits=4"),
    ("Pay as a motive", "assigned=all&check=pay-motive"),
    ("Held back", "assigned=all&state=held"),
)
"""(name, query): the first coach's views of their queue."""


def lay_out(*, cohort: Cohort, desks: Sequence[Desk], now: datetime, seed: int) -> None:
    """The second coach is away, and the first stands in for them; the first has the rest."""
    rng = random.Random(f"{seed} desks")
    criteria = list(Criterion.objects.filter(rubric__cohort=cohort).prefetch_related("levels"))
    first, second = desks
    _calibrate(cohort, desks, criteria, now, seed, rng)
    _hold_one(cohort, first, criteria, now, rng)
    _amend_one(cohort, first, now)
    set_absence(
        absence=Absence(
            coach=second.coach, stand_in=first.coach, first_day=(now - timedelta(days=1)).date(),
            last_day=(now + timedelta(days=5)).date(),
        )
    )  # fmt: skip
    for name, query in VIEWS:
        save_view(coach=first.coach, name=name, query=query)


def _calibrate(
    cohort: Cohort, desks: Sequence[Desk], criteria: list[Criterion], now: datetime, seed: int, rng: random.Random
) -> None:
    """A closed round that both coaches judged, and one that goes on."""
    admin = User.objects.filter(is_staff=True).first()
    versions = draw(cohort=cohort, count=4 * CLOSED_ROUND, seed=seed).versions
    begun_at, goes_on_since = now - timedelta(days=15), now - timedelta(days=2)
    early = [version for version in versions if version.submitted_at < begun_at][:CLOSED_ROUND]
    late = [version for version in versions if version not in early and version.submitted_at < goes_on_since]
    for name, drawn, at, left in (
        ("First round", early, begun_at, 0), ("Second round", late[:OPEN_ROUND], goes_on_since, 2),
    ):  # fmt: skip
        if not drawn or admin is None:
            continue
        round_ = start_calibration(cohort=cohort, name=name, versions=drawn, user=admin, created_at=at)
        runs = {run.version_id: run for run in CheckRun.objects.filter(version__in=drawn)}
        items = list(round_.items.select_related("version__intro__enrolment__candidate").order_by("position"))
        for desk, judged in zip(desks, (items[: len(items) - left], items), strict=True):
            for item in judged:
                decision, points = judge(runs[item.version_id], desk.leniency, rng)
                answer_item(
                    item=item, coach=desk.coach, decision=decision, levels=_levels(criteria, points),
                    note=rng.choice(remarks.CALIBRATION_NOTES) if rng.random() < 0.2 else "",
                    answered_at=at + timedelta(hours=rng.uniform(1, 40)),
                )  # fmt: skip
        if not left:
            close_calibration(calibration=round_, closed_at=at + timedelta(days=3))


def _levels(criteria: list[Criterion], points: dict[int, int]) -> dict[int, int]:
    return {
        criterion.pk: level.pk
        for criterion in criteria
        for level in criterion.levels.all()
        if points.get(criterion.position) == level.points
    }


def _hold_one(cohort: Cohort, desk: Desk, criteria: list[Criterion], now: datetime, rng: random.Random) -> None:
    held_at = now - timedelta(hours=2)
    waiting = Intro.objects.waiting().filter(enrolment__cohort=cohort, enrolment__coach=desk.coach)
    for intro in waiting.order_by("waiting_since"):
        version = DraftVersion.objects.get(intro=intro, number=intro.latest_number)
        if version.submitted_at < held_at - timedelta(hours=1) and not version.reviews.exists():
            answer = think(version, desk, rng)
            review = write_review(version, answer, held_at - timedelta(minutes=25), desk, criteria, rng)
            hold_review(review=review, held_at=held_at)
            return


def _amend_one(cohort: Cohort, desk: Desk, now: datetime) -> None:
    """The last answer that its writer has not gone on from."""
    answers = Review.objects.published().filter(
        version__intro__enrolment__cohort=cohort, version__intro__waiting_since=None, coach=desk.coach,
        published_at__lt=now - timedelta(hours=6), comments__isnull=False,
    )  # fmt: skip
    review = answers.order_by("-published_at", "-pk").first()
    if review is not None and review.published_at is not None:
        amend_review(
            review=review, revision=review.revision, summary=f"{review.summary} {remarks.AMENDED}",
            decision=review.decision, levels={}, comments=CommentChanges({}),
            amended_at=review.published_at + timedelta(hours=3),
        )  # fmt: skip
