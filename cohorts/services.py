"""Changes of who writes what. Each function is one transaction; a Refused changes nothing."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from cohorts.exceptions import (
    CohortArchived,
    DraftTooLong,
    EmptyDraft,
    HasIntroductions,
    HasVersions,
    KeyUsed,
    NotACoachOfCohort,
    StaleIntro,
    StaleRevision,
    UnchangedDraft,
)
from cohorts.models import (
    DRAFT_MAX_CHARS,
    Absence,
    Candidate,
    Coach,
    Cohort,
    DraftVersion,
    Enrolment,
    Intro,
    Kind,
    Revision,
    User,
)
from cohorts.signals import draft_submitted


@transaction.atomic
def create_intro(
    *,
    enrolment: Enrolment,
    role: str,
    company: str = "",
    kind: str = Kind.WRITTEN,
    interview_on: date | None = None,
    created_at: datetime | None = None,
) -> Intro:
    """Raises CohortArchived, ValidationError. `created_at` is for imports; otherwise now."""
    if enrolment.cohort.is_archived:
        raise CohortArchived
    intro = Intro(enrolment=enrolment, role=role.strip(), company=company.strip(), kind=kind, interview_on=interview_on)
    if created_at is not None:
        intro.created_at = created_at
    intro.full_clean(validate_constraints=False)  # a query each; `kind` has its choices, the rest is unset
    intro.save()
    note_change(enrolment.cohort_id)
    return intro


@transaction.atomic
def edit_intro(
    *, intro: Intro, role: str, company: str, kind: str, interview_on: date | None, revision: int | None = None
) -> Intro:
    """What the introduction is for; versions keep what they were submitted with.

    `revision` is the one last seen; without it the last word counts. Raises CohortArchived, StaleIntro.
    """
    current = _locked(intro)
    _refuse_stale(current, revision)
    current.role, current.company, current.kind = role.strip(), company.strip(), kind
    current.interview_on = interview_on
    current.revision += 1
    current.full_clean()
    current.save(update_fields=["role", "company", "kind", "interview_on", "revision"])
    note_change(current.enrolment.cohort_id)
    return current


@transaction.atomic
def delete_intro(*, intro: Intro, revision: int | None = None) -> None:
    """One that was begun by mistake. Raises HasVersions (it can be put away), CohortArchived, StaleIntro."""
    current = _locked(intro)
    _refuse_stale(current, revision)
    if current.latest_number:
        raise HasVersions
    current.delete()
    note_change(current.enrolment.cohort_id)


@transaction.atomic
def put_away(*, intro: Intro, is_put_away: bool = True) -> Intro:
    """Out of everybody's way, where it waits for no answer, or back to where it was. Raises CohortArchived."""
    current = _locked(intro)
    if current.is_put_away != is_put_away:
        current.put_away_at = timezone.now() if is_put_away else None
        current.waiting_since = _waiting_since(current)
        current.revision += 1
        current.save(update_fields=["put_away_at", "waiting_since", "revision"])
        note_change(current.enrolment.cohort_id)
    return current


@transaction.atomic
def save_working_copy(*, intro: Intro, text: str, revision: int) -> Intro:
    """Store `text` as the working copy if `revision` is the one last saved; raises StaleRevision with the newer text.

    Saving the same text again is answered with the revision that there is: a retry after a lost answer is no conflict.
    """
    text = _normal(text)
    if len(text) > DRAFT_MAX_CHARS:
        raise DraftTooLong(DRAFT_MAX_CHARS)
    current = _locked(intro)
    if current.working_text == text:
        return current
    if current.working_revision != revision:
        raise StaleRevision(current)
    current.working_text, current.working_revision, current.working_saved_at = text, revision + 1, timezone.now()
    current.save(update_fields=["working_text", "working_revision", "working_saved_at"])
    return current


@transaction.atomic
def submit_draft(
    *, intro: Intro, text: str, idempotency_key: uuid.UUID, submitted_at: datetime | None = None
) -> DraftVersion:
    """The next version of `intro`; the same key and text again give the version that they made before.

    The working copy becomes the submitted text, so that writing goes on from there. Raises EmptyDraft, DraftTooLong,
    UnchangedDraft, KeyUsed, CohortArchived. `submitted_at` is for imports; otherwise now.
    """
    text = _normal(text)
    if not text.strip():
        raise EmptyDraft
    if len(text) > DRAFT_MAX_CHARS:
        raise DraftTooLong(DRAFT_MAX_CHARS)
    current = _locked(intro)
    earlier = _made_before(current, idempotency_key, text)
    if earlier is not None:
        return earlier
    newest = current.versions.filter(number=current.latest_number).first()
    if newest is not None and newest.text == text:
        raise UnchangedDraft(newest.number)
    now = submitted_at or timezone.now()
    version = DraftVersion.objects.create(
        intro=current, number=current.latest_number + 1, text=text, role=current.role, company=current.company,
        kind=current.kind, idempotency_key=idempotency_key, submitted_at=now,
    )  # fmt: skip
    current.latest_number, current.latest_at = version.number, now
    current.put_away_at = None  # whoever submits it has taken it out again
    current.waiting_since = current.waiting_since or _waiting_since(current)
    if current.working_text != text:
        current.working_text, current.working_saved_at = text, now
        current.working_revision += 1
    current.save(
        update_fields=[
            "latest_number", "latest_at", "put_away_at", "waiting_since", "working_text", "working_saved_at",
            "working_revision",
        ]
    )  # fmt: skip
    draft_submitted.send(sender=DraftVersion, version=version)
    note_change(current.enrolment.cohort_id)
    return version


@transaction.atomic
def submit_working_copy(*, intro: Intro, text: str, revision: int, idempotency_key: uuid.UUID) -> DraftVersion:
    """`submit_draft` for a page that may be older than the working copy: raises StaleRevision, and submits nothing,
    where another window has saved since. The same key and text again give the version that they made before."""
    earlier = _made_before(intro, idempotency_key, _normal(text))
    if earlier is not None:
        return earlier
    current = save_working_copy(intro=intro, text=text, revision=revision)
    return submit_draft(intro=current, text=text, idempotency_key=idempotency_key)


@transaction.atomic
def mark_answered(*, intro: Intro, number: int) -> None:
    """A review of version `number` was published: it waits from the first version after the last answered."""
    current = _locked(intro)
    current.answered_number = max(current.answered_number, number)
    current.waiting_since = _waiting_since(current)
    current.save(update_fields=["answered_number", "waiting_since"])


@dataclass(frozen=True)
class EnrolledPeople:
    """What `enrol_people` did: whom it added, whom it enrolled (those among them), who was in the cohort already."""

    added: tuple[User, ...]
    enrolled: tuple[Enrolment, ...]
    already: tuple[Enrolment, ...]


@transaction.atomic
def add_person(
    *, email: str, name: str, time_zone: str, is_coach: bool = False, is_candidate: bool = False, is_staff: bool = False
) -> User:
    """A person without a password: an invitation lets them choose one. Raises ValidationError."""
    user: User = User.objects.create_user(email, name=name.strip(), time_zone=time_zone, is_staff=is_staff)
    give_profiles(user=user, is_coach=is_coach, is_candidate=is_candidate)
    return user


def give_profiles(*, user: User, is_coach: bool, is_candidate: bool) -> None:
    """Add the profiles that are asked for and missing; one that is there stays, with all that hangs on it."""
    if is_coach:
        Coach.objects.get_or_create(user=user)
    if is_candidate:
        Candidate.objects.get_or_create(user=user)


@transaction.atomic
def enrol_people(
    *, cohort: Cohort, people: Iterable[tuple[str, str]], time_zone: str, coach: Coach | None = None
) -> EnrolledPeople:
    """Enrol people given as (name, e-mail address), adding those whose address is new.

    Known people keep their name and zone, enrolled ones their coach. Raises NotACoachOfCohort, CohortArchived,
    ValidationError.
    """
    if cohort.is_archived:
        raise CohortArchived
    added, enrolled, already = [], [], []
    for name, email in people:
        user, is_new = _known_or_added(email=email, name=name, time_zone=time_zone)
        if is_new:
            added.append(user)
        candidate, _is_new = Candidate.objects.get_or_create(user=user)
        earlier = Enrolment.objects.filter(candidate=candidate, cohort=cohort).first()
        if earlier is not None:
            already.append(earlier)
        else:
            enrolled.append(enrol_candidate(candidate=candidate, cohort=cohort, coach=coach))
    return EnrolledPeople(tuple(added), tuple(enrolled), tuple(already))


def _known_or_added(*, email: str, name: str, time_zone: str) -> tuple[User, bool]:
    """Whoever has the address, and whether they are new. Raises ValidationError."""
    known = User.objects.filter(email__iexact=email)
    user = known.first()
    if user is not None:
        return user, False
    try:
        return add_person(email=email, name=name, time_zone=time_zone), True
    except (IntegrityError, ValidationError):
        user = known.first()  # somebody else added them since the first look
        if user is None:
            raise
        return user, False


@transaction.atomic
def update_profile(*, user: User, name: str, time_zone: str, digest_hour: int, wants_digest: bool) -> None:
    user.name, user.time_zone, user.digest_hour, user.wants_digest = name.strip(), time_zone, digest_hour, wants_digest
    user.full_clean(exclude=["password"])
    user.save(update_fields=["name", "time_zone", "digest_hour", "wants_digest"])
    theirs = Q(coaches__user=user) | Q(enrolments__candidate__user=user) | Q(enrolments__coach__user=user)
    note_change(*Cohort.objects.filter(theirs).values_list("pk", flat=True))


@transaction.atomic
def enrol_candidate(
    *, candidate: Candidate, cohort: Cohort, coach: Coach | None = None, enrolled_at: datetime | None = None
) -> Enrolment:
    """The candidate's enrolment in the cohort, made if need be; raises NotACoachOfCohort.

    `enrolled_at` is for imports; otherwise now.
    """
    if coach is not None and not cohort.coaches.filter(pk=coach.pk).exists():
        raise NotACoachOfCohort
    enrolment, is_new = Enrolment.objects.get_or_create(
        candidate=candidate, cohort=cohort, defaults={"coach": coach, "enrolled_at": enrolled_at or timezone.now()}
    )
    if not is_new and coach is not None and enrolment.coach_id != coach.pk:
        enrolment.coach = coach
        enrolment.save(update_fields=["coach"])
    note_change(cohort.pk)
    return enrolment


@transaction.atomic
def assign_coach(*, enrolments: list[Enrolment], coach: Coach) -> int:
    """How many enrolments changed; raises CohortArchived or NotACoachOfCohort, and then changes none."""
    cohorts = {enrolment.cohort_id for enrolment in enrolments}
    _refuse_archived(Cohort.objects.filter(pk__in=cohorts))
    if coach.cohorts.filter(pk__in=cohorts).count() != len(cohorts):
        raise NotACoachOfCohort
    changed = (
        Enrolment.objects.filter(pk__in=[enrolment.pk for enrolment in enrolments])
        .exclude(coach=coach)
        .update(coach=coach)
    )
    note_change(*cohorts)
    return changed


@transaction.atomic
def delete_enrolment(*, enrolment: Enrolment) -> None:
    """One that was made by mistake; gone already is as good. Raises CohortArchived, HasIntroductions."""
    current = Enrolment.objects.select_for_update(of=("self",)).filter(pk=enrolment.pk).first()
    if current is None:
        return
    _refuse_archived(Cohort.objects.filter(pk=current.cohort_id))
    if current.intros.exists():
        raise HasIntroductions
    current.delete()
    note_change(current.cohort_id)


@transaction.atomic
def set_absence(*, absence: Absence) -> None:
    """Days on which a coach is away. Raises ValidationError."""
    absence.full_clean()
    absence.save()


def cut_absence(*, absence: Absence) -> None:
    """The coach is back: one that has begun ends with yesterday, one that has not is gone."""
    yesterday = timezone.now().date() - timedelta(days=1)  # in UTC, as absences are read
    if absence.first_day > yesterday:
        absence.delete()
    else:
        absence.last_day = yesterday
        absence.save(update_fields=["last_day"])


@transaction.atomic
def archive_cohorts(*, cohorts: list[Cohort], archived: bool = True, archived_at: datetime | None = None) -> int:
    """How many cohorts changed; an archived one can be read, not written."""
    changed = Cohort.objects.filter(pk__in=[cohort.pk for cohort in cohorts], archived_at__isnull=archived).update(
        archived_at=(archived_at or timezone.now()) if archived else None
    )
    note_change(*(cohort.pk for cohort in cohorts))
    return changed


def note_change(*cohorts: int) -> None:
    """What the figures of the cohorts with these ids show has changed: the last step of a transaction that does so.

    Nothing that was drawn before is shown to anybody after the transaction.
    """
    # In one order, so that two of them never wait for each other.
    Revision.objects.bulk_create(
        [Revision(cohort_id=pk) for pk in sorted(set(cohorts))],
        update_conflicts=True, unique_fields=["cohort"], update_fields=["value"],
    )  # fmt: skip


def revision_of(*, cohort: Cohort) -> str:
    """Of the cohort's data. A query where the row was not fetched along, another where it has to be made."""
    found = getattr(cohort, "revision", None) or Revision.objects.get_or_create(cohort=cohort)[0]
    return str(found.value)


def refuse_archived(*, version_id: int) -> None:
    """Raises CohortArchived where the version's cohort can be read only."""
    _refuse_archived(Cohort.objects.filter(enrolments__intros__versions=version_id))


def _refuse_archived(cohorts: QuerySet[Cohort]) -> None:
    if cohorts.filter(archived_at__isnull=False).exists():
        raise CohortArchived


def _locked(intro: Intro) -> Intro:
    """The row as it is now, held until the transaction ends (SQLite holds the whole file: IMMEDIATE)."""
    current = Intro.objects.select_for_update(of=("self",)).select_related("enrolment__cohort").get(pk=intro.pk)
    if current.enrolment.cohort.is_archived:
        raise CohortArchived
    return current


def _refuse_stale(intro: Intro, revision: int | None) -> None:
    if revision is not None and revision != intro.revision:
        raise StaleIntro(intro)


def _waiting_since(intro: Intro) -> datetime | None:
    """When the first version after the last answered one was submitted; None where it is put away."""
    if intro.is_put_away:
        return None
    later = intro.versions.filter(number__gt=intro.answered_number).order_by("number")
    return later.values_list("submitted_at", flat=True).first()


def _made_before(intro: Intro, key: uuid.UUID, text: str) -> DraftVersion | None:
    """The version that this key made; raises KeyUsed where that was of another text."""
    earlier = intro.versions.filter(idempotency_key=key).first()
    if earlier is not None and earlier.text != text:
        raise KeyUsed(earlier.number)
    return earlier


def _normal(text: str) -> str:
    """One kind of line end, the same from browser and API; nothing that PostgreSQL cannot store."""
    storable = text.replace("\x00", "").encode("utf-8", "replace").decode()  # a lone surrogate becomes "?"
    return storable.replace("\r\n", "\n").replace("\r", "\n")
