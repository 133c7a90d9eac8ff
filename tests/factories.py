"""Plain factories. What has a service is made by the service."""

import itertools
import uuid
from datetime import date, datetime
from typing import Any

from cohorts import access, services
from cohorts.models import ApiToken, Candidate, Coach, Cohort, DraftVersion, Enrolment, Intro, Scope, User
from feedback.models import CheckRun, Criterion, Level, Review, Rubric
from feedback.services import checking, reviewing

PASSWORD = "correct horse battery staple"
TEXT = (
    "What I miss in consulting is seeing the thing shipped. One Tuesday a nurse showed me the sticky notes around her "
    "screen, and I stopped defending our dashboard. When the release slipped, we split the on-call nights between us. "
    "You would get someone who turns angry tickets into a roadmap."
)
_numbers = itertools.count(1)


def make_user(name: str = "", **fields: Any) -> User:
    """Saved as it is: to check what is made up here would be two queries for each of thousands."""
    number = next(_numbers)
    name = name or f"Person {number}"
    email = fields.pop("email", f"{name.lower().replace(' ', '.')}.{number}@example.org")
    user = User(email=email, name=name, **fields)
    user.set_password(PASSWORD)
    user.save()
    return user


def make_admin(name: str = "Ada Admin") -> User:
    return make_user(name, is_staff=True, is_superuser=True)


def make_token(user: User, *scopes: str) -> tuple[ApiToken, str]:
    """A token of the given scopes (without any: of all), and its secret."""
    return access.make_token(user=user, scopes=scopes or Scope.values)


def make_coach(name: str = "", **fields: Any) -> Coach:
    return Coach.objects.create(user=make_user(name, **fields))


def make_candidate(name: str = "", **fields: Any) -> Candidate:
    return Candidate.objects.create(user=make_user(name, **fields))


def make_cohort(*coaches: Coach, name: str = "", **fields: Any) -> Cohort:
    name = name or f"Cohort {next(_numbers)}"
    defaults = {"slug": name.lower().replace(" ", "-"), "starts_on": date(2026, 9, 1), "ends_on": date(2026, 12, 31)}
    cohort = Cohort.objects.create(name=name, **(defaults | fields))
    cohort.coaches.set(coaches)
    return cohort


def make_enrolment(cohort: Cohort, candidate: Candidate | None = None, coach: Coach | None = None) -> Enrolment:
    return services.enrol_candidate(candidate=candidate or make_candidate(), cohort=cohort, coach=coach)


def make_intro(enrolment: Enrolment, role: str = "Product Manager", company: str = "Kontora", **fields: Any) -> Intro:
    return services.create_intro(enrolment=enrolment, role=role, company=company, **fields)


def make_version(intro: Intro, text: str = "", submitted_at: datetime | None = None) -> DraftVersion:
    """A further version; without `text`, one that differs from those before."""
    text = text or f"{TEXT} This is draft {next(_numbers)}."
    return services.submit_draft(intro=intro, text=text, idempotency_key=uuid.uuid4(), submitted_at=submitted_at)


def check(version: DraftVersion) -> CheckRun:
    """The version's run, done by the real engine."""
    run = version.runs.get()
    checking.run_check(run_id=run.pk)
    run.refresh_from_db()
    return run


def make_rubric(cohort: Cohort) -> Rubric:
    rubric = Rubric.objects.create(cohort=cohort)
    for position, name in enumerate(["Why this role", "Why you on this team"]):
        criterion = Criterion.objects.create(rubric=rubric, position=position, name=name)
        for points, words in enumerate(["not yet", "partly", "it lands"]):
            Level.objects.create(criterion=criterion, points=points, words=words)
    return rubric


def make_review(
    version: DraftVersion,
    coach: Coach,
    *,
    published: bool = True,
    decision: str = "keep_working",
    summary: str = "Tell us what draws you.",
    comment_on: tuple[int, int] | None = None,
) -> Review:
    review = reviewing.start_review(version=version, coach=coach)
    review = reviewing.save_review(
        review=review, revision=review.revision, summary=summary, decision=decision, levels={}
    )
    if comment_on:
        reviewing.comment_on_words(
            review=review, start=comment_on[0], end=comment_on[1], body="Say more here.", client_key=uuid.uuid4()
        )
    return reviewing.publish_review(review=review) if published else review
