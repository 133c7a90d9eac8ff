"""A version with its findings, its score and its coach's answer."""

import html
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from cohorts.models import DraftVersion
from cohorts.services import archive_cohorts
from feedback.models import CheckRun
from feedback.reports.version import version_page
from feedback.services.amending import CommentChanges, amend_review
from feedback.services.checking import queue_check, run_check
from feedback.services.findings import judge_finding
from feedback.services.reviewing import save_review, start_review
from tests.factories import check, make_review, make_rubric, make_version
from tests.feedback.candidate.conftest import People

pytestmark = pytest.mark.django_db
PAY = "What draws me to the job is above all the salary, which is much higher than what I get paid today."
TEXT = f"Good morning & thank you. 🎉\n\n{PAY}\n<b>Not bold.</b>"
QUERIES = 12
"""Session and person; the version; its row of steps, run, findings, threads, review, points, levels; the menu's two."""


def address(version: DraftVersion) -> str:
    return f"/intros/{version.intro_id}/versions/{version.number}/"


def shown_text(page: str) -> str:
    """The words of the text as a reader sees them."""
    found = re.search(r'id="text">(.*?)</div>', page, re.DOTALL)
    assert found
    return html.unescape(re.sub(r"<[^>]+>", "", found[1])).strip()


def test_version_page_shows_the_text_with_findings_on_the_words(signed_in: Any, people: People) -> None:
    version = make_version(people.intro, text=TEXT)
    run = check(version)
    finding = run.findings.get(check_id="pay-motive")
    page = signed_in(people.writer).get(address(version)).content.decode()
    assert shown_text(page) == TEXT
    assert f'href="#finding-{finding.pk}" id="at-finding-{finding.pk}"' in page
    assert f'id="finding-{finding.pk}"' in page
    assert html.escape(finding.try_next) in page
    assert "<b>Not bold.</b>" not in page


def test_version_page_opens_the_score_into_what_made_it(signed_in: Any, people: People) -> None:
    version = make_version(people.intro)
    run = check(version)
    page = version_page(version=version, user=people.writer, is_coached=False)
    assert [card.value for card in page.check.dimensions] == [stored["value"] for stored in run.dimensions]
    total = sum(card.value * (card.share or 0) for card in page.check.dimensions)
    assert run.overall is not None
    assert total == pytest.approx(run.overall, abs=0.5)
    for card in page.check.dimensions:
        assert sum(part.points for part in card.parts) == pytest.approx(card.value, abs=0.1)
    assert "What made this score" in signed_in(people.writer).get(address(version)).content.decode()


def test_version_page_waits_for_its_checks_and_is_told_when_they_are_there(signed_in: Any, people: People) -> None:
    version = make_version(people.intro, text=TEXT)
    client, asked = signed_in(people.writer), f"{address(version)}check/"
    page = client.get(address(version)).content.decode()
    assert f'hx-get="{asked}" hx-trigger="every 1s"' in page
    assert client.get(asked).status_code == 204
    check(version)
    piece = client.get(asked).content.decode()
    assert "hx-trigger" not in piece
    assert "The checks are done:" in piece
    assert shown_text(piece.replace('id="text" hx-swap-oob="true"', 'id="text"')) == TEXT
    assert "hx-trigger" not in client.get(address(version)).content.decode()


def test_version_page_of_a_text_that_cannot_be_checked_says_why(signed_in: Any, people: People) -> None:
    version = make_version(people.intro, text="?! ... !?")
    run = check(version)
    page = signed_in(people.writer).get(address(version)).content.decode()
    assert "This version was not judged." in page
    assert html.escape(run.reason) in page
    assert "Your coach reads it all the same." in page
    assert shown_text(page) == "?! ... !?"


def test_version_page_shows_a_published_review_with_its_levels_and_comments(signed_in: Any, people: People) -> None:
    rubric = make_rubric(people.cohort)
    version = make_version(people.intro)
    criterion = rubric.criteria.get(name="Why this role")
    review = start_review(version=version, coach=people.maya)
    level = criterion.levels.get(points=1)
    save_review(review=review, revision=0, summary="", decision="", levels={criterion.pk: level.pk})
    published = make_review(
        version, people.maya, decision="nearly_there", summary="More of the nurse.", comment_on=(7, 11)
    )
    comment = published.comments.get()
    page = signed_in(people.writer).get(address(version)).content.decode()
    for words in (
        "Maya Lind’s review",
        "Nearly there",
        "More of the nurse.",
        "Say more here.",
        "partly",
        f"“{comment.quote}”",
    ):
        assert words in page
    assert f'href="#comment-{comment.pk}" id="at-comment-{comment.pk}"' in page
    assert shown_text(page) == version.text


def test_version_page_hides_a_review_that_is_not_published(signed_in: Any, people: People) -> None:
    version = make_version(people.intro)
    make_review(version, people.maya, published=False, summary="Still thinking.", comment_on=(0, 6))
    page = signed_in(people.writer).get(address(version)).content.decode()
    assert "Still thinking." not in page
    assert "Say more here." not in page
    assert "Maya has it in the queue" in page


def test_version_page_of_an_amended_review_says_what_it_said_before(signed_in: Any, people: People) -> None:
    review = make_review(make_version(people.intro), people.maya, summary="Too long.", comment_on=(0, 6))
    amend_review(
        review=review, revision=review.revision, summary="Just right.", decision="ready", levels={},
        comments=CommentChanges({review.comments.get().pk: "Keep this."}),
    )  # fmt: skip
    page = signed_in(people.writer).get(address(review.version)).content.decode()
    now, before = page.split("What it said before")
    assert ("Just right." in now, "Too long." in now, "changed on" in now) == (True, False, True)
    for words in ("Too long.", "Keep working", "Say more here."):
        assert words in before
    assert "Keep this." in before  # in the thread below


def test_version_page_explains_what_is_found_often_once(people: People) -> None:
    version = make_version(people.intro, text=TEXT)
    found = check(version).findings.get(check_id="pay-motive")
    for position in (900, 901):
        found.pk, found.position = None, position
        found.save(force_insert=True)
    groups = version_page(version=version, user=people.writer, is_coached=False).check.groups
    assert [len(group) for group in groups if group[0].title == "Pay as a motive"] == [3]
    assert len({group[0].title for group in groups}) == len(groups)


def test_version_page_keeps_what_was_set_aside_apart(signed_in: Any, people: People) -> None:
    version = make_version(people.intro, text=TEXT)
    finding = check(version).findings.get(check_id="pay-motive")
    judge_finding(finding=finding, user=people.writer, verdict="aside", note="It is a joke")
    page = signed_in(people.writer).get(address(version)).content.decode()
    assert f'href="#finding-{finding.pk}"' not in page
    assert "Cato Reed: It is a joke" in page


def test_version_page_of_an_archived_cohort_offers_nothing_to_change(signed_in: Any, people: People) -> None:
    version = make_version(people.intro, text=TEXT)
    check(version)
    make_review(version, people.maya, comment_on=(0, 6))
    archive_cohorts(cohorts=[people.cohort])
    page = signed_in(people.writer).get(address(version)).content.decode()
    assert "This cohort is archived." in page
    for way in ("/write/", "/reply/", "/resolve/", "/dismiss/"):
        assert way not in page


def test_version_page_is_seen_by_its_writer_and_their_coaches_alone(signed_in: Any, people: People) -> None:
    version = make_version(people.intro)
    for way in (address(version), f"{address(version)}check/"):
        who = (people.cato, people.maya, people.nora, people.otto)
        answers = [signed_in(person.user).get(way).status_code for person in who]
        assert [200 if answer == 204 else answer for answer in answers] == [200, 200, 404, 404]


@pytest.mark.parametrize("count", [1, 30])
@pytest.mark.once
def test_version_page_costs_the_same_for_one_comment_and_for_thirty(
    count: int, signed_in: Any, people: People, django_assert_num_queries: Any
) -> None:
    make_rubric(people.cohort)
    version = make_version(people.intro, text=TEXT)
    check(version)
    review = make_review(version, people.maya, comment_on=(0, 4))
    comment = review.comments.get()
    for number in range(count - 1):
        comment.pk, comment.client_key = None, f"00000000-0000-0000-0000-{number:012}"
        comment.save(force_insert=True)
    client = signed_in(people.writer)
    client.get(address(version))
    with django_assert_num_queries(QUERIES):
        page = client.get(address(version)).content.decode()
    assert page.count('class="thread"') == count


def test_version_page_says_that_newer_checks_read_it_again(signed_in: Any, people: People) -> None:
    version = make_version(people.intro)
    first = check(version)
    client, said = signed_in(people.writer), "Checked again on 3 May by newer checks."
    assert "Checked again" not in client.get(address(version)).content.decode()
    at = datetime(2026, 5, 3, 12, tzinfo=UTC)
    CheckRun.objects.filter(pk=first.pk).update(ruleset="other", finished_at=at - timedelta(days=2))
    run_check(run_id=queue_check(version=version).pk, at=at)
    assert said in client.get(address(version)).content.decode()


def test_version_page_says_of_each_sentence_what_it_does_once_it_is_checked(signed_in: Any, people: People) -> None:
    version, client = make_version(people.intro, text=TEXT), signed_in(people.writer)
    assert "data-moves" not in client.get(address(version)).content.decode()
    check(version)
    page = client.get(address(version)).content.decode()
    (sentence,) = re.findall(r'<span class="said" tabindex="0" data-moves="(.*?)">(.*?)</a></span>', page, re.DOTALL)
    assert (sentence[0], re.sub(r"<[^>]+>", "", sentence[1])) == ("pay as a motive", PAY)
    assert shown_text(page) == TEXT
