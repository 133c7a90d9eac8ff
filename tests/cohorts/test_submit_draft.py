"""Submitting: one transaction, the next number, and the same key never twice."""

import threading
import uuid

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from cohorts import services
from cohorts.exceptions import CohortArchived, DraftTooLong, EmptyDraft, KeyUsed, UnchangedDraft
from cohorts.models import DRAFT_MAX_CHARS, DraftVersion, Intro
from feedback.models import CheckRun
from tests.factories import make_coach, make_cohort, make_enrolment, make_intro, make_version


@pytest.fixture
def intro(db: None) -> Intro:
    return make_intro(make_enrolment(make_cohort(make_coach())))


def test_submit_draft_writes_the_version_and_its_queued_run(intro: Intro) -> None:
    version = services.submit_draft(intro=intro, text="One.\r\nTwo.\x00", idempotency_key=uuid.uuid4())
    intro.refresh_from_db()
    assert (version.number, version.text, version.role, version.company) == (1, "One.\nTwo.", intro.role, intro.company)
    assert (intro.latest_number, intro.waiting_since, intro.working_text) == (1, version.submitted_at, "One.\nTwo.")
    assert list(version.runs.values_list("status", flat=True)) == ["queued"]


def test_submit_draft_with_the_same_key_gives_the_same_version(intro: Intro) -> None:
    key = uuid.uuid4()
    first = services.submit_draft(intro=intro, text="One.", idempotency_key=key)
    again = services.submit_draft(intro=intro, text="One.", idempotency_key=key)
    assert (again.pk, again.text) == (first.pk, "One.")
    assert CheckRun.objects.count() == 1


def test_submit_draft_with_a_used_key_and_another_text_says_so(intro: Intro) -> None:
    key = uuid.uuid4()
    services.submit_draft(intro=intro, text="One.", idempotency_key=key)
    with pytest.raises(KeyUsed, match="version 1"):
        services.submit_draft(intro=intro, text="Another text.", idempotency_key=key)
    assert list(intro.versions.values_list("text", flat=True)) == ["One."]


@pytest.mark.parametrize(
    ("text", "error"),
    [(" \n", EmptyDraft), ("x" * (DRAFT_MAX_CHARS + 1), DraftTooLong), ("Here I am.", UnchangedDraft)],
)
def test_submit_draft_refuses_and_changes_nothing(intro: Intro, text: str, error: type[Exception]) -> None:
    make_version(intro, text="Here I am.")
    before = Intro.objects.values().get(pk=intro.pk)
    with pytest.raises(error):
        services.submit_draft(intro=intro, text=text, idempotency_key=uuid.uuid4())
    assert Intro.objects.values().get(pk=intro.pk) == before
    assert intro.versions.count() == 1


def test_submit_draft_in_an_archived_cohort_is_refused(intro: Intro) -> None:
    services.archive_cohorts(cohorts=[intro.enrolment.cohort])
    with pytest.raises(CohortArchived):
        services.submit_draft(intro=intro, text="Late.", idempotency_key=uuid.uuid4())


def test_a_version_cannot_be_changed_even_by_sql(intro: Intro) -> None:
    version = make_version(intro, text="As submitted.")
    with pytest.raises(DatabaseError, match="cannot be changed"), transaction.atomic():
        DraftVersion.objects.filter(pk=version.pk).update(text="Improved.")
    with pytest.raises(DatabaseError, match="cannot be changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE cohorts_draftversion SET number = 7 WHERE id = %s", [version.pk])
    assert DraftVersion.objects.values_list("text", "number").get(pk=version.pk) == ("As submitted.", 1)


def test_the_database_refuses_a_number_twice(intro: Intro) -> None:
    version = make_version(intro)
    with pytest.raises(IntegrityError), transaction.atomic():
        DraftVersion.objects.create(intro=intro, number=version.number, text="x", role="r", kind="written")


@pytest.mark.django_db(transaction=True)
def test_submissions_at_the_same_moment_get_numbers_without_gaps_and_one_version_a_key() -> None:
    intro = make_intro(make_enrolment(make_cohort(make_coach())))
    keys = [uuid.uuid4() for _ in range(4)] * 2
    failures: list[BaseException] = []
    gate = threading.Barrier(len(keys))

    def submit(key: uuid.UUID) -> None:
        try:
            gate.wait(20)
            services.submit_draft(intro=intro, text=f"The text of {key}.", idempotency_key=key)
        except BaseException as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=submit, args=(key,)) for key in keys]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failures == []
    assert sorted(intro.versions.values_list("number", flat=True)) == [1, 2, 3, 4]
    assert set(intro.versions.values_list("text", flat=True)) == {f"The text of {k}." for k in keys}
