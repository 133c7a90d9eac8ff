"""The API's documentation in a real browser: nothing serious in either theme, and an address leads into its fold."""

from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.barriers import barriers

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ONE_OF_EACH = """() => {
  for (const method of new Set([...document.querySelectorAll('[data-method]')].map(badge => badge.dataset.method))) {
    document.querySelector(`[data-method=${method}]`).closest('details').open = true;
  }
  document.querySelectorAll('details:not([open])').forEach(fold => fold.remove());
}"""
"""One operation of each method: all are made by one template, and axe would take a minute for them."""


def test_the_documentation_can_be_read_by_everybody(browser: Browser, live_server: Any) -> None:
    page = browser.new_page(base_url=live_server.url)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto("/api/v1/docs/#versions_retrieve")
    expect(page.locator("#versions_retrieve").get_by_text("The ETag of an earlier answer")).to_be_visible()
    page.evaluate(ONE_OF_EACH)
    assert barriers(page) == []
    assert complaints == []
    page.close()
