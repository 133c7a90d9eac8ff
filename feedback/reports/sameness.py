"""Which other introductions of a cohort a version is too like, for its coach to see."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser

from cohorts.models import DraftVersion, User
from feedback.models import Signature
from feedback.pitch import sameness

MOST = 3
"""Versions that are shown, the most alike first: who copied from more has been told enough."""


@dataclass(frozen=True)
class AlikePlace:
    """A stretch of both texts, as each has it; `start` is where it begins in the version that is looked at."""

    start: int
    here: str
    there: str


@dataclass(frozen=True)
class Alike:
    """The latest version of another candidate's introduction. `percent`: how much of the phrases here it has, too."""

    candidate: str
    intro_id: int
    number: int
    percent: int
    places: tuple[AlikePlace, ...]


def alike_versions(*, version: DraftVersion, user: User | AnonymousUser) -> tuple[Alike, ...]:
    """1 query, 2 where there are any; `version` comes with its intro and enrolment. Only who coaches the cohort sees
    some: a candidate may be the one who was copied from."""
    own = sameness.signature(version.text)
    enrolment = version.intro.enrolment
    signed = (
        Signature.objects.visible_to(user)
        .filter(version__in=DraftVersion.objects.newest_of_intro().filter(intro__enrolment__cohort=enrolment.cohort_id))
        .exclude(version__intro__enrolment__candidate=enrolment.candidate_id)
        .values_list("version", "values")
    )
    near = sorted(
        ((sameness.similarity(own, sameness.from_bytes(bytes(kept))), pk) for pk, kept in signed), reverse=True
    )
    likeness = {pk: share for share, pk in near[:MOST] if share >= sameness.ALIKE}
    if not likeness:
        return ()
    others = DraftVersion.objects.filter(pk__in=likeness).select_related("intro__enrolment__candidate__user")
    return tuple(_alike(version.text, other) for other in sorted(others, key=lambda other: -likeness[other.pk]))


def _alike(text: str, other: Any) -> Alike:
    return Alike(
        candidate=other.intro.enrolment.candidate.user.name,
        intro_id=other.intro_id,
        number=other.number,
        percent=round(100 * sameness.share_in(text, other.text)),
        places=tuple(
            AlikePlace(
                place.one_start,
                text[place.one_start : place.one_end],
                other.text[place.other_start : place.other_end],
            )
            for place in sameness.same_places(text, other.text)
        ),
    )
