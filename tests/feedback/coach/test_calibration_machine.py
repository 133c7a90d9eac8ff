"""Draw, judge, change one's mind, close, in any order: nobody sees another's answer or the engine's before the round is
closed, all do then, and nothing of it reaches a candidate."""

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from feedback.exceptions import CalibrationClosed, IncompleteAnswer
from feedback.models import Calibration, CalibrationItem, Comment, Decision, Notification, Review
from feedback.reports import calibration as report
from feedback.services.calibrating import answer_item, close_calibration, start_calibration
from tests import factories

COACHES = st.sampled_from([0, 1])
SCORE = "77.25"
Said = tuple[str, str, tuple[int, ...]]


class CalibrationMachine(RuleBasedStateMachine):
    """`said` is {(round, coach, position): decision, note, levels}; each note is told from all others."""

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        cache.clear()  # a round of an example before had the same key
        self.coaches = [factories.make_coach(), factories.make_coach()]
        self.cohort = factories.make_cohort(*self.coaches)
        self.criteria = list(factories.make_rubric(self.cohort).criteria.prefetch_related("levels"))
        self.enrolment = factories.make_enrolment(self.cohort)
        for _ in range(3):
            version = factories.make_version(factories.make_intro(self.enrolment))
            version.runs.update(status="done", overall=SCORE, summary="What the engine says")
        self.admin = factories.make_admin()
        self.clients = [Client(), Client(), Client()]
        users = [*(coach.user for coach in self.coaches), self.enrolment.candidate.user]
        for client, user in zip(self.clients, users, strict=True):
            client.force_login(user)
        self.rounds: list[Calibration] = []
        self.closed: set[int] = set()
        self.said: dict[tuple[int, int, int], Said] = {}
        self.notes = 0

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    @precondition(lambda self: len(self.rounds) < 2)
    @rule(count=st.integers(1, 3), seed=st.integers(0, 9))
    def draw(self, count: int, seed: int) -> None:
        versions = report.draw(cohort=self.cohort, count=count, seed=seed).versions
        name = f"Round {len(self.rounds)}"
        self.rounds.append(start_calibration(cohort=self.cohort, name=name, versions=versions, user=self.admin))

    @precondition(lambda self: self.rounds)
    @rule(data=st.data(), who=COACHES, decision=st.sampled_from(["", *Decision.values]), misses=st.booleans())
    def judge(self, data: st.DataObject, who: int, decision: str, misses: bool) -> None:
        number = data.draw(st.sampled_from(range(len(self.rounds))))
        item: CalibrationItem = data.draw(st.sampled_from(list(self.rounds[number].items.all())))
        chosen = [data.draw(st.sampled_from(list(criterion.levels.all()))) for criterion in self.criteria]
        levels = {level.criterion_id: level.pk for level in chosen[int(misses) :]}
        self.notes += 1
        note = f"note-{self.notes}-"
        try:
            answer_item(item=item, coach=self.coaches[who], decision=decision, levels=levels, note=note)
        except CalibrationClosed:
            assert number in self.closed
        except IncompleteAnswer:
            assert misses or not decision
        else:
            assert number not in self.closed
            self.said[number, who, item.position] = (decision, note, tuple(level.pk for level in chosen))

    @precondition(lambda self: self.rounds)
    @rule(data=st.data())
    def close(self, data: st.DataObject) -> None:
        number = data.draw(st.sampled_from(range(len(self.rounds))))
        assert close_calibration(calibration=self.rounds[number]) == (number not in self.closed)
        self.closed.add(number)

    @precondition(lambda self: self.rounds)
    @rule(data=st.data(), who=COACHES)
    def look(self, data: st.DataObject, who: int) -> None:
        number = data.draw(st.sampled_from(range(len(self.rounds))))
        round_ = self.rounds[number]
        item = data.draw(st.sampled_from(list(round_.items.all())))
        addresses = [f"/calibration/{round_.pk}/", f"/calibration/{round_.pk}/{item.position}/"]
        assert [self.clients[2].get(address).status_code for address in addresses] == [404, 404]
        pages = [self.clients[who].get(address) for address in addresses]
        html = pages[0].content.decode() + pages[1].content.decode()
        given = {key: note for key, (_decision, note, _levels) in self.said.items() if key[0] == number}
        if number in self.closed:
            assert pages[1].headers["Location"] == addresses[0]
            assert {key for key, note in given.items() if note in html} == set(given)
        else:
            own = {key for key in given if key[1:] == (who, item.position)}
            assert {key for key, (_, note, _) in self.said.items() if note in html} == own
            assert not [words for words in (SCORE, "77 of 100", "What the engine says") if words in html]

    @invariant()
    def each_finds_their_own_answers_as_they_gave_them(self) -> None:
        for number, round_ in enumerate(self.rounds):
            for item in round_.items.select_related("calibration", "version"):
                for who, coach in enumerate(self.coaches):
                    page = report.blind_item(item=item, coach=coach)
                    levels = tuple(level for _criterion, level in page.criteria if level is not None)
                    assert (page.decision, page.note, levels) == self.said.get(
                        (number, who, item.position), ("", "", ())
                    )

    @invariant()
    def nothing_of_it_reaches_a_candidate(self) -> None:
        assert (Review.objects.count(), Comment.objects.count(), Notification.objects.count()) == (0, 0, 0)


@pytest.mark.django_db
@pytest.mark.once
def test_any_order_of_drawing_judging_looking_and_closing() -> None:
    run_state_machine_as_test(
        CalibrationMachine,
        settings=settings(
            max_examples=8, stateful_step_count=15, deadline=None, suppress_health_check=list(HealthCheck),
            database=None,
        ),
    )  # fmt: skip
