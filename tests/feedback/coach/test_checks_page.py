from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from cohorts.models import User
from feedback.models import Finding, Silencing
from feedback.services.findings import judge_finding
from tests import factories
from tests.feedback.coach.conftest import Desk

SignIn = Callable[[User], Client]


def judged(desk: Desk, check_id: str, *verdicts: str) -> None:
    run = desk.version.runs.get()
    count = run.findings.count()
    for number, verdict in enumerate(verdicts):
        finding = Finding.objects.create(
            run=run, position=100 + count + number, check_id=check_id, severity="note", start=0, end=4, seen="s",
            why="w", try_next="t", certainty=1,
        )  # fmt: skip
        judge_finding(finding=finding, user=desk.coach.user, verdict=verdict)


def test_page_tells_shares_with_intervals_and_what_is_silent(desk: Desk, signed_in: SignIn) -> None:
    judged(desk, "pay-motive", *["confirmed"] * 6, "fine_here", "not_now", "wrong", "wrong")
    judged(desk, "stock-phrase", "confirmed", "wrong", "wrong")
    Silencing.objects.create(cohort=desk.cohort, check_id="stock-phrase", right=1, judged=3)
    address = reverse("feedback:check_precision", args=[desk.cohort.slug])

    html = signed_in(desk.coach.user).get(address).content.decode()

    assert "80%" in html
    assert "49 to 94%, of 10" in html
    assert "1 of 3, too few to say" in html
    assert "coaches called it right 1 times out of 3" in html
    assert "An admin can let it speak all the same." in html
    stranger = factories.make_coach()
    factories.make_cohort(stranger)
    assert signed_in(stranger.user).get(address).status_code == 404


@pytest.mark.parametrize("many", [1, 30])
@pytest.mark.once
def test_page_takes_the_same_queries_for_one_verdict_and_for_thirty(
    desk: Desk, signed_in: SignIn, many: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(many):
        judged(desk, f"made-up-{number}", "confirmed")
    client = signed_in(desk.coach.user)

    with django_assert_num_queries(8):  # session, user, profiles, cohort, and 3 of the report
        html = client.get(reverse("feedback:check_precision", args=[desk.cohort.slug])).content.decode()

    assert html.count("data-check-row") == many


def test_admin_sees_why_a_check_is_silent_and_overrules_it(desk: Desk, signed_in: SignIn) -> None:
    row = Silencing.objects.create(cohort=desk.cohort, check_id="pay-motive", right=9, judged=21)
    admin = factories.make_admin()
    client, address = signed_in(admin), reverse("admin:feedback_silencing_changelist")

    page = client.get(address).content.decode()
    assert "Pay as a motive" in page
    assert "right 9 times out of 21, which is under the cohort&#x27;s 60%" in page
    client.post(address, {"action": "let_speak", "_selected_action": [row.pk]})
    row.refresh_from_db()
    assert row.overruled_by == admin
    cohort = client.get(reverse("admin:cohorts_cohort_change", args=[desk.cohort.pk])).content.decode()
    assert "How right they are" in cohort
    client.post(address, {"action": "silence_again", "_selected_action": [row.pk]})
    row.refresh_from_db()
    assert row.overruled_at is None
