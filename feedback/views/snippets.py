"""A coach's snippets: found, written, changed, shared with a cohort, kept from a comment."""

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cohorts.exceptions import Refused
from cohorts.models import Coach, Cohort
from feedback.forms import SnippetForm, WordsField
from feedback.models import Comment, Snippet
from feedback.pitch import CHECKS
from feedback.reports.snippets import snippet_rows
from feedback.services import snippets as services
from feedback.views import SignedIn
from feedback.views.answers import answers_json


class FindForm(forms.Form):
    """What the list is asked for; a value that cannot be is left out."""

    q = WordsField(label=gettext_lazy("Words"), required=False, max_length=100)
    check = forms.ChoiceField(
        label=gettext_lazy("Check"),
        required=False,
        choices=[("", gettext_lazy("Any")), *((check.id, check.title) for check in CHECKS)],
    )

    def asked(self) -> dict[str, str]:
        self.is_valid()
        return {"words": self.cleaned_data.get("q", ""), "check": self.cleaned_data.get("check", "")}


@require_GET
def snippets(request: SignedIn) -> HttpResponse:
    coach = _coach(request)
    form = FindForm(request.GET)
    asked = form.asked()
    rows = snippet_rows(coach=coach, **asked)
    context = {
        "form": form,
        "is_asked": any(asked.values()),
        "own": [row for row in rows if row.snippet.coach_id is not None],
        "shared": [row for row in rows if row.snippet.cohort_id is not None],
    }
    return render(request, "feedback/coach/snippets.html", context)


@require_http_methods(["GET", "POST"])
def edit_snippet(request: SignedIn, pk: int | None = None) -> HttpResponse:
    coach = _coach(request)
    snippet = get_object_or_404(Snippet.objects.kept_by(coach), pk=pk) if pk else None
    form = SnippetForm(request.POST or None, initial=_initial(snippet), cohorts=coach.cohorts.order_by("name"))
    if request.method == "POST" and form.is_valid():
        asked: dict[str, Any] = form.cleaned_data
        cohort: Cohort | None = asked["cohort"]
        try:
            services.save_snippet(
                coach=coach, title=asked["title"], body=asked["body"], check_id=asked["check_id"],
                owner=cohort or coach, snippet=snippet,
            )  # fmt: skip
        except Refused as refused:
            form.add_error("body", str(refused))
        else:
            messages.success(request, _("Snippet saved."))
            return redirect("feedback:snippets")
    uses = snippet.comments.count() if snippet else 0
    return render(request, "feedback/coach/snippet.html", {"form": form, "snippet": snippet, "uses": uses})


@require_POST
def delete_snippet(request: SignedIn, pk: int) -> HttpResponse:
    coach = _coach(request)
    services.delete_snippet(coach=coach, snippet=get_object_or_404(Snippet.objects.kept_by(coach), pk=pk))
    messages.success(request, _("Snippet deleted."))
    return redirect("feedback:snippets")


@require_POST
@answers_json
def keep_comment(request: SignedIn, key: uuid.UUID) -> HttpResponse:
    """The coach's comment of that key becomes a snippet of theirs."""
    coach = _coach(request)
    comments = Comment.objects.visible_to(request.user).select_related("version__intro__enrolment__candidate__user")
    comment = get_object_or_404(comments, client_key=key, author=request.user)
    snippet = services.keep_comment(coach=coach, comment=comment)
    return JsonResponse({"title": snippet.title, "url": reverse("feedback:snippet_edit", args=[snippet.pk])})


def _initial(snippet: Snippet | None) -> dict[str, Any] | None:
    if snippet is None:
        return None
    return {
        "title": snippet.title, "body": snippet.body, "check_id": snippet.check_id, "cohort": snippet.cohort_id,
    }  # fmt: skip


def _coach(request: SignedIn) -> Coach:
    if not request.user.is_coach:
        raise Http404
    return request.user.coach
