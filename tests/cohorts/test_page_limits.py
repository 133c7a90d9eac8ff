"""How often pages may be written to, and that nothing of them stays in a browser."""

from collections.abc import Callable

import pytest
import time_machine
from django.test import Client
from pytest_django import Settings

from cohorts.models import Intro, User
from tests.factories import make_candidate, make_cohort, make_enrolment, make_intro

SignIn = Callable[[User], Client]

pytestmark = pytest.mark.django_db
JSON = "application/json"


@pytest.fixture
def intro() -> Intro:
    return make_intro(make_enrolment(make_cohort(), make_candidate("Bob")))


def save(client: Client, intro: Intro, text: str, revision: int) -> int:
    body = {"text": text, "revision": revision}
    return int(client.post(f"/intros/{intro.pk}/save/", body, content_type=JSON).status_code)


def test_a_person_writes_so_often_a_minute_and_again_in_the_next(
    signed_in: SignIn, settings: Settings, intro: Intro
) -> None:
    settings.WRITES_A_MINUTE = 2
    bob, other = intro.enrolment.candidate.user, make_candidate("Cid").user
    client = signed_in(bob)
    with time_machine.travel("2026-03-02 08:00:50Z", tick=False):
        assert [save(client, intro, text, number) for number, text in enumerate("ab")] == [200, 200]
        refused = client.post(f"/intros/{intro.pk}/save/", {"text": "c", "revision": 2}, content_type=JSON)
        assert (refused.status_code, refused["Content-Type"]) == (429, "application/problem+json")
        assert (refused["Retry-After"], refused.json()["code"]) == ("10", "throttled")
        assert refused.json()["detail"].startswith("These were more changes in a minute than hands can make.")
        page = client.post("/me/", {"name": "New"})
        assert (page.status_code, "A moment, please" in page.text) == (429, True)
        assert client.get("/mine/").status_code == 200
        assert signed_in(other).post("/me/", {"name": "Cid", "time_zone": "UTC", "digest_hour": 8}).status_code == 302
    intro.refresh_from_db()
    assert intro.working_text == "b"
    with time_machine.travel("2026-03-02 08:01:00Z", tick=False):
        assert save(client, intro, "c", 2) == 200


def test_strangers_are_counted_by_their_address(client: Client, settings: Settings) -> None:
    settings.STRANGER_WRITES_A_MINUTE = 1
    asked = {"email": "nobody@example.org"}
    with time_machine.travel("2026-03-02 08:00:00Z", tick=False):
        answers = [client.post("/password/", asked).status_code for _ in range(2)]
        elsewhere = client.post("/password/", asked, REMOTE_ADDR="192.0.2.7").status_code
    assert (answers, elsewhere) == ([302, 429], 302)


def test_pages_of_somebody_signed_in_are_not_kept(signed_in: SignIn, intro: Intro) -> None:
    client = signed_in(intro.enrolment.candidate.user)
    for path in ("/mine/", "/me/", f"/intros/{intro.pk}/", "/nothing-here/", "/api/v1/intros/"):
        assert "no-store" in client.get(path)["Cache-Control"], path
    assert "no-store" not in Client().get("/password/").get("Cache-Control", "")
