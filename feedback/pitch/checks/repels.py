"""What closes ears: money as the motive, blame, complaint, arrogance, conditions, apologies."""

import re

from feedback.pitch.checks.check import MoveMade, Phrases, cues_of
from feedback.pitch.model import Severity
from feedback.pitch.patterns import later


def _any_of(*phrases: str) -> re.Pattern[str]:
    return later(rf"\b(?:{'|'.join(phrases)})\b", re.IGNORECASE)


class PayMotive(MoveMade):
    id = "pay-motive"
    title = "Pay as a motive"
    principle = "Pay and titles are fair to want and belong to another talk; here they crowd out what moves you."
    about = "A sentence gives pay, perks, title, prestige, hours, commute or security as a motive."
    step = "leave pay and terms for later, and say what else makes you choose them."
    family = "what repels"
    severity = Severity.MAJOR
    move = "PAY"
    said = "reads as wanting the job for what it pays or gives."
    question = "If the pay were the same everywhere, what would still make you choose this one?"


class EmployerCriticism(MoveMade):
    id = "employer-criticism"
    title = "Criticism of an employer"
    principle = "Whoever listens imagines being talked about next, and loses sight of what you want instead."
    about = "A sentence blames or belittles a present or former employer, boss, colleague or client."
    step = "leave the blame out, and keep what you learned there."
    family = "what repels"
    severity = Severity.MAJOR
    move = "EMPLOYER_CRITICISM"
    said = "may be heard as blaming people whom you worked with."
    question = "What did you learn there that you want to build on, whoever was at fault?"


class Negativity(MoveMade):
    id = "self-belittling"
    title = "Complaint or self-belittling"
    principle = "An apology or a complaint asks the listener for comfort, when you could give them energy."
    about = "A sentence complains, belittles the speaker, apologises or expects failure."
    step = "turn the complaint into what you want instead."
    family = "what repels"
    severity = Severity.MINOR
    yields_to = frozenset({"apology"})
    move = "NEGATIVITY"
    said = "makes you, or the world, smaller than needed."
    question = "What did this hard part teach you, that you would not want to have missed?"


class Arrogance(Phrases):
    id = "arrogance"
    title = "Above the others"
    principle = "Confidence says what you can do; arrogance says what others cannot, and they are in the room."
    about = "A phrase puts the speaker above all others, beyond learning, or the listener in need of them."
    step = "say what you do well without measuring it against others."
    family = "what repels"
    severity = Severity.MINOR
    said = "puts you above others."
    question = "What do you do when it matters that made somebody trust you, and what would they say of it?"
    cues = cues_of(
        "best|smartest|most |ideal|perfect|better|faster|harder|smarter|talented|genius|you |you'|nobody|no one"
        "|no-one|few people|hardly anyone|never|don't|do not|training|onboarding|supervision|advice|learn"
        "|teach me|there is|the only|born|shoulders|league|overqualified|rock|outperform"
    )
    pattern = _any_of(
        r"i(?:'m| am) (?:simply |by far |clearly |easily |probably |just |definitely |undoubtedly "
        r"|without (?:a )?doubt )?(?:the|your) (?:very )?(?:best|smartest|most (?:talented|intelligent|qualified"
        r"|gifted|capable|brilliant)|ideal|perfect) (?:\w+ )?(?:candidate|person|choice|there is|you|in the|on the"
        r"|of (?:all|them|everyone))",
        r"(?:i'm|i am|i was|i do|i did|i can|i could|i know|i see|i sell|i work) (?:\w+ ){0,4}(?:better|smarter|faster"
        r"|harder|more talented) than (?:any(?:one|body)|every(?:one|body)|all|most|my (?:peers|colleagues|boss|manager"
        r"|team)|the (?:rest|whole))",
        r"you (?:will not|won't|cannot|can't) (?:possibly )?find (?:any(?:one|body)?|some(?:one|body)|a better)",
        r"(?:nobody|no one|no-one|few people|hardly anyone) (?:else )?(?:\w+ ){0,5}(?:like (?:me|i (?:do|can))"
        r"|as (?:well|good|fast) as (?:i|me)|better than (?:i|me)|what i (?:can|do)|could have done what i)",
        r"i (?:never|don't|do not) (?:ever )?(?:fail|make mistakes|get (?:it|things) wrong)",
        r"you(?:'d| would) be (?:foolish|crazy|mad|stupid|lucky|fools?|insane)",
        r"you(?:'ll| will) (?:regret|not regret|never find|need me)|you need (?:me|someone like me|somebody like me)",
        r"(?:i (?:don't|do not) need|i need no) (?:any |much )?(?:training|onboarding|supervision|advice)",
        r"(?:nothing|not much|little) (?:more |left )?(?:for me )?to learn|nothing (?:you|they|anyone) can teach me",
        r"there is(?:n't| not)? (?:nothing|anything|no \w+) (?:that )?i (?:can't|cannot|couldn't)",
        r"i (?:am|was) the only (?:one|person) (?:\w+ ){0,3}?(?:who|that) (?:\w+ )?(?:could|can|understood|knew|knows"
        r"|understands)",
        r"born leader|i'm a genius|head and shoulders above|in a league of my own|overqualified for|i am a rock ?star",
        r"(?:get|getting|gain|gaining|hire|hiring|have|having) the (?:very )?best \w+ (?:in|of) (?!all\b)",
        r"i outperform(?:ed)? (?:every|all|my|any)\w*",
    )


class ConditionSet(Phrases):
    id = "condition-set"
    title = "A condition set too early"
    principle = "The first minutes are for finding out whether you would enjoy each other; conditions come after a yes."
    about = "A phrase sets a condition or a deadline, or refuses a kind of work."
    step = "leave conditions for after the yes."
    family = "what repels"
    severity = Severity.MINOR
    said = "sets a condition."
    question = "What would make you say yes gladly, and how would they notice that in you today?"
    cues = cues_of(
        "i will|i won't|i'll|i would|i'd |leave it|negotiable|breaker|refuse|offer|answer|decision|condition"
        "|i only|i don't|i do not|i insist|i demand"
    )
    pattern = _any_of(
        r"i (?:will not|won't) (?:accept|consider|settle|work (?:for|under|on|with))",
        r"take it or leave it|(?:non-|not )negotiable|deal-?breaker|i refuse to|i have (?:\w+ )?other offers",
        r"i (?:need|require|expect|must have) (?:an|your) (?:answer|offer|decision) (?:by|before|within|this|today)",
        r"or i(?:'ll| will) (?:walk|go elsewhere|look elsewhere|take (?:the|their|another))",
        r"otherwise i(?:'ll| will) (?:go|take|sign|accept|look)|my (?:only |first |one )?conditions? (?:is|are)",
        r"i(?:'ll| will| would|'d) only (?:join|sign|come|accept|start|consider|work|take|do)",
        r"i(?:'ll| will| would|'d) (?:join|sign|come|accept|start) (?:\w+ ){0,3}only if",
        r"i only work (?:with|on|for|from|in)|i (?:don't|do not) do (?:overtime|weekends|nights|meetings|phone|travel)",
        r"i (?:insist on|insist that|demand that|demand an?)",
    )


class Apology(Phrases):
    id = "apology"
    title = "An apology"
    principle = "An apology tells them what to look down on before they have seen anything."
    about = "The speaker apologises for themselves, their text or their talking, or asks to be excused."
    step = "leave the apology out."
    family = "what repels"
    severity = Severity.MINOR
    said = "apologises for something that nobody has minded yet."
    question = "What would you say in its place if you knew that they are glad you came?"
    cues = cues_of("sorry|apolog|forgive|excuse|pardon|bear with|'t mind|'t bore|'t judge|i know ")
    pattern = later(
        # not "sorry to leave", not what somebody else said, not a word put right while speaking (", sorry, ")
        r"(?:^|[.;:\u2013\u2014(] ?|, (?!sorry,)|\b(?:i'm|i am|i'm so|so|really|very|oh|um|uh|well"
        r"|but) )sorry\b(?! to\b)(?! (?:they|he|she|we|you)\b)(?! (?:for|about) (?:him|her|them|you|those|people"
        r"|everyone|whoever|an?|my (?!eng|acc|voice|nerv|spell|typ|bad|late|long|camera)|the (?!delay|noise|wait"
        r"|mess|long|length|late|sound|quality|interrupt|typo|mistake|um|train|camera))\b)(?!, (?:my|the|our|a|ah,"
        r"|no|not|i mean|he|she|they|we)\b)|\bi (?:do |must |want to |would like to |should |have to "
        r"|'d like to )?apologi[sz]e\b(?! to)|(?:^|[.!?,] |\bmy |\bsincere )apologies (?:for|if|in advance)\b"
        r"|\b(?:please |kindly )(?:forgive|excuse|pardon)\b|\b(?:forgive|excuse|pardon) (?:me (?:for|if)|my)\b"
        r"|\bbear with (?:me|my)\b|\b(?:please )?don't (?:mind|judge) (?:my|me)\b|\bi hope (?:you|this) (?:don't"
        r"|doesn't|won't) (?:mind|bore|judge)\b|\bi know (?:this|it|that)(?: is|'s| was)(?:n't| not) (?:much|a lot"
        r"|very|impressive|great)\b",
        re.IGNORECASE,
    )
