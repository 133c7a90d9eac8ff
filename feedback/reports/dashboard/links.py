"""Addresses of what lies behind a mark, which keep what the dashboard was asked for."""

from urllib.parse import urlencode

from django.urls import reverse

from feedback.reports.dashboard.scope import Scope


def kept_link(scope: Scope, name: str, *args: str, **changes: object) -> str:
    """Of the page `name`, with the filters of the scope in its address; `changes` takes the place of some."""
    asked = {
        "coach": scope.coach_id, "role": scope.role, "since": scope.since, "until": scope.until,
        "version": scope.number,
    } | changes  # fmt: skip
    query = urlencode({key: value for key, value in asked.items() if value not in (None, "")})
    address = reverse(name, args=[scope.cohort.slug, *args])
    return f"{address}?{query}" if query else address
