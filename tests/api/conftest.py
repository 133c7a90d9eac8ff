"""Alice coaches the cohort, Bob writes in it, Charlie coaches another one: owner, member, stranger."""

from dataclasses import dataclass

import pytest

from cohorts.models import Candidate, Coach, Cohort, Enrolment, Intro
from tests.factories import make_candidate, make_coach, make_cohort, make_enrolment, make_intro, make_rubric


@dataclass(frozen=True)
class Place:
    alice: Coach
    bob: Candidate
    charlie: Coach
    cohort: Cohort
    enrolment: Enrolment
    intro: Intro


@pytest.fixture
def place(db: None) -> Place:
    alice, bob, charlie = make_coach("Alice"), make_candidate("Bob"), make_coach("Charlie")
    cohort = make_cohort(alice, name="Spring")
    make_rubric(cohort)
    make_cohort(charlie, name="Autumn")
    enrolment = make_enrolment(cohort, bob, alice)
    return Place(alice, bob, charlie, cohort, enrolment, make_intro(enrolment))
