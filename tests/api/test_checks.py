"""How right the checks are, by the API, and an admin's word against their silence."""

from collections.abc import Callable

import pytest
from rest_framework.test import APIClient

from cohorts.models import User
from feedback.models import Finding, Silencing
from feedback.pitch import CHECKS
from feedback.reports.precision import FEW
from tests.factories import (
    make_admin,
    make_coach,
    make_cohort,
    make_enrolment,
    make_intro,
    make_version,
)
from tests.meanwhile import after_first_look

pytestmark = pytest.mark.django_db
Api = Callable[[User], APIClient]
CHECK = "pay-motive"


def test_precision_is_that_of_the_coaches_verdicts_and_none_of_few(api: Api) -> None:
    alice = make_coach("Alice")
    run = make_version(make_intro(make_enrolment(make_cohort(alice, name="Spring")))).runs.get()
    for check_id, first, judged in ((CHECK, 0, FEW), ("career-list", 50, FEW - 1)):
        Finding.objects.bulk_create(
            Finding(
                run=run, position=first + position, check_id=check_id, severity="minor", seen="s", why="w",
                try_next="t", certainty=0.8, verdict="wrong" if position < 2 else "confirmed", judged_by=alice.user,
                judged_at=run.queued_at,
            )
            for position in range(judged)
        )  # fmt: skip
    rows = api(alice.user).get("/api/v1/cohorts/spring/checks/").json()
    assert len(rows) == len(CHECKS)
    told = {row["check_id"]: row for row in rows}
    assert (told[CHECK]["confirmed"], told[CHECK]["wrong"], told[CHECK]["judged"], told[CHECK]["percent"]) == (
        8, 2, 10, 80.0,
    )  # fmt: skip
    # Wilson's interval of 8 in 10, as in every table of it.
    assert (told[CHECK]["low"], told[CHECK]["high"]) == (49.0, 94.3)
    assert [told["career-list"][name] for name in ("judged", "percent", "low", "high")] == [9, None, None, None]


def test_an_admin_alone_overrules_a_silence_that_coaches_see(api: Api) -> None:
    alice, charlie = make_coach("Alice"), make_coach("Charlie")
    spring, secret = make_cohort(alice, name="Spring"), make_cohort(charlie, name="Secret")
    silencing = Silencing.objects.create(cohort=spring, check_id=CHECK, right=1, judged=20)
    Silencing.objects.create(cohort=secret, check_id=CHECK, right=1, judged=20)
    coach, admin = api(alice.user), api(make_admin())
    (row,) = coach.get("/api/v1/silencings/").json()["results"]
    assert (row["cohort"], row["check_id"], row["right"], row["judged"], row["overruled_at"]) == (
        "spring", CHECK, 1, 20, None,
    )  # fmt: skip
    path = f"/api/v1/silencings/{silencing.pk}/"
    assert coach.post(f"{path}overrule/").status_code == 404
    assert coach.get(path).json()["overruled_at"] is None
    assert admin.post(f"{path}overrule/").json()["overruled_at"] is not None
    assert not Silencing.objects.in_force().filter(cohort=spring).exists()
    assert admin.get("/api/v1/silencings/?is_overruled=true").json()["results"] == [coach.get(path).json()]
    assert admin.post(f"{path}overrule/", {"is_overruled": False}, format="json").json() == row
    with after_first_look("feedback_silencing", Silencing.objects.all().delete):
        assert admin.post(f"{path}overrule/").status_code == 404
