"""Where a candidate writes: the working copy, saved as they type, checked as they type, submitted once."""

import uuid
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from cohorts import services
from cohorts.exceptions import Refused, StaleRevision
from cohorts.models import DRAFT_MAX_CHARS, Intro
from feedback.forms import LiveForm, SubmitForm, WorkingCopyForm, flat_errors
from feedback.reports.todo import todo_list
from feedback.reports.version import last_answer, length_of
from feedback.services.live import check_live
from feedback.views import SignedIn
from feedback.views.answers import answers_json, read


@require_GET
@never_cache  # going back must not bring an idempotency key that is used
def write(request: SignedIn, pk: int) -> HttpResponse:
    intro = _own_intro(request, pk)
    if intro.enrolment.cohort.is_archived or intro.is_put_away:
        return redirect("feedback:intro", pk)
    return _page(request, intro, text=intro.working_text)


@require_POST
@answers_json
def save(request: SignedIn, pk: int) -> HttpResponse:
    intro = _own_intro(request, pk)
    asked = read(request, WorkingCopyForm)
    saved = services.save_working_copy(intro=intro, text=asked["text"], revision=asked["revision"])
    return JsonResponse({"revision": saved.working_revision})


@require_POST
@answers_json
def live(request: SignedIn, pk: int) -> HttpResponse:
    """Findings as a piece of the page; the text that was sent is judged, and not kept."""
    intro = _own_intro(request, pk)
    text = read(request, LiveForm)["text"]
    live = check_live(intro=intro, text=text) if text.strip() else None
    firing = live.places if live is not None and not live.refusal else None
    context = {"live": live, "intro": intro, "todo": todo_list(intro=intro, text=text, firing=firing)}
    return render(request, "feedback/candidate/live.html", context)


@require_POST
def submit(request: SignedIn, pk: int) -> HttpResponse:
    intro = _own_intro(request, pk)
    form = SubmitForm(request.POST)
    text = request.POST.get("text", "")
    if not form.is_valid():
        return _page(request, intro, text=text, refused=flat_errors(form), status=400)
    asked = form.cleaned_data
    try:
        version = services.submit_working_copy(
            intro=intro, text=asked["text"], revision=asked["revision"], idempotency_key=asked["idempotency_key"]
        )
    except StaleRevision as stale:
        return _page(request, stale.intro, text=text, refused=str(stale), newer=stale.intro.working_text, status=409)
    except Refused as refused:
        return _page(request, intro, text=text, refused=str(refused), status=400)
    return redirect("feedback:version", pk, version.number)


def _page(
    request: SignedIn, intro: Intro, *, text: str, refused: str = "", status: int = 200, **more: Any
) -> HttpResponse:
    """`text` is what the writer had on the screen; `newer` is another window's text, where there is one."""
    context = {
        "intro": intro,
        "text": text,
        "length": length_of(text, intro),
        "key": uuid.uuid4(),
        "refused": refused,
        "newer": None,
        "last": last_answer(intro=intro),
        "todo": todo_list(intro=intro, text=text),
        "live": None,
        "max_chars": DRAFT_MAX_CHARS,
        **more,
    }
    return render(request, "feedback/candidate/write.html", context, status=status)


def _own_intro(request: SignedIn, pk: int) -> Intro:
    own = Intro.objects.written_by(request.user).select_related("enrolment__cohort", "enrolment__coach__user")
    return get_object_or_404(own, pk=pk)
