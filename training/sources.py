"""python -m training.sources build WRITER...      turn corpus/sources/WRITER.txt into corpus/WRITER.jsonl
python -m training.sources agree FIRST SECOND  how far two labellings of the same sentences agree

A source is UTF-8 text. One block an introduction begins with a header line

    @ ID | written/speech | role | company or - | quality | weaker version's ID or - | i_heavy yes/no | generic yes/no

and has one line a sentence, "[MOVE MOVE] the sentence"; "[] the sentence" carries no move, an empty line is a paragraph
break, a line that begins with # a comment. The other seven verdicts follow from the moves (feedback/pitch/CODEBOOK.md).
"""

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from feedback.pitch import MOVES, VERDICTS
from feedback.pitch.passage import CULTURE_SIDE, LARGEST_SHARE, SKILL_SIDE
from training.corpora import FOLDER

SOURCES = FOLDER / "sources"


class SourceRefused(ValueError):
    """A line of a source is not in the form above; says which and why."""


@dataclass(frozen=True)
class Sentence:
    """One labelled sentence; `moves` in the codebook's order."""

    words: str
    moves: tuple[str, ...]
    opens_paragraph: bool


@dataclass(frozen=True)
class Labelled:
    """One introduction of a source, as one reader labelled it."""

    id: str
    kind: str
    role: str
    company: str | None
    quality: int
    pair: str | None
    i_heavy: bool
    generic: bool
    sentences: tuple[Sentence, ...] = ()


def main(arguments: Sequence[str]) -> int:
    """Run one of the commands; 2 where it is none, 1 where a source is refused."""
    command, names = (arguments[0], arguments[1:]) if arguments else ("", ())
    try:
        if command == "build" and names:
            for name in names:
                build(name)
        elif command == "agree" and len(names) == 2:
            sys.stdout.write(agreement(read(Path(names[0])), read(Path(names[1]))) + "\n")
        else:
            sys.stderr.write(__doc__ or "")
            return 2
    except SourceRefused as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 1
    return 0


def build(writer: str) -> None:
    """Write the writer's corpus file; committed scores are of another corpus then, until the tagger is trained anew."""
    rows = [json.dumps(as_row(i), ensure_ascii=False) for i in read(SOURCES / f"{writer}.txt")]
    (FOLDER / f"{writer}.jsonl").write_text("\n".join(rows) + "\n", encoding="utf-8")


def read(path: Path) -> list[Labelled]:
    """The introductions of a source. Raises SourceRefused at the first line that is wrong."""
    found: list[Labelled] = []
    opens_paragraph = False
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        line = line.strip()
        try:
            if line.startswith("@"):
                found.append(_header(line, {i.id for i in found}))
                opens_paragraph = False
            elif not line:
                opens_paragraph = bool(found and found[-1].sentences)
            elif not line.startswith("#"):
                sentence = _sentence(line, opens_paragraph)
                found[-1] = replace(found[-1], sentences=(*found[-1].sentences, sentence))
                opens_paragraph = False
        except (ValueError, IndexError) as error:
            raise SourceRefused(f"{path.name}:{number}: {error}") from error
    return found


def as_row(intro: Labelled) -> dict[str, object]:
    """The introduction in the form of a corpus file (the end of CODEBOOK.md)."""
    text = ""
    sentences = []
    for sentence in intro.sentences:
        if text:
            text += "\n\n" if sentence.opens_paragraph else " "
        start, text = len(text), text + sentence.words
        sentences.append({"start": start, "end": len(text), "moves": list(sentence.moves)})
    verdicts = {name: "yes" if made else "no" for name, made in _verdicts(intro).items()}
    return {
        "id": intro.id, "kind": intro.kind, "role": intro.role, "company": intro.company, "text": text,
        "sentences": sentences, "verdicts": verdicts, "quality": intro.quality, "pair": intro.pair,
    }  # fmt: skip


def agreement(first: Sequence[Labelled], second: Sequence[Labelled]) -> str:
    """F1 of the second reader's moves against the first's, their mean, the verdicts' and the quality's agreement."""
    pairs = list(zip(first, second, strict=True))
    for one, other in pairs:
        if (one.id, [s.words for s in one.sentences]) != (other.id, [s.words for s in other.sentences]):
            raise SourceRefused(f"{one.id}: the second labelling is of another text")
    moves = [(set(a.moves), set(b.moves)) for i, j in pairs for a, b in zip(i.sentences, j.sentences, strict=True)]
    lines, scores = [], []
    for move in MOVES:
        both, either = sum(move in a & b for a, b in moves), sum((move in a) + (move in b) for a, b in moves)
        if either:
            scores.append(2 * both / either)
            lines.append(f"{move:20} {scores[-1]:.3f}  of {sum(move in a for a, _ in moves)}")
    lines.append(f"{'mean of the moves':20} {sum(scores) / len(scores):.3f}")
    told = [(_verdicts(i), _verdicts(j)) for i, j in pairs]
    lines += [f"{verdict:20} {sum(a[verdict] == b[verdict] for a, b in told) / len(told):.3f}" for verdict in VERDICTS]
    same = sum(a.quality == b.quality for a, b in pairs)
    within_one = sum(abs(a.quality - b.quality) <= 1 for a, b in pairs)
    lines.append(f"quality equal in {same} of {len(pairs)}, within one in {within_one}")
    return "\n".join(lines)


def _header(line: str, known: set[str]) -> Labelled:
    fields = [field.strip() for field in line[1:].split("|")]
    if len(fields) != 8:
        raise ValueError("a header has eight fields")
    identity, kind, role, company, quality, pair, i_heavy, generic = fields
    if (
        kind not in {"written", "speech"}
        or quality not in {"1", "2", "3", "4", "5"}
        or {i_heavy, generic} - {"yes", "no"}
    ):
        raise ValueError("kind, quality or verdict is none of those that there are")
    if identity in known:
        raise ValueError(f"{identity} stands twice")
    if pair != "-" and pair not in known:
        raise ValueError(f"its weaker version {pair} does not stand above it")
    return Labelled(
        identity, kind, role, None if company == "-" else company, int(quality),
        None if pair == "-" else pair, i_heavy == "yes", generic == "yes",
    )  # fmt: skip


def _sentence(line: str, opens_paragraph: bool) -> Sentence:
    label, bracket, words = line.removeprefix("[").partition("]")
    if not line.startswith("[") or not bracket or not words.strip():
        raise ValueError("neither a header nor a sentence")
    if unknown := set(label.split()) - set(MOVES):
        raise ValueError(f"no such move: {', '.join(sorted(unknown))}")
    return Sentence(words.strip(), tuple(m for m in MOVES if m in label.split()), opens_paragraph)


def _verdicts(intro: Labelled) -> dict[str, bool]:
    made = [set(s.moves) for s in intro.sentences]
    some = set().union(*made)
    skilled, fitting = sum(bool(m & SKILL_SIDE) for m in made), sum(bool(m & CULTURE_SIDE) for m in made)
    first = next((m for m in made if m - {"CLICHE"}), set())
    return {
        "has_role_why": "ROLE_WHY" in some,
        "has_team_why": "TEAM_WHY" in some,
        "balanced": 0 < max(skilled, fitting) <= LARGEST_SHARE * (skilled + fitting),
        "resume_first": bool(first & {"RESUME", "ACHIEVEMENT"}) and not first & {"ROLE_WHY", "DRIVE", "TEAM_WHY"},
        "pay_motive": "PAY" in some,
        "criticises_employer": "EMPLOYER_CRITICISM" in some,
        "i_heavy": intro.i_heavy,
        "generic": intro.generic,
        "has_story": "STORY" in some,
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
