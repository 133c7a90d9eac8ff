"""All that a coach's review page shows of one version, in a constant number of queries."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cohorts.models import DraftVersion, User
from feedback.exceptions import OwnIntroduction
from feedback.models import (
    CheckRun,
    Criterion,
    Decision,
    Review,
    ReviewStatus,
    RubricPoint,
    RunStatus,
    Silencing,
    Snippet,
)
from feedback.pitch import split_sentences, spoken_s
from feedback.reports.desk import LastRead, last_read
from feedback.reports.queue import newest_run
from feedback.reports.review_notes import (
    CommentNote,
    FindingNote,
    LedgerEntry,
    comment_notes,
    finding_notes,
    ledger,
    threads,
)
from feedback.reports.review_text import Mark, ShownPiece, show_text
from feedback.reports.sameness import Alike, alike_versions


@dataclass(frozen=True)
class Step:
    """A version in the candidate's strip; `overall` is 0 to 100, or None where it is not checked, or hidden."""

    number: int
    submitted_at: datetime
    overall: float | None
    decision: str
    coach: str

    @property
    def decision_label(self) -> str:
        return str(Decision(self.decision).label) if self.decision else ""


@dataclass(frozen=True)
class LevelChoice:
    pk: int
    points: int
    words: str
    is_chosen: bool


@dataclass(frozen=True)
class CriterionRow:
    pk: int
    name: str
    description: str
    levels: tuple[LevelChoice, ...]

    @property
    def is_given(self) -> bool:
        return any(level.is_chosen for level in self.levels)


@dataclass(frozen=True)
class Answer:
    """The review that the page shows: the reader's draft (revision 0 before its first save), or a published one."""

    revision: int = 0
    summary: str = ""
    decision: str = ""
    coach: str = ""
    held_at: datetime | None = None
    published_at: datetime | None = None
    amended_at: datetime | None = None

    @property
    def decision_label(self) -> str:
        return str(Decision(self.decision).label) if self.decision else ""


@dataclass(frozen=True)
class Since:
    """What the page tells the changes from: version `number`; `words` say why this one. `others` can be chosen."""

    number: int
    words: str
    others: tuple[int, ...]


@dataclass(frozen=True)
class ReviewPage:
    """`closed` is "" where the reader may answer, or the sentence that says why not; `unsent` the reader's own words
    where a colleague was faster. `hides_engine`: scores, certainties and summary of the checks are left out until the
    reader has given a level on each criterion. `may_speak`: reply and tick off; `can_amend`: the published review is
    the reader's own."""

    version: DraftVersion
    candidate: str
    interview: str
    length: str
    is_too_long: bool
    steps: tuple[Step, ...]
    since: Since | None
    pieces: tuple[ShownPiece, ...]
    sentences: tuple[tuple[int, int], ...]
    changes: Mapping[str, int]
    run: CheckRun | None
    hides_engine: bool
    findings: tuple[FindingNote, ...]
    alike: tuple[Alike, ...]
    comments: tuple[CommentNote, ...]
    earlier: tuple[LedgerEntry, ...]
    criteria: tuple[CriterionRow, ...]
    answer: Answer
    closed: str
    may_speak: bool
    can_amend: bool
    unsent: str
    snippets: tuple[Snippet, ...]

    @property
    def margin_findings(self) -> list[FindingNote]:
        return [note for note in self.findings if note.start is not None]

    @property
    def whole_findings(self) -> list[FindingNote]:
        return [note for note in self.findings if note.start is None]

    @property
    def open_earlier(self) -> int:
        return sum(entry.is_open for entry in self.earlier)

    @property
    def has_begun(self) -> bool:
        """The reader has saved something of their answer."""
        return self.answer.revision > 0 or any(note.is_own for note in self.comments)

    @property
    def is_checked(self) -> bool:
        return self.run is not None and self.run.status == RunStatus.DONE

    @property
    def is_waiting_for_checks(self) -> bool:
        return self.run is not None and self.run.status in (RunStatus.QUEUED, RunStatus.RUNNING)


def review_page(
    *, version: DraftVersion, user: User, since: int | None = None, today: date | None = None
) -> ReviewPage:
    """14 queries, 15 where another text of the cohort is much alike; `version` comes with intro, enrolment, cohort and
    the candidate's user.

    `since` is the earlier version to tell the changes from; by default the last that the reader read, else the one
    before.
    """
    intro = version.intro
    cohort = intro.enrolment.cohort
    history = _history(version)
    texts = {row.number: row.text for row in history}
    told_from = _since(version, user, sorted(n for n in texts if n < version.number), since)
    reviews = list(version.reviews.select_related("coach__user").filter(Q(coach__user=user) | Q(status="published")))
    own = next((row for row in reviews if row.coach.user_id == user.pk), None)
    published = next((row for row in reviews if row.is_published), None)
    shown = published or own
    criteria = _criteria(cohort.pk, shown)
    coaches = user.is_coach and cohort.coaches.filter(pk=user.coach.pk).exists()
    closed = _closed(version, published, user, coaches)
    hides_engine = cohort.engine_after_points and not closed and not all(row.is_given for row in criteria)
    run = version.runs.counting_first().first()
    findings = finding_notes(version, run, hides_certainty=hides_engine)
    remarks = threads(version, user)
    comments = comment_notes(version, remarks, user)
    is_checked = run is not None and run.status == RunStatus.DONE
    silenced = Silencing.objects.in_force().filter(cohort=cohort).values_list("check_id", flat=True)
    earlier = ledger(version, texts, remarks, findings if is_checked else None, {*cohort.checks_off, *silenced})
    seconds = spoken_s(version.text, cohort.words_per_minute)
    marks = _marks(findings, comments, earlier)
    pieces = show_text(version.text, texts[told_from.number] if told_from else None, marks)
    return ReviewPage(
        version=version,
        candidate=intro.enrolment.candidate.user.name,
        interview=_interview(intro.interview_on, today or timezone.localdate()),
        length=_("%(spoken)s, limit %(limit)s")
        % {"spoken": duration_words(seconds), "limit": duration_words(cohort.speaking_limit_s)},
        is_too_long=seconds > cohort.speaking_limit_s,
        steps=tuple(_step(row, hides_engine) for row in history),
        since=told_from,
        pieces=pieces,
        sentences=split_sentences(version.text, version.kind),
        changes={
            kind: count
            for kind in ("new", "reworded", "moved", "gone")
            if (count := sum(len(piece.chunks) if kind == "gone" else 1 for piece in pieces if piece.kind == kind))
        },
        run=run,
        hides_engine=hides_engine,
        findings=findings,
        alike=alike_versions(version=version, user=user),
        comments=comments,
        earlier=earlier,
        criteria=criteria,
        answer=_answer(shown, user),
        closed=closed,
        may_speak=coaches and not cohort.is_archived,
        can_amend=published is not None and published == own and coaches and not cohort.is_archived,
        unsent=own.summary if own is not None and published is not None and own != published else "",
        snippets=tuple(
            Snippet.objects.visible_to(user).filter(Q(coach__user=user) | Q(cohort=cohort)).order_by("title", "pk")
        ),
    )


def hides_engine(review: Review) -> bool:
    """Are the checks' scores kept from the review's coach until they have given a level on each criterion? 1 query."""
    cohort = review.version.intro.enrolment.cohort
    open_criteria = Criterion.objects.filter(rubric__cohort=cohort).exclude(
        pk__in=RubricPoint.objects.filter(review=review).values("criterion")
    )
    return cohort.engine_after_points and open_criteria.exists()


def duration_words(seconds: float) -> str:
    """To the second, as a clock would say it: 54 s, 2 min, 1 min 5 s."""
    minutes, rest = divmod(round(seconds), 60)
    if not minutes:
        return _("%(seconds)d s") % {"seconds": rest}
    if not rest:
        return _("%(minutes)d min") % {"minutes": minutes}
    return _("%(minutes)d min %(seconds)d s") % {"minutes": minutes, "seconds": rest}


def _history(version: DraftVersion) -> list[Any]:
    """All versions of the introduction, with the text of those up to this one."""
    answers = Review.objects.published().filter(version=OuterRef("pk"))
    return list(
        DraftVersion.objects.filter(intro=version.intro_id)
        .annotate(
            overall=Subquery(newest_run("pk").values("overall")[:1]),
            decision=Subquery(answers.values("decision")[:1]),
            coach=Subquery(answers.values("coach__user__name")[:1]),
        )
        .order_by("number")
        .only("number", "text", "submitted_at")
    )


def _since(version: DraftVersion, user: User, earlier: list[int], asked: int | None) -> Since | None:
    """1 query for a coach."""
    if not earlier:
        return None
    read: LastRead | None = None
    if user.is_coach:
        read = last_read(coach=user.coach, intro=version.intro, before=version.number)
    if asked not in earlier:
        asked = read.number if read is not None and read.number in earlier else earlier[-1]
    words = _("Changes since version %(number)d") % {"number": asked}
    if read is not None and read.number == asked:
        day = date_format(timezone.localtime(read.read_at), "j F")
        words = _("Changes since version %(number)d, which you read on %(day)s") % {"number": asked, "day": day}
    elif read is None and user.is_coach:
        words = _("Changes since version %(number)d; you have read none of them before") % {"number": asked}
    return Since(asked, words, tuple(reversed(earlier)))


def _step(row: Any, hides_engine: bool) -> Step:
    overall = None if hides_engine else row.overall
    return Step(row.number, row.submitted_at, overall, row.decision or "", row.coach or "")


def _marks(
    findings: Iterable[FindingNote], comments: Iterable[CommentNote], earlier: Iterable[LedgerEntry]
) -> list[Mark]:
    marks = [
        Mark(note.start, note.end, "finding", str(note.pk), note.severity)
        for note in findings
        if note.start is not None and note.end is not None and not note.is_dismissed
    ]
    marks += [Mark(note.start, note.end, "comment", note.key) for note in comments]
    marks += [
        Mark(note.found.start, note.found.end, "earlier", note.key)
        for note in earlier
        if note.found.fate == "unchanged" and note.found.start is not None and note.found.end is not None
    ]
    return marks


def _criteria(cohort_id: int, shown: Review | None) -> tuple[CriterionRow, ...]:
    chosen = set(RubricPoint.objects.filter(review=shown).values_list("level_id", flat=True)) if shown else set()
    rows = Criterion.objects.filter(rubric__cohort=cohort_id).order_by("position", "pk").prefetch_related("levels")
    return tuple(
        CriterionRow(
            row.pk,
            row.name,
            row.description,
            tuple(LevelChoice(level.pk, level.points, level.words, level.pk in chosen) for level in row.levels.all()),
        )
        for row in rows
    )


def _answer(shown: Review | None, user: User) -> Answer:
    if shown is None:
        return Answer(coach=str(user))
    return Answer(
        revision=shown.revision,
        summary=shown.summary,
        decision=shown.decision,
        coach=str(shown.coach),
        held_at=shown.held_at if shown.status == ReviewStatus.HELD else None,
        published_at=shown.published_at,
        amended_at=shown.amended_at,
    )


def _closed(version: DraftVersion, published: Review | None, user: User, coaches: bool) -> str:
    cohort = version.intro.enrolment.cohort
    if published is not None and published.coach.user_id == user.pk:
        return _("You have published this review; you can change it in the open.")
    if published is not None:
        return _("%(coach)s has published a review of this version; you read it here.") % {"coach": published.coach}
    if cohort.is_archived:
        return _("This cohort is archived: its drafts can be read, but no longer answered.")
    if not coaches:
        return _("Only a coach of this cohort can answer; you see the page as an admin.")
    if version.intro.enrolment.candidate.user_id == user.pk:
        return str(OwnIntroduction())
    return ""


def _interview(interview_on: date | None, today: date) -> str:
    """The day, and how far away it is."""
    if interview_on is None:
        return ""
    days = (interview_on - today).days
    if days == 0:
        return _("today")
    if days == 1:
        return _("tomorrow")
    day = date_format(interview_on, "D j M")
    if days < 0:
        return _("%(day)s (over)") % {"day": day}
    return ngettext("%(day)s, in %(days)d day", "%(day)s, in %(days)d days", days) % {"day": day, "days": days}
