"""Submitting and reading versions over the API."""

import uuid
from collections.abc import Callable
from typing import Any

from rest_framework.test import APIClient

from cohorts.models import Cohort, DraftVersion
from tests.api.conftest import Place
from tests.factories import TEXT, make_version

Api = Callable[[Any], APIClient]
VERSIONS = "/api/v1/versions/"


def test_submit_makes_the_next_version_with_a_queued_check(api: Api, place: Place) -> None:
    answer = api(place.bob.user).post(VERSIONS, {"intro": place.intro.pk, "text": TEXT + "\r\nMore."}, format="json")
    version = place.intro.versions.get()
    assert answer.status_code == 201
    assert answer["Location"].endswith(f"{VERSIONS}{version.pk}/")
    assert answer.json() == {
        "id": version.pk,
        "intro": place.intro.pk,
        "cohort": "spring",
        "candidate": {"id": place.bob.pk, "name": "Bob"},
        "number": 1,
        "text": TEXT + "\nMore.",
        "role": "Product Manager",
        "company": "Kontora",
        "kind": "written",
        "submitted_at": answer.json()["submitted_at"],
    }
    assert [run.status for run in version.runs.all()] == ["queued"]


def test_the_same_key_in_header_or_body_makes_one_version(api: Api, place: Place) -> None:
    key = str(uuid.uuid4())
    given = {"intro": place.intro.pk, "text": TEXT}
    first = api(place.bob.user).post(VERSIONS, given, format="json", headers={"Idempotency-Key": key})
    second = api(place.bob.user).post(VERSIONS, given, format="json", headers={"Idempotency-Key": f'"{key}"'})
    third = api(place.bob.user).post(VERSIONS, given | {"idempotency_key": key}, format="json")
    assert first.json() == second.json() == third.json()
    assert place.intro.versions.count() == 1


def test_a_key_that_is_no_uuid_is_refused(api: Api, place: Place) -> None:
    given = {"intro": place.intro.pk, "text": TEXT}
    answer = api(place.bob.user).post(VERSIONS, given, format="json", headers={"Idempotency-Key": "once"})
    assert (answer.status_code, answer.json()["errors"]) == (400, {"Idempotency-Key": ["Give a UUID."]})
    assert place.intro.versions.count() == 0


def test_submitting_for_another_is_not_found(api: Api, place: Place) -> None:
    for user in (place.alice.user, place.charlie.user):
        answer = api(user).post(VERSIONS, {"intro": place.intro.pk, "text": TEXT}, format="json")
        assert (answer.status_code, place.intro.versions.count()) == (404, 0)


def test_an_unchanged_draft_is_refused_with_its_sentence(api: Api, place: Place) -> None:
    make_version(place.intro, TEXT)
    answer = api(place.bob.user).post(VERSIONS, {"intro": place.intro.pk, "text": TEXT}, format="json")
    assert (answer.status_code, answer.json()["code"]) == (400, "unchanged_draft")
    assert answer.json()["detail"] == "Nothing has changed since version 1, so it was not submitted again."


def test_a_version_read_once_is_not_sent_again(api: Api, place: Place) -> None:
    version = make_version(place.intro)
    address = f"{VERSIONS}{version.pk}/"
    first = api(place.alice.user).get(address)
    same = api(place.alice.user).get(address, headers={"If-None-Match": first["ETag"]})
    other = api(place.alice.user).get(address, headers={"If-None-Match": '"another"'})
    assert (first.status_code, same.status_code, same.content, other.status_code) == (200, 304, b"", 200)
    assert same["ETag"] == first["ETag"]
    Cohort.objects.filter(pk=place.cohort.pk).update(slug="renamed")
    renamed = api(place.alice.user).get(address, headers={"If-None-Match": first["ETag"]})
    assert (renamed.status_code, renamed.json()["cohort"]) == (200, "renamed")
    stranger = api(place.charlie.user).get(address, headers={"If-None-Match": first["ETag"]})
    assert stranger.status_code == 404


def test_versions_filter_by_intro_and_time(api: Api, place: Place) -> None:
    first, second = make_version(place.intro), make_version(place.intro)

    def ids(**query: str | int) -> list[int]:
        return [row["id"] for row in api(place.alice.user).get(VERSIONS, query).json()["results"]]

    assert ids(intro=place.intro.pk) == [second.pk, first.pk]
    assert ids(intro=place.intro.pk + 1) == []
    assert ids(submitted_after=first.submitted_at.isoformat()) == [second.pk]
    assert ids(submitted_before=second.submitted_at.isoformat()) == [first.pk]


def test_no_method_changes_a_version(api: Api, place: Place) -> None:
    version = make_version(place.intro)
    for method in ("put", "patch", "delete"):
        answer = getattr(api(place.bob.user), method)(f"{VERSIONS}{version.pk}/", {"text": "Other."}, format="json")
        assert (answer.status_code, answer.json()["code"]) == (405, "method_not_allowed")
    assert DraftVersion.objects.get(pk=version.pk).text == version.text
