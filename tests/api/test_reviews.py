"""A coach's answer over the API: begun, saved by revision, commented, published once; threads afterwards."""

import uuid
from collections.abc import Callable
from typing import Any

from rest_framework.test import APIClient

from feedback.models import Comment, Level, Review, Snippet
from tests.api.conftest import Place
from tests.factories import make_admin, make_coach, make_review, make_version

Api = Callable[[Any], APIClient]
REVIEWS, COMMENTS, SNIPPETS = "/api/v1/reviews/", "/api/v1/comments/", "/api/v1/snippets/"


def test_start_review_makes_one_and_gives_it_again(api: Api, place: Place) -> None:
    version = make_version(place.intro)
    first = api(place.alice.user).post(REVIEWS, {"version": version.pk}, format="json")
    second = api(place.alice.user).post(REVIEWS, {"version": version.pk}, format="json")
    assert (first.status_code, second.status_code) == (201, 200)
    assert (
        first.json()
        == second.json()
        == {
            "id": first.json()["id"],
            "version": version.pk,
            "intro": place.intro.pk,
            "coach": {"id": place.alice.pk, "name": "Alice"},
            "status": "draft",
            "decision": "",
            "summary": "",
            "points": [],
            "revision": 0,
            "created_at": first.json()["created_at"],
            "held_at": None,
            "published_at": None,
            "amended_at": None,
        }
    )


def test_start_review_by_those_who_do_not_coach_it(api: Api, place: Place) -> None:
    version = make_version(place.intro)
    answers = {
        user.name: api(user).post(REVIEWS, {"version": version.pk}, format="json").status_code
        for user in (place.bob.user, place.charlie.user, make_admin())
    }
    assert answers == {"Bob": 404, "Charlie": 404, "Ada Admin": 403}
    assert version.reviews.count() == 0


def test_a_draft_review_is_its_coachs_alone(api: Api, place: Place) -> None:
    colleague = make_coach("Dora")
    place.cohort.coaches.add(colleague)
    review = make_review(make_version(place.intro), place.alice, published=False, comment_on=(0, 6))
    comment = review.comments.get()
    for user in (place.bob.user, colleague.user, place.charlie.user):
        assert api(user).get(f"{REVIEWS}{review.pk}/").status_code == 404
        assert api(user).get(f"{COMMENTS}{comment.pk}/").status_code == 404
        assert api(user).get(COMMENTS).json()["results"] == []
        assert api(user).post(f"{REVIEWS}{review.pk}/publish/").status_code == 404
    assert Review.objects.get(pk=review.pk).status == "draft"


def test_save_review_by_revision_with_levels(api: Api, place: Place) -> None:
    review = make_review(make_version(place.intro), place.alice, published=False)
    address = f"{REVIEWS}{review.pk}/"
    criterion = place.cohort.rubric.criteria.first()
    assert criterion is not None
    level = criterion.levels.last()
    assert level is not None
    given = {
        "revision": 1,
        "summary": "Closer.",
        "decision": "nearly_there",
        "levels": {str(criterion.pk): level.pk},
    }
    saved = api(place.alice.user).put(address, given, format="json")
    assert (saved.status_code, saved.json()["revision"]) == (200, 2)
    assert saved.json()["points"] == [{"criterion": criterion.pk, "level": level.pk}]
    stale = api(place.alice.user).put(address, given | {"summary": "From another window."}, format="json")
    assert stale.status_code == 409
    assert (stale.json()["code"], stale.json()["current"]["summary"], stale.json()["yours"]["summary"]) == (
        "stale_review",
        "Closer.",
        "From another window.",
    )
    gone = api(place.alice.user).put(
        address, given | {"revision": 2, "levels": {str(criterion.pk): None}}, format="json"
    )
    assert gone.json()["points"] == []


def test_a_level_of_another_rubric_is_refused_and_changes_nothing(api: Api, place: Place) -> None:
    review = make_review(make_version(place.intro), place.alice, published=False)
    first, second = place.cohort.rubric.criteria.all()
    wrong = Level.objects.filter(criterion=second).first()
    assert wrong is not None
    given = {"revision": 1, "summary": "Lost?", "decision": "ready", "levels": {str(first.pk): wrong.pk}}
    answer = api(place.alice.user).put(f"{REVIEWS}{review.pk}/", given, format="json")
    assert (answer.status_code, answer.json()["code"]) == (400, "wrong_level")
    review.refresh_from_db()
    assert (review.summary, review.revision) == ("Tell us what draws you.", 1)


def test_publish_shows_the_review_to_the_candidate(api: Api, place: Place) -> None:
    review = make_review(make_version(place.intro), place.alice, published=False, comment_on=(0, 6))
    answer = api(place.alice.user).post(f"{REVIEWS}{review.pk}/publish/")
    assert (answer.status_code, answer.json()["status"]) == (200, "published")
    seen = api(place.bob.user).get(f"{REVIEWS}{review.pk}/").json()
    assert seen == answer.json()
    comments = api(place.bob.user).get(COMMENTS, {"review": review.pk}).json()["results"]
    assert [(c["quote"], c["body"], c["author"], c["is_mine"]) for c in comments] == [
        ("What I", "Say more here.", "Alice", False)
    ]


def test_publish_without_a_decision_is_refused(api: Api, place: Place) -> None:
    review = make_review(make_version(place.intro), place.alice, published=False, decision="")
    answer = api(place.alice.user).post(f"{REVIEWS}{review.pk}/publish/")
    assert (answer.status_code, answer.json()["code"]) == (400, "incomplete_review")


def test_comment_on_words_once_a_key_then_edit_and_delete(api: Api, place: Place) -> None:
    review = make_review(make_version(place.intro), place.alice, published=False)
    client = api(place.alice.user)
    given = {"review": review.pk, "start": 5, "end": 11, "body": "I?", "client_key": str(uuid.uuid4())}
    first, second = (client.post(COMMENTS, given, format="json") for _ in range(2))
    assert (first.status_code, first.json()) == (201, second.json())
    assert (first.json()["quote"], first.json()["prefix"], review.comments.count()) == ("I miss", "What ", 1)
    address = f"{COMMENTS}{first.json()['id']}/"
    assert client.patch(address, {"body": "You?"}, format="json").json()["body"] == "You?"
    assert client.delete(address).status_code == 204
    assert review.comments.count() == 0


def test_comment_on_words_that_are_not_there_is_refused(api: Api, place: Place) -> None:
    review = make_review(make_version(place.intro), place.alice, published=False)
    given = {"review": review.pk, "start": 5, "end": 10_000, "body": "Where?"}
    answer = api(place.alice.user).post(COMMENTS, given, format="json")
    assert (answer.status_code, answer.json()["code"], review.comments.count()) == (400, "wrong_span", 0)


def test_a_published_comment_stays_as_it_was_read(api: Api, place: Place) -> None:
    comment = make_review(make_version(place.intro), place.alice, comment_on=(0, 6)).comments.get()
    address = f"{COMMENTS}{comment.pk}/"
    assert api(place.alice.user).patch(address, {"body": "Other."}, format="json").json()["code"] == "already_published"
    assert api(place.alice.user).delete(address).json()["code"] == "already_published"
    assert api(place.bob.user).patch(address, {"body": "Mine."}, format="json").json()["code"] == "not_theirs"
    assert Comment.objects.get(pk=comment.pk).body == "Say more here."


def test_reply_and_resolve_by_those_who_see_the_thread(api: Api, place: Place) -> None:
    comment = make_review(make_version(place.intro), place.alice, comment_on=(0, 6)).comments.get()
    reply = api(place.bob.user).post(f"{COMMENTS}{comment.pk}/reply/", {"body": "Done, I think."}, format="json")
    assert (reply.status_code, reply.json()["parent"], reply.json()["author"]) == (201, comment.pk, "Bob")
    resolved = api(place.bob.user).post(f"{COMMENTS}{comment.pk}/resolve/", {}, format="json")
    assert resolved.json()["resolved_at"] is not None
    opened = api(place.alice.user).post(f"{COMMENTS}{comment.pk}/resolve/", {"is_resolved": False}, format="json")
    assert opened.json()["resolved_at"] is None
    assert (
        api(place.charlie.user).post(f"{COMMENTS}{comment.pk}/reply/", {"body": "Hi"}, format="json").status_code == 404
    )


def test_snippets_are_kept_by_their_coach(api: Api, place: Place) -> None:
    shared = Snippet.objects.create(cohort=place.cohort, title="Shared", body="Ours.")
    made = api(place.alice.user).post(SNIPPETS, {"title": "Why?", "body": "What draws you?"}, format="json")
    assert made.status_code == 201
    address = f"{SNIPPETS}{made.json()['id']}/"
    changed = api(place.alice.user).patch(address, {"body": "What draws you here?"}, format="json").json()
    assert (changed["title"], changed["body"], changed["coach"]) == ("Why?", "What draws you here?", place.alice.pk)
    assert [row["title"] for row in api(place.alice.user).get(SNIPPETS).json()["results"]] == ["Why?", "Shared"]
    for user in (place.bob.user, place.charlie.user):
        assert api(user).get(SNIPPETS).json()["results"] == []
        assert api(user).get(address).status_code == 404
    assert api(place.alice.user).delete(address).status_code == 204
    assert list(Snippet.objects.all()) == [shared]
    assert api(place.alice.user).delete(f"{SNIPPETS}{shared.pk}/").status_code == 204


def test_rubric_with_its_levels_in_words(api: Api, place: Place) -> None:
    rubric = api(place.bob.user).get("/api/v1/cohorts/spring/rubric/").json()
    assert [criterion["name"] for criterion in rubric["criteria"]] == ["Why this role", "Why you on this team"]
    assert [level["words"] for level in rubric["criteria"][0]["levels"]] == ["not yet", "partly", "it lands"]
    assert api(place.charlie.user).get("/api/v1/cohorts/spring/rubric/").status_code == 404


def test_a_candidate_disagrees_and_their_reason_is_a_reply(api: Api, place: Place) -> None:
    comment = make_review(make_version(place.intro), place.alice, comment_on=(0, 6)).comments.get()
    given = {"reason": "She is why I want this.", "client_key": str(uuid.uuid4())}
    said = api(place.bob.user).post(f"{COMMENTS}{comment.pk}/resolve/", given, format="json").json()
    assert (said["resolution"], bool(said["resolved_at"])) == ("disagree", True)
    replies = api(place.alice.user).get(COMMENTS, {"parent": comment.pk}).json()["results"]
    assert [(row["body"], row["author"]) for row in replies] == [("She is why I want this.", "Bob")]


def test_a_snippet_is_kept_from_a_comment_shared_and_counted(api: Api, place: Place) -> None:
    review = make_review(make_version(place.intro), place.alice, published=False)
    client = api(place.alice.user)
    given = {"review": review.pk, "start": 5, "end": 11, "body": "Bob, why {this}?", "check_id": "no-reason"}
    comment = client.post(COMMENTS, given, format="json").json()
    kept = client.post(f"{COMMENTS}{comment['id']}/keep/").json()
    assert (kept["body"], kept["check_id"], kept["coach"]) == ("{name}, why (this)?", "no-reason", place.alice.pk)
    address = f"{SNIPPETS}{kept['id']}/"
    shared = client.patch(address, {"cohort": "spring"}, format="json").json()
    assert (shared["coach"], shared["cohort"]) == (None, "spring")
    assert client.patch(address, {"cohort": "autumn"}, format="json").status_code == 404
    assert client.patch(address, {"cohort": None}, format="json").json()["coach"] == place.alice.pk
    used = {"review": review.pk, "start": 0, "end": 4, "body": "Why?", "snippet": kept["id"]}
    client.post(COMMENTS, used, format="json")
    assert list(Comment.objects.filter(snippet=kept["id"]).values_list("body", flat=True)) == ["Why?"]
    assert client.get(f"{address}lift/").json() == []  # no version has come since
