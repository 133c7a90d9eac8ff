"""When the rules change, the latest version of each open introduction is checked again; old runs stay as they were."""

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from cohorts.models import Cohort, DraftVersion
from cohorts.services import archive_cohorts
from feedback.models import CheckRun, RunStatus
from feedback.reports.candidate import versions_of
from feedback.reports.rulesets import recheck_progress
from feedback.reports.version import newest_run_of
from feedback.services import checking
from feedback.services.rechecking import (
    go_on_rechecking,
    pause_rechecking,
    queue_versions_behind,
    requeue_checks,
)
from tests.factories import check, make_admin, make_coach, make_cohort, make_enrolment, make_intro, make_version

pytestmark = pytest.mark.django_db
OTHER = "0123456789-abcdef"


@pytest.fixture
def version() -> DraftVersion:
    coach = make_coach()
    return make_version(make_intro(make_enrolment(make_cohort(coach), coach=coach)))


def cohort_of(version: DraftVersion) -> Cohort:
    return version.intro.enrolment.cohort


def by_other_rules(run: CheckRun) -> CheckRun:
    """As an earlier release of the engine would have left it."""
    CheckRun.objects.filter(pk=run.pk).update(ruleset=OTHER)
    run.refresh_from_db()
    return run


def test_a_draft_checked_by_todays_rules_is_not_checked_again(version: DraftVersion) -> None:
    check(version)
    assert queue_versions_behind() == []
    (progress,) = recheck_progress()
    assert (progress.total, progress.done, progress.failed, progress.to_do) == (1, 1, 0, 0)


def test_new_rules_check_latest_versions_of_open_introductions_once(version: DraftVersion) -> None:
    earlier = by_other_rules(check(version))
    latest = make_version(version.intro)
    old = by_other_rules(check(latest))
    closed = make_version(make_intro(make_enrolment(make_cohort())))
    by_other_rules(check(closed))
    archive_cohorts(cohorts=[cohort_of(closed)])
    before = CheckRun.objects.filter(pk=old.pk).values().get()

    (run_id,) = queue_versions_behind()
    assert queue_versions_behind() == []
    shown = newest_run_of(latest)
    assert shown is not None
    assert shown.pk == old.pk, "what is known stays in sight meanwhile"
    assert checking.run_check(run_id=run_id)

    assert CheckRun.objects.filter(pk=old.pk).values().get() == before
    assert earlier.version.runs.count() == 1
    shown = newest_run_of(latest)
    assert shown is not None
    assert (shown.pk, shown.status) == (run_id, RunStatus.DONE)
    assert versions_of(intro=version.intro)[0].change is None, "the engine's difference is not the writer's"
    assert queue_versions_behind() == []


def test_new_settings_are_new_rules_and_the_old_ones_again_too(version: DraftVersion) -> None:
    run, cohort = check(version), cohort_of(version)
    for words_per_minute in (150, cohort.words_per_minute):
        Cohort.objects.filter(pk=cohort.pk).update(words_per_minute=words_per_minute)
        (run_id,) = queue_versions_behind()
        assert checking.run_check(run_id=run_id)
        assert queue_versions_behind() == []
    assert run_id == run.pk


def test_a_paused_cohort_waits_until_it_goes_on(version: DraftVersion) -> None:
    by_other_rules(check(version))
    pause_rechecking(cohorts=[cohort_of(version)], user=make_admin())
    assert queue_versions_behind() == []
    assert [(row.to_do, row.is_paused) for row in recheck_progress()] == [(1, True)]
    go_on_rechecking(cohorts=[cohort_of(version)])
    assert len(queue_versions_behind()) == 1


def test_a_draft_queued_before_the_rules_changed_takes_todays_name(version: DraftVersion) -> None:
    run = by_other_rules(version.runs.get())
    assert queue_versions_behind() == [], "it is under way"
    assert checking.run_check(run_id=run.pk)
    run.refresh_from_db()
    assert (run.ruleset == OTHER, run.status) == (False, RunStatus.DONE)
    assert queue_versions_behind() == []


def test_a_run_of_other_rules_that_has_results_or_a_twin_is_left_alone(version: DraftVersion) -> None:
    done = check(version)
    twin = CheckRun.objects.create(version=version, ruleset=OTHER, queued_at=timezone.now())
    assert checking.run_check(run_id=twin.pk) is False
    assert list(version.runs.all()) == [done]
    by_other_rules(done)
    CheckRun.objects.filter(pk=done.pk).update(status=RunStatus.QUEUED)
    assert checking.run_check(run_id=done.pk) is False
    done.refresh_from_db()
    assert (done.ruleset, done.status) == (OTHER, RunStatus.DONE)


@pytest.mark.once
def test_few_are_under_way_at_once_in_the_same_queries_for_1_and_for_30(
    version: DraftVersion, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    by_other_rules(check(version))
    with django_assert_num_queries(10):  # two of them begin and end the savepoint
        assert len(queue_versions_behind()) == 1
    for _ in range(29):
        more = make_version(make_intro(make_enrolment(cohort_of(version))))
        CheckRun.objects.filter(version=more).update(ruleset=OTHER, status=RunStatus.FAILED, reason="-")
    with django_assert_num_queries(10):
        assert len(queue_versions_behind(most=21)) == 20
    assert queue_versions_behind(most=21) == []
    with django_assert_num_queries(5):
        (progress,) = recheck_progress()
    assert (progress.total, progress.to_do) == (30, 30)


@pytest.mark.once
def test_checks_run_again_in_the_same_queries_for_1_version_and_for_30(
    version: DraftVersion, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    run = check(version)
    with django_assert_num_queries(8):  # two of them begin and end the savepoint
        assert requeue_checks(versions=[version]) == [run.pk]
    more = [version, *(make_version(version.intro) for _ in range(29))]
    by_other_rules(more[-1].runs.get())
    with django_assert_num_queries(8):
        ids = requeue_checks(versions=more)
    assert ids == list(CheckRun.objects.exclude(ruleset=OTHER).order_by("pk").values_list("pk", flat=True))
    assert len(ids) == 30
    assert set(CheckRun.objects.values_list("status", flat=True)) == {RunStatus.QUEUED}
