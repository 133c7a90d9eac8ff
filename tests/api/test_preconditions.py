"""ETag, If-None-Match and If-Match: nobody overwrites what they have not read, and nothing is sent twice in vain."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from rest_framework.test import APIClient

from cohorts.models import Intro
from feedback.models import Comment, Review, Snippet
from tests.api.conftest import Place
from tests.factories import make_review, make_version

Api = Callable[[Any], APIClient]


@dataclass(frozen=True)
class Edited:
    """Something that is edited at an address, and two changes of it by whoever may."""

    client: APIClient
    address: str
    method: str
    changes: tuple[dict[str, Any], dict[str, Any]]
    code: str

    def change(self, number: int, tag: str | None = None) -> Any:
        headers = {} if tag is None else {"If-Match": tag}
        return getattr(self.client, self.method)(self.address, self.changes[number], format="json", headers=headers)


def make_edited(what: str, api: Api, place: Place) -> Edited:
    alice, bob = api(place.alice.user), api(place.bob.user)
    intro = f"/api/v1/intros/{place.intro.pk}/"
    if what == "intro":
        return Edited(bob, intro, "patch", ({"role": "Nurse"}, {"role": "Pilot"}), "stale_intro")
    if what == "working copy":
        texts = ({"text": "From the telephone."}, {"text": "From the laptop."})
        return Edited(bob, f"{intro}working-copy/", "put", texts, "stale_revision")
    if what == "snippet":
        snippet = Snippet.objects.create(coach=place.alice, title="Why?", body="What draws you?")
        changes = ({"body": "Why here?"}, {"body": "Why now?"})
        return Edited(alice, f"/api/v1/snippets/{snippet.pk}/", "patch", changes, "stale_snippet")
    review = make_review(make_version(place.intro), place.alice, published=False, comment_on=(0, 6))
    if what == "comment":
        address = f"/api/v1/comments/{review.comments.get().pk}/"
        return Edited(alice, address, "patch", ({"body": "Stay."}, {"body": "Go."}), "stale_comment")
    said = ({"summary": "Closer.", "decision": "ready"}, {"summary": "Hm.", "decision": "keep_working"})
    return Edited(alice, f"/api/v1/reviews/{review.pk}/", "put", said, "stale_review")


@pytest.mark.parametrize("what", ["intro", "working copy", "review", "comment", "snippet"])
def test_a_change_names_the_state_that_it_saw(what: str, api: Api, place: Place) -> None:
    edited = make_edited(what, api, place)
    seen = edited.client.get(edited.address)
    again = edited.client.get(edited.address, headers={"If-None-Match": seen["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    changed = edited.change(0, seen["ETag"])
    assert (changed.status_code, changed.json()["revision"]) == (200, seen.json()["revision"] + 1)
    assert edited.client.get(edited.address, headers={"If-None-Match": seen["ETag"]})["ETag"] == changed["ETag"]
    for tag in (seen["ETag"], '"nonsense"', 'W/"1.ab"', f'"{2**70}"'):
        late = edited.change(1, tag)
        body = late.json()
        assert (late.status_code, late["Content-Type"]) == (412, "application/problem+json")
        assert (body["code"], body["current"], body["yours"]) == (edited.code, changed.json(), edited.changes[1])
    assert edited.client.get(edited.address).json() == changed.json()
    assert edited.change(1, f"{seen['ETag']}, {changed['ETag']}").status_code == 200


@pytest.mark.parametrize("what", ["working copy", "review"])
def test_what_many_windows_save_wants_a_revision(what: str, api: Api, place: Place) -> None:
    edited = make_edited(what, api, place)
    before = edited.client.get(edited.address).json()
    for tag in (None, "*"):
        answer = edited.change(0, tag)
        assert (answer.status_code, answer.json()["code"]) == (428, "precondition_required")
    assert edited.client.get(edited.address).json() == before


@pytest.mark.parametrize("what", ["intro", "comment", "snippet"])
def test_without_a_tag_the_last_word_counts(what: str, api: Api, place: Place) -> None:
    edited = make_edited(what, api, place)
    seen = edited.client.get(edited.address)
    assert [edited.change(number).status_code for number in (0, 1)] == [200, 200]
    late = edited.client.delete(edited.address, headers={"If-Match": seen["ETag"]})
    assert (late.status_code, late.json()["code"]) == (412, edited.code)
    assert edited.client.delete(edited.address).status_code == 204
    rows: dict[str, Any] = {"intro": Intro, "comment": Comment, "snippet": Snippet}
    assert rows[what].objects.count() == 0


def test_a_published_review_is_amended_by_the_state_that_was_seen(api: Api, place: Place) -> None:
    review = make_review(make_version(place.intro), place.alice, comment_on=(0, 6))
    address, client = f"/api/v1/reviews/{review.pk}/", api(place.alice.user)
    seen = client.get(address)["ETag"]
    new = {"client_key": str(uuid.uuid4()), "start": 0, "end": 4, "body": "Good.", "is_praise": True}
    said = {
        "summary": "On second thoughts: ready.", "decision": "ready", "comments": {review.comments.get().pk: "Ah."},
        "added": [new],
    }  # fmt: skip
    amended = client.put(f"{address}amend/", said, format="json", headers={"If-Match": seen})
    assert (amended.status_code, amended.json()["decision"], amended.json()["revision"]) == (200, "ready", 2)
    late = client.put(f"{address}amend/", said | {"summary": "No."}, format="json", headers={"If-Match": seen})
    assert (late.status_code, late.json()["current"]) == (412, amended.json())
    editions = api(place.bob.user).get(f"{address}editions/").json()
    assert [(row["number"], row["summary"], row["decision"], row["comments"][0]["body"]) for row in editions] == [
        (1, "Tell us what draws you.", "keep_working", "Say more here.")
    ]
    assert [(c.body, c.is_praise) for c in Review.objects.get().comments.order_by("pk")] == [
        ("Ah.", False),
        ("Good.", True),
    ]
