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


def test_finding_is_set_aside_with_a_note_confirmed_and_left_open_again(
    desk: Desk, finding: Finding, signed_in: SignIn
) -> None:
    client = signed_in(desk.coach.user)

    aside = judge(client, desk, finding, {"verdict": "fine_here", "note": "It is their job."})
    words = "Right, but fine here: It is their job."
    assert aside.json() == {"verdict": "fine_here", "words": words, "is_dismissed": True}
    finding.refresh_from_db()
    assert (finding.judged_by, finding.verdict, finding.note) == (desk.coach.user, "fine_here", "It is their job.")

    right = judge(client, desk, finding, {"verdict": "confirmed"})
    assert right.json() == {"verdict": "confirmed", "words": "Right", "is_dismissed": False}

    stands = judge(client, desk, finding, {"verdict": ""})
    assert stands.json() == {"verdict": "", "words": "", "is_dismissed": False}
    finding.refresh_from_db()
    assert (finding.judged_at, finding.judged_by, finding.note) == (None, None, "")


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        ({"verdict": "because"}, "verdict: Select a valid choice."),
        ({"verdict": "aside"}, "verdict: Select a valid choice."),
        ({"verdict": "wrong", "note": "x" * 201}, "note: Ensure this value has at most 200"),
        ([], "Send one JSON object."),
    ],
)
def test_verdict_is_one_of_those_offered(
    desk: Desk, finding: Finding, signed_in: SignIn, body: Any, detail: str
) -> None:
    answer = judge(signed_in(desk.coach.user), desk, finding, body)

    assert answer.status_code == 400
    assert answer.json()["detail"].startswith(detail)
    finding.refresh_from_db()
    assert finding.verdict == ""


def test_finding_of_another_version_or_for_others_is_not_there(desk: Desk, finding: Finding, signed_in: SignIn) -> None:
    later = Desk(desk.coach, desk.cohort, desk.enrolment, desk.intro, factories.make_version(desk.intro))
    stranger = factories.make_coach()
    factories.make_cohort(stranger)
    body = {"verdict": "wrong"}

    assert judge(signed_in(desk.coach.user), later, finding, body).status_code == 404
    assert judge(signed_in(stranger.user), desk, finding, body).status_code == 404
    assert judge(signed_in(desk.enrolment.candidate.user), desk, finding, body).status_code == 404
    assert judge(signed_in(factories.make_admin()), desk, finding, body).status_code == 403
    finding.refresh_from_db()
    assert finding.verdict == ""
