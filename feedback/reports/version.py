"""All that one version's page shows, and what became of a text between two versions."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef

from cohorts.models import DraftVersion, Intro, User
from feedback.models import (
    CheckRun,
    Comment,
    Decision,
    Edition,
    Finding,
    Resolution,
    Review,
    RubricPoint,
    RunStatus,
    Severity,
)
from feedback.pitch import MOVE_TITLES, spoken_s, words_in
from feedback.reports.candidate import VersionRow, change_between, versions_of
from feedback.reports.clock import Clock, answer_clock
from feedback.reports.findings import DimensionCard, FindingCard, dimension_cards, finding_cards, title_of
from feedback.reports.marked_text import Said, Segment, mark_text
from feedback.reports.review_text import Mark, ShownPiece, show_text


@dataclass(frozen=True)
class Length:
    """How long a text is to read and to say, against what the cohort asks for; all but `words` in seconds."""

    words: int
    spoken_s: float
    target_s: int
    limit_s: int
    words_per_minute: int

    @property
    def state(self) -> str:
        """ "short" below half of the target, "long" above the limit, else "good"."""
        if self.spoken_s > self.limit_s:
            return "long"
        return "short" if self.spoken_s < self.target_s / 2 else "good"

    @property
    def scale_s(self) -> float:
        """What the whole bar stands for: a quarter more than the limit, so that going over it shows."""
        return self.limit_s * 1.25

    @property
    def percent(self) -> float:
        return min(100.0, 100 * self.spoken_s / self.scale_s)

    @property
    def target_percent(self) -> float:
        return 100 * self.target_s / self.scale_s

    @property
    def limit_percent(self) -> float:
        return 100 * self.limit_s / self.scale_s


@dataclass(frozen=True)
class Check:
    """What the checks say of a version. `change` is of the overall score, to the version before; `again_at` is when
    newer checks read it again."""

    run: CheckRun | None
    again_at: datetime | None
    change: float | None
    findings: tuple[FindingCard, ...]
    dimensions: tuple[DimensionCard, ...]

    @property
    def is_done(self) -> bool:
        return self.run is not None and self.run.status == RunStatus.DONE

    @property
    def is_failed(self) -> bool:
        return self.run is not None and self.run.status == RunStatus.FAILED

    @property
    def standing(self) -> tuple[FindingCard, ...]:
        """The weightiest first, and then as they come in the text."""
        standing = [finding for finding in self.findings if not finding.is_dismissed]
        return tuple(sorted(standing, key=lambda finding: Severity.values.index(finding.severity)))

    @property
    def groups(self) -> tuple[tuple[FindingCard, ...], ...]:
        """The standing ones by check, the weightiest first: what is said often is explained once."""
        groups: dict[str, list[FindingCard]] = {}
        for finding in self.standing:
            groups.setdefault(finding.title, []).append(finding)
        return tuple(tuple(group) for group in groups.values())

    @property
    def dismissed(self) -> tuple[FindingCard, ...]:
        return tuple(finding for finding in self.findings if finding.is_dismissed)


@dataclass(frozen=True)
class Remark:
    """A comment or a reply."""

    author: str
    body: str
    created_at: datetime
    is_own: bool


@dataclass(frozen=True)
class Thread:
    """A published comment on words, with its replies."""

    pk: int
    start: int
    end: int
    quote: str
    first: Remark
    replies: tuple[Remark, ...]
    is_praise: bool
    is_resolved: bool
    resolved_by: str
    resolution: str

    @property
    def is_disagreed(self) -> bool:
        return self.resolution == Resolution.DISAGREE


@dataclass(frozen=True)
class Answer:
    """A published review; `levels` is (criterion, points, most points, words), `editions` what it said before."""

    review: Review
    levels: tuple[tuple[str, int, int, str], ...]
    editions: tuple[Edition, ...]

    @property
    def decision_label(self) -> str:
        return str(Decision(self.review.decision).label)


@dataclass(frozen=True)
class VersionPage:
    """`clock` is there while its writer waits for an answer. `may_write`: the reader wrote it and its cohort is open;
    `may_speak`: they may reply, resolve and dismiss."""

    version: DraftVersion
    segments: tuple[Segment, ...]
    length: Length
    check: Check
    answer: Answer | None
    threads: tuple[Thread, ...]
    steps: tuple[VersionRow, ...]
    clock: Clock | None
    is_own: bool
    is_coached: bool
    is_archived: bool

    @property
    def may_write(self) -> bool:
        return self.is_own and not self.is_archived

    @property
    def may_speak(self) -> bool:
        return not self.is_archived

    @property
    def is_latest(self) -> bool:
        return self.version.number == self.version.intro.latest_number

    @property
    def previous(self) -> VersionRow | None:
        return next((step for step in self.steps if step.number == self.version.number - 1), None)

    @property
    def following(self) -> VersionRow | None:
        return next((step for step in self.steps if step.number == self.version.number + 1), None)

    @property
    def open_threads(self) -> int:
        return sum(not thread.is_resolved and not thread.is_praise for thread in self.threads)


@dataclass(frozen=True)
class DimensionChange:
    title: str
    old: float
    new: float

    @property
    def change(self) -> float:
        return self.new - self.old


@dataclass(frozen=True)
class DiffPage:
    """Two versions of an introduction. `changes` counts sentences by what became of them; the findings are titles of
    checks with how many times they fired in the old and in the new text."""

    old: VersionRow
    new: VersionRow
    pieces: tuple[ShownPiece, ...]
    changes: dict[str, int]
    dimensions: tuple[DimensionChange, ...]
    went: tuple[tuple[str, int, int], ...]
    came: tuple[tuple[str, int, int], ...]
    stayed: tuple[tuple[str, int, int], ...]
    versions: tuple[VersionRow, ...]

    @property
    def change(self) -> float | None:
        return change_between((self.old.overall, self.old.engine), (self.new.overall, self.new.engine))

    @property
    def is_of_two_engines(self) -> bool:
        return None not in (self.old.overall, self.new.overall) and self.old.engine != self.new.engine

    @property
    def is_same(self) -> bool:
        return not any(count for kind, count in self.changes.items() if kind != "kept")


def length_of(text: str, intro: Intro) -> Length:
    """`intro` comes with its cohort."""
    cohort = intro.enrolment.cohort
    pace = cohort.words_per_minute
    return Length(words_in(text), spoken_s(text, pace), cohort.target_s, cohort.speaking_limit_s, pace)


def version_page(*, version: DraftVersion, user: User, is_coached: bool) -> VersionPage:
    """6 queries, 8 or 10 while its writer waits; `version` comes with its intro, enrolment, cohort and candidate."""
    intro = version.intro
    steps = versions_of(intro=intro)
    run = newest_run_of(version)
    findings = finding_cards(version, run)
    threads = threads_of(version=version, user=user)
    marks = [
        Mark(finding.start, finding.end, "finding", str(finding.pk), finding.severity)
        for finding in findings
        if finding.start is not None and finding.end is not None and not finding.is_dismissed
    ]
    marks += [Mark(thread.start, thread.end, "comment", str(thread.pk)) for thread in threads]
    answer, is_own = _answer(version), intro.enrolment.candidate.user_id == user.pk
    waits = is_own and intro.waiting_since is not None and version.number > intro.answered_number
    return VersionPage(
        version=version,
        segments=mark_text(version.text, marks, _said(run)),
        length=length_of(version.text, intro),
        check=Check(
            run=run,
            again_at=run.finished_at if run is not None and run.is_again else None,
            change=next((step.change for step in steps if step.number == version.number), None),
            findings=findings,
            dimensions=dimension_cards(run),
        ),
        answer=answer,
        threads=threads,
        steps=steps,
        clock=answer_clock(intro=intro) if waits and not intro.enrolment.cohort.is_archived else None,
        is_own=is_own,
        is_coached=is_coached,
        is_archived=intro.enrolment.cohort.is_archived,
    )


def newest_run_of(version: DraftVersion) -> Any:
    """The CheckRun that counts, or None, with `is_again`: it ended after another one. 1 query."""
    before = CheckRun.objects.ended().filter(version=OuterRef("version"), finished_at__lt=OuterRef("finished_at"))
    return version.runs.annotate(is_again=Exists(before)).counting_first().first()


def threads_of(*, version: DraftVersion, user: User) -> tuple[Thread, ...]:
    """1 query; published ones in the order of the text."""
    rows = list(
        Comment.objects.published()
        .filter(version=version)
        .select_related("author", "resolved_by")
        .order_by("start", "pk")
    )
    replies: dict[int, list[Comment]] = {}
    for row in rows:
        if row.parent_id is not None:
            replies.setdefault(row.parent_id, []).append(row)
    return tuple(
        Thread(
            pk=row.pk,
            start=row.start,
            end=row.end,
            quote=row.quote,
            first=_remark(row, user),
            replies=tuple(_remark(reply, user) for reply in sorted(replies.get(row.pk, ()), key=lambda r: r.pk)),
            is_praise=row.is_praise,
            is_resolved=row.resolved_at is not None,
            resolved_by=str(row.resolved_by or ""),
            resolution=row.resolution,
        )
        for row in rows
        if row.parent_id is None
    )


def last_answer(*, intro: Intro) -> Review | None:
    """1 query: the latest published review of the introduction."""
    return (
        Review.objects.published()
        .filter(version__intro=intro)
        .select_related("coach__user", "version")
        .order_by("-version__number")
        .first()
    )


def diff_page(*, intro: Intro, old: DraftVersion, new: DraftVersion) -> DiffPage:
    """5 queries: rows of all versions, and the newest run of both with its findings."""
    versions = versions_of(intro=intro)
    rows = {row.number: row for row in versions}
    pieces = show_text(new.text, old.text, ())
    old_run, new_run = newest_run_of(old), newest_run_of(new)
    before, after = _fired(old_run), _fired(new_run)
    earlier = {card.key: card for card in dimension_cards(old_run)}
    return DiffPage(
        old=rows[old.number],
        new=rows[new.number],
        pieces=pieces,
        changes=_counts(pieces),
        dimensions=tuple(
            DimensionChange(card.title, earlier[card.key].value, card.value)
            for card in dimension_cards(new_run)
            if card.key in earlier
        ),
        went=_told(before.keys() - after.keys(), before, after),
        came=_told(after.keys() - before.keys(), before, after),
        stayed=_told(before.keys() & after.keys(), before, after),
        versions=versions,
    )


def _said(run: CheckRun | None) -> tuple[Said, ...]:
    """The sentences that make a move."""
    if run is None or run.status != RunStatus.DONE:
        return ()
    return tuple(
        Said(sentence["start"], sentence["end"], ", ".join(MOVE_TITLES[move] for move in sentence["moves"]))
        for sentence in run.sentences
        if sentence["moves"]
    )


def _answer(version: DraftVersion) -> Answer | None:
    """2 queries, one more where it was amended."""
    review = version.reviews.published().select_related("coach__user").first()
    if review is None:
        return None
    points = (
        RubricPoint.objects.filter(review=review)
        .select_related("criterion", "level")
        .prefetch_related("criterion__levels")
        .order_by("criterion__position", "criterion_id")
    )
    levels = tuple(
        (
            point.criterion.name,
            point.level.points,
            max(level.points for level in point.criterion.levels.all()),
            point.level.words,
        )
        for point in points
    )
    return Answer(review, levels, tuple(review.editions.all()) if review.amended_at else ())


def _remark(row: Comment, user: User) -> Remark:
    return Remark(str(row.author), row.body, row.created_at, row.author_id == user.pk)


def _counts(pieces: Iterable[ShownPiece]) -> dict[str, int]:
    counts = dict.fromkeys(("kept", "reworded", "moved", "new", "gone"), 0)
    for piece in pieces:
        if piece.kind in counts:  # what stands between sentences is none of them
            counts[piece.kind] += len(piece.chunks) if piece.kind == "gone" else 1
    return counts


def _fired(run: CheckRun | None) -> Counter[str]:
    """1 query where there is a run: how often each check fired, dismissed ones left out."""
    if run is None:
        return Counter()
    return Counter(Finding.objects.standing().filter(run=run).values_list("check_id", flat=True))


def _told(checks: Iterable[str], before: Counter[str], after: Counter[str]) -> tuple[tuple[str, int, int], ...]:
    return tuple(sorted((title_of(check), before[check], after[check]) for check in checks))
