"""Introductions and their versions, to be read: only their writers change them."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cohorts.admin.assigning import AssignsCoach
from cohorts.admin.rights import ReadOnlyAdmin, ReadOnlyInline
from cohorts.models import DraftVersion, Enrolment, Intro


class WaitingFilter(admin.SimpleListFilter):
    title = _("waiting for a coach")
    parameter_name = "waiting"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("waiting")), ("no", _("answered, or nothing submitted"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() in {"yes", "no"}:
            return queryset.filter(waiting_since__isnull=self.value() == "no")
        return queryset


class VersionsInline(ReadOnlyInline):
    model = DraftVersion
    fields = ["number", "role", "company", "submitted_at"]
    ordering = ["-number"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("intro").defer("text")


class IntroAdmin(AssignsCoach, ReadOnlyAdmin):
    """Registered by `feedback.admin`, which adds what can be done about its checks."""

    list_display = ["__str__", "candidate", "cohort", "coach", "latest_number", "waiting_since", "interview_on"]
    list_filter = [WaitingFilter, "enrolment__cohort", "kind"]
    list_select_related = ["enrolment__candidate__user", "enrolment__cohort", "enrolment__coach__user"]
    search_fields = ["role", "company", "enrolment__candidate__user__name", "enrolment__candidate__user__email"]
    inlines = [VersionsInline]
    fields = [
        "enrolment", "role", "company", "kind", "interview_on", "latest_number", "waiting_since", "working_text",
        "working_saved_at", "created_at",
    ]  # fmt: skip

    def enrolments_of(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return Enrolment.objects.filter(intros__in=queryset).distinct()

    @admin.display(description=_("candidate"), ordering="enrolment__candidate__user__name")
    def candidate(self, intro: Intro) -> str:
        return str(intro.enrolment.candidate)

    @admin.display(description=_("cohort"), ordering="enrolment__cohort__name")
    def cohort(self, intro: Intro) -> str:
        return str(intro.enrolment.cohort)

    @admin.display(description=_("coach"), ordering="enrolment__coach__user__name")
    def coach(self, intro: Intro) -> str:
        return str(intro.enrolment.coach or "–")


@admin.register(DraftVersion)
class DraftVersionAdmin(ReadOnlyAdmin):
    list_display = ["__str__", "candidate", "cohort", "submitted_at"]
    list_filter = ["intro__enrolment__cohort", "kind"]
    list_select_related = ["intro__enrolment__candidate__user", "intro__enrolment__cohort"]
    search_fields = [
        "role", "company", "intro__enrolment__candidate__user__name", "intro__enrolment__candidate__user__email",
    ]  # fmt: skip
    fields = ["intro", "number", "role", "company", "kind", "text", "submitted_at"]

    @admin.display(description=_("candidate"), ordering="intro__enrolment__candidate__user__name")
    def candidate(self, version: DraftVersion) -> str:
        return str(version.intro.enrolment.candidate)

    @admin.display(description=_("cohort"), ordering="intro__enrolment__cohort__name")
    def cohort(self, version: DraftVersion) -> str:
        return str(version.intro.enrolment.cohort)
