"""A coach's own desk: how their queue is ordered, their views of it, days away; and what the review page has open."""

from dataclasses import asdict

from django.contrib import messages
from django.http import HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cohorts.exceptions import Refused
from cohorts.models import Absence, DraftVersion
from cohorts.services import cut_absence, set_absence
from feedback.desk_forms import AbsenceForm, ViewForm, WeightsForm
from feedback.forms import LeaseForm, QueueForm, flat_errors
from feedback.models import SavedView
from feedback.reports.desk import days_away
from feedback.reports.queue import INTERVIEW_SOON_DAYS, Weights, weights_of
from feedback.services import leases
from feedback.services.desk import delete_view, note_reading, rename_view, save_view, set_weights
from feedback.views import SignedIn
from feedback.views.answers import NotForAdmins, answers_json, read
from feedback.views.queue import coach_of


@require_POST
@answers_json
def lease(request: SignedIn, pk: int, number: int) -> HttpResponse:
    """What the review page says of itself: that it was opened (to be read, or to review), is open, takes over, or goes.

    Answers {"notice": str}: empty where nobody else has the introduction open.
    """
    version = get_object_or_404(
        DraftVersion.objects.filter(pk__in=DraftVersion.objects.coached_by(request.user).values("pk"))
        .select_related("intro__enrolment__cohort", "intro__enrolment__candidate")
        .defer("text"),
        intro__pk=pk,
        number=number,
    )
    if not request.user.is_coach:
        raise NotForAdmins(_("Only a coach of this cohort can answer; you see the page as an admin."))
    coach, act = request.user.coach, read(request, LeaseForm)["act"]
    if act in {"read", "open"}:
        note_reading(coach=coach, version=version)
    if act == "leave":
        leases.leave_lease(intro=version.intro, coach=coach)
    if act in {"read", "leave"}:
        return JsonResponse({"notice": ""})
    state = leases.take_lease(intro=version.intro, coach=coach, force=act == "force")
    return JsonResponse({"notice": "" if state.is_mine else _notice(state)})


def _notice(state: leases.LeaseState) -> str:
    facts = {"coach": state.coach, "time": date_format(timezone.localtime(state.since), "H:i")}
    if state.has_lost:
        return _("%(coach)s took over at %(time)s. What you wrote is kept. Read along, or take it back.") % facts
    return _("%(coach)s is reviewing this now (since %(time)s). Read along, or take over.") % facts


@require_GET
def desk(request: SignedIn) -> HttpResponse:
    return _desk(request)


@require_POST
def set_order(request: SignedIn) -> HttpResponse:
    coach = coach_of(request)
    if "reset" in request.POST:
        set_weights(coach=coach, **asdict(Weights()))
        messages.success(request, _("Your queue is ordered as it was at the beginning."))
        return redirect("feedback:desk")
    form = WeightsForm(request.POST)
    if not form.is_valid():
        return _desk(request, order=form)
    set_weights(coach=coach, **form.cleaned_data)
    messages.success(request, _("Your queue is ordered like this now."))
    return redirect("feedback:desk")


@require_POST
def add_view(request: SignedIn) -> HttpResponse:
    """Keep the queue as it is filtered now; what its address asks for in vain is left out."""
    coach, form = coach_of(request), ViewForm(request.POST)
    query = QueryDict(request.POST.get("query", "")[:1_000], mutable=True)
    asked = dict(QueueForm(query, user=request.user).asked())
    for name in set(query) - set(asked):
        del query[name]
    try:
        if form.is_valid():
            save_view(coach=coach, name=form.cleaned_data["name"], query=query.urlencode())
            messages.success(request, _("Kept as “%(name)s”.") % form.cleaned_data)
        else:
            messages.warning(request, flat_errors(form))
    except Refused as refused:
        messages.warning(request, str(refused))
    return redirect(f"{reverse('feedback:queue')}?{query.urlencode()}")


@require_POST
def change_view(request: SignedIn, pk: int) -> HttpResponse:
    """Rename it, or delete it."""
    view = get_object_or_404(SavedView.objects.visible_to(request.user), pk=pk)
    if "delete" in request.POST:
        delete_view(view=view)
        messages.success(request, _("Deleted: “%(name)s”.") % {"name": view.name})
        return redirect("feedback:desk")
    form = ViewForm(request.POST)
    try:
        if form.is_valid():
            rename_view(view=view, name=form.cleaned_data["name"])
            messages.success(request, _("It is called “%(name)s” now.") % form.cleaned_data)
        else:
            messages.warning(request, flat_errors(form))
    except Refused as refused:
        messages.warning(request, str(refused))
    return redirect("feedback:desk")


@require_POST
def add_absence(request: SignedIn) -> HttpResponse:
    form = AbsenceForm(request.POST, coach=coach_of(request))
    if not form.is_valid():
        return _desk(request, absence=form)
    set_absence(absence=form.instance)
    messages.success(request, _("These days are kept."))
    return redirect("feedback:desk")


@require_POST
def end_absence(request: SignedIn, pk: int) -> HttpResponse:
    """One that has begun ends yesterday, one to come is taken out."""
    absence = get_object_or_404(Absence.objects.visible_to(request.user).filter(coach__user=request.user), pk=pk)
    cut_absence(absence=absence)
    messages.success(request, _("Taken out: your drafts come to you."))
    return redirect("feedback:desk")


def _desk(request: SignedIn, order: WeightsForm | None = None, absence: AbsenceForm | None = None) -> HttpResponse:
    coach = coach_of(request)
    today = timezone.now().date()  # in UTC, as absences are read
    context = {
        "order": order or WeightsForm(initial=asdict(weights_of(request.user))),
        "views": SavedView.objects.visible_to(request.user),
        "absences": days_away(coach=coach, today=today),
        "stood_in": coach.stands_in.filter(last_day__gte=today).select_related("coach__user").order_by("first_day"),
        "absence": absence or AbsenceForm(None, coach=coach),
        "soon_days": INTERVIEW_SOON_DAYS,
    }
    return render(request, "feedback/coach/desk.html", context)
