"""Who is reviewing what now: taken, kept alive, taken over after silence or by force, ended by publishing."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from cohorts.exceptions import CohortArchived, NotACoachOfCohort
from cohorts.models import Coach, Intro, User
from cohorts.services import archive_cohorts
from feedback.exceptions import OwnIntroduction
from feedback.models import Lease, LeaseEnd
from feedback.querysets import LEASE_SILENCE_S
from feedback.services.leases import beat_lease, leave_lease, take_lease
from tests import factories
from tests.feedback.coach.conftest import Desk
from tests.feedback.coach.test_queue_order import NOW

SignIn = Callable[[User], Client]


class LeaseMachine(RuleBasedStateMachine):
    """Three coaches on one introduction, against a model: who has it, and when they were last heard of."""

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.coaches = [factories.make_coach(f"Coach {n}") for n in range(3)]
        self.intro = factories.make_intro(factories.make_enrolment(factories.make_cohort(*self.coaches)))
        factories.make_version(self.intro)
        self.now = NOW
        self.owner: int | None = None
        self.heard_at = NOW
        self.begun = 0
        self.ends: list[tuple[int, str, int]] = []

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    def end(self, why: str, by: int) -> None:
        assert self.owner is not None
        self.ends.append((self.owner, why, by))
        self.owner = None

    @rule(seconds=st.sampled_from([1, 29, 60, LEASE_SILENCE_S, LEASE_SILENCE_S + 1]))
    def time_goes_by(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    @rule(who=st.integers(0, 2), force=st.booleans())
    def take(self, who: int, force: bool) -> None:
        state = take_lease(intro=self.intro, coach=self.coaches[who], force=force, now=self.now)
        is_silent = self.now - self.heard_at > timedelta(seconds=LEASE_SILENCE_S)
        if self.owner not in (None, who) and (force or is_silent):
            self.end("forced" if force else "silent", who)
        if self.owner is None:
            self.owner, self.begun = who, self.begun + 1
        if self.owner == who:
            self.heard_at = self.now
        assert (state.is_mine, state.coach) == (self.owner == who, f"Coach {self.owner}")
        mine = [end for end in self.ends if end[0] == who]
        assert state.has_lost == (self.owner != who and bool(mine) and mine[-1][1] in {"forced", "silent"})

    @rule(who=st.integers(0, 2))
    def beat(self, who: int) -> None:
        assert beat_lease(intro=self.intro, coach=self.coaches[who], now=self.now) == (self.owner == who)
        if self.owner == who:
            self.heard_at = self.now

    @rule(who=st.integers(0, 2), why=st.sampled_from([LeaseEnd.LEFT, LeaseEnd.PUBLISHED]))
    def leave(self, who: int, why: str) -> None:
        leave_lease(intro=self.intro, coach=self.coaches[who], end=why, now=self.now)
        if self.owner == who:
            self.end(why, who)

    @invariant()
    def one_goes_on_and_the_others_are_the_trace(self) -> None:
        number = {coach.pk: n for n, coach in enumerate(self.coaches)}
        leases = list(Lease.objects.order_by("pk").values_list("coach", "end", "ended_by"))
        assert len(leases) == self.begun
        assert [number[coach] for coach, end, _by in leases if not end] == ([] if self.owner is None else [self.owner])
        ended = Lease.objects.exclude(end="").order_by("ended_at", "pk").values_list("coach", "end", "ended_by")
        assert [(number[coach], end, number[by]) for coach, end, by in ended] == self.ends
        heard = Lease.objects.heard_of(self.now).exists()
        assert heard == (self.owner is not None and self.now - self.heard_at <= timedelta(seconds=LEASE_SILENCE_S))


@pytest.mark.django_db
@pytest.mark.once
def test_leases_in_any_order_of_events() -> None:
    run_state_machine_as_test(
        LeaseMachine,
        settings=settings(
            max_examples=25, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )


def test_lease_is_for_coaches_of_the_cohort_while_it_is_open(desk: Desk) -> None:
    with pytest.raises(NotACoachOfCohort):
        take_lease(intro=desk.intro, coach=factories.make_coach())
    writer = Coach.objects.create(user=desk.enrolment.candidate.user)
    with pytest.raises(OwnIntroduction):
        take_lease(intro=desk.intro, coach=writer)
    archive_cohorts(cohorts=[desk.cohort])
    with pytest.raises(CohortArchived):
        take_lease(intro=Intro.objects.get(pk=desk.intro.pk), coach=desk.coach)
    assert Lease.objects.count() == 0


def test_publishing_ends_ones_own_lease_and_counts_as_read(desk: Desk) -> None:
    take_lease(intro=desk.intro, coach=desk.coach)

    factories.make_review(desk.version, desk.coach)

    assert [lease.end for lease in Lease.objects.all()] == ["published"]
    assert [reading.number for reading in desk.coach.readings.all()] == [1]


def test_review_page_says_who_else_has_it_open_and_lets_take_over(desk: Desk, signed_in: SignIn) -> None:
    ana = factories.make_coach("Ana Coach")
    desk.cohort.coaches.add(ana)
    maya_says, ana_says = (said_by(signed_in, desk, user) for user in (desk.coach.user, ana.user))

    assert maya_says("open") == ""
    since = f"{Lease.objects.get().started_at:%H:%M}"
    assert ana_says("open") == f"Maya Coach is reviewing this now (since {since}). Read along, or take over."
    assert ana_says("force") == ""
    assert maya_says("beat").startswith("Ana Coach took over at ")
    assert ana_says("leave") == ""
    assert maya_says("beat") == ""
    assert [(lease.coach.user.name, lease.end) for lease in Lease.objects.order_by("pk")] == [
        ("Maya Coach", "forced"), ("Ana Coach", "left"), ("Maya Coach", ""),
    ]  # fmt: skip
    assert {reading.coach_id for reading in desk.intro.readings.all()} == {desk.coach.pk, ana.pk}


def test_a_page_that_only_reads_takes_no_lease(desk: Desk, signed_in: SignIn) -> None:
    assert said_by(signed_in, desk, desk.coach.user)("read") == ""

    assert (Lease.objects.count(), desk.intro.readings.get().number) == (0, 1)


def said_by(signed_in: SignIn, desk: Desk, user: User) -> Callable[[str], str]:
    client = signed_in(user)

    def say(act: str) -> str:
        answer = client.post(desk.url("feedback:review_lease"), {"act": act}, content_type="application/json")
        assert answer.status_code == 200, answer.content
        return str(answer.json()["notice"])

    return say
