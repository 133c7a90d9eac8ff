"""What is done to many drafts at once, and taken back."""

import re
from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cohorts.models import Absence, Coach, Intro, User
from feedback.models import Review
from feedback.services.desk import note_reading
from feedback.services.holding import hold_review
from tests import factories
from tests.feedback.coach.conftest import Desk

SignIn = Callable[[User], Client]


@pytest.fixture
def client(desk: Desk, signed_in: SignIn) -> Client:
    return signed_in(desk.coach.user)


@pytest.fixture
def intros(desk: Desk) -> list[Intro]:
    """Of Carl, Berta and Dora; Berta's has two versions."""
    others = [
        factories.make_intro(factories.make_enrolment(desk.cohort, factories.make_candidate(name), desk.coach))
        for name in ("Berta", "Dora")
    ]
    for intro in (others[0], others[0], others[1]):
        factories.make_version(intro)
    return [desk.intro, *others]


def act(client: Client, name: str, intros: list[Intro], **fields: object) -> str:
    """The page that one is led to."""
    data = {"act": name, "intros": [intro.pk for intro in intros], "back": "assigned=all", **fields}
    answer = client.post(reverse("feedback:queue_bulk"), data, follow=True)
    assert answer.redirect_chain == [("/queue/?assigned=all", 302)]
    return answer.content.decode()


def take_back(client: Client, page: str) -> str:
    token = re.search(r'name="token" value="([^"]+)"', page)
    assert token is not None
    data = {"token": token[1], "back": "assigned=all"}
    return client.post(reverse("feedback:queue_undo"), data, follow=True).content.decode()


def test_reading_marks_the_latest_versions_and_undo_brings_back_what_was_read(
    desk: Desk, client: Client, intros: list[Intro]
) -> None:
    note_reading(coach=desk.coach, version=intros[1].versions.get(number=1))
    before = set(desk.coach.readings.values_list("intro", "number", "read_at", "earlier_number"))

    page = act(client, "read", intros)

    assert "Marked as read: Berta, Carl Candidate, Dora." in page
    assert set(desk.coach.readings.values_list("intro", "number", "earlier_number")) == {
        (intros[0].pk, 1, None), (intros[1].pk, 2, 1), (intros[2].pk, 1, None),
    }  # fmt: skip
    assert "Undone." in take_back(client, page)
    assert set(desk.coach.readings.values_list("intro", "number", "read_at", "earlier_number")) == before


def test_putting_off_lasts_until_the_day_begins_and_can_be_taken_back(
    desk: Desk, client: Client, intros: list[Intro]
) -> None:
    desk.coach.user.time_zone = "Europe/Berlin"
    desk.coach.user.save()
    day = timezone.localdate() + timedelta(days=3)

    page = act(client, "put_off", intros[:2], until=day.isoformat())

    assert page.count("data-row") == 1
    begins = datetime.combine(day, time(0), tzinfo=ZoneInfo("Europe/Berlin"))
    assert [snooze.until for snooze in desk.coach.snoozes.all()] == [begins, begins]
    assert take_back(client, page).count("data-row") == 3
    assert desk.coach.snoozes.count() == 0

    act(client, "put_off", intros[:2], until=day.isoformat())
    page = act(client, "bring_back", intros)
    assert ("They wait again: Berta, Carl Candidate." in page, page.count("data-row")) == (True, 3)
    assert take_back(client, page).count("data-row") == 1
    assert [snooze.until for snooze in desk.coach.snoozes.all()] == [begins, begins]
    assert "None of these is put off." in act(client, "bring_back", intros[2:])


@pytest.mark.parametrize("until", ["", "2001-01-01", "soon", "9999-12-31"])
def test_putting_off_needs_a_day_to_come(desk: Desk, client: Client, intros: list[Intro], until: str) -> None:
    page = act(client, "put_off", intros, until=until)

    assert (page.count("data-row"), desk.coach.snoozes.count(), 'data-level="warning"' in page) == (3, 0, True)


def test_assigning_goes_to_coaches_of_the_cohort_and_undo_leaves_later_changes(
    desk: Desk, client: Client, intros: list[Intro]
) -> None:
    ben, stranger = factories.make_coach("Ben"), factories.make_coach("Sam")
    desk.cohort.coaches.add(ben)
    factories.make_cohort(desk.coach, stranger)

    def coaches() -> list[Coach | None]:
        return [Intro.objects.get(pk=intro.pk).enrolment.coach for intro in intros]

    assert "Only a coach of the cohort can be assigned" in act(client, "assign", intros, coach=stranger.pk)
    assert "Choose whom to assign them to." in act(client, "assign", intros, coach=factories.make_coach().pk)
    assert coaches() == [desk.coach] * 3

    today = timezone.now().date()
    Absence.objects.create(coach=ben, first_day=today, last_day=today)
    page = act(client, "assign", intros, coach=ben.pk)
    assert (coaches(), f"Ben is away until {today.day} " in page) == ([ben] * 3, True)
    desk.enrolment.coach = None
    desk.enrolment.save()
    take_back(client, page)
    assert coaches() == [None, desk.coach, desk.coach]


def test_releasing_asks_with_names_and_counts_first(desk: Desk, client: Client, intros: list[Intro]) -> None:
    for intro in intros[:2]:
        version = intro.versions.latest("number")
        hold_review(review=factories.make_review(version, desk.coach, published=False))
    ids = [intro.pk for intro in intros]

    asking = client.post(reverse("feedback:queue_bulk"), {"act": "release", "intros": ids}).content.decode()

    assert "Release 2 reviews?" in asking
    assert re.findall(r"<li>(\w+)", asking.split('class="release"')[1]) == ["Berta", "Carl"]
    assert set(Review.objects.values_list("status", flat=True)) == {"held"}
    page = act(client, "release", intros, is_confirmed="1")
    assert "Released: Berta, Carl Candidate can read your answers now." in page
    assert set(Review.objects.values_list("status", flat=True)) == {"published"}
    assert "None of these has a review of yours that is held back." in act(client, "release", intros)


def test_what_one_may_not_see_counts_as_not_ticked(desk: Desk, signed_in: SignIn, intros: list[Intro]) -> None:
    stranger = factories.make_coach("Sam Stranger")
    factories.make_cohort(stranger)
    client = signed_in(stranger.user)

    asked: dict[str, dict[str, Any]] = {
        "read": {},
        "put_off": {"until": "2099-01-01"},
        "bring_back": {},
        "assign": {"coach": stranger.pk},
    }
    for name, fields in asked.items():
        page = act(client, name, intros, **fields)
        assert "Carl" not in page
    assert (stranger.readings.count(), stranger.snoozes.count()) == (0, 0)
    assert desk.intro.enrolment.coach == desk.coach


@pytest.mark.parametrize("data", [{}, {"act": "read"}, {"act": "read", "intros": "x"}, {"act": "x", "intros": "1"}])
def test_nonsense_changes_nothing_and_is_said(desk: Desk, client: Client, data: dict[str, str]) -> None:
    answer = client.post(reverse("feedback:queue_bulk"), {**data, "back": "//evil.example/?a=1\n"}, follow=True)

    assert answer.redirect_chain[0][0].startswith("/queue/?")
    assert 'data-level="warning"' in answer.content.decode()


def test_an_undo_is_for_whom_it_was_made(desk: Desk, client: Client, signed_in: SignIn, intros: list[Intro]) -> None:
    page = act(client, "read", intros)
    other = factories.make_coach()
    desk.cohort.coaches.add(other)
    token = re.search(r'name="token" value="([^"]+)"', page)
    assert token is not None

    assert signed_in(other.user).post(reverse("feedback:queue_undo"), {"token": token[1]}).status_code == 404
    assert (
        "cannot be undone"
        in client.post(reverse("feedback:queue_undo"), {"token": token[1][:-1]}, follow=True).content.decode()
    )
    assert desk.coach.readings.count() == 3
