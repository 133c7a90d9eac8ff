"""What a coach's mail names: drafts that wait for them or for nobody, oldest first."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cohorts.models import Candidate, Coach, Cohort
from cohorts.services import archive_cohorts
from feedback.models import Digest
from feedback.reports.digests import due_coaches
from feedback.services.digests import claim_due_digests
from tests.factories import (
    make_candidate,
    make_coach,
    make_cohort,
    make_enrolment,
    make_intro,
    make_review,
    make_version,
)

HOUR, DAY = timedelta(hours=1), timedelta(days=1)

pytestmark = pytest.mark.usefixtures("clock")


def test_mail_names_each_draft_with_its_age_oldest_first(coach: Coach, cohort: Cohort, candidate: Candidate) -> None:
    now = timezone.now()
    newer = make_intro(make_enrolment(cohort, coach=coach, candidate=make_candidate("Bo Lund")), company="Abacus Lane")
    make_version(newer, submitted_at=now - 2 * HOUR)
    older = make_intro(
        make_enrolment(cohort, coach=coach, candidate=candidate), "Product Owner", "Sundpay",
        interview_on=date(2026, 6, 19),
    )  # fmt: skip
    make_version(older, submitted_at=now - 5 * DAY)
    make_version(older, submitted_at=now - 1 * DAY)
    claim_due_digests()
    digest = Digest.objects.get()
    assert (digest.subject, digest.kind, digest.period) == ("2 drafts wait for you", "coach", date(2026, 6, 15))
    assert digest.text.split("\n-- \n")[0] == (
        "Hello Maya,\n\n2 drafts wait for your answer, the oldest first.\n\n"
        "- Ana Horvat: Product Owner, Sundpay\n"
        "  version 2, Spring; waits 5 days, since 10 June; interview on 19 June\n"
        f"  https://coachhub.example.org/intros/{older.pk}/versions/2/review/\n\n"
        "- Bo Lund: Product Manager, Abacus Lane\n"
        "  version 1, Spring; since 06:00 on 15 June\n"
        f"  https://coachhub.example.org/intros/{newer.pk}/versions/1/review/\n\n"
        "Your queue: https://coachhub.example.org/queue/\n"
    )
    assert digest.html.index("Ana Horvat") < digest.html.index("Bo Lund")


def test_one_draft_is_said_in_the_singular(coach: Coach, cohort: Cohort) -> None:
    make_version(make_intro(make_enrolment(cohort, coach=coach)), submitted_at=timezone.now() - DAY)
    claim_due_digests()
    digest = Digest.objects.get()
    assert digest.subject == "One draft waits for you"
    assert "waits one day, since 14 June" in digest.text


def test_drafts_of_nobody_go_to_every_coach_of_the_cohort_and_those_of_another_to_them_alone(coach: Coach) -> None:
    colleague, stranger = make_coach("Joe", time_zone="Europe/Berlin"), make_coach("Eve", time_zone="Europe/Berlin")
    cohort, other = make_cohort(coach, colleague), make_cohort(stranger)
    for who in (None, coach, colleague):
        make_version(make_intro(make_enrolment(cohort, coach=who)), submitted_at=timezone.now() - DAY)
    make_version(make_intro(make_enrolment(other, coach=stranger)), submitted_at=timezone.now() - DAY)
    seen = {
        str(digest.due.recipient): sorted(draft.is_assigned for draft in digest.drafts)
        for digest in due_coaches(timezone.now())
    }
    assert seen == {"Maya Berg": [False, True], "Joe": [False, True], "Eve": [True]}


def test_a_draft_whose_coach_left_the_cohort_belongs_to_nobody(coach: Coach, cohort: Cohort) -> None:
    gone = make_coach("Gone", time_zone="Europe/Berlin")
    cohort.coaches.add(gone)
    make_version(make_intro(make_enrolment(cohort, coach=gone)), submitted_at=timezone.now() - DAY)
    cohort.coaches.remove(gone)
    (digest,) = due_coaches(timezone.now())
    assert (digest.due.recipient, [draft.is_assigned for draft in digest.drafts]) == (coach.user, [False])


def test_nothing_is_said_of_answered_archived_or_later_drafts(
    coach: Coach, cohort: Cohort, clock: time_machine.Traveller
) -> None:
    now = timezone.now()
    answered = make_version(make_intro(make_enrolment(cohort, coach=coach)), submitted_at=now - DAY)
    make_review(answered, coach)
    archived = make_cohort(coach)
    make_version(make_intro(make_enrolment(archived, coach=coach)), submitted_at=now - DAY)
    archive_cohorts(cohorts=[archived])
    make_version(make_intro(make_enrolment(cohort, coach=coach)), submitted_at=now + HOUR)
    assert due_coaches(timezone.now()) == []
    clock.shift(5 * HOUR)  # what came after the hour waits for tomorrow's mail
    assert due_coaches(timezone.now()) == []
    clock.shift(DAY - 5 * HOUR)
    assert len(due_coaches(timezone.now())) == 1


def test_nothing_goes_to_those_who_left_or_want_none(coach: Coach, cohort: Cohort) -> None:
    for is_active, wants_digest in ((False, True), (True, False)):
        idle = make_coach(time_zone="UTC", digest_hour=0, is_active=is_active, wants_digest=wants_digest)
        cohort.coaches.add(idle)
        make_version(make_intro(make_enrolment(cohort, coach=idle)), submitted_at=timezone.now() - DAY)
    (digest,) = due_coaches(timezone.now())  # what waits for somebody who cannot sign in waits for all of the cohort
    assert (digest.due.recipient, [draft.is_assigned for draft in digest.drafts]) == (coach.user, [False])


def test_a_long_queue_is_cut_with_the_number_of_the_rest(coach: Coach, cohort: Cohort) -> None:
    for number in range(22):
        make_version(make_intro(make_enrolment(cohort, coach=coach)), submitted_at=timezone.now() - DAY - number * HOUR)
    claim_due_digests()
    digest = Digest.objects.get()
    assert (digest.subject, digest.text.count("/review/")) == ("22 drafts wait for you", 20)
    assert "And 2 more." in digest.text


def test_due_coaches_are_found_in_five_queries_for_1_and_for_30(coach: Coach, cohort: Cohort) -> None:
    make_version(make_intro(make_enrolment(cohort, coach=coach)), submitted_at=timezone.now() - DAY)
    with CaptureQueriesContext(
        connection,
    ) as of_one:
        assert len(due_coaches(timezone.now())) == 1
    for _ in range(29):
        another = make_coach(time_zone="Europe/Berlin")
        cohort.coaches.add(another)
        make_version(make_intro(make_enrolment(cohort, coach=another)), submitted_at=timezone.now() - DAY)
    with CaptureQueriesContext(connection) as of_thirty:
        assert len(due_coaches(timezone.now())) == 30
    assert (len(of_one), len(of_thirty)) == (5, 5)
