"""The engine while somebody types: the same checks as a run's, and nothing is stored."""

from dataclasses import dataclass

from cohorts.models import Intro
from feedback.pitch import Finding, Place, analyse
from feedback.pitch.report import certainty_in_words
from feedback.reports.findings import FindingCard, code_units, title_of
from feedback.services.checking import pitch_settings


@dataclass(frozen=True)
class LiveFinding:
    """`from_unit` and `to_unit` count UTF-16 code units, as a text area's selection does; None: the whole text."""

    card: FindingCard
    from_unit: int | None
    to_unit: int | None


@dataclass(frozen=True)
class LiveCheck:
    """`refusal` is "" or the sentence that says why the text cannot be judged yet; `places` are the findings', in code
    points."""

    findings: tuple[LiveFinding, ...]
    places: tuple[Place, ...]
    overall: float
    summary: str
    refusal: str


def check_live(*, intro: Intro, text: str) -> LiveCheck:
    """`intro` comes with its cohort; touches no row."""
    latest = intro.versions.filter(number=intro.latest_number).values_list("text", flat=True).first()
    analysis = analyse(
        text, role=intro.role, company=intro.company, kind=intro.kind, settings=pitch_settings(intro.enrolment.cohort),
        earlier=latest or "",
    )  # fmt: skip
    return LiveCheck(
        findings=tuple(_finding(number, found, text) for number, found in enumerate(analysis.findings)),
        places=tuple(Place(found.check, found.start, found.end) for found in analysis.findings),
        overall=analysis.scores.overall,
        summary=analysis.summary,
        refusal=analysis.refusal or "",
    )


def _finding(number: int, found: Finding, text: str) -> LiveFinding:
    card = FindingCard(
        pk=number,
        title=title_of(found.check),
        severity=found.severity.value,
        certainty=certainty_in_words(found.certainty),
        start=found.start,
        end=found.end,
        quote="" if found.start is None else text[found.start : found.end],
        seen=found.seen,
        why=found.why,
        try_next=found.try_next,
    )
    return LiveFinding(card, code_units(text, found.start), code_units(text, found.end))
