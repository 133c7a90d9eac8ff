"""Texts on which a check fires and texts on which it must stay silent: examples/<id of the check>.txt.

A file has the sections `# fires` and `# silent`, and may have `# misses` and `# false alarms`: what the engine is known
to get wrong, so that whoever mends it moves the text up. Texts are separated by empty lines; a first line
`@ kind | company` says how a text came about. `+ good`, or `+ good except 4 8`, takes over texts of examples/good.txt.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "examples"
SECTIONS = ("fires", "silent", "misses", "false alarms")


@dataclass(frozen=True)
class Example:
    text: str
    kind: str = "written"
    company: str = ""


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
    head, _, rest = block.partition("\n")
    if not head.startswith("@"):
        return Example(" ".join(block.split()))
    kind, company = (field.strip() for field in head[1:].split("|"))
    return Example(" ".join(rest.split()), kind, company)
