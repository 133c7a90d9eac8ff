"""What a candidate sees of their introductions: all of them, and the versions of one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cohorts.models import DraftVersion, Intro, User
from feedback.models import CheckRun, Comment, Decision, Notification, Review, RunStatus
from feedback.reports.queue import newest_run

Scored = tuple[float | None, str | None]
"""An overall score and the ruleset that gave it."""


@dataclass(frozen=True)
class IntroCard:
    """An introduction on its writer's home.

    `overall` is 0 to 100, None where the latest version is not checked; `change` is its difference to the version
    before. `unread_number` is a version with a review that was not opened yet, or not since it was amended. `turn` is
    whose move it is: "mine", "coach" or "nobody" (archived, put away, or ready).
    """

    pk: int
    role: str
    company: str
    cohort: str
    interview: str
    latest_number: int
    overall: float | None
    change: float | None
    is_checking: bool
    decision: str
    unread_number: int | None
    is_unread_amended: bool
    turn: str
    waits: str
    has_unsent_words: bool
    is_archived: bool
    is_put_away: bool

    @property
    def decision_label(self) -> str:
        return str(Decision(self.decision).label) if self.decision else ""


@dataclass(frozen=True)
class VersionRow:
    """A version in the list of an introduction's; `open_comments` of its `comments` are not ticked off. `change` is to
    the version before, None where another `engine` gave that score."""

    number: int
    submitted_at: datetime
    overall: float | None
    change: float | None
    words: int | None
    status: str
    decision: str
    coach: str
    published_at: datetime | None
    comments: int
    open_comments: int
    engine: str = ""

    @property
    def decision_label(self) -> str:
        return str(Decision(self.decision).label) if self.decision else ""

    @property
    def is_checking(self) -> bool:
        return self.status in (RunStatus.QUEUED, RunStatus.RUNNING)

    @property
    def is_failed(self) -> bool:
        return self.status == RunStatus.FAILED


def home(*, user: User, now: datetime | None = None) -> tuple[IntroCard, ...]:
    """1 query; a review that was not read comes first, then what is the writer's move, then what waits."""
    now = now or timezone.now()
    cards = [(_card(row, now), _touched_at(row)) for row in _home_rows(user)]
    rank = {"mine": 1, "coach": 2, "nobody": 3}
    cards.sort(key=lambda card: card[1], reverse=True)
    cards.sort(key=lambda card: 0 if card[0].unread_number else 4 if card[0].is_archived else rank[card[0].turn])
    return tuple(card for card, _touched in cards)


def versions_of(*, intro: Intro) -> tuple[VersionRow, ...]:
    """1 query; the newest first."""
    newest = newest_run("pk")
    review = Review.objects.published().filter(version=OuterRef("pk"))
    remarks = Comment.objects.published().filter(version=OuterRef("pk"), parent=None).order_by()
    rows = (
        DraftVersion.objects.filter(intro=intro)
        .annotate(
            overall=Subquery(newest.values("overall")[:1]),
            words=Subquery(newest.values("words")[:1]),
            status=Subquery(newest.values("status")[:1]),
            ruleset=Subquery(newest.values("ruleset")[:1]),
            decision=Subquery(review.values("decision")[:1]),
            coach=Subquery(review.values("coach__user__name")[:1]),
            published_at=Subquery(review.values("published_at")[:1]),
            remarks=Coalesce(Subquery(_count(remarks)), 0),
            open_remarks=Coalesce(Subquery(_count(remarks.filter(resolved_at=None, is_praise=False))), 0),
        )
        .order_by("number")
        .only("number", "submitted_at")
    )
    shown: list[VersionRow] = []
    for row in rows:
        before = (shown[-1].overall, shown[-1].engine) if shown else (None, "")
        shown.append(_version_row(row, before))
    return tuple(reversed(shown))


def turn_words(
    intro: Intro, *, reviewer: str, decision: str, published_at: datetime | None, now: datetime
) -> tuple[str, str]:
    """Whose move it is ("mine", "coach", "nobody"), and the sentence that says so.

    `intro` comes with its cohort and its coach's user; the rest is of its latest published review.
    """
    if intro.enrolment.cohort.is_archived:
        return "nobody", _("The cohort is archived: you can read, no longer write.")
    if intro.put_away_at is not None:
        day = date_format(timezone.localtime(intro.put_away_at), "j F")
        return "nobody", _("Put away on %(day)s: it waits for nobody.") % {"day": day}
    if intro.waiting_since is not None:
        coach = intro.enrolment.coach
        who, when = coach.user.get_short_name() if coach else _("a coach"), since_words(intro.waiting_since, now)
        return "coach", _("Waits for %(who)s since %(when)s.") % {"who": who, "when": when}
    if not intro.latest_number:
        return "mine", _("Nothing submitted yet: your turn.")
    if published_at is None:
        return "mine", _("Your turn.")
    said = {"who": reviewer.split(" ")[0], "day": date_format(timezone.localtime(published_at), "j F")}
    if decision == Decision.READY:
        return "nobody", _("%(who)s said on %(day)s: ready.") % said
    return "mine", _("%(who)s answered on %(day)s: your turn.") % said


def since_words(moment: datetime, now: datetime) -> str:
    """A day that people have a name for, and how long ago: "Tuesday, 3 days"."""
    then, today = timezone.localtime(moment), timezone.localtime(now)
    days = (today.date() - then.date()).days
    if days <= 0:
        return _("today, %(time)s") % {"time": date_format(then, "H:i")}
    if days == 1:
        return _("yesterday")
    named = date_format(then, "l" if days < 7 else "j F")
    return ngettext("%(day)s, %(days)d day", "%(day)s, %(days)d days", days) % {"day": named, "days": days}


def interview_in_words(interview_on: date | None, now: datetime) -> str:
    """ "" where no day is known."""
    if interview_on is None:
        return ""
    days = (interview_on - timezone.localdate(now)).days
    if days < 0:
        return _("Interview was on %(day)s") % {"day": date_format(interview_on, "j F")}
    if days == 0:
        return _("Interview today")
    if days == 1:
        return _("Interview tomorrow")
    return _("Interview on %(day)s") % {"day": date_format(interview_on, "l" if days < 7 else "j F")}


def change_between(earlier: Scored, later: Scored) -> float | None:
    """None where one has no score, or another engine gave it: that difference would not be the writer's."""
    if earlier[0] is None or later[0] is None or engine_of(earlier[1]) != engine_of(later[1]):
        return None
    return later[0] - earlier[0]


def engine_of(ruleset: str | None) -> str:
    """The part of a ruleset that tells the engine, without the cohort's settings."""
    return (ruleset or "").partition("-")[0]


def _card(row: Any, now: datetime) -> IntroCard:
    turn, waits = turn_words(
        row, reviewer=row.reviewer or "", decision=row.decision or "", published_at=row.published_at, now=now
    )
    return IntroCard(
        pk=row.pk,
        role=row.role,
        company=row.company,
        cohort=row.enrolment.cohort.name,
        interview=interview_in_words(row.interview_on, now),
        latest_number=row.latest_number,
        overall=row.overall,
        change=change_between((row.overall_before, row.ruleset_before), (row.overall, row.ruleset)),
        is_checking=row.status in (RunStatus.QUEUED, RunStatus.RUNNING),
        decision=row.decision or "",
        unread_number=row.unread_number,
        is_unread_amended=row.unread_amended_at is not None,
        turn=turn,
        waits=waits,
        has_unsent_words=bool(row.working_text.strip()) and row.working_text != (row.latest_text or ""),
        is_archived=row.enrolment.cohort.is_archived,
        is_put_away=row.is_put_away,
    )


def _touched_at(row: Any) -> datetime:
    moments: Iterable[datetime | None] = (row.created_at, row.submitted_at, row.published_at, row.working_saved_at)
    return max(moment for moment in moments if moment is not None)


def _version_row(row: Any, before: Scored) -> VersionRow:
    return VersionRow(
        number=row.number,
        submitted_at=row.submitted_at,
        overall=row.overall,
        change=change_between(before, (row.overall, row.ruleset)),
        engine=engine_of(row.ruleset),
        words=row.words,
        status=row.status or "",
        decision=row.decision or "",
        coach=row.coach or "",
        published_at=row.published_at,
        comments=row.remarks,
        open_comments=row.open_remarks,
    )


def _count(rows: QuerySet[Comment]) -> QuerySet[Any]:
    """For a Subquery: how many rows a version has."""
    return rows.values("version").annotate(count=Count("pk")).values("count")


def _home_rows(user: User) -> QuerySet[Any]:
    latest = DraftVersion.objects.filter(intro=OuterRef("pk"), number=OuterRef("latest_number"))
    runs = CheckRun.objects.filter(version__intro=OuterRef("pk"))
    now = runs.filter(version__number=OuterRef("latest_number")).counting_first()
    before = runs.filter(version__number=OuterRef("latest_number") - 1).counting_first()
    review = Review.objects.published().filter(version__intro=OuterRef("pk")).order_by("-version__number")
    unread = Notification.objects.unread().filter(recipient=user, review__version__intro=OuterRef("pk"))
    return (
        Intro.objects.written_by(user)
        .select_related("enrolment__cohort", "enrolment__coach__user")
        .annotate(
            latest_text=Subquery(latest.values("text")[:1]),
            overall=Subquery(now.values("overall")[:1]),
            status=Subquery(now.values("status")[:1]),
            ruleset=Subquery(now.values("ruleset")[:1]),
            overall_before=Subquery(before.values("overall")[:1]),
            ruleset_before=Subquery(before.values("ruleset")[:1]),
            submitted_at=Subquery(latest.values("submitted_at")[:1]),
            reviewer=Subquery(review.values("coach__user__name")[:1]),
            decision=Subquery(review.values("decision")[:1]),
            published_at=Subquery(review.values("published_at")[:1]),
            unread_number=Subquery(unread.order_by("-pk").values("review__version__number")[:1]),
            unread_amended_at=Subquery(unread.order_by("-pk").values("review__amended_at")[:1]),
        )
        .order_by("-created_at", "-pk")
    )
