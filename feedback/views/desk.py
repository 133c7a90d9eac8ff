"""A coach's own desk: what they read and have open."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cohorts.models import DraftVersion
from feedback.forms import LeaseForm
from feedback.services import leases
from feedback.services.desk import note_reading
from feedback.views import SignedIn
from feedback.views.answers import NotForAdmins, answers_json, read


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
