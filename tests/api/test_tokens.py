"""Tokens: shown once, stored hashed, with an end, taken back at any time."""

import base64
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from knox.models import AuthToken
from rest_framework.test import APIClient

from tests.factories import PASSWORD, make_coach, make_user

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
    assert token not in {value for row in AuthToken.objects.values_list("digest", "token_key") for value in row}
    listed = client.get(TOKENS, headers=bearer).json()["results"]
    assert [sorted(row) for row in listed] == [["created_at", "expires_at", "id"]]
    assert client.delete(f"{TOKENS}{listed[0]['id']}/", headers=bearer).status_code == 204
    assert client.get(TOKENS, headers=bearer).status_code == 401


def test_a_token_ends() -> None:
    token = APIClient().post(TOKENS, headers=basic(make_user("Alice").email)).json()["token"]
    with time_machine.travel(timezone.now() + timedelta(days=91)):
        answer = APIClient().get("/api/v1/cohorts/", headers={"Authorization": f"Bearer {token}"})
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")


def test_a_person_has_twenty_tokens_at_most_and_those_that_ended_do_not_count() -> None:
    user = make_user("Alice")
    AuthToken.objects.bulk_create(
        AuthToken(user=user, digest=str(number), expiry=timezone.now() + timedelta(days=number)) for number in range(20)
    )
    made = [APIClient().post(TOKENS, headers=basic(user.email)) for _ in range(2)]
    assert [answer.status_code for answer in made] == [201, 400]
    assert made[1].json()["detail"] == "You have 20 tokens, and more are not kept: delete one first."
    assert AuthToken.objects.filter(user=user).count() == 20


def test_a_token_makes_no_token() -> None:
    token = APIClient().post(TOKENS, headers=basic(make_user("Alice").email)).json()["token"]
    answer = APIClient().post(TOKENS, headers={"Authorization": f"Bearer {token}"})
    assert (answer.status_code, AuthToken.objects.count()) == (401, 1)


def test_nobody_sees_or_revokes_anothers_token() -> None:
    for name in ("Alice", "Bob"):
        APIClient().post(TOKENS, headers=basic(make_user(name, email=f"{name}@example.org").email))
    alices = AuthToken.objects.get(user__name="Alice")
    bob = APIClient()
    bob.force_login(AuthToken.objects.get(user__name="Bob").user, backend="django.contrib.auth.backends.ModelBackend")
    assert [row["id"] for row in bob.get(TOKENS).json()["results"]] != [alices.token_key]
    assert bob.delete(f"{TOKENS}{alices.token_key}/").status_code == 404
    assert AuthToken.objects.filter(pk=alices.pk).exists()


def test_ten_wrong_passwords_shut_the_door() -> None:
    user = make_user("Alice")
    codes = [APIClient().post(TOKENS, headers=basic(user.email, "wrong")).status_code for _ in range(9)]
    assert codes == [401] * 9
    shut = [APIClient().post(TOKENS, headers=basic(user.email, word)) for word in ("wrong", PASSWORD)]
    assert [answer.status_code for answer in shut] == [429, 429]
    assert shut[1].json()["detail"] == "Too many wrong passwords. Try again later."
    assert AuthToken.objects.count() == 0


def test_an_inactive_person_gets_none() -> None:
    user = make_user("Alice")
    token = APIClient().post(TOKENS, headers=basic(user.email)).json()["token"]
    user.is_active = False
    user.save(update_fields=["is_active"])
    assert APIClient().post(TOKENS, headers=basic(user.email)).status_code == 401
    assert APIClient().get(TOKENS, headers={"Authorization": f"Bearer {token}"}).status_code == 401
