"""What a coach does beside reviews, over the API: the queue, many at once and back, views, days away, leases."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from rest_framework.test import APIClient

from feedback.models import Lease, Snooze
from feedback.services.holding import hold_review
from tests.api.conftest import Place
from tests.factories import check, make_coach, make_enrolment, make_intro, make_review, make_version

Api = Callable[[Any], APIClient]
QUEUE = "/api/v1/queue/"


def test_the_queue_is_that_of_the_page_in_pages_both_ways(api: Api, place: Place) -> None:
    for number in range(31):
        make_version(make_intro(place.enrolment, role=f"Role {number}"))
    client = api(place.alice.user)
    first = client.get(f"{QUEUE}?cohort=spring").json()
    second = client.get(first["next"]).json()
    assert (first["total"], first["is_more"], first["previous"], second["next"]) == (31, False, None, None)
    assert sorted(row["role"] for page in (first, second) for row in page["results"]) == sorted(
        f"Role {number}" for number in range(31)
    )
    assert client.get(second["previous"]).json()["results"] == first["results"]
    assert [row["role"] for row in client.get(f"{QUEUE}?q=role+30").json()["results"]] == ["Role 30"]
    wrong = client.get(f"{QUEUE}?state=lost")
    assert (wrong.status_code, list(wrong.json()["errors"])) == (400, ["state"])
    assert api(place.charlie.user).get(QUEUE).json()["results"] == []


@pytest.mark.parametrize("rows", [1, 30])
@pytest.mark.once
def test_the_queue_and_a_coachs_lists_take_the_same_queries_however_long(rows: int, api: Api, place: Place) -> None:
    client = api(place.alice.user)
    for number in range(rows):
        version = make_version(make_intro(place.enrolment, role=f"Role {number}"))
        if number < 2:
            check(version)

    def queries_of(path: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        return len(queries)

    assert queries_of(QUEUE) == 10


def test_many_at_once_and_back(api: Api, place: Place) -> None:
    make_version(place.intro)
    mine, colleague = place.intro.pk, make_coach("Dora")
    place.cohort.coaches.add(colleague)
    client, foreign = api(place.alice.user), make_intro(make_enrolment(place.charlie.cohorts.get()))
    make_version(foreign)

    def act(**asked: Any) -> dict[str, Any]:
        answer = client.post(f"{QUEUE}acts/", {"intros": [mine, foreign.pk], **asked}, format="json")
        body: dict[str, Any] = answer.json()
        assert (answer.status_code, body["intros"], bool(body["undo"])) == (200, [mine], True)
        return body

    def undo(acted: dict[str, Any], who: Any = place.alice.user) -> int:
        return int(api(who).post(f"{QUEUE}undo/", {"undo": acted["undo"]}, format="json").status_code)

    read = act(act="read")
    assert client.get(QUEUE).json()["results"][0]["is_read"] is True
    assert (undo(read, place.charlie.user), undo(read)) == (404, 204)
    assert client.get(QUEUE).json()["results"][0]["is_read"] is False
    later = str(timezone.localdate() + timedelta(days=2))
    put_off = act(act="put_off", until=later)
    assert client.get(QUEUE).json()["results"] == []
    assert (undo(put_off), Snooze.objects.count()) == (204, 0)
    act(act="put_off", until=later)
    brought_back = act(act="bring_back")
    assert (Snooze.objects.count(), undo(brought_back), Snooze.objects.count()) == (0, 204, 1)
    assigned = act(act="assign", coach=colleague.pk)
    place.enrolment.refresh_from_db()
    assert place.enrolment.coach == colleague
    assert undo(assigned) == 204
    place.enrolment.refresh_from_db()
    assert place.enrolment.coach == place.alice
    assert undo({"undo": "nonsense"}) == 400


@pytest.mark.parametrize(
    ("asked", "field"),
    [({"act": "assign"}, "coach"), ({"act": "put_off"}, "until"), ({"act": "put_off", "until": "2001-01-01"}, "until")],
)
def test_an_act_without_what_it_needs(asked: dict[str, Any], field: str, api: Api, place: Place) -> None:
    answer = api(place.alice.user).post(f"{QUEUE}acts/", {"intros": [place.intro.pk], **asked}, format="json")
    assert (answer.status_code, list(answer.json()["errors"])) == (400, [field])


def test_held_reviews_are_released_together(api: Api, place: Place) -> None:
    reviews = [make_review(make_version(make_intro(place.enrolment)), place.alice, published=False) for _ in range(2)]
    client = api(place.alice.user)
    held = client.post(f"/api/v1/reviews/{reviews[0].pk}/hold/").json()
    assert (held["status"], bool(held["held_at"])) == ("held", True)
    assert client.post(f"/api/v1/reviews/{reviews[0].pk}/take-back/").json()["status"] == "draft"
    for review in reviews:
        hold_review(review=review)
    intros = [review.version.intro_id for review in reviews]
    released = client.post(f"{QUEUE}acts/", {"act": "release", "intros": intros}, format="json").json()
    assert released == {
        "intros": sorted(intros), "undo": "", "published": [review.pk for review in reviews], "refused": [],
    }  # fmt: skip
    assert api(place.bob.user).get(f"/api/v1/reviews/{reviews[1].pk}/").json()["status"] == "published"


def test_views_are_kept_renamed_and_deleted(api: Api, place: Place) -> None:
    client, views = api(place.alice.user), "/api/v1/saved-views/"
    made = client.post(views, {"name": "Old ones", "query": "waits=5"}, format="json").json()
    assert client.patch(f"{views}{made['id']}/", {"name": "Older"}, format="json").json()["name"] == "Older"
    taken = client.post(views, {"name": "Older"}, format="json")
    assert (taken.status_code, taken.json()["code"]) == (400, "view_name_taken")
    wrong = client.post(views, {"name": "Wrong", "query": "state=lost"}, format="json")
    assert (wrong.status_code, list(wrong.json()["errors"])) == (400, ["query"])
    assert api(place.charlie.user).delete(f"{views}{made['id']}/").status_code == 404
    assert client.delete(f"{views}{made['id']}/").status_code == 204
    assert client.get(views).json()["results"] == []


def test_days_away_and_the_queues_order(api: Api, place: Place) -> None:
    place.cohort.coaches.add(place.charlie)
    client, absences = api(place.alice.user), "/api/v1/absences/"
    days = {"first_day": "2030-05-06", "last_day": "2030-05-10", "stand_in": place.charlie.pk}
    made = client.post(absences, days, format="json").json()
    assert made["stand_in"] == {"id": place.charlie.pk, "name": "Charlie"}
    assert [row["id"] for row in api(place.charlie.user).get(absences).json()["results"]] == [made["id"]]
    for wrong in ({"last_day": "2030-05-01"}, {"stand_in": place.alice.pk}, {}):
        assert client.post(absences, days | wrong, format="json").status_code == 400
    assert api(place.charlie.user).delete(f"{absences}{made['id']}/").status_code == 404
    assert client.delete(f"{absences}{made['id']}/").status_code == 204
    ordered = client.patch(f"{QUEUE}order/", {"weak_days": 4}, format="json").json()
    assert ordered == {"interview_days": 5, "again_days": 0, "first_days": 0, "weak_days": 4}


def test_who_has_it_open(api: Api, place: Place) -> None:
    colleague = make_coach("Dora")
    place.cohort.coaches.add(colleague)
    lease = f"/api/v1/intros/{place.intro.pk}/lease/"
    alice, dora = api(place.alice.user), api(colleague.user)
    assert alice.post(lease).json()["is_mine"] is True
    told = dora.post(lease).json()
    assert (told["is_mine"], told["coach"]) == (False, "Alice")
    assert dora.post(lease, {"force": True}, format="json").json()["is_mine"] is True
    assert alice.post(lease).json()["has_lost"] is True
    assert (alice.delete(lease).status_code, dora.delete(lease).status_code) == (204, 204)
    assert Lease.objects.going_on().count() == 0
