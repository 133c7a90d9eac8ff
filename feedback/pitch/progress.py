"""What became of findings and scores between two versions of a text."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from feedback.pitch.anchors import Carried, carry_on, make_anchor
from feedback.pitch.compare import Comparison, compare
from feedback.pitch.model import Scores

FindingFate = Literal["resolved", "still", "moved", "new"]

LEAST_CHANGE = 0.05
"""Points of the overall below which a part's change is no change to a person: scores are shown as whole numbers."""


class Found(Protocol):
    """What of a finding says where it is; `start` and `end` are both None for the whole text."""

    @property
    def check(self) -> str: ...
    @property
    def start(self) -> int | None: ...
    @property
    def end(self) -> int | None: ...


@dataclass(frozen=True)
class Place:
    """A finding as `carry_findings` needs it, for callers who keep findings in a form of their own."""

    check: str
    start: int | None
    end: int | None


@dataclass(frozen=True)
class FindingChange:
    """One finding over two versions; `old` and `new` are its places in the two sequences that were given.

    "resolved": only the old version has it. "new": only the new one. "still": both have it. "moved": both, and its
    sentence stands elsewhere. `holds` says that what was decided about the old one (a dismissal) is still about the
    same thing: the same words, or the whole text.
    """

    fate: FindingFate
    old: int | None
    new: int | None
    holds: bool = False


@dataclass(frozen=True)
class ScoreChange:
    """A part of the scores that changed: `points` of the overall gained (or lost), and why it has what it has now."""

    dimension: str
    name: str
    points: float
    reason: str


def carry_findings(
    old_text: str,
    old: Sequence[Found],
    new_text: str,
    new: Sequence[Found],
    comparison: Comparison | None = None,
) -> tuple[FindingChange, ...]:
    """Every finding of both versions exactly once: the new ones in their order, then the resolved ones in theirs.

    Findings of one check are one where the old one's words, or the sentence that theirs became, are where the new one
    is; a finding on the whole text goes with one on the whole text. The place of most common code points wins.
    `comparison`, where there is one, is that of both texts.
    """
    comparison = comparison or compare(old_text, new_text)
    carried = [_carried(found, old_text, new_text, comparison) for found in old]
    likely = sorted(
        (-_likeness(here, after), i, j)
        for i, (before, here) in enumerate(zip(old, carried, strict=True))
        for j, after in enumerate(new)
        if before.check == after.check and _likeness(here, after) > 0
    )
    partner: dict[int, int] = {}
    for _, i, j in likely:
        if j not in partner and i not in partner.values():
            partner[j] = i
    moved = [(p.new_start or 0, p.new_end or 0) for p in comparison.pieces if p.kind == "moved"]
    changes = [_change(partner.get(j), j, after, carried, moved) for j, after in enumerate(new)]
    kept = set(partner.values())
    return (*changes, *(FindingChange("resolved", i, None) for i in range(len(old)) if i not in kept))


def explain(old: Scores, new: Scores) -> tuple[ScoreChange, ...]:
    """The parts that changed, what gained or lost most first; with those too small to tell they sum to the change of
    the overall."""
    before = {(d.key, c.name): c.points * d.share for d in old.dimensions for c in d.contributions}
    changes = [
        ScoreChange(d.key, c.name, round(c.points * d.share - before.get((d.key, c.name), 0.0), 2), c.reason)
        for d in new.dimensions
        for c in d.contributions
    ]
    return tuple(sorted((c for c in changes if abs(c.points) >= LEAST_CHANGE), key=lambda change: -abs(change.points)))


def _carried(found: Found, old: str, new: str, comparison: Comparison) -> Carried | None:
    """Where the words of a finding went; None for the whole text."""
    if found.start is None or found.end is None:
        return None
    return carry_on(make_anchor(old, found.start, found.end), old, new, comparison)


def _likeness(here: Carried | None, after: Found) -> float:
    """Share of the two spans (0..1) that they have in common; 1 where both are the whole text."""
    if here is None or after.start is None or after.end is None:
        return 1.0 if here is None and after.start is None else 0.0
    if here.start is None or here.end is None:
        return 0.0
    common = min(here.end, after.end) - max(here.start, after.start)
    return max(0, common) / (max(here.end, after.end) - min(here.start, after.start))


def _change(
    i: int | None, j: int, after: Found, carried: Sequence[Carried | None], moved: Sequence[tuple[int, int]]
) -> FindingChange:
    if i is None:
        return FindingChange("new", None, j)
    here = carried[i]
    holds = here is None or (here.fate == "unchanged" and (here.start, here.end) == (after.start, after.end))
    has_moved = after.start is not None and any(start <= after.start < end for start, end in moved)
    return FindingChange("moved" if has_moved else "still", i, j, holds)
