"""The pages behind marks that stand for many: a check's sentences, and who has come to a stage."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cohorts.models import User
from feedback.models import Finding
from tests.factories import (
    make_candidate,
    make_coach,
    make_cohort,
    make_enrolment,
    make_intro,
    make_review,
    make_version,
)
from tests.many import make_many

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]
CHECK = "pay-motive"


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def fires(version: Any, *places: tuple[int | None, int | None]) -> None:
    """The version's run is done, and the check fires there."""
    run = version.runs.get()
    run.status, run.overall = "done", 50
    run.save(update_fields=["status", "overall"])
    Finding.objects.bulk_create(
        Finding(
            run=run, position=position, check_id=CHECK, severity="minor", start=start, end=end, seen="Pay is named.",
            why="w", try_next="t", certainty=0.8,
        )
        for position, (start, end) in enumerate(places)
    )  # fmt: skip


def test_a_checks_sentences_are_quoted_and_lead_to_the_draft(signed_in: SignedIn) -> None:
    alice, charlie = make_coach("Alice"), make_coach("Charlie")
    spring, secret = make_cohort(alice, name="Spring"), make_cohort(charlie, name="Secret")
    bea = make_intro(make_enrolment(spring, make_candidate("Bea"), alice), role="Nurse")
    first = make_version(bea, "The pay 🙂 is what I want from this work, and much of it.")
    fires(first, (0, 7))
    make_review(first, alice)
    fires(make_version(bea, "The pay 🙂 is still what I want from this work, and more of it."), (4, 9), (None, None))
    cid = make_intro(make_enrolment(spring, make_candidate("Cid")), role="Cook")
    fires(make_version(cid), (0, 4))
    fires(make_version(make_intro(make_enrolment(secret, make_candidate("Dora")))), (0, 4))
    page = signed_in(alice.user).get(f"/cohorts/spring/checks/{CHECK}/")
    words = text_of(page)
    assert "3 places in 2 latest drafts" in words
    assert re.findall(r"<q[^>]*>(.*?)</q>", page.content.decode()) == ["pay 🙂", "What"]
    assert re.findall(r"(the whole text|there at the last answer|new since then|no answer before)", words) == [
        "the whole text", "there at the last answer", "there at the last answer", "no answer before",
    ]  # fmt: skip
    pk = Finding.objects.get(start=4).pk
    assert f'href="/intros/{bea.pk}/versions/2/review/#finding-{pk}"' in page.content.decode()
    assert "Dora" not in words
    only = text_of(signed_in(alice.user).get(f"/cohorts/spring/checks/{CHECK}/?role=Cook"))
    assert ("1 place in 1 latest draft" in only, "Role: Cook" in only, "Bea" in only) == (True, True, False)
    none = text_of(signed_in(alice.user).get("/cohorts/spring/checks/too-long/"))
    assert "It fires in no latest draft" in none
    assert signed_in(alice.user).get("/cohorts/spring/checks/no-such-check/").status_code == 404


def test_a_stage_tells_who_has_only_that_to_go(signed_in: SignedIn) -> None:
    alice = make_coach("Alice")
    spring = make_cohort(alice, name="Spring")
    make_enrolment(spring, make_candidate("Ann"))
    make_version(make_intro(make_enrolment(spring, make_candidate("Bea"), alice)))
    make_review(make_version(make_intro(make_enrolment(spring, make_candidate("Cid")))), alice)
    client = signed_in(alice.user)
    page = client.get("/cohorts/spring/stages/reviewed/").content.decode()
    groups = {
        group: re.findall(r"(Ann|Bea|Cid)", part)
        for group, part in re.findall(r'data-group="(\w+)">(.*?)</section>', page, re.DOTALL)
    }
    assert groups == {"next": ["Bea"], "come": ["Cid"], "before": ["Ann"]}
    assert client.get("/cohorts/spring/stages/nonsense/").status_code == 404


@pytest.mark.parametrize("rows", [1, 60])
def test_query_counts_stay(signed_in: SignedIn, rows: int) -> None:
    alice = make_coach("Alice")
    cohort = make_cohort(alice, name="Spring")
    make_many(cohort, [alice], rows)
    Finding.objects.filter(position=0).update(check_id=CHECK)
    client, counts = signed_in(alice.user), []
    for path in (f"checks/{CHECK}/", "stages/drafted/"):
        with CaptureQueriesContext(connection) as queries:
            page = client.get(f"/cohorts/spring/{path}")
        assert page.status_code == 200
        counts.append(len(queries))
    # session, person, coach, cohort (and what the navigation asks: candidate); then the reports'
    assert counts == [7, 6]
    if rows > 50:
        second = text_of(client.get(f"/cohorts/spring/checks/{CHECK}/?page=2"))
        assert "Page 2 of 2" in second
