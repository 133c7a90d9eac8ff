"""The checks, in the order in which their findings are shown."""

import re
from collections.abc import Iterable

from feedback.pitch.checks import balance, integrity, repels, story, telling, whys
from feedback.pitch.checks.check import Check
from feedback.pitch.model import Finding, Severity
from feedback.pitch.passage import Passage

_ID = re.compile(r"[a-z]+(?:-[a-z]+)*")


def registered(checks: Iterable[Check]) -> tuple[Check, ...]:
    """The checks as they are; raises ValueError that names a check which is malformed or whose id stands twice."""
    seen: dict[str, Check] = {}
    for check in checks:
        name = type(check).__name__
        for attribute in ("id", "title", "principle", "about", "family"):
            value = getattr(check, attribute, None)
            if not isinstance(value, str) or not value.strip():
                raise ValueError(f"the check {name} has no {attribute}")
        if not isinstance(getattr(check, "severity", None), Severity):
            raise ValueError(f"the check {name} has no severity")
        if not _ID.fullmatch(check.id):
            raise ValueError(f"the check {name} has an id that is not lower-case words and hyphens: {check.id!r}")
        if check.id in seen:
            raise ValueError(f"the checks {type(seen[check.id]).__name__} and {name} share the id {check.id!r}")
        seen[check.id] = check
    return tuple(seen.values())


CHECKS: tuple[Check, ...] = registered(
    (
        whys.RoleWhyMissing(),
        whys.TeamWhyMissing(),
        repels.PayMotive(),
        repels.EmployerCriticism(),
        balance.ResumeFirst(),
        telling.TooLong(),
        integrity.PlaceholderLeft(),
        whys.RoleWhyLate(),
        whys.CompanyMissing(),
        balance.SkillCultureBalance(),
        balance.IForTeam(),
        repels.Negativity(),
        repels.ConditionSet(),
        story.StoryMissing(),
        story.StockPhrase(),
        telling.TooShort(),
        whys.DriveMissing(),
        telling.LongSentence(),
        telling.Fillers(),
        telling.SameOpening(),
        integrity.Shouting(),
    )
)


def findings(passage: Passage) -> tuple[Finding, ...]:
    """What all checks that are on say, in the order of CHECKS and then of the text."""
    off = passage.settings.checks_off
    return tuple(finding for check in CHECKS if check.id not in off for finding in check.look(passage))
