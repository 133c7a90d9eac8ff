"""From nothing to first drafts with the admin alone."""

from collections.abc import Callable
from datetime import date

import pytest
from django.contrib.admin.models import LogEntry
from django.core import mail
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from cohorts.models import Coach, Cohort, Enrolment, User
from cohorts.services import archive_cohorts
from feedback.models import RunStatus
from feedback.pitch import CHECKS
from tests.factories import (
    check,
    make_admin,
    make_candidate,
    make_coach,
    make_cohort,
    make_enrolment,
    make_intro,
    make_version,
)

SignIn = Callable[[User], Client]
CHECK_IDS = [c.id for c in CHECKS]

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(signed_in: SignIn) -> Client:
    return signed_in(make_admin())


def cohort_form(*coaches: Coach, **fields: object) -> dict[str, object]:
    return {
        "name": "Spring", "slug": "spring", "starts_on": "2026-03-01", "ends_on": "2026-05-31",
        "coaches": [coach.pk for coach in coaches], "words_per_minute": 140, "target_s": 90, "speaking_limit_s": 120,
        "precision_floor": 0.6, "precision_least": 20,
        "checks_on": CHECK_IDS, "enrolments-TOTAL_FORMS": 0, "enrolments-INITIAL_FORMS": 0,
    } | fields  # fmt: skip


def act(client: Client, model: str, action: str, rows: list[int], **more: object) -> object:
    data = {"action": action, "_selected_action": rows} | more
    return client.post(reverse(f"admin:{model}_changelist"), data, follow=True)


def messages_of(response: object) -> list[str]:
    return [str(message) for message in response.context["messages"]]  # type: ignore[attr-defined]  # of a test client


def test_a_new_cohort_gets_its_coaches_and_the_default_rubric(client: Client) -> None:
    maya = make_coach("Maya Berg")
    response = client.post(reverse("admin:cohorts_cohort_add"), cohort_form(maya))
    cohort = Cohort.objects.get()
    assert response["Location"] == reverse("admin:cohorts_cohort_change", args=[cohort.pk])
    assert (cohort.name, cohort.starts_on, list(cohort.coaches.all()), cohort.checks_off) == (
        "Spring", date(2026, 3, 1), [maya], [],
    )  # fmt: skip
    assert [criterion.name for criterion in cohort.rubric.criteria.all()] == [
        "Why this role", "Why you on this team", "Balance", "Warmth and togetherness", "Telling",
    ]  # fmt: skip
    assert {criterion.levels.count() for criterion in cohort.rubric.criteria.all()} == {4}


def test_saving_it_again_leaves_a_changed_rubric_alone(client: Client) -> None:
    client.post(reverse("admin:cohorts_cohort_add"), cohort_form())
    cohort = Cohort.objects.get()
    cohort.rubric.criteria.filter(name="Balance").delete()
    client.post(reverse("admin:cohorts_cohort_change", args=[cohort.pk]), cohort_form(name="Summer"))
    cohort.refresh_from_db()
    assert (cohort.name, cohort.rubric.criteria.count()) == ("Summer", 4)


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"ends_on": "2026-02-01"}, "A cohort ends after it starts."),
        ({"speaking_limit_s": 60}, "The speaking limit is not below the target length."),
        ({"words_per_minute": 20}, "Ensure this value is greater than or equal to 80."),
    ],
)
def test_a_wrong_cohort_is_not_made(client: Client, change: dict[str, object], error: str) -> None:
    page = client.post(reverse("admin:cohorts_cohort_add"), cohort_form(**change))
    assert error in page.text
    assert not Cohort.objects.exists()


def test_checks_are_ticked_and_those_left_out_are_off(client: Client) -> None:
    cohort = make_cohort(name="Spring", checks_off=[CHECK_IDS[0], "of-another-engine"])
    page = client.get(reverse("admin:cohorts_cohort_change", args=[cohort.pk]))
    assert page.context["adminform"].form["checks_on"].initial == CHECK_IDS[1:]
    client.post(reverse("admin:cohorts_cohort_change", args=[cohort.pk]), cohort_form(checks_on=CHECK_IDS[2:]))
    cohort.refresh_from_db()
    assert cohort.checks_off == ["of-another-engine", *CHECK_IDS[:2]]


def test_enrolments_offer_the_coaches_of_the_cohort_alone(client: Client) -> None:
    maya, joe, stranger = make_coach("Maya"), make_coach("Joe"), make_coach("Eve")
    cohort = make_cohort(maya, joe)
    make_cohort(stranger)
    enrolment = make_enrolment(cohort, coach=maya)
    url = reverse("admin:cohorts_cohort_change", args=[cohort.pk])
    formset = client.get(url).context["inline_admin_formsets"][0].formset
    assert [label for _pk, label in formset.forms[0].fields["coach"].choices] == ["–", "Joe", "Maya"]
    row = {"enrolments-TOTAL_FORMS": 1, "enrolments-INITIAL_FORMS": 1, "enrolments-0-id": enrolment.pk}
    client.post(url, cohort_form(maya, joe, **row, **{"enrolments-0-coach": stranger.pk}))
    assert Enrolment.objects.get().coach == maya
    client.post(url, cohort_form(maya, joe, **row, **{"enrolments-0-coach": joe.pk}))
    assert Enrolment.objects.get().coach == joe
    client.post(url, cohort_form(maya, joe, **row, **{"enrolments-0-coach": ""}))
    assert Enrolment.objects.get().coach is None
    archive_cohorts(cohorts=[cohort])
    client.post(url, cohort_form(maya, joe, **row, **{"enrolments-0-coach": joe.pk}))
    assert Enrolment.objects.get().coach is None
    assert "enrolments-0-coach" not in client.get(url).content.decode()
    said = messages_of(act(client, "cohorts_enrolment", "assign_coach", [enrolment.pk], apply="1", coach=joe.pk))
    assert (said, Enrolment.objects.get().coach) == (
        ["This cohort is archived: its drafts can be read, but no longer changed."], None,
    )  # fmt: skip


@pytest.mark.once
def test_cohort_page_costs_the_same_for_1_and_for_30(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    coach = make_coach()
    cohort = make_cohort(coach)
    make_enrolment(cohort, coach=coach)
    url = reverse("admin:cohorts_cohort_change", args=[cohort.pk])
    client.get(url)  # asks for the content type, once a process and again after a test that flushes the tables
    with django_assert_num_queries(12):
        client.get(url)
    for _ in range(29):
        make_enrolment(cohort, coach=coach)
    with django_assert_num_queries(12):
        assert len(client.get(url).context["inline_admin_formsets"][0].formset.forms) == 30


def test_pasted_people_are_added_enrolled_and_invited(
    client: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    maya, known = make_coach("Maya"), make_candidate("Known Already", email="known@example.org")
    cohort = make_cohort(maya)
    make_enrolment(cohort, candidate=make_candidate("In Before", email="in@example.org"))
    pasted = (
        'Ana Horvat <ana@example.org>\n\n"Lund, Bo" <BO@example.org>\nCy Tan, cy@example.org\nd.o_e@example.org\n'
        "Ed O'Hara ed@example.org\nknown@example.org\nin@example.org\nAna Again <ana@example.org>\n"
    )
    url = reverse("admin:cohorts_cohort_enrol", args=[cohort.pk])
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(url, {"people": pasted, "coach": maya.pk, "time_zone": "Europe/Zagreb"}, follow=True)
    assert response.redirect_chain[-1][0] == reverse("admin:cohorts_cohort_change", args=[cohort.pk])
    enrolled = Enrolment.objects.filter(cohort=cohort, coach=maya).order_by("pk").select_related("candidate__user")
    assert [(e.candidate.user.name, e.candidate.user.email) for e in enrolled] == [
        ("Ana Horvat", "ana@example.org"), ("Lund, Bo", "bo@example.org"), ("Cy Tan", "cy@example.org"),
        ("D O E", "d.o_e@example.org"), ("Ed O'Hara", "ed@example.org"), ("Known Already", "known@example.org"),
    ]  # fmt: skip
    assert known.user.time_zone == "UTC"
    assert [message.to for message in mail.outbox] == [
        ["ana@example.org"], ["bo@example.org"], ["cy@example.org"], ["d.o_e@example.org"],
        ["ed@example.org"],
    ]  # fmt: skip
    assert messages_of(response) == ["6 people were enrolled. 1 was enrolled already.", "5 invitations were sent."]


def test_a_wrong_line_is_named_and_nobody_is_enrolled(client: Client) -> None:
    cohort = make_cohort()
    page = client.post(
        reverse("admin:cohorts_cohort_enrol", args=[cohort.pk]),
        {"people": "Ana <ana@example.org>\nBo Lund\nCy <cy@nowhere>", "time_zone": "UTC"},
    )
    assert page.context["form"].errors["people"] == [
        "Line 2 has no e-mail address that works: “Bo Lund”.",
        "Line 3 has no e-mail address that works: “Cy <cy@nowhere>”.",
    ]
    assert not Enrolment.objects.exists()
    assert User.objects.count() == 1


def test_an_archived_cohort_takes_nobody(client: Client) -> None:
    cohort = make_cohort()
    archive_cohorts(cohorts=[cohort])
    page = client.post(
        reverse("admin:cohorts_cohort_enrol", args=[cohort.pk]), {"people": "ana@example.org", "time_zone": "UTC"}
    )
    assert page.context["form"].errors["people"] == [
        "This cohort is archived: its drafts can be read, but no longer changed."
    ]
    assert not Enrolment.objects.exists()


def test_assigning_asks_which_coach_and_offers_those_of_all_selected_cohorts(client: Client) -> None:
    maya, joe = make_coach("Maya"), make_coach("Joe")
    one, two = make_cohort(maya, joe), make_cohort(maya)
    rows = [make_enrolment(one, coach=joe), make_enrolment(two), make_enrolment(one)]
    picked = [row.pk for row in rows[:2]]
    page = act(client, "cohorts_enrolment", "assign_coach", picked)
    assert [str(coach) for coach in page.context["form"].fields["coach"].queryset] == ["Maya"]  # type: ignore[attr-defined]
    response = act(client, "cohorts_enrolment", "assign_coach", picked, apply="1", coach=maya.pk)
    assert messages_of(response) == ["2 candidates are now with Maya."]
    assert [e.coach for e in Enrolment.objects.order_by("pk")] == [maya, maya, None]
    assert set(LogEntry.objects.values_list("change_message", flat=True)) == {"Assigned to Maya."}


def test_a_coach_of_no_such_cohort_cannot_be_assigned(client: Client) -> None:
    stranger = make_coach()
    enrolment = make_enrolment(make_cohort(make_coach()))
    page = act(client, "cohorts_enrolment", "assign_coach", [enrolment.pk], apply="1", coach=stranger.pk)
    assert "coach" in page.context["form"].errors  # type: ignore[attr-defined]  # of a test client
    assert Enrolment.objects.get().coach is None


def test_a_coach_can_be_assigned_from_the_introductions_too(client: Client) -> None:
    maya = make_coach("Maya")
    intro = make_intro(make_enrolment(make_cohort(maya)))
    act(client, "cohorts_intro", "assign_coach", [intro.pk], apply="1", coach=maya.pk)
    assert Enrolment.objects.get().coach == maya


def test_archiving_and_opening_again(client: Client) -> None:
    cohort, other = make_cohort(), make_cohort()
    make_version(make_intro(make_enrolment(cohort)))
    asked = act(client, "cohorts_cohort", "archive", [cohort.pk])
    assert asked.context["waiting"] == 1  # type: ignore[attr-defined]  # of a test client
    assert not Cohort.objects.exclude(archived_at=None).exists()
    said = messages_of(act(client, "cohorts_cohort", "archive", [cohort.pk], apply="yes"))
    assert said == ["1 cohort was archived."]
    assert [c.is_archived for c in Cohort.objects.order_by("pk")] == [True, False]
    assert messages_of(act(client, "cohorts_cohort", "unarchive", [cohort.pk, other.pk])) == ["1 cohort is open again."]
    assert [c.is_archived for c in Cohort.objects.order_by("pk")] == [False, False]


@pytest.mark.parametrize("model", ["cohorts_cohort", "cohorts_intro", "feedback_checkrun"])
def test_checks_of_latest_versions_run_again_with_todays_settings(
    client: Client, model: str, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    coach = make_coach()
    cohort = make_cohort(coach)
    intro = make_intro(make_enrolment(cohort, coach=coach))
    old, new = check(make_version(intro)), check(make_version(intro))
    untouched = check(make_version(make_intro(make_enrolment(make_cohort(coach)))))
    row = {"cohorts_cohort": cohort.pk, "cohorts_intro": intro.pk, "feedback_checkrun": new.pk}[model]
    with django_capture_on_commit_callbacks(execute=True):
        response = act(client, model, "run_checks_again", [row])
    assert messages_of(response) == ["1 version is being checked again."]
    for run, status in ((old, RunStatus.DONE), (new, RunStatus.QUEUED), (untouched, RunStatus.DONE)):
        run.refresh_from_db()
        assert run.status == status
    assert new.enqueued_at is not None


def test_what_people_wrote_cannot_be_changed_or_deleted(client: Client) -> None:
    coach = make_coach()
    version = make_version(make_intro(make_enrolment(make_cohort(coach), coach=coach)))
    run = check(version)
    for name, pk in (("cohorts_intro", version.intro_id), ("cohorts_draftversion", version.pk),
                     ("feedback_checkrun", run.pk), ("cohorts_cohort", version.intro.enrolment.cohort_id)):  # fmt: skip
        assert client.post(reverse(f"admin:{name}_delete", args=[pk]), {"post": "yes"}).status_code == 403
    assert client.post(
        reverse("admin:cohorts_draftversion_change", args=[version.pk]), {"text": "other"}
    ).status_code == 403  # fmt: skip
    assert client.post(reverse("admin:cohorts_enrolment_delete", args=[version.intro.enrolment_id])).status_code == 403


def test_an_enrolment_without_a_word_can_be_taken_back(client: Client) -> None:
    enrolment = make_enrolment(make_cohort())
    client.post(reverse("admin:cohorts_enrolment_delete", args=[enrolment.pk]), {"post": "yes"})
    assert not Enrolment.objects.exists()
