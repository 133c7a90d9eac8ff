from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from pytest_django import Settings

from cohorts.models import Candidate, Coach, Cohort
from tests.factories import make_candidate, make_coach, make_cohort

MONDAY = datetime(2026, 6, 15, 6, 0, tzinfo=UTC)
"""Eight o'clock in Berlin is 06:00 UTC in June."""


@pytest.fixture(autouse=True)
def _address(settings: Settings) -> None:
    settings.BASE_URL = "https://coachhub.example.org"


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """Stands still at MONDAY until moved."""
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def coach(db: None) -> Coach:
    return make_coach("Maya Berg", email="maya@example.org", time_zone="Europe/Berlin")


@pytest.fixture
def candidate(db: None) -> Candidate:
    return make_candidate("Ana Horvat", email="ana@example.org", time_zone="Europe/Berlin")


@pytest.fixture
def cohort(coach: Coach) -> Cohort:
    return make_cohort(coach, name="Spring")
