"""The rubric that a new cohort begins with."""

from django.db import transaction

from cohorts.models import Cohort
from cohorts.services import note_change
from feedback.models import Criterion, Level, Rubric

CRITERIA: tuple[tuple[str, str, tuple[str, str, str, str]], ...] = (
    (
        "Why this role",
        "The inner reason: what draws them, what is missing where they are, what they bring along and want to grow.",
        (
            "No reason, or a reason outside the work: pay, hours, a title.",
            "A reason is asserted (“I'm passionate about product”), but it could be anybody's.",
            "A reason of their own is named; where it comes from stays open.",
            "I know what they are hungry for, where it began and what would keep them going on a hard day.",
        ),
    ),
    (
        "Why you on this team",
        "What this team gains, tied to what they know of this very company.",
        (
            "Nothing is offered to the team, or it could be sent to any company.",
            "A promise is made without anything to carry it.",
            "A promise with evidence, or real knowledge of the company, but not yet both.",
            "I can picture them on this team, and the team is better for it.",
        ),
    ),
    (
        "Balance",
        "Energy goes to skill and to how they work with people alike.",
        (
            "A list of titles, dates or numbers; the person is missing.",
            "One side has nearly all the room; the other gets a sentence.",
            "Both sides are there; one still overshadows the other.",
            "Skill and character come in the same breath, and neither crowds the other out.",
        ),
    ),
    (
        "Warmth and togetherness",
        "Credit is shared, nobody is run down, and one would enjoy the journey.",
        (
            "Somebody is blamed, or the speaker belittles themselves.",
            "Correct but alone: “I” did what a team did.",
            "Others appear and get their due.",
            "Generous, positive and honest: I would like to sit next to them.",
        ),
    ),
    (
        "Telling",
        "Told as effortlessly as a bedtime story, with a moment that turned something.",
        (
            "Read out, or hard to follow by ear.",
            "Clear, but general throughout: no moment to see.",
            "There is a scene; its point comes late or not at all.",
            "A scene, a turn and a point, in sentences that one can say.",
        ),
    ),
)
"""Name, what to look for, and the levels of 0 to 3 points in words; after the method that the checks teach."""


@transaction.atomic
def make_default_rubric(*, cohort: Cohort) -> Rubric:
    """The cohort's rubric; made with CRITERIA where it has none, otherwise left as it is."""
    rubric, is_new = Rubric.objects.get_or_create(cohort=cohort)
    if not is_new:
        return rubric
    criteria = Criterion.objects.bulk_create(
        Criterion(rubric=rubric, position=position, name=name, description=description)
        for position, (name, description, _levels) in enumerate(CRITERIA)
    )
    Level.objects.bulk_create(
        Level(criterion=criterion, points=points, words=words)
        for criterion, (_name, _description, levels) in zip(criteria, CRITERIA, strict=True)
        for points, words in enumerate(levels)
    )
    note_change(cohort.pk)
    return rubric
