"""A cohort's tables as files: all that its reader may see, and nothing that a spreadsheet would run."""

import csv
import io
import zoneinfo
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook
from rest_framework.test import APIClient

from cohorts.models import Cohort, User
from feedback.models import CheckRun, Finding
from feedback.reports.dashboard.scope import Scope
from feedback.reports.exports import TABLES
from tests.factories import (
    check,
    make_candidate,
    make_coach,
    make_cohort,
    make_enrolment,
    make_intro,
    make_review,
    make_rubric,
    make_version,
)

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
FORMULA = '=HYPERLINK("http://example.org","Click")'


def rows_of(answer: Any) -> list[list[str]]:
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def asked(client: Client, cohort: Cohort, key: str) -> list[list[str]]:
    return rows_of(client.get(f"/cohorts/{cohort.slug}/export/{key}.csv"))


def test_each_table_says_what_there_is_and_a_strangers_rows_are_in_none(signed_in: SignIn) -> None:
    coach, stranger = make_coach("Maya", time_zone="Europe/Berlin"), make_candidate("Stranger Danger")
    cohort = make_cohort(coach, name="Autumn")
    make_rubric(cohort)
    other = make_version(make_intro(make_enrolment(make_cohort(make_coach("Charlie")), stranger)))
    check(other)
    enrolment = make_enrolment(cohort, make_candidate("Bob"), coach)
    intro = make_intro(enrolment, role="=1+1")
    version = make_version(intro, text=f"{FORMULA} is what I never write. Here I would listen first, and I mean it.")
    run = check(version)
    finding = Finding.objects.create(
        run=run, position=900, check_id="no-reason", severity="major", start=0, end=4, seen="@Bob", why="-",
        try_next="-", certainty=0.9, note="\tNo.",
    )  # fmt: skip
    review = make_review(version, coach, decision="ready", summary="+1 for the end")
    make_review(make_version(intro), coach, published=False, summary="A draft of Maya's")
    client = signed_in(coach.user)
    tables = {table.key: asked(client, cohort, table.key) for table in TABLES}
    zone = zoneinfo.ZoneInfo("Europe/Berlin")
    head, row = tables["candidates"]
    assert dict(zip(head, row, strict=True)) == {
        "enrolment id": str(enrolment.pk), "candidate": "Bob", "e-mail": enrolment.candidate.user.email,
        "coach": "Maya", "enrolled at": enrolment.enrolled_at.astimezone(zone).isoformat(timespec="seconds"),
        "introductions": "1", "versions": "2", "latest decision": "Ready",
        "waits since": intro.versions.latest("pk").submitted_at.astimezone(zone).isoformat(timespec="seconds"),
    }  # fmt: skip
    about = [str(version.pk), str(intro.pk), "Bob", "'=1+1", "1"]
    assert tables["versions"][1] == [
        *about[:4], "Kontora", "written", "1", version.submitted_at.astimezone(zone).isoformat(timespec="seconds"),
        str(len(version.text)), "'" + version.text,
    ]  # fmt: skip
    assert len(tables["versions"]) == 3
    score = dict(zip(*tables["scores"], strict=True))
    assert [score["overall"], score["words"]] == [str(run.overall), str(run.words)]
    assert len(tables["findings"]) == 1 + run.findings.count()
    assert tables["findings"][-1] == [
        *about, finding.check_id, "0", "4", "important", "", "'=HYP", "'@Bob", "'\tNo."
    ]  # fmt: skip
    assert review.published_at is not None
    assert tables["reviews"][1:] == [
        [*about, "Maya", review.published_at.astimezone(zone).isoformat(timespec="seconds"), "", "", "", "Ready",
         "'+1 for the end"]
    ]  # fmt: skip
    assert tables["reviews"][0][8:10] == ["Why this role", "Why you on this team"]
    assert "Stranger" not in str(tables)
    assert "A draft of Maya's" not in str(tables)

    answer: Any = client.get("/cohorts/autumn/export.xlsx")
    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    assert book.sheetnames == ["About", *(str(table.title) for table in TABLES)]
    assert [row[1] for row in book["About"].values][::2] == ["Autumn", "everything"]
    sheets = {table.key: list(book[str(table.title)].values) for table in TABLES}
    assert {key: len(rows) for key, rows in sheets.items()} == {key: len(rows) for key, rows in tables.items()}
    assert sheets["versions"][1][3:10:6] == ("'=1+1", "'" + version.text)
    assert sheets["scores"][1][7] == run.overall
    cells = [cell for name in book.sheetnames for row in book[name].iter_rows() for cell in row]
    assert [cell for cell in cells if cell.data_type == "f"] == []


def test_scores_that_a_coach_does_not_see_yet_are_in_no_file(signed_in: SignIn) -> None:
    alice, charlie = make_coach("Alice"), make_coach("Charlie")
    cohort = make_cohort(alice, charlie, engine_after_points=True)
    make_rubric(cohort)
    check(make_version(make_intro(make_enrolment(cohort, coach=alice))))
    found = {key: len(asked(signed_in(alice.user), cohort, key)) for key in ("versions", "scores", "findings")}
    assert found == {"versions": 2, "scores": 1, "findings": 1}
    Cohort.objects.update(engine_after_points=False)
    assert len(asked(signed_in(alice.user), cohort, "scores")) == 2


def test_the_api_has_the_same_files_whatever_type_is_asked_for(api: Callable[[User], APIClient]) -> None:
    coach = make_coach()
    cohort = make_cohort(coach, name="Autumn")
    make_enrolment(cohort, make_candidate("Bob"), coach)
    client = api(coach.user)
    listed = client.get("/api/v1/cohorts/autumn/exports/").json()
    assert [row["key"] for row in listed] == [table.key for table in TABLES]
    answer = client.get(listed[0]["url"], headers={"Accept": "text/csv"})
    assert answer.headers["Content-Disposition"] == 'attachment; filename="autumn-candidates.csv"'
    assert [row[1] for row in rows_of(answer)] == ["candidate", "Bob"]
    missing = client.get("/api/v1/cohorts/autumn/exports/nothing.csv", headers={"Accept": "text/csv"})
    assert (missing.status_code, missing.headers["Content-Type"]) == (404, "application/problem+json")


def test_files_and_report_keep_to_the_filters_and_say_which_are_on(
    signed_in: SignIn, api: Callable[[User], APIClient]
) -> None:
    maya = make_coach("Maya")
    cohort = make_cohort(maya, name="Autumn")
    nurse = make_intro(make_enrolment(cohort, make_candidate("Bea"), maya), role="Nurse")
    for version in (make_version(nurse), make_version(nurse), make_version(make_intro(make_enrolment(cohort)))):
        check(version)
        make_review(version, maya)
    client, query = signed_in(maya.user), f"?coach={maya.pk}&role=Nurse&version=2"
    tables = {table.key: client.get(f"/cohorts/autumn/export/{table.key}.csv{query}") for table in TABLES}
    assert [answer["Content-Disposition"].partition('"')[2] for answer in tables.values()] == [
        f'autumn-{key}-coach-{maya.pk}-role-nurse-version-2.csv"' for key in tables
    ]
    rows = {key: rows_of(answer)[1:] for key, answer in tables.items()}
    assert {key: len(found) for key, found in rows.items() if key != "findings"} == {
        "candidates": 1, "versions": 1, "scores": 1, "reviews": 1,
    }  # fmt: skip
    assert {(row[2], row[4]) for row in (*rows["scores"], *rows["findings"], *rows["reviews"])} == {("Bea", "2")}
    answer: Any
    for answer in (client.get(f"/cohorts/autumn/export.xlsx{query}"),
                   api(maya.user).get(f"/api/v1/cohorts/autumn/exports/workbook.xlsx{query}")):  # fmt: skip
        book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
        assert [row[1] for row in book["About"].values][2:] == ["Coach: Maya", "Role: Nurse", "Version: 2"]
    wrong = ("/export/versions.csv?version=none", "/export.xlsx?coach=0")
    assert [client.get(f"/cohorts/autumn{path}").status_code for path in wrong] == [400, 400]
    theirs = make_enrolment(make_cohort(maya, make_coach("Olga"), name="Spring"), make_candidate("Cid"))
    make_version(make_intro(theirs, role="Cook"))
    make_cohort(make_coach(), name="Secret")
    of_page = (client, "/cohorts/autumn/export/versions.csv")
    of_api = (api(maya.user), "/api/v1/cohorts/autumn/exports/versions.csv")
    answers = [
        asks.get(path, {"role": "Cook", "beside": slug})
        for slug in ("spring", "secret", "autumn")
        for asks, path in (of_page, of_api)
    ]
    assert [answer.status_code for answer in answers] == [200, 200, 404, 404, 400, 400]
    assert [len(rows_of(answer)) for answer in answers[:2]] == [1, 1]
    page = client.get(f"/cohorts/autumn/report/{query}").content.decode()
    assert "Coach: Maya · Role: Nurse · Version: 2" in page
    sponsor = client.get(f"/cohorts/autumn/report/{query}&for=sponsor")
    assert (sponsor.context["report"].scope, sponsor.context["report"].asked) == (Scope(cohort, maya.user), ())
    assert "It is of the whole cohort" in sponsor.content.decode()
    answer = client.get("/cohorts/autumn/report/?for=sponsor&beside=spring&version=many").content.decode()
    words = ("beside=spring", "It is of the whole cohort", "This filter was left out")
    assert [part in answer for part in words] == [True, False, False]


@pytest.mark.parametrize("rows", [1, 30])
@pytest.mark.once
def test_a_file_takes_the_same_queries_however_long_it_is(signed_in: SignIn, rows: int) -> None:
    coach = make_coach()
    cohort = make_cohort(coach)
    make_rubric(cohort)
    for _number in range(rows):
        version = make_version(make_intro(make_enrolment(cohort, coach=coach)))
        run = version.runs.get()
        CheckRun.objects.filter(pk=run.pk).update(status="done", overall=50)
        Finding.objects.create(
            run=run, position=1, check_id="no-reason", severity="major", seen="-", why="-", try_next="-", certainty=0.9
        )
        make_review(version, coach)
    client = signed_in(coach.user)

    def queries(key: str) -> tuple[int, int]:
        with CaptureQueriesContext(connection) as caught:
            found = asked(client, cohort, key)
        return len(caught), len(found) - 1

    # Session, person and cohort; the rows; of reviews the criteria, for the head and for the rows.
    assert {table.key: queries(table.key) for table in TABLES} == {
        "candidates": (4, rows), "versions": (4, rows), "scores": (4, rows), "findings": (4, rows),
        "reviews": (6, rows),
    }  # fmt: skip
