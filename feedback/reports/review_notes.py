"""Notes of the review page: findings, comments with their threads, and what became of earlier comments."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F
from django.utils.translation import gettext as _

from cohorts.models import DraftVersion, User
from feedback.models import CheckRun, Comment, Finding, Resolution, Severity, Verdict
from feedback.pitch import Anchor, Carried, Comparison, carry_on, compare, split_sentences
from feedback.pitch.report import certainty_in_words
from feedback.reports.findings import title_of

Threads = Mapping[int | None, list[Comment]]
"""{None: comments that began a thread, id of such a one: its replies}."""


@dataclass(frozen=True)
class FindingNote:
    """A finding for the margin; `start` is None where it is about the whole text, `certainty` "" where it is hidden."""

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

    pk: int
    key: str
    start: int
    end: int
    quote: str
    body: str
    author: str
    is_own: bool
    is_published: bool
    can_amend: bool
    is_praise: bool
    revision: int
    resolution_words: str
    replies: tuple[Reply, ...]


@dataclass(frozen=True)
class LedgerEntry:
    """A published comment on a version before, and what became of it.

    `was` and `now` are the sentence then and now, where it was changed; `check` is the title of the check that it was
    about, and `is_answered` says that this check fires no more where its words stand. Praise is never open.
    """

    pk: int
    key: str
    number: int
    quote: str
    body: str
    author: str
    found: Carried
    was: str
    now: str
    check: str
    is_answered: bool
    is_praise: bool
    is_open: bool
    resolution_words: str
    replies: tuple[Reply, ...]

    @property
    def fate_words(self) -> str:
        return {
            "unchanged": _("words unchanged"),
            "reworded": _("its sentence was changed"),
            "gone": _("its sentence is gone"),
        }[self.found.fate]


def finding_notes(version: DraftVersion, run: CheckRun | None, *, hides_certainty: bool) -> tuple[FindingNote, ...]:
    """1 query; those on the whole text first, then in the order of the text."""
    rows = Finding.objects.speaking().filter(run=run).select_related("judged_by") if run else Finding.objects.none()
    return tuple(
        FindingNote(
            pk=row.pk, title=title_of(row.check_id), check_id=row.check_id, severity=row.severity,
            severity_label=str(Severity(row.severity).label),
            certainty="" if hides_certainty else certainty_in_words(row.certainty),
            start=row.start, end=row.end, quote="" if row.start is None else version.text[row.start : row.end],
            seen=row.seen, why=row.why, try_next=row.try_next, verdict=row.verdict, verdict_words=row.verdict_words,
            judged_by=str(row.judged_by or ""), is_carried=bool(row.verdict) and row.carried_from_id is not None,
        )
        for row in rows.order_by(F("start").asc(nulls_first=True), "position")
    )  # fmt: skip


def threads(version: DraftVersion, user: User) -> Threads:
    """Comments of this version and those before that the reader may see. 1 query."""
    rows = (
        Comment.objects.visible_to(user)
        .filter(version__intro=version.intro_id, version__number__lte=version.number)
        .select_related("author", "resolved_by", "version", "review")
        .defer("version__text")
        .order_by("version__number", "start", "pk")
    )
    found = defaultdict(list)
    for row in rows:
        found[row.parent_id].append(row)
    return found


def comment_notes(version: DraftVersion, remarks: Threads, user: User) -> tuple[CommentNote, ...]:
    return tuple(
        CommentNote(
            pk=row.pk, key=str(row.client_key), start=row.start, end=row.end, quote=row.quote, body=row.body,
            author=str(row.author), is_own=row.author_id == user.pk and row.published_at is None,
            is_published=row.published_at is not None,
            can_amend=row.author_id == user.pk and row.published_at is not None,
            is_praise=row.is_praise, revision=row.revision,
            resolution_words=resolution_words(row), replies=_replies(remarks.get(row.pk, ())),
        )
        for row in remarks[None]
        if row.version_id == version.pk
    )  # fmt: skip


def ledger(
    version: DraftVersion,
    texts: Mapping[int, str],
    remarks: Threads,
    findings: Iterable[FindingNote] | None,
    silent: Collection[str],
) -> tuple[LedgerEntry, ...]:
    """Of published reviews of the versions before: the open ones first, the latest version's first.

    `findings` is None where this version is not checked; checks that are `silent` say nothing of being answered.
    """
    comparisons: dict[int, Comparison] = {}
    sentences = split_sentences(version.text)
    entries = []
    for row in remarks[None]:
        number = row.version.number
        if number >= version.number or row.published_at is None:
            continue
        if number not in comparisons:
            comparisons[number] = compare(texts[number], version.text)
        anchor = Anchor(row.start, row.end, row.quote, row.prefix, row.suffix)
        found = carry_on(anchor, texts[number], version.text, comparisons[number])
        entries.append(
            LedgerEntry(
                pk=row.pk, key=str(row.client_key), number=number, quote=row.quote, body=row.body,
                author=str(row.author), found=found, was=_run(found, "removed"), now=_run(found, "added"),
                check=title_of(row.check_id) if row.check_id else "",
                is_answered=(
                    bool(row.check_id) and findings is not None and row.check_id not in silent
                    and not _fires(row.check_id, found, findings, sentences)
                ),
                is_praise=row.is_praise, is_open=row.resolved_at is None and not row.is_praise,
                resolution_words=resolution_words(row),
                replies=_replies(remarks.get(row.pk, ())),
            )
        )  # fmt: skip
    return tuple(sorted(entries, key=lambda entry: (not entry.is_open, -entry.number)))


def resolution_words(comment: Comment) -> str:
    """Who settled it and how; "" where it is open. Comes with `resolved_by`."""
    if comment.resolved_at is None:
        return ""
    words = {
        Resolution.DISAGREE.value: _("%(who)s disagrees"),
        Resolution.TICKED.value: _("ticked off by %(who)s"),
    }.get(comment.resolution, _("done, says %(who)s"))
    return words % {"who": comment.resolved_by or _("somebody")}


def _run(found: Carried, op: str) -> str:
    """One of both texts of a changed sentence."""
    return "".join(run.text for run in found.words if run.op in ("same", op)).strip()


def _fires(
    check_id: str, found: Carried, findings: Iterable[FindingNote], sentences: Sequence[tuple[int, int]]
) -> bool:
    """Does the check say something about the sentence in which the comment's words stand now, or about the whole?"""
    if found.start is None or found.end is None:
        return False
    held_in = [span for span in sentences if span[0] < found.end and found.start < span[1]]
    start, end = (held_in[0][0], held_in[-1][1]) if held_in else (found.start, found.end)
    return any(
        note.check_id == check_id
        and (note.start is None or note.end is None or (note.start < end and start < note.end))
        for note in findings
    )


def _replies(rows: Iterable[Comment]) -> tuple[Reply, ...]:
    return tuple(Reply(str(row.author), row.body, row.created_at) for row in sorted(rows, key=lambda row: row.pk))
