"""The API's documentation in a real browser: nothing serious in either theme, and an address leads into its fold."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OPEN_ALL = "document.querySelectorAll('details').forEach(fold => { fold.open = true; })"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_documentation_can_be_read_by_everybody(browser: Browser, live_server: Any, theme: Any) -> None:
    page = browser.new_page(base_url=live_server.url, color_scheme=theme, viewport={"width": 390, "height": 844})
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto("/api/v1/docs/#versions_retrieve")
    expect(page.get_by_text("The ETag of an earlier answer.")).to_be_visible()
    page.evaluate(OPEN_ALL)
    found = Axe().run(page).response["violations"]
    assert [violation["id"] for violation in found if violation["impact"] in {"serious", "critical"}] == []
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert complaints == []
    page.close()
