"""What a person opens; each view fetches scoped rows, calls a service or a report, and answers."""

from django.http import QueryDict

from cohorts.views import SignedIn

__all__ = ["SignedIn", "without"]


def without(query: QueryDict, *names: str) -> str:
    """What stands in an address after the question mark, but for these."""
    rest = query.copy()
    for name in names:
        rest.pop(name, None)
    return rest.urlencode()
