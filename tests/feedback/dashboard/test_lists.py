"""The pages behind marks that stand for many: a check's sentences, and who has come to a stage."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from cohorts.models import DraftVersion, Intro, User
from feedback.models import Finding, Review
from feedback.reports.dashboard.addresses import LINK_MAX_CHARS, Recipient, mail_links
from feedback.reports.dashboard.funnel import activity
from feedback.reports.dashboard.scope import Scope
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


def test_a_day_with_answers_alone_says_whose_and_its_field_leads_there(signed_in: SignedIn) -> None:
    alice = make_coach("Alice", time_zone="Pacific/Auckland")
    spring = make_cohort(alice, name="Spring")
    intro = make_intro(make_enrolment(spring, make_candidate("Bea"), alice), role="Nurse")
    version = make_version(intro, submitted_at=datetime(2026, 6, 1, 11, 59, tzinfo=UTC))
    make_review(version, alice, decision="ready")
    Review.objects.update(published_at=datetime(2026, 6, 2, 9, 5, tzinfo=UTC))
    first, second = activity(Scope(spring, alice.user, role="Nurse")).days
    assert [(day.drafts, day.reviews, day.address) for day in (first, second)] == [
        (1, 0, "/cohorts/spring/days/2026-06-01/?role=Nurse"), (0, 1, "/cohorts/spring/days/2026-06-02/?role=Nurse"),
    ]  # fmt: skip
    client = signed_in(alice.user)
    came, answered = (text_of(client.get(day.address)) for day in (first, second))
    assert ("Drafts 1 23:59 Bea Nurse, version 1" in came, "None went out on this day." in came) == (True, True)
    assert "None came on this day." in answered
    assert "Answers 1 21:05 Bea Nurse, version 1, by Alice Ready" in answered
    assert "None went out" in text_of(client.get(f"{second.address}&version=2"))
    found = [client.get(f"/cohorts/spring/days/{day}/").status_code for day in ("today", "9999-12-31", "2026-02-30")]
    assert found == [404, 404, 404]


def test_the_way_back_has_what_the_dashboard_was_asked_for(signed_in: SignedIn) -> None:
    alice = make_coach("Alice")
    make_cohort(alice, name="Spring")
    make_cohort(alice, name="Autumn")
    client, kept = signed_in(alice.user), "role=Cook&beside=autumn&sort=-score"
    for path in (f"checks/{CHECK}/?", "stages/drafted/?", "days/2026-06-01/?", "mail/?intros=1&"):
        page = client.get(f"/cohorts/spring/{path}{kept}")
        assert page.context["back"] == f"/cohorts/spring/?{kept}"
        assert f'href="{escape(page.context["back"])}"' in page.content.decode()
    odd = [
        client.get(f"/cohorts/spring/{path}=%00").status_code for path in ("stages/drafted/?dashboard", "mail/?beside")
    ]
    assert odd == [200, 200]
    beside = client.get(f"/cohorts/autumn/stages/drafted/?{kept}&dashboard=spring")
    assert (beside.context["back"], beside.context["whole"]) == (
        f"/cohorts/spring/?{kept}", "beside=autumn&sort=-score&dashboard=spring",
    )  # fmt: skip


def test_a_mail_goes_to_the_chosen_whom_one_coaches_and_tells_nobody_of_the_others(signed_in: SignedIn) -> None:
    alice, charlie = make_coach("Alice"), make_coach("Charlie")
    spring, autumn = make_cohort(alice, name="Spring"), make_cohort(alice, name="A & B", slug="ab")
    secret = make_cohort(charlie)
    bea = make_enrolment(spring, make_candidate("Bea", email="bea+x@example.org"))
    gone = make_candidate("Gone", is_active=False)
    enrolments = [bea, bea, make_enrolment(autumn, make_candidate("Cid", email="cid@example.org")),
                  make_enrolment(secret), make_enrolment(spring, gone)]  # fmt: skip
    chosen = ",".join(str(make_intro(enrolment).pk) for enrolment in enrolments)
    client = signed_in(alice.user)
    page = client.get(f"/cohorts/{autumn.slug}/mail/?beside=spring&intros={chosen}")
    assert page.context["links"] == ("mailto:?subject=A%20%26%20B&bcc=bea%2Bx@example.org,cid@example.org",)
    assert "Write to 2 people" in text_of(page)
    assert [person.name for person in client.get(f"/cohorts/spring/mail/?intros={chosen}").context["people"]] == ["Bea"]
    assert "Nobody is chosen" in text_of(client.get("/cohorts/spring/mail/?intros=x"))
    most = ",".join(map(str, range(1, 502)))
    assert "These are 501; choose 500 at most at a time." in text_of(client.get(f"/cohorts/spring/mail/?intros={most}"))
    many = [Recipient(str(n), f"person.{n:03}@example.org") for n in range(200)]
    links = mail_links(many, "Spring")
    assert max(map(len, links)) <= LINK_MAX_CHARS
    assert ",".join(link.partition("&bcc=")[2] for link in links) == ",".join(person.email for person in many)


@pytest.mark.parametrize("rows", [1, 60])
@pytest.mark.once
def test_query_counts_stay(signed_in: SignedIn, rows: int) -> None:
    alice = make_coach("Alice")
    cohort = make_cohort(alice, name="Spring")
    make_many(cohort, [alice], rows)
    Finding.objects.filter(position=0).update(check_id=CHECK)
    client, counts = signed_in(alice.user), []
    day = DraftVersion.objects.latest("pk").submitted_at.date()
    chosen = ",".join(str(pk) for pk in Intro.objects.values_list("pk", flat=True))
    for path in (f"checks/{CHECK}/", "stages/drafted/", f"days/{day}/", f"mail/?intros={chosen}"):
        with CaptureQueriesContext(connection) as queries:
            page = client.get(f"/cohorts/spring/{path}")
        assert page.status_code == 200
        counts.append(len(queries))
    # session, person, coach, cohort (and what the navigation asks: candidate); then the reports'
    assert counts == [7, 6, 7, 6]
    if rows > 50:
        second = text_of(client.get(f"/cohorts/spring/checks/{CHECK}/?page=2"))
        assert "Page 2 of 2" in second
