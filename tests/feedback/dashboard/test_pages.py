"""The list of cohorts and a cohort's page: what coaches and admins read, and nobody else."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cohorts.models import User
from cohorts.services import archive_cohorts
from feedback.charts import FIGURES
from feedback.views.cohort_lists import COHORTS_A_PAGE
from feedback.views.dashboard import LIST_ROWS, OTHER_COHORTS
from tests.factories import (
    check,
    make_admin,
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


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_cohorts_lists_those_that_one_coaches_with_their_numbers(signed_in: SignedIn) -> None:
    alice, charlie = make_coach("Alice"), make_coach("Charlie")
    spring, _secret = make_cohort(alice, name="Spring"), make_cohort(charlie, name="Secret")
    ready, waiting = make_enrolment(spring), make_enrolment(spring)
    make_enrolment(spring)
    make_review(make_version(make_intro(ready)), alice, decision="ready")
    first = make_intro(waiting)
    make_review(make_version(first), alice, decision="ready")
    make_review(make_version(first), alice, decision="keep_working")  # ready no more
    make_version(first)
    page = text_of(signed_in(alice.user).get("/cohorts/"))
    assert "3 candidates" in re.sub(r"candidates (\d+)", r"\1 candidates", page)
    numbers = re.search(r"candidates (\d+) drafts (\d+) waiting (\d+) ready (\d+)", page)
    assert numbers is not None
    assert numbers.groups() == ("3", "4", "1", "1")
    assert "Secret" not in page
    assert "Secret" in text_of(signed_in(make_admin()).get("/cohorts/"))


def test_many_cohorts_stand_on_pages_and_are_found_by_name(signed_in: SignedIn) -> None:
    alice = make_coach("Alice")
    for number in range(COHORTS_A_PAGE + 1):
        make_cohort(alice, name=f"Cohort {number:02}")
    make_cohort(make_coach("Charlie"), name="Cohort of Charlie")
    client = signed_in(alice.user)

    def names(query: str) -> list[str]:
        return re.findall(r"Cohort \d\d", text_of(client.get("/cohorts/" + query)))

    first, second = names(""), names("?page=2")
    assert (len(first), len(second)) == (COHORTS_A_PAGE, 1)
    assert sorted(first + second) == [f"Cohort {number:02}" for number in range(COHORTS_A_PAGE + 1)]
    assert names("?q=cohort+07") == ["Cohort 07"]
    make_cohort(alice, name="Šibenik", slug="sibenik")
    asked = ("šiben", "SIBE", "NIK", "i k")
    assert [text_of(client.get("/cohorts/", {"q": words})).count("Šibenik") for words in asked] == [1, 1, 1, 0]
    assert "No cohort of yours is called so." in text_of(client.get("/cohorts/?q=Charlie"))


def test_a_long_list_of_candidates_stands_on_pages_that_keep_filters_and_sort(signed_in: SignedIn) -> None:
    alice, olga = make_coach("Alice"), make_coach("Olga")
    cohort = make_cohort(alice, olga, name="Spring")
    make_many(cohort, [alice], LIST_ROWS)
    make_version(make_intro(make_enrolment(cohort, make_candidate("Ada"), coach=alice)))
    make_version(make_intro(make_enrolment(cohort, make_candidate("Dan"), coach=olga)))
    client = signed_in(alice.user)
    address = f"/cohorts/spring/?coach={alice.pk}&sort=-name"

    page = client.get(address + "&page=2").content.decode()
    listed = page.split('id="list"')[1]
    assert re.findall(r">(Ada|Dan|Many \d+)</a>", listed) == ["Ada"]
    assert f'href="?coach={alice.pk}&amp;sort=-name&amp;page=1#list"' in listed
    assert "Of the whole cohort; the filters are for what stands below." in page
    assert "Of the whole cohort" not in client.get("/cohorts/spring/").content.decode()


def test_a_coach_without_a_cohort_is_told_what_comes(signed_in: SignedIn) -> None:
    assert "You coach no cohort yet" in text_of(signed_in(make_coach().user).get("/cohorts/"))


def test_a_candidate_finds_neither_page(signed_in: SignedIn) -> None:
    bob, cohort = make_candidate("Bob"), make_cohort(make_coach(), name="Spring")
    make_enrolment(cohort, bob)
    assert [signed_in(bob.user).get(path).status_code for path in ("/cohorts/", "/cohorts/spring/")] == [404, 404]


def test_the_page_builds_itself_from_the_registry(signed_in: SignedIn) -> None:
    alice = make_coach("Alice")
    make_cohort(alice, name="Spring")
    page = signed_in(alice.user).get("/cohorts/spring/").content.decode()
    assert re.findall(r'data-figure="([^"]+)"', page) == [f"/api/v1/cohorts/spring/figures/{f.key}/" for f in FIGURES]
    assert [str(f.title) for f in FIGURES] == re.findall(r'<h2 id="figure-[^"]+">([^<]+)</h2>', page)


def test_a_coach_of_two_cohorts_can_switch(signed_in: SignedIn) -> None:
    alice = make_coach("Alice")
    make_cohort(alice, name="Spring")
    make_cohort(alice, name="Autumn")
    archive_cohorts(cohorts=[make_cohort(alice, name="Past")])
    make_cohort(make_coach(), name="Secret")
    page = signed_in(alice.user).get("/cohorts/spring/").content.decode()
    assert re.findall(r'<a href="/cohorts/(\w+)/">', page) == ["autumn"]


def test_a_change_of_a_filter_keeps_what_is_beside(signed_in: SignedIn) -> None:
    alice = make_coach("Alice")
    make_cohort(alice, name="Spring")
    archive_cohorts(cohorts=[make_cohort(alice, name="Past")])
    client = signed_in(alice.user)

    def offered(beside: str) -> list[tuple[str, str]]:
        page = client.get(f"/cohorts/spring/?beside={beside}").content.decode()
        return re.findall(r'<option value="(\w+)"( selected)?>(?:Autumn|Summer|Past)<', page)

    assert offered("past") == [("past", " selected")]
    for number in range(OTHER_COHORTS - 1):
        make_cohort(alice, name=f"Crowd {number}")
    make_cohort(alice, name="Summer", starts_on="2026-10-01")  # the newest of the menu
    make_cohort(alice, name="Autumn", starts_on="2025-09-01")  # beyond it
    assert {beside: sorted(offered(beside)) for beside in ("summer", "autumn", "past")} == {
        "summer": [("summer", " selected")],
        "autumn": [("autumn", " selected"), ("summer", "")],
        "past": [("past", " selected"), ("summer", "")],
    }


def test_everybody_is_listed_and_sorted_by_the_address(signed_in: SignedIn) -> None:
    alice = make_coach("Alice")
    cohort = make_cohort(alice, name="Spring")
    for name, versions in (("Bea", 1), ("Ann", 2), ("Cid", 0)):
        intro = make_intro(make_enrolment(cohort, make_candidate(name)))
        for _ in range(versions):
            check(make_version(intro))

    def names(sort: str) -> list[str]:
        page = signed_in(alice.user).get("/cohorts/spring/", {"sort": sort}).content.decode()
        return re.findall(r'<th scope="row">(?:<a [^>]+>)?(\w+)<', page)

    assert names("") == names("nonsense") == ["Ann", "Bea", "Cid"]
    assert names("-name") == ["Cid", "Bea", "Ann"]
    assert names("version") == ["Bea", "Ann", "Cid"]  # those without one stand last either way
    assert names("-version") == ["Ann", "Bea", "Cid"]


def test_only_this_page_lets_plotly_bring_its_styles(signed_in: SignedIn) -> None:
    alice = make_coach("Alice")
    make_cohort(alice, name="Spring")
    client = signed_in(alice.user)

    def policy(path: str) -> dict[str, str]:
        parts = (part.strip().partition(" ") for part in client.get(path)["Content-Security-Policy"].split(";"))
        return {name: value for name, _space, value in parts}

    ours, usual = policy("/cohorts/spring/"), policy("/cohorts/")
    assert ours["style-src"].split() == [*usual["style-src"].split(), "'unsafe-inline'"]
    assert ours["img-src"].split() == [*usual["img-src"].split(), "blob:"]
    assert ours["script-src"] == usual["script-src"] == "'self'"


@pytest.mark.parametrize("rows", [1, 30])
@pytest.mark.once
def test_query_counts_stay(signed_in: SignedIn, rows: int) -> None:
    alice = make_coach("Alice")
    cohort = make_cohort(alice, name="Spring")
    for _ in range(rows):
        make_review(make_version(make_intro(make_enrolment(cohort, coach=alice))), alice)
    for number in range(rows - 1):
        make_cohort(alice, name=f"Other {number}")
    client = signed_in(alice.user)
    counts = {}
    for path in ("/cohorts/", "/cohorts/spring/"):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        counts[path] = len(queries)
    # session, person; coach, how many cohorts, a page of them, their numbers (and what the navigation asks: candidate);
    # coaches and roles to choose from
    assert counts == {"/cohorts/": 7, "/cohorts/spring/": 10}
