"""How much of an introduction is about skill, and how much about culture."""

from dataclasses import dataclass
from itertools import groupby

from feedback.reports.candidate import engine_of
from feedback.reports.dashboard.scope import MARK, Mark, Scope


@dataclass(frozen=True)
class Balance(Mark):
    """An introduction at its latest checked version; `share` is skill's part of what it says on both, 0 to 1.

    `trail` is (version, share) of those before, oldest first, as far as the same engine read them.
    """

    share: float
    trail: tuple[tuple[int, float], ...] = ()


@dataclass(frozen=True)
class Balances:
    """`rows` begin with what leans most to a side; `unsaid` counts introductions that say too little on both."""

    rows: tuple[Balance, ...]
    unsaid: int


def balance(scope: Scope) -> Balances:
    """1 query."""
    rows = scope.runs().order_by("version__intro_id", "version__number").values_list(*MARK, "skill_share", "ruleset")
    found: list[Balance] = []
    unsaid = 0
    for _intro, own in groupby(rows, key=lambda row: row[2]):
        *earlier, latest = own
        candidate, role, intro, number, share, ruleset = latest
        if scope.number not in (None, number):
            continue
        if share is None:
            unsaid += 1
            continue
        engine = engine_of(ruleset)
        trail = tuple((row[3], row[4]) for row in earlier if row[4] is not None and engine_of(row[5]) == engine)
        found.append(Balance(candidate, role, intro, number, share, trail))
    return Balances(tuple(sorted(found, key=_leaning)), unsaid)


def _leaning(row: Balance) -> tuple[float, str, int]:
    return -abs(row.share - 0.5), row.candidate.casefold(), row.intro_id
