"""A real Chromium against a real server thread."""

import os
import shutil
from typing import Any

import pytest
from django.conf import settings
from django.contrib.staticfiles.storage import StaticFilesStorage
from django.contrib.staticfiles.utils import get_files
from django.core.management import call_command

QUIET = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
"""Without a network, Chromium otherwise waits and complains."""


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """CHROMIUM names a program; else the system's, else Playwright's own."""
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    return browser_type_launch_args | {"args": QUIET} | ({"executable_path": found} if found else {})


@pytest.fixture(autouse=True)
def _collected_static_files(_light_settings: None) -> None:
    """The server thread serves STATIC_ROOT: links are enough, and made once."""
    if not any(get_files(StaticFilesStorage(), ignore_patterns=[])):
        call_command("collectstatic", link=True, interactive=False, verbosity=0)
    assert settings.STATIC_ROOT.is_dir()
