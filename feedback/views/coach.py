"""A coach's home, queue and snippets."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cohorts.models import Coach
from feedback.forms import QueueForm, SnippetForm
from feedback.models import Snippet
from feedback.pitch import CHECKS
from feedback.reports import queue as queue_report
from feedback.services.snippets import delete_snippet as delete
from feedback.services.snippets import save_snippet
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


@require_GET
def snippets(request: SignedIn) -> HttpResponse:
    coach = _coach(request)
    rows = Snippet.objects.visible_to(request.user).select_related("cohort").order_by("title", "pk")
    titles = {check.id: check.title for check in CHECKS}
    shown = [(row, titles.get(row.check_id, "")) for row in rows]
    context = {
        "own": [pair for pair in shown if pair[0].coach_id == coach.pk],
        "shared": [pair for pair in shown if pair[0].cohort_id is not None],
    }
    return render(request, "feedback/coach/snippets.html", context)


@require_http_methods(["GET", "POST"])
def edit_snippet(request: SignedIn, pk: int | None = None) -> HttpResponse:
    coach = _coach(request)
    snippet = get_object_or_404(_own_snippets(request), pk=pk) if pk else None
    kept = {"title": snippet.title, "body": snippet.body, "check_id": snippet.check_id} if snippet else None
    form = SnippetForm(request.POST or None, initial=kept)
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        save_snippet(coach=coach, title=asked["title"], body=asked["body"], check_id=asked["check_id"], snippet=snippet)
        messages.success(request, _("Snippet saved."))
        return redirect("feedback:snippets")
    return render(request, "feedback/coach/snippet.html", {"form": form, "snippet": snippet})


@require_POST
def delete_snippet(request: SignedIn, pk: int) -> HttpResponse:
    delete(coach=_coach(request), snippet=get_object_or_404(_own_snippets(request), pk=pk))
    messages.success(request, _("Snippet deleted."))
    return redirect("feedback:snippets")


def _own_snippets(request: SignedIn) -> QuerySet[Snippet]:
    return Snippet.objects.visible_to(request.user).filter(coach__user=request.user)


def _coach(request: SignedIn) -> Coach:
    if not request.user.is_coach:
        raise Http404
    return request.user.coach
