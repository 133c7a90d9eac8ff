"""Check runs and what they found, to be read."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from cohorts.admin import ReadOnlyAdmin
from cohorts.admin.rights import ReadOnlyInline
from cohorts.models import DraftVersion
from feedback.admin.rechecking import RunsChecksAgain, rechecking_view
from feedback.models import CheckRun, Finding


class FindingsInline(ReadOnlyInline):
    model = Finding
    fields = ["check_id", "severity", "seen", "certainty", "verdict", "note"]
    show_change_link = False


@admin.register(CheckRun)
class CheckRunAdmin(RunsChecksAgain, ReadOnlyAdmin):
    list_display = ["version", "candidate", "cohort", "status", "overall_points", "queued_at", "took", "reason"]
    list_filter = ["status", "version__intro__enrolment__cohort", "ruleset"]
    list_select_related = ["version__intro__enrolment__candidate__user", "version__intro__enrolment__cohort"]
    search_fields = [
        "version__role", "version__company", "version__intro__enrolment__candidate__user__name",
        "version__intro__enrolment__candidate__user__email", "reason",
    ]  # fmt: skip
    inlines = [FindingsInline]
    change_list_template = "admin/feedback/checkrun/change_list.html"
    fields = [
        "version", "status", "reason", "ruleset", "attempts", "queued_at", "enqueued_at", "claimed_at", "finished_at",
        "overall", "why_role", "why_team", "balance", "warmth", "telling", "words", "spoken_s", "summary",
    ]  # fmt: skip

    def get_urls(self) -> list[Any]:
        view = require_http_methods(["GET", "HEAD", "POST"])(self.admin_site.admin_view(self.rechecking))
        return [path("rechecking/", view, name="feedback_checkrun_rechecking"), *super().get_urls()]

    def rechecking(self, request: HttpRequest) -> HttpResponse:
        return rechecking_view(self, request)

    def with_counts(self, rows: QuerySet[Any]) -> Any:
        return rows.defer("version__text", "sentences", "dimensions", "verdicts")

    def versions_of(self, queryset: QuerySet[Any]) -> QuerySet[DraftVersion]:
        return DraftVersion.objects.filter(runs__in=queryset.values("pk")).distinct()

    @admin.display(description=_("candidate"), ordering="version__intro__enrolment__candidate__user__name")
    def candidate(self, run: CheckRun) -> str:
        return str(run.version.intro.enrolment.candidate)

    @admin.display(description=_("cohort"), ordering="version__intro__enrolment__cohort__name")
    def cohort(self, run: CheckRun) -> str:
        return str(run.version.intro.enrolment.cohort)

    @admin.display(description=_("overall"), ordering="overall")
    def overall_points(self, run: CheckRun) -> str:
        return "–" if run.overall is None else f"{run.overall:.0f}"

    @admin.display(description=_("seconds to finish"))
    def took(self, run: CheckRun) -> str:
        """From submitting to the findings: what the candidate waited."""
        return "–" if run.finished_at is None else f"{(run.finished_at - run.queued_at).total_seconds():.1f}"
