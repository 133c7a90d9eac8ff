"""Signing in by e-mail, being locked out, and the demo's one click."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from cohorts.models import User
from tests.factories import (
    PASSWORD,
    make_admin,
    make_candidate,
    make_coach,
    make_cohort,
    make_enrolment,
    make_intro,
    make_review,
    make_user,
    make_version,
)

pytestmark = pytest.mark.django_db
SIGN_IN = "/sign-in/"


def test_sign_in_takes_the_address_in_any_case(client: Client) -> None:
    user = make_user("Ann", email="ann@example.org")
    answer = client.post(SIGN_IN, {"username": "Ann@Example.org", "password": PASSWORD})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.session["_auth_user_id"] == str(user.pk)


def test_sign_in_leads_on_to_where_one_was_going_but_never_elsewhere(client: Client) -> None:
    make_user(email="ann@example.org")
    credentials = {"username": "ann@example.org", "password": PASSWORD}
    assert client.post(SIGN_IN, {**credentials, "next": "/me/"})["Location"] == "/me/"
    client.logout()
    assert client.post(SIGN_IN, {**credentials, "next": "https://evil.example/"})["Location"] == "/"


def test_sign_in_with_a_wrong_password_says_so_in_one_sentence(client: Client) -> None:
    make_user(email="ann@example.org")
    page = client.post(SIGN_IN, {"username": "ann@example.org", "password": "wrong"}).content.decode()
    assert "This e-mail address and password do not go together. Check both and try again." in page
    assert "_auth_user_id" not in client.session


def test_sign_in_after_ten_wrong_passwords_is_closed_for_this_address_alone(client: Client) -> None:
    make_user(email="ann@example.org")
    make_user(email="bob@example.org")
    for _ in range(10):
        answer = client.post(SIGN_IN, {"username": "ann@example.org", "password": "wrong"})
    assert answer.status_code == 429
    assert "Too many wrong passwords" in answer.content.decode()
    assert client.post(SIGN_IN, {"username": "ann@example.org", "password": PASSWORD}).status_code == 429
    assert client.post(SIGN_IN, {"username": "bob@example.org", "password": PASSWORD}).status_code == 302


def test_wrong_passwords_count_together_however_the_address_is_written(client: Client) -> None:
    make_user(email="ann@example.org")
    for name in ("ann", "Ann", "ANN", "aNn", "anN") * 2:
        client.post(SIGN_IN, {"username": f"{name}@example.org", "password": "wrong"})
    assert client.post(SIGN_IN, {"username": "ann@example.org", "password": PASSWORD}).status_code == 429


def test_behind_a_proxy_a_stranger_locks_out_themselves_alone(client: Client, settings: Settings) -> None:
    settings.REST_FRAMEWORK = settings.REST_FRAMEWORK | {"NUM_PROXIES": 1}
    make_user(email="ann@example.org")
    for number in range(10):  # what a client says of itself, before the proxy's word, does not count
        far = {"X-Forwarded-For": f"198.51.100.{number}, 203.0.113.9"}
        client.post(SIGN_IN, {"username": "ann@example.org", "password": "wrong"}, headers=far)
    codes = [
        client.post(
            SIGN_IN, {"username": "ann@example.org", "password": PASSWORD}, headers={"X-Forwarded-For": place}
        ).status_code
        for place in ("203.0.113.9", "203.0.113.7")
    ]
    assert codes == [429, 302]


def test_sign_in_of_somebody_switched_off_is_refused(client: Client) -> None:
    make_user(email="ann@example.org", is_active=False)
    client.post(SIGN_IN, {"username": "ann@example.org", "password": PASSWORD})
    assert "_auth_user_id" not in client.session


def test_pages_send_a_stranger_to_the_sign_in_page(client: Client) -> None:
    assert client.get("/me/")["Location"] == "/sign-in/?next=/me/"


def test_sign_out_is_a_post(client: Client) -> None:
    client.force_login(make_user(), backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/sign-out/").status_code == 405
    assert client.post("/sign-out/")["Location"] == SIGN_IN
    assert "_auth_user_id" not in client.session


@pytest.fixture
def people() -> dict[str, User]:
    """A busy coach and an idle one, a candidate with an answer and one without, an admin."""
    admin = make_admin()
    busy, _idle = make_coach("Busy"), make_coach("Idle")
    cohort = make_cohort(busy)
    answered, quick = make_candidate("Answered"), make_candidate("Quick")
    intro = make_intro(make_enrolment(cohort, answered, busy))
    make_review(make_version(intro), busy)
    for _ in range(3):
        make_version(make_intro(make_enrolment(cohort, quick, busy)))
    return {"admin": admin, "coach": busy.user, "candidate": answered.user}


@pytest.mark.parametrize("who", ["coach", "candidate", "admin"])
def test_demo_enter_picks_somebody_with_much_to_see(
    who: str, people: dict[str, User], client: Client, settings: Settings
) -> None:
    settings.DEMO = True
    assert client.post(reverse("cohorts:demo_enter", args=[who]))["Location"] == "/"
    assert client.session["_auth_user_id"] == str(people[who].pk)


def test_demo_enter_does_not_exist_outside_a_demo(people: dict[str, User], client: Client, settings: Settings) -> None:
    settings.DEMO = False
    assert client.post("/enter/admin/").status_code == 404
    assert "_auth_user_id" not in client.session
    assert "Enter as" not in client.get(SIGN_IN).content.decode()


def test_demo_enter_needs_a_post_and_a_known_role(people: dict[str, User], client: Client, settings: Settings) -> None:
    settings.DEMO = True
    assert client.get("/enter/coach/").status_code == 405
    assert client.post("/enter/sponsor/").status_code == 404
    assert "Enter as coach" in client.get(SIGN_IN).content.decode()
