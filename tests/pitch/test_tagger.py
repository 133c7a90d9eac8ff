"""The tagger: what it reads of a sentence, and that nothing else can change its judgement."""

from importlib import resources

import numpy as np
import pytest

from feedback.pitch import MOVES, Settings
from feedback.pitch.context import Context, around
from feedback.pitch.engine import read
from feedback.pitch.features import plain
from feedback.pitch.pieces import LONGEST_SENTENCE, Pieces
from feedback.pitch.tagger import Calibration, Floats, Tagger, committed
from training.corpora import load
from training.words import common

VOCABULARY = ["[UNK]", "[CLS]", "[SEP]", "bed", "##time", "story", "'", "s", "%", "a"]


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("At Lanternfish, I mean LANTERNFISH STUDIO, lanternfish swim.", "at acme i mean acme lanternfish swim"),
        ("I’m sure she can't, won't and didn't.", "i am sure they can not will not and did not"),
        ("im sure they wont and didnt", "i am sure they will not and did not"),
        ("In 2019 we cut 27% of 1,200 tickets.", "in 2015 we cut 20 % of 4000 tickets"),
        ("In 1998 we cut 31% of 8,750 tickets.", "in 2015 we cut 20 % of 4000 tickets"),
        ("Um, so -- er -- the café’s\nowner…", "so the cafe's owner"),
        ("He told her about his plan.", "they told their about their plan"),
        ("Maria's aunt, Mrs Okafor-Lind, knows GitHub.", "maria's uncle smith knows smith"),
        ("Debugging is Ana María's.", "debugging is smith's"),
        ("— … !!", ""),
    ],
)
def test_plain_words_leave_out_what_must_not_matter(sentence: str, words: str) -> None:
    assert plain(sentence, "Lanternfish Studio") == words


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("a bedtime story", [1, 9, 3, 4, 5, 2]),
        ("bed's %", [1, 3, 6, 7, 8, 2]),
        ("bedlam a", [1, 0, 9, 2]),
        ("", [1, 2]),
    ],
)
def test_longest_known_pieces_come_first(words: str, numbers: list[int]) -> None:
    assert Pieces(VOCABULARY).of(words) == numbers


def test_long_sentences_are_read_up_to_a_limit() -> None:
    numbers = Pieces(VOCABULARY).of("a " * 1000)
    assert (len(numbers), numbers[-1]) == (LONGEST_SENTENCE, 2)


def test_words_that_are_no_names_are_those_of_the_corpora() -> None:
    words = (resources.files("feedback.pitch") / "data" / "words.txt").read_text(encoding="utf-8").split()
    assert words == common(load())


@pytest.mark.parametrize("company", ["", "Ostrava Works"])
def test_whose_name_it_is_changes_nothing(company: str) -> None:
    said = "My boss {} sent me from {} to {} House, and I told {}."
    names = [("Aoife", "Lagos", "Quill", "Dr Jürgen"), ("Yusra Ali", "Bergen", "Zubiri", "Mr Petrakis-Oyelaran")]
    assert len({plain(said.format(*four), company) for four in names}) == 1


def test_known_sentences_are_not_judged_again() -> None:
    asked = []

    def judge(words: str) -> Floats:
        asked.append(words)
        return np.stack([np.linspace(-6.0, 6.0, 13), np.linspace(6.0, -6.0, 13)])

    halves = np.full(13, 0.5)
    context = Context(np.zeros((13, 65)), np.zeros(13))
    tagger = Tagger(judge, Calibration(np.array([[2.0], [1.0]]), np.zeros(13), halves, context, halves, halves))
    first = tagger.probabilities("We built boats.", "Orbis")
    assert tagger.probabilities("we built boats", "Fennel") == first
    assert tagger.probabilities(" -- !", "Orbis") == tagger.probabilities("", "") == dict.fromkeys(MOVES, 0.0)
    assert asked == ["we built boats"]
    assert tagger.moves_alone(first) == MOVES[6:]


def test_scores_look_at_a_sentence_alike_alone_and_in_company() -> None:
    one = "I read your post on pricing for schools, and it is why I am here."
    alone = committed.__wrapped__(1).probabilities(one)
    text = f"On hard days I open the inbox.\n\n{one}\n\nI grew revenue by 38% in a year."
    passage = read(text, "", "", "written", Settings(), committed(1))
    assert passage.alone[1].probabilities == alone
    assert passage.sentences[1].probabilities != alone


def test_context_is_of_neighbours_and_of_the_whole_text() -> None:
    """Of two moves: logits of 2 and -1, 0 and 0, -7 (more than is told) and 1."""
    sure, unsure, never = ([0.880797, 0.268941], [0.5, 0.5], [0.000911, 0.731059])
    assert np.round(around(np.array([sure, unsure, never])), 2).tolist() == [
        [2.0, -1.0, -4.0, -4.0, 0.0, 0.0, -1.33, 0.0, 2.0, 1.0],
        [0.0, 0.0, 2.0, -1.0, -6.0, 1.0, -1.33, 0.0, 2.0, 1.0],
        [-6.0, 1.0, 0.0, 0.0, -4.0, -4.0, -1.33, 0.0, 2.0, 1.0],
    ]


def test_a_sentence_alone_is_what_it_is_by_itself_and_more_context_says_more() -> None:
    context = Context(np.zeros((2, 10)), np.array([2.0, 2.0]))
    found = [context(np.array([[0.5, 0.5]] * sentences))[0, 0] for sentences in (1, 2, 4, 13)]
    assert np.round(found, 3).tolist() == [0.5, 0.622, 0.731, 0.832]


@pytest.mark.parametrize("between", ["I am deaf in one ear.", "Ich arbeite gern mit Menschen und ich mag das."])
def test_what_is_not_judged_is_no_context_of_others(between: str) -> None:
    first, last = "My manager never once answered a question.", "There was no communication there at all."
    found = [
        [s.probabilities for s in read("\n\n".join(parts), "", "", "written", Settings(), committed(1)).sentences]
        for parts in ((first, last), (first, between, last))
    ]
    assert found[1] == [found[0][0], dict.fromkeys(MOVES, 0.0), found[0][1]]


def test_threads_do_not_change_a_judgement() -> None:
    one = "What I miss in consulting is seeing the thing shipped."
    assert committed.__wrapped__(2).probabilities(one) == committed(1).probabilities(one)
