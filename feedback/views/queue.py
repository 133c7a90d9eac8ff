"""A coach's home and queue: what waits, views of it, and what is done to many drafts at once."""

from dataclasses import asdict
from datetime import datetime, time, timedelta
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from cohorts.exceptions import Refused
from cohorts.models import Coach, Intro
from feedback.desk_forms import BulkForm
from feedback.forms import QueueForm, flat_errors
from feedback.models import Review, ReviewStatus, SavedView
from feedback.reports import queue as report
from feedback.reports.keys import key_groups, key_map
from feedback.services import desk
from feedback.services.holding import release_reviews
from feedback.views import SignedIn, without

UNDO_SALT, UNDO_AGE_S = "queue-undo", 3_600
NAMES = 3
"""So many people are named in a message; of the others it tells how many."""


@require_GET
@never_cache
def coach_home(request: SignedIn) -> HttpResponse:
    coach_of(request)
    keys = key_map(key_groups("queue", request.user))
    context = {"home": report.coach_home(user=request.user), "key_map": keys}
    return render(request, "feedback/coach/home.html", context)


@require_GET
@never_cache  # going back must not show what was answered meanwhile
def queue(request: SignedIn) -> HttpResponse:
    if not request.user.is_staff:
        coach_of(request)
    form = QueueForm(request.GET, user=request.user)
    filters = form.filters()
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    kept = request.GET.copy()
    for place in ("after", "before"):
        kept.pop(place, None)
    views = list(SavedView.objects.visible_to(request.user))
    asked = [QueueForm(QueryDict(view.query), user=request.user, choices=form.offered).filters() for view in views]
    counts = report.view_counts(user=request.user, views=asked)
    keys = key_groups("queue", request.user)
    page = report.queue_page(user=request.user, filters=filters, after=after, before=before)
    context = {
        "form": form,
        "filters": filters,
        "page": page,
        "weights": report.weight_words(page.weights),
        "query": kept.urlencode(),
        "is_asked": bool(kept),
        "chips": [(words, without(kept, name)) for name, words in form.asked()],
        "is_more_asked": any(name in form.more for name in kept),
        "views": [(view, count, one == filters) for view, count, one in zip(views, counts, asked, strict=True)],
        "is_viewed": filters in asked,
        "away": report.away_now(request.user, timezone.now()),
        "tomorrow": timezone.localdate() + timedelta(days=1),
        "key_page": "queue",
        "key_groups": keys,
        "key_map": key_map(keys),
    }
    return render(request, "feedback/coach/queue.html", context)


@require_POST
def bulk(request: SignedIn) -> HttpResponse:
    """Assign, put off, bring back, mark as read or release what was ticked; what one may not see counts as unticked."""
    back = _back(request)
    if not request.user.is_staff:
        coach_of(request)
    form = BulkForm(request.POST)
    if not form.is_valid():
        messages.warning(request, flat_errors(form))
        return back
    asked = form.cleaned_data
    seen = Intro.objects.coached_by(request.user).filter(pk__in=asked["intros"], latest_number__gt=0)
    intros = list(
        Intro.objects.filter(pk__in=seen.values("pk"))
        .select_related("enrolment__candidate__user")
        .order_by("enrolment__candidate__user__name", "pk")
    )
    if not intros:
        messages.warning(request, _("Tick the introductions that you mean first."))
        return back
    try:
        return ACTS[asked["act"]](request, intros, asked) or back
    except Refused as refused:
        messages.error(request, str(refused))
        return back


def _assign(request: SignedIn, intros: list[Intro], asked: dict[str, Any]) -> None:
    coaches = Coach.objects.visible_to(request.user).select_related("user")
    coach = coaches.filter(pk=asked["coach"] or 0).first()
    if coach is None:
        messages.warning(request, _("Choose whom to assign them to."))
        return
    enrolments = {intro.enrolment_id: intro.enrolment for intro in intros}
    undo = desk.assign_all(enrolments=list(enrolments.values()), coach=coach)
    said = _("Assigned to %(coach)s: %(names)s.") % {"coach": coach, "names": _names(intros)}
    away = report.away_now(coach.user, timezone.now())
    if away:
        facts = {"coach": coach, "day": date_format(away.last_day, "j F")}
        said = f"{said} {_('%(coach)s is away until %(day)s.') % facts}"
    _tell(request, said, undo)


def _put_off(request: SignedIn, intros: list[Intro], asked: dict[str, Any]) -> None:
    if not asked["until"]:
        messages.warning(request, _("Choose the day until which to put them off."))
        return
    until = datetime.combine(asked["until"], time(0), tzinfo=timezone.get_current_timezone())
    undo = desk.put_off(coach=coach_of(request), intros=intros, until=until)
    facts = {"day": date_format(asked["until"], "j F"), "names": _names(intros)}
    _tell(request, _("Put off until %(day)s: %(names)s.") % facts, undo)


def _bring_back(request: SignedIn, intros: list[Intro], asked: dict[str, Any]) -> None:
    undo = desk.bring_back(coach=coach_of(request), intros=intros)
    if undo.rows:
        back = {pk for pk, _kept in undo.rows}
        names = _names([intro for intro in intros if intro.pk in back])
        _tell(request, _("They wait again: %(names)s.") % {"names": names}, undo)
    else:
        messages.warning(request, _("None of these is put off."))


def _mark_read(request: SignedIn, intros: list[Intro], asked: dict[str, Any]) -> None:
    undo = desk.mark_all_read(coach=coach_of(request), intros=intros)
    _tell(request, _("Marked as read: %(names)s.") % {"names": _names(intros)}, undo)


def _release(request: SignedIn, intros: list[Intro], asked: dict[str, Any]) -> HttpResponse | None:
    """Asks first: what a candidate has read cannot be taken back."""
    coach = coach_of(request)
    held = list(
        Review.objects.filter(status=ReviewStatus.HELD, coach=coach, version__intro__in=intros)
        .select_related("version__intro__enrolment__candidate__user")
        .order_by("version__intro__enrolment__candidate__user__name", "pk")
    )
    if not held:
        messages.warning(request, _("None of these has a review of yours that is held back."))
        return None
    if not asked["is_confirmed"]:
        return render(request, "feedback/coach/release.html", {"reviews": held, "back": request.POST.get("back", "")})
    released = release_reviews(reviews=held, coach=coach)
    names = _names([review.version.intro for review in released.published])
    if released.published:
        messages.success(request, _("Released: %(names)s can read your answers now.") % {"names": names})
    for review, why in released.failed:
        facts = {"name": review.version.intro.enrolment.candidate, "why": why}
        messages.error(request, _("%(name)s's was not released: %(why)s") % facts)
    return None


ACTS = {
    "assign": _assign, "put_off": _put_off, "bring_back": _bring_back, "read": _mark_read, "release": _release,
}  # fmt: skip


@require_POST
def undo(request: SignedIn) -> HttpResponse:
    """Take back what the last message offered to."""
    if not request.user.is_staff:
        coach_of(request)
    try:
        token = signing.loads(request.POST.get("token", ""), salt=UNDO_SALT, max_age=UNDO_AGE_S)
    except signing.BadSignature:
        messages.warning(request, _("This cannot be undone any more."))
        return _back(request)
    if token.pop("user") != request.user.pk:
        raise Http404
    token["rows"] = tuple(tuple(row) for row in token["rows"])
    desk.take_back(undo=desk.Undo(**token), user=request.user)
    messages.success(request, _("Undone."))
    return _back(request)


def coach_of(request: SignedIn) -> Coach:
    if not request.user.is_coach:
        raise Http404
    return request.user.coach


def _tell(request: SignedIn, sentence: str, undo: desk.Undo) -> None:
    """A message with a button that takes it back."""
    token = signing.dumps({"user": request.user.pk, **asdict(undo)}, salt=UNDO_SALT, compress=True)
    context = {"sentence": sentence, "token": token, "back": request.POST.get("back", "")}
    html = render_to_string("feedback/coach/undo.html", context, request)
    messages.success(request, mark_safe(html))  # noqa: S308  # made by a template, which escapes


def _names(intros: list[Intro]) -> str:
    names = list(dict.fromkeys(str(intro.enrolment.candidate) for intro in intros))
    if len(names) <= NAMES + 1:
        return ", ".join(names)
    rest = len(names) - NAMES
    more = ngettext("%(rest)d more", "%(rest)d more", rest) % {"rest": rest}
    return _("%(names)s and %(more)s") % {"names": ", ".join(names[:NAMES]), "more": more}


def _back(request: SignedIn) -> HttpResponse:
    """To the queue as it was filtered: `back` is what stood after the question mark, and nothing else."""
    query = QueryDict(request.POST.get("back", "")[:2_000]).urlencode()
    return redirect(f"{reverse('feedback:queue')}{'?' if query else ''}{query}")
