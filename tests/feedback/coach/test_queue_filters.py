"""What the queue can be asked for, and that every view counts what it shows."""

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from cohorts.services import put_away
from feedback.models import Reading, Snooze
from feedback.reports.queue import ALL, QueueFilters, QueueState, queue_page, view_counts
from feedback.services.desk import note_reading
from feedback.services.holding import hold_review
from tests import factories
from tests.feedback.coach.conftest import Desk
from tests.feedback.coach.test_queue_order import NOW, asked, waiting


@pytest.fixture
def desk(desk: Desk) -> Desk:
    desk.intro.delete()
    return desk


def test_states_part_what_waits_from_what_was_put_off_held_read_and_answered(desk: Desk) -> None:
    intros = {name: waiting(desk, name, days=9 - n) for n, name in enumerate(["Plain", "Off", "Over", "Held", "Done"])}
    Snooze.objects.create(coach=desk.coach, intro=intros["Off"], number=1, until=NOW + timedelta(days=1))
    Snooze.objects.create(coach=desk.coach, intro=intros["Over"], number=1, until=NOW - timedelta(seconds=1))
    hold_review(review=factories.make_review(intros["Held"].versions.get(), desk.coach, published=False))
    factories.make_review(intros["Done"].versions.get(), desk.coach)
    note_reading(coach=desk.coach, version=intros["Plain"].versions.get())
    put_away(intro=waiting(desk, "Away", days=1))

    assert {state.value: asked(desk, state=state) for state in QueueState} == {
        "waiting": ["Plain", "Over"],
        "unread": ["Off", "Over", "Held"],
        "put_off": ["Off"],
        "held": ["Held"],
        "reviewed": ["Done"],
        "all": ["Plain", "Off", "Over", "Held", "Away", "Done"],
    }


def test_a_new_version_ends_a_putting_off_and_is_unread(desk: Desk) -> None:
    intro = waiting(desk, "Carl", days=3)
    note_reading(coach=desk.coach, version=intro.versions.get())
    Snooze.objects.create(coach=desk.coach, intro=intro, number=1, until=NOW + timedelta(days=9))
    assert (asked(desk), asked(desk, state="unread")) == ([], [])

    factories.make_version(intro, submitted_at=NOW)

    assert (asked(desk), asked(desk, state="unread")) == (["Carl"], ["Carl"])


def test_waiting_and_untouched_ask_for_more_than_so_many_days(desk: Desk) -> None:
    old = waiting(desk, "Old", days=9)
    waiting(desk, "Fresh", days=2)
    assert [asked(desk, waits_days=days) for days in (1, 5, 9)] == [["Old", "Fresh"], ["Old"], []]

    def untouched(days: int) -> list[str]:
        return asked(desk, untouched_days=days)

    assert [untouched(days) for days in (1, 5)] == [["Old", "Fresh"], ["Old"]]
    type(old).objects.filter(pk=old.pk).update(working_saved_at=NOW - timedelta(days=1))
    assert untouched(5) == []
    assert asked(desk, untouched_days=5, state="all") == []


def test_score_asks_for_the_run_that_counts_of_the_latest_version(desk: Desk) -> None:
    for days, (name, scores) in enumerate({"Low": [80, 20], "High": [10, 60]}.items()):
        intro = waiting(desk, name, days=9 - days, versions=2)
        for version, score in zip(intro.versions.order_by("number"), scores, strict=True):
            version.runs.update(status="done", overall=score)
        newest = intro.versions.get(number=2)
        newest.runs.create(ruleset="older", status="done", overall=99, queued_at=NOW - timedelta(days=99))
    waiting(desk, "Not checked", days=1)

    ranges = [(None, 39), (40, None), (20, 60), (61, 100), (0, 100)]
    assert [asked(desk, score_from=least, score_to=most) for least, most in ranges] == [
        ["Low"], ["High"], ["Low", "High"], [], ["Low", "High"],
    ]  # fmt: skip


def test_views_are_counted_as_their_pages_show(desk: Desk, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    other = factories.make_coach("Other")
    desk.cohort.coaches.add(other)
    for n in range(4):
        intro = waiting(desk, f"Person {n}", days=n + 1)
        factories.check(intro.versions.get())
    Reading.objects.create(coach=desk.coach, intro=intro, number=1)
    views = [
        QueueFilters(), QueueFilters(state="unread"), QueueFilters(waits_days=2), QueueFilters(score_to=100),
        QueueFilters(words="person nurse"), QueueFilters(check="stock-phrase"), QueueFilters(assigned=str(other.pk)),
        QueueFilters(state="held"), QueueFilters(untouched_days=3, assigned=ALL),
    ]  # fmt: skip

    with django_assert_num_queries(1):
        counts = view_counts(user=desk.coach.user, views=views, now=NOW)

    assert counts == [queue_page(user=desk.coach.user, filters=view, now=NOW).total for view in views]
    assert counts[:5] == [4, 3, 2, 4, 4]


def test_nothing_of_another_cohort_is_found_or_counted(desk: Desk) -> None:
    waiting(desk, "Carl Secret", days=9)
    stranger = factories.make_coach("Sam Stranger")
    factories.make_cohort(stranger)
    views = [
        QueueFilters(state="all", assigned=ALL), QueueFilters(words="secret", assigned=ALL),
        QueueFilters(state="unread", assigned=ALL), QueueFilters(cohort="autumn", assigned=ALL),
        QueueFilters(assigned=str(desk.coach.pk)),
    ]  # fmt: skip

    assert view_counts(user=stranger.user, views=views, now=NOW) == [0] * 5
    assert [queue_page(user=stranger.user, filters=view, now=NOW).rows for view in views] == [()] * 5
