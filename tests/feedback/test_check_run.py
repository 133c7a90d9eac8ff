"""The way of a draft through its check, as far as rows go."""

import sys
from datetime import timedelta
from types import FrameType

import pytest
import time_machine
from celery.exceptions import SoftTimeLimitExceeded
from django.utils import timezone

from cohorts.models import DraftVersion
from feedback.models import CheckRun, RunStatus
from feedback.pitch import analyse
from feedback.services import checking
from feedback.tasks import run_check
from tests.factories import check, make_coach, make_cohort, make_enrolment, make_intro, make_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def version() -> DraftVersion:
    coach = make_coach()
    return make_version(make_intro(make_enrolment(make_cohort(coach), coach=coach)))


def test_run_check_writes_scores_and_findings_once(version: DraftVersion) -> None:
    run = check(version)
    assert (run.status, run.reason, run.attempts) == (RunStatus.DONE, "", 1)
    first = list(run.findings.values_list("check_id", "start", "end"))
    assert checking.run_check(run_id=run.pk) is False
    assert list(run.findings.values_list("check_id", "start", "end")) == first


def test_run_check_of_a_text_that_cannot_be_judged_fails_with_a_reason(version: DraftVersion) -> None:
    odd = make_version(version.intro, text="?! ... !?")
    run = check(odd)
    assert run.status == RunStatus.FAILED
    assert run.reason
    assert DraftVersion.objects.get(pk=odd.pk).text == "?! ... !?"


def test_run_check_over_its_time_says_that_it_took_too_long(version: DraftVersion) -> None:
    """The soft limit as a worker's process feels it: an exception that comes up in the middle of the engine."""

    def interrupt(frame: FrameType, _event: str, _argument: object) -> None:
        if frame.f_code is analyse.__code__:
            raise SoftTimeLimitExceeded

    sys.setprofile(interrupt)
    try:
        run_check(version.runs.get().pk)
    finally:
        sys.setprofile(None)
    run = version.runs.get()
    assert (run.status, run.reason) == (
        RunStatus.FAILED, "The checks took too long on this text. Your coach can still review it.",
    )  # fmt: skip


def test_a_lost_run_is_enqueued_again_once_in_a_while(version: DraftVersion) -> None:
    run, now = version.runs.get(), timezone.now()
    CheckRun.objects.update(status=RunStatus.RUNNING, claimed_at=now - timedelta(hours=1), enqueued_at=None)
    with time_machine.travel(now, tick=False):
        assert checking.lost_runs() == [run.pk]
        assert checking.lost_runs() == []
    with time_machine.travel(now + timedelta(seconds=checking.REQUEUE_AFTER_S + 1), tick=False):
        assert checking.lost_runs() == [run.pk]


def test_years_that_contradict_the_version_before_are_found(version: DraftVersion) -> None:
    told = "I have led product teams for {} years at a clinic, and I loved it."
    make_version(version.intro, text=told.format("six"))
    run = check(make_version(version.intro, text=told.format("nine")))

    assert "contradicts-earlier" in run.findings.values_list("check_id", flat=True)
