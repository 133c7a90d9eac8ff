"""Every address that the site answers, and the methods that the API declares."""

from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

AS_ONE = {"admin/"}
"""Taken as one: Django's admin has its own permissions, tested with it."""
IN_ADMIN = {
    "admin/feedback/checkrun/rechecking/",
    "admin/feedback/webhook/<int:pk>/do/",
    "admin/feedback/webhook/<int:pk>/secret/",
    "admin/feedback/delivery/<int:pk>/again/",
}
"""Pages of ours within it, which the table names all the same."""


def all_routes() -> set[str]:
    """In the form of ResolverMatch.route."""
    return set(_routes(get_resolver().url_patterns, ""))


def _routes(patterns: list[URLPattern | URLResolver], before: str) -> list[str]:
    found: list[str] = []
    for pattern in patterns:
        route = before + (str(pattern.pattern).removeprefix("^") if before else str(pattern.pattern))
        if route in AS_ONE:
            found.append(route)
        elif isinstance(pattern, URLResolver):
            found += _routes(_inner(pattern), route)
        else:
            found.append(route)
    return found


def _inner(resolver: URLResolver) -> list[Any]:
    return list(resolver.url_patterns)
