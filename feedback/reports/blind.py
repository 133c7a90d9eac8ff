"""A cohort can keep the checks' scores from its coaches until they have given their own points: whose are they now?"""

from django.db.models import Exists, OuterRef, Q

from cohorts.models import Cohort, User
from feedback.models import Criterion, Review, RubricPoint


def is_blind(user: User, *, version: str = "") -> Q:
    """For rows whose version lies at `version` ("": the row): those whose scores the reader, a coach of the cohort,
    does not see yet, since the version is unanswered and has no level of theirs on some criterion."""
    at = f"{version}__" if version else ""
    cohort = f"{at}intro__enrolment__cohort"
    given = RubricPoint.objects.filter(
        criterion=OuterRef("pk"), review__version=OuterRef(OuterRef(version or "pk")), review__coach__user=user
    )
    without = Criterion.objects.filter(~Exists(given), rubric__cohort=OuterRef(cohort))
    coached = Cohort.objects.filter(coaches__user=user).values("pk")
    answered = Review.objects.published().filter(version=OuterRef(version or "pk"))
    # The cheap and rare one first: a database asks from left to right, and most cohorts hide nothing.
    hides = Q(**{f"{cohort}__engine_after_points": True}) & Q(**{f"{cohort}__archived_at": None})
    is_reader_to_judge = Q(**{f"{cohort}__in": coached}) & ~Q(**{f"{at}intro__enrolment__candidate__user": user})
    return hides & is_reader_to_judge & Q(~Exists(answered)) & Q(Exists(without))
