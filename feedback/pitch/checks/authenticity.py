"""Whether it could be anybody's: sent anywhere, smooth as a template, taken from a known sample."""

import json
import re
from collections.abc import Iterator
from functools import cache
from importlib import resources

from feedback.pitch.checks.check import MOVES, Check, cues_of, listed
from feedback.pitch.checks.vocabulary import STOCK, particulars
from feedback.pitch.model import Finding, Severity
from feedback.pitch.passage import Passage, quoted
from feedback.pitch.patterns import later
from feedback.pitch.sameness import SHINGLE_WORDS, shingles

FEWEST_SENTENCES = 4
FEWEST_MARKS, MARKS_PER_WORD = 4, 0.025
"""Different phrases of templates, and their share of the words, from which on a text reads as one."""
FEWEST_SHINGLES = 5
"""Shingles in a row that a sample has, too: SHINGLE_WORDS + 4 words, which nobody finds twice by chance."""
SAMPLES = "samples.json"
"""Hashes of the shingles of sample answers that stand in many guides and question lists; it holds no text of theirs."""

_TEMPLATE = later(
    r"\b(?:(?:excited|thrilled|eager) (?:to apply|about the (?:opportunity|prospect)|to (?:bring|contribute"
    r"|leverage))|deeply (?:passionate|committed|rooted|resonat\w+)|resonates? (?:\w+ )?with (?:me|my)|align(?:s"
    r"|ed)? (?:\w+ )?with (?:my|your)|at the intersection of|leverag(?:e|ing)|hon(?:e|ed|ing) my|unwavering"
    r"|(?:proven|demonstrated) (?:track record|ability)|thriv(?:e|ing) (?:in|on)|testament to|foster(?:ing|ed)?"
    r"|(?:collaborative|inclusive|dynamic|fast-paced) (?:environments?|cultures?|teams?)|cross-functional"
    r"|(?:meaningful|lasting|tangible|real|positive) (?:impact|difference)|unique (?:blend|combination|perspective"
    r"|mix)|wealth of experience|equipped me with|instilled in me|(?:fuel(?:s|led)?|ignited|spark(?:s|ed)?) (?:my"
    r"|a) (?:passion|love|curiosity|desire|interest|drive)|driven by (?:a|my|the)|commit(?:ted"
    r"|ment) to (?:excellence|delivering|continuous|quality|innovation)|continuous(?:ly)? (?:learning|improvement"
    r"|growth|learn|improve|grow)|ever-(?:evolving|changing)|cutting-edge|seamless(?:ly)?|holistic|empower(?:ing|s"
    r"|ed)?|impactful|navigat(?:e|ing) (?:complex|challenges|the complex\w*)|solution-oriented"
    r"|i am confident (?:that|in)|welcome the opportunity|look forward to the (?:opportunity|possibility)"
    r"|contribute to (?:your|the) (?:\w+ )?(?:team|company|organi[sz]ation|success|growth|mission|goals)"
    r"|not (?:just|only|merely) [\w' ]{2,40}?,? but (?:also )?|strong (?:foundation|background) in|(?:strategic"
    r"|innovative|creative) (?:thinking|solutions?|mindset)|drive (?:growth|results|innovation|success|meaningful)"
    r"|diverse (?:backgrounds?|teams?|perspectives)|professional (?:journey|growth|development)"
    r"|throughout my (?:career|journey)|over the (?:past|last) \w+ years,? i have"
    r"|both personally and professionally|attention to detail|problem[- ]solving|adapt(?:able|ability)|skill ?set"
    r"|expertise in|passion for|hit the ground running|valued? (?:member|addition)|valuable (?:asset|member"
    r"|addition)|core competenc\w+|keen eye for detail|(?:excellent|strong|good) interpersonal|fully conversant"
    r"|at the heart of everything|(?:results|metrics|data|purpose)-driven|transformational|at the nexus of"
    r"|high-performing teams|cultures? of excellence|unlock\w* (?:\w+ )?value|esteemed|prestigious"
    r"|look forward to (?:your|hearing)|favou?rable (?:reply|response)|proven leader|dynamic (?:leader"
    r"|professional|individual)|compassionate \w+ professional)\b",
    re.IGNORECASE,
)

_CUES = cues_of(
    "excited|thrilled|eager|deeply|resonat|align|intersection|leverag|hone |honed|honing|unwavering|proven"
    "|demonstrated|thriv|testament|foster|collaborative|inclusive|dynamic|fast-paced|functional|impact|difference"
    "|blend|combination|perspective| mix|wealth of|equipped me|instilled|fuel|ignited|spark|driven|commit"
    "|continuous|ever-|edge|seamless|holistic|empower|navigat|solution|confident|welcome the|look forward"
    "|contribut|not just|not only|not merely|foundation in|background in|strategic|innovative|creative|growth"
    "|results|success|divers|professional|throughout my|over the|personally|attention to|problem|adapt|skill"
    "|expertise|passion|hit the|value|valuable|core comp|keen eye|interpersonal|conversant|at the heart"
    "|transformational|nexus|performing|excellence|esteemed|prestigious|favorable|favourable|compassionate"
)
"""One of these stands in every phrase of templates: looking for them costs next to nothing."""


class SentAnywhere(Check):
    id = "sent-anywhere"
    title = "It could be sent anywhere"
    principle = "A text that fits every company and every applicant leaves nobody in the listener's mind."
    about = "Nothing about the company, no scene, no name or figure in most sentences, and stock phrases or promises."
    step = "put one thing in that is true of you and of them alone."
    family = "authenticity"
    severity = Severity.MINOR
    needs = MOVES

    def look(self, passage: Passage) -> Iterator[Finding]:
        if len(passage.sentences) < FEWEST_SENTENCES or passage.making("COMPANY") or passage.making("STORY"):
            return
        particular = sum(bool(particulars(passage.of(s), passage.company)) for s in passage.sentences)
        stock = [s for s in passage.sentences if "CLICHE" in s.moves or STOCK.search(passage.of(s))]
        if particular > len(passage.sentences) / 3 or len(stock) < len(passage.sentences) / 3:
            return
        yield self.whole(
            f"{len(stock)} of {len(passage.sentences)} sentences could be anybody's, such as {passage.quote(stock[0])},"
            " and none is about this company.",
            "If your name were cut off, by which sentence would a friend know that it is you?",
            min(0.9, 0.5 + len(stock) / len(passage.sentences) / 2),
        )


class TemplateSmooth(Check):
    id = "template-smooth"
    title = "Smooth as a template"
    principle = "Polish without a rough edge sounds borrowed; your own clumsy sentence is believed sooner."
    about = "At least four different phrases of templates and cover letters, and one in forty words."
    step = "say the smoothest of your sentences as you would to a friend."
    family = "authenticity"
    severity = Severity.MINOR
    yields_to = frozenset({"copied-sample"})

    def look(self, passage: Passage) -> Iterator[Finding]:
        small = passage.plain.lower()
        if sum(cue in small for cue in _CUES) < FEWEST_MARKS / 2:
            return
        marks = [match.group() for match in _TEMPLATE.finditer(passage.plain)]
        different = list(dict.fromkeys(mark.lower() for mark in marks))
        if len(different) < FEWEST_MARKS or len(marks) < MARKS_PER_WORD * passage.words:
            return
        yield self.whole(
            f"{len(different)} phrases stand in many letters: {listed(different, 4)}.",
            "How would you say this to a friend who asks over tea why you want this job?",
            min(0.85, 0.4 + len(different) / 20),
        )


class CopiedSample(Check):
    id = "copied-sample"
    title = "Known from a sample answer"
    principle = "They have read the same guides; a borrowed sentence costs the belief in all the others."
    about = f"{SHINGLE_WORDS + FEWEST_SHINGLES - 1} words in a row stand in a sample answer that many guides print."
    step = "replace the borrowed words by what happened to you."
    family = "authenticity"
    severity = Severity.MAJOR

    def look(self, passage: Passage) -> Iterator[Finding]:
        known = sample_hashes()
        run: list[tuple[int, int]] = []
        for value, start, end in (*shingles(passage.text), (-1, 0, 0)):
            if value in known:
                run.append((start, end))
                continue
            if len(run) >= FEWEST_SHINGLES:
                first, last = run[0][0], run[-1][1]
                yield self.span(
                    first,
                    last,
                    f"{quoted(passage.text[first:last])} stands word for word in sample answers that many people read.",
                    "What happened to you that this sample stands in for?",
                    min(1.0, 0.7 + len(run) / 50),
                )
            run = []


@cache
def sample_hashes() -> frozenset[int]:
    """Hashes of all shingles of the sample answers."""
    data = json.loads(resources.files("feedback.pitch").joinpath("data", SAMPLES).read_text(encoding="utf-8"))
    return frozenset(value for sample in data["samples"] for value in sample["shingles"])
