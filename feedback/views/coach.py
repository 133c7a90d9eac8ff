"""A coach's home and queue."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from cohorts.models import Coach
from feedback.forms import QueueForm
from feedback.reports import queue as queue_report
from feedback.views import SignedIn


@require_GET
@never_cache
def coach_home(request: SignedIn) -> HttpResponse:
    _coach(request)
    return render(request, "feedback/coach/home.html", {"home": queue_report.coach_home(user=request.user)})


@require_GET
@never_cache  # going back must not show what was answered meanwhile
def queue(request: SignedIn) -> HttpResponse:
    if not request.user.is_staff:
        _coach(request)
    form = QueueForm(request.GET, user=request.user)
    filters = form.filters()
    page = queue_report.queue_page(user=request.user, filters=filters, page=request.GET.get("page", "1"))
    kept = request.GET.copy()
    kept.pop("page", None)
    context = {"form": form, "filters": filters, "page": page, "query": kept.urlencode(), "is_asked": bool(kept)}
    return render(request, "feedback/coach/queue.html", context)


def _coach(request: SignedIn) -> Coach:
    if not request.user.is_coach:
        raise Http404
    return request.user.coach
