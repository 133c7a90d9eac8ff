"""The registry of checks."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from feedback.pitch import CHECKS, Check, Finding, Settings, Severity, analyse
from feedback.pitch.checks import MOST_OF_ONE, registered
from feedback.pitch.passage import Passage
from tests.pitch.measured import page

RECITAL = (
    "I graduated in 2014 and joined Harrow as an engineer. I became a senior one in 2020. I know AutoCAD very well."
)


class Sound(Check):
    id = "sound-check"
    title = "A sound check"
    principle = "For tests."
    about = "Never."
    step = "do nothing."
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
        ("id", "missing-today", "the check Broken has the id of a check that is no more: 'missing-today'"),
    ],
)
def test_registered_malformed_names_it(attribute: str, value: object, said: str) -> None:
    broken = type("Broken", (Sound,), {attribute: value})
    with pytest.raises(ValueError, match=said):
        registered([broken()])


def test_registered_yielding_to_nothing_names_it() -> None:
    wrong = type("Shy", (Sound,), {"yields_to": frozenset({"no-such-check"})})
    with pytest.raises(ValueError, match="the check Shy yields to 'no-such-check', which is no check"):
        registered([wrong()])


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
    assert finding.seen == (
        "It takes about 180 seconds to say (158 if you speak fast, 200 if slowly); the limit of 60 is reached here."
    )


def test_a_check_that_yields_keeps_silent_on_the_same_words_only() -> None:
    twice = "I know that I am not the strongest, and I am sorry about my English. I am afraid nobody will ever want me."
    found = [
        (f.check, twice[f.start : f.end]) for f in analyse(twice).findings if f.check in ("apology", "self-belittling")
    ]
    assert found == [
        ("self-belittling", "I am afraid nobody will ever want me."),
        ("apology", "I know that I am not the strongest, and I am sorry about my English."),
    ]


def test_many_findings_of_one_check_are_three_that_say_how_many_more() -> None:
    blanks = "I want to build boats at [Company] with my aunt. " * 12
    found = [f for f in analyse(blanks).findings if f.check == "placeholder-left"]
    assert [f.seen for f in found] == [
        "\u201c[Company]\u201d is still to be filled in. There are 9 more like it.",
        *["\u201c[Company]\u201d is still to be filled in."] * 2,
    ]


def test_the_longest_text_has_few_findings() -> None:
    text = "I AM SORRY, THE PAY IS BETTER and my boss was a fool [Company] team player synergy. " * 230
    analysis = analyse(text[:20_000])
    assert analysis.refusal is None
    assert len(analysis.findings) <= MOST_OF_ONE * 15


def test_small_things_wait_for_large_ones() -> None:
    small = "I WANT TO BUILD YOUR BOATS with people who know the sea."
    large = " The pay is better here, and that is why I applied. My boss never listened and had no idea. Dear [Name]."
    assert "all-capitals" in {f.check for f in analyse(small).findings}
    assert Severity.NOTE not in {f.severity for f in analyse(small + large).findings}


def test_what_was_said_before_is_looked_at_only_where_it_is_given() -> None:
    old, new = "I have been a nurse for six years in Leeds.", "I have been a nurse for nine years in Leeds."
    (finding,) = [f for f in analyse(new, earlier=old).findings if f.check == "contradicts-earlier"]
    assert (new[finding.start : finding.end], finding.seen) == (
        "nine",
        "\u201cnine\u201d was \u201csix\u201d in your last version.",
    )
    assert "contradicts-earlier" not in {f.check for f in analyse(new).findings}


def test_a_sentence_in_another_language_is_not_judged() -> None:
    text = (
        "I want to build boats with people who know what the sea does to a hull. "
        "Je voudrais un meilleur salaire parce que mon chef est un idiot et je suis nul."
    )
    analysis = analyse(text)
    assert [s.moves for s in analysis.sentences][1] == ()
    assert [f.check for f in analysis.findings if f.start == text.index("Je")] == ["mixed-languages"]


def test_catalogue_page_is_current() -> None:
    """`python -m tests.pitch.measured > docs/checks.md` renews it."""
    path = Path(__file__).parents[2] / "docs" / "checks.md"
    assert path.read_text(encoding="utf-8") == page()
