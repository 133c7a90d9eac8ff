"""An introduction begun by mistake is deleted, one that is over is put away: it waits for nobody, and comes back."""

from typing import Any

import pytest

from cohorts.models import Intro
from cohorts.services import put_away, save_working_copy
from feedback.reports.candidate import home
from tests.factories import make_review, make_version
from tests.feedback.candidate.conftest import People

pytestmark = pytest.mark.django_db


def test_without_a_version_it_is_deleted_with_what_was_written(signed_in: Any, people: People) -> None:
    save_working_copy(intro=people.intro, text="Never mind this.", revision=0)
    client, base = signed_in(people.writer), f"/intros/{people.intro.pk}/"
    page = client.get(f"{base}edit/").content.decode()
    assert ("Never mind this." in page, "Put it away" in page) == (True, False)
    assert "is deleted." in client.post(f"{base}delete/", follow=True).content.decode()
    assert not Intro.objects.exists()


def test_with_a_version_it_is_not_deleted(signed_in: Any, people: People) -> None:
    make_version(people.intro)
    client, base = signed_in(people.writer), f"/intros/{people.intro.pk}/"
    assert "Delete this introduction" not in client.get(f"{base}edit/").content.decode()
    assert "You can put it away." in client.post(f"{base}delete/", follow=True).content.decode()
    assert Intro.objects.count() == 1


def test_put_away_it_leaves_queue_and_home_and_comes_back_as_it_was(signed_in: Any, people: People) -> None:
    make_version(people.intro)
    since = Intro.objects.get().waiting_since
    client, base = signed_in(people.writer), f"/intros/{people.intro.pk}/"
    coach = signed_in(people.maya.user)
    client.post(f"{base}put-away/", {"is_put_away": "on"})
    assert Intro.objects.get().waiting_since is None
    assert "Nothing waits for you" in coach.get("/queue/").content.decode()
    (card,) = home(user=people.writer)
    assert (card.is_put_away, card.turn) == (True, "nobody")
    page = client.get("/mine/").content.decode()
    assert ("1 put away" in page, "Take it out again" in page) == (True, True)
    assert client.get(f"{base}write/")["Location"] == base
    assert "Take it out again" in client.get(base).content.decode()
    client.post(f"{base}put-away/", {"is_put_away": ""})
    assert Intro.objects.get().waiting_since == since
    assert "Cato Reed" in coach.get("/queue/").content.decode()


def test_an_answer_meanwhile_counts_and_a_new_version_takes_it_out(people: People) -> None:
    first = make_version(people.intro)
    put_away(intro=people.intro)
    make_review(first, people.maya)
    assert Intro.objects.get().waiting_since is None
    put_away(intro=people.intro, is_put_away=False)
    assert Intro.objects.get().waiting_since is None  # it was answered
    put_away(intro=people.intro)
    second = make_version(people.intro)
    taken_out = Intro.objects.get()
    assert (taken_out.is_put_away, taken_out.waiting_since) == (False, second.submitted_at)


def test_it_is_its_writers_alone(signed_in: Any, people: People) -> None:
    for stranger in (people.maya.user, people.otto.user, people.nora.user):
        for name in ("delete", "put-away"):
            assert signed_in(stranger).post(f"/intros/{people.intro.pk}/{name}/").status_code == 404
    assert not Intro.objects.get().is_put_away
