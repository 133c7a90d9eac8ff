"""What became of the words, the score and the findings between two versions."""

import html
import re
from typing import Any

import pytest

from feedback.reports.version import diff_page
from tests.factories import check, make_version
from tests.feedback.candidate.conftest import People

pytestmark = pytest.mark.django_db
PAY = "What draws me to the job is above all the salary, which is much higher than what I get paid today."
OLD = f"I am a nurse at St Anne's. {PAY} I have worked there for eleven years. I like it."
NEW = (
    "I have worked there for eleven years. I like it. I am a nurse at the old St Anne's. One night a screen went dark."
)
QUERIES = 11
"""Session, person, the introduction, both versions, all rows, two runs with their findings, and the menu's two."""


def test_diff_page_tells_what_became_of_each_sentence(people: People) -> None:
    old, new = make_version(people.intro, text=OLD), make_version(people.intro, text=NEW)
    check(old)
    check(new)
    page = diff_page(intro=people.intro, old=old, new=new)
    assert page.changes == {"kept": 2, "reworded": 1, "moved": 0, "new": 1, "gone": 1}
    assert "Pay as a motive" in [title for title, _before, _after in page.went]
    assert not {title for title, _b, _a in page.went} & {title for title, _b, _a in page.came}
    assert page.change == page.new.overall - page.old.overall  # type: ignore[operator]  # both are checked


def test_diff_page_shows_both_texts_whole(signed_in: Any, people: People) -> None:
    make_version(people.intro, text=OLD)
    make_version(people.intro, text=NEW)
    page = signed_in(people.writer).get(f"/intros/{people.intro.pk}/diff/1/2/").content.decode()
    found = re.search(r'class="text text--diff">(.*?)</div>', page, re.DOTALL)
    assert found
    shown = re.sub(r'<span class="visually-hidden">.*?</span>', "", found[1])
    new = html.unescape(re.sub(r"<[^>]+>", "", re.sub(r"<del.*?</del>", "", shown)))
    assert new.rstrip("\n") == NEW
    assert html.escape(PAY) in "".join(re.findall(r"<del.*?</del>", shown))
    assert "One of the two versions has no score." in page


def test_diff_page_of_the_same_words_says_so(signed_in: Any, people: People) -> None:
    make_version(people.intro, text="One. Two.")
    make_version(people.intro, text="One.  Two.")
    page = signed_in(people.writer).get(f"/intros/{people.intro.pk}/diff/1/2/").content.decode()
    assert "The words are the same." in page


def test_diff_page_turns_a_pair_round_and_asks_for_two_different_ones(signed_in: Any, people: People) -> None:
    make_version(people.intro)
    make_version(people.intro)
    base, client = f"/intros/{people.intro.pk}/", signed_in(people.writer)
    assert client.get(f"{base}diff/2/1/")["Location"] == f"{base}diff/1/2/"
    assert "Choose two different versions." in client.get(f"{base}diff/1/1/", follow=True).content.decode()
    assert [client.get(f"{base}diff/{pair}/").status_code for pair in ("1/3", "3/1", "3/3")] == [404, 404, 404]


def test_diff_page_keeps_old_and_new_words_apart(signed_in: Any, people: People) -> None:
    make_version(people.intro, text="I have worked at the old mill for eleven years.")
    make_version(people.intro, text="I have worked at the new mill for eleven years.")
    page = signed_in(people.writer).get(f"/intros/{people.intro.pk}/diff/1/2/").content.decode()
    assert "<del>old </del><ins>new</ins>" in page


def test_diff_page_is_seen_by_its_writer_and_their_coaches_alone(signed_in: Any, people: People) -> None:
    make_version(people.intro)
    make_version(people.intro)
    who = (people.cato, people.maya, people.nora, people.otto)
    address = f"/intros/{people.intro.pk}/diff/1/2/"
    assert [signed_in(person.user).get(address).status_code for person in who] == [200, 200, 404, 404]


@pytest.mark.parametrize("count", [2, 30])
@pytest.mark.once
def test_diff_page_costs_the_same_for_two_and_for_thirty(
    count: int, signed_in: Any, people: People, django_assert_num_queries: Any
) -> None:
    for _ in range(count):
        make_version(people.intro)
    for version in people.intro.versions.filter(number__in=(1, 2)):
        check(version)
    client = signed_in(people.writer)
    with django_assert_num_queries(QUERIES):
        page = client.get(f"/intros/{people.intro.pk}/diff/1/2/").content.decode()
    assert page.count("<option") == 2 * count
