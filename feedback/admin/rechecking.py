"""Checks run again: the action that does it, and the page that says how far they are after a change of rules."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from cohorts.admin import StaffAdmin
from cohorts.models import Cohort, DraftVersion, User
from feedback.dispatch import enqueue_checks
from feedback.reports.rulesets import latest_versions, recheck_progress
from feedback.services.rechecking import go_on_rechecking, pause_rechecking, requeue_checks

VERSIONS_MAX = 2000
"""More at once would keep the page waiting; they are few minutes of work for a worker."""


class RunsChecksAgain(StaffAdmin):
    actions: Any = ["run_checks_again"]

    versions_of: Callable[[QuerySet[Any]], QuerySet[DraftVersion]]
    """Whose checks to run, of the selected rows; each subclass has its way there."""

    @admin.action(description=_("Run the checks again (latest versions)"))
    def run_checks_again(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        _check_again(self, request, self.versions_of(queryset), list(queryset))


def rechecking_view(model_admin: StaffAdmin, request: HttpRequest) -> HttpResponse:
    """GET: how far each open cohort is. POST: `do`, one of `_DEEDS`, to the `cohort` of this id."""
    if request.method == "POST":
        asked, deed = request.POST.get("cohort", ""), _DEEDS.get(request.POST.get("do", ""))
        if deed is None or not asked.isdecimal():
            raise Http404
        deed(model_admin, request, get_object_or_404(Cohort.objects.open(), pk=asked))
        return redirect("admin:feedback_checkrun_rechecking")
    context = model_admin.admin_site.each_context(request) | {
        "title": gettext("Checks after a change of rules"),
        "opts": model_admin.opts,
        "rows": recheck_progress(),
    }
    return TemplateResponse(request, "admin/feedback/checkrun/rechecking.html", context)


def _pause(model_admin: StaffAdmin, request: HttpRequest, cohort: Cohort) -> None:
    if isinstance(request.user, User):
        pause_rechecking(cohorts=[cohort], user=request.user)
    _tell(model_admin, request, cohort, gettext("%(cohort)s: older drafts wait until you go on.") % {"cohort": cohort})


def _go_on(model_admin: StaffAdmin, request: HttpRequest, cohort: Cohort) -> None:
    go_on_rechecking(cohorts=[cohort])
    said = gettext("%(cohort)s: older drafts are checked again, a few at a time.") % {"cohort": cohort}
    _tell(model_admin, request, cohort, said)


def _again(model_admin: StaffAdmin, request: HttpRequest, cohort: Cohort) -> None:
    _check_again(model_admin, request, latest_versions().filter(intro__enrolment__cohort=cohort), [cohort])


_DEEDS = {"pause": _pause, "go_on": _go_on, "again": _again}


def _tell(model_admin: StaffAdmin, request: HttpRequest, cohort: Cohort, said: str) -> None:
    model_admin.log_action_on(request, [cohort], said)
    model_admin.message_user(request, said, messages.SUCCESS)


def _check_again(
    model_admin: StaffAdmin, request: HttpRequest, queryset: QuerySet[DraftVersion], rows: list[Any]
) -> None:
    """Queue these versions, and note it in the history of the rows that were chosen."""
    versions = list(queryset[: VERSIONS_MAX + 1])
    if len(versions) > VERSIONS_MAX:
        said = gettext("These are more than %(most)d versions: choose fewer at a time.") % {"most": VERSIONS_MAX}
        model_admin.message_user(request, said, messages.ERROR)
        return
    enqueue_checks(requeue_checks(versions=versions))
    model_admin.log_action_on(request, rows, gettext("Checks run again."))
    said = ngettext("%(n)d version is being checked again.", "%(n)d versions are being checked again.", len(versions))
    model_admin.message_user(request, said % {"n": len(versions)}, messages.SUCCESS)
