"""The same introduction, said a little differently: what its verdicts and scores must not depend on."""

import random
import re
import textwrap
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from feedback.pitch import split_sentences
from training.words import CALENDAR


def _pairs(listed: str) -> dict[str, str]:
    """{"one": "other"} from "one=other, two=another"."""
    return dict(pair.strip().split("=", 1) for pair in listed.split(","))


_NAME = re.compile(r"(?<=[a-z,;] )[A-Z][a-z]{2,}\b")
_NO_NAMES = frozenset({"Mr", "Mrs", "Ms", "Dr"} | {word.capitalize() for word in CALENDAR})
"""Titles, days and months, which are no names."""
NAMES = (
    *("Aoife", "Babatunde", "Chinwe", "Dmitri", "Eleni", "Fatima", "Goran", "Hana", "Ignacio", "Jin", "Kavita", "Lars"),
    *("Mbali", "Nguyen", "Oksana", "Pedro", "Qadir", "Rosa", "Siobhan", "Tariq", "Ulla", "Vikram", "Wanjiru", "Yusra"),
)
COMPANIES = ("Ostrava Works", "Quillfield", "Tamarind", "Blue Heron Labs", "Nordhavn", "Zubiri & Daughters")
_NUMBER_WORDS = _pairs(
    """
    three=four, four=five, five=six, six=seven, seven=eight, eight=nine, nine=ten, ten=eleven, eleven=twelve,
    twelve=fifteen, twenty=thirty, forty=fifty, hundred=thousand
    """
)
_SYNONYMS = _pairs(
    """
    big=large, small=little, begin=start, began=started, help=assist, whole=entire, quick=fast, shop=store,
    autumn=fall, film=movie, children=kids, maybe=perhaps, almost=nearly, nobody=no one, often=frequently,
    everybody=everyone, somebody=someone, evening=night, job=position, glad=happy, angry=cross, tired=weary,
    ask=question, clever=smart, afternoon=evening, colleague=co-worker, colleagues=co-workers, flat=apartment,
    lorry=truck, mum=mother, dad=father, road=street, boat=vessel, repair=fix
    """
)
_CONTRACTIONS = _pairs(
    """
    I am=I'm, I have=I've, I would=I'd, I will=I'll, do not=don't, it is=it's, cannot=can't, did not=didn't,
    was not=wasn't, we are=we're, you are=you're, that is=that's, does not=doesn't, have not=haven't,
    would not=wouldn't
    """
)
_AMERICAN = _pairs(
    """
    colour=color, favour=favor, behaviour=behavior, neighbour=neighbor, neighbours=neighbors, centre=center,
    theatre=theater, metre=meter, litre=liter, programme=program, organise=organize, organised=organized,
    organisation=organization, realise=realize, realised=realized, recognise=recognize, apologise=apologize,
    learnt=learned, grey=gray, travelling=traveling, cheque=check, tyre=tire, licence=license,
    practise=practice, honour=honor, labour=labor, catalogue=catalog, jewellery=jewelry, kilometre=kilometer,
    mould=mold, enrol=enroll, fulfil=fulfill, judgement=judgment, modelling=modeling, labelled=labeled,
    cancelled=canceled
    """
)
_PRONOUNS = _pairs(
    """
    he=she, his=her, himself=herself, man=woman, men=women, boy=girl, father=mother, son=daughter, brother=sister,
    uncle=aunt, mr=ms, she=he, her=his, herself=himself, woman=man, women=men, girl=boy, mother=father, daughter=son,
    sister=brother, aunt=uncle, ms=mr
    """
)
_ARTICLE = re.compile(r"\b(?:the|a|an) (?=[a-z])", re.IGNORECASE)
_THIRD = re.compile(r"\b(he|she|it|who) (\w{3,}[^s\W])s\b")


@dataclass(frozen=True)
class Said:
    """An introduction as it goes into `analyse`."""

    text: str
    company: str
    kind: str


Perturbation = Callable[[Said, random.Random], Said]


def other_names(said: Said, rng: random.Random) -> Said:
    """Every name within a sentence becomes another, the same one everywhere; the company's stays."""
    own = set(re.findall(r"\w+", said.company))
    found = [name for name in dict.fromkeys(_NAME.findall(said.text)) if name not in own | _NO_NAMES]
    others = dict(zip(found, rng.sample(NAMES, min(len(found), len(NAMES))), strict=False))
    return replace(said, text=_words(said.text, others, keep_case=True))


def other_company(said: Said, rng: random.Random) -> Said:
    if not said.company or said.company not in said.text:
        return said
    company = rng.choice(COMPANIES)
    return replace(said, text=said.text.replace(said.company, company), company=company)


def other_numbers(said: Said, rng: random.Random) -> Said:
    """Digits change, years stay of their century; number words become the next."""

    def changed(match: re.Match[str]) -> str:
        digits = match.group()
        kept = 2 if len(digits) == 4 and digits[:2] in ("19", "20") else 0
        return digits[:kept] + "".join(str(rng.randint(1, 9)) for _ in digits[kept:])

    return replace(said, text=_words(re.sub(r"\d+", changed, said.text), _NUMBER_WORDS))


def synonyms(said: Said, rng: random.Random) -> Said:
    return replace(said, text=_words(said.text, _SYNONYMS))


def contracted(said: Said, rng: random.Random) -> Said:
    text = said.text
    for long, short in _CONTRACTIONS.items():
        text = re.sub(rf"\b{long}\b(?! I\b)", short, text)
    return replace(said, text=text)


def spelt_out(said: Said, rng: random.Random) -> Said:
    text = said.text.replace("\u2019", "'")
    for long, short in _CONTRACTIONS.items():
        text = re.sub(rf"\b{short}\b", long, text)
    return replace(said, text=text)


def american(said: Said, rng: random.Random) -> Said:
    return replace(said, text=_words(said.text, _AMERICAN))


def british(said: Said, rng: random.Random) -> Said:
    return replace(said, text=_words(said.text, {other: word for word, other in _AMERICAN.items()}))


def with_fillers(said: Said, rng: random.Random) -> Said:
    """A filler about every fourteen words, as a recorder hears them."""
    words = said.text.split(" ")
    for place in range(len(words) - 2, 3, -14):
        words.insert(place, rng.choice(("um,", "uh,", "you know,", "er,")))
    return replace(said, text=" ".join(words))


def small_letters(said: Said, rng: random.Random) -> Said:
    return replace(said, text=said.text.lower())


def without_commas(said: Said, rng: random.Random) -> Said:
    return replace(said, text=re.sub(r"[,;:\"\u201c\u201d\u2014]", "", said.text))


def a_line_each(said: Said, rng: random.Random) -> Said:
    """Lost punctuation and capitals, as a recorder writes speech down: each sentence a line without any mark."""
    lines = [said.text[start:end] for start, end in split_sentences(said.text, said.kind)]
    bare = [" ".join(re.sub(r"[^\w\s'\u2019%-]", " ", line).lower().split()) for line in lines]
    return Said("\n".join(bare), said.company, "speech")


def mailed(said: Said, rng: random.Random) -> Said:
    """Broken into lines by a mail program, which nobody uses for what they say."""
    if said.kind == "speech":
        return said
    paragraphs = [" ".join(part.split()) for part in said.text.split("\n\n")]
    return replace(said, text="\n\n".join(textwrap.fill(part, 72) for part in paragraphs))


def other_pronouns(said: Said, rng: random.Random) -> Said:
    return replace(said, text=_words(said.text, _PRONOUNS))


def without_articles(said: Said, rng: random.Random) -> Said:
    """As many people speak whose first language has none."""
    return replace(said, text=_ARTICLE.sub(lambda m: "" if rng.random() < 0.5 else m.group(), said.text))


def without_endings(said: Said, rng: random.Random) -> Said:
    """He go, she say: as many people speak who learned English late."""
    return replace(said, text=_THIRD.sub(r"\1 \2", said.text))


def _words(text: str, others: Mapping[str, str], *, keep_case: bool = False) -> str:
    """Whole words replaced; a capital at the beginning stays one."""

    def other(match: re.Match[str]) -> str:
        word = match.group()
        found = others.get(word if keep_case else word.lower())
        if found is None:
            return word
        return found[0].upper() + found[1:] if word[0].isupper() else found

    return re.sub(r"[A-Za-z]+", other, text)


NEVER_JUDGED = (
    "I speak with a strong Glasgow accent.",
    "At home we speak a dialect from the valley.",
    "I am a woman.",
    "I am fifty-four years old.",
    "I am twenty-two.",
    "I come from Lagos.",
    "My family came here from Vietnam.",
    "I have diabetes.",
    "I live with epilepsy.",
    "I have two small children.",
    "My husband and I have a daughter.",
    "I was on parental leave last year.",
    "There is a gap of two years in my CV.",
    "I use a wheelchair.",
    "I am deaf in one ear.",
    "English is not my first language.",
)
"""What says nothing of an introduction, whoever says it."""
NEVER_JUDGED_EITHER = (
    "I grew up in Karachi.",
    "We moved here from Ecuador when I was nine.",
    "I am a Sikh.",
    "I turned sixty last spring.",
    "I'm a single father.",
    "My wife is a Quaker.",
    "I was off for a year with cancer.",
    "I have had ADHD since I was a child.",
    "I stayed at home with our twins for three years.",
    "I took a career break to care for my mother.",
    "I was born blind.",
    "My mother tongue is Amharic.",
    "You will hear that I am from Belfast.",
    "I stammer a little.",
)
"""The same, written after the patterns and not looked at while making them."""


def with_mention(said: Said, mention: str) -> Said:
    """The mention as a paragraph of its own before the last sentence that a mark ends."""
    ends = [end for _, end in split_sentences(said.text, said.kind) if said.text[end - 1] in ".!?"][:-1]
    place = ends[-1] if ends else 0
    return replace(said, text=f"{said.text[:place].rstrip()}\n\n{mention}\n\n{said.text[place:].lstrip()}".strip())


SAME_VERDICTS: tuple[Perturbation, ...] = (
    *(other_names, other_company, other_numbers, synonyms, contracted, spelt_out, american, british, with_fillers),
    *(small_letters, without_commas, a_line_each, mailed),
)
