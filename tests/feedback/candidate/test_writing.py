"""The writing page's requests: save by revision, look while typing, submit once."""

import json
import uuid
from typing import Any

import pytest
from django.test import Client

from cohorts.models import DRAFT_MAX_CHARS, DraftVersion, Intro
from cohorts.services import archive_cohorts, save_working_copy
from feedback.models import CheckRun
from feedback.services.live import check_live
from tests.factories import make_review, make_version
from tests.feedback.candidate.conftest import People

pytestmark = pytest.mark.django_db
PAY = "What draws me to the job is above all the salary, which is much higher than what I get paid today."
QUERIES = 7
"""Session, person, the introduction, its latest review, its versions, and the menu's two."""


def send(client: Client, intro: Intro, what: str, body: Any) -> Any:
    return client.post(f"/intros/{intro.pk}/{what}/", json.dumps(body), content_type="application/json")


def submission(text: str, revision: int, key: uuid.UUID | None = None) -> dict[str, str]:
    return {"text": text, "revision": str(revision), "idempotency_key": str(key or uuid.uuid4())}


def test_save_counts_revisions_and_keeps_line_ends_alike(signed_in: Any, people: People) -> None:
    client = signed_in(people.writer)
    answer = send(client, people.intro, "save", {"text": "One.\r\nTwo. 🎉", "revision": 0})
    assert (answer.status_code, answer.json()) == (200, {"revision": 1})
    people.intro.refresh_from_db()
    assert people.intro.working_text == "One.\nTwo. 🎉"
    assert send(client, people.intro, "save", {"text": "One.\nTwo. 🎉", "revision": 0}).json() == {"revision": 1}


def test_save_over_another_windows_words_answers_409_with_them(signed_in: Any, people: People) -> None:
    client = signed_in(people.writer)
    send(client, people.intro, "save", {"text": "From the laptop.", "revision": 0})
    answer = send(client, people.intro, "save", {"text": "From the phone.", "revision": 0})
    assert answer.status_code == 409
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["current"] == {"text": "From the laptop.", "revision": 1}
    people.intro.refresh_from_db()
    assert people.intro.working_text == "From the laptop."


@pytest.mark.parametrize(
    "body", ["no object", {}, {"text": "a"}, {"text": ["a"], "revision": 0}, {"text": "a", "revision": -1}]
)
def test_save_of_something_odd_is_refused_and_changes_nothing(body: Any, signed_in: Any, people: People) -> None:
    answer = send(signed_in(people.writer), people.intro, "save", body)
    assert answer.status_code == 400
    assert answer.json()["detail"]
    people.intro.refresh_from_db()
    assert (people.intro.working_text, people.intro.working_revision) == ("", 0)


def test_save_and_submit_of_too_long_a_text_are_refused_with_the_limit(signed_in: Any, people: People) -> None:
    client, text = signed_in(people.writer), "a" * (DRAFT_MAX_CHARS + 1)
    sentence = "A draft can have at most 20000 characters."
    assert sentence in send(client, people.intro, "save", {"text": text, "revision": 0}).json()["detail"]
    answer = client.post(f"/intros/{people.intro.pk}/submit/", submission(text, 0))
    assert answer.status_code == 400
    assert sentence in answer.content.decode()
    assert text in answer.content.decode()
    assert not DraftVersion.objects.exists()


def test_live_shows_findings_and_keeps_nothing(signed_in: Any, people: People) -> None:
    piece = send(signed_in(people.writer), people.intro, "live", {"text": f"Hello 🎉. {PAY}"})
    assert "Pay as a motive" in piece.content.decode()
    assert 'data-from="10"' in piece.content.decode()
    assert not CheckRun.objects.exists()
    people.intro.refresh_from_db()
    assert people.intro.working_text == ""


def test_live_of_nothing_tells_what_should_land(signed_in: Any, people: People) -> None:
    piece = send(signed_in(people.writer), people.intro, "live", {"text": " \n"}).content.decode()
    assert "Why this role: what draws you" in piece


def test_check_live_counts_code_units_for_the_text_area(people: People) -> None:
    found = [
        finding for finding in check_live(intro=people.intro, text=f"Hello 🎉🎉. {PAY}").findings if finding.card.quote
    ]
    pay = next(finding for finding in found if finding.card.title == "Pay as a motive")
    assert (pay.card.start, pay.from_unit, pay.to_unit) == (10, 12, 12 + len(PAY))


def test_submit_makes_a_version_and_leads_to_it(signed_in: Any, people: People) -> None:
    answer = signed_in(people.writer).post(f"/intros/{people.intro.pk}/submit/", submission("Mine.", 0))
    assert answer["Location"] == f"/intros/{people.intro.pk}/versions/1/"
    assert DraftVersion.objects.get().text == "Mine."
    people.intro.refresh_from_db()
    assert people.intro.working_text == "Mine."


def test_submit_sent_twice_makes_one_version(signed_in: Any, people: People) -> None:
    client, asked = signed_in(people.writer), submission("Mine.", 0)
    places = {client.post(f"/intros/{people.intro.pk}/submit/", asked)["Location"] for _ in range(2)}
    assert places == {f"/intros/{people.intro.pk}/versions/1/"}
    assert DraftVersion.objects.count() == 1


def test_submit_sent_twice_is_no_conflict_when_writing_went_on_meanwhile(signed_in: Any, people: People) -> None:
    client, asked = signed_in(people.writer), submission("Mine.", 0)
    client.post(f"/intros/{people.intro.pk}/submit/", asked)
    save_working_copy(intro=people.intro, text="Mine, and more.", revision=1)
    answer = client.post(f"/intros/{people.intro.pk}/submit/", asked)
    assert answer["Location"] == f"/intros/{people.intro.pk}/versions/1/"
    people.intro.refresh_from_db()
    assert people.intro.working_text == "Mine, and more."


def test_submit_over_another_windows_words_shows_both_and_submits_neither(signed_in: Any, people: People) -> None:
    save_working_copy(intro=people.intro, text="From the laptop.", revision=0)
    answer = signed_in(people.writer).post(f"/intros/{people.intro.pk}/submit/", submission("From the phone.", 0))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "From the laptop." in page
    assert "From the phone.</textarea>" in page
    assert 'name="revision" value="1"' in page
    assert not DraftVersion.objects.exists()
    people.intro.refresh_from_db()
    assert people.intro.working_text == "From the laptop."


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (" \n ", "There is nothing to submit yet: write a sentence first."),
        ("Mine.", "Nothing has changed since version 1, so it was not submitted again."),
    ],
)
def test_submit_of_nothing_new_says_so_and_keeps_the_text(
    text: str, sentence: str, signed_in: Any, people: People
) -> None:
    make_version(people.intro, text="Mine.")
    answer = signed_in(people.writer).post(f"/intros/{people.intro.pk}/submit/", submission(text, 1))
    assert answer.status_code == 400
    assert sentence in answer.content.decode()
    assert DraftVersion.objects.count() == 1


def test_submit_without_a_key_is_refused_and_keeps_the_text(signed_in: Any, people: People) -> None:
    asked = {"text": "Mine.", "revision": "0", "idempotency_key": "none"}
    answer = signed_in(people.writer).post(f"/intros/{people.intro.pk}/submit/", asked)
    assert answer.status_code == 400
    assert "Mine.</textarea>" in answer.content.decode()


def test_writing_in_an_archived_cohort_is_refused(signed_in: Any, people: People) -> None:
    archive_cohorts(cohorts=[people.cohort])
    client = signed_in(people.writer)
    assert client.get(f"/intros/{people.intro.pk}/write/")["Location"] == f"/intros/{people.intro.pk}/"
    saved = send(client, people.intro, "save", {"text": "Late.", "revision": 0})
    assert (saved.status_code, saved.json()["detail"]) == (
        400,
        "This cohort is archived: its drafts can be read, but no longer changed.",
    )
    assert client.post(f"/intros/{people.intro.pk}/submit/", submission("Late.", 0)).status_code == 400
    assert not DraftVersion.objects.exists()


def test_writing_is_the_writers_alone(signed_in: Any, people: People) -> None:
    save_working_copy(intro=people.intro, text="Private.", revision=0)
    for stranger in (people.maya.user, people.otto.user, people.nora.user):
        client = signed_in(stranger)
        assert client.get(f"/intros/{people.intro.pk}/write/").status_code == 404
        assert send(client, people.intro, "save", {"text": "x", "revision": 1}).status_code == 404
        assert send(client, people.intro, "live", {"text": "x"}).status_code == 404
        assert client.post(f"/intros/{people.intro.pk}/submit/", submission("x", 1)).status_code == 404
    people.intro.refresh_from_db()
    assert (people.intro.working_text, people.intro.latest_number) == ("Private.", 0)


def test_write_page_reminds_of_what_the_coach_asked(signed_in: Any, people: People) -> None:
    make_review(make_version(people.intro), people.maya, summary="More of the nurse.", comment_on=(0, 6))
    page = signed_in(people.writer).get(f"/intros/{people.intro.pk}/write/").content.decode()
    assert "What Maya said on version 1" in page
    assert "More of the nurse." in page
    assert "Say more here." in page


def test_write_page_costs_a_fixed_number_of_queries(
    signed_in: Any, people: People, django_assert_num_queries: Any
) -> None:
    client = signed_in(people.writer)
    with django_assert_num_queries(QUERIES):
        client.get(f"/intros/{people.intro.pk}/write/")
