"""Tokens: shown once, stored hashed, with scopes and an end, revoked at any time."""

import base64
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from cohorts.models import ApiToken, Candidate, User
from tests.api.conftest import Place
from tests.factories import (
    PASSWORD,
    make_admin,
    make_coach,
    make_enrolment,
    make_token,
    make_user,
    make_version,
)

pytestmark = pytest.mark.django_db
TOKENS = "/api/v1/tokens/"


def basic(email: str, password: str = PASSWORD) -> dict[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(f"{email}:{password}".encode()).decode()}


def test_a_token_made_with_a_password_opens_the_api_until_revoked() -> None:
    user = make_coach("Alice").user
    client = APIClient()
    made = client.post(TOKENS, headers=basic(user.email.upper()))
    token = made.json()["token"]
    bearer = {"Authorization": f"Bearer {token}"}
    assert made.status_code == 201
    assert token not in {value for row in ApiToken.objects.values_list("digest", "token_key") for value in row}
    listed = client.get(TOKENS, headers=bearer).json()["results"]
    assert [sorted(row) for row in listed] == [["created_at", "expires_at", "id", "last_used_at", "name", "scopes"]]
    assert client.delete(f"{TOKENS}{listed[0]['id']}/", headers=bearer).status_code == 204
    assert client.get(TOKENS, headers=bearer).status_code == 401


def test_a_token_ends() -> None:
    token = APIClient().post(TOKENS, headers=basic(make_user("Alice").email)).json()["token"]
    with time_machine.travel(timezone.now() + timedelta(days=91)):
        answer = APIClient().get("/api/v1/cohorts/", headers={"Authorization": f"Bearer {token}"})
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")


def test_a_person_has_twenty_tokens_at_most_and_those_that_ended_do_not_count() -> None:
    user = make_user("Alice")
    ApiToken.objects.bulk_create(
        ApiToken(user=user, digest=str(number), expiry=timezone.now() + timedelta(days=number)) for number in range(20)
    )
    made = [APIClient().post(TOKENS, headers=basic(user.email)) for _ in range(2)]
    assert [answer.status_code for answer in made] == [201, 400]
    assert made[1].json()["detail"] == "You have 20 tokens, and more are not kept: revoke one first."
    assert ApiToken.objects.filter(user=user).count() == 20


def test_a_token_makes_no_token() -> None:
    token = APIClient().post(TOKENS, headers=basic(make_user("Alice").email)).json()["token"]
    answer = APIClient().post(TOKENS, headers={"Authorization": f"Bearer {token}"})
    assert (answer.status_code, ApiToken.objects.count()) == (401, 1)


def test_nobody_sees_or_revokes_anothers_token() -> None:
    for name in ("Alice", "Bob"):
        APIClient().post(TOKENS, headers=basic(make_user(name, email=f"{name}@example.org").email))
    alices = ApiToken.objects.get(user__name="Alice")
    bob = APIClient()
    bob.force_login(ApiToken.objects.get(user__name="Bob").user, backend="django.contrib.auth.backends.ModelBackend")
    assert [row["id"] for row in bob.get(TOKENS).json()["results"]] != [alices.token_key]
    assert bob.delete(f"{TOKENS}{alices.token_key}/").status_code == 404
    assert ApiToken.objects.filter(pk=alices.pk).exists()


def test_ten_wrong_passwords_shut_the_door() -> None:
    user = make_user("Alice")
    codes = [APIClient().post(TOKENS, headers=basic(user.email, "wrong")).status_code for _ in range(9)]
    assert codes == [401] * 9
    shut = [APIClient().post(TOKENS, headers=basic(user.email, word)) for word in ("wrong", PASSWORD)]
    assert [answer.status_code for answer in shut] == [429, 429]
    assert shut[1].json()["detail"] == "Too many wrong passwords. Try again later."
    assert ApiToken.objects.count() == 0


def test_an_inactive_person_gets_none() -> None:
    user = make_user("Alice")
    token = APIClient().post(TOKENS, headers=basic(user.email)).json()["token"]
    user.is_active = False
    user.save(update_fields=["is_active"])
    assert APIClient().post(TOKENS, headers=basic(user.email)).status_code == 401
    assert APIClient().get(TOKENS, headers={"Authorization": f"Bearer {token}"}).status_code == 401


def test_a_token_is_made_for_what_it_is_needed_for() -> None:
    user, now = make_user("Alice"), timezone.now()
    asked = {"name": " Notebook ", "scopes": ["write"], "expires_at": (now + timedelta(days=3)).isoformat()}
    client = APIClient()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    made = client.post(TOKENS, asked, format="json").json()
    assert (made["name"], made["scopes"], made["last_used_at"]) == ("Notebook", ["read", "write"], None)
    assert made["token"].startswith("ch_")
    assert ApiToken.objects.get().expiry == now + timedelta(days=3)
    assert client.post(TOKENS).json()["scopes"] == ["read"]
    again = client.post(TOKENS, asked, format="json")
    assert (again.status_code, again.json()["code"]) == (400, "token_name_taken")
    for ends in (now, now + timedelta(days=400)):
        late = client.post(TOKENS, {"expires_at": ends.isoformat()}, format="json")
        assert (late.status_code, late.json()["code"]) == (400, "token_ends_too_late")


@pytest.mark.parametrize("scopes", [["read"], ["write"], ["review"], ["admin"], ["write", "review"]])
def test_a_token_does_what_its_scopes_say(scopes: list[str], place: Place) -> None:
    """Each by somebody who may do it all: only the scope stands between them and it."""
    coach = place.alice
    coach.user.is_staff = True
    coach.user.save()
    Candidate.objects.create(user=coach.user)
    version, enrolment = make_version(place.intro), make_enrolment(place.cohort, coach.user.candidate)
    client = APIClient(headers={"Authorization": f"Bearer {make_token(coach.user, *scopes)[1]}"})
    asked = {
        "read": client.get("/api/v1/intros/"),
        "write": client.post("/api/v1/intros/", {"enrolment": enrolment.pk, "role": "Engineer"}, format="json"),
        "review": client.post("/api/v1/reviews/", {"version": version.pk}, format="json"),
    }
    refused = {name: answer for name, answer in asked.items() if answer.status_code == 403}
    assert set(asked) - set(refused) == {"read", *scopes} - {"admin"}
    for name, answer in refused.items():
        assert answer.json()["code"] == "insufficient_scope"
        assert answer.json()["detail"] == f"This token may not do that: it lacks the scope {name}."
        assert answer["WWW-Authenticate"] == f'Bearer error="insufficient_scope", scope="{name}"'


def test_a_token_revokes_itself_alone() -> None:
    user = make_user("Alice")
    (one, secret), (other, _secret) = make_token(user, "read"), make_token(user)
    client = APIClient(headers={"Authorization": f"Bearer {secret}"})
    refused = client.delete(f"{TOKENS}{other.token_key}/")
    assert (refused.status_code, refused.json()["code"]) == (403, "permission_denied")
    assert client.delete(f"{TOKENS}{one.token_key}/").status_code == 204
    assert list(ApiToken.objects.all()) == [other]


def test_its_last_use_is_written_once_a_minute() -> None:
    token, secret = make_token(make_user("Alice"), "read")
    client = APIClient(headers={"Authorization": f"Bearer {secret}"})
    start = timezone.now()
    seen = []
    for seconds in (0, 59, 61, 100, 130):
        with time_machine.travel(start + timedelta(seconds=seconds), tick=False):
            assert client.get("/api/v1/cohorts/").status_code == 200
        used_at = ApiToken.objects.get(pk=token.pk).last_used_at
        assert used_at is not None
        seen.append(round((used_at - start).total_seconds()))
    assert seen == [0, 0, 61, 61, 130]


@pytest.mark.parametrize("said", ["Bearer \xff\xfe", "Bearer \x00", "Bearer ch_nonsense", "Bearer", "Bearer a b"])
def test_a_token_that_is_none(said: str) -> None:
    answer = APIClient().get("/api/v1/cohorts/", headers={"Authorization": said})
    assert (answer.status_code, answer["Content-Type"]) == (401, "application/problem+json")


def test_the_page_shows_a_secret_once_and_asks_before_it_revokes(signed_in: Callable[[User], Client]) -> None:
    user = make_coach("Alice").user
    client = signed_in(user)
    assert "You have none." in client.get("/me/tokens/").content.decode()
    made = client.post("/me/tokens/", {"name": "Notebook", "may_review": "on", "days": "30"}).content.decode()
    secret = re.findall(r'value="(ch_[0-9a-f]{61,64})"', made)
    assert len(secret) == 1
    token = ApiToken.objects.get()
    assert token.expiry is not None
    assert (token.name, token.scopes) == ("Notebook", ["read", "review"])
    assert round((token.expiry - token.created) / timedelta(days=1)) == 30
    page = client.get("/me/tokens/").content.decode()
    assert secret[0] not in page
    assert "Notebook" in page
    assert 'name="may_write"' not in page  # she is no candidate
    again = client.post("/me/tokens/", {"name": "Notebook", "days": "30"}).content.decode()
    assert "You have a token called “Notebook” already." in again
    assert "Revoke “Notebook”?" in client.get(f"/me/tokens/{token.token_key}/revoke/").content.decode()
    assert ApiToken.objects.count() == 1
    assert client.post(f"/me/tokens/{token.token_key}/revoke/")["Location"] == "/me/tokens/"
    assert ApiToken.objects.count() == 0


def test_an_admin_sees_tokens_without_secrets(signed_in: Callable[[User], Client]) -> None:
    token, secret = make_token(make_coach("Alice").user, "review")
    client = signed_in(make_admin())
    for page in ("/admin/cohorts/apitoken/", f"/admin/cohorts/apitoken/{token.pk}/change/"):
        html = client.get(page).content.decode()
        assert token.token_key in html
        assert secret not in html
    client.post(f"/admin/cohorts/apitoken/{token.pk}/delete/", {"post": "yes"})
    assert ApiToken.objects.count() == 0
