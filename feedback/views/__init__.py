"""What a person opens; each view fetches scoped rows, calls a service or a report, and answers."""

from django.http import HttpRequest

from cohorts.models import User


class SignedIn(HttpRequest):
    """A request that LoginRequiredMiddleware has let through."""

    user: User
