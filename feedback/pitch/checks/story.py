"""Told like a bedtime story: a scene, a turn, no stock phrases."""

import re
from collections.abc import Iterator

from feedback.pitch.checks.check import Check, absence
from feedback.pitch.model import Finding, Severity
from feedback.pitch.passage import Passage, quoted


class StoryMissing(Check):
    id = "story-missing"
    title = "No story"
    principle = "One small scene with its \u201caha\u201d is believed and remembered where ten statements are not."
    about = "No sentence narrates a scene."
    family = "story"
    severity = Severity.MINOR

    def look(self, passage: Passage) -> Iterator[Finding]:
        if passage.making("STORY") or len(passage.sentences) < 4:
            return
        yield self.whole(
            "You state and list; there is no moment that one could picture.",
            "When and where did it dawn on you that this is your work: who was there, and what was said?",
            absence(passage, "STORY"),
        )


class StockPhrase(Check):
    id = "stock-phrase"
    title = "Stock phrases"
    principle = "A phrase that anybody could say tells nothing about you; a plain sentence of your own does."
    about = "A phrase of the list below, or a sentence that the tagger takes for stock."
    family = "story"
    severity = Severity.MINOR

    _PHRASE = re.compile(
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

    def look(self, passage: Passage) -> Iterator[Finding]:
        for sentence in passage.sentences:
            phrases = [match.group() for match in self._PHRASE.finditer(passage.of(sentence))]
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
