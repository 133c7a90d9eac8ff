"""The registry as a page to read."""

from collections.abc import Mapping
from dataclasses import dataclass

from feedback.pitch.checks import CHECKS
from feedback.pitch.checks.check import Check

_HEAD = """# The checks

Made from the registry by `python -m tests.pitch.measured > docs/checks.md`; a test fails when it is not current.
An id is permanent: findings, dismissals and a cohort's settings refer to it. So the id of a check that was taken out is
given to no other: `missing-today` (a reason for the role, and no words for what the speaker's work today lacks) was
right in 5 of 7 cases and found 5 of 11, and what is missing is said in too many ways for a list of words.

A text gets at most three findings of one check (the surest; the first says how many more there are). Where two checks
would say the same of the same words, the one that yields keeps silent. Small things (notes) wait while three or more
different checks ask for something major: who has large things to do does not read small ones.

**Right**: of the hand-labelled cases on which a check fires, those in which it should. **Found**: of those in which it
should fire, those in which it does. Cases are the texts of `tests/pitch/examples/`, labelled when they were written,
and the forty introductions of `introductions.txt` there, labelled by reading them before the checks ran. Patterns were
mended once after that, so the figures flatter a little; on other people's wording expect less, most of all of *found*.
A check that counts (words, figures, bullets) has no opinion to be right about. How the tagger's moves were measured, on
writers whom it never saw, stands in engine.md.
"""


@dataclass(frozen=True)
class Measure:
    """How often a check was right on hand-labelled cases: where it fired rightly, wrongly, and not where it should."""

    right: int
    wrong: int
    missed: int
    cases: int


def catalogue(measured: Mapping[str, Measure]) -> str:
    """Markdown: the checks by family, in the order of the registry within each; `measured` by id, without counts."""
    families = dict.fromkeys(check.family for check in CHECKS)
    parts = [_HEAD]
    for family in families:
        parts.append(f"\n## {family[0].upper()}{family[1:]}\n\n")
        parts.append("| id | title | fires when | why it matters | severity | needs | right | found | cases |\n")
        parts.append("| --- | --- | --- | --- | --- | --- | --- | --- | --- |\n")
        parts += [_row(check, measured.get(check.id)) for check in CHECKS if check.family == family]
    return "".join(parts)


def _row(check: Check, measure: Measure | None) -> str:
    needs = ", ".join(sorted(check.needs)) or "the text"
    about = check.about + (f" Yields to {', '.join(sorted(check.yields_to))}." if check.yields_to else "")
    figures = "counts | |"
    if measure:
        fired, there = measure.right + measure.wrong, measure.right + measure.missed
        figures = f"{measure.right} of {fired} | {measure.right} of {there} | {measure.cases}"
    return f"| `{check.id}` | {check.title} | {about} | {check.principle} | {check.severity} | {needs} | {figures} |\n"
