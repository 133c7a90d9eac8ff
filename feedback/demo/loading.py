"""Fill an empty database with the demo."""

import random
import unicodedata
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cohorts.exceptions import Refused
from cohorts.models import Candidate, Coach, Cohort, Enrolment, User
from cohorts.services import archive_cohorts, create_intro, enrol_candidate, save_working_copy
from feedback.demo import people, remarks
from feedback.demo.desks import lay_out
from feedback.demo.story import Desk, Stage, live_through, texts_of
from feedback.demo.texts import DemoText, read_chains
from feedback.dispatch import checks_run_here
from feedback.models import Criterion, Snippet
from feedback.services.rubrics import make_default_rubric

SEED = 22
BEGINNING_DAYS = 12.0
"""First versions come within this time from a cohort's start."""


class DatabaseInUse(Refused):
    def __init__(self) -> None:
        super().__init__(_("There are people here already: the demo is only loaded into an empty database."))


@transaction.atomic
def load_demo(
    *, now: datetime | None = None, scale: float = 1.0, seed: int = SEED, say: Callable[[str], object] = lambda _: None
) -> None:
    """All of it or nothing; raises DatabaseInUse. The same seed and `now` give the same people and texts.

    `scale` is the share of each cohort's candidates to make (at least three). `say` is told of progress. Needs no
    broker: the checks run here.
    """
    if User.objects.exists():
        raise DatabaseInUse
    now = now or timezone.now()
    make_person(*people.ADMIN, is_staff=True, is_superuser=True)
    coaches = [Coach.objects.create(user=make_person(coach.name, coach.time_zone)) for coach in people.COACHES]
    snippets = make_snippets(coaches)
    chains = read_chains()
    with checks_run_here():
        for position, plan in enumerate(people.COHORTS):
            cohort = _make_cohort(plan, coaches, now)
            count = max(3, round(len(plan.candidates) * scale))
            desks = [
                Desk(coaches[i], people.COACHES[i].answers_after_h, people.COACHES[i].leniency, Counter(), snippets[i])
                for i in plan.coaches
            ]
            versions = _fill(plan, cohort, desks, plan.candidates[:count], chains, now, seed)
            _add_newcomers(position, cohort, now)
            if position == 0:
                lay_out(cohort=cohort, desks=desks, now=now, seed=seed)
            say(_("%(cohort)s: %(people)d candidates, %(versions)d versions.")
                % {"cohort": cohort, "people": count, "versions": versions})  # fmt: skip
            if plan.is_archived:
                archive_cohorts(cohorts=[cohort], archived_at=now + timedelta(days=plan.ends_day + 2))


def make_person(name: str, time_zone: str, **fields: Any) -> User:
    """Without a password: demo people are entered by one click, where the setting allows it at all."""
    plain = unicodedata.normalize("NFKD", name.lower().replace("ı", "i")).encode("ascii", "ignore").decode()
    address = ".".join(part for part in plain.replace("'", "").split()) + "@example.org"
    user: User = User.objects.create_user(address, name=name, time_zone=time_zone, **fields)
    return user


def make_snippets(coaches: list[Coach]) -> list[dict[str, Snippet]]:
    """Of each coach their own, by theme."""
    checks = {theme: check for check, theme in reversed(remarks.CHECK_THEMES.items())}
    by_theme = []
    for place, coach in enumerate(coaches):
        own = remarks.SNIPPETS[place::3] if place < 3 else remarks.SNIPPETS[:3]
        made = Snippet.objects.bulk_create(
            Snippet(coach=coach, title=title, body=body, check_id=checks.get(theme, "")) for title, theme, body in own
        )
        by_theme.append({theme: snippet for snippet, (_title, theme, _body) in zip(made, own, strict=True) if theme})
    return by_theme


def _make_cohort(plan: people.DemoCohort, coaches: list[Coach], now: datetime) -> Cohort:
    starts_at = now + timedelta(days=plan.starts_day)
    cohort = Cohort(
        name=plan.name, slug=plan.slug, starts_on=starts_at.date(),
        ends_on=(now + timedelta(days=plan.ends_day)).date(),
        words_per_minute=plan.words_per_minute, target_s=plan.target_s, speaking_limit_s=plan.limit_s,
        created_at=starts_at - timedelta(days=9),
    )  # fmt: skip
    cohort.full_clean()
    cohort.save()
    cohort.coaches.set([coaches[index] for index in plan.coaches])
    make_default_rubric(cohort=cohort)
    title, _theme, body = remarks.SNIPPETS[-1 - plan.coaches[1]]
    Snippet.objects.create(cohort=cohort, title=title, body=body)
    return cohort


def _fill(
    plan: people.DemoCohort, cohort: Cohort, desks: list[Desk], candidates: tuple[people.DemoCandidate, ...],
    chains: dict[str, tuple[DemoText, ...]], now: datetime, seed: int,
) -> int:  # fmt: skip
    """How many versions were submitted."""
    criteria = tuple(Criterion.objects.filter(rubric__cohort=cohort).prefetch_related("levels"))
    starts_at = now + timedelta(days=plan.starts_day)
    until = min(now - timedelta(minutes=12), now + timedelta(days=plan.ends_day))
    versions = 0
    for who in candidates:
        rng = random.Random(f"{seed} {who.first_text}")  # their own: others' number does not change their story
        desk = desks[rng.random() < 0.4]
        enrolled_at = starts_at - timedelta(days=rng.uniform(0.5, 8))
        candidate = Candidate.objects.create(user=make_person(who.name, who.time_zone))
        is_unassigned = not plan.is_archived and rng.random() < 0.14
        enrolment = enrol_candidate(
            candidate=candidate, cohort=cohort, coach=None if is_unassigned else desk.coach, enrolled_at=enrolled_at
        )
        stage = Stage(desk, criteria, who.time_zone, until, plan.is_archived)
        first_at = starts_at + timedelta(days=rng.uniform(0.2, BEGINNING_DAYS) * (1.6 if rng.random() < 0.2 else 1))
        versions += _write_intros(who, enrolment, chains[who.first_text], first_at, stage, rng)
    return versions


def _write_intros(
    who: people.DemoCandidate, enrolment: Enrolment, chain: tuple[DemoText, ...], first_at: datetime, stage: Stage,
    rng: random.Random,
) -> int:  # fmt: skip
    interview = (stage.until + timedelta(days=rng.randint(2, 24))).date() if rng.random() < 0.4 else None
    intro = create_intro(
        enrolment=enrolment, role=chain[0].role, company=chain[0].company or who.company, kind=chain[0].kind,
        interview_on=interview, created_at=first_at - timedelta(hours=rng.uniform(1, 30)),
    )  # fmt: skip
    versions = live_through(intro=intro, texts=texts_of(chain, rng), first_at=first_at, stage=stage, rng=rng)
    if who.first_text in people.SECOND_ROLES:
        role, company = people.SECOND_ROLES[who.first_text]
        begins_at = first_at + (stage.until - first_at) * 0.8
        second = create_intro(
            enrolment=enrolment, role=role, company=company, kind=chain[0].kind,
            created_at=begins_at - timedelta(hours=2),
        )  # fmt: skip
        versions += live_through(
            intro=second, texts=[chain[-1].without_company()], first_at=begins_at, stage=stage, rng=rng
        )
    return versions


def _add_newcomers(position: int, cohort: Cohort, now: datetime) -> None:
    for index, name, time_zone, working_text in people.NEWCOMERS:
        if index != position:
            continue
        candidate = Candidate.objects.create(user=make_person(name, time_zone))
        enrolment = enrol_candidate(candidate=candidate, cohort=cohort, enrolled_at=now - timedelta(days=2))
        if working_text:
            intro = create_intro(
                enrolment=enrolment, role="Product Manager", company="Plainpath", created_at=now - timedelta(days=1)
            )
            save_working_copy(intro=intro, text=working_text, revision=0)
