"""What a person opens; each view fetches scoped rows, calls a service or a report, and answers."""

from cohorts.views import SignedIn

__all__ = ["SignedIn"]
