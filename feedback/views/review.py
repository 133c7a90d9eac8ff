"""The coach's review page, and what becomes of the answer as a whole."""

from collections.abc import Callable
from typing import Any

from csp.decorators import csp_update
from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from cohorts.exceptions import Refused
from cohorts.models import Coach, DraftVersion
from feedback import forms
from feedback.exceptions import AlreadyReviewed
from feedback.models import Decision, Review, Snippet
from feedback.reports import queue
from feedback.reports.keys import key_groups, key_map
from feedback.reports.review import ReviewPage, hides_engine
from feedback.reports.review import review_page as review_report
from feedback.services import amending, holding, reviewing
from feedback.views import SignedIn
from feedback.views.answers import NotForAdmins, answers_json, problem, read, review_state

PAGE_ONLY = ("since", "amend")
"""Parameters of the page itself; all others are the queue's filters, kept for the next draft."""


@require_GET
@never_cache  # going back after publishing must not show it as if it still waited
# The next draft is fetched ahead by a rule in the page, which is data and no script.
@csp_update({"script-src": ["'inline-speculation-rules'"]})  # type: ignore[arg-type]  # django-csp's own types ask for str
def review_page(request: SignedIn, pk: int, number: int) -> HttpResponse:
    version = find_version(request, pk, number)
    filters = forms.QueueForm(request.GET, user=request.user).filters()
    asked = forms.SinceForm(request.GET)
    page = review_report(version=version, user=request.user, since=asked.number())
    following = queue.next_waiting(user=request.user, filters=filters, after=version.intro)
    query, keys = _query(request), key_groups("review", request.user)
    context = {
        "page": page,
        "following": reverse("feedback:review", args=following) + query if following else "",
        "amending": page.can_amend and "amend" in request.GET,
        "decisions": Decision.choices,
        "dismissals": forms.DISMISSALS,
        "texts": page_texts(),
        "key_page": "review",
        "key_groups": keys,
        "key_map": key_map(keys),
        "query": query,
        "body_max": forms.BODY_MAX_CHARS,
        "summary_max": forms.SUMMARY_MAX_CHARS,
    }
    return render(request, "feedback/coach/review.html", context)


@require_POST
@answers_json
def save(request: SignedIn, pk: int, number: int) -> HttpResponse:
    version = find_version(request, pk, number)
    data = read(request, forms.ReviewForm)
    review = _save(reviewing.start_review(version=version, coach=find_coach(request)), data)
    return JsonResponse(review_state(review) | {"hides_engine": hides_engine(review)})


@require_POST
@answers_json
def publish(request: SignedIn, pk: int, number: int) -> HttpResponse:
    """Saves what was sent, then publishes; what cannot be published stays saved, and the answer names its revision."""
    said = _("Published: %(name)s can read your answer now.")
    return _finish(request, find_version(request, pk, number), reviewing.publish_review, said)


@require_POST
@answers_json
def hold(request: SignedIn, pk: int, number: int) -> HttpResponse:
    """Saves what was sent, then holds it back; what cannot be held stays saved, and the answer names its revision."""
    said = _("Held back: your answer to %(name)s waits until you release it from the queue.")
    return _finish(request, find_version(request, pk, number), holding.hold_review, said)


@require_POST
def take_back(request: SignedIn, pk: int, number: int) -> HttpResponse:
    """A held review is a draft again."""
    version = find_version(request, pk, number)
    review = get_object_or_404(Review.objects.filter(coach__user=request.user), version=version)
    try:
        holding.take_back(review=review)
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect(reverse("feedback:review", args=[pk, number]) + _query(request))


@require_POST
@answers_json
def amend(request: SignedIn, pk: int, number: int) -> HttpResponse:
    version = find_version(request, pk, number)
    data = read(request, forms.AmendForm)
    review = get_object_or_404(Review.objects.filter(coach=find_coach(request)), version=version)
    amending.amend_review(
        review=review,
        revision=data["revision"],
        summary=data["summary"],
        decision=data["decision"],
        levels=data["levels"],
        comments=_comment_changes(request, data),
    )
    said = _("Changed: %(name)s is told, and can read what it said before.")
    address = reverse("feedback:review", args=[pk, number]) + _query(request)
    return JsonResponse({"next": address, "said": _said(version, said)})


@require_GET
@never_cache
@answers_json
def engine(request: SignedIn, pk: int, number: int) -> HttpResponse:
    """What the checks make of the version, once the coach may see it: {"html", "certainties", "scores"}."""
    version = find_version(request, pk, number)
    find_coach(request)
    page = review_report(version=version, user=request.user)
    if page.hides_engine:
        return problem(403, _("Give a level on each criterion first."))
    return JsonResponse(
        {
            "html": render_to_string("feedback/coach/engine.html", {"page": page}, request),
            "certainties": {note.pk: note.certainty for note in page.findings},
            "scores": _scores(page),
        }
    )


def page_texts() -> dict[str, str]:
    """What the page's script says, in the reader's language."""
    return {
        "saved": _("Saved"),
        "saving": _("Saving…"),
        "kept": _("Not saved yet: kept in this browser, tried again in a moment"),
        "restored": _("Brought back what was not saved last time"),
        "publishing": _("Publishing…"),
        "no_decision": _("Choose a decision before you publish."),
        "no_words": _("Write a summary or a comment before you publish."),
        "no_summary": _("There is no summary."),
        "no_level": _("No level is chosen for: "),
        "decision": _("Decision: "),
        "undecided": _("none yet"),
        "select_first": _("Select the words that you mean first."),
        "comment_refused": _("A comment could not be kept: "),
        "signed_out": _("You are signed out. Sign in again in another tab: what you wrote is kept here."),
        "failed": _("The server could not do this. What you wrote is kept in this browser: try again in a moment."),
        "offline": _("The server cannot be reached. What you wrote is kept in this browser."),
        "set_aside": _("Set aside: "),
        "snippet_kept": _("Kept as a snippet:"),
        "snippet_unsaved": _("This comment is not saved yet. Try again in a moment."),
        "confirmed": _("Called right"),
        "unsent": _("Changed here, and kept in this browser; not published yet"),
        "comment_deleted": _("Comment deleted."),
        "deleted_here": _("Deleted here"),
        "ticked": _("Ticked off."),
        "reopened": _("Open again."),
        "you": _("You"),
    }


def find_version(request: SignedIn, pk: int, number: int) -> DraftVersion:
    return get_object_or_404(
        DraftVersion.objects.filter(pk__in=DraftVersion.objects.coached_by(request.user).values("pk")).select_related(
            "intro__enrolment__cohort", "intro__enrolment__candidate__user"
        ),
        intro__pk=pk,
        number=number,
    )


def find_coach(request: SignedIn) -> Coach:
    if not request.user.is_coach:
        raise NotForAdmins(_("Only a coach of this cohort can answer; you see the page as an admin."))
    return request.user.coach


def _finish(request: SignedIn, version: DraftVersion, finish: Callable[..., Review], said: str) -> HttpResponse:
    filters = forms.QueueForm(request.GET, user=request.user).filters()
    following = queue.next_waiting(user=request.user, filters=filters, after=version.intro)
    data = read(request, forms.ReviewForm)
    review = reviewing.start_review(version=version, coach=find_coach(request))
    if not (review.is_published and (review.summary, review.decision) == (data["summary"], data["decision"])):
        review = _save(review, data)  # unless this is a retry after a lost answer
    try:
        finish(review=review)
    except AlreadyReviewed as error:
        return problem(409, str(error), revision=review.revision)
    except Refused as error:
        return problem(400, str(error), revision=review.revision)
    address = reverse("feedback:review", args=following) if following else reverse("feedback:queue")
    return JsonResponse({"next": address + _query(request), "said": _said(version, said)})


def _save(review: Review, data: dict[str, Any]) -> Review:
    return reviewing.save_review(
        review=review,
        revision=data["revision"],
        summary=data["summary"],
        decision=data["decision"],
        levels=data["levels"],
    )


def _comment_changes(request: SignedIn, data: dict[str, Any]) -> amending.CommentChanges:
    snippets = Snippet.objects.visible_to(request.user).in_bulk(
        [new["snippet"] for new in data["added"] if new["snippet"]]
    )
    added = [
        amending.NewComment(
            client_key=new["key"], start=new["start"], end=new["end"], body=new["body"],
            is_praise=new["is_praise"], check_id=new["check_id"], snippet=snippets.get(new["snippet"]),
        )
        for new in data["added"]
    ]  # fmt: skip
    return amending.CommentChanges(words=data["comments"], gone=data["removed"], new=added)


def _query(request: SignedIn) -> str:
    """The queue's filters, with the question mark; "" where there are none."""
    kept = request.GET.copy()
    for name in PAGE_ONLY:
        kept.pop(name, None)
    return f"?{kept.urlencode()}" if kept else ""


def _said(version: DraftVersion, sentence: str) -> dict[str, str]:
    """What the next page says, which was fetched before it happened: so the script carries it there."""
    return {
        "words": sentence % {"name": version.intro.enrolment.candidate.user.name},
        "url": reverse("feedback:review", args=[version.intro_id, version.number]),
        "link": _("Look at it again"),
        "close": _("Close this message"),
    }


def _scores(page: ReviewPage) -> dict[int, str]:
    return {
        step.number: _("%(score)d of 100") % {"score": round(step.overall)}
        for step in page.steps
        if step.overall is not None
    }
