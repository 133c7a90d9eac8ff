import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from cohorts.models import User
from cohorts.services import archive_cohorts
from feedback.models import Comment, Finding, RunStatus
from feedback.reports.review import duration_words, review_page
from feedback.services import reviewing
from feedback.services.desk import note_reading
from feedback.services.findings import judge_finding
from feedback.services.reviewing import reply_to_comment, resolve_comment
from tests import factories
from tests.feedback.coach.conftest import Desk

SignIn = Callable[[User], Client]
FIRST = "I like boats. My team split the nights. We shipped it late."
SECOND = "I like boats. My team shared the nights."


def test_page_shows_text_findings_versions_and_how_long_it_takes_to_say(desk: Desk, signed_in: SignIn) -> None:
    desk.intro.interview_on = timezone.localdate() + timedelta(days=1)
    desk.intro.save(update_fields=["interview_on"])
    factories.make_rubric(desk.cohort)
    run = factories.check(desk.version)

    answer = signed_in(desk.coach.user).get(desk.url())
    page, html = answer.context["page"], answer.content.decode()

    assert "".join(chunk.text for piece in page.pieces for chunk in piece.chunks) == desk.version.text
    assert {note.pk for note in page.findings} == set(run.findings.values_list("pk", flat=True))
    assert (page.interview, page.length, page.closed, page.answer.revision) == ("tomorrow", "23 s, limit 2 min", "", 0)
    assert [criterion.name for criterion in page.criteria] == ["Why this role", "Why you on this team"]
    for words in ("Carl Candidate", "Product Manager, Kontora", "it lands", "Publish", "Version 1"):
        assert words in html


def test_page_tells_apart_what_changed_since_the_version_before(desk: Desk) -> None:
    intro = factories.make_intro(desk.enrolment)
    factories.make_version(intro, FIRST)
    factories.make_version(intro, SECOND)

    page = review_page(version=intro.versions.get(number=2), user=desk.coach.user)

    assert page.since is not None
    assert (page.since.number, page.changes) == (1, {"reworded": 1, "gone": 1})
    assert [piece.kind for piece in page.pieces if piece.kind != "space"] == ["kept", "reworded", "gone"]


def test_page_opens_on_what_this_coach_has_not_read(desk: Desk, signed_in: SignIn) -> None:
    """They skipped a version, and a colleague's reading is not theirs."""
    other = factories.make_coach("Other Coach")
    desk.cohort.coaches.add(other)
    intro = factories.make_intro(desk.enrolment)
    versions = [factories.make_version(intro, f"{FIRST} {word}.") for word in ("One", "Two", "Three", "Four")]
    address = reverse("feedback:review", args=[intro.pk, 4])
    client = signed_in(desk.coach.user)

    none = client.get(address).context["page"].since
    note_reading(coach=desk.coach, version=versions[1], read_at=datetime(2026, 5, 3, 12, tzinfo=UTC))
    note_reading(coach=other, version=versions[2])
    read = client.get(address).context["page"].since
    chosen = client.get(address, {"since": "1", "cohort": "autumn"})

    assert (none.number, none.words) == (3, "Changes since version 3; you have read none of them before")
    assert (read.number, read.words, read.others) == (
        2, "Changes since version 2, which you read on 3 May", (3, 2, 1),
    )  # fmt: skip
    assert chosen.context["page"].since.words == "Changes since version 1"
    assert 'href="?cohort=autumn&amp;since=3"' in chosen.content.decode()
    assert [client.get(address, {"since": wrong}).context["page"].since.number for wrong in ("4", "99", "x")] == [2] * 3
    assert client.get(reverse("feedback:review", args=[intro.pk, 1])).context["page"].since is None


def test_page_tells_what_became_of_earlier_comments(desk: Desk, signed_in: SignIn) -> None:
    intro = factories.make_intro(desk.enrolment)
    first = factories.make_version(intro, FIRST)
    review = factories.make_review(first, desk.coach, published=False)
    places = {words: FIRST.index(words) for words in ("boats", "split", "shipped it late")}

    comments = {
        words: reviewing.comment_on_words(
            review=review, start=start, end=start + len(words), body=f"On {words}.", client_key=uuid.uuid4()
        )
        for words, start in places.items()
    }
    reviewing.publish_review(review=review)
    reply_to_comment(
        comment=comments["boats"], author=desk.enrolment.candidate.user, body="I do!", client_key=uuid.uuid4()
    )
    resolve_comment(comment=comments["split"], user=desk.enrolment.candidate.user)
    second = factories.make_version(intro, SECOND)

    answer = signed_in(desk.coach.user).get(reverse("feedback:review", args=[intro.pk, 2]))
    earlier = answer.context["page"].earlier

    assert [(note.quote, note.fate_words, note.resolution_words, len(note.replies)) for note in earlier] == [
        ("boats", "words unchanged", "", 1),
        ("shipped it late", "its sentence is gone", "", 0),
        ("split", "its sentence was changed", "done, says Carl Candidate", 0),
    ]
    assert (earlier[2].was, earlier[2].now) == ("My team split the nights.", "My team shared the nights.")
    assert second.text[earlier[0].found.start : earlier[0].found.end] == "boats"
    assert "I do!" in answer.content.decode()


def test_page_hides_a_colleagues_unpublished_words(desk: Desk, signed_in: SignIn) -> None:
    other = factories.make_coach("Other Coach")
    desk.cohort.coaches.add(other)
    factories.make_review(desk.version, other, published=False, summary="Secret so far", comment_on=(0, 4))

    page = signed_in(desk.coach.user).get(desk.url())

    assert page.context["page"].comments == ()
    assert "Secret so far" not in page.content.decode()
    assert page.context["page"].closed == ""


def test_page_is_closed_when_a_colleague_has_published_and_keeps_my_words(desk: Desk, signed_in: SignIn) -> None:
    other = factories.make_coach("Other Coach")
    desk.cohort.coaches.add(other)
    factories.make_review(desk.version, desk.coach, published=False, summary="Mine, unfinished")
    factories.make_review(desk.version, other, summary="Theirs", comment_on=(0, 4))

    answer = signed_in(desk.coach.user).get(desk.url())
    page, html = answer.context["page"], answer.content.decode()

    assert page.closed == "Other Coach has published a review of this version; you read it here."
    assert (page.answer.summary, page.unsent) == ("Theirs", "Mine, unfinished")
    assert [(note.author, note.is_own) for note in page.comments] == [("Other Coach", False)]
    assert "data-composer" not in html
    assert "Mine, unfinished" in html


def test_page_shows_ones_own_published_review_to_be_read(desk: Desk, signed_in: SignIn) -> None:
    factories.make_review(desk.version, desk.coach, decision="ready", summary="Go.")

    page = signed_in(desk.coach.user).get(desk.url()).context["page"]

    assert page.closed == "You have published this review; you can change it in the open."
    assert (page.answer.decision_label, page.unsent) == ("Ready", "")


def test_page_of_an_archived_cohort_is_closed(desk: Desk, signed_in: SignIn) -> None:
    archive_cohorts(cohorts=[desk.cohort])

    page = signed_in(desk.coach.user).get(desk.url()).context["page"]

    assert page.closed == "This cohort is archived: its drafts can be read, but no longer answered."


def test_page_lets_an_admin_read_but_not_answer(desk: Desk, signed_in: SignIn) -> None:
    factories.make_review(desk.version, desk.coach, published=False, comment_on=(0, 4))

    answer = signed_in(factories.make_admin()).get(desk.url())

    assert answer.context["page"].closed == "Only a coach of this cohort can answer; you see the page as an admin."
    assert "not published" in answer.content.decode().split("data-comment-list")[1]


def test_page_says_why_a_check_failed_and_when_one_is_running(desk: Desk, signed_in: SignIn) -> None:
    client = signed_in(desk.coach.user)

    assert "The checks are still running" in client.get(desk.url()).content.decode()
    desk.version.runs.update(status=RunStatus.FAILED, reason="It is written in another language.")
    assert "It is written in another language." in client.get(desk.url()).content.decode()


def test_page_points_to_a_newer_version(desk: Desk, signed_in: SignIn) -> None:
    factories.make_version(desk.intro)

    assert "There is a newer version 2." in signed_in(desk.coach.user).get(desk.url()).content.decode()


def test_page_shows_a_dismissed_finding_with_its_reason_and_no_mark(desk: Desk, signed_in: SignIn) -> None:
    run = factories.check(desk.version)
    finding = run.findings.create(
        position=99, check_id="x", severity="note", start=0, end=4, seen="s", why="w", try_next="t", certainty=1
    )
    client = signed_in(desk.coach.user)
    marked = f'data-findings="{finding.pk}"'

    assert marked in client.get(desk.url()).content.decode()
    judge_finding(finding=finding, user=desk.coach.user, verdict="wrong")
    html = client.get(desk.url()).content.decode()
    assert marked not in html
    assert "Set aside by Maya Coach: It is wrong" in html


def test_strangers_and_the_candidate_find_no_review_page(desk: Desk, signed_in: SignIn) -> None:
    stranger = factories.make_coach()
    factories.make_cohort(stranger)

    for user in (stranger.user, desk.enrolment.candidate.user, factories.make_user()):
        assert signed_in(user).get(desk.url()).status_code == 404


def test_texts_of_candidates_are_shown_as_words_never_as_markup(desk: Desk, signed_in: SignIn) -> None:
    intro = factories.make_intro(desk.enrolment, role="<b>Boss</b>")
    factories.make_version(intro, "<script>alert(1)</script> I like boats & you.")

    html = signed_in(desk.coach.user).get(reverse("feedback:review", args=[intro.pk, 1])).content.decode()

    assert "<script>alert" not in html
    assert "<b>Boss" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


@pytest.mark.parametrize("many", [1, 30, 300])
@pytest.mark.once
def test_page_takes_the_same_queries_for_little_and_for_much(
    desk: Desk, signed_in: SignIn, many: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """`many` earlier comments with a reply each, comments of one's own, and findings."""
    factories.make_rubric(desk.cohort)
    factories.make_review(desk.version, desk.coach)
    last = factories.make_version(desk.intro)
    draft, run = factories.make_review(last, desk.coach, published=False), factories.check(last)
    for version, review in ((desk.version, desk.version.reviews.get()), (last, draft)):
        published_at = review.published_at
        roots = Comment.objects.bulk_create(
            Comment(version=version, review=review, author=desk.coach.user, start=n % 50, end=60, quote="x", body="y",
                    published_at=published_at)
            for n in range(many)
        )  # fmt: skip
        if published_at:
            Comment.objects.bulk_create(
                Comment(version=version, parent=root, author=desk.enrolment.candidate.user, start=0, end=60, quote="x",
                        body="z", published_at=published_at)
                for root in roots
            )  # fmt: skip
    run.findings.all().delete()
    Finding.objects.bulk_create(
        Finding(run=run, position=n, check_id="x", severity="note", start=n % 50, end=60, seen="s", why="w",
                try_next="t", certainty=1)
        for n in range(many)
    )  # fmt: skip
    client = signed_in(desk.coach.user)

    with django_assert_num_queries(25):  # 14 of the report; session, user, profiles, version, filters, next, keys
        answer = client.get(reverse("feedback:review", args=[desk.intro.pk, 2]))

    page = answer.context["page"]
    assert (len(page.earlier), len(page.comments), len(page.findings)) == (many, many, many)


@pytest.mark.parametrize(
    ("seconds", "words"), [(0, "0 s"), (59.4, "59 s"), (59.6, "1 min"), (65, "1 min 5 s"), (120, "2 min")]
)
def test_durations_are_said_as_a_clock_would(seconds: float, words: str) -> None:
    assert duration_words(seconds) == words


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (None, ""),
        (date(2026, 9, 16), "today"),
        (date(2026, 9, 17), "tomorrow"),
        (date(2026, 9, 19), "Sat 19 Sep, in 3 days"),
        (date(2026, 9, 14), "Mon 14 Sep (over)"),
    ],
)
def test_interview_is_said_with_how_far_away_it_is(desk: Desk, day: date | None, words: str) -> None:
    desk.version.intro.interview_on = day

    assert review_page(version=desk.version, user=desk.coach.user, today=date(2026, 9, 16)).interview == words
