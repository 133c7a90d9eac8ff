"""All that a coach's review page shows of one version, in a constant number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cohorts.models import DraftVersion, User
from feedback.exceptions import OwnIntroduction
from feedback.models import (
    CheckRun,
    Comment,
    Criterion,
    Decision,
    Finding,
    Review,
    RubricPoint,
    RunStatus,
    Severity,
    Snippet,
    Verdict,
)
from feedback.pitch import CHECKS, Anchor, Carried, Comparison, carry_on, compare, split_sentences, spoken_s
from feedback.pitch.report import certainty_in_words
from feedback.reports.queue import newest_run
from feedback.reports.review_text import Mark, ShownPiece, show_text

TITLES = {check.id: check.title for check in CHECKS}


@dataclass(frozen=True)
class Step:
    """A version in the candidate's strip; `overall` is 0 to 100, or None where it is not checked."""

    number: int
    submitted_at: datetime
    overall: float | None
    decision: str
    coach: str

    @property
    def decision_label(self) -> str:
        return str(Decision(self.decision).label) if self.decision else ""


@dataclass(frozen=True)
class FindingNote:
    """A finding for the margin; `start` is None where it is about the whole text."""

    pk: int
    title: str
    check_id: str
    severity: str
    severity_label: str
    certainty: str
    start: int | None
    end: int | None
    quote: str
    seen: str
    why: str
    try_next: str
    verdict: str
    verdict_words: str
    judged_by: str
    is_carried: bool

    @property
    def is_dismissed(self) -> bool:
        return self.verdict not in ("", Verdict.CONFIRMED)

    @property
    def is_confirmed(self) -> bool:
        return self.verdict == Verdict.CONFIRMED


@dataclass(frozen=True)
class Reply:
    author: str
    body: str
    created_at: datetime


@dataclass(frozen=True)
class CommentNote:
    """A comment on words of the shown version; `is_own` means that the reader wrote it and may still change it."""

    key: str
    start: int
    end: int
    quote: str
    body: str
    author: str
    is_own: bool
    is_resolved: bool
    replies: tuple[Reply, ...]


@dataclass(frozen=True)
class EarlierComment:
    """A published comment on a version before, and what became of its words."""

    key: str
    number: int
    quote: str
    body: str
    author: str
    found: Carried
    is_resolved: bool
    replies: tuple[Reply, ...]

    @property
    def fate_words(self) -> str:
        return {
            "unchanged": _("words unchanged"),
            "reworded": _("its sentence was changed"),
            "gone": _("its sentence is gone"),
        }[self.found.fate]


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


@dataclass(frozen=True)
class Answer:
    """The review that the page shows: the reader's draft (revision 0 before its first save), or a published one."""

    revision: int
    summary: str
    decision: str
    coach: str
    published_at: datetime | None

    @property
    def decision_label(self) -> str:
        return str(Decision(self.decision).label) if self.decision else ""


@dataclass(frozen=True)
class ReviewPage:
    """`closed` is "" where the reader may answer, or the sentence that says why not; `unsent` the reader's own words
    where a colleague was faster."""

    version: DraftVersion
    candidate: str
    interview: str
    length: str
    is_too_long: bool
    steps: tuple[Step, ...]
    previous_number: int | None
    pieces: tuple[ShownPiece, ...]
    sentences: tuple[tuple[int, int], ...]
    changes: Mapping[str, int]
    run: CheckRun | None
    findings: tuple[FindingNote, ...]
    comments: tuple[CommentNote, ...]
    earlier: tuple[EarlierComment, ...]
    criteria: tuple[CriterionRow, ...]
    answer: Answer
    closed: str
    unsent: str
    snippets: tuple[Snippet, ...]

    @property
    def margin_findings(self) -> list[FindingNote]:
        return [note for note in self.findings if note.start is not None]

    @property
    def whole_findings(self) -> list[FindingNote]:
        return [note for note in self.findings if note.start is None]

    @property
    def is_checked(self) -> bool:
        return self.run is not None and self.run.status == RunStatus.DONE

    @property
    def is_waiting_for_checks(self) -> bool:
        return self.run is not None and self.run.status in (RunStatus.QUEUED, RunStatus.RUNNING)


def review_page(*, version: DraftVersion, user: User, today: date | None = None) -> ReviewPage:
    """10 queries; `version` comes with intro, enrolment, cohort and the candidate's user."""
    intro = version.intro
    cohort = intro.enrolment.cohort
    history = _history(version)
    texts = {row.number: row.text for row in history}
    previous = max((number for number in texts if number < version.number), default=None)
    run = version.runs.order_by("-queued_at", "-pk").first()
    findings = _findings(version, run)
    remarks = _remarks(version, user)
    comments = tuple(_comment(row, remarks, user) for row in remarks[None] if row.version_id == version.pk)
    earlier = _earlier(version, texts, remarks)
    reviews = list(version.reviews.select_related("coach__user").filter(Q(coach__user=user) | Q(status="published")))
    own = next((row for row in reviews if row.coach.user_id == user.pk), None)
    published = next((row for row in reviews if row.is_published), None)
    shown = published or own
    seconds = spoken_s(version.text, cohort.words_per_minute)
    pieces = show_text(version.text, texts.get(previous) if previous else None, _marks(findings, comments, earlier))
    return ReviewPage(
        version=version,
        candidate=intro.enrolment.candidate.user.name,
        interview=_interview(intro.interview_on, today or timezone.localdate()),
        length=_("%(spoken)s, limit %(limit)s")
        % {"spoken": duration_words(seconds), "limit": duration_words(cohort.speaking_limit_s)},
        is_too_long=seconds > cohort.speaking_limit_s,
        steps=tuple(_step(row) for row in history),
        previous_number=previous,
        pieces=pieces,
        sentences=split_sentences(version.text, version.kind),
        changes={
            kind: count
            for kind in ("new", "reworded", "moved", "gone")
            if (count := sum(len(piece.chunks) if kind == "gone" else 1 for piece in pieces if piece.kind == kind))
        },
        run=run,
        findings=findings,
        comments=comments,
        earlier=earlier,
        criteria=_criteria(cohort.pk, shown),
        answer=_answer(shown, user),
        closed=_closed(version, published, user),
        unsent=own.summary if own is not None and published is not None and own != published else "",
        snippets=tuple(
            Snippet.objects.visible_to(user).filter(Q(coach__user=user) | Q(cohort=cohort)).order_by("title", "pk")
        ),
    )


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


def _step(row: Any) -> Step:
    return Step(row.number, row.submitted_at, row.overall, row.decision or "", row.coach or "")


def _findings(version: DraftVersion, run: CheckRun | None) -> tuple[FindingNote, ...]:
    rows = Finding.objects.speaking().filter(run=run).select_related("judged_by") if run else Finding.objects.none()
    return tuple(
        FindingNote(
            pk=row.pk, title=TITLES.get(row.check_id, row.check_id), check_id=row.check_id, severity=row.severity,
            severity_label=str(Severity(row.severity).label), certainty=certainty_in_words(row.certainty),
            start=row.start, end=row.end, quote="" if row.start is None else version.text[row.start : row.end],
            seen=row.seen, why=row.why, try_next=row.try_next, verdict=row.verdict,
            verdict_words=row.verdict_words, judged_by=str(row.judged_by or ""),
            is_carried=bool(row.verdict) and row.carried_from_id is not None,
        )
        for row in rows.order_by(F("start").asc(nulls_first=True), "position")
    )  # fmt: skip


def _remarks(version: DraftVersion, user: User) -> dict[int | None, list[Comment]]:
    """Comments of this version and those before that the reader may see: {None: roots, root id: replies}."""
    rows = (
        Comment.objects.visible_to(user)
        .filter(version__intro=version.intro_id, version__number__lte=version.number)
        .select_related("author", "version", "review")
        .defer("version__text")
        .order_by("version__number", "start", "pk")
    )
    threads = defaultdict(list)
    for row in rows:
        threads[row.parent_id].append(row)
    return threads


def _comment(row: Comment, threads: Mapping[int | None, list[Comment]], user: User) -> CommentNote:
    is_own = row.author_id == user.pk and row.published_at is None
    return CommentNote(
        str(row.client_key), row.start, row.end, row.quote, row.body, str(row.author), is_own,
        row.resolved_at is not None, _replies(threads.get(row.pk, ())),
    )  # fmt: skip


def _replies(rows: Iterable[Comment]) -> tuple[Reply, ...]:
    return tuple(Reply(str(row.author), row.body, row.created_at) for row in sorted(rows, key=lambda row: row.pk))


def _earlier(
    version: DraftVersion, texts: Mapping[int, str], threads: Mapping[int | None, list[Comment]]
) -> tuple[EarlierComment, ...]:
    """Of published reviews of the versions before, the latest version's first."""
    comparisons: dict[int, Comparison] = {}
    notes = []
    for row in threads[None]:
        number = row.version.number
        if number >= version.number or row.published_at is None:
            continue
        if number not in comparisons:
            comparisons[number] = compare(texts[number], version.text)
        anchor = Anchor(row.start, row.end, row.quote, row.prefix, row.suffix)
        found = carry_on(anchor, texts[number], version.text, comparisons[number])
        notes.append(
            EarlierComment(
                str(row.client_key), number, row.quote, row.body, str(row.author), found, row.resolved_at is not None,
                _replies(threads.get(row.pk, ())),
            )
        )  # fmt: skip
    return tuple(sorted(notes, key=lambda note: -note.number))


def _marks(
    findings: Iterable[FindingNote], comments: Iterable[CommentNote], earlier: Iterable[EarlierComment]
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
        return Answer(0, "", "", str(user), None)
    return Answer(shown.revision, shown.summary, shown.decision, str(shown.coach), shown.published_at)


def _closed(version: DraftVersion, published: Review | None, user: User) -> str:
    cohort = version.intro.enrolment.cohort
    if published is not None and published.coach.user_id == user.pk:
        return _("You have published this review; it can be read here.")
    if published is not None:
        return _("%(coach)s has published a review of this version; you read it here.") % {"coach": published.coach}
    if cohort.is_archived:
        return _("This cohort is archived: its drafts can be read, but no longer answered.")
    if not cohort.coaches.filter(user=user).exists():
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
    day = date_format(interview_on, "l, j F")
    if days < 0:
        return _("%(day)s (over)") % {"day": day}
    return ngettext("%(day)s, in %(days)d day", "%(day)s, in %(days)d days", days) % {"day": day, "days": days}
