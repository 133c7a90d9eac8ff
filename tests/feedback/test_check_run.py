"""The way of a draft through its check, as far as rows go."""

import pytest

from cohorts.models import DraftVersion
from feedback.models import RunStatus
from feedback.services import checking
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
