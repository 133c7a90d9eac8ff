"""The page on which an admin sees how far checks are after a change of rules, and holds or hastens them."""

from collections.abc import Callable

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from cohorts.models import User
from feedback.models import CheckRun, RecheckPause, RunStatus
from feedback.reports.rulesets import Progress
from tests.factories import check, make_admin, make_coach, make_cohort, make_enrolment, make_intro, make_version

SignIn = Callable[[User], Client]
PAGE = "/admin/feedback/checkrun/rechecking/"

pytestmark = pytest.mark.django_db


def test_an_admin_pauses_goes_on_and_checks_again_from_a_page_that_tells_how_far_it_is(signed_in: SignIn) -> None:
    admin = make_admin()
    client, cohort = signed_in(admin), make_cohort(make_coach(), name="Spring")
    done, behind = (make_version(make_intro(make_enrolment(cohort))) for _ in range(2))
    check(done)
    check(behind)
    CheckRun.objects.filter(version=behind).update(ruleset="0123456789-abcdef")

    assert PAGE in client.get(reverse("admin:feedback_checkrun_changelist")).content.decode()
    page = client.get(PAGE)
    assert page.context["rows"] == (Progress(cohort, total=2, done=1, failed=0, is_paused=False),)
    assert "1 of 2" in page.content.decode()

    page = client.post(PAGE, {"cohort": cohort.pk, "do": "pause"}, follow=True)
    assert (RecheckPause.objects.get().paused_by, page.context["rows"][0].is_paused) == (admin, True)
    page = client.post(PAGE, {"cohort": cohort.pk, "do": "go_on"}, follow=True)
    assert page.context["rows"][0].is_paused is False
    page = client.post(PAGE, {"cohort": cohort.pk, "do": "again"}, follow=True)
    assert [str(message) for message in page.context["messages"]] == ["2 versions are being checked again."]
    assert sorted(behind.runs.values_list("status", flat=True)) == [RunStatus.DONE, RunStatus.QUEUED]
    assert done.runs.get().status == RunStatus.QUEUED
    assert LogEntry.objects.filter(object_id=cohort.pk).count() == 3
    assert [client.post(PAGE, {"cohort": pk, "do": "pause"}).status_code for pk in ("", "x", 0)] == [404] * 3


@pytest.mark.parametrize("many", [1, 30])
@pytest.mark.once
def test_page_costs_the_same_for_1_cohort_and_for_30(
    many: int, signed_in: SignIn, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = signed_in(make_admin())
    for _ in range(many):
        make_version(make_intro(make_enrolment(make_cohort())))
    with django_assert_num_queries(7):  # session, person, and 5 of the report
        assert len(client.get(PAGE).context["rows"]) == many
