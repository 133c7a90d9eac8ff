"""Starting an introduction, and changing what it is for."""

from datetime import date
from typing import Any

import pytest

from cohorts.models import Intro
from cohorts.services import archive_cohorts
from tests.factories import make_candidate, make_coach, make_cohort, make_enrolment, make_intro, make_version

pytestmark = pytest.mark.django_db
ASKED = {"role": "Product Manager", "company": "Kontora", "kind": "written", "interview_on": "2026-12-01"}


def test_intro_new_in_the_only_cohort_leads_to_writing(signed_in: Any) -> None:
    enrolment = make_enrolment(make_cohort(make_coach()))
    client = signed_in(enrolment.candidate.user)
    answer = client.post("/intros/new/", {**ASKED, "enrolment": enrolment.pk})
    intro = Intro.objects.get()
    assert answer["Location"] == f"/intros/{intro.pk}/write/"
    assert (intro.enrolment, intro.role, intro.company, intro.kind, intro.interview_on) == (
        enrolment,
        "Product Manager",
        "Kontora",
        "written",
        date(2026, 12, 1),
    )


def test_intro_new_asks_for_the_cohort_only_where_there_is_a_choice(signed_in: Any) -> None:
    candidate, coach = make_candidate(), make_coach()
    spring = make_enrolment(make_cohort(coach, name="Spring"), candidate)
    client = signed_in(candidate.user)
    assert f'type="hidden" name="enrolment" value="{spring.pk}"' in client.get("/intros/new/").content.decode()
    make_enrolment(make_cohort(coach, name="Autumn"), candidate)
    page = client.get("/intros/new/").content.decode()
    assert '<select name="enrolment"' in page
    assert ">Spring</option>" in page
    assert ">Autumn</option>" in page


def test_intro_new_without_an_open_cohort_says_what_to_do(signed_in: Any) -> None:
    enrolment = make_enrolment(make_cohort(make_coach()))
    archive_cohorts(cohorts=[enrolment.cohort])
    client = signed_in(enrolment.candidate.user)
    assert "You are in no open cohort" in client.get("/intros/new/").content.decode()
    client.post("/intros/new/", {**ASKED, "enrolment": enrolment.pk})
    assert not Intro.objects.exists()


def test_intro_new_in_somebody_elses_enrolment_is_refused(signed_in: Any) -> None:
    cohort = make_cohort(make_coach())
    mine, theirs = make_enrolment(cohort), make_enrolment(cohort)
    page = signed_in(mine.candidate.user).post("/intros/new/", {**ASKED, "enrolment": theirs.pk})
    assert page.status_code == 200
    assert not Intro.objects.exists()


def test_intro_edit_changes_what_it_is_for_and_leaves_versions_as_they_were(signed_in: Any) -> None:
    intro = make_intro(make_enrolment(make_cohort(make_coach())))
    version = make_version(intro)
    client = signed_in(intro.enrolment.candidate.user)
    asked = {"role": "Owner", "company": "Rotaline", "kind": "speech", "interview_on": ""}
    assert client.post(f"/intros/{intro.pk}/edit/", asked)["Location"] == f"/intros/{intro.pk}/"
    intro.refresh_from_db()
    version.refresh_from_db()
    assert (intro.role, intro.company, intro.kind, intro.interview_on) == ("Owner", "Rotaline", "speech", None)
    assert (version.role, version.company, version.kind) == ("Product Manager", "Kontora", "written")


def test_intro_edit_of_another_candidates_is_not_found(signed_in: Any) -> None:
    coach = make_coach()
    cohort = make_cohort(coach)
    intro, other = make_intro(make_enrolment(cohort)), make_intro(make_enrolment(cohort))
    for user in (other.enrolment.candidate.user, coach.user):
        assert signed_in(user).post(f"/intros/{intro.pk}/edit/", ASKED).status_code == 404
    intro.refresh_from_db()
    assert intro.interview_on is None


def test_intro_edit_in_an_archived_cohort_is_refused_with_a_sentence(signed_in: Any) -> None:
    intro = make_intro(make_enrolment(make_cohort(make_coach())))
    archive_cohorts(cohorts=[intro.enrolment.cohort])
    page = signed_in(intro.enrolment.candidate.user).post(f"/intros/{intro.pk}/edit/", {**ASKED, "role": "Other"})
    assert "This cohort is archived: its drafts can be read, but no longer changed." in page.content.decode()
    intro.refresh_from_db()
    assert intro.role == "Product Manager"
