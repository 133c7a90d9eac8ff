"""What is left to do on an introduction: it empties as the words answer what was said of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from cohorts.models import DraftVersion, Intro
from feedback.models import Comment, Finding, Resolution, Review, RunStatus, Severity
from feedback.pitch import Anchor, Carried, Place, carry_findings, carry_on, compare, make_anchor
from feedback.pitch.compare import Comparison
from feedback.reports.findings import code_units, title_of
from feedback.reports.queue import newest_run

STILL, CHANGED, GONE, DONE, DISAGREED = "still", "changed", "gone", "done", "disagreed"


@dataclass(frozen=True)
class Todo:
    """A coach's comment, or an important finding, and what the text does about it by now.

    `place` is where it is said ("comment-7" or "finding-9" on the page of version `number`). `start` and `end` are its
    words in the text as it is, or their sentence, in code points (`from_unit` and `to_unit` in UTF-16, as a text area
    counts); None where they are gone, or it is about the whole. `now` is that sentence where it was changed.
    """

    number: int
    place: str
    quote: str
    said: str
    state: str
    start: int | None
    end: int | None
    now: str = ""
    from_unit: int | None = None
    to_unit: int | None = None

    @property
    def is_open(self) -> bool:
        return self.state == STILL

    @property
    def state_words(self) -> str:
        return {
            STILL: _("still as it was"),
            CHANGED: _("your sentence changed: look whether it answers"),
            GONE: _("gone"),
            DONE: _("done"),
            DISAGREED: _("you disagreed"),
        }[self.state]


@dataclass(frozen=True)
class TodoList:
    """`number` is the version that it was said of; those that are open come first."""

    number: int
    items: tuple[Todo, ...]

    @property
    def total(self) -> int:
        return len(self.items)

    @property
    def answered(self) -> int:
        return sum(not item.is_open for item in self.items)

    @property
    def open_items(self) -> tuple[Todo, ...]:
        return tuple(item for item in self.items if item.is_open)

    @property
    def answered_items(self) -> tuple[Todo, ...]:
        return tuple(item for item in self.items if not item.is_open)


def todo_list(*, intro: Intro, text: str, firing: Sequence[Place] | None = None) -> TodoList | None:
    """All comments of the last published review but praise, those of earlier ones that are open, and the important
    findings of that version (before any review, of the latest), held against `text`.

    `firing` is what the checks say of `text`, where they were asked; without, a finding goes by its words alone. Each
    is given once: a finding that a comment is about is left to the comment. None where there is no version. 4 queries.
    """
    versions = _versions(intro)
    if not versions:
        return None
    base = max((row for row in versions if row.is_reviewed), key=lambda row: row.number, default=versions[-1])
    texts = _Texts({row.number: row.text for row in versions}, text)
    comments = list(_comments(intro, base))
    findings = _findings(base)
    if firing is None and text == versions[-1].text and versions[-1].run is not None:
        firing = [_place(found) for found in Finding.objects.filter(run=versions[-1].run)]
    items = [_of_comment(row, texts) for row in comments]
    items += _of_findings(base, [found for found in findings if not _is_said(found, base, comments)], texts, firing)
    items = [
        replace(item, from_unit=code_units(text, item.start), to_unit=code_units(text, item.end)) for item in items
    ]
    return TodoList(base.number, tuple(sorted(items, key=lambda item: not item.is_open)))


class _Texts:
    """The text as it is, compared once with each version that something was said of."""

    def __init__(self, versions: dict[int, str], text: str) -> None:
        self.versions, self.text = versions, text
        self._compared: dict[int, Comparison] = {}

    def carry(self, anchor: Anchor, number: int) -> Carried:
        return carry_on(anchor, self.versions[number], self.text, self.comparison(number))

    def comparison(self, number: int) -> Comparison:
        if number not in self._compared:
            self._compared[number] = compare(self.versions[number], self.text)
        return self._compared[number]


def _versions(intro: Intro) -> list[Any]:
    """By number, with `is_reviewed` (a review's id or None) and `run` (that of its newest finished run). 1 query."""
    review = Review.objects.published().filter(version=OuterRef("pk"))
    rows = DraftVersion.objects.filter(intro=intro).annotate(
        is_reviewed=Subquery(review.values("pk")[:1]),
        run=Subquery(newest_run("pk").filter(status=RunStatus.DONE).values("pk")[:1]),
    )
    return list(rows.only("number", "text").order_by("number"))


def _comments(intro: Intro, base: Any) -> Iterable[Comment]:
    published = Comment.objects.published().asking().filter(version__intro=intro, review__isnull=False)
    return (
        published.filter(Q(version=base.pk) | Q(version__number__lt=base.number, resolved_at=None))
        .select_related("version")
        .defer("version__text")
        .order_by("-version__number", "start", "pk")
    )


def _findings(base: Any) -> list[Finding]:
    if base.run is None:
        return []
    standing = Finding.objects.standing().filter(run=base.run, severity=Severity.MAJOR)
    return list(standing.order_by("position"))


def _of_comment(row: Comment, texts: _Texts) -> Todo:
    number = row.version.number
    here = texts.carry(Anchor(row.start, row.end, row.quote, row.prefix, row.suffix), number)
    state = {"unchanged": STILL, "reworded": CHANGED, "gone": GONE}[here.fate]
    if row.resolved_at is not None:
        state = DISAGREED if row.resolution == Resolution.DISAGREE else DONE
    return Todo(number, f"comment-{row.pk}", row.quote, row.body, state, here.start, here.end, _now(here, texts.text))


def _of_findings(base: Any, findings: Sequence[Finding], texts: _Texts, firing: Sequence[Place] | None) -> list[Todo]:
    left: set[int | None] = set()
    if firing is not None:
        old = [_place(found) for found in findings]
        changes = carry_findings(base.text, old, texts.text, firing, texts.comparison(base.number))
        left = {change.old for change in changes if change.new is not None}
    items = []
    for index, found in enumerate(findings):
        here, state = None, STILL if texts.text == base.text else CHANGED
        if found.start is not None and found.end is not None:
            here = texts.carry(make_anchor(base.text, found.start, found.end), base.number)
            state = {"unchanged": STILL, "reworded": CHANGED, "gone": GONE}[here.fate]
        if firing is not None:
            state = STILL if index in left else GONE
        items.append(
            Todo(
                number=base.number,
                place=f"finding-{found.pk}",
                quote="" if found.start is None else base.text[found.start : found.end],
                said=f"{title_of(found.check_id)}: {found.try_next}",
                state=state,
                start=here.start if here else None,
                end=here.end if here else None,
                now=_now(here, texts.text) if here and state == CHANGED else "",
            )
        )
    return items


def _is_said(found: Finding, base: Any, comments: Iterable[Comment]) -> bool:
    """Has a coach written about this finding?"""
    return any(
        row.check_id == found.check_id
        and row.version_id == base.pk
        and (found.start is None or found.end is None or (found.start < row.end and row.start < found.end))
        for row in comments
    )


def _now(here: Carried, text: str) -> str:
    return text[here.start : here.end].strip() if here.fate == "reworded" else ""


def _place(found: Finding) -> Place:
    return Place(found.check_id, found.start, found.end)
