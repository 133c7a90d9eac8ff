"""A coach's desk: the order of their queue, their views of it, days away."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from cohorts.models import Absence, User
from feedback.models import SavedView
from feedback.reports.queue import Weights, weights_of
from feedback.services.desk import MAX_VIEWS, save_view
from tests import factories
from tests.feedback.coach.conftest import Desk

SignIn = Callable[[User], Client]


@pytest.fixture
def client(desk: Desk, signed_in: SignIn) -> Client:
    return signed_in(desk.coach.user)


def post(client: Client, route: str, *args: object, **fields: object) -> str:
    return client.post(reverse(f"feedback:{route}", args=args), fields, follow=True).content.decode()


def test_weights_are_kept_and_go_back_to_the_beginning(desk: Desk, client: Client) -> None:
    weights = {"interview_days": 3, "again_days": 2, "first_days": 0, "weak_days": 60}

    assert "ordered like this now" in post(client, "desk_order", **weights)
    assert weights_of(desk.coach.user) == Weights(3, 2, 0, 60)
    assert "less than or equal to 60" in post(client, "desk_order", **weights | {"weak_days": 61})
    assert weights_of(desk.coach.user) == Weights(3, 2, 0, 60)
    post(client, "desk_order", reset="1")
    assert weights_of(desk.coach.user) == Weights(5, 0, 0, 0)


def test_a_view_keeps_what_can_be_asked_for_and_is_counted(desk: Desk, client: Client) -> None:
    asked = "q=nurse&assigned=all&state=lost&waits=-3&after=1.0_1_1&evil=%3Cb%3E"

    page = post(client, "view_new", name=" Nurses ", query=asked)

    view = SavedView.objects.get()
    assert (view.name, view.query) == ("Nurses", "q=nurse&assigned=all")
    assert "Kept as “Nurses”." in page
    assert 'aria-current="page">Nurses <span class="badge nums">1</span>' in page
    assert "Keep as a view" not in page


def test_views_are_renamed_deleted_and_named_once(desk: Desk, client: Client) -> None:
    old, new = (save_view(coach=desk.coach, name=name, query="waits=5") for name in ("Old", "New"))

    assert "You have a view called “New” already." in post(client, "view_change", old.pk, name="New")
    assert "It is called “Older” now." in post(client, "view_change", old.pk, name="Older")
    assert "This field is required" in post(client, "view_change", old.pk, name=" ")
    assert "Deleted: “New”." in post(client, "view_change", new.pk, delete="1")
    assert [view.name for view in desk.coach.saved_views.all()] == ["Older"]


def test_views_are_as_many_as_one_can_look_at(desk: Desk, client: Client) -> None:
    for number in range(MAX_VIEWS):
        save_view(coach=desk.coach, name=str(number), query="")

    assert f"You have {MAX_VIEWS} views already" in post(client, "view_new", name="More", query="")
    assert desk.coach.saved_views.count() == MAX_VIEWS


def test_days_away_are_kept_shown_to_both_and_taken_out(desk: Desk, client: Client, signed_in: SignIn) -> None:
    ben = factories.make_coach("Ben")
    desk.cohort.coaches.add(ben)
    today = timezone.now().date()
    days = {"first_day": today - timedelta(days=1), "last_day": today + timedelta(days=2)}

    page = post(client, "absence_new", **days, stand_in=ben.pk)
    assert ("Ben stands in" in page, "Ben does not coach" in page) == (True, False)
    factories.make_cohort(desk.coach, name="Winter")
    page = client.get(reverse("feedback:desk")).content.decode()
    assert "Ben does not coach Winter: those drafts wait for you." in page
    assert "for Maya Coach" in signed_in(ben.user).get(reverse("feedback:desk")).content.decode()
    assert "You are away until" in client.get(reverse("feedback:queue")).content.decode()
    assert "in another absence already" in post(client, "absence_new", **days)
    absence = Absence.objects.get()
    post(client, "absence_end", absence.pk)
    absence.refresh_from_db()
    assert absence.last_day == today - timedelta(days=1)
    later = {"first_day": today + timedelta(days=9), "last_day": today + timedelta(days=9)}
    post(client, "absence_new", **later)
    post(client, "absence_end", Absence.objects.get(first_day=later["first_day"]).pk)
    assert Absence.objects.count() == 1


@pytest.mark.parametrize(
    ("first", "last", "stand_in", "said"),
    [
        (date(2030, 5, 3), date(2030, 5, 1), "", "The last day is not before the first."),
        (date(2030, 5, 1), "", "", "This field is required."),
        (date(2030, 5, 1), date(2030, 5, 3), "stranger", "Select a valid choice"),
        (date(2030, 5, 1), date(2030, 5, 3), "self", "Select a valid choice"),
    ],
)
def test_days_away_that_cannot_be_are_refused(
    desk: Desk, client: Client, first: date, last: date, stand_in: str, said: str
) -> None:
    people = {"": "", "stranger": factories.make_coach().pk, "self": desk.coach.pk}

    assert said in post(client, "absence_new", first_day=first, last_day=last, stand_in=people[stand_in])
    assert Absence.objects.count() == 0


@pytest.mark.parametrize("rows", [1, 12])
@pytest.mark.once
def test_desk_takes_the_same_queries_for_one_row_and_for_twelve(
    desk: Desk, client: Client, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(rows):
        save_view(coach=desk.coach, name=str(number), query="")
        day = date(2031, 1, 1) + timedelta(days=number)
        Absence.objects.create(coach=desk.coach, stand_in=factories.make_coach(), first_day=day, last_day=day)

    # session, user, profiles; weights, views, absences, own cohorts and the stand-ins' of them, stood in, colleagues
    with django_assert_num_queries(11):
        assert client.get(reverse("feedback:desk")).content.decode().count("I am here") == rows


def test_admins_set_a_coachs_days_away(desk: Desk, signed_in: SignIn) -> None:
    ben = factories.make_coach("Ben")
    client, url = signed_in(factories.make_admin()), reverse("admin:cohorts_coach_change", args=[desk.coach.pk])
    rows = {"absences-TOTAL_FORMS": "1", "absences-INITIAL_FORMS": "0", "absences-0-coach": desk.coach.pk}
    days = {"absences-0-first_day": "2030-05-01", "absences-0-last_day": "2030-05-03", "absences-0-stand_in": ben.pk}

    assert client.post(url, rows | days)["Location"] == reverse("admin:cohorts_coach_changelist")
    assert [(str(row), row.stand_in) for row in Absence.objects.all()] == [("Maya Coach: 2030-05-01 – 2030-05-03", ben)]
    assert "in another absence already" in client.post(url, rows | days).content.decode()
