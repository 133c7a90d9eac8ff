"""One door: the admin has no sign-in page of its own."""

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse


@login_not_required
def enter_admin(request: HttpRequest) -> HttpResponse:
    """Where Django's admin sends whom it does not let in: strangers sign in; for others nothing is here."""
    if request.user.is_authenticated:
        raise Http404
    wanted = request.GET.get("next", reverse("admin:index"))
    return redirect(f"{reverse('cohorts:sign_in')}?{urlencode({'next': wanted})}")
