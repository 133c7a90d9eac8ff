"""What is never judged, whoever says it: accent, age, gender, origin, health, family, gaps, disability, language.

A tagger trained on introductions takes some of it for a station, a complaint or a result, since such words stand beside
those. A sentence that says such a thing and nothing else makes no move. Where it says more ("my accent is awful, I am
sorry") the rest is judged as everything is.
"""

import re
from functools import lru_cache

from feedback.pitch.language import CACHED_SENTENCES
from feedback.pitch.patterns import later

MOST_OTHER_WORDS = 1
"""Words beside the mention (and English's commonest) up to which a sentence is that mention and nothing else."""

_AGE = r"(?:\d{2}|(?:twenty|thirty|forty|fifty|sixty|seventy)(?:[- ]\w+)?)"
_CHILDREN = r"(?:children|kids|daughters?|sons?|baby|babies|twins|toddlers?|grandchildren|boys|girls|child)"
_MENTION = later(
    r"\b(?:"
    r"accent|dialect|(?:first|native|second|mother) (?:language|tongue)|non-native|(?:my )?mother tongue"
    rf"|(?:i'm|i am|aged|turned) {_AGE}(?: years? old)?|years? old|my age|date of birth"
    r"|(?:i'm|i am|as) an? (?:\w+ )?(?:woman|man|girl|guy|mother|father|mum|mom|dad|parent|widow(?:er)?|immigrant"
    r"|refugee|migrant|muslim|christian|jew|hindu|sikh|buddhist|lesbian|gay man)|non-binary|transgender"
    r"|trans (?:man|woman)|i(?:'m| am|'ve been| have been) (?:gay|lesbian|bisexual|queer|pregnant|married|divorced"
    r"|widowed|single|engaged)|(?:i (?:come|was born|grew up|was raised)|i'm|i am|my (?:family|parents|mother"
    r"|father) (?:came|come|comes|is|are)) (?:here |originally |up )?(?:from|in) (?-i:[A-Z])\w+|(?:i have|i've got"
    r"|i live with|living with|diagnosed with|because of my) (?:\w+ ){0,2}(?:diabetes|epilepsy|asthma|cancer"
    r"|depression|anxiety|adhd|autism|dyslexia|migraines?|ms|arthritis|crohn's|an illness|a chronic \w+"
    r"|a condition)|dyslexi(?:a|c)|autis(?:m|tic)|neurodiver\w+|adhd|epilep\w+|diabet\w+|bipolar|wheelchair"
    r"|hearing aids?|guide dog|(?:i'm|i am|was born) (?:\w+ )?(?:deaf|blind|disabled|autistic|dyslexic"
    r"|visually impaired|hard of hearing)|disabilit(?:y|ies)|(?:parental|maternity|paternity|sick|carer's"
    r"|family) leave|career break|gaps? (?:of [\w ]{1,20} )?in my (?:cv|r[e\u00e9]sum[e\u00e9])"
    rf"|(?:i have|i've got|i have got|there are|we have|have) (?:\w+ ){{0,3}}{_CHILDREN}"
    r"|my (?:husband|wife|partner|ex-husband|ex-wife|spouse)|single (?:mother|father|parent|mum|mom|dad)"
    r")\b",
    re.IGNORECASE,
)
_GENDERED = {"she": "he", "her": "his", "hers": "his", "herself": "himself", "woman": "man", "women": "men"} | {
    "girl": "boy",
    "girls": "boys",
    "mother": "father",
    "mothers": "fathers",
    "mum": "dad",
    "mom": "dad",
    "daughter": "son",
    "daughters": "sons",
    "sister": "brother",
    "sisters": "brothers",
    "aunt": "uncle",
    "auntie": "uncle",
    "wife": "husband",
    "grandmother": "grandfather",
    "gran": "grandad",
    "lady": "gentleman",
    "ladies": "gentlemen",
    "mrs": "mr",
    "ms": "mr",
    "madam": "sir",
    "niece": "nephew",
}
_GENDERED_WORD = later(rf"\b(?:{'|'.join(_GENDERED)})\b", re.IGNORECASE)
_WORD = later(r"[^\W_]+(?:'[^\W_]+)*")
_PLAIN = frozenset(
    """i i'm i've am is are was were be been have has had do does a an the and or of in on at to with for my me we our
    it its this that there here not no last year years old ago now at home live lives from come comes came also so just
    two three four one small little who us you know strong slight still very since when as by but well too use used
    speak spoke say took take taken because before after during both""".split()  # noqa: SIM905 -- as in language.py
)


def neutral(text: str) -> str:
    """The text with one gender for everybody in it: who the aunt or the boss was must not matter to the tagger."""
    return _GENDERED_WORD.sub(_other, text)


def _other(match: re.Match[str]) -> str:
    word = match.group()
    other = _GENDERED[word.lower()]
    return other.capitalize() if word[0].isupper() else other


@lru_cache(CACHED_SENTENCES)
def is_only_a_mention(sentence: str) -> bool:
    """The sentence says something that is never judged, and nothing else."""
    plain = sentence.replace("\u2019", "'")
    if not _MENTION.search(plain):
        return False
    left = [word for word in _WORD.findall(_MENTION.sub(" ", plain)) if word.lower() not in _PLAIN]
    return len(left) <= MOST_OTHER_WORDS
