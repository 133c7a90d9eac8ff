"""The checks, in the order in which their findings are shown."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from feedback.pitch.checks import (
    authenticity,
    balance,
    integrity,
    repels,
    story,
    telling,
    togetherness,
    why_role,
    why_team,
    wording,
)
from feedback.pitch.checks.check import Check, Need
from feedback.pitch.model import Finding, Severity
from feedback.pitch.passage import Passage

MOST_OF_ONE = 3
"""Findings of one check in one text: who has mended three knows how, and a list of twelve is read by nobody."""
MANY_MAJOR = 3
"""Checks that ask for something major from which on notes wait: who has large things to do does not read small ones."""

RETIRED = frozenset({"missing-today"})
"""Ids of checks that were taken out. They name no other check: findings and settings may still have them."""

_ID = re.compile(r"[a-z]+(?:-[a-z]+)*")


def registered(checks: Iterable[Check]) -> tuple[Check, ...]:
    """The checks as they are; raises ValueError that names a check which is malformed, whose id stands twice, or which
    yields to one that is not there."""
    seen: dict[str, Check] = {}
    for check in checks:
        name = type(check).__name__
        for attribute in ("id", "title", "principle", "about", "step", "family"):
            value = getattr(check, attribute, None)
            if not isinstance(value, str) or not value.strip():
                raise ValueError(f"the check {name} has no {attribute}")
        if not isinstance(getattr(check, "severity", None), Severity):
            raise ValueError(f"the check {name} has no severity")
        if not _ID.fullmatch(check.id):
            raise ValueError(f"the check {name} has an id that is not lower-case words and hyphens: {check.id!r}")
        if check.id in RETIRED:
            raise ValueError(f"the check {name} has the id of a check that is no more: {check.id!r}")
        if check.id in seen:
            raise ValueError(f"the checks {type(seen[check.id]).__name__} and {name} share the id {check.id!r}")
        seen[check.id] = check
    for check in seen.values():
        unknown = sorted(check.yields_to - set(seen))
        if unknown:
            raise ValueError(f"the check {type(check).__name__} yields to {unknown[0]!r}, which is no check")
    return tuple(seen.values())


CHECKS: tuple[Check, ...] = registered(
    (
        why_role.RoleWhyMissing(),
        why_role.RoleWhyAsserted(),
        why_team.TeamWhyMissing(),
        repels.PayMotive(),
        repels.EmployerCriticism(),
        balance.ResumeFirst(),
        telling.TooLong(),
        integrity.PlaceholderLeft(),
        integrity.OtherCompany(),
        authenticity.CopiedSample(),
        why_role.RoleWhyLate(),
        why_team.PromiseEmpty(),
        why_team.CompanyMissing(),
        why_team.CompanyInterchangeable(),
        balance.SkillCultureBalance(),
        balance.AchievementsOvershadow(),
        balance.CareerList(),
        togetherness.IForTeam(),
        togetherness.CreditNotShared(),
        repels.Negativity(),
        repels.Arrogance(),
        repels.ConditionSet(),
        repels.Apology(),
        story.StoryMissing(),
        story.ScenePointless(),
        authenticity.SentAnywhere(),
        authenticity.TemplateSmooth(),
        wording.StockPhrase(),
        telling.TooShort(),
        telling.SlowOpening(),
        integrity.ContradictsEarlier(),
        why_role.GrowthMissing(),
        why_role.DriveMissing(),
        why_team.Flattery(),
        togetherness.WeHides(),
        story.TurnMissing(),
        story.Abstract(),
        story.LikeAList(),
        story.EndingMissing(),
        telling.LongSentence(),
        telling.Breathless(),
        wording.Fillers(),
        wording.Hedges(),
        wording.Jargon(),
        wording.ManyFigures(),
        wording.Passive(),
        wording.SameOpening(),
        integrity.Shouting(),
        integrity.MixedLanguages(),
    )
)


def findings(passage: Passage) -> tuple[Finding, ...]:
    """What all checks that are on say, in the order of CHECKS and then of the text."""
    given = {Need.MOVES}
    given |= {Need.COMPANY} if passage.company.strip() else set()
    given |= {Need.EARLIER} if passage.earlier.strip() else set()
    asked = [check for check in CHECKS if check.id not in passage.settings.checks_off and check.needs <= given]
    found = {check.id: tuple(check.look(passage)) for check in asked}
    said = tuple(finding for check in asked for finding in _fewest(_unsaid(check, found)))
    if len({finding.check for finding in said if finding.severity is Severity.MAJOR}) < MANY_MAJOR:
        return said
    return tuple(finding for finding in said if finding.severity is not Severity.NOTE)


def _unsaid(check: Check, found: Mapping[str, tuple[Finding, ...]]) -> list[Finding]:
    """The check's findings that no check to which it yields has made on the same words."""
    said = [finding for other in sorted(check.yields_to) for finding in found.get(other, ())]
    return [finding for finding in found[check.id] if not any(_meet(finding, other) for other in said)]


def _meet(one: Finding, other: Finding) -> bool:
    """Do they share words? What is about the whole text shares words with everything."""
    if one.start is None or one.end is None or other.start is None or other.end is None:
        return True
    return one.start < other.end and other.start < one.end


def _fewest(found: list[Finding]) -> list[Finding]:
    """The MOST_OF_ONE surest, in the order of the text; the first of them says how many more there are."""
    if len(found) <= MOST_OF_ONE:
        return found
    surest = sorted(found, key=lambda finding: -finding.certainty)[:MOST_OF_ONE]
    kept = [finding for finding in found if finding in surest][:MOST_OF_ONE]
    more = len(found) - len(kept)
    return [replace(kept[0], seen=f"{kept[0].seen} There are {more} more like it."), *kept[1:]]
