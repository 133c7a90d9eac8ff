"""The action that runs checks again, as after a change of a cohort's settings."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from cohorts.admin import StaffAdmin
from cohorts.models import DraftVersion
from feedback.dispatch import enqueue_checks
from feedback.services.rechecking import requeue_checks

VERSIONS_MAX = 2000
"""More at once would keep the page waiting; they are few minutes of work for a worker."""


class RunsChecksAgain(StaffAdmin):
    actions: Any = ["run_checks_again"]

    versions_of: Callable[[QuerySet[Any]], QuerySet[DraftVersion]]
    """Whose checks to run, of the selected rows; each subclass has its way there."""

    @admin.action(description=_("Run the checks again (latest versions)"))
    def run_checks_again(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        versions = list(self.versions_of(queryset)[: VERSIONS_MAX + 1])
        if len(versions) > VERSIONS_MAX:
            said = gettext("These are more than %(most)d versions: choose fewer at a time.") % {"most": VERSIONS_MAX}
            self.message_user(request, said, messages.ERROR)
            return
        enqueue_checks(requeue_checks(versions=versions))
        self.log_action_on(request, list(queryset), gettext("Checks run again."))
        said = ngettext(
            "%(n)d version is being checked again.", "%(n)d versions are being checked again.", len(versions)
        )
        self.message_user(request, said % {"n": len(versions)}, messages.SUCCESS)
