"""What keeps people from reading a page."""

from typing import Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

COLOURS = ["color-contrast", "link-in-text-block"]
"""axe's rules that look at colours, and so the only ones that a theme changes."""
LOOKS: tuple[tuple[int, Literal["light", "dark"], list[str] | None], ...] = (
    (390, "light", None),
    (1280, "dark", COLOURS),
)
"""(width, theme, rules or all): each width and theme once, as axe takes a second for each."""


def barriers(page: Page) -> list[tuple[str, str]]:
    """What axe calls serious or critical on a phone in the light theme, and of colours on a desk in the dark one, as
    (rule, first element), and ("wider than the window", theme) where the page runs over its side."""
    found = []
    height = (page.viewport_size or {"height": 844})["height"]
    for width, theme, rules in LOOKS:
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")  # no colour on its way to another
        options = {"resultTypes": ["violations"]} | ({"runOnly": rules} if rules else {})
        found += [
            (violation["id"], violation["nodes"][0]["html"])
            for violation in Axe().run(page, options=options).response["violations"]
            if violation["impact"] in {"serious", "critical"}
        ]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append(("wider than the window", theme))
    return found
