"""Every list of the API: so many queries, for one row as for thirty."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from cohorts.api import urls as cohorts_api
from cohorts.models import Absence, ApiToken
from feedback.api import urls as feedback_api
from feedback.charts import FIGURES
from feedback.models import Calibration, SavedView, Silencing, Snippet
from tests.factories import check, make_coach, make_cohort, make_enrolment, make_intro, make_review, make_version

pytestmark = pytest.mark.django_db
Api = Callable[[Any], APIClient]

COUNTS = {
    "cohort-list": 5,
    "enrolment-list": 3,
    "intro-list": 3,
    "version-list": 3,
    "check-run-list": 4,
    "finding-list": 4,
    "review-list": 4,
    "comment-list": 3,
    "snippet-list": 3,
    "saved-view-list": 3,
    "absence-list": 3,
    "calibration-list": 3,
    "silencing-list": 3,
    "token-list": 3,
    "figure-list": 3,
    "figure two-whys": 6,
    "figure balance": 4,
    "figure teaching": 5,
    "figure progress": 4,
    "figure waits": 6,
    "figure helped": 6,
    "figure agreement": 5,
    "figure sameness": 4,
    "figure funnel": 4,
    "figure activity": 5,
}
"""Of these, session and person take two."""


@pytest.mark.parametrize("rows", [1, 30])
@pytest.mark.once
def test_lists_take_the_same_queries_however_long_they_are(api: Api, rows: int) -> None:
    coach = make_coach("Alice")
    cohort = make_cohort(coach, name="Spring")
    for number in range(rows):
        version = make_version(make_intro(make_enrolment(cohort, coach=coach)))
        check(version)
        make_review(version, coach, comment_on=(0, 4))
        Snippet.objects.create(coach=coach, title=f"Snippet {number}", body="Say more.")
        SavedView.objects.create(coach=coach, name=f"View {number}")
        Absence.objects.create(coach=coach, first_day=date(2030, 1, number + 1), last_day=date(2030, 1, number + 1))
        Silencing.objects.create(cohort=cohort, check_id=f"check-{number}", right=1, judged=20)
        Calibration.objects.create(cohort=cohort, name=f"Round {number}")
        ApiToken.objects.create(user=coach.user, digest=str(number), expiry=coach.user.date_joined + timedelta(days=9))
    for number in range(rows - 1):
        make_cohort(coach, name=f"Other {number}")
    client = api(coach.user)

    def asked(path: str) -> tuple[int, int]:
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(path)
        assert answer.status_code == 200
        body = answer.json()
        found = body["results"] if isinstance(body, dict) and "results" in body else []
        return len(queries), len(found)

    found = {
        name: asked(f"/api/v1/{route.removesuffix('$').removeprefix('^')}") for name, route in list_routes().items()
    }
    figures = {f"figure {figure.key}": asked(f"/api/v1/cohorts/spring/figures/{figure.key}/") for figure in FIGURES}
    counts = {name: queries for name, (queries, _found) in (found | figures).items()}
    counts["figure-list"] = asked("/api/v1/cohorts/spring/figures/")[0]
    # Where drafts are alike, their writers are looked up.
    assert counts == COUNTS | ({"figure sameness": 5} if rows > 1 else {})
    assert {name: n for name, (_queries, n) in found.items() if n < rows and name != "finding-list"} == {}


def list_routes() -> dict[str, str]:
    """The routers' lists, so that a new one is not forgotten; those of admins are in test_webhooks.py."""
    patterns: list[Any] = [*cohorts_api.urlpatterns, *feedback_api.urlpatterns]
    elsewhere = {"figure-list", "export-list", "webhook-list", "delivery-list", "mail-list"}
    return {p.name: str(p.pattern) for p in patterns if p.name.endswith("-list") and p.name not in elsewhere}
