"""Idempotency-Key: the same request again makes nothing and is answered the same; another one is refused."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone
from rest_framework.test import APIClient

from cohorts.models import Absence, Intro, KeptAnswer
from feedback.models import Calibration, Comment, Review, SavedView, Snippet
from tests.api.conftest import Place
from tests.factories import make_admin, make_review, make_version

Api = Callable[[Any], APIClient]
ROWS: dict[str, Any] = {
    "intros/": Intro, "reviews/": Review, "comments/": Comment, "comments/{comment}/reply/": Comment,
    "comments/{comment}/keep/": Snippet, "snippets/": Snippet, "saved-views/": SavedView, "absences/": Absence,
    "calibrations/": Calibration,
}  # fmt: skip


@pytest.mark.parametrize("path", ROWS)
def test_a_request_that_is_repeated_makes_one(path: str, api: Api, place: Place) -> None:
    answered, waiting = make_version(place.intro), make_version(place.intro)
    comment = make_review(answered, place.alice, comment_on=(0, 6)).comments.get()
    other = make_version(place.intro)
    draft = make_review(waiting, place.alice, published=False)
    bodies: dict[str, dict[str, Any]] = {
        "intros/": {"enrolment": place.enrolment.pk, "role": "Nurse"},
        "reviews/": {"version": other.pk},
        "comments/": {"review": draft.pk, "start": 0, "end": 6, "body": "Here."},
        "comments/{comment}/reply/": {"body": "Done."},
        "snippets/": {"title": "Why?", "body": "What draws you?"},
        "saved-views/": {"name": "Old ones", "query": "waits=5"},
        "absences/": {"first_day": "2030-05-06", "last_day": "2030-05-10"},
        "calibrations/": {"cohort": "spring", "name": "May", "versions": [answered.pk]},
    }
    user = {"intros/": place.bob.user, "calibrations/": make_admin()}.get(path, place.alice.user)
    client, address, before = api(user), f"/api/v1/{path.format(comment=comment.pk)}", ROWS[path].objects.count()
    key, body = {"Idempotency-Key": str(uuid.uuid4())}, bodies.get(path, {})
    first, second = (client.post(address, body, format="json", headers=key) for _ in range(2))
    assert (first.status_code, second.status_code, second.json()) == (201, 201, first.json())
    assert second.headers.get("ETag") == first.headers.get("ETag")
    assert ROWS[path].objects.count() == before + 1
    another = client.post(address, body | {"more": "x"}, format="json", headers=key)
    assert (another.status_code, another.json()["code"]) == (400, "key_of_another")
    assert ROWS[path].objects.count() == before + 1


def test_a_refused_request_leaves_its_key_free_and_a_day_later_it_is_forgotten(api: Api, place: Place) -> None:
    client, key = api(place.bob.user), {"Idempotency-Key": str(uuid.uuid4())}
    body = {"enrolment": place.enrolment.pk, "role": "Nurse"}
    refused = client.post("/api/v1/intros/", body | {"kind": "sung"}, format="json", headers=key)
    assert (refused.status_code, KeptAnswer.objects.count()) == (400, 0)
    made = client.post("/api/v1/intros/", body, format="json", headers=key).json()
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        later = client.post("/api/v1/intros/", body, format="json", headers=key)
    assert later.status_code == 201
    assert later.json()["id"] != made["id"]


def test_anothers_key_is_not_met(api: Api, place: Place) -> None:
    key = {"Idempotency-Key": str(uuid.uuid4())}
    said = {"title": "Why?", "body": "A secret of Alice's."}
    api(place.alice.user).post("/api/v1/snippets/", said, format="json", headers=key)
    charlies = api(place.charlie.user).post("/api/v1/snippets/", said | {"body": "Mine."}, format="json", headers=key)
    assert (charlies.status_code, charlies.json()["body"]) == (201, "Mine.")


def test_a_client_key_with_other_words_is_refused(api: Api, place: Place) -> None:
    review = make_review(make_version(place.intro), place.alice, published=False)
    given = {"review": review.pk, "start": 0, "end": 6, "body": "Here.", "client_key": str(uuid.uuid4())}
    client = api(place.alice.user)
    assert client.post("/api/v1/comments/", given, format="json").status_code == 201
    for other in ({"body": "There."}, {"end": 7}):
        answer = client.post("/api/v1/comments/", given | other, format="json")
        assert (answer.status_code, answer.json()["code"]) == (400, "key_of_another")
    assert [comment.body for comment in Comment.objects.all()] == ["Here."]
