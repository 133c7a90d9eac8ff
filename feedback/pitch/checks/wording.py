"""Word by word: stock phrases, fillers, hedges, jargon, figures, passives, beginnings."""

import re
from collections.abc import Iterator

from feedback.pitch.checks.check import MOVES, Check, cues_of, is_dense, listed
from feedback.pitch.checks.vocabulary import STOCK
from feedback.pitch.model import Finding, Kind, Severity
from feedback.pitch.passage import Passage, quoted
from feedback.pitch.patterns import later

FILLER_SHARE, FEWEST_FILLERS = 0.04, 4
"""Share of fillers from which on listeners mind (Read.ai: under 4%; Laske 2024: harm at 12 a minute, none at 5)."""
HEDGE_SHARES = {Kind.WRITTEN: 0.02, Kind.SPEECH: 0.035}
"""Share of hedges from which on they are a habit. Speech needs more: people hedge about twice as often when they speak
as when they write (Biber 1988, "hedges" and "possibility")."""
FEWEST_HEDGES = {Kind.WRITTEN: 3, Kind.SPEECH: 5}
JARGON_SHARE, FEWEST_TERMS = 0.05, 5
"""Share of the words; of the labelled introductions that a coach rates 4 or 5 two in a hundred have more."""
MOST_FIGURES = 5
"""Figures in one hearing: working memory holds about four things (Cowan 2001), and one may be forgiven."""
PASSIVE_SHARE, FEWEST_PASSIVES = 0.2, 4
"""Share of the sentences (Hemingway)."""
SAME_OPENINGS = 5
"""Successive sentences with the same first word; LanguageTool counts three, but introductions say "I" of necessity."""

_FILLER = later(
    r"\b(?:u+h+m*|u+m+|e+r+m*|hm+|you know|i mean|sort of like|like,|basically|literally|actually,)(?!\w)",
    re.IGNORECASE,
)
HEDGE = later(
    r"\b(?:i (?:just )?(?:think|guess|suppose|feel like|assume)"
    r"|(?<!a )(?<!the )(?<!this )(?<!that )(?<!what )(?<!some )(?<!any )(?<!every )(?<!which )(?<!of )(?:kind"
    r"|sort) of|maybe|perhaps|probably|possibly|hopefully|somewhat|a (?:little )?bit|more or less|in a (?:way"
    r"|sense)|or something|or whatever|i(?:'d| would) say|i'm not (?:really )?sure|not really|if that makes sense"
    r"|fairly|rather (?=good|well|nice|strong)|quite (?=good|well|nice)|to some extent|i try to)\b",
    re.IGNORECASE,
)
HEDGE_CUES = cues_of(
    "think|guess|suppose|feel like|assume|kind of|sort of|maybe|perhaps|probably|possibly|hopefully|somewhat|bit"
    "|more or less|in a way|in a sense|or something|or whatever|d say|not sure|really sure|not really|makes sense"
    "|fairly|rather |quite |some extent|i try to"
)
"""One stands in every hedge: counting them first says whether hedges can be many, and costs next to nothing."""
_THINK_THAT_IS_NO_HEDGE = later(r"\bi think (?:of|about|best|in|with|through)\b", re.IGNORECASE)
TERM = later(
    r"\b(?:stakeholders?|deliverables?|synerg\w+|leverag\w+|kpis?|okrs?|roi|go-to-market|gtm|end-to-end"
    r"|cross-functional|roadmaps?|onboarding|touchpoints?|bandwidth|verticals?|paradigm|holistic|scalable"
    r"|scalability|monetis\w+|monetiz\w+|operationali[sz]\w+|best practices?|value propositions?|thought leader\w*"
    r"|core competenc\w+|ecosystems?|alignment|actionable|granular|agile|scrum|sprints?|backlogs?|pipelines?|b2b"
    r"|b2c|saas|crm|erp|sla|kubernetes|microservices?|apis?|ci/cd|devops|etl|mvps?|nps|arr|churn|funnels?"
    r"|conversion|retention|optimi[sz]ation|utili[sz]ation|methodolog\w+|frameworks?|six sigma|lean"
    r"|digital transformation|transformation|change management|business development|p&l|ebitda|capex|opex"
    r"|due diligence|procurement|compliance|benchmark\w*|strategic|upsell\w*|cross-sell\w*|lifecycle|workflows?"
    r"|user journeys?|personas?|wireframes?)\b",
    re.IGNORECASE,
)
TERM_CUES = cues_of(
    "stakeholder|deliverable|synerg|leverag|kpi|okr|roi|go-to-market|gtm|end-to-end|cross-|roadmap|onboarding"
    "|touchpoint|bandwidth|vertical|paradigm|holistic|scalab|moneti|operationali|best practice|value prop"
    "|thought leader|core compet|ecosystem|alignment|actionable|granular|agile|scrum|sprint|backlog|pipeline|b2b"
    "|b2c|saas|crm|erp|sla|kubernetes|microservice|api|ci/cd|devops|etl|mvp|nps|arr|churn|funnel|conversion"
    "|retention|optimi|utili|methodolog|framework|six sigma|lean|transformation|change management"
    "|business development|p&l|ebitda|capex|opex|due diligence|procurement|compliance|benchmark|strategic|upsell"
    "|lifecycle|workflow|user journey|persona|wireframe"
)
_ACRONYM = later(r"\b[A-Z](?=[A-Z0-9/&-]*[A-Z])[A-Z0-9/&-]{1,7}s?(?![\w'])")
_KNOWN = frozenset({"UK", "US", "USA", "EU", "TV", "CV", "OK", "BBC", "NHS", "GP", "PC", "DVD", "AM", "PM", "HR", "IT"})
_FIGURE = later(
    r"(?<![\w.,])[\u00a3$\u20ac]?\d[\d.,]*(?:\s?(?:%|percent|per cent|k|m|bn|million|thousand|billion)\b)?%?"
)
_NO_FIGURE = later(r"(?:19|20)\d\d[.,]?$|^\d{1,2}[:.]\d\d|^\d{1,2}[.)]$")
_TWO = later(r"\d.*\d|[%\u00a3$\u20ac]|percent|per cent|million|thousand|billion|[km]\b")
_PASSIVE = later(
    r"\b(?:am|is|are|was|were|be|been|being|get|got)\s(?:\w+ly\s|not\s|also\s|then\s|never\s|always\s|all\s"
    r"|often\s)?(?P<done>\w{2,}ed|done|given|taken|made|built|held|kept|known|led|left|lost|paid|put|read|run|said"
    r"|seen|sent|set|shown|sold|taught|told|thought|won|written|chosen|brought|bought|caught|found|asked|begun"
    r"|broken|driven|fed|cut|heard|hit|laid|met|thrown|understood|worn|drawn|shut|split|spent|spread|stolen"
    r"|overseen|undertaken)\b",
    re.IGNORECASE,
)
_STATE = frozenset(
    """interested excited tired bored pleased worried scared motivated committed dedicated passionate married retired
    qualified experienced skilled talented gifted inspired driven surprised ashamed determined prepared convinced
    fascinated delighted thrilled honoured honored embarrassed confused annoyed worn used need red shed bed wed led
    frightened amazed impressed relaxed stressed focused focussed organised organized concerned involved supposed
    engaged indeed located based obsessed drawn blessed privileged educated attached moved touched left lost put set
    cut hit run read""".split()  # noqa: SIM905 -- as in language.py
)
_FIRST = later(r"\w+(?:'\w+)?")


class StockPhrase(Check):
    id = "stock-phrase"
    title = "Stock phrases"
    principle = "A phrase that anybody could say tells nothing about you; a plain sentence of your own does."
    about = "A phrase of a list, or a sentence that the tagger takes for stock."
    step = "say your stock phrase in a plain sentence of your own."
    family = "wording"
    severity = Severity.MINOR
    needs = MOVES
    yields_to = frozenset({"flattery", "role-why-asserted", "promise-empty", "company-interchangeable"})

    def look(self, passage: Passage) -> Iterator[Finding]:
        for sentence in passage.sentences:
            phrases = [match.group() for match in STOCK.finditer(passage.of(sentence))]
            tagged = "CLICHE" in sentence.moves
            if not phrases and not tagged:
                continue
            shown = " and ".join(dict.fromkeys(map(quoted, phrases))) or passage.quote(sentence)
            yield self.at(
                sentence,
                f"{shown} could stand in anyone's introduction.",
                "When was this last true of you, and what did somebody see you do?",
                max(sentence.probabilities["CLICHE"], 0.6 if phrases else 0.0),
            )


class Fillers(Check):
    id = "fillers"
    title = "Many fillers"
    principle = "A pause says \u201cI am thinking\u201d better than a filler does."
    about = "In a transcript of speech more than 4% of the words are fillers."
    step = "trade your fillers for pauses."
    family = "wording"
    severity = Severity.NOTE

    def look(self, passage: Passage) -> Iterator[Finding]:
        if passage.kind is not Kind.SPEECH:
            return
        fillers = [match.group().strip(",").lower() for match in _FILLER.finditer(passage.text)]
        if not is_dense(len(fillers), fewest=FEWEST_FILLERS, share=FILLER_SHARE, of=passage.words):
            return
        commonest = max(dict.fromkeys(fillers), key=fillers.count)
        yield self.whole(
            f"{len(fillers)} of {passage.words} words are fillers, most often \u201c{commonest}\u201d.",
            "Where do they gather: which thought is not ready yet, and what would it be in one plain sentence?",
            0.8,
        )


class Hedges(Check):
    id = "hedges"
    title = "Many hedges"
    principle = "A hedge asks for leave to have said something; without it they hear that you mean it."
    about = "More than 2% of the words are hedges (3.5% in speech, where people hedge more)."
    step = "say one of your hedged sentences without the hedge."
    family = "wording"
    severity = Severity.NOTE

    def look(self, passage: Passage) -> Iterator[Finding]:
        fewest, share = FEWEST_HEDGES[passage.kind], HEDGE_SHARES[passage.kind]
        if _most(passage, HEDGE_CUES) < fewest:
            return
        hedges = [
            match.group().lower()
            for match in HEDGE.finditer(passage.plain)
            if not _THINK_THAT_IS_NO_HEDGE.match(passage.plain, match.start())
        ]
        if not is_dense(len(hedges), fewest=fewest, share=share, of=passage.words):
            return
        yield self.whole(
            f"{len(hedges)} times in {passage.words} words you take half of it back: {listed(hedges, 4)}.",
            "Which of these do you really doubt, and which would you say straight to a friend?",
            0.75,
        )


class Jargon(Check):
    id = "jargon"
    title = "Dense with jargon"
    principle = "Terms of the trade show that you belong; a row of them hides that you can explain."
    about = "More than 5% of the words are terms and abbreviations of an office or a trade."
    step = "say one of your terms as you would to a neighbour."
    family = "wording"
    severity = Severity.NOTE

    def look(self, passage: Passage) -> Iterator[Finding]:
        acronyms = [word for word in _ACRONYM.findall(passage.plain) if word not in _KNOWN]
        if _most(passage, TERM_CUES) + len(acronyms) < FEWEST_TERMS:
            return
        terms = [match.group() for match in TERM.finditer(passage.plain)]
        if acronyms and not passage.is_shouted:
            terms += [word for word in acronyms if not TERM.fullmatch(word)]
        if not is_dense(len(terms), fewest=FEWEST_TERMS, share=JARGON_SHARE, of=passage.words):
            return
        yield self.whole(
            f"{len(terms)} of {passage.words} words are terms of a trade or an office: {listed(terms, 5)}.",
            "How would you tell a neighbour what you do all day?",
            0.7,
        )


class ManyFigures(Check):
    id = "many-figures"
    title = "Too many figures to hear"
    principle = "One figure is remembered, three are noise: choose the one that has a story."
    about = "More than five figures, years and times of day aside."
    step = "keep the one figure that has a story."
    family = "wording"
    severity = Severity.NOTE

    def look(self, passage: Passage) -> Iterator[Finding]:
        found = list(
            dict.fromkeys(
                match.group().rstrip(".,")
                for match in _FIGURE.finditer(passage.text)
                if not _NO_FIGURE.search(match.group()) and _TWO.search(match.group())
            )
        )
        if len(found) <= MOST_FIGURES:
            return
        yield self.whole(
            f"There are {len(found)} figures in it: {', '.join(found[:6])}"
            + (" \u2026" if len(found) > 6 else "")
            + ".",
            "Which single number made somebody's day easier, and whose?",
            min(0.9, 0.6 + (len(found) - MOST_FIGURES) / 20),
        )


class Passive(Check):
    id = "passive"
    title = "Things are done, and nobody does them"
    principle = "In a passive sentence the person who did it is missing, and the person is why they are listening."
    about = "More than one in five sentences, and at least four, are passive."
    step = "say who did it in one of your passive sentences."
    family = "wording"
    severity = Severity.NOTE

    def look(self, passage: Passage) -> Iterator[Finding]:
        passive = [
            s
            for s in passage.sentences
            if any(match["done"].lower() not in _STATE for match in _PASSIVE.finditer(passage.of(s)))
        ]
        if not is_dense(len(passive), fewest=FEWEST_PASSIVES, share=PASSIVE_SHARE, of=len(passage.sentences)):
            return
        yield self.at(
            passive[0],
            f"{len(passive)} of {len(passage.sentences)} sentences are passive, as here.",
            "Who did it: you, or somebody whom you could name?",
            0.7,
        )


class SameOpening(Check):
    id = "same-opening"
    title = "Sentences that begin alike"
    principle = "Sentences with one beginning sound like a list, and a list is not a story."
    about = "Five successive sentences begin with the same word."
    step = "let one of your sentences begin with the person, the place or the day."
    family = "wording"
    severity = Severity.NOTE
    yields_to = frozenset({"career-list"})

    def look(self, passage: Passage) -> Iterator[Finding]:
        run: list[int] = []
        words = [match.group().lower() if (match := _FIRST.search(passage.of(s))) else "" for s in passage.sentences]
        for i in range(len(words) + 1):
            if run and i < len(words) and words[i] and words[i].split("'")[0] == words[run[0]].split("'")[0]:
                run.append(i)
                continue
            if len(run) >= SAME_OPENINGS:
                yield self.span(
                    passage.sentences[run[0]].start,
                    passage.sentences[run[-1]].end,
                    f"{len(run)} sentences in a row begin with \u201c{words[run[0]]}\u201d.",
                    "Which of them could begin with the person, the place or the day that it happened on?",
                    0.75,
                )
            run = [i]


def _most(passage: Passage, cues: tuple[str, ...]) -> int:
    """At most so many phrases are there, if one of the cues stands in every phrase."""
    small = passage.plain.lower()
    return sum(small.count(cue) for cue in cues)
