"""Sentences, words and speaking time."""

import pytest

from feedback.pitch import Kind, split_sentences, split_words, spoken_s, words_in
from feedback.pitch.words import WINDOW


def sentences(text: str, kind: Kind = Kind.WRITTEN) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text, kind)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I weld. I read drawings!", ["I weld.", "I read drawings!"]),
        ("Dr. Ames hired me. She left.", ["Dr. Ames hired me.", "She left."]),
        ("I use tools, e.g. Figma. Daily.", ["I use tools, e.g. Figma.", "Daily."]),
        ('She said "Go." Then I went.', ['She said "Go."', "Then I went."]),
        ("He said “why?” and left.", ["He said “why?” and left."]),
        ("It grew by 3.5 percent. Fine.", ["It grew by 3.5 percent.", "Fine."]),
        ("J. Smith taught me. I stayed.", ["J. Smith taught me.", "I stayed."]),
        ("Well… maybe not. Yes.", ["Well… maybe not.", "Yes."]),
        ("  \n\n ", []),
        ("?!", []),
        ("One\n\nTwo", ["One", "Two"]),
        ("My skills:\n- welding\n- reading", ["My skills:", "- welding", "- reading"]),
        (
            "This line was broken by a mail program as it was too long, and\nContinues here as one sentence. Next.",
            [
                "This line was broken by a mail program as it was too long, and\nContinues here as one sentence.",
                "Next.",
            ],
        ),
    ],
)
def test_split_sentences(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_split_sentences_of_speech_ends_at_lines() -> None:
    assert sentences("so I bake\nand I weld", Kind.SPEECH) == ["so I bake", "and I weld"]


def test_split_sentences_without_punctuation_makes_windows() -> None:
    text = "so I was there and then we went home " * 20
    pieces = sentences(text, Kind.SPEECH)
    assert " ".join(pieces) == text.strip()
    assert all(len(piece.split()) <= 2 * WINDOW + 5 for piece in pieces)
    assert len(pieces) > 5


def test_split_words_are_runs_without_white_space() -> None:
    assert split_words(" It's  fine —\nok. ") == ((1, 5), (7, 11), (12, 13), (14, 17))


@pytest.mark.parametrize(
    ("text", "count"),
    [("", 0), ("…—!", 0), ("I'm a well-read baker.", 4), ("£11m in 2,000 days", 4), ("日本", 1), ("a/b", 2)],
)
def test_words_in(text: str, count: int) -> None:
    assert words_in(text) == count


def test_spoken_s_follows_the_pace() -> None:
    assert spoken_s("word " * 140, 140) == 60.0
    assert spoken_s("word " * 140, 70) == 120.0
    assert spoken_s("word", 0) == 0.0
