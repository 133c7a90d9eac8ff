"""The coach's pages can be read by everybody."""

import pytest
from playwright.sync_api import Page

from cohorts.models import Coach
from tests import factories
from tests.browser.barriers import barriers
from tests.browser.review.drafts import TEXTS, first_version, review_address

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_pages_have_no_serious_barrier_and_fit(page: Page, coach: Coach) -> None:
    version = first_version()
    factories.make_review(version, coach, comment_on=(4, 8))
    factories.check(factories.make_version(version.intro, TEXTS[0].replace("boats", "ships") + " One more."))
    amending = f"{review_address(version)}?amend=1"
    addresses = ["/coach/", "/queue/", "/snippets/", "/snippets/new/", "/cohorts/autumn/checks/", amending]

    found = {}
    for address in [*addresses, f"/intros/{version.intro_id}/versions/2/review/"]:
        page.goto(address)
        if here := barriers(page):
            found[address] = here
    assert found == {}
