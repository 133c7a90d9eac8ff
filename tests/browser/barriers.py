"""What keeps people from reading a page."""

from typing import Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

PHONE, DESK = 390, 1280
THEMES: tuple[Literal["light"], Literal["dark"]] = ("light", "dark")
COLOURS = ["color-contrast", "link-in-text-block"]
"""axe's rules that look at colours, and so the only ones that a theme changes."""


def barriers(page: Page, widths: tuple[int, ...] = (PHONE, DESK)) -> list[tuple[str, str]]:
    """What axe calls serious or critical at each width in the light theme, and of colours in the dark one, as (rule,
    first element), and ("wider than the window", theme) where the page runs over its side."""
    found = []
    height = (page.viewport_size or {"height": 844})["height"]
    for width in widths:
        page.set_viewport_size({"width": width, "height": height})
        for theme in THEMES:
            page.emulate_media(color_scheme=theme, reduced_motion="reduce")  # no colour on its way to another
            options = {"resultTypes": ["violations"]} | ({"runOnly": COLOURS} if theme == "dark" else {})
            found += [
                (violation["id"], violation["nodes"][0]["html"])
                for violation in Axe().run(page, options=options).response["violations"]
                if violation["impact"] in {"serious", "critical"}
            ]
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                found.append(("wider than the window", theme))
    return found
