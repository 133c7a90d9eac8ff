from datetime import UTC, datetime, timedelta

import pytest

from cohorts.models import Intro
from cohorts.services import archive_cohorts
from feedback.reports.queue import ALL, MINE, NOBODY, QueueFilters, next_waiting, queue_page
from feedback.services import findings
from tests import factories
from tests.feedback.coach.conftest import Desk

NOW = datetime(2026, 9, 16, 10, 0, tzinfo=UTC)  # a Wednesday


def waiting(desk: Desk, name: str, *, days: float, interview_in: int | None = None, versions: int = 1) -> Intro:
    enrolment = factories.make_enrolment(desk.cohort, factories.make_candidate(name), desk.coach)
    interview_on = None if interview_in is None else (NOW + timedelta(days=interview_in)).date()
    intro = factories.make_intro(enrolment, interview_on=interview_on)
    for _ in range(versions):
        factories.make_version(intro, submitted_at=NOW - timedelta(days=days))
    return intro


def asked(desk: Desk, **filters: object) -> list[str]:
    page = queue_page(user=desk.coach.user, filters=QueueFilters(**filters), now=NOW)  # type: ignore[arg-type]  # by name
    return [row.candidate for row in page.rows]


@pytest.fixture
def desk(desk: Desk) -> Desk:
    desk.intro.delete()
    return desk


def test_order_puts_long_waits_first_and_near_interviews_before_longer_waits(desk: Desk) -> None:
    waiting(desk, "Four days", days=4)
    waiting(desk, "Six days", days=6)
    waiting(desk, "Two days and interview", days=2, interview_in=2)
    waiting(desk, "Two days and far interview", days=2, interview_in=8)
    waiting(desk, "Three days and over", days=3, interview_in=-1)

    assert asked(desk) == [
        "Two days and interview",
        "Six days",
        "Four days",
        "Three days and over",
        "Two days and far interview",
    ]


def test_order_is_stable_when_all_wait_equally_long(desk: Desk) -> None:
    intros = [waiting(desk, f"Person {letter}", days=1) for letter in "cab"]

    assert asked(desk) == ["Person c", "Person a", "Person b"]
    follower = next_waiting(user=desk.coach.user, filters=QueueFilters(), after=intros[0], now=NOW)
    assert follower == (intros[1].pk, 1)


def test_next_comes_after_the_present_one_and_then_from_the_top(desk: Desk) -> None:
    first, second = waiting(desk, "First", days=9), waiting(desk, "Second", days=5)

    assert next_waiting(user=desk.coach.user, filters=QueueFilters(), after=first, now=NOW) == (second.pk, 1)
    assert next_waiting(user=desk.coach.user, filters=QueueFilters(), after=second, now=NOW) == (first.pk, 1)


def test_next_is_none_when_nothing_else_waits(desk: Desk) -> None:
    only = waiting(desk, "Only", days=1)

    assert next_waiting(user=desk.coach.user, filters=QueueFilters(), after=only, now=NOW) is None


@pytest.mark.parametrize(
    ("days", "interview_in", "versions", "reasons"),
    [
        (5.2, None, 1, ("waits 5 days", "first version")),
        (5.2, 2, 3, ("interview on Friday", "waits 5 days", "third version")),
        (0.01, 0, 1, ("interview today", "waits under an hour", "first version")),
        (1.5, 1, 7, ("interview tomorrow", "waits 36 hours", "version 7")),
        (2, 7, 2, ("interview on 23 September", "waits 2 days", "second version")),
        (2, 30, 2, ("waits 2 days", "second version", "interview on 16 October")),
        (2, -3, 1, ("waits 2 days", "first version")),
    ],
)
def test_reasons_say_why_a_row_stands_where_it_does(
    desk: Desk, days: float, interview_in: int | None, versions: int, reasons: tuple[str, ...]
) -> None:
    waiting(desk, "Carl", days=days, interview_in=interview_in, versions=versions)

    page = queue_page(user=desk.coach.user, filters=QueueFilters(), now=NOW)

    assert [row.reasons for row in page.rows] == [reasons]


def test_mine_are_assigned_to_me_or_to_nobody(desk: Desk) -> None:
    other = factories.make_coach("Other")
    desk.cohort.coaches.add(other)
    waiting(desk, "Mine", days=3)
    for name, coach in (("Nobody's", None), ("Theirs", other)):
        enrolment = factories.make_enrolment(desk.cohort, factories.make_candidate(name), coach)
        factories.make_version(factories.make_intro(enrolment), submitted_at=NOW - timedelta(days=1))

    assert asked(desk, assigned=MINE) == ["Mine", "Nobody's"]
    assert asked(desk, assigned=NOBODY) == ["Nobody's"]
    assert asked(desk, assigned=str(other.pk)) == ["Theirs"]
    assert asked(desk, assigned=ALL) == ["Mine", "Nobody's", "Theirs"]


def test_drafts_whose_coach_left_or_cannot_sign_in_are_nobodys(desk: Desk) -> None:
    for name, is_active in (("Of one who left", True), ("Of one switched off", False)):
        gone = factories.make_coach(is_active=is_active)
        desk.cohort.coaches.add(gone)
        enrolment = factories.make_enrolment(desk.cohort, factories.make_candidate(name), gone)
        factories.make_version(factories.make_intro(enrolment), submitted_at=NOW - timedelta(days=1))
        if is_active:
            desk.cohort.coaches.remove(gone)

    for assigned in (MINE, NOBODY):
        assert sorted(asked(desk, assigned=assigned)) == ["Of one switched off", "Of one who left"]


def test_states_tell_waiting_from_answered(desk: Desk) -> None:
    waiting(desk, "Waiting", days=3)
    answered = waiting(desk, "Answered", days=4)
    factories.make_review(answered.versions.get(), desk.coach)
    factories.make_intro(factories.make_enrolment(desk.cohort, factories.make_candidate("Never wrote"), desk.coach))

    assert asked(desk, state="waiting") == ["Waiting"]
    assert asked(desk, state="reviewed") == ["Answered"]
    assert asked(desk, state="all") == ["Waiting", "Answered"]


def test_archived_cohorts_do_not_wait(desk: Desk) -> None:
    waiting(desk, "Waiting", days=3)
    archive_cohorts(cohorts=[desk.cohort])

    assert asked(desk) == []
    assert asked(desk, state="all") == ["Waiting"]


def test_search_looks_in_names_roles_companies_and_the_latest_text(desk: Desk) -> None:
    anna = waiting(desk, "Anna Berg", days=3)
    factories.make_version(anna, text="I once mended a church organ with my grandmother.", submitted_at=NOW)
    waiting(desk, "Bert Dahl", days=2)

    assert asked(desk, words="organ GRANDMOTHER") == ["Anna Berg"]
    assert asked(desk, words="bert kontora") == ["Bert Dahl"]
    assert asked(desk, words="product") == ["Anna Berg", "Bert Dahl"]
    assert asked(desk, words="consulting") == ["Bert Dahl"]  # Anna's latest text has it no longer
    assert asked(desk, words="organ bert") == []


def test_filter_by_check_finds_drafts_on_which_it_fires_and_still_stands(desk: Desk) -> None:
    firing, silent = waiting(desk, "Firing", days=3), waiting(desk, "Silent", days=2)
    run = factories.check(firing.versions.get())
    factories.check(silent.versions.get())
    finding = run.findings.create(
        position=99, check_id="made-up", severity="note", seen="s", why="w", try_next="t", certainty=0.5
    )

    assert asked(desk, check="made-up") == ["Firing"]
    findings.judge_finding(finding=finding, user=desk.coach.user, verdict="wrong")
    assert asked(desk, check="made-up") == []


def test_filter_by_version_number_and_cohort(desk: Desk) -> None:
    waiting(desk, "Third", days=3, versions=3)
    waiting(desk, "First", days=2)

    assert asked(desk, number=3) == ["Third"]
    assert asked(desk, cohort="autumn") == ["Third", "First"]
    assert asked(desk, cohort="spring") == []


def test_row_tells_score_findings_decision_and_a_begun_review(desk: Desk) -> None:
    intro = waiting(desk, "Carl", days=9)
    factories.make_review(intro.versions.get(), desk.coach, decision="nearly_there")
    second = factories.make_version(intro, submitted_at=NOW - timedelta(days=1))
    run = factories.check(second)
    factories.make_review(second, desk.coach, published=False)

    (row,) = queue_page(user=desk.coach.user, filters=QueueFilters(), now=NOW).rows

    assert (row.number, row.overall, row.findings) == (2, run.overall, run.findings.count())
    assert (row.decision, row.decision_label, row.has_begun) == ("nearly_there", "Nearly there", True)
    assert (row.cohort, row.coach, row.run_status) == ("Autumn", "Maya Coach", "done")
