from dataclasses import dataclass

import pytest
from django.urls import reverse

from cohorts.models import Coach, Cohort, DraftVersion, Enrolment, Intro
from tests import factories


@dataclass(frozen=True)
class Desk:
    """A coach with one waiting version of one candidate."""

    coach: Coach
    cohort: Cohort
    enrolment: Enrolment
    intro: Intro
    version: DraftVersion

    def url(self, name: str = "feedback:review", *more: object) -> str:
        return reverse(name, args=[self.intro.pk, self.version.number, *more])


@pytest.fixture
def desk(db: None) -> Desk:
    coach = factories.make_coach("Maya Coach")
    cohort = factories.make_cohort(coach, name="Autumn")
    enrolment = factories.make_enrolment(cohort, factories.make_candidate("Carl Candidate"), coach)
    intro = factories.make_intro(enrolment)
    return Desk(coach, cohort, enrolment, intro, factories.make_version(intro))
