"""The coach's review page, and what its script asks for."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cohorts.exceptions import Refused
from cohorts.models import Coach, DraftVersion
from feedback import forms
from feedback.exceptions import AlreadyReviewed
from feedback.models import Decision, Finding, Review, Snippet
from feedback.reports import queue
from feedback.reports.review import review_page as review_report
from feedback.services import findings, reviewing
from feedback.views import SignedIn
from feedback.views.answers import NotForAdmins, Unreadable, answers_json, problem, read, review_state


@require_GET
@never_cache  # going back after publishing must not show it as if it still waited
def review_page(request: SignedIn, pk: int, number: int) -> HttpResponse:
    version = _version(request, pk, number)
    filters = forms.QueueForm(request.GET, user=request.user).filters()
    context = {
        "page": review_report(version=version, user=request.user),
        "following": queue.next_waiting(user=request.user, filters=filters, after=version.intro),
        "decisions": Decision.choices,
        "dismissals": forms.DISMISSALS,
        "texts": page_texts(),
        "query": request.GET.urlencode(),
        "body_max": forms.BODY_MAX_CHARS,
        "summary_max": forms.SUMMARY_MAX_CHARS,
    }
    return render(request, "feedback/coach/review.html", context)


@require_POST
@answers_json
def save(request: SignedIn, pk: int, number: int) -> HttpResponse:
    version = _version(request, pk, number)
    data = read(request, forms.ReviewForm)
    review = reviewing.start_review(version=version, coach=_coach(request))
    return JsonResponse(review_state(_save(review, data)))


@require_POST
@answers_json
def publish(request: SignedIn, pk: int, number: int) -> HttpResponse:
    """Saves what was sent, then publishes; what cannot be published stays saved, and the answer names its revision."""
    version = _version(request, pk, number)
    filters = forms.QueueForm(request.GET, user=request.user).filters()
    following = queue.next_waiting(user=request.user, filters=filters, after=version.intro)
    data = read(request, forms.ReviewForm)
    review = reviewing.start_review(version=version, coach=_coach(request))
    if not (review.is_published and (review.summary, review.decision) == (data["summary"], data["decision"])):
        review = _save(review, data)  # unless this is a retry after a lost answer
    try:
        reviewing.publish_review(review=review)
    except AlreadyReviewed as error:
        return problem(409, str(error), revision=review.revision)
    except Refused as error:
        return problem(400, str(error), revision=review.revision)
    _tell(request, version)
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    address = reverse("feedback:review", args=following) if following else reverse("feedback:queue")
    return JsonResponse({"next": address + query})


@require_http_methods(["PUT", "DELETE"])
@answers_json
def change_comment(request: SignedIn, pk: int, number: int, key: uuid.UUID) -> HttpResponse:
    """Write or delete the coach's comment of that key; asking twice is asking once."""
    version = _version(request, pk, number)
    coach = _coach(request)
    own = request.user.comments.filter(version=version, client_key=key, review__isnull=False).first()
    if request.method == "DELETE":
        if own is not None:
            reviewing.delete_comment(comment=own, author=request.user)
        return HttpResponse(status=204)
    data = read(request, forms.CommentForm)
    snippet = Snippet.objects.visible_to(request.user).filter(pk=data["snippet"]).first() if data["snippet"] else None
    if own is None:
        review = reviewing.start_review(version=version, coach=coach)
        own = reviewing.comment_on_words(
            review=review, start=data["start"], end=data["end"], body=data["body"], client_key=key,
            check_id=data["check_id"], snippet=snippet,
        )  # fmt: skip
        if own.version_id != version.pk:
            raise Unreadable(_("This comment stands on another version."))
    elif own.body != data["body"].strip():
        own = reviewing.edit_comment(comment=own, author=request.user, body=data["body"], snippet=snippet)
    return JsonResponse({"start": own.start, "end": own.end, "quote": own.quote, "body": own.body})


@require_POST
@answers_json
def judge_finding(request: SignedIn, pk: int, number: int, finding_pk: int) -> HttpResponse:
    version = _version(request, pk, number)
    rows = Finding.objects.visible_to(request.user).select_related("run__version__intro__enrolment__candidate")
    finding = get_object_or_404(rows, pk=finding_pk, run__version=version)
    data = read(request, forms.VerdictForm)
    _coach(request)
    if data["verdict"]:
        findings.judge_finding(finding=finding, user=request.user, verdict=data["verdict"], note=data["note"])
    else:
        findings.clear_verdict(finding=finding, user=request.user)
    finding.refresh_from_db()
    return JsonResponse(
        {"verdict": finding.verdict, "words": finding.verdict_words, "is_dismissed": finding.is_set_aside}
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
        "offline": _("The server cannot be reached. What you wrote is kept in this browser."),
        "set_aside": _("Set aside: "),
        "snippet_kept": _("Kept as a snippet:"),
        "snippet_unsaved": _("This comment is not saved yet. Try again in a moment."),
        "confirmed": _("Called right"),
    }


def _version(request: SignedIn, pk: int, number: int) -> DraftVersion:
    return get_object_or_404(
        DraftVersion.objects.filter(pk__in=DraftVersion.objects.coached_by(request.user).values("pk")).select_related(
            "intro__enrolment__cohort", "intro__enrolment__candidate__user"
        ),
        intro__pk=pk,
        number=number,
    )


def _coach(request: SignedIn) -> Coach:
    if not request.user.is_coach:
        raise NotForAdmins(_("Only a coach of this cohort can answer; you see the page as an admin."))
    return request.user.coach


def _save(review: Review, data: dict[str, Any]) -> Review:
    return reviewing.save_review(
        review=review,
        revision=data["revision"],
        summary=data["summary"],
        decision=data["decision"],
        levels=data["levels"],
    )


def _tell(request: SignedIn, version: DraftVersion) -> None:
    sentence = _("Published: {name} can read your answer now. {link}")
    address = reverse("feedback:review", args=[version.intro_id, version.number])
    link = format_html('<a href="{}">{}</a>', address, _("Look at it again"))
    messages.success(request, format_html(sentence, name=version.intro.enrolment.candidate.user.name, link=link))
