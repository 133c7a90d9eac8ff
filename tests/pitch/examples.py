"""Texts on which a check fires and texts on which it must stay silent: examples/<id of the check>.txt.

A file has the sections `# fires` and `# silent`, and may have `# misses` and `# false alarms`: what the engine is known
to get wrong, so that whoever mends it moves the text up. Texts are separated by empty lines; a first line
`@ kind | company` says how a text came about, a line `< text` what the version before was, and `\\n` is a line's end.
`+ good`, or `+ good except 4 8`, takes over texts of examples/good.txt.

introductions.txt holds, for introductions of the corpora, which checks a coach would have fire: its first line names
the checks that they were read for, which was done before these checks were run on them.
"""

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from feedback.pitch import MOVES, Check, Finding, Kind, Sentence, Settings, split_sentences
from feedback.pitch.checks.check import Need
from feedback.pitch.engine import read
from feedback.pitch.language import refusal
from feedback.pitch.passage import Passage
from feedback.pitch.tagger import committed
from training.corpora import Introduction, load

FOLDER = Path(__file__).parent / "examples"
SECTIONS = ("fires", "silent", "misses", "false alarms")
SENTENCES = (
    "I weld small boats in Cork.",
    "My aunt taught me to sail.",
    "We ran the night shift with a crew of nine.",
    "What keeps me going is the first dry hull of the year.",
    "Your yard publishes its failures, and I read all of them.",
    "Why a planner, then?",
    "Thank you for reading.",
    "A storm broke our mast near Kinsale.",
)
"""To make texts of: they have nothing to do with each other."""


@dataclass(frozen=True)
class Example:
    text: str
    kind: str = "written"
    company: str = ""
    earlier: str = ""


def judge(check: Check, example: Example) -> tuple[Finding, ...]:
    """What this check alone says of a text; the tagger is asked only where the check needs moves."""
    assert refusal(example.text) is None, example.text
    passage = _tagged(example) if Need.MOVES in check.needs else _untagged(example)
    return tuple(check.look(replace(passage, earlier=example.earlier)))


def _tagged(example: Example) -> Passage:
    return read(example.text, "", example.company, example.kind, Settings(), committed(1))


def _untagged(example: Example) -> Passage:
    kind = Kind(example.kind)
    spans = split_sentences(example.text, kind)
    sentences = tuple(Sentence(start, end, (), dict.fromkeys(MOVES, 0.0)) for start, end in spans)
    return Passage(example.text, "", example.company, kind, Settings(), sentences, alone=sentences)


def introductions(check: str) -> list[tuple[Example, bool]]:
    """Introductions of the corpora and whether the check should fire; none where they were not read for it."""
    read_for, *rows = (FOLDER / "introductions.txt").read_text(encoding="utf-8").splitlines()
    if check not in read_for.split():
        return []
    return [(_introduction(row.split(":")[0]), check in row.split()) for row in rows]


def _introduction(id: str) -> Example:
    found = _corpora()[id]
    return Example(found.text, found.kind, found.company)


@cache
def _corpora() -> dict[str, Introduction]:
    return {introduction.id: introduction for introduction in load()}


@cache
def pool(name: str) -> tuple[Example, ...]:
    """The texts of a file without sections."""
    return tuple(_example(block) for block in _blocks((FOLDER / f"{name}.txt").read_text(encoding="utf-8")))


def examples(check: str) -> dict[str, list[Example]]:
    """Texts by section; empty lists where the file, or a section, is missing."""
    path = FOLDER / f"{check}.txt"
    found: dict[str, list[Example]] = {section: [] for section in SECTIONS}
    section = ""
    for block in _blocks(path.read_text(encoding="utf-8")) if path.exists() else ():
        if block.startswith("# "):
            section = block[2:].strip()
        elif block.startswith("+ "):
            found[section] += _taken_over(block)
        else:
            found[section].append(_example(block))
    return found


def _blocks(text: str) -> list[str]:
    return [block.strip() for block in text.split("\n\n") if block.strip()]


def _taken_over(block: str) -> list[Example]:
    name, _, left_out = block[2:].partition(" except ")
    numbers = set(map(int, left_out.split()))
    return [example for number, example in enumerate(pool(name.strip()), 1) if number not in numbers]


def _example(block: str) -> Example:
    lines = block.split("\n")
    kind, company = ("written", "")
    if lines[0].startswith("@"):
        kind, company = (field.strip() for field in lines.pop(0)[1:].split("|"))
    earlier = lines.pop(0)[1:].strip() if lines[0].startswith("<") else ""
    return Example(" ".join(" ".join(lines).split()).replace("\\n", "\n"), kind, company, earlier)
