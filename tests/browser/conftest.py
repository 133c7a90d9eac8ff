"""A real Chromium against a real server thread."""

from typing import Any

import pytest
from django.conf import settings
from django.contrib.staticfiles.storage import StaticFilesStorage
from django.contrib.staticfiles.utils import get_files
from django.core.management import call_command
from playwright.sync_api import expect

from tests import chromium

expect.set_options(timeout=20_000)  # the machine may be busy with other things


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    found = chromium.executable()
    return browser_type_launch_args | {"args": chromium.QUIET} | ({"executable_path": found} if found else {})


@pytest.fixture(autouse=True)
def _collected_static_files(_light_settings: None) -> None:
    """The server thread serves STATIC_ROOT: links are enough, and made once."""
    if not any(get_files(StaticFilesStorage(), ignore_patterns=[])):
        call_command("collectstatic", link=True, interactive=False, verbosity=0)
    assert settings.STATIC_ROOT.is_dir()
