"""A row of the queue, and the reasons for its place in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import Case, Count, Exists, F, OuterRef, QuerySet, Subquery, When
from django.db.models.functions import StrIndex
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cohorts.models import Absence, DraftVersion, Intro, User
from feedback.models import CheckRun, Comment, Decision, Finding, Lease, Reading, Review, ReviewStatus, Snooze
from feedback.reports.blind import is_blind
from feedback.reports.queue.order import INTERVIEW_SOON_DAYS, WEAK_SCORE, Weights, counted_days
from feedback.reports.queue.words import age_words, answered_words, interview_words, ordinal_version

NO_RUN: dict[str, Any] = {"overall": None, "hides_score": False, "run_status": "", "findings": 0}


@dataclass(frozen=True)
class QueueRow:
    """An introduction's latest version.

    `overall` is 0 to 100, or None where it is not checked or `hides_score` until the reader has given their points;
    `counted_days` is what it counts for beside its waiting;
    `reviewing` is the colleague who has it open.
    """

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
    hides_score: bool
    findings: int
    run_status: str
    decision: str
    has_begun: bool
    is_held: bool
    is_read: bool
    reviewing: str
    counted_days: int
    reasons: tuple[str, ...]

    @property
    def decision_label(self) -> str:
        return str(Decision(self.decision).label) if self.decision else ""

    @property
    def counts_as(self) -> str:
        """How long it counts as waiting, where that is more than it waits."""
        if not self.counted_days or self.waiting_since is None:
            return ""
        days = (timezone.now() - self.waiting_since).days + self.counted_days
        return ngettext("counts as %(days)d day", "counts as %(days)d days", days) % {"days": days}


def newest_run(version: str) -> QuerySet[CheckRun]:
    """For a Subquery: the run that counts, of the version whose id lies at `version` in the outer query."""
    return CheckRun.objects.filter(version=OuterRef(version)).counting_first()


def rows_of(user: User, intro_ids: Sequence[int], weights: Weights, now: datetime) -> tuple[QueueRow, ...]:
    """In the order of the ids. 3 queries, none without ids."""
    if not intro_ids:
        return ()
    runs = _runs(user, intro_ids)
    found = {row["pk"]: row | runs.get(row["pk"], NO_RUN) for row in _facts(user, intro_ids, weights, now)}
    answered = _own_comments_answered(user, intro_ids)
    return tuple(_row(found[pk], answered.get(pk), weights, now) for pk in intro_ids if pk in found)


def _runs(user: User, intro_ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """{intro id: what the run that counts says of its latest version}; a query of its own, since it is planned in a
    fraction of the time that it would take as part of the other."""
    firing = Finding.objects.standing().filter(run=OuterRef("pk"))
    runs = (
        CheckRun.objects.filter(version__intro__in=intro_ids, version__number=F("version__intro__latest_number"))
        .counting_first()
        .annotate(
            firing=Subquery(count_of(firing, "run")),
            is_blind=Case(When(is_blind(user, version="version"), then=True), default=False),
        )
        .values_list("version__intro", "overall", "status", "firing", "is_blind")
    )
    found: dict[int, dict[str, Any]] = {}
    for pk, overall, status, findings, hidden in runs:
        score = {"overall": None if hidden else overall, "hides_score": hidden and overall is not None}
        found.setdefault(pk, {**score, "run_status": status, "findings": findings or 0})
    return found


def _facts(user: User, intro_ids: Sequence[int], weights: Weights, now: datetime) -> QuerySet[Any]:
    answers = Review.objects.published().filter(version__intro=OuterRef("pk")).order_by("-version__number")
    own = Review.objects.filter(
        version__intro=OuterRef("pk"), version__number=OuterRef("latest_number"), coach__user=user
    )
    absences = Absence.objects.on(now.astimezone(UTC).date()).filter(coach=OuterRef("enrolment__coach"))
    absence = absences.order_by("-last_day", "-pk")
    others = Lease.objects.heard_of(now).filter(intro=OuterRef("pk")).exclude(coach__user=user)
    readings = Reading.objects.visible_to(user).filter(intro=OuterRef("pk"))
    snoozes = Snooze.objects.visible_to(user).filter(
        intro=OuterRef("pk"), until__gt=now, number__gte=OuterRef("latest_number")
    )
    return (
        Intro.objects.filter(pk__in=intro_ids)
        .annotate(
            counted_days=counted_days(user, weights, now),
            decision=Subquery(answers.values("decision")[:1]),
            own_status=Subquery(own.order_by().values("status")[:1]),
            read_number=Subquery(readings.values("number")[:1]),
            put_off_until=Subquery(snoozes.values("until")[:1]),
            reviewing=Subquery(others.order_by().values("coach__user__name")[:1]),
            away_until=Subquery(absence.values("last_day")[:1]),
        )
        .values(
            "pk", "latest_number", "enrolment__candidate__user__name", "role", "company", "enrolment__cohort__name",
            "enrolment__coach__user__name", "enrolment__coach__user", "waiting_since", "put_away_at", "answered_number",
            "interview_on", "latest_at", "decision", "own_status", "read_number",
            "put_off_until", "reviewing", "away_until", "counted_days",
        )
    )  # fmt: skip


def _own_comments_answered(user: User, intro_ids: Sequence[int]) -> dict[int, tuple[int, int, int]]:
    """{intro id: (number, answered, all)} of the reader's comments on the last version on which they made any.

    Answered: resolved, replied to by the writer, or its words stand no longer in the latest text.
    """
    latest = DraftVersion.objects.filter(
        intro=OuterRef("version__intro"), number=OuterRef("version__intro__latest_number")
    )
    replies = Comment.objects.published().filter(
        parent=OuterRef("pk"), author=OuterRef("version__intro__enrolment__candidate__user")
    )
    comments = (
        Comment.objects.published()
        .asking()
        .filter(version__intro__in=intro_ids, author=user, review__isnull=False)
        .annotate(
            place=StrIndex(Subquery(latest.order_by().values("text")[:1]), F("quote")), is_replied=Exists(replies)
        )
        .order_by("version__number")
        .values_list("version__intro", "version__number", "resolved_at", "is_replied", "place")
    )
    found: dict[int, tuple[int, int, int]] = {}
    for pk, number, resolved_at, is_replied, place in comments:
        _number, answered, total = found[pk] if pk in found and found[pk][0] == number else (number, 0, 0)
        found[pk] = (number, answered + (resolved_at is not None or is_replied or not place), total + 1)
    return found


def _row(row: dict[str, Any], answered: tuple[int, int, int] | None, weights: Weights, now: datetime) -> QueueRow:
    return QueueRow(
        intro_id=row["pk"],
        number=row["latest_number"],
        candidate=row["enrolment__candidate__user__name"],
        role=row["role"],
        company=row["company"],
        cohort=row["enrolment__cohort__name"],
        coach=row["enrolment__coach__user__name"] or "",
        waiting_since=row["waiting_since"],
        submitted_at=row["latest_at"],
        overall=row["overall"],
        hides_score=row["hides_score"],
        findings=row["findings"],
        run_status=row["run_status"],
        decision=row["decision"] or "",
        has_begun=row["own_status"] == ReviewStatus.DRAFT,
        is_held=row["own_status"] == ReviewStatus.HELD,
        is_read=(row["read_number"] or 0) >= row["latest_number"],
        reviewing=row["reviewing"] or "",
        counted_days=row["counted_days"],
        reasons=tuple(_reasons(row, answered, weights, now)),
    )


def _reasons(row: dict[str, Any], answered: tuple[int, int, int] | None, weights: Weights, now: datetime) -> list[str]:
    """Why the row stands where it does, the weightiest first, and what to know before opening it."""
    number, since = row["latest_number"], row["waiting_since"]
    if row["put_away_at"] is not None:
        return [_("put away by its writer"), ordinal_version(number)]
    if since is None:
        return [_("answered"), ordinal_version(number), *_of_reading(row, number)]
    reasons = []
    if row["put_off_until"] is not None:
        until = date_format(timezone.localtime(row["put_off_until"]), "j F")
        reasons.append(_("put off until %(day)s") % {"day": until})
    days = (row["interview_on"] - timezone.localdate(now)).days if row["interview_on"] else -1
    interview = [interview_words(row["interview_on"], days)] if days >= 0 else []
    if days <= INTERVIEW_SOON_DAYS:
        reasons += interview
    reasons += [_("waits %(age)s") % {"age": age_words(now - since)}, ordinal_version(number)]
    if answered is not None and answered[0] < number:
        reasons.append(answered_words(*answered[1:]))
    if weights.weak_days and row["overall"] is not None and row["overall"] < WEAK_SCORE:
        reasons.append(_("score under %(score)d") % {"score": WEAK_SCORE})
    if days > INTERVIEW_SOON_DAYS:
        reasons += interview
    return [*reasons, *_of_reading(row, number), *_of_absence(row)]


def _of_reading(row: dict[str, Any], number: int) -> list[str]:
    read = row["read_number"]
    return [_("you read version %(number)d") % {"number": read}] if read and read < number else []


def _of_absence(row: dict[str, Any]) -> list[str]:
    if row["away_until"] is None:
        return []
    facts = {"coach": row["enrolment__coach__user__name"], "day": date_format(row["away_until"], "j F")}
    return [_("for %(coach)s, away until %(day)s") % facts]


def count_of(rows: QuerySet[Any], by: str) -> Any:
    """For a Subquery: how many rows, null where none."""
    return rows.order_by().values(by).annotate(rows=Count("pk")).values_list("rows", flat=True)
