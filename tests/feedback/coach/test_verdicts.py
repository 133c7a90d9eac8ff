"""What was said of a finding goes with its sentence, and silences a check that is wrong too often."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cohorts.models import Cohort, DraftVersion
from feedback.exceptions import JudgedByCoach
from feedback.models import CheckRun, Finding, Silencing
from feedback.reports.precision import check_precision, wilson
from feedback.services import checking
from feedback.services.findings import (
    clear_verdict,
    judge_finding,
    overrule_silencing,
    replace_findings,
    silence_imprecise,
)
from feedback.services.rechecking import requeue_checks
from tests import factories
from tests.feedback.coach.conftest import Desk

SENTENCE = "What draws me to the job is above all the salary."
FIRST = f"I like boats a lot. {SENTENCE} My team split the nights between us."
CHECK = "pay-motive"


@pytest.fixture
def found(desk: Desk) -> Callable[[str], Finding]:
    """The pay finding of a further version with this text, checked by the real engine."""
    intro = factories.make_intro(desk.enrolment)

    def check(text: str) -> Finding:
        return factories.check(factories.make_version(intro, text)).findings.get(check_id=CHECK)

    return check


def plant(version: DraftVersion, check_id: str, start: int | None, end: int | None) -> Finding:
    run = CheckRun.objects.get(version=version)
    position = 100 + run.findings.count()
    return run.findings.create(
        position=position, check_id=check_id, severity="note", start=start, end=end, seen="s", why="w", try_next="t",
        certainty=1,
    )  # fmt: skip


def verdict_of(finding: Finding) -> tuple[str, int | None]:
    finding.refresh_from_db()
    return finding.verdict, finding.carried_from_id


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        (FIRST + " I want to learn.", True),
        (f"{SENTENCE} I like boats a lot. My team split the nights between us.", True),
        (FIRST.replace("above all", "above everything, to be honest,"), False),
        (FIRST.replace("What draws", "Honestly, what draws"), False),
    ],
    ids=["unchanged", "moved", "reworded", "begun otherwise"],
)
def test_a_verdict_holds_while_its_sentence_does(
    desk: Desk, found: Callable[[str], Finding], text: str, holds: bool
) -> None:
    first = found(FIRST)
    judge_finding(finding=first, user=desk.coach.user, verdict="fine_here", note="They sell.")

    second = found(text)

    assert verdict_of(second) == (("fine_here", first.pk) if holds else ("", None))
    assert second.note == ("They sell." if holds else "")


def test_a_verdict_is_carried_from_version_to_version_and_changed_everywhere(
    desk: Desk, found: Callable[[str], Finding]
) -> None:
    rows = [found(FIRST)]
    judge_finding(finding=rows[0], user=desk.coach.user, verdict="not_now")
    rows += [found(FIRST + " I want to learn."), found(FIRST + " I want to grow.")]

    assert [verdict_of(row) for row in rows] == [("not_now", None), ("not_now", rows[0].pk), ("not_now", rows[0].pk)]
    judge_finding(finding=rows[2], user=desk.coach.user, verdict="wrong")
    assert [verdict_of(row)[0] for row in rows] == ["wrong"] * 3
    clear_verdict(finding=rows[1], user=desk.coach.user)
    assert [verdict_of(row)[0] for row in rows] == [""] * 3


def test_a_verdict_outlives_a_version_in_which_its_finding_was_silent(
    desk: Desk, found: Callable[[str], Finding]
) -> None:
    """As where what stands around its sentence speaks against it for a while."""
    first = found(FIRST)
    judge_finding(finding=first, user=desk.coach.user, verdict="wrong")
    found(FIRST + " I want to learn.").delete()

    assert verdict_of(found(FIRST + " I want to grow.")) == ("wrong", first.pk)


def test_a_verdict_stays_when_the_checks_run_again_and_those_carried_from_it_keep_to_it(
    desk: Desk, found: Callable[[str], Finding]
) -> None:
    first = found(FIRST)
    judge_finding(finding=first, user=desk.coach.user, verdict="wrong")
    second = found(FIRST + " I want to learn.")

    (run_id,) = requeue_checks(versions=[first.run.version])
    assert checking.run_check(run_id=run_id) is True

    again = first.run.findings.get(check_id=CHECK)
    assert again.pk != first.pk
    assert (again.verdict, again.judged_by, again.carried_from) == ("wrong", desk.coach.user, None)
    assert verdict_of(second) == ("wrong", again.pk)
    assert counts(desk.cohort) == {CHECK: (0, 1)}


def test_of_those_carried_from_a_lost_finding_one_counts(desk: Desk, found: Callable[[str], Finding]) -> None:
    first = found(FIRST)
    judge_finding(finding=first, user=desk.coach.user, verdict="confirmed")
    second, third = found(FIRST + " I want to learn."), found(FIRST + " I want to grow.")

    replace_findings(run=first.run, findings=[])

    assert (verdict_of(second), verdict_of(third)) == (("confirmed", None), ("confirmed", second.pk))
    assert counts(desk.cohort) == {CHECK: (1, 1)}


def test_a_candidate_does_not_overturn_a_coach_and_counts_for_nothing(desk: Desk) -> None:
    factories.check(desk.version)
    writer = desk.enrolment.candidate.user
    own, coachs = plant(desk.version, "x", 0, 4), plant(desk.version, "x", 5, 9)
    judge_finding(finding=own, user=writer, verdict="wrong")
    judge_finding(finding=coachs, user=desk.coach.user, verdict="confirmed")

    with pytest.raises(JudgedByCoach):
        judge_finding(finding=coachs, user=writer, verdict="wrong")
    with pytest.raises(JudgedByCoach):
        clear_verdict(finding=coachs, user=writer)
    assert counts(desk.cohort) == {"x": (1, 1)}
    judge_finding(finding=own, user=desk.coach.user, verdict="fine_here")
    assert counts(desk.cohort) == {"x": (2, 2)}


def test_a_check_that_is_wrong_too_often_falls_silent_and_an_admin_can_let_it_speak(desk: Desk) -> None:
    cohort, coach, admin = desk.cohort, desk.coach.user, factories.make_admin()
    cohort.precision_least, cohort.precision_floor = 5, 0.6
    cohort.save()
    factories.check(desk.version)
    rows = [plant(desk.version, CHECK, place, place + 1) for place in range(8)]
    plant(desk.version, "other", 0, 1)
    for row, verdict in zip(rows, ["confirmed", "not_now", "wrong", "wrong"], strict=False):
        judge_finding(finding=row, user=coach, verdict=verdict)
    assert not Silencing.objects.exists()

    judge_finding(finding=rows[4], user=coach, verdict="wrong")
    silencing = Silencing.objects.get()
    assert (silencing.check_id, silencing.right, silencing.judged) == (CHECK, 2, 5)
    assert CHECK not in set(Finding.objects.speaking().values_list("check_id", flat=True))
    assert "other" in set(Finding.objects.standing().values_list("check_id", flat=True))
    assert checking.pitch_settings(cohort).checks_off == {CHECK}
    assert checking.pitch_settings(factories.make_cohort(desk.coach)).checks_off == set()
    assert [row.is_silenced for row in check_precision(cohort) if row.check_id == CHECK] == [True]

    judge_finding(finding=rows[4], user=coach, verdict="confirmed")  # it was a slip
    assert not Silencing.objects.exists()
    judge_finding(finding=rows[4], user=coach, verdict="wrong")
    silencing = Silencing.objects.get()
    overrule_silencing(silencing=silencing, user=admin)
    judge_finding(finding=rows[5], user=coach, verdict="wrong")
    silencing.refresh_from_db()
    assert silencing.overruled_by == admin
    assert checking.pitch_settings(cohort).checks_off == frozenset()
    assert Finding.objects.speaking().filter(check_id=CHECK).count() == 8
    overrule_silencing(silencing=silencing, user=admin, is_overruled=False)
    assert checking.pitch_settings(cohort).checks_off == {CHECK}


def test_a_higher_floor_silences_at_once(desk: Desk) -> None:
    factories.check(desk.version)
    for place in range(5):
        finding = plant(desk.version, CHECK, place, place + 1)
        judge_finding(finding=finding, user=desk.coach.user, verdict="confirmed" if place else "wrong")
    desk.cohort.precision_least, desk.cohort.precision_floor = 5, 0.9
    silence_imprecise(cohort=desk.cohort)
    assert [(row.check_id, row.right, row.judged) for row in Silencing.objects.all()] == [(CHECK, 4, 5)]


def counts(cohort: Cohort) -> dict[str, tuple[int, int]]:
    return {row.check_id: (row.right, row.judged) for row in check_precision(cohort) if row.judged}


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(hits=st.integers(0, 60), misses=st.integers(0, 60))
def test_interval_holds_the_share_and_narrows_with_more_cases(hits: int, misses: int) -> None:
    low, high = wilson(hits, hits + misses)
    assert 0 <= low <= high <= 1
    if hits + misses:
        assert low - 1e-12 <= hits / (hits + misses) <= high + 1e-12
        wider = wilson(2 * hits, 2 * (hits + misses))
        assert high - low > wider[1] - wider[0]


def test_interval_is_wilsons() -> None:
    """Newcombe 1998, Statistics in Medicine 17, table I: 81 of 263 and 15 of 148, without continuity correction."""
    assert [round(end, 4) for end in (*wilson(81, 263), *wilson(15, 148))] == [0.2553, 0.3662, 0.0624, 0.1605]
