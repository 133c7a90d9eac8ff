"""Words that say nothing by themselves: what is left of a sentence without them is what it says."""

import re

from feedback.pitch.language import COMMON
from feedback.pitch.patterns import later

_WORD = later(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_FIGURE = later(r"\d")
_NAME = later(r"(?<=[\w,;:] )[A-Z][\w&'-]+")
_NO_NAME = frozenset({"I", "I'm", "I've", "I'd", "I'll", "CEO", "HR", "KPI", "KPIs"})
_CAPITALS = later(r"[A-Z]")

STOCK = later(
    r"\b(?:team[- ]player|results?[- ](?:driven|oriented)|proven track record|(?:think|thinking"
    r"|thinks) outside (?:of )?the box|hard[- ]?working individual|go-getter|self-starter"
    r"|fast-paced environments?|(?:strong|excellent|great) communication skills|detail[- ]oriented"
    r"|hit the ground running|give (?:a |it )?(?:110|one hundred and ten|a hundred and ten)|synerg(?:y|ies"
    r"|istic)|passionate about (?:innovation|excellence|technology|people|making a difference)"
    r"|make a difference|go the extra mile|wear (?:many|multiple) hats|people person|value[- ]add(?:ed)?"
    r"|best[- ]of[- ]breed|think strategically|dynamic (?:environment|company|team)|eager to learn"
    r"|quick learner|fast learner|highly motivated|work hard,? play hard|take (?:it|things"
    r"|myself) to the next level|strategic thinker|world[- ]class)\b",
    re.IGNORECASE,
)
HOLLOW = frozenset(
    """abilities ability able accomplish achieve achievement add added adding addition admire admired aligned aligns
    alongside amazing ambitious among area asset assure attitude attract attracted awesome background beautiful
    become begin belief believe believes benefit benefits best better bit brand brands bright brilliant bring
    bringing brings build business candidate capable career careers certain challenge challenges challenging
    change chapter choice class clearly client clients cohesive collaborate collaborating collaboration
    collaborative colleagues commit commitment committed communication companies company competitive complete
    completely concerning confident confidently consider consistently constantly continue contribute
    contributing contribution convinced corporate creative creativity cultural culture customer customers
    cutting cutting- daily deal decided dedicated dedication deeply definitely deliver delivering delivery
    desire determined develop developing development difference different direction discipline disciplined
    diverse diversity doubt dream drive driven drives driving duty dynamic eager early edge effective
    effectively efficiency efficient effort efforts embrace employee employees employer energetic energy enjoy
    enthusiasm enthusiastic entire environment environments equal especially essential established esteemed
    ethic ethics ethos every everyday everyone everything excel excellence excellent exceptional excite excited
    excitement exciting expand expectation expectations experience experienced experiences expert expertise
    extra extraordinary extremely famous fantastic fast fast-growing fast-paced field find firm first fit focus
    follow followed footprint forefront forward forward-looking forward-thinking fresh full future gain general
    genuine genuinely give gives giving global goal goals great greater greatest greatly group grow growing
    growth happy hard hard- hardworking having heights help helping helps hereby high higher highest highly
    honest honestly honor honored honour honoured hope huge hundred idea ideal ideas immediate immediately
    immense impact important impress impressed impressive improve improvement improving incredible incredibly
    individual industry innovate innovation innovations innovative inspire inspired inspires inspiring integrity
    interest interested interesting international join joining keen key kind knowledge large largest latest lead
    leader leaders leadership leading learn learning level limit live long look looked love loyal loyalty main
    major manner market markets match meaningful meet member members met mindset mission modern moreover
    motivated motivation move name names necessary next nice offer offers opportunities opportunity organisation
    organisations organization outlook outstanding overall part particularly passion passionate people percent
    perfect perfectly performance person personal perspective persuaded place play player please pleased plus
    popular position positive possible potential powerful practice practices prestigious principles problem
    problems process product productive productivity products professional professionalism professionally
    professionals profile progress project projects promise promising proud proven provide providing punctual
    punctuality qualifications qualified qualities quality quick quickly range reach ready real really
    recognised recognized regard regards reliable renown renowned reputable reputation require required
    requirements resource respect respected respects responsibility responsible rest result results rewarding
    rigor rigour role sector seek serious service services set shall share significant significantly simply
    sincerely skill skilled skills sky smart social society solid solution solutions some someone space space's
    special spirit staff standard standards start state-of-the-art stay step story strategic strategies strategy
    strength strengths strive strong stronger strongly structure succeed success successful successfully suited
    super support supportive sure sustainable talent talented talents target targets task tasks team teams
    teamwork technologies technology thank thing things think thinking thrive today top towards truly trust
    trusted unique user users utmost valuable value valued values vibrant vision vital want wants way ways
    website welcoming well-established well-known whatever whenever wherever willing willingness wish wonderful
    worker workforce working workplace world world-class worldwide""".split()  # noqa: SIM905 -- as in language.py
)
"""Words of adverts and of letters to anybody; collected by hand from what HR pages say of "our values"."""


def told(sentence: str, company: str = "") -> tuple[str, ...]:
    """What a sentence says of its own: words that are neither English's commonest nor hollow nor stock nor
    the company's name."""
    name = {word.lower() for word in _WORD.findall(company)}
    words = [word.lower().removesuffix("'s") for word in _WORD.findall(STOCK.sub(" ", sentence))]
    return tuple(word for word in words if word not in COMMON and word not in HOLLOW and word not in name)


def particulars(sentence: str, company: str = "") -> tuple[str, ...]:
    """Figures, and names of persons, places and things, within the sentence."""
    name = {word.lower() for word in _WORD.findall(company)}
    names = [
        found
        for found in _NAME.findall(sentence)
        if found not in _NO_NAME and found.lower().removesuffix("'s") not in name
    ]
    if len(_CAPITALS.findall(sentence)) > len(sentence) / 3:
        names = []
    return (*names, *_FIGURE.findall(sentence)[:1])


def is_hollow(sentence: str, company: str, most_words: int = 2) -> bool:
    """Says no more than `most_words` words of its own, and nothing particular."""
    return len(told(sentence, company)) <= most_words and not particulars(sentence, company)
