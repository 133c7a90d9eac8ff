"""What waits for a coach, in an order that the database computes and each row explains in words."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, cast

from django.core.paginator import Paginator
from django.db.models import (
    Case,
    Count,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models import DateTimeField as DateTime
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cohorts.models import Cohort, DraftVersion, Intro, User
from feedback.models import CheckRun, Comment, Decision, Finding, Review, ReviewStatus

PAGE_ROWS = 30
INTERVIEW_SOON_DAYS = 7
INTERVIEW_HEAD_START_DAYS = 5
"""An interview within INTERVIEW_SOON_DAYS counts as this many days of waiting more: an answer after it helps nobody."""
MINE, ALL, NOBODY = "mine", "all", "nobody"


@dataclass(frozen=True)
class QueueFilters:
    """What a coach asks the queue for.

    `assigned` is MINE (assigned to the reader or to nobody), ALL, NOBODY or a coach's id in digits; `number` is a
    version number, or 0 for any; empty strings ask for nothing.
    """

    state: str = "waiting"
    assigned: str = MINE
    cohort: str = ""
    number: int = 0
    check: str = ""
    words: str = ""


@dataclass(frozen=True)
class QueueRow:
    """An introduction's latest version; `overall` is 0 to 100, or None where it is not checked."""

    intro_id: int
    number: int
    candidate: str
    role: str
    company: str
    cohort: str
    coach: str
    waiting_since: datetime | None
    submitted_at: datetime
    overall: float | None
    findings: int
    run_status: str
    decision: str
    has_begun: bool
    reasons: tuple[str, ...]

    @property
    def decision_label(self) -> str:
        return str(Decision(self.decision).label) if self.decision else ""


@dataclass(frozen=True)
class QueuePage:
    rows: tuple[QueueRow, ...]
    total: int
    number: int
    pages: int


@dataclass(frozen=True)
class BegunReview:
    """A review that a coach began and has not published."""

    intro_id: int
    number: int
    candidate: str
    role: str
    company: str
    began_at: datetime
    comments: int


@dataclass(frozen=True)
class CohortLine:
    """How a cohort stands; `reviewed` counts reviews of the last seven days by any coach, `oldest_age` is in words."""

    name: str
    slug: str
    waiting: int
    reviewed: int
    oldest_age: str


@dataclass(frozen=True)
class CoachHome:
    first: tuple[QueueRow, ...]
    waiting: int
    begun: tuple[BegunReview, ...]
    cohorts: tuple[CohortLine, ...]


def queue_page(*, user: User, filters: QueueFilters, page: int | str = 1, now: datetime | None = None) -> QueuePage:
    """One page of the queue; a number outside is the nearest one, anything else the first. 2 queries."""
    now = now or timezone.now()
    paginator = Paginator(_ordered(user, filters, now), PAGE_ROWS)
    shown = paginator.get_page(page)
    return QueuePage(
        _rows(user, cast(QuerySet[Any], shown.object_list), now), paginator.count, shown.number, paginator.num_pages
    )


def next_waiting(
    *, user: User, filters: QueueFilters, after: Intro, now: datetime | None = None
) -> tuple[int, int] | None:
    """(intro id, latest number) of what follows `after` in the waiting queue, or of its first; at most 3 queries."""
    waiting = _ordered(user, replace(filters, state="waiting"), now or timezone.now())
    place = waiting.filter(pk=after.pk).values_list("urgent_since", "submitted_at", "pk").first()
    following = None
    if place is not None:
        since, submitted_at, pk = place
        level = Q(submitted_at__lt=submitted_at) | Q(submitted_at=submitted_at, pk__gt=pk)
        following = _first(waiting.filter(Q(urgent_since__gt=since) | Q(urgent_since=since) & level))
    return following or _first(waiting.exclude(pk=after.pk))


def _first(waiting: QuerySet[Any]) -> tuple[int, int] | None:
    row: tuple[int, int] | None = waiting.values_list("pk", "latest_number").first()
    return row


def coach_home(*, user: User, now: datetime | None = None, rows: int = 6) -> CoachHome:
    """4 queries."""
    now = now or timezone.now()
    waiting = _ordered(user, QueueFilters(), now)
    return CoachHome(_rows(user, waiting[:rows], now), waiting.count(), _begun(user), _cohort_lines(user, now))


def age_words(age: timedelta) -> str:
    """How long that is, in its largest whole unit: hours under two days, then days."""
    hours = int(age.total_seconds() // 3600)
    if hours < 1:
        return _("under an hour")
    if hours < 48:
        return ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}
    return ngettext("%(count)d day", "%(count)d days", hours // 24) % {"count": hours // 24}


def ordinal_version(number: int) -> str:
    words = {
        1: _("first version"), 2: _("second version"), 3: _("third version"), 4: _("fourth version"),
        5: _("fifth version"), 6: _("sixth version"),
    }  # fmt: skip
    return words.get(number) or _("version %(number)d") % {"number": number}


def newest_run(version: str) -> QuerySet[CheckRun]:
    """For a Subquery: the run that counts, of the version whose id lies at `version` in the outer query."""
    return CheckRun.objects.filter(version=OuterRef(version)).order_by("-queued_at", "-pk")


def _ordered(user: User, filters: QueueFilters, now: datetime) -> QuerySet[Any]:
    """Introductions with a version, filtered, in the queue's order; `urgent_since` is the time they are sorted by."""
    today = timezone.localdate(now)
    soon = Q(interview_on__range=(today, today + timedelta(days=INTERVIEW_SOON_DAYS)))
    head_start = Case(
        When(soon, then=Value(timedelta(days=INTERVIEW_HEAD_START_DAYS))),
        default=Value(timedelta(0)),
        output_field=DurationField(),
    )
    latest = DraftVersion.objects.filter(intro=OuterRef("pk"), number=OuterRef("latest_number"))
    found = Intro.objects.filter(_asked(user, filters), latest_number__gt=0).annotate(
        urgent_since=ExpressionWrapper(F("waiting_since") - head_start, output_field=DateTime()),
        latest_id=Subquery(latest.values("pk")[:1]),
        submitted_at=Subquery(latest.values("submitted_at")[:1]),
        run_id=Subquery(newest_run("latest_id").values("pk")[:1]),
    )
    if filters.check:
        firing = Finding.objects.standing().filter(run=OuterRef("run_id"), check_id=filters.check)
        found = found.filter(Exists(firing))
    for word in filters.words.split():
        in_text = Exists(latest.filter(text__icontains=word))
        found = found.filter(
            Q(enrolment__candidate__user__name__icontains=word)
            | Q(role__icontains=word)
            | Q(company__icontains=word)
            | in_text
        )
    return found.order_by(F("urgent_since").asc(nulls_last=True), F("submitted_at").desc(), "pk")


def _asked(user: User, filters: QueueFilters) -> Q:
    rule = Q(pk__in=Intro.objects.coached_by(user).values("pk"))
    if filters.state == "waiting":
        rule &= Q(waiting_since__isnull=False, enrolment__cohort__archived_at=None)
    elif filters.state == "reviewed":
        rule &= Q(waiting_since=None)
    if filters.cohort:
        rule &= Q(enrolment__cohort__slug=filters.cohort)
    if filters.number:
        rule &= Q(latest_number=filters.number)
    if filters.assigned == MINE:
        rule &= Q(enrolment__coach__user=user) | _is_nobodys()
    elif filters.assigned == NOBODY:
        rule &= _is_nobodys()
    elif filters.assigned != ALL:
        rule &= Q(enrolment__coach_id=int(filters.assigned))
    return rule


def _is_nobodys() -> Q:
    """Assigned to nobody who still coaches the cohort and can sign in: the rule of the daily mail, too."""
    answerable = Cohort.objects.filter(
        pk=OuterRef("enrolment__cohort_id"), coaches=OuterRef("enrolment__coach_id"), coaches__user__is_active=True
    )
    return Q(~Exists(answerable))


def _rows(user: User, intros: QuerySet[Any], now: datetime) -> tuple[QueueRow, ...]:
    """1 query."""
    firing = Finding.objects.standing().filter(run=OuterRef("run_id"))
    answers = Review.objects.published().filter(version__intro=OuterRef("pk")).order_by("-version__number")
    own = Review.objects.filter(version=OuterRef("latest_id"), coach__user=user, status=ReviewStatus.DRAFT)
    shown = intros.annotate(
        overall=Subquery(newest_run("latest_id").values("overall")[:1]),
        run_status=Subquery(newest_run("latest_id").values("status")[:1]),
        findings=Subquery(_count(firing, "run")),
        decision=Subquery(answers.values("decision")[:1]),
        has_begun=Exists(own),
    ).values(
        "pk", "latest_number", "enrolment__candidate__user__name", "role", "company", "enrolment__cohort__name",
        "enrolment__coach__user__name", "waiting_since", "interview_on", "submitted_at", "overall", "findings",
        "run_status", "decision", "has_begun",
    )  # fmt: skip
    return tuple(_row(row, now) for row in shown)


def _row(row: dict[str, Any], now: datetime) -> QueueRow:
    return QueueRow(
        intro_id=row["pk"],
        number=row["latest_number"],
        candidate=row["enrolment__candidate__user__name"],
        role=row["role"],
        company=row["company"],
        cohort=row["enrolment__cohort__name"],
        coach=row["enrolment__coach__user__name"] or "",
        waiting_since=row["waiting_since"],
        submitted_at=row["submitted_at"],
        overall=row["overall"],
        findings=row["findings"] or 0,
        run_status=row["run_status"] or "",
        decision=row["decision"] or "",
        has_begun=row["has_begun"],
        reasons=_reasons(row["waiting_since"], row["latest_number"], row["interview_on"], now),
    )


def _reasons(since: datetime | None, number: int, interview_on: date | None, now: datetime) -> tuple[str, ...]:
    """Why the row stands where it does, the weightiest first."""
    if since is None:
        return (_("answered"), ordinal_version(number))
    reasons = [_("waits %(age)s") % {"age": age_words(now - since)}, ordinal_version(number)]
    days = (interview_on - timezone.localdate(now)).days if interview_on else None
    if interview_on is not None and days is not None and days >= 0:
        reasons.insert(0 if days <= INTERVIEW_SOON_DAYS else 2, _interview_words(interview_on, days))
    return tuple(reasons)


def _interview_words(interview_on: date, days: int) -> str:
    if days == 0:
        return _("interview today")
    if days == 1:
        return _("interview tomorrow")
    return _("interview on %(day)s") % {"day": date_format(interview_on, "l" if days < 7 else "j F")}


def _begun(user: User) -> tuple[BegunReview, ...]:
    """1 query; the oldest first. Those of versions that a colleague has answered meanwhile are left out."""
    answered = Review.objects.published().filter(version=OuterRef("version"))
    rows = (
        Review.objects.visible_to(user)
        .filter(~Exists(answered), coach__user=user, status=ReviewStatus.DRAFT)
        .filter(version__intro__enrolment__cohort__archived_at=None)
        .annotate(remarks=Subquery(_count(Comment.objects.filter(review=OuterRef("pk")), "review")))
        .order_by("created_at", "pk")
        .values_list(
            "version__intro_id", "version__number", "version__intro__enrolment__candidate__user__name",
            "version__role", "version__company", "created_at", "remarks",
        )
    )  # fmt: skip
    return tuple(
        BegunReview(pk, number, name, role, company, began_at, comments or 0)
        for pk, number, name, role, company, began_at, comments in rows
    )


def _cohort_lines(user: User, now: datetime) -> tuple[CohortLine, ...]:
    """1 query."""
    waiting = Intro.objects.waiting().filter(enrolment__cohort=OuterRef("pk"))
    reviewed = Review.objects.published().filter(
        version__intro__enrolment__cohort=OuterRef("pk"), published_at__gt=now - timedelta(days=7)
    )
    rows = (
        Cohort.objects.filter(pk__in=Cohort.objects.coached_by(user).values("pk"))
        .open()
        .annotate(
            waiting=Subquery(_count(waiting, "enrolment__cohort")),
            reviewed=Subquery(_count(reviewed, "version__intro__enrolment__cohort")),
            oldest_since=Subquery(waiting.order_by("waiting_since").values("waiting_since")[:1]),
        )
        .order_by("name")
        .values_list("name", "slug", "waiting", "reviewed", "oldest_since")
    )
    return tuple(
        CohortLine(name, slug, waits or 0, done or 0, age_words(now - oldest) if oldest else "")
        for name, slug, waits, done, oldest in rows
    )


def _count(rows: QuerySet[Any], by: str) -> Any:
    """For a Subquery: how many rows, null where none."""
    return rows.order_by().values(by).annotate(rows=Count("pk")).values_list("rows", flat=True)
