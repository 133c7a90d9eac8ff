from collections.abc import Callable

import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.test import Client
from rest_framework.test import APIClient

from cohorts.models import User


@pytest.fixture(autouse=True)
def _plain_static_files(settings: object) -> None:
    """Pages are tested without `collectstatic`; the hashed names are tested where processes run."""
    storages = dict(django_settings.STORAGES)
    storages["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    django_settings.STORAGES = storages


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
