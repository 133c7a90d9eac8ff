from dataclasses import dataclass

import pytest

from cohorts.models import Candidate, Coach, Cohort, Intro, User
from tests.factories import make_candidate, make_coach, make_cohort, make_enrolment, make_intro


@dataclass(frozen=True)
class People:
    """Cato writes `intro`, Maya coaches him; Otto is in the same cohort, Nora coaches another."""

    cohort: Cohort
    maya: Coach
    nora: Coach
    cato: Candidate
    otto: Candidate
    intro: Intro

    @property
    def writer(self) -> User:
        user: User = self.cato.user
        return user


@pytest.fixture
def people(db: None) -> People:
    maya, nora, cato, otto = make_coach("Maya Lind"), make_coach("Nora"), make_candidate("Cato Reed"), make_candidate()
    cohort = make_cohort(maya, name="Autumn")
    make_cohort(nora, name="Other")
    enrolment = make_enrolment(cohort, cato, maya)
    make_enrolment(cohort, otto, maya)
    return People(cohort, maya, nora, cato, otto, make_intro(enrolment))
