"""How often each check is right on hand-labelled cases: `python -m tests.pitch.measured > docs/checks.md`."""

import sys
from collections.abc import Iterable

from feedback.pitch import CHECKS, Check
from feedback.pitch.checks.catalogue import Measure, catalogue
from tests.pitch.examples import Example, examples, introductions, judge

COUNTS = frozenset(
    {"too-long", "too-short", "long-sentence", "breathless", "many-figures", "passive", "fillers", "same-opening"}
    | {"placeholder-left", "all-capitals", "like-a-list"}
)
"""Checks that count something anybody can count again."""


def measure(check: Check) -> Measure:
    """Over the check's examples and, where it was read for, the introductions."""
    cases = [*_labelled(check), *introductions(check.id)]
    right = wrong = missed = 0
    for example, wanted in cases:
        fired = bool(judge(check, example))
        right += fired and wanted
        wrong += fired and not wanted
        missed += wanted and not fired
    return Measure(right, wrong, missed, len(cases))


def page() -> str:
    return catalogue({check.id: measure(check) for check in CHECKS if check.id not in COUNTS})


def _labelled(check: Check) -> Iterable[tuple[Example, bool]]:
    sections = examples(check.id)
    for section, wanted in (("fires", True), ("misses", True), ("silent", False), ("false alarms", False)):
        yield from ((example, wanted) for example in sections[section])


if __name__ == "__main__":
    sys.stdout.write(page())
