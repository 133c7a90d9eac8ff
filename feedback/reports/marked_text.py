"""A text cut where marks begin and end, so that a page can show marks that overlap."""

import bisect
import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from feedback.pitch import Severity
from feedback.reports.review_text import Mark


@dataclass(frozen=True)
class Said:
    """A sentence and what it does, in words."""

    start: int
    end: int
    moves: str


@dataclass(frozen=True)
class Segment:
    """A run of text under the same marks. `starts` is the mark that begins here, "" where none does: a page makes it a
    place to stop at. `severity` is the heaviest of the findings' over it; `said` the sentence that it is of."""

    text: str
    findings: tuple[str, ...] = ()
    comments: tuple[str, ...] = ()
    severity: str = ""
    starts: str = ""
    said: Said | None = None

    @property
    def is_marked(self) -> bool:
        return bool(self.findings or self.comments)


def mark_text(text: str, marks: Sequence[Mark], sentences: Sequence[Said] = ()) -> tuple[Segment, ...]:
    """Segments that, joined, are exactly `text`; a mark that lies outside of it is left out."""
    inside = [mark for mark in marks if 0 <= mark.start < mark.end <= len(text)]
    told = [said for said in sentences if 0 <= said.start < said.end <= len(text)]
    spans = [(mark.start, mark.end) for mark in inside] + [(said.start, said.end) for said in told]
    cuts = sorted({0, len(text), *(place for span in spans for place in span)})
    order = sorted(inside, key=lambda mark: mark.start)
    starts = [mark.start for mark in order]
    segments = []
    for start, end in itertools.pairwise(cuts):
        over = [mark for mark in order[: bisect.bisect_left(starts, end)] if mark.end > start]
        begun = next((mark for mark in over if mark.start == start), None)
        segments.append(
            Segment(
                text[start:end],
                _keys(over, "finding"),
                _keys(over, "comment"),
                _heaviest(over),
                f"{begun.kind}-{begun.key}" if begun else "",
                next((said for said in told if said.start <= start < said.end), None),
            )
        )
    return tuple(segments)


def _keys(marks: Iterable[Mark], kind: str) -> tuple[str, ...]:
    return tuple(mark.key for mark in marks if mark.kind == kind)


def _heaviest(marks: Iterable[Mark]) -> str:
    severities = {mark.severity for mark in marks}
    return next((severity.value for severity in Severity if severity.value in severities), "")
