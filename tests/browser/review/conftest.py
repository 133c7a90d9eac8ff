"""A coach with three drafts to review, and their browser."""

from collections.abc import Iterator

import pytest
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django.live_server_helper import LiveServer

from cohorts.models import Coach
from tests import factories
from tests.browser.review.drafts import TEXTS


@pytest.fixture
def coach() -> Coach:
    coach = factories.make_coach("Maya Coach")
    cohort = factories.make_cohort(coach, name="Autumn")
    factories.make_rubric(cohort)
    for number, text in enumerate(TEXTS):
        enrolment = factories.make_enrolment(cohort, factories.make_candidate(f"Candidate {number}"), coach)
        factories.check(factories.make_version(factories.make_intro(enrolment), text))
    return coach


@pytest.fixture
def window(browser: Browser, live_server: LiveServer, coach: Coach) -> Iterator[BrowserContext]:
    """The coach's browser."""
    client = Client()
    client.force_login(coach.user, backend="django.contrib.auth.backends.ModelBackend")
    context = browser.new_context(base_url=live_server.url)
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
    yield context
    context.close()


@pytest.fixture
def page(window: BrowserContext) -> Page:
    """A tab; an error in its scripts fails the test."""
    page = window.new_page()
    page.on("pageerror", lambda error: pytest.fail(f"an error on the page: {error}"))
    return page
