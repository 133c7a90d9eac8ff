"""The demo as a whole: three cohorts with a past, made by the real services."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from django.db.models import Count, F
from pytest_django import DjangoDbBlocker

from cohorts.models import Candidate, Coach, Cohort, DraftVersion, Enrolment, Intro, User
from feedback.demo import load_demo
from feedback.models import Calibration, CheckRun, Comment, Notification, Review, Snippet
from feedback.reports.calibration import progress
from feedback.reports.queue import coach_home
from feedback.reports.snippets import snippet_rows
from feedback.services.checking import lost_runs

NOW = datetime(2026, 6, 17, 15, 30, tzinfo=UTC)  # a Wednesday

pytestmark = [pytest.mark.usefixtures("whole"), pytest.mark.django_db]


@pytest.fixture(scope="module")
def whole(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Loaded once for all tests of this file, and rolled back after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_demo(now=NOW)
        yield
        transaction.set_rollback(True)


def test_it_makes_three_uneven_cohorts_with_coaches_an_admin_and_rubrics() -> None:
    assert list(User.objects.filter(is_staff=True).values_list("name", flat=True)) == ["Nell Ashworth"]
    assert Coach.objects.count() == 4
    sizes = Cohort.objects.annotate(n=Count("enrolments")).order_by("slug").values_list("slug", "n")
    assert list(sizes) == [("evening-switchers", 14), ("into-product-12", 19), ("into-product-13", 13)]
    assert list(Cohort.objects.exclude(archived_at=None).values_list("slug", flat=True)) == ["evening-switchers"]
    assert list(Cohort.objects.annotate(n=Count("rubric__criteria__levels")).values_list("n", flat=True)) == [20] * 3
    assert Snippet.objects.filter(coach=None).count() == 3


def test_nobody_of_it_can_sign_in_with_a_password_or_be_written_to() -> None:
    for user in User.objects.all():
        assert not user.has_usable_password()
        assert user.email.endswith("@example.org")


def test_everything_lies_in_the_last_eight_weeks_and_in_order() -> None:
    for submitted_at in DraftVersion.objects.values_list("submitted_at", flat=True):
        assert NOW - timedelta(weeks=8) - timedelta(days=2) < submitted_at < NOW
    assert not CheckRun.objects.exclude(queued_at=F("version__submitted_at")).exists()
    assert not Review.objects.exclude(created_at__gt=F("version__submitted_at")).exists()
    assert not Review.objects.published().exclude(published_at__range=(F("created_at"), NOW)).exists()
    assert not Notification.objects.exclude(read_at=None).exclude(read_at__range=(F("created_at"), NOW)).exists()
    replies = Comment.objects.exclude(parent=None)
    assert replies.exists()
    assert not replies.exclude(created_at__range=(F("parent__published_at"), NOW)).exists()
    assert not Comment.objects.exclude(resolved_at=None).exclude(resolved_at__range=(F("published_at"), NOW)).exists()
    later = DraftVersion.objects.filter(number__gt=1)
    for version in later.select_related("intro"):
        assert version.submitted_at > version.intro.versions.get(number=version.number - 1).submitted_at


def test_it_looks_like_life() -> None:
    """Some wait, some never resubmitted, some are ready, some answers are unread, some reviews are begun."""
    waiting = Intro.objects.waiting()
    assert waiting.count() >= 8
    assert len({(NOW - intro.waiting_since).days for intro in waiting if intro.waiting_since}) >= 4
    assert Intro.objects.filter(latest_number=1, waiting_since=None).count() >= 3
    assert Intro.objects.filter(latest_number__gte=4).exists()
    assert Intro.objects.filter(latest_number=0).exclude(working_text="").count() == 1
    assert set(Review.objects.published().values_list("decision", flat=True)) == {
        "keep_working",
        "nearly_there",
        "ready",
    }
    assert Review.objects.filter(status="draft").exists()
    assert Notification.objects.unread().exists()
    assert Notification.objects.exclude(read_at=None).exists()
    assert Comment.objects.exclude(resolved_at=None).exists()
    assert Enrolment.objects.filter(coach=None, intros__latest_number__gt=0).exists()
    assert Candidate.objects.annotate(n=Count("enrolments__intros")).filter(n=2).count() == 2


def test_desks_have_rounds_held_and_amended_answers_views_and_somebody_away() -> None:
    maya, joseph = (Coach.objects.get(user__name=name) for name in ("Maya Lindqvist", "Joseph Adeyemi"))
    home = coach_home(user=maya.user, now=NOW)
    assert [(row.name, row.left) for row in home.rounds] == [("Second round", 2)]
    closed = Calibration.objects.exclude(closed_at=None).get()
    assert [row.answered for row in progress(closed)] == [10, 10]
    assert [review.is_held for review in home.begun].count(True) == 1
    amended = Review.objects.exclude(amended_at=None).get()
    assert (amended.editions.count(), Notification.objects.get(review=amended).read_at) == (1, None)
    absence = joseph.absences.get()
    assert (absence.stand_in, absence.first_day < NOW.date() < absence.last_day) == (maya, True)
    assert maya.saved_views.count() == 3
    assert any(row.lifts for row in snippet_rows(coach=maya))
    assert Comment.objects.filter(is_praise=True).exists()


def test_every_run_is_done_with_findings_on_the_words() -> None:
    assert Counter(CheckRun.objects.values_list("status", flat=True)) == {"done": DraftVersion.objects.count()}
    assert CheckRun.objects.filter(findings__isnull=False).distinct().count() > 50
    assert lost_runs() == []


def test_comments_stand_on_words_and_do_not_repeat_themselves_to_one_person() -> None:
    comments = Comment.objects.filter(parent=None).select_related("version")
    for comment in comments:
        assert comment.version.text[comment.start : comment.end] == comment.quote
    assert comments.values("body").distinct().count() >= 40
    repeated = comments.values("version", "body").annotate(n=Count("pk")).filter(n__gt=1)
    assert not repeated.exists()
