"""The measurement of carried comments has its own idea of where words went: training/anchors.py."""

import random
from collections import Counter

from feedback.pitch import Carried, split_sentences
from training.anchors import Reading, align, judge, plant, read, summary
from training.corpora import Introduction, load

OLD = "I am the clerk here. I asked the drivers what slowed them down on the ring road. I want to learn planning."
NEW = "Hello. I want to say why. The drivers told me, when I asked the drivers what slowed them down on the ring road."
COMMON = {"i": 0.05, "the": 0.05, "to": 0.04, "want": 0.01}


def reading(text: str) -> Reading:
    marks = tuple((start, end, frozenset[str]()) for start, end in split_sentences(text))
    return read(Introduction("x", "writer0", "written", "", "", text, marks, {}, None, None))


def partners() -> dict[int, int]:
    old, new = reading(OLD), reading(NEW)
    return align(old, new, {word: COMMON.get(word, 0.0001) for word in (*old.words, *new.words)})


def outcome(first: int, last: int, carried: Carried) -> tuple[bool, bool, bool]:
    judged = judge(reading(OLD), reading(NEW), partners(), "phrase", range(first, last), carried)
    return judged.exists, judged.is_right, judged.is_wrong


def answer(words: str, *, last: bool = False) -> Carried:
    start = NEW.rindex(words) if last else NEW.index(words)
    return Carried("unchanged", start, start + len(words))


def test_only_the_run_that_chance_cannot_explain_is_aligned() -> None:
    old, new = reading(OLD), reading(NEW)
    assert [(old.words[i], new.words[j]) for i, j in sorted(partners().items())] == [
        (word, word) for word in new.words[-12:]
    ]


def test_a_quote_in_two_places_has_one_right_place() -> None:
    assert outcome(7, 9, answer("the drivers")) == (True, True, False)
    assert outcome(7, 9, answer("The drivers")) == (True, False, False)  # the wrong place of the right sentence


def test_words_that_went_are_wrong_wherever_they_are_found() -> None:
    assert outcome(17, 20, answer("I want to")) == (False, False, True)
    assert outcome(17, 20, Carried("gone")) == (False, False, False)


def test_a_reworded_sentence_is_right_where_some_of_its_words_went() -> None:
    start = NEW.index("The drivers")
    assert outcome(5, 16, Carried("reworded", start, len(NEW))) == (True, False, False)
    assert outcome(5, 16, Carried("reworded", 0, 6)) == (True, False, True)


def test_every_pair_of_the_corpora_takes_comments_of_every_kind() -> None:
    introductions = load()
    older = {i.pair for i in introductions} & {i.id for i in introductions}
    for one in introductions:
        if one.id in older:
            text = read(one)
            kinds = Counter(kind for kind, words in plant(text, random.Random(1)) if words[-1] < len(text.words))
            assert kinds == Counter(dict.fromkeys(("word", "phrase", "sentence", "across"), 20)), one.id


def test_summary_gives_shares_of_the_existing_and_of_all() -> None:
    found = judge(reading(OLD), reading(NEW), partners(), "phrase", range(7, 9), answer("the drivers"))
    stray = judge(reading(OLD), reading(NEW), partners(), "word", range(17, 18), answer("I"))
    assert summary([found, stray]).splitlines()[-1].split() == ["all", "2", "1", "1", "1.000", "1", "0.5000"]
