"""One error shape, whoever refuses: a view, DRF, Django."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from rest_framework.test import APIClient

from tests.api.conftest import Place
from tests.factories import TEXT

Api = Callable[[Any], APIClient]
KEYS = {"type", "title", "status", "code", "detail"}


def shape(answer: Any) -> tuple[int, str, str]:
    body = answer.json()
    assert answer["Content-Type"] == "application/problem+json"
    assert KEYS <= set(body) <= KEYS | {"errors", "current", "yours"}
    assert (body["type"], body["status"]) == ("about:blank", answer.status_code)
    assert body["detail"]
    return answer.status_code, body["title"], body["code"]


@pytest.mark.django_db
def test_a_stranger() -> None:
    answer = APIClient().get("/api/v1/cohorts/")
    assert shape(answer) == (401, "Unauthorized", "not_authenticated")
    assert answer["WWW-Authenticate"] == "Bearer"


@pytest.mark.django_db
def test_an_address_that_does_not_exist() -> None:
    assert shape(APIClient().get("/api/v1/nonsense/")) == (404, "Not Found", "not_found")
    assert shape(APIClient().post("/api/")) == (404, "Not Found", "not_found")


@pytest.mark.parametrize(
    ("body", "kind", "expected"),
    [
        ("{", "application/json", (400, "Bad Request", "parse_error")),
        ("[" * 100_000, "application/json", (400, "Bad Request", "parse_error")),
        ("[]", "application/json", (400, "Bad Request", "invalid")),
        ("null", "application/json", (400, "Bad Request", "invalid")),
        ("9" * 5000, "application/json", (400, "Bad Request", "parse_error")),
        ('{"intro": 1, "text": "\\ud800"}', "application/json", (400, "Bad Request", "parse_error")),
        ('{"intro": 1, "\\ud800": 2}', "application/json", (400, "Bad Request", "parse_error")),
        ('{"intro": 1, "text": "\\u0000"}', "application/json", (400, "Bad Request", "invalid")),
        (b"\xff\xfe", "application/json", (400, "Bad Request", "parse_error")),
        (b"{}", "application/json; charset=zlib", (400, "Bad Request", "invalid")),
        ("text=Hello", "application/x-www-form-urlencoded", (415, "Unsupported Media Type", "unsupported_media_type")),
        ("x" * 3_000_000, "application/json", (413, "Request Entity Too Large", "too_large")),
    ],
    ids=[
        "cut",
        "deep",
        "list",
        "null",
        "huge",
        "surrogate",
        "surrogate key",
        "null byte",
        "no utf-8",
        "charset",
        "form",
        "large",
    ],
)
def test_a_body_that_cannot_be_used(
    api: Api, place: Place, body: Any, kind: str, expected: tuple[int, str, str]
) -> None:
    assert shape(api(place.bob.user).post("/api/v1/versions/", body, content_type=kind)) == expected


def test_a_method_that_is_not_there(api: Api, place: Place) -> None:
    assert shape(api(place.alice.user).delete("/api/v1/cohorts/spring/")) == (
        405,
        "Method Not Allowed",
        "method_not_allowed",
    )


def test_a_kind_of_answer_that_is_not_there(api: Api, place: Place) -> None:
    answer = api(place.alice.user).get("/api/v1/cohorts/", headers={"Accept": "text/csv"})
    assert shape(answer) == (406, "Not Acceptable", "not_acceptable")


def test_a_write_by_session_without_its_csrf_token(place: Place) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(place.bob.user, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.post("/api/v1/versions/", {"intro": place.intro.pk, "text": TEXT}, content_type="application/json")
    assert shape(answer) == (403, "Forbidden", "permission_denied")
    assert place.intro.versions.count() == 0


@pytest.mark.parametrize("query", ["cursor=nonsense", "cursor=cD1hYmM=", "cursor=cD0lMDA="])
@pytest.mark.parametrize("name", ["intros", "versions", "comments", "tokens"])
def test_a_cursor_of_ones_own_making(api: Api, place: Place, name: str, query: str) -> None:
    assert shape(api(place.alice.user).get(f"/api/v1/{name}/?{query}")) == (404, "Not Found", "not_found")


@pytest.mark.parametrize("query", ["intro=1e999999999", "intro=" + "9" * 5000, "intro=x", "submitted_after=soon"])
def test_a_filter_that_makes_no_sense(api: Api, place: Place, query: str) -> None:
    assert shape(api(place.alice.user).get(f"/api/v1/versions/?{query}")) == (400, "Bad Request", "invalid")


@pytest.mark.parametrize("pk", ["abc", "0", str(2**70), "9" * 4500, "%00"])
def test_an_id_that_cannot_be(api: Api, place: Place, pk: str) -> None:
    assert shape(api(place.bob.user).get(f"/api/v1/intros/{pk}/")) == (404, "Not Found", "not_found")
    assert shape(api(place.bob.user).get(f"/api/v1/intros/{pk}/working-copy/")) == (404, "Not Found", "not_found")


def test_too_many_submissions_in_a_minute(api: Api, place: Place) -> None:
    client = api(place.bob.user)
    codes = [
        client.post("/api/v1/versions/", {"intro": place.intro.pk, "text": f"{TEXT} {n}"}, format="json").status_code
        for n in range(10)
    ]
    assert codes == [201] * 10
    answer = client.post("/api/v1/versions/", {"intro": place.intro.pk, "text": TEXT}, format="json")
    assert shape(answer) == (429, "Too Many Requests", "throttled")
    assert 0 < int(answer["Retry-After"]) <= 60
    assert client.get("/api/v1/versions/").status_code == 200
