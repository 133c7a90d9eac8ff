"""What a candidate reads: their introductions, the versions of one, what was said, and what changed."""

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from cohorts.models import Candidate, DraftVersion, Intro
from cohorts.querysets import IntroQuerySet
from feedback.forms import DISMISSALS
from feedback.reports import candidate as report
from feedback.reports.blind import is_blind
from feedback.reports.clock import answer_clock
from feedback.reports.todo import todo_list
from feedback.reports.version import VersionPage, diff_page, version_page
from feedback.services import reviewing
from feedback.views import SignedIn


@require_GET
def candidate_home(request: SignedIn) -> HttpResponse:
    if not Candidate.objects.filter(user=request.user).exists():
        raise Http404
    cards = report.home(user=request.user)
    context = {
        "cards": [card for card in cards if not card.is_put_away],
        "put_away": [card for card in cards if card.is_put_away],
    }
    return render(request, "feedback/candidate/home.html", context)


@require_GET
def intro(request: SignedIn, pk: int) -> HttpResponse:
    """All versions of one; with ?old= and ?new= the way to their comparison, so that choosing needs no script."""
    shown = get_object_or_404(_intros(request), pk=pk)
    if blind := _blind_version(request, pk):
        return redirect("feedback:review", pk, blind)
    rows = report.versions_of(intro=shown)
    numbers = {str(row.number) for row in rows}
    pair = [request.GET.get(name, "") for name in ("old", "new")]
    if all(number in numbers for number in pair) and pair[0] != pair[1]:
        old, new = sorted(map(int, pair))
        return redirect("feedback:diff", pk, old, new)
    answered = next((row for row in rows if row.published_at is not None), None)
    turn, waits = report.turn_words(
        shown,
        reviewer=answered.coach if answered else "",
        decision=answered.decision if answered else "",
        published_at=answered.published_at if answered else None,
        now=timezone.now(),
    )
    is_own = shown.enrolment.candidate.user_id == request.user.pk
    is_archived = shown.enrolment.cohort.is_archived
    context = {
        "intro": shown,
        "rows": rows,
        "todo": todo_list(intro=shown, text=shown.working_text) if is_own and not is_archived else None,
        "clock": answer_clock(intro=shown) if is_own and turn == "coach" else None,
        "turn": turn,
        "waits": waits,
        "interview": report.interview_in_words(shown.interview_on, timezone.now()),
        "is_own": is_own,
        "is_archived": is_archived,
        "has_chosen": any(pair),
    }
    return render(request, "feedback/candidate/intro.html", context)


@require_GET
def version(request: SignedIn, pk: int, number: int) -> HttpResponse:
    if blind := _blind_version(request, pk):
        return redirect("feedback:review", pk, blind)
    page = _version_page(request, pk, number)
    if page.answer is not None and page.is_own:
        reviewing.mark_read(review=page.answer.review, user=request.user)
    context = {"page": page, "dismissals": DISMISSALS.items(), "reply_key": uuid.uuid4()}
    return render(request, "feedback/candidate/version.html", context)


@require_GET
def version_check(request: SignedIn, pk: int, number: int) -> HttpResponse:
    """What the page asks for every second until the checks are done; 204 leaves it as it is."""
    shown = get_object_or_404(DraftVersion.objects.visible_to(request.user), intro=pk, number=number)
    if shown.runs.unfinished().exists() or _blind_version(request, pk):
        return HttpResponse(status=204)
    context = {"page": _version_page(request, pk, number), "dismissals": DISMISSALS.items()}
    return render(request, "feedback/candidate/version_check.html", context)


@require_GET
def diff(request: SignedIn, pk: int, old: int, new: int) -> HttpResponse:
    shown = get_object_or_404(_intros(request), pk=pk)
    if blind := _blind_version(request, pk):
        return redirect("feedback:review", pk, blind)
    versions = {row.number: row for row in shown.versions.filter(number__in=(old, new))}
    if set(versions) != {old, new}:
        raise Http404
    if old == new:
        return redirect(f"{shown.get_absolute_url()}?old={old}&new={new}#compare")
    if old > new:
        return redirect("feedback:diff", pk, new, old)
    page = diff_page(intro=shown, old=versions[old], new=versions[new])
    context = {"intro": shown, "page": page, "is_own": shown.enrolment.candidate.user_id == request.user.pk}
    return render(request, "feedback/candidate/diff.html", context)


def _intros(request: SignedIn) -> IntroQuerySet:
    return Intro.objects.visible_to(request.user).select_related(
        "enrolment__cohort", "enrolment__candidate__user", "enrolment__coach__user"
    )


def _version_page(request: SignedIn, pk: int, number: int) -> VersionPage:
    versions = DraftVersion.objects.visible_to(request.user).select_related(
        "intro__enrolment__cohort", "intro__enrolment__candidate__user", "intro__enrolment__coach__user"
    )
    shown = get_object_or_404(versions, intro=pk, number=number)
    is_own = shown.intro.enrolment.candidate.user_id == request.user.pk
    # Whoever sees a version and did not write it sees it as a coach or an admin.
    return version_page(version=shown, user=request.user, is_coached=not is_own)


def _blind_version(request: SignedIn, intro_pk: int) -> int | None:
    """The latest version of the introduction whose scores its coach does not see yet: the review page is theirs."""
    versions = DraftVersion.objects.filter(is_blind(request.user), intro=intro_pk) if request.user.is_coach else None
    return versions.order_by("-number").values_list("number", flat=True).first() if versions is not None else None
