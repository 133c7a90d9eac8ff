"""An installation of many cohorts, by COPY, in the PostgreSQL that DATABASE_URL names; Django is to be set up.

A cohort has 1,000 findings in the mean, the first one 300 candidates: 1,000 cohorts have 1,000,000 findings. All is
uneven as in life: cohorts small and large, long over and just begun, candidates who never write and some with eight
drafts, coaches who answer at once or not at all. The same number on the same day makes the same rows.
"""

import random
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone

from cohorts import models as people
from feedback import models as said
from feedback.pitch.sameness import VALUES
from tests.benchmarks.bulk import Table
from tests.benchmarks.samples import (
    COMPANIES,
    CRITERIA,
    DRAFTS,
    DRAFTS_WEIGHTS,
    FINDING,
    FIRST_NAMES,
    LAST_NAMES,
    LEVELS,
    REMARKS,
    ROLES,
    RUN,
    Sample,
    samples,
)

SEED = 6
LARGE = 300
"""Candidates of the first cohort."""
FINDINGS_A_COHORT = 1_000
COHORTS_A_COPY = 20
WEEKS = 12
SIGNED_TRULY = 0.03
"""The corpora have fewer texts than a cohort has candidates: with its own signature each would have many doubles."""
ROUND = 12
"""Drafts of a calibration round."""
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Room:
    """A cohort with its coaches, and what reviews of its drafts need."""

    pk: int
    starts_at: datetime
    coaches: list[tuple[int, int]]
    criteria: list[tuple[int, list[int]]]
    snippets: list[int]


class Seeder:
    """Tables in the order in which rows need each other; cohorts are added one by one."""

    def __init__(self, now: datetime) -> None:
        self.now, self.rng, self.samples = now, random.Random(SEED), samples()
        self.users = Table(people.User, "email", "name", "password", "date_joined")
        self.coaches = Table(people.Coach, "user_id")
        self.candidates = Table(people.Candidate, "user_id")
        self.cohorts = Table(people.Cohort, "name", "slug", "starts_on", "ends_on", "archived_at", "created_at")
        self.revisions = Table(people.Revision, "cohort_id", "value")
        self.coaching = Table(people.Cohort.coaches.through, "cohort_id", "coach_id")
        self.rubrics = Table(said.Rubric, "cohort_id")
        self.criteria = Table(said.Criterion, "rubric_id", "position", "name")
        self.levels = Table(said.Level, "criterion_id", "points", "words")
        self.snippets = Table(said.Snippet, "cohort_id", "title", "body")
        self.enrolments = Table(people.Enrolment, "candidate_id", "cohort_id", "coach_id", "enrolled_at")
        self.intros = Table(
            people.Intro, "enrolment_id", "role", "company", "latest_number", "latest_at", "answered_number",
            "waiting_since", "created_at",
        )  # fmt: skip
        self.versions = Table(
            people.DraftVersion, "intro_id", "number", "text", "role", "company", "kind", "idempotency_key",
            "submitted_at",
        )  # fmt: skip
        self.signatures = Table(said.Signature, "version_id", "values")
        self.runs = Table(said.CheckRun, "version_id", "queued_at", "finished_at", *RUN)
        self.findings = Table(said.Finding, "run_id", *FINDING, "verdict", "judged_at", "judged_by_id")
        self.reviews = Table(
            said.Review, "version_id", "coach_id", "status", "decision", "summary", "created_at", "published_at"
        )
        self.points = Table(said.RubricPoint, "review_id", "criterion_id", "level_id")
        self.comments = Table(
            said.Comment, "version_id", "review_id", "author_id", "start", "end", "quote", "body", "check_id",
            "snippet_id", "client_key", "created_at", "published_at", "resolved_at", "resolution",
        )  # fmt: skip
        self.notifications = Table(said.Notification, "recipient_id", "review_id", "created_at", "read_at")
        self.rounds = Table(said.Calibration, "cohort_id", "name", "created_at", "closed_at")
        self.drawn = Table(said.CalibrationItem, "calibration_id", "version_id", "position")
        self.answers = Table(said.CalibrationAnswer, "item_id", "coach_id", "decision", "answered_at")
        self.given = Table(said.CalibrationPoint, "answer_id", "criterion_id", "level_id")
        self.pool: list[tuple[int, int]] = []

    def tables(self) -> Iterator[Table]:
        return (value for value in vars(self).values() if isinstance(value, Table))

    def flush(self) -> None:
        """All rows since the last time, at once: what they point at is there when it is checked."""
        with transaction.atomic():
            for table in self.tables():
                table.flush()

    def settle(self) -> None:
        for table in self.tables():
            table.settle()
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")

    def person(self, joined_at: datetime) -> int:
        name = f"{self.rng.choice(FIRST_NAMES)} {self.rng.choice(LAST_NAMES)}"
        email = f"{name.lower().replace(' ', '.')}.{self.users.last + 1}@example.org"
        return self.users.add(email, name, "!", joined_at)

    def add_cohort(
        self, *, candidates: int | None = None, findings: int | None = None, age_d: int, coaches: int
    ) -> int:
        """One with as many candidates, or with as many as have so many findings; its key."""
        room = self._room(age_d, coaches)
        before, first = self.findings.last, self.versions.last + 1
        made = 0
        while made < candidates if candidates is not None else self.findings.last - before < (findings or 0):
            made += 1
            left = None if findings is None else findings - (self.findings.last - before)
            self._candidate(room, left)
        self._calibrate(room, first)
        return room.pk

    def _room(self, age_d: int, coaches: int) -> Room:
        starts_at = self.now - age_d * DAY
        number = self.cohorts.last + 1
        ends_on = (starts_at + WEEKS * 7 * DAY).date()
        archived_at = self.now - DAY if age_d > WEEKS * 7 + 30 else None
        pk = self.cohorts.add(
            f"Cohort {number}", f"cohort-{number}", starts_at.date(), ends_on, archived_at, starts_at - 7 * DAY
        )
        self.revisions.add(pk, self._key())
        while len(self.pool) < coaches or (
            self.rng.random() < 0.6 and len(self.pool) < self.cohorts.last * 2 + coaches
        ):
            user = self.person(starts_at - 30 * DAY)
            self.pool.append((self.coaches.add(user), user))
        chosen = self.rng.sample(self.pool[-(40 + coaches) :], coaches)
        for coach, _user in chosen:
            self.coaching.add(pk, coach)
        rubric = self.rubrics.add(pk)
        criteria = []
        for position, name in enumerate(CRITERIA):
            criterion = self.criteria.add(rubric, position, name)
            criteria.append((criterion, [self.levels.add(criterion, n, words) for n, words in enumerate(LEVELS)]))
        snippets = [self.snippets.add(pk, body.rstrip(".?"), body) for body in REMARKS[:3]]
        return Room(pk, starts_at, chosen, criteria, snippets)

    def _candidate(self, room: Room, left: int | None) -> None:
        rng = self.rng
        joined_at = room.starts_at - rng.random() * 7 * DAY
        user = self.person(joined_at)
        coach = rng.choice(room.coaches)[0] if rng.random() < 0.92 else None
        enrolment = self.enrolments.add(self.candidates.add(user), room.pk, coach, joined_at)
        for _ in range(1 + (rng.random() < 0.08)):
            used = self._intro(room, enrolment, user, rng.choices(DRAFTS, DRAFTS_WEIGHTS)[0], left)
            left = None if left is None else left - used

    def _intro(self, room: Room, enrolment: int, user: int, drafts: int, left: int | None) -> int:
        """How many findings its drafts have: `left` at most."""
        rng = self.rng
        role, company = rng.choice(ROLES), rng.choice(COMPANIES)
        at = room.starts_at + rng.random() * 21 * DAY
        created_at, pk = at, self.intros.last + 1
        used, number, answered = 0, 0, 0
        moments: list[datetime] = []
        level = rng.random() * 0.6
        for number in range(1, drafts + 1):
            if at > self.now or (left is not None and used >= left):
                number -= 1
                break
            moments.append(at)
            sample = self.samples[min(int(level * len(self.samples)), len(self.samples) - 1)]
            level += rng.gauss(0.06, 0.08)
            level = min(max(level, 0.0), 0.999)
            next_at = at + min(rng.lognormvariate(1.6, 0.7), 30.0) * DAY
            version = self.versions.add(pk, number, sample.text, role, company, "written", self._key(), at)
            used += self._checked(room, version, sample, at, None if left is None else left - used)
            if self._answered(room, version, user, sample, level, at, next_at if number < drafts else self.now):
                answered = number
            at = next_at
        waiting = moments[answered] if answered < len(moments) else None
        self.intros.add(
            enrolment, role, company, number, moments[-1] if moments else None, answered, waiting, created_at
        )
        return used

    def _checked(self, room: Room, version: int, sample: Sample, at: datetime, left: int | None) -> int:
        rng = self.rng
        truly = rng.random() < SIGNED_TRULY
        self.signatures.add(version, sample.signature if truly else rng.randbytes(8 * VALUES))
        run = self.runs.add(version, at, at + timedelta(seconds=3), *sample.run)
        found = sample.findings[:left]
        judge = rng.choice(room.coaches)[1]
        for finding in found:
            draw = rng.random()
            verdict = "confirmed" if draw < 0.05 else "wrong" if draw < 0.07 else "fine_here" if draw < 0.09 else ""
            self.findings.add(run, *finding, verdict, *((at + DAY, judge) if verdict else (None, None)))
        return len(found)

    def _answered(
        self, room: Room, version: int, user: int, sample: Sample, level: float, at: datetime, until: datetime
    ) -> bool:
        """Whether a coach answered before `until`."""
        rng = self.rng
        published_at = at + min(rng.lognormvariate(0.8, 0.8), 40.0) * DAY
        if published_at >= until or published_at >= self.now or rng.random() < 0.15:
            return False
        coach, author = rng.choice(room.coaches)
        decision = "ready" if level > 0.8 else "nearly_there" if level > 0.55 else "keep_working"
        began_at = published_at - timedelta(minutes=rng.randrange(4, 40))
        review = self.reviews.add(
            version, coach, "published", decision, "Begin with the nurse.", began_at, published_at
        )
        for criterion, levels in room.criteria:
            self.points.add(review, criterion, levels[min(int(level * 3 + rng.random() * 0.8), 2)])
        marked = [finding for finding in sample.findings if finding[3] is not None]
        for finding in rng.sample(marked, min(len(marked), rng.choice((0, 0, 1, 1, 2, 3)))):
            _position, check, _severity, start, end, *_words = finding
            is_done = rng.random() < 0.5
            self.comments.add(
                version, review, author, start, end, sample.text[start:end], rng.choice(REMARKS),
                check if rng.random() < 0.5 else "", rng.choice(room.snippets) if rng.random() < 0.3 else None,
                self._key(), began_at, published_at, published_at + DAY if is_done else None, "done" if is_done else "",
            )  # fmt: skip
        self.notifications.add(user, review, published_at, published_at + DAY / 3 if rng.random() < 0.8 else None)
        return True

    def _calibrate(self, room: Room, first: int) -> None:
        """A closed round over some of its drafts, from the version `first` on, in every fourth cohort and the first."""
        rng = self.rng
        if room.pk % 4 != 1:
            return
        started_at = min(room.starts_at + 30 * DAY, self.now - 2 * DAY)
        calibration = self.rounds.add(room.pk, "First round", started_at, started_at + DAY)
        for position, version in enumerate(range(first, self.versions.last + 1)[:ROUND], 1):
            item = self.drawn.add(calibration, version, position)
            true = rng.random()
            for coach, _user in room.coaches:
                level = min(max(true + rng.gauss(0, 0.2), 0.0), 0.99)
                decision = ("keep_working", "nearly_there", "ready")[int(level * 3)]
                answer = self.answers.add(item, coach, decision, started_at)
                for criterion, levels in room.criteria:
                    self.given.add(answer, criterion, levels[min(max(int(level * 3 + rng.gauss(0, 0.4)), 0), 2)])

    def _key(self) -> uuid.UUID:
        return uuid.UUID(int=self.rng.getrandbits(128))


def seed(cohorts: int, *, today: date | None = None, beside: bool = False) -> Iterator[str]:
    """Make them; yields lines that tell how far it is. Refuses a database that has people, unless `beside` them."""
    if connection.vendor != "postgresql":
        raise CommandError("DATABASE_URL must name a PostgreSQL: rows are made by its COPY.")
    call_command("migrate", verbosity=0)
    if people.User.objects.exists() and not beside:
        raise CommandError("There are people in this database already; --beside makes the cohorts beside them.")
    day = today or timezone.now().date()
    seeder = Seeder(datetime.combine(day, datetime.min.time(), timezone.get_current_timezone()))
    seeder.add_cohort(candidates=LARGE, age_d=60, coaches=8)
    left = cohorts * FINDINGS_A_COHORT - seeder.findings.last
    weights = [seeder.rng.lognormvariate(0, 0.6) for _ in range(cohorts - 1)]
    for number, weight in enumerate(weights, 2):
        share = max(0, left * weight / sum(weights[number - 2 :]))
        before = seeder.findings.last
        age_d = seeder.rng.choice((20, 40, 60, 75)) if seeder.rng.random() < 0.2 else seeder.rng.randrange(90, 1100)
        seeder.add_cohort(findings=round(share), age_d=age_d, coaches=seeder.rng.choice((2, 2, 3, 4)))
        left -= seeder.findings.last - before
        if number % COHORTS_A_COPY == 0:
            seeder.flush()
            yield f"{number} cohorts, {seeder.findings.last} findings"
    seeder.flush()
    seeder.settle()
    yield f"{cohorts} cohorts: {', '.join(counts())}"


def counts() -> Iterator[str]:
    models: tuple[Any, ...] = (people.Candidate, people.DraftVersion, said.Finding, said.Review, said.Comment)
    return (f"{model._default_manager.count():,} {model._meta.verbose_name_plural}" for model in models)
