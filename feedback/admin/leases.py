"""Who reviewed what when, and who took over from whom: to be read."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cohorts.admin import ReadOnlyAdmin
from cohorts.admin.filters import CoachFilter
from feedback.models import Lease


@admin.register(Lease)
class LeaseAdmin(ReadOnlyAdmin):
    list_display = ["intro", "candidate", "coach", "started_at", "beat_at", "ended_at", "end", "ended_by"]
    list_filter = ["end", CoachFilter]
    list_select_related = ["intro__enrolment__candidate__user", "coach__user", "ended_by__user"]
    search_fields = ["intro__role", "intro__company", "coach__user__name", "intro__enrolment__candidate__user__name"]
    fields = ["intro", "coach", "started_at", "beat_at", "ended_at", "end", "ended_by"]

    def with_counts(self, rows: QuerySet[Any]) -> Any:
        return rows.defer("intro__working_text")

    @admin.display(description=_("candidate"), ordering="intro__enrolment__candidate__user__name")
    def candidate(self, lease: Lease) -> str:
        return str(lease.intro.enrolment.candidate)
