"""The labelled texts are in the form that builds the corpus, and two labellings of them can be compared."""

import json
from pathlib import Path

import pytest

from training.corpora import FOLDER
from training.sources import SOURCES, SourceRefused, agreement, as_row, main, read

TWO = """# A comment.

@ a1 | written | Baker | Crumb & Co | 2 | - | no | yes
[] Hello.
[RESUME ACHIEVEMENT] I baked from 2010 and won a prize.

[CLICHE] I'm passionate.

@ a2 | speech | Baker | - | 4 | a1 | no | no
[CULTURE] I ask the new one first.
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "a.txt"
    path.write_text(TWO, encoding="utf-8")
    return path


def test_source_becomes_rows_with_offsets_paragraphs_and_verdicts(source: Path) -> None:
    first, second = map(as_row, read(source))
    assert first == {
        "id": "a1",
        "kind": "written",
        "role": "Baker",
        "company": "Crumb & Co",
        "text": "Hello. I baked from 2010 and won a prize.\n\nI'm passionate.",
        "sentences": [
            {"start": 0, "end": 6, "moves": []},
            {"start": 7, "end": 41, "moves": ["ACHIEVEMENT", "RESUME"]},
            {"start": 43, "end": 58, "moves": ["CLICHE"]},
        ],
        "verdicts": {
            "has_role_why": "no",
            "has_team_why": "no",
            "balanced": "no",
            "resume_first": "yes",
            "pay_motive": "no",
            "criticises_employer": "no",
            "i_heavy": "no",
            "generic": "yes",
            "has_story": "no",
        },
        "quality": 2,
        "pair": None,
    }
    assert (second["company"], second["pair"]) == (None, "a1")


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("[SKIL] I bake.", "a.txt:11: no such move: SKIL"),
        ("I bake.", "a.txt:11: neither a header nor a sentence"),
        ("@ a1 | written | Baker | - | 2 | - | no | no", "a.txt:11: a1 stands twice"),
        ("@ a3 | written | Baker | - | 2 | a4 | no | no", "a.txt:11: its weaker version a4 does not stand above it"),
        (
            "@ a3 | sung | Baker | - | 2 | - | no | no",
            "a.txt:11: kind, quality or verdict is none of those that there are",
        ),
    ],
)
def test_wrong_line_is_named(source: Path, line: str, why: str) -> None:
    source.write_text(TWO + line, encoding="utf-8")
    with pytest.raises(SourceRefused) as refused:
        read(source)
    assert str(refused.value) == why


def test_agreement_of_two_readers(source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    second = tmp_path / "b.txt"
    second.write_text(TWO.replace("[CULTURE]", "[CULTURE SKILL]").replace("| 4 |", "| 5 |"), encoding="utf-8")
    assert main(["agree", str(source), str(second)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == ["SKILL                0.000  of 0", "CULTURE              1.000  of 1"]
    assert lines[5] == "mean of the moves    0.800"
    assert "balanced             0.500" in lines
    assert lines[-1] == "quality equal in 1 of 2, within one in 2"


def test_labellings_of_different_texts_are_not_compared(source: Path) -> None:
    first = read(source)
    source.write_text(TWO.replace("Hello", "Good day"), encoding="utf-8")
    with pytest.raises(SourceRefused):
        agreement(first, read(source))


def test_corpora_are_what_their_sources_make() -> None:
    """A second reader's labels are of the same words."""
    for path in sorted(SOURCES.glob("writer*.txt")):
        rows = [as_row(i) for i in read(path)]
        writer = path.name.partition(".")[0]
        corpus = [json.loads(line) for line in (FOLDER / f"{writer}.jsonl").read_text(encoding="utf-8").splitlines()]
        if path.name.endswith(".second.txt"):
            assert [row["text"] for row in rows] == [row["text"] for row in corpus], path.name
        else:
            assert rows == corpus, path.name
