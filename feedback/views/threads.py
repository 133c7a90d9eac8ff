"""What people answer to what was said: reply to a comment, tick it off, set a finding aside."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cohorts.exceptions import Refused
from cohorts.models import DraftVersion
from feedback.forms import DismissForm, ReplyForm, flat_errors
from feedback.models import Comment, Finding
from feedback.services import reviewing
from feedback.services.findings import clear_verdict, judge_finding
from feedback.views import SignedIn


@require_POST
def reply(request: SignedIn, pk: int) -> HttpResponse:
    comment = _comment(request, pk)
    form = ReplyForm(request.POST)
    if not form.is_valid():
        messages.error(request, flat_errors(form))
        return _back_to(comment.version, f"comment-{pk}")
    key: uuid.UUID = form.cleaned_data["client_key"]
    try:
        reviewing.reply_to_comment(comment=comment, author=request.user, body=form.cleaned_data["body"], client_key=key)
    except Refused as refused:
        messages.error(request, str(refused))
    return _back_to(comment.version, f"comment-{pk}")


@require_POST
def resolve(request: SignedIn, pk: int) -> HttpResponse:
    """POST done=1 ticks the thread off, done=0 opens it again; done=disagree with a body says why it was not done."""
    comment = _comment(request, pk)
    done, said = request.POST.get("done"), ReplyForm(request.POST)
    reason: dict[str, Any] = {}
    if done == "disagree":
        if not said.is_valid():
            messages.error(request, _("Say why you disagree: your coach reads it."))
            return _back_to(comment.version, f"comment-{pk}")
        reason = {"reason": said.cleaned_data["body"], "client_key": said.cleaned_data["client_key"]}
    try:
        reviewing.resolve_comment(comment=comment, user=request.user, is_resolved=done != "0", **reason)
    except Refused as refused:
        messages.error(request, str(refused))
    return _back_to(comment.version, f"comment-{pk}")


@require_POST
def dismiss(request: SignedIn, pk: int) -> HttpResponse:
    """POST is_dismissed=on with a reason sets the finding aside; without is_dismissed it stands again."""
    findings = Finding.objects.visible_to(request.user).select_related(
        "run__version__intro__enrolment__cohort", "run__version__intro__enrolment__candidate"
    )
    finding = get_object_or_404(findings, pk=pk)
    form = DismissForm(request.POST)
    try:
        if not form.is_valid():
            messages.error(request, flat_errors(form))
        elif form.cleaned_data["is_dismissed"]:
            given = form.cleaned_data
            judge_finding(finding=finding, user=request.user, verdict=given["reason"], note=given["words"])
            messages.success(request, _("Set aside. Your coach sees the reason."))
        else:
            clear_verdict(finding=finding, user=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
    return _back_to(finding.run.version, "findings")


def _comment(request: SignedIn, pk: int) -> Comment:
    """A published comment that began a thread."""
    comments = Comment.objects.published().visible_to(request.user)
    comments = comments.select_related("version__intro__enrolment__candidate")
    return get_object_or_404(comments, pk=pk, parent=None)


def _back_to(version: DraftVersion, place: str) -> HttpResponse:
    return redirect(f"{version.get_absolute_url()}#{place}")
