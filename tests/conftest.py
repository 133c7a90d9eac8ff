from collections.abc import Callable

import hypothesis
import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from pytest_django import Settings
from rest_framework.test import APIClient

from cohorts.models import User
from tests.environment import HOME

hypothesis.settings.register_profile("tests", deadline=None)  # other work on the machine is no failure
hypothesis.settings.load_profile("tests")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """SQLite in a file, as in life: threads and a live server lock each other as they would there."""
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(HOME / "test.sqlite3")


@pytest.fixture(autouse=True)
def _light_settings(settings: Settings) -> None:
    """No `collectstatic` (hashed names are tested where processes run), passwords hashed in no time, no Chromium."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": plain}
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.CHROMIUM = "/nowhere"  # a report is made into a PDF where a test asks for that alone


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    cache.clear()


@pytest.fixture
def signed_in() -> Callable[[User], Client]:
    """A browser-like client, signed in as the given person; CSRF is checked as in life only in browser tests."""

    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


@pytest.fixture
def api() -> Callable[[User], APIClient]:
    """A JSON client of the API, signed in as the given person."""

    def sign_in(user: User) -> APIClient:
        client = APIClient(enforce_csrf_checks=False)
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in
