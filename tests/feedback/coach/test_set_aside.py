from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from cohorts.models import User
from feedback.models import Finding
from tests import factories
from tests.feedback.coach.conftest import Desk

SignIn = Callable[[User], Client]


@pytest.fixture
def finding(desk: Desk) -> Finding:
    return factories.check(desk.version).findings.create(
        position=99, check_id="x", severity="note", start=0, end=4, seen="s", why="w", try_next="t", certainty=1
    )


def judge(client: Client, desk: Desk, finding: Finding, body: Any) -> Any:
    return client.post(desk.url("feedback:review_finding", finding.pk), body, content_type="application/json")


def test_finding_is_set_aside_with_a_reason_and_let_stand_again(
    desk: Desk, finding: Finding, signed_in: SignIn
) -> None:
    client = signed_in(desk.coach.user)

    aside = judge(client, desk, finding, {"is_dismissed": True, "reason": "fine_here", "words": "It is their job."})
    assert aside.json() == {"is_dismissed": True, "reason": "Right, but fine here: It is their job."}
    finding.refresh_from_db()
    assert (finding.dismissed_by, finding.dismiss_reason) == (
        desk.coach.user,
        "Right, but fine here: It is their job.",
    )

    stands = judge(client, desk, finding, {"is_dismissed": False})
    assert stands.json() == {"is_dismissed": False, "reason": ""}
    finding.refresh_from_db()
    assert (finding.dismissed_at, finding.dismiss_reason) == (None, "")


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        ({"is_dismissed": True}, "Say why it does not help here."),
        ({"is_dismissed": True, "reason": "because"}, "reason: Select a valid choice."),
        ({"is_dismissed": True, "reason": "wrong", "words": "x" * 201}, "words: Ensure this value has at most 200"),
        ([], "Send one JSON object."),
    ],
)
def test_reason_is_needed_and_one_of_those_offered(
    desk: Desk, finding: Finding, signed_in: SignIn, body: Any, detail: str
) -> None:
    answer = judge(signed_in(desk.coach.user), desk, finding, body)

    assert answer.status_code == 400
    assert answer.json()["detail"].startswith(detail)
    finding.refresh_from_db()
    assert finding.dismissed_at is None


def test_finding_of_another_version_or_for_others_is_not_there(desk: Desk, finding: Finding, signed_in: SignIn) -> None:
    later = Desk(desk.coach, desk.cohort, desk.enrolment, desk.intro, factories.make_version(desk.intro))
    stranger = factories.make_coach()
    factories.make_cohort(stranger)
    body = {"is_dismissed": True, "reason": "wrong"}

    assert judge(signed_in(desk.coach.user), later, finding, body).status_code == 404
    assert judge(signed_in(stranger.user), desk, finding, body).status_code == 404
    assert judge(signed_in(desk.enrolment.candidate.user), desk, finding, body).status_code == 404
    assert judge(signed_in(factories.make_admin()), desk, finding, body).status_code == 403
    finding.refresh_from_db()
    assert finding.dismissed_at is None
