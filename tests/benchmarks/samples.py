"""What an installation is made of: names, and introductions of the corpora with what the engine says of each."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import feedback.pitch
from cohorts.models import Cohort
from feedback.pitch import analyse, ruleset_of, skill_share
from feedback.pitch.sameness import signature, to_bytes
from feedback.reports.rulesets import settings_of

CORPUS = Path(feedback.pitch.__file__).parent / "corpus"
TEXTS_A_WRITER = 20
FIRST_NAMES = (
    "Ada", "Aisha", "Amira", "Ana", "Arjun", "Ben", "Bo", "Carla", "Chen", "Dana", "Diego", "Elif", "Emma", "Farid",
    "Fatou", "Hana", "Ines", "Ivan", "Jo", "Kai", "Karim", "Lea", "Lena", "Lin", "Maya", "Mei", "Mina", "Nia", "Noah",
    "Olga", "Omar", "Priya", "Rosa", "Sam", "Sara", "Tariq", "Tomas", "Vera", "Yuki", "Zoe",
)  # fmt: skip
LAST_NAMES = (
    "Abebe", "Adler", "Ahmed", "Becker", "Bianchi", "Costa", "Cruz", "Diallo", "Dubois", "Eriksen", "Fischer",
    "Garcia", "Haddad", "Horvat", "Ito", "Ivanova", "Jansen", "Kaya", "Khan", "Kim", "Kowalska", "Lopez", "Marino",
    "Mensah", "Moreau", "Nguyen", "Novak", "Okafor", "Olsen", "Patel", "Petrov", "Rossi", "Sato", "Silva", "Singh",
    "Tanaka", "Torres", "Vega", "Wang", "Yilmaz",
)  # fmt: skip
ROLES = ("Product Manager", "Associate Product Manager", "Product Owner", "Growth Manager", "Programme Lead")
COMPANIES = ("Kontora", "Plainpath", "Zenit", "Varisai", "Halden", "")
DRAFTS, DRAFTS_WEIGHTS = (0, 1, 2, 3, 4, 5, 6, 8), (8, 22, 25, 19, 13, 7, 4, 2)
CRITERIA = ("Why this role", "Why you on this team", "Told with ease")
LEVELS = ("not yet", "partly", "it lands")
REMARKS = (
    "Say more here.",
    "Whose idea was it?",
    "What did that cost you?",
    "This is where I began to listen.",
    "Why them?",
)
RUN = (
    "ruleset", "status", "overall", "why_role", "why_team", "balance", "warmth", "telling", "skill_share", "words",
    "spoken_s", "summary", "verdicts", "sentences", "dimensions",
)  # fmt: skip
FINDING = ("position", "check_id", "severity", "start", "end", "seen", "why", "try_next", "certainty")


@dataclass(frozen=True)
class Sample:
    """An introduction, and what the engine says of it: `run` by RUN, each of `findings` by FINDING."""

    text: str
    overall: float
    run: tuple[Any, ...]
    findings: tuple[tuple[Any, ...], ...]
    signature: bytes


def samples() -> list[Sample]:
    """The weakest first."""
    rules = settings_of(Cohort(), [])
    ruleset = ruleset_of(rules)
    found = []
    for path in sorted(CORPUS.glob("writer*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines()[:TEXTS_A_WRITER]:
            text = json.loads(line)["text"]
            said = analyse(text, settings=rules)
            if said.refusal:
                continue
            by_key = {d.key: d.value for d in said.scores.dimensions}
            sentences = [
                {"start": s.start, "end": s.end, "moves": list(s.moves), "probabilities": dict(s.probabilities)}
                for s in said.sentences
            ]
            dimensions = [
                {"key": d.key, "title": d.title, "value": d.value, "share": d.share, "contributions": [
                    {"name": c.name, "points": c.points, "most": c.most, "reason": c.reason, "start": c.start,
                     "end": c.end}
                    for c in d.contributions]}
                for d in said.scores.dimensions
            ]  # fmt: skip
            run = (
                ruleset, "done", said.scores.overall, *(by_key[key] for key in RUN[3:8]), skill_share(said.sentences),
                said.words, said.spoken_s, said.summary, *map(json.dumps, (said.verdicts, sentences, dimensions)),
            )  # fmt: skip
            findings = tuple(
                (n, f.check, f.severity.value, f.start, f.end, f.seen, f.why, f.try_next, f.certainty)
                for n, f in enumerate(said.findings)
            )
            found.append(Sample(text, said.scores.overall, run, findings, to_bytes(signature(text))))
    return sorted(found, key=lambda sample: (sample.overall, sample.text))
