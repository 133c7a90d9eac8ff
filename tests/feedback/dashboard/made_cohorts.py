"""Cohorts for the figures' tests: a plan that hypothesis makes, and the rows that it stands for, in bulk.

A plan goes by hours before NOW. `make` also plants a cohort of strangers with the same roles, checks and dates, which
no figure may ever count; what a figure says, its test computes once more in plain Python from `Made`'s rows.
"""

import itertools
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from cohorts.models import Candidate, Coach, Cohort, DraftVersion, Enrolment, Intro, User
from feedback.models import CheckRun, Comment, Decision, Finding, Review, ReviewStatus, RunStatus
from feedback.reports.dashboard.scope import Scope
from tests.factories import TEXT

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
ROLES = ("Product Manager", "Nurse")
CHECKS = ("skill-culture-balance", "pay-motive", "career-list")
_numbers = itertools.count(1)


@dataclass(frozen=True)
class RunPlan:
    """`scores` are overall, why_role, why_team and balance; `findings` are (check id, verdict).

    Under a balance of 20 the text says too little to tell skill's share; otherwise that is the balance in percent.
    """

    status: str
    scores: tuple[int, int, int, int]
    findings: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class ReviewPlan:
    """`coach` is 0 or 1; `comments` are (check id or "", resolution or "")."""

    coach: int
    status: str
    decision: str
    after_h: int
    comments: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class VersionPlan:
    """`gap_h` hours after the version before; the first of an introduction comes 2000 hours before NOW, and that."""

    gap_h: int
    runs: tuple[RunPlan, ...] = ()
    review: ReviewPlan | None = None


@dataclass(frozen=True)
class IntroPlan:
    role: str
    versions: tuple[VersionPlan, ...] = ()


@dataclass(frozen=True)
class CandidatePlan:
    """`coach` is 0 or 1, or None for nobody."""

    coach: int | None
    intros: tuple[IntroPlan, ...] = ()


SCORE = st.integers(0, 100)
RUNS = st.builds(
    RunPlan,
    st.sampled_from([RunStatus.DONE, RunStatus.DONE, RunStatus.DONE, RunStatus.QUEUED]),
    st.tuples(SCORE, SCORE, SCORE, SCORE),
    st.lists(st.tuples(st.sampled_from(CHECKS), st.sampled_from(["", "", "wrong", "confirmed"])), max_size=3).map(
        tuple
    ),
)
REVIEWS = st.builds(
    ReviewPlan,
    st.integers(0, 1),
    st.sampled_from([ReviewStatus.PUBLISHED, ReviewStatus.PUBLISHED, ReviewStatus.DRAFT, ReviewStatus.HELD]),
    st.sampled_from(Decision.values),
    st.integers(0, 400),
    st.lists(st.tuples(st.sampled_from(["", *CHECKS]), st.sampled_from(["", "done", "ticked"])), max_size=2).map(tuple),
)
VERSIONS = st.builds(VersionPlan, st.integers(0, 600), st.lists(RUNS, max_size=2).map(tuple), st.none() | REVIEWS)
INTROS = st.builds(IntroPlan, st.sampled_from(ROLES), st.lists(VERSIONS, max_size=4).map(tuple))
PLANS = st.lists(
    st.builds(CandidatePlan, st.sampled_from([0, 1, None]), st.lists(INTROS, max_size=2).map(tuple)), max_size=4
)
"""Empty cohorts and such of one candidate among them."""

STRANGER = CandidatePlan(
    0,
    tuple(
        IntroPlan(
            role,
            tuple(
                VersionPlan(
                    100,
                    (RunPlan(RunStatus.DONE, (90, 90, 10, 90), tuple((check, "") for check in CHECKS)),),
                    ReviewPlan(0, ReviewStatus.PUBLISHED, Decision.READY, 50, (("career-list", "done"),)),
                )
                for _ in range(4)
            ),
        )
        for role in ROLES
    ),
)


@dataclass(frozen=True)
class Made:
    """The cohort's rows, each related one at hand; `viewer` is its first coach."""

    cohort: Cohort
    coaches: tuple[Coach, Coach]
    enrolments: list[Enrolment]
    intros: list[Intro]
    versions: list[DraftVersion]
    runs: list[CheckRun]
    findings: list[Finding]
    reviews: list[Review]
    comments: list[Comment]

    @property
    def viewer(self) -> User:
        return self.coaches[0].user

    def scope(
        self,
        *,
        coach_id: int | None = None,
        role: str = "",
        since: date | None = None,
        until: date | None = None,
        number: int | None = None,
    ) -> Scope:
        return Scope(self.cohort, self.viewer, coach_id, role, since, until, number, now=NOW)

    def newest_run(self, version: DraftVersion) -> CheckRun | None:
        """The finished run of the version that was queued last."""
        done = [run for run in self.runs if run.version_id == version.pk and run.status == RunStatus.DONE]
        return max(done, key=lambda run: (run.queued_at, run.pk)) if done else None

    def versions_of(self, intro: Intro) -> list[DraftVersion]:
        """In order."""
        return sorted((v for v in self.versions if v.intro_id == intro.pk), key=lambda version: version.number)

    def published_of(self, intro: Intro) -> list[Review]:
        """In the order of publishing."""
        own = [r for r in self.reviews if r.version.intro_id == intro.pk and r.published_at is not None]
        return sorted(own, key=lambda review: (review.published_at or NOW, review.pk))


def make(plan: list[CandidatePlan], *, engine_after_points: bool = False) -> Made:
    """The cohort of the plan, beside one of strangers."""
    _make("Strangers", [STRANGER], False)
    return _make("Cohort", plan, engine_after_points)


def _make(name: str, plan: list[CandidatePlan], engine_after_points: bool) -> Made:
    number = next(_numbers)
    people = User.objects.bulk_create(
        User(email=f"{name}.{number}.{n}@example.org".lower(), name=f"{name} {number} No {n}")
        for n in range(len(plan) + 2)
    )
    first, second = Coach.objects.bulk_create(Coach(user=user) for user in people[:2])
    cohort = Cohort.objects.create(
        name=f"{name} made {number}", slug=f"{name.lower()}-made-{number}", starts_on=date(2026, 1, 1),
        ends_on=date(2026, 12, 31), engine_after_points=engine_after_points,
    )  # fmt: skip
    cohort.coaches.set([first, second])
    coaches = (first, second)
    candidates = Candidate.objects.bulk_create(Candidate(user=user) for user in people[2:])
    enrolments = Enrolment.objects.bulk_create(
        Enrolment(
            candidate=candidate, cohort=cohort, coach=None if one.coach is None else coaches[one.coach],
            enrolled_at=NOW - timedelta(hours=2100),
        )
        for candidate, one in zip(candidates, plan, strict=True)
    )  # fmt: skip
    planned = [(enrolment, intro) for enrolment, one in zip(enrolments, plan, strict=True) for intro in one.intros]
    intros = Intro.objects.bulk_create(_intro(enrolment, intro) for enrolment, intro in planned)
    drafts = [
        (intro, number, at, version)
        for intro, (_enrolment, intro_plan) in zip(intros, planned, strict=True)
        for number, (at, version) in enumerate(_timed(intro_plan), 1)
    ]
    versions = DraftVersion.objects.bulk_create(
        DraftVersion(
            intro=intro, number=number, text=f"{TEXT} {number}", role=intro.role, kind=intro.kind, submitted_at=at
        )
        for intro, number, at, _version in drafts
    )  # fmt: skip
    made = [(version, draft[3]) for version, draft in zip(versions, drafts, strict=True)]
    checked = [(_run(version, order, run), run) for version, one in made for order, run in enumerate(one.runs)]
    runs = CheckRun.objects.bulk_create(run for run, _plan in checked)
    findings = Finding.objects.bulk_create(
        _finding(run, position, check, verdict)
        for run, (_run, run_plan) in zip(runs, checked, strict=True)
        if run.status == RunStatus.DONE
        for position, (check, verdict) in enumerate(run_plan.findings)
    )
    answered = [(version, one.review) for version, one in made if one.review]
    reviews = Review.objects.bulk_create(_review(version, coaches, review) for version, review in answered)
    comments = Comment.objects.bulk_create(
        _comment(review, check, resolution)
        for review, (_version, review_plan) in zip(reviews, answered, strict=True)
        for check, resolution in review_plan.comments
    )
    return Made(cohort, coaches, enrolments, intros, versions, runs, findings, reviews, comments)


def _timed(plan: IntroPlan) -> list[tuple[datetime, VersionPlan]]:
    at, found = NOW - timedelta(hours=2000), []
    for version in plan.versions:
        # Each later than the one before, as the service sees to it.
        at = min(at + timedelta(hours=version.gap_h, seconds=1), NOW)
        found.append((at, version))
    return found


def _published_at(at: datetime, plan: VersionPlan) -> datetime | None:
    review = plan.review
    return min(at + timedelta(hours=review.after_h), NOW) if review and review.status == "published" else None


def _intro(enrolment: Enrolment, plan: IntroPlan) -> Intro:
    timed = _timed(plan)
    answered = max((n for n, (at, one) in enumerate(timed, 1) if _published_at(at, one)), default=0)
    return Intro(
        enrolment=enrolment, role=plan.role, latest_number=len(timed), answered_number=answered,
        latest_at=timed[-1][0] if timed else None,
        waiting_since=timed[answered][0] if answered < len(timed) else None,
        created_at=NOW - timedelta(hours=2050),
    )  # fmt: skip


def _run(version: DraftVersion, order: int, plan: RunPlan) -> CheckRun:
    overall, role, team, balance = (float(score) for score in plan.scores)
    run = CheckRun(version=version, ruleset=f"made-{order}", status=plan.status, queued_at=version.submitted_at)
    if plan.status == RunStatus.DONE:
        run.overall, run.why_role, run.why_team, run.balance = overall, role, team, balance
        run.skill_share = balance / 100 if balance >= 20 else None
    return run


def _finding(run: CheckRun, position: int, check: str, verdict: str) -> Finding:
    return Finding(
        run=run, position=position, check_id=check, severity="minor", start=0, end=4, seen="s", why="w", try_next="t",
        certainty=0.8, verdict=verdict, judged_at=run.queued_at if verdict else None,
    )  # fmt: skip


def _review(version: DraftVersion, coaches: tuple[Coach, Coach], plan: ReviewPlan) -> Review:
    at = version.submitted_at + timedelta(hours=plan.after_h)
    return Review(
        version=version, coach=coaches[plan.coach], status=plan.status, decision=plan.decision, summary="Go on.",
        created_at=version.submitted_at,
        held_at=min(at, NOW) if plan.status == ReviewStatus.HELD else None,
        published_at=min(at, NOW) if plan.status == ReviewStatus.PUBLISHED else None,
    )  # fmt: skip


def _comment(review: Review, check: str, resolution: str) -> Comment:
    published_at = review.published_at
    return Comment(
        version=review.version, review=review, author=review.coach.user, start=0, end=4, quote="What", body="Say more.",
        check_id=check, published_at=published_at, resolution=resolution if published_at else "",
        resolved_at=NOW if published_at and resolution else None,
    )  # fmt: skip
