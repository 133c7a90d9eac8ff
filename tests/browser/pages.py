"""Signing in without the sign-in page, for tests that are about something else."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from cohorts.models import User

Enter = Callable[[User], Page]


@contextmanager
def contexts(browser: Browser, live_server: Any, complaints: list[str]) -> Iterator[Callable[[User], BrowserContext]]:
    """Makes windows of a browser of one person; what pages complain about on the console goes to `complaints`."""
    made: list[BrowserContext] = []

    def note(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and "Failed to load resource" not in message.text:
            complaints.append(message.text)

    def watch(page: Page) -> None:
        page.on("console", note)
        page.on("pageerror", lambda error: complaints.append(str(error)))

    def enter(user: User) -> BrowserContext:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        context = browser.new_context(base_url=live_server.url)
        context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
        context.on("page", watch)
        made.append(context)
        return context

    yield enter
    for context in made:
        context.close()
