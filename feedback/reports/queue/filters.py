"""What a coach asks the queue for, as one condition on introductions."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _

from cohorts.models import Cohort, Enrolment, Intro, User
from feedback.models import CheckRun, Comment, Finding, Reading, Review, ReviewStatus, Snooze
from feedback.reports.blind import is_blind

MINE, ALL, NOBODY = "mine", "all", "nobody"


class QueueState(TextChoices):
    WAITING = "waiting", _("Waiting")
    UNREAD = "unread", _("Not read yet")
    PUT_OFF = "put_off", _("Put off")
    HELD = "held", _("Held back")
    REVIEWED = "reviewed", _("Answered")
    ALL = "all", _("All")


@dataclass(frozen=True)
class QueueFilters:
    """What a coach asks the queue for.

    `assigned` is MINE (for the reader to answer, or for all coaches of the cohort), ALL, NOBODY or a coach's id in
    digits; `number` is a version number, or 0 for any; `waits_days` and `untouched_days` ask for more than so many
    days, 0 for nothing; scores are 0 to 100, both ends included; `intros` are those that were chosen elsewhere; empty
    strings and tuples ask for nothing.
    """

    state: str = QueueState.WAITING
    assigned: str = MINE
    cohort: str = ""
    number: int = 0
    check: str = ""
    words: str = ""
    waits_days: int = 0
    untouched_days: int = 0
    score_from: int | None = None
    score_to: int | None = None
    intros: tuple[int, ...] = ()


def is_asked_for(user: User, filters: QueueFilters, now: datetime) -> Q:
    """Introductions with a version that the user coaches and that the filters let through.

    Needs no join that multiplies rows and no annotation, so that several can be counted in one query.
    """
    rule = Q(enrolment__cohort__in=Cohort.objects.coached_by(user).values("pk"), latest_number__gt=0)
    rule &= _is_in_state(user, filters.state, now) & _is_assigned(user, filters.assigned, now)
    if filters.cohort:
        rule &= Q(enrolment__cohort__slug=filters.cohort)
    if filters.number:
        rule &= Q(latest_number=filters.number)
    if filters.waits_days:
        rule &= Q(waiting_since__lt=now - timedelta(days=filters.waits_days))
    if filters.untouched_days:
        rule &= _is_untouched_since(now - timedelta(days=filters.untouched_days))
    if filters.check:
        firing = Finding.objects.standing().filter(check_id=filters.check, run__in=runs_of_latest_versions())
        rule &= Q(pk__in=firing.order_by().values("run__version__intro"))
    if filters.score_from is not None or filters.score_to is not None:
        rule &= has_score_between(user, filters.score_from, filters.score_to)
    if filters.intros:
        rule &= Q(pk__in=filters.intros)
    if filters.words:
        rule &= Q(pk__in=Intro.objects.matching(filters.words).order_by().values("pk"))
    return rule


def runs_of_latest_versions() -> QuerySet[CheckRun]:
    """Of each introduction's latest version the run that counts, where one has ended: the one queued last."""
    later = Q(queued_at__gt=OuterRef("queued_at")) | Q(queued_at=OuterRef("queued_at"), pk__gt=OuterRef("pk"))
    ended = CheckRun.objects.ended()
    return ended.filter(
        ~Exists(ended.filter(later, version=OuterRef("version"))),
        version__number=F("version__intro__latest_number"),
    )


def has_score_between(user: User, least: float | None, most: float | None) -> Q:
    """Of the latest version, both ends included; those that are not checked have none, nor those whose score the
    reader shall not see yet: where they stand would tell it."""
    runs = runs_of_latest_versions().filter(~is_blind(user, version="version"))
    if least is not None:
        runs = runs.filter(overall__gte=least)
    if most is not None:
        runs = runs.filter(overall__lte=most)
    return Q(pk__in=runs.order_by().values("version__intro"))


def put_off_by(user: User, now: datetime) -> Q:
    """A version that came later than the putting off ends it."""
    snoozes = Snooze.objects.visible_to(user).filter(until__gt=now, number__gte=F("intro__latest_number"))
    return Q(pk__in=snoozes.order_by().values("intro"))


def _is_in_state(user: User, state: str, now: datetime) -> Q:
    is_open = Q(enrolment__cohort__archived_at=None)
    is_waiting = is_open & Q(waiting_since__isnull=False)
    if state == QueueState.WAITING:
        # What anybody holds back is answered but for the sending.
        held = Review.objects.filter(status=ReviewStatus.HELD, version__number=F("version__intro__latest_number"))
        return is_waiting & ~put_off_by(user, now) & ~Q(pk__in=held.order_by().values("version__intro"))
    if state == QueueState.PUT_OFF:
        return is_waiting & put_off_by(user, now)
    if state == QueueState.HELD:
        held = Review.objects.visible_to(user).filter(status=ReviewStatus.HELD)
        return Q(pk__in=held.order_by().values("version__intro"))
    if state == QueueState.UNREAD:
        read = Reading.objects.visible_to(user).filter(number__gte=F("intro__latest_number"))
        return is_open & Q(put_away_at=None) & ~Q(pk__in=read.order_by().values("intro"))
    if state == QueueState.REVIEWED:
        return Q(waiting_since=None, put_away_at=None)
    return Q()


def _is_assigned(user: User, assigned: str, now: datetime) -> Q:
    if assigned == ALL:
        return Q()
    if assigned not in {MINE, NOBODY}:
        return Q(enrolment__coach_id=int(assigned))
    # One day for all, so that no draft falls between the days of two time zones.
    day = now.astimezone(UTC).date()
    # Of the user's cohorts alone, or the database would ask this of every candidate of the installation.
    coached = Enrolment.objects.filter(cohort__in=Cohort.objects.coached_by(user).values("pk")).order_by()
    rule = Q(enrolment__in=coached.answered_by(None, day).values("pk"))
    if assigned == MINE and user.is_coach:
        rule |= Q(enrolment__in=coached.answered_by(user.coach, day).values("pk"))
    return rule


def _is_untouched_since(moment: datetime) -> Q:
    """Neither a version nor a word of the working copy, neither an answer nor a remark since then."""
    answered = Review.objects.published().filter(published_at__gte=moment).order_by().values("version__intro")
    remarked = Comment.objects.published().filter(published_at__gte=moment).order_by().values("version__intro")
    is_unwritten = Q(working_saved_at=None) | Q(working_saved_at__lt=moment)
    return Q(latest_at__lt=moment) & is_unwritten & ~Q(pk__in=answered) & ~Q(pk__in=remarked)
