"""Skill set and culture fit in equal parts, and the person before the record."""

import re
from collections.abc import Iterator

from feedback.pitch.checks.check import MOVES, Check
from feedback.pitch.model import Finding, Severity
from feedback.pitch.passage import LARGEST_SHARE, LEAST_SENTENCES, Passage, resume_opening, shares_in_words, sides
from feedback.pitch.patterns import later
from feedback.pitch.words import words_in

OVERSHADOWS = 0.35
"""Share of the words in results from which on they are what one remembers; in the labelled introductions that a coach
rates 4 or 5 it is under .25 in nineteen of twenty."""
FEWEST_RESULTS = 3
FEWEST_STATIONS, FEWEST_DATES = 3, 3
"""Sentences of a career, and dates or spans of years in them, that make a list."""
LIST_SHARE = 0.33
"""Share of the words from which on such sentences are the introduction."""

_DATE = later(
    r"\b(?:(?:19|20)\d\d|(?:\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty)"
    r" (?:years?|months?))\b",
    re.IGNORECASE,
)


class ResumeFirst(Check):
    id = "resume-first"
    title = "The résumé comes first"
    principle = "They have your résumé; what opens the conversation is the person and the reason, not the record."
    about = "The first sentence with a move recites stations or results and gives no reason."
    step = "begin with the moment or the reason, and let the record wait."
    family = "balance"
    severity = Severity.MAJOR
    needs = MOVES

    def look(self, passage: Passage) -> Iterator[Finding]:
        opening = resume_opening(passage.sentences)
        if opening is None:
            return
        record = max(opening.probabilities["RESUME"], opening.probabilities["ACHIEVEMENT"])
        yield self.at(
            opening,
            f"You open with the record: {passage.quote(opening)}.",
            "Which moment made you want this work, and what if you began there?",
            record,
        )


class CareerList(Check):
    id = "career-list"
    title = "A list of titles and dates"
    principle = "Titles and dates are read faster than heard; what they cannot read is what they meet you for."
    about = "Three sentences and more, and a third of the words, are stations of a career, with three dates or more."
    step = "keep one station, the one that leads here, and tell it."
    family = "balance"
    severity = Severity.MINOR
    needs = MOVES

    def look(self, passage: Passage) -> Iterator[Finding]:
        stations = passage.making("RESUME")
        dates = sum(len(_DATE.findall(passage.of(s))) for s in stations)
        words = sum(words_in(passage.of(s)) for s in stations)
        if len(stations) < FEWEST_STATIONS or dates < FEWEST_DATES or words < LIST_SHARE * passage.words:
            return
        yield self.at(
            stations[0],
            f"{len(stations)} sentences go through your stations, with {dates} dates, from here on.",
            "Which one of these stations changed you, and how?",
            0.5 + 0.4 * words / passage.words,
        )


class AchievementsOvershadow(Check):
    id = "achievements-overshadow"
    title = "Achievements hide the person"
    principle = "Results one after the other impress and keep people away; one result with its story invites them in."
    about = "At least three sentences, and more than a third of the words, report results."
    step = "keep one result, and tell what it took and who was there."
    family = "balance"
    severity = Severity.MINOR
    needs = MOVES

    def look(self, passage: Passage) -> Iterator[Finding]:
        results = passage.making("ACHIEVEMENT")
        share = sum(words_in(passage.of(s)) for s in results) / max(1, passage.words)
        if len(results) < FEWEST_RESULTS or share < OVERSHADOWS:
            return
        yield self.at(
            results[0],
            f"{len(results)} sentences, {share:.0%} of your words, report results, from here on.",
            "Which one of these results cost you something, and what did it teach you?",
            0.5 + 0.4 * share,
        )


class SkillCultureBalance(Check):
    id = "skill-culture-balance"
    title = "Skill and culture out of balance"
    principle = "Energy divided equally between what you can do and how you are to work with is what makes a colleague."
    about = "One side has more than 70% of the sentences on skill and culture (expected numbers, at least 2.5 in all)."
    step = "give what you can do and how you are to work with the same room."
    family = "balance"
    severity = Severity.MINOR
    needs = MOVES
    yields_to = frozenset({"career-list", "achievements-overshadow"})

    def look(self, passage: Passage) -> Iterator[Finding]:
        skill, culture = sides(passage.sentences)
        total = skill + culture
        if total < LEAST_SENTENCES or max(skill, culture) <= LARGEST_SHARE * total:
            return
        share = max(skill, culture) / total
        words = shares_in_words(passage)
        if skill > culture:
            seen = (
                f"Of what you say on skill and culture, about {share:.0%} is what you can do or have done"
                f" ({words[0]:.0%} of all your words, against {words[1]:.0%} on how you work)."
            )
            question = "Who did you enjoy working with, and what did the two of you do when it got difficult?"
        else:
            seen = (
                f"Of what you say on skill and culture, about {share:.0%} is how you work and what you know of them"
                f" ({words[1]:.0%} of all your words, against {words[0]:.0%} on what you can do)."
            )
            question = "What do you do so well that people bring it to you, and what does it look like while you do it?"
        yield self.whole(seen, question, 0.5 + (share - LARGEST_SHARE))
