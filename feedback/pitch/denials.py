"""What is said only to be denied: "I'm not here for the title" gives no title as a motive (rule 5 of CODEBOOK.md).

A bag of words cannot see a denial, and a false accusation costs more trust than a missed one. On the labelled corpora
these patterns meet four denials, no sentence that does give pay as a motive, and two on other matters.
"""

import re
from functools import lru_cache

from feedback.pitch.language import CACHED_SENTENCES
from feedback.pitch.patterns import later

_GAIN = (
    r"(?:money|pay|salary|wages?|title|perks?|compensation|bonus|bonuses|benefits|prestige|figure|grade|hours|commute"
    r"|security|options|pension)"
)
_NOT = r"(?:not|never|nothing|n't)"
_DENIED_PAY = later(
    rf"\b{_NOT}\b(?: \w+){{0,4}} (?:for|about|because of|after|to do with)(?: \w+){{0,3}} {_GAIN}\b"
    rf"|\b{_GAIN}(?: \w+){{0,2}} (?:is|was|are|were)? ?{_NOT}(?: \w+){{0,2}} (?:why|what|the reason|the point|it|me)\b",
    re.IGNORECASE,
)
_CONTRACTED = later(r"n['\u2019]t\b", re.IGNORECASE)


@lru_cache(CACHED_SENTENCES)
def denied(sentence: str) -> frozenset[str]:
    """The moves that the sentence names in order to deny them."""
    return frozenset({"PAY"}) if _DENIED_PAY.search(_CONTRACTED.sub(" n't", sentence)) else frozenset()
