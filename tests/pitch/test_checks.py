"""The registry of checks."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from feedback.pitch import CHECKS, Check, Finding, Settings, Severity, analyse
from feedback.pitch.checks import registered
from feedback.pitch.checks.catalogue import catalogue
from feedback.pitch.passage import Passage

RECITAL = (
    "I graduated in 2014 and joined Harrow as an engineer. I became a senior one in 2020. I know AutoCAD very well."
)


class Sound(Check):
    id = "sound-check"
    title = "A sound check"
    principle = "For tests."
    about = "Never."
    family = "tests"
    severity = Severity.NOTE

    def look(self, passage: Passage) -> Iterator[Finding]:
        yield from ()


def test_registered_keeps_the_order() -> None:
    sound = Sound()
    assert registered([sound]) == (sound,)


def test_registered_twice_names_both() -> None:
    class Twin(Sound):
        pass

    with pytest.raises(ValueError, match="the checks Sound and Twin share the id 'sound-check'"):
        registered([Sound(), Twin()])


@pytest.mark.parametrize(
    ("attribute", "value", "said"),
    [
        ("title", " ", "the check Broken has no title"),
        ("principle", None, "the check Broken has no principle"),
        ("severity", "major", "the check Broken has no severity"),
        ("id", "Wrong_Id", "the check Broken has an id that is not lower-case words and hyphens: 'Wrong_Id'"),
    ],
)
def test_registered_malformed_names_it(attribute: str, value: object, said: str) -> None:
    broken = type("Broken", (Sound,), {attribute: value})
    with pytest.raises(ValueError, match=said):
        registered([broken()])


def test_check_that_is_off_says_nothing() -> None:
    on = {finding.check for finding in analyse(RECITAL).findings}
    off = analyse(RECITAL, settings=Settings(checks_off=frozenset({"resume-first", "no-such-check"})))
    assert {finding.check for finding in off.findings} == on - {"resume-first"}


def test_findings_come_in_the_order_of_the_registry() -> None:
    order = [check.id for check in CHECKS]
    places = [order.index(finding.check) for finding in analyse(RECITAL).findings]
    assert places == sorted(places)
    assert len(set(places)) > 3


def test_too_long_points_at_the_words_over_the_limit() -> None:
    text = "I want to build boats with you. " * 60
    (finding,) = [f for f in analyse(text, settings=Settings(140, 60, 60)).findings if f.check == "too-long"]
    assert finding.start is not None and finding.end == len(text.rstrip())
    assert len(text[: finding.start].split()) == 140
    assert finding.seen == "It takes about 180 seconds to say; the limit of 60 is reached here."


def test_catalogue_page_is_current() -> None:
    page = Path(__file__).parents[2] / "docs" / "checks.md"
    assert page.read_text(encoding="utf-8") == catalogue()
