"""What a coach notes on the review page: comments, what they say of findings, answers in threads."""

import uuid

from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from feedback import forms
from feedback.models import Comment, Finding, Snippet
from feedback.reports.review_notes import resolution_words
from feedback.services import findings, reviewing
from feedback.views import SignedIn
from feedback.views.answers import Unreadable, answers_json, read
from feedback.views.review import find_coach, find_version


@require_http_methods(["PUT", "DELETE"])
@answers_json
def change_comment(request: SignedIn, pk: int, number: int, key: uuid.UUID) -> HttpResponse:
    """Write or delete the coach's comment of that key; asking twice is asking once, a stale `revision` a 409."""
    version = find_version(request, pk, number)
    coach = find_coach(request)
    own = request.user.comments.filter(version=version, client_key=key, review__isnull=False).first()
    if request.method == "DELETE":
        if own is not None:
            seen = read(request, forms.SeenForm)["revision"]
            reviewing.delete_comment(comment=own, author=request.user, revision=seen)
        return HttpResponse(status=204)
    data = read(request, forms.CommentForm)
    snippet = Snippet.objects.visible_to(request.user).filter(pk=data["snippet"]).first() if data["snippet"] else None
    if own is None:
        review = reviewing.start_review(version=version, coach=coach)
        own = reviewing.comment_on_words(
            review=review, start=data["start"], end=data["end"], body=data["body"], client_key=key,
            is_praise=data["is_praise"], check_id=data["check_id"], snippet=snippet,
        )  # fmt: skip
        if own.version_id != version.pk:
            raise Unreadable(_("This comment stands on another version."))
    else:
        own = reviewing.edit_comment(
            comment=own, author=request.user, body=data["body"], revision=data["revision"], snippet=snippet,
            is_praise=data["is_praise"],
        )  # fmt: skip
    state = {"start": own.start, "end": own.end, "quote": own.quote, "body": own.body, "revision": own.revision}
    return JsonResponse(state)


@require_POST
@answers_json
def judge_finding(request: SignedIn, pk: int, number: int, finding_pk: int) -> HttpResponse:
    version = find_version(request, pk, number)
    rows = Finding.objects.visible_to(request.user).select_related("run__version__intro__enrolment__candidate")
    finding = get_object_or_404(rows, pk=finding_pk, run__version=version)
    data = read(request, forms.VerdictForm)
    find_coach(request)
    if data["verdict"]:
        findings.judge_finding(finding=finding, user=request.user, verdict=data["verdict"], note=data["note"])
    else:
        findings.clear_verdict(finding=finding, user=request.user)
    finding.refresh_from_db()
    return JsonResponse(
        {"verdict": finding.verdict, "words": finding.verdict_words, "is_dismissed": finding.is_set_aside}
    )


@require_POST
@answers_json
def answer_thread(request: SignedIn, pk: int, number: int, comment_pk: int) -> HttpResponse:
    """Reply to a published comment of this introduction, or tick it off and open it again."""
    version = find_version(request, pk, number)
    threads = (
        Comment.objects.published().visible_to(request.user).select_related("version__intro__enrolment__candidate")
    )
    comment = get_object_or_404(threads, pk=comment_pk, parent=None, version__intro=version.intro_id)
    find_coach(request)
    data = read(request, forms.ThreadForm)
    if data["act"] == "reply":
        reply = reviewing.reply_to_comment(
            comment=comment, author=request.user, body=data["body"], client_key=data["client_key"]
        )
        return JsonResponse({"author": str(request.user), "body": reply.body})
    reviewing.resolve_comment(comment=comment, user=request.user, is_resolved=data["act"] == "tick")
    comment = Comment.objects.select_related("resolved_by").get(pk=comment.pk)
    return JsonResponse({"is_open": comment.resolved_at is None, "words": resolution_words(comment)})
