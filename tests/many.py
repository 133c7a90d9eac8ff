"""Many drafts at once, where making each by the services would take minutes: for query counts and for speed."""

import random
from datetime import datetime, timedelta

from django.utils import timezone

from cohorts.models import Candidate, Coach, Cohort, DraftVersion, Enrolment, Intro, User
from feedback.models import CheckRun, Finding
from feedback.pitch import CHECKS
from tests.factories import TEXT

SEED = 5
WORDS = TEXT.split()


def make_many(cohort: Cohort, coaches: list[Coach], count: int, *, now: datetime | None = None) -> list[Intro]:
    """Introductions of as many candidates, each with one waiting and checked version, as the services would leave them.

    The coaches take turns; every fifth has an interview soon. The same every time.
    """
    rng, now = random.Random(SEED), now or timezone.now()
    start = User.objects.count()
    users = User.objects.bulk_create(
        User(email=f"many.{start + n}@example.org", name=f"Many {start + n}") for n in range(count)
    )
    candidates = Candidate.objects.bulk_create(Candidate(user=user) for user in users)
    enrolments = Enrolment.objects.bulk_create(
        Enrolment(candidate=candidate, cohort=cohort, coach=coaches[n % len(coaches)])
        for n, candidate in enumerate(candidates)
    )
    moments = [now - timedelta(minutes=rng.randrange(20_000)) for _ in range(count)]
    intros = Intro.objects.bulk_create(
        Intro(
            enrolment=enrolment, role="Product Manager", company=rng.choice(["Kontora", "Plainpath", "Zenit"]),
            latest_number=1, latest_at=at, waiting_since=at, created_at=at,
            interview_on=(now + timedelta(days=rng.randrange(14))).date() if n % 5 == 0 else None,
        )
        for n, (enrolment, at) in enumerate(zip(enrolments, moments, strict=True))
    )  # fmt: skip
    versions = DraftVersion.objects.bulk_create(
        DraftVersion(
            intro=intro, number=1, text=" ".join(rng.choices(WORDS, k=180)), role=intro.role, company=intro.company,
            kind=intro.kind, submitted_at=at,
        )
        for intro, at in zip(intros, moments, strict=True)
    )  # fmt: skip
    runs = CheckRun.objects.bulk_create(
        CheckRun(
            version=version, ruleset="many", status="done", overall=rng.randrange(101), queued_at=version.submitted_at
        )
        for version in versions
    )
    Finding.objects.bulk_create(
        Finding(
            run=run, position=position, check_id=check.id, severity="minor", seen="s", why="w", try_next="t",
            certainty=0.8,
        )
        for run in runs
        for position, check in enumerate(rng.sample(list(CHECKS), 3))
    )  # fmt: skip
    return intros
