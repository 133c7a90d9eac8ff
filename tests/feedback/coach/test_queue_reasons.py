"""What a row says of its place beside its waiting: weights, answered comments, readings, absences, leases."""

import uuid
from datetime import timedelta

import pytest

from cohorts.models import Absence, Coach
from feedback.reports.queue import ALL, QueueFilters, QueueRow, coach_home, next_waiting, queue_page, weight_words
from feedback.services import reviewing
from feedback.services.desk import note_reading, put_off, set_weights
from feedback.services.leases import take_lease
from feedback.services.reviewing import reply_to_comment
from tests import factories
from tests.feedback.coach.conftest import Desk
from tests.feedback.coach.test_queue_order import NOW, asked, waiting


@pytest.fixture
def desk(desk: Desk) -> Desk:
    desk.intro.delete()
    return desk


def row(desk: Desk, **filters: str) -> QueueRow:
    (found,) = queue_page(user=desk.coach.user, filters=QueueFilters(**filters), now=NOW).rows  # type: ignore[arg-type]  # by name
    return found


def colleague(desk: Desk, name: str) -> Coach:
    coach = factories.make_coach(name)
    desk.cohort.coaches.add(coach)
    return coach


def test_weights_change_the_order_and_the_row_says_what_it_counts_for(desk: Desk) -> None:
    waiting(desk, "Long", days=6)
    soon = waiting(desk, "Soon", days=2, interview_in=3)
    again = waiting(desk, "Again", days=4)
    factories.make_review(again.versions.get(), desk.coach)
    factories.make_version(again, submitted_at=NOW - timedelta(days=1))
    weak = waiting(desk, "Weak", days=1, versions=2)
    weak.versions.get(number=2).runs.update(status="done", overall=39.9)
    assert asked(desk) == ["Soon", "Long", "Again", "Weak"]

    set_weights(coach=desk.coach, interview_days=0, again_days=10, first_days=0, weak_days=20)

    page = queue_page(user=desk.coach.user, filters=QueueFilters(), now=NOW)
    assert [(one.candidate, one.counted_days) for one in page.rows] == [
        ("Weak", 20), ("Again", 10), ("Long", 0), ("Soon", 0),
    ]  # fmt: skip
    assert "score under 40" in page.rows[0].reasons
    assert weight_words(page.weights) == [
        "A version that answers a review counts as 10 more days.", "A score under 40 counts as 20 more days.",
    ]  # fmt: skip
    assert soon.pk == page.rows[3].intro_id


def test_row_tells_how_many_of_ones_comments_the_new_version_answers(desk: Desk) -> None:
    intro = waiting(desk, "Carl", days=9)
    first = intro.versions.get()
    review = factories.make_review(first, desk.coach, published=False)
    keys = []
    for start, end in ((0, 6), (7, 13), (14, 21), (22, 31)):
        keys.append(uuid.uuid4())
        reviewing.comment_on_words(review=review, start=start, end=end, body="?", client_key=keys[-1])
    reviewing.publish_review(review=review)
    replied, resolved, changed, _open = (review.comments.get(client_key=key) for key in keys)
    reply_to_comment(comment=replied, author=desk.enrolment.candidate.user, body="By another.", client_key=uuid.uuid4())
    reply_to_comment(comment=replied, author=intro.enrolment.candidate.user, body="Done.", client_key=uuid.uuid4())
    reviewing.resolve_comment(comment=resolved, user=intro.enrolment.candidate.user)
    factories.make_version(intro, text=first.text.replace(changed.quote, ""), submitted_at=NOW - timedelta(days=2))

    assert row(desk).reasons == (
        "waits 2 days",
        "second version",
        "3 of your 4 comments answered",
        "you read version 1",
    )


def test_row_tells_which_version_one_read_and_until_when_it_is_put_off(desk: Desk) -> None:
    intro = waiting(desk, "Carl", days=5, versions=3)
    note_reading(coach=desk.coach, version=intro.versions.get(number=2))
    put_off(coach=desk.coach, intros=[type(intro).objects.get()], until=NOW + timedelta(days=4))

    assert row(desk, state="put_off").reasons == (
        "put off until 20 September", "waits 5 days", "third version", "you read version 2",
    )  # fmt: skip


def test_drafts_of_an_absent_coach_go_to_the_stand_in(desk: Desk) -> None:
    ben, ana = colleague(desk, "Ben"), colleague(desk, "Ana")
    enrolment = factories.make_enrolment(desk.cohort, factories.make_candidate("Bens"), ben)
    factories.make_version(factories.make_intro(enrolment), submitted_at=NOW - timedelta(days=1))
    waiting(desk, "Mine", days=3)
    absence = Absence.objects.create(
        coach=ben,
        stand_in=desk.coach,
        first_day=NOW.date() - timedelta(days=1),
        last_day=NOW.date() + timedelta(days=2),
    )

    def queues() -> list[list[str]]:
        return [
            [one.candidate for one in queue_page(user=coach.user, filters=QueueFilters(), now=NOW).rows]
            for coach in (desk.coach, ben, ana)
        ]

    assert queues() == [["Mine", "Bens"], [], []]
    assert row(desk, words="bens").reasons[-1] == "for Ben, away until 18 September"
    assert [one.candidate for one in coach_home(user=desk.coach.user, now=NOW).first] == ["Mine", "Bens"]
    away = coach_home(user=ben.user, now=NOW).away
    assert away is not None
    assert (away.last_day, away.stand_in) == (absence.last_day, "Maya Coach")
    back = NOW + timedelta(days=3)
    assert queue_page(user=ben.user, filters=QueueFilters(), now=back).total == 1


@pytest.mark.parametrize("why", ["away too", "left the cohort", "switched off", "nobody"])
def test_drafts_stay_with_an_absent_coach_whose_stand_in_cannot_answer(desk: Desk, why: str) -> None:
    ben = colleague(desk, "Ben")
    waiting(desk, "Mine", days=1)
    days = {"first_day": NOW.date(), "last_day": NOW.date()}
    Absence.objects.create(coach=desk.coach, stand_in=None if why == "nobody" else ben, **days)
    if why == "away too":
        Absence.objects.create(coach=ben, **days)
    elif why == "left the cohort":
        desk.cohort.coaches.remove(ben)
    elif why == "switched off":
        ben.user.is_active = False
        ben.user.save()

    assert asked(desk) == ["Mine"]


def test_row_says_who_is_reviewing_it_and_the_next_draft_is_another(desk: Desk) -> None:
    ana = colleague(desk, "Ana")
    first, second, third = (waiting(desk, name, days=9 - n) for n, name in enumerate(["First", "Second", "Third"]))
    take_lease(intro=second, coach=ana, now=NOW)
    take_lease(intro=third, coach=desk.coach, now=NOW)

    page = queue_page(user=desk.coach.user, filters=QueueFilters(assigned=ALL), now=NOW)
    assert [one.reviewing for one in page.rows] == ["", "Ana", ""]
    assert next_waiting(user=desk.coach.user, filters=QueueFilters(), after=first, now=NOW) == (third.pk, 1)
    later = NOW + timedelta(seconds=121)
    assert next_waiting(user=desk.coach.user, filters=QueueFilters(), after=first, now=later) == (second.pk, 1)


def test_pages_follow_each_other_without_a_gap_whatever_the_order_is_made_of(desk: Desk) -> None:
    for n in range(70):
        waiting(desk, f"P{n}", days=n % 7, interview_in=n % 5 or None)
    for intro in type(desk.intro).objects.order_by("pk")[:20]:
        factories.make_review(intro.versions.get(), desk.coach)
    filters, seen, after = QueueFilters(state="all"), [], ""
    while True:
        page = queue_page(user=desk.coach.user, filters=filters, after=after, now=NOW)
        seen += [one.intro_id for one in page.rows]
        after = page.after
        if not after:
            break
    assert len(seen) == len(set(seen)) == 70
    back = [one.intro_id for one in page.rows]
    while page.before:
        page = queue_page(user=desk.coach.user, filters=filters, before=page.before, now=NOW)
        back = [one.intro_id for one in page.rows] + back
    assert back == seen
