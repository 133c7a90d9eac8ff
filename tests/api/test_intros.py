"""A candidate's introductions over the API: made, changed, saved by revision."""

from collections.abc import Callable
from typing import Any

from rest_framework.test import APIClient

from cohorts.models import Intro
from cohorts.services import archive_cohorts, save_working_copy
from feedback.services.live import check_live
from tests.api.conftest import Place
from tests.factories import TEXT, make_enrolment, make_intro, make_version

Api = Callable[[Any], APIClient]


def test_create_intro_in_own_enrolment(api: Api, place: Place) -> None:
    given = {"enrolment": place.enrolment.pk, "role": " Data Engineer ", "interview_on": "2026-10-02"}
    answer = api(place.bob.user).post("/api/v1/intros/", given, format="json")
    intro = Intro.objects.latest("pk")
    assert answer.status_code == 201
    assert answer.json() == {
        "id": intro.pk,
        "enrolment": place.enrolment.pk,
        "cohort": "spring",
        "candidate": {"id": place.bob.pk, "name": "Bob"},
        "role": "Data Engineer",
        "company": "",
        "kind": "written",
        "interview_on": "2026-10-02",
        "latest_number": 0,
        "waiting_since": None,
        "put_away_at": None,
        "created_at": answer.json()["created_at"],
        "revision": 0,
    }


def test_create_intro_in_anothers_enrolment_is_not_found(api: Api, place: Place) -> None:
    other = make_enrolment(place.cohort)
    for user in (place.bob.user, place.alice.user):
        answer = api(user).post("/api/v1/intros/", {"enrolment": other.pk, "role": "Spy"}, format="json")
        assert (answer.status_code, other.intros.count()) == (404, 0)


def test_create_intro_without_a_role_names_the_field(api: Api, place: Place) -> None:
    answer = api(place.bob.user).post("/api/v1/intros/", {"enrolment": place.enrolment.pk, "role": "  "}, format="json")
    assert answer.json() == {
        "type": "about:blank",
        "title": "Bad Request",
        "status": 400,
        "code": "invalid",
        "detail": "role: This field may not be blank.",
        "errors": {"role": ["This field may not be blank."]},
    }


def test_create_intro_in_an_archived_cohort_is_refused_with_its_sentence(api: Api, place: Place) -> None:
    archive_cohorts(cohorts=[place.cohort])
    given = {"enrolment": place.enrolment.pk, "role": "Data Engineer"}
    answer = api(place.bob.user).post("/api/v1/intros/", given, format="json")
    assert (answer.status_code, answer.json()["code"]) == (400, "cohort_archived")
    assert place.enrolment.intros.count() == 1


def test_patch_changes_only_what_was_sent(api: Api, place: Place) -> None:
    answer = api(place.bob.user).patch(f"/api/v1/intros/{place.intro.pk}/", {"company": "Lumen"}, format="json")
    changed = Intro.objects.get(pk=place.intro.pk)
    assert answer.status_code == 200
    assert (changed.role, changed.company, changed.kind) == ("Product Manager", "Lumen", "written")
    assert api(place.alice.user).patch(f"/api/v1/intros/{place.intro.pk}/", {}, format="json").status_code == 404


def test_working_copy_is_the_writers_alone(api: Api, place: Place) -> None:
    save_working_copy(intro=place.intro, text="Not for a coach yet.", revision=0)
    address = f"/api/v1/intros/{place.intro.pk}/working-copy/"
    mine = api(place.bob.user).get(address).json()
    assert (mine["text"], mine["revision"]) == ("Not for a coach yet.", 1)
    assert api(place.alice.user).get(address).status_code == 404
    assert "Not for a coach yet." not in api(place.alice.user).get("/api/v1/intros/").content.decode()


def test_stale_working_copy_answers_409_with_both_texts(api: Api, place: Place) -> None:
    save_working_copy(intro=place.intro, text="From the telephone.", revision=0)
    address = f"/api/v1/intros/{place.intro.pk}/working-copy/"
    answer = api(place.bob.user).put(address, {"text": "From the laptop.", "revision": 0}, format="json")
    body = answer.json()
    assert (answer.status_code, answer["Content-Type"]) == (409, "application/problem+json")
    assert (body["code"], body["current"]["text"], body["current"]["revision"]) == (
        "stale_revision",
        "From the telephone.",
        1,
    )
    assert body["yours"] == {"text": "From the laptop.", "revision": 0}
    again = api(place.bob.user).put(address, {"text": "From the laptop.", "revision": 1}, format="json")
    assert (again.status_code, again.json()["revision"]) == (200, 2)
    assert Intro.objects.get(pk=place.intro.pk).working_text == "From the laptop."


def test_intros_filter_by_what_waits_and_by_cohort(api: Api, place: Place) -> None:
    other = make_intro(place.enrolment, role="Other")
    Intro.objects.filter(pk=other.pk).update(latest_number=1, waiting_since=other.created_at)

    def roles(query: str) -> list[str]:
        return [row["role"] for row in api(place.alice.user).get(f"/api/v1/intros/?{query}").json()["results"]]

    assert roles("is_waiting=true") == ["Other"]
    assert roles("is_waiting=false") == ["Product Manager"]
    assert roles("cohort=spring") == ["Other", "Product Manager"]
    assert roles("cohort=autumn") == []


def test_put_away_and_back_and_deleted_where_it_has_no_version(api: Api, place: Place) -> None:
    client, address = api(place.bob.user), f"/api/v1/intros/{place.intro.pk}/"
    assert client.post(f"{address}put-away/").json()["put_away_at"] is not None
    assert [row["id"] for row in client.get("/api/v1/intros/?is_put_away=true").json()["results"]] == [place.intro.pk]
    assert client.post(f"{address}put-away/", {"is_put_away": False}, format="json").json()["put_away_at"] is None
    make_version(place.intro)
    refused = client.delete(address)
    assert (refused.status_code, refused.json()["code"]) == (400, "has_versions")
    begun = make_intro(place.enrolment, role="Mistake")
    assert api(place.alice.user).delete(f"/api/v1/intros/{begun.pk}/").status_code == 404
    assert client.delete(f"/api/v1/intros/{begun.pk}/").status_code == 204
    assert list(Intro.objects.all()) == [place.intro]


def test_a_text_is_looked_at_while_it_is_written_and_not_kept(api: Api, place: Place) -> None:
    text, address = "I led everything. My boss was an idiot. " + TEXT, f"/api/v1/intros/{place.intro.pk}/live/"
    said = api(place.bob.user).post(address, {"text": text}, format="json").json()
    expected = check_live(intro=place.intro, text=text)
    assert (said["overall"], said["summary"], said["refusal"]) == (expected.overall, expected.summary, "")
    assert [(f["title"], f["quote"], f["start"]) for f in said["findings"]] == [
        (f.card.title, f.card.quote, f.card.start) for f in expected.findings
    ]
    assert said["findings"]
    assert Intro.objects.get(pk=place.intro.pk).working_text == ""
    assert api(place.bob.user).post(address, {"text": ""}, format="json").json()["findings"] == []


def test_one_reads_and_changes_ones_own_profile(api: Api, place: Place) -> None:
    client = api(place.bob.user)
    changed = client.patch("/api/v1/me/", {"time_zone": "Europe/Lisbon"}, format="json").json()
    assert changed == {
        "id": place.bob.user.pk, "email": place.bob.user.email, "name": "Bob", "time_zone": "Europe/Lisbon",
        "digest_hour": 8, "wants_digest": True, "is_coach": False, "is_candidate": True, "is_admin": False,
    }  # fmt: skip
    assert client.get("/api/v1/me/").json() == changed
    wrong = client.patch("/api/v1/me/", {"time_zone": "Europe/Atlantis", "is_admin": True}, format="json")
    assert (wrong.status_code, wrong.json()["errors"]) == (
        400,
        {"time_zone": ["There is no time zone called Europe/Atlantis."]},
    )
