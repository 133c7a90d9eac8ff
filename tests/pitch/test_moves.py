"""The tagger: what it finds, and what a person denies."""

import pytest

from feedback.pitch import MOVES, analyse
from feedback.pitch.denials import denied
from feedback.pitch.tagger import committed
from tests.pitch.examples import pool


@pytest.mark.parametrize(
    ("sentence", "move"),
    [
        ("What I miss in my present work is seeing a person use the thing that I made.", "ROLE_WHY"),
        ("On the days when nothing works I think of the person who waits, and go on.", "DRIVE"),
        ("You would get somebody who turns angry letters into a plan.", "TEAM_WHY"),
        ("I can read a drawing, write the script and test it with users.", "SKILL"),
        ("I studied law until 2014 and have been a solicitor at Harrow since 2018.", "RESUME"),
        ("I increased sales by 27% and was promoted twice.", "ACHIEVEMENT"),
        ("I am looking for a higher salary than what I get now.", "PAY"),
        ("My manager never listened and had no idea what customers want.", "EMPLOYER_CRITICISM"),
        ("I know I'm not the strongest candidate, and I am sorry about my English.", "NEGATIVITY"),
        ("One morning a girl came in with a broken kite, and we sat down on the kerb.", "STORY"),
        ("I am a results-driven team player with a proven track record.", "CLICHE"),
    ],
)
def test_plain_sentences_are_tagged(sentence: str, move: str) -> None:
    assert move in analyse(sentence).sentences[0].moves


def test_greeting_carries_no_move() -> None:
    assert analyse("Hi, and thank you for having me today.").sentences[0].moves == ()


def test_probabilities_are_of_every_move() -> None:
    sentence = analyse("I want to build boats with my aunt.").sentences[0]
    assert tuple(sentence.probabilities) == MOVES
    assert set(sentence.moves) == {
        move for move in MOVES if sentence.probabilities[move] >= committed(1).thresholds[move]
    }


@pytest.mark.parametrize(
    "sentence",
    [
        "I'm not here for the title.",
        "I’m not here for the title.",
        "It was never about the money for me.",
        "Salary isn't why I wrote to you.",
        "The pay was never the reason.",
    ],
)
def test_denied_pay_is_no_motive(sentence: str) -> None:
    assert denied(sentence) == {"PAY"}
    assert "PAY" not in analyse(sentence).sentences[0].moves


@pytest.mark.parametrize(
    "sentence", ["The pay is better here.", "I am here for the money.", "I do not know the title."]
)
def test_what_is_not_denied_stays(sentence: str) -> None:
    assert denied(sentence) == frozenset()


def test_name_of_the_company_does_not_matter() -> None:
    """What counts is that it is named: any other name gives the same moves."""
    for example in pool("good"):
        other = example.text.replace(example.company, "Zanderlo")
        first = [s.moves for s in analyse(example.text, company=example.company, kind=example.kind).sentences]
        assert [s.moves for s in analyse(other, company="Zanderlo", kind=example.kind).sentences] == first
