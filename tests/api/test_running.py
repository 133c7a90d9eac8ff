"""What an admin's program does with a cohort and with who is in it."""

from collections.abc import Callable

import pytest
from django.core import mail
from rest_framework.test import APIClient

from cohorts import services
from cohorts.models import Cohort, Enrolment, User
from tests.factories import make_admin, make_candidate, make_coach, make_cohort, make_enrolment, make_intro, make_user
from tests.meanwhile import after_first_look

pytestmark = pytest.mark.django_db
Api = Callable[[User], APIClient]


def test_people_are_enrolled_once_and_those_who_are_new_invited(api: Api) -> None:
    alice, known = make_coach("Alice"), make_candidate("Known", email="known@example.org")
    spring = make_cohort(alice, name="Spring")
    there = make_enrolment(spring, make_candidate("There", email="there@example.org"))
    body = {
        "people": [
            {"name": "Ana Horvat", "email": "Ana@example.org"}, {"name": "Ana again", "email": "ana@example.org"},
            {"name": "Other", "email": "known@example.org"}, {"name": "There", "email": "there@example.org"},
        ],
        "coach": alice.pk, "time_zone": "Europe/Zagreb",
    }  # fmt: skip
    client = api(make_admin())
    made = client.post("/api/v1/cohorts/spring/enrol/", body, format="json")
    assert (made.status_code, [row["id"] for row in made.json()["already"]]) == (200, [there.pk])
    assert {(row["candidate"]["name"], row["coach"]["name"]) for row in made.json()["enrolled"]} == {
        ("Ana again", "Alice"), ("Known", "Alice"),
    }  # fmt: skip
    ana = User.objects.get(email="ana@example.org")
    assert (ana.time_zone, ana.has_usable_password()) == ("Europe/Zagreb", False)
    assert [message.to for message in mail.outbox] == [["ana@example.org"]]
    again = client.post("/api/v1/cohorts/spring/enrol/", body, format="json").json()
    assert (again["enrolled"], len(again["already"]), len(mail.outbox)) == ([], 3, 1)
    assert (made.json()["not_invited"], again["not_invited"]) == ([], ["ana@example.org"])
    known.user.refresh_from_db()
    assert known.user.name == "Known"


def test_who_was_enrolled_by_a_request_whose_answer_was_lost_is_told_and_invited(api: Api) -> None:
    spring, client = make_cohort(make_coach(), name="Spring"), api(make_admin())
    people = [{"name": name, "email": f"{name}@example.org"} for name in ("ana", "ben", "cem", "dan")]
    services.enrol_people(cohort=spring, people=[(one["name"], one["email"]) for one in people[:3]], time_zone="UTC")
    User.objects.filter(email="ben@example.org").update(last_login=spring.created_at)
    User.objects.filter(email="cem@example.org").update(is_active=False)

    def not_invited(**how: bool) -> list[str]:
        answer = client.post("/api/v1/cohorts/spring/enrol/", {"people": people, **how}, format="json").json()
        return [address.removesuffix("@example.org") for address in answer["not_invited"]]

    assert (not_invited(invites=False), len(mail.outbox)) == (["dan", "ana"], 0)
    assert (not_invited(), len(mail.outbox)) == (["ana", "dan"], 0)
    assert not_invited(invites_again=True) == []
    assert [message.to for message in mail.outbox] == [["ana@example.org"], ["dan@example.org"]]


def test_what_cannot_be_is_refused_and_changes_nothing(api: Api) -> None:
    alice, bea = make_coach("Alice"), make_coach("Bea")
    spring = make_cohort(alice, name="Spring")
    enrolment, written = make_enrolment(spring, coach=alice), make_enrolment(spring, coach=alice)
    make_intro(written)
    past = make_enrolment(make_cohort(alice, bea, name="Past"), coach=alice)
    services.archive_cohorts(cohorts=[past.cohort])
    client = api(make_admin())
    refused = [
        client.patch(f"/api/v1/enrolments/{past.pk}/", {"coach": bea.pk}, format="json"),
        client.delete(f"/api/v1/enrolments/{past.pk}/"),
        client.patch(f"/api/v1/enrolments/{enrolment.pk}/", {"coach": bea.pk}, format="json"),
        client.delete(f"/api/v1/enrolments/{written.pk}/"),
        client.post("/api/v1/cohorts/spring/enrol/", {"people": [{"name": "A", "email": "no"}]}, format="json"),
    ]
    assert [(answer.status_code, answer.json()["code"]) for answer in refused] == [
        *[(400, "cohort_archived")] * 2, (400, "not_a_coach_of_cohort"), (400, "has_introductions"), (400, "invalid"),
    ]  # fmt: skip
    kept = {(row.pk, alice.pk) for row in (past, enrolment, written)}
    assert set(Enrolment.objects.values_list("pk", "coach")) == kept
    assert client.delete(f"/api/v1/enrolments/{enrolment.pk}/").status_code == 204
    services.delete_enrolment(enrolment=enrolment)  # once more, by who read it before
    assert set(Enrolment.objects.values_list("pk", flat=True)) == {past.pk, written.pk}


def test_who_is_added_by_another_program_meanwhile_is_enrolled_as_they_are() -> None:
    spring, people = make_cohort(name="Spring"), [("Ana", "ana@example.org")]
    with after_first_look("cohorts_user", lambda: make_user("Ana Horvat", email="ana@example.org")):
        done = services.enrol_people(cohort=spring, people=people, time_zone="UTC")
    assert (done.added, [str(enrolment.candidate) for enrolment in done.enrolled]) == ((), ["Ana Horvat"])


def test_a_cohort_is_archived_and_opened_again(api: Api) -> None:
    make_cohort(make_coach(), name="Spring")
    client, found = api(make_admin()), []
    for body in ({}, {"is_archived": False}):
        answer = client.post("/api/v1/cohorts/spring/archive/", body, format="json")
        found.append((answer.json()["archived_at"] is not None, Cohort.objects.get().is_archived))
    assert found == [(True, True), (False, False)]
