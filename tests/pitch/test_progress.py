"""Findings keep their identity between versions, and a change of the score has its reasons."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedback.pitch import Analysis, FindingChange, Place, analyse, carry_findings, explain
from tests.pitch.examples import SENTENCES, pool

TEXTS = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=7).map(" ".join)
GOOD, WEAK = pool("good")[0], pool("weak")[0]


def places(text: str, *marks: tuple[str, str]) -> list[Place]:
    """A finding of each check on the first place of its words; "" is the whole text."""
    return [
        Place(check, None, None) if not words else Place(check, text.index(words), text.index(words) + len(words))
        for check, words in marks
    ]


def test_findings_are_resolved_new_still_there_or_moved() -> None:
    old = "I love boats. The pay is better here. My boss was a fool. I am a team player. Thank you."
    new = "I am a team player. I love boats. The pay is much better here. Thank you very much."
    before = places(old, ("story", ""), ("pay", "The pay is better here."), ("blame", "My boss was a fool."),
                    ("stock", "I am a team player."))  # fmt: skip
    after = places(new, ("story", ""), ("stock", "I am a team player."), ("pay", "The pay is much better here."),
                   ("thanks", "Thank you very much."))  # fmt: skip
    assert carry_findings(old, before, new, after) == (
        FindingChange("still", 0, 0, holds=True),
        FindingChange("moved", 3, 1, holds=True),
        FindingChange("still", 1, 2, holds=False),
        FindingChange("new", None, 3),
        FindingChange("resolved", 2, None),
    )


def test_a_finding_of_another_check_on_the_same_words_is_another() -> None:
    text = "The pay is better here."
    assert carry_findings(text, places(text, ("pay", text)), text, places(text, ("blame", text))) == (
        FindingChange("new", None, 0),
        FindingChange("resolved", 0, None),
    )


def test_a_finding_on_the_whole_text_is_none_on_words() -> None:
    text = "The pay is better here."
    changes = carry_findings(text, places(text, ("pay", "")), text, places(text, ("pay", text)))
    assert [change.fate for change in changes] == ["new", "resolved"]


def test_two_findings_of_a_check_do_not_change_places() -> None:
    old = "I am a team player. My aunt sails. I am a self-starter."
    new = "I am a self-starter. My aunt sails. I am a team player, mostly."
    before = places(old, ("stock", "I am a team player."), ("stock", "I am a self-starter."))
    after = places(new, ("stock", "I am a self-starter."), ("stock", "I am a team player, mostly."))
    assert [(change.old, change.new) for change in carry_findings(old, before, new, after)] == [(1, 0), (0, 1)]


@settings(deadline=None)  # other work on the machine is no failure
@given(TEXTS, TEXTS, st.data())
def test_every_finding_has_one_fate(old: str, new: str, data: st.DataObject) -> None:
    before, after = drawn(old, data), drawn(new, data)
    changes = carry_findings(old, before, new, after)
    assert [change.new for change in changes if change.new is not None] == list(range(len(after)))
    assert sorted(change.old for change in changes if change.old is not None) == list(range(len(before)))
    for change in changes:
        if change.old is not None and change.new is not None:
            assert before[change.old].check == after[change.new].check
            assert change.fate in ("still", "moved")
        else:
            assert change.fate == ("new" if change.old is None else "resolved")
            assert not change.holds


@settings(deadline=None)
@given(TEXTS, st.data())
def test_in_the_same_text_every_finding_holds(text: str, data: st.DataObject) -> None:
    found = list(dict.fromkeys(drawn(text, data)))
    assert carry_findings(text, found, text, found) == tuple(
        FindingChange("still", i, i, holds=True) for i in range(len(found))
    )


@settings(deadline=None)
@given(st.permutations(SENTENCES), st.permutations(SENTENCES), st.sampled_from(SENTENCES))
def test_a_finding_goes_where_its_sentence_goes(before: list[str], after: list[str], sentence: str) -> None:
    old, new = " ".join(before), " ".join(after)
    (change,) = carry_findings(old, places(old, ("x", sentence)), new, places(new, ("x", sentence)))
    assert (change.old, change.new, change.holds) == (0, 0, True)


@settings(deadline=None)
@given(st.permutations(SENTENCES), st.integers(0, len(SENTENCES) - 1))
def test_a_finding_on_a_sentence_taken_out_is_resolved(sentences: list[str], out: int) -> None:
    old, new = " ".join(sentences), " ".join(sentences[:out] + sentences[out + 1 :])
    elsewhere = [Place("x", 0, len(new.split(".")[0]))]
    assert [c.fate for c in carry_findings(old, places(old, ("x", sentences[out])), new, elsewhere)] == [
        "new",
        "resolved",
    ]


@pytest.mark.parametrize(("old", "new"), [(WEAK, GOOD), (GOOD, WEAK), (GOOD, GOOD)], ids=["better", "worse", "same"])
def test_a_change_of_the_score_is_the_sum_of_its_reasons(old: object, new: object) -> None:
    before, after = (judged(example) for example in (old, new))
    changes = explain(before.scores, after.scores)
    assert sum(change.points for change in changes) == pytest.approx(
        after.scores.overall - before.scores.overall, abs=0.5
    )
    sizes = [abs(change.points) for change in changes]
    assert sizes == sorted(sizes, reverse=True)
    assert (changes == ()) == (old is new)


def judged(example: object) -> Analysis:
    return analyse(getattr(example, "text", ""), company="Brightwater")


def drawn(text: str, data: st.DataObject) -> list[Place]:
    """Up to five findings of two checks at any places."""
    found = []
    for _ in range(data.draw(st.integers(0, 5))):
        start = data.draw(st.integers(0, len(text) - 1))
        end = data.draw(st.integers(start + 1, len(text)))
        is_whole = data.draw(st.integers(0, 3)) == 0
        check = data.draw(st.sampled_from("xy"))
        found.append(Place(check, None, None) if is_whole else Place(check, start, end))
    return found
