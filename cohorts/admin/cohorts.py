"""Cohorts and who is enrolled in them."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import Count, Q, QuerySet
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from cohorts.admin.assigning import AssignsCoach
from cohorts.admin.enrolling import enrol_people_view
from cohorts.admin.filters import CoachFilter, CoachOfCohortFilter
from cohorts.admin.rights import StaffAdmin, StaffInline
from cohorts.models import Coach, Cohort, Enrolment
from cohorts.services import archive_cohorts


class ArchivedFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("open", _("open")), ("archived", _("archived"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() in {"open", "archived"}:
            return queryset.filter(archived_at__isnull=self.value() == "open")
        return queryset


class EnrolmentsInline(StaffInline):
    """Who is in the cohort, and with which of its coaches; people are added on the page "Enrol people"."""

    model = Enrolment
    fields = ["candidate", "coach", "enrolled_at"]
    readonly_fields = ["candidate", "enrolled_at"]
    max_num = 0
    can_delete = False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """`obj` is the cohort; an archived one can be read."""
        return super().has_change_permission(request, obj) and not (obj and obj.is_archived)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("candidate__user", "cohort", "coach__user")

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset: type[BaseInlineFormSet[Any, Any, Any]] = super().get_formset(request, obj, **kwargs)
        # Plain choices, read once: a field of rows would ask the database again for every line of the table.
        coaches = {coach.pk: coach for coach in Coach.objects.filter(cohorts=obj).select_related("user")}

        def chosen(pk: str) -> Coach:
            if int(pk) not in coaches:
                raise ValueError
            return coaches[int(pk)]

        formset.form.base_fields["coach"] = forms.TypedChoiceField(
            choices=[("", "–"), *((pk, str(coach)) for pk, coach in coaches.items())],
            coerce=chosen,
            empty_value=None,
            required=False,
            widget=forms.Select(attrs={"aria-label": _("Coach")}),
        )
        return formset


class CohortAdmin(StaffAdmin):
    """Registered by `feedback.admin`, which adds checks and rubric."""

    list_display = ["name", "starts_on", "ends_on", "coach_names", "candidates", "versions", "waiting", "is_open"]
    list_filter = [ArchivedFilter, CoachOfCohortFilter]
    search_fields = ["name", "slug"]
    prepopulated_fields = {"slug": ["name"]}
    actions: Any = ["archive", "unarchive"]
    inlines = [EnrolmentsInline]
    change_form_template = "admin/cohorts/cohort/change_form.html"
    fieldsets = [
        (None, {"fields": ["name", "slug", ("starts_on", "ends_on"), "coaches"]}),
        (_("Length"), {"fields": ["words_per_minute", "target_s", "speaking_limit_s"]}),
    ]

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Coaches are few: boxes to tick say who there is, without a search."""
        coaches = Coach.objects.select_related("user")
        return super().formfield_for_manytomany(
            db_field, request, **kwargs | {"widget": forms.CheckboxSelectMultiple, "queryset": coaches}
        )

    def with_counts(self, rows: QuerySet[Any]) -> Any:
        is_waiting = Q(enrolments__intros__waiting_since__isnull=False)
        return rows.prefetch_related("coaches__user").annotate(
            candidate_count=Count("enrolments", distinct=True),
            version_count=Count("enrolments__intros__versions", distinct=True),
            waiting_count=Count("enrolments__intros", filter=is_waiting, distinct=True),
        )

    def get_inlines(self, request: HttpRequest, obj: Any) -> list[Any]:
        return list(self.inlines) if obj else []  # a new cohort has no coaches to choose from yet

    def cohorts_shown(self, row: Any) -> tuple[int, ...]:
        return (row.pk,)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # drafts hang on it: archive it instead

    def get_urls(self) -> list[Any]:
        enrol = path("<int:pk>/enrol/", self.admin_site.admin_view(self.enrol_people), name="cohorts_cohort_enrol")
        return [enrol, *super().get_urls()]

    def enrol_people(self, request: HttpRequest, pk: int) -> HttpResponse:
        return enrol_people_view(self, request, pk)

    def response_add(self, request: HttpRequest, obj: Cohort, post_url_continue: str | None = None) -> HttpResponse:
        """On to its page, where people are enrolled."""
        response = super().response_add(request, obj, post_url_continue)
        if {"_addanother", "_popup"} & set(request.POST):
            return response
        return redirect("admin:cohorts_cohort_change", obj.pk)

    @admin.display(description=_("coaches"))
    def coach_names(self, cohort: Cohort) -> str:
        return ", ".join(str(coach) for coach in cohort.coaches.all())

    @admin.display(description=_("candidates"), ordering="candidate_count")
    def candidates(self, cohort: Any) -> int:
        return int(cohort.candidate_count)

    @admin.display(description=_("versions"), ordering="version_count")
    def versions(self, cohort: Any) -> int:
        return int(cohort.version_count)

    @admin.display(description=_("waiting"), ordering="waiting_count")
    def waiting(self, cohort: Any) -> int:
        return int(cohort.waiting_count)

    @admin.display(description=_("open"), boolean=True, ordering="archived_at")
    def is_open(self, cohort: Cohort) -> bool:
        return not cohort.is_archived

    @admin.action(description=_("Archive: keep for reading, take no more drafts"))
    def archive(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:
        """Asks first: whoever still waits in these cohorts gets no answer there any more."""
        cohorts = list(queryset.filter(archived_at=None))
        if cohorts and "apply" not in request.POST:
            context = self.admin_site.each_context(request) | {
                "title": gettext("Archive?"),
                "opts": self.opts,
                "cohorts": cohorts,
                "waiting": sum(cohort.waiting_count for cohort in cohorts),
            }
            return TemplateResponse(request, "admin/cohorts/cohort/archive.html", context)
        changed = archive_cohorts(cohorts=cohorts)
        self.log_action_on(request, cohorts, gettext("Archived."))
        said = ngettext("%(n)d cohort was archived.", "%(n)d cohorts were archived.", changed)
        self.message_user(request, said % {"n": changed}, messages.SUCCESS)
        return None

    @admin.action(description=_("Open again"))
    def unarchive(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        changed = archive_cohorts(cohorts=list(queryset), archived=False)
        self.log_action_on(request, list(queryset), gettext("Opened again."))
        said = ngettext("%(n)d cohort is open again.", "%(n)d cohorts are open again.", changed)
        self.message_user(request, said % {"n": changed}, messages.SUCCESS)


@admin.register(Enrolment)
class EnrolmentAdmin(AssignsCoach):
    list_display = ["candidate", "cohort", "coach", "enrolled_at", "versions", "waiting"]
    list_filter = ["cohort", CoachFilter]
    list_select_related = ["candidate__user", "cohort", "coach__user"]
    search_fields = ["candidate__user__name", "candidate__user__email", "cohort__name"]
    autocomplete_fields = ["candidate", "cohort", "coach"]
    ordering = ["-cohort__starts_on", "candidate__user__name", "pk"]
    fields = ["candidate", "cohort", "coach", "enrolled_at"]

    def with_counts(self, rows: QuerySet[Any]) -> Any:
        return rows.annotate(
            version_count=Count("intros__versions", distinct=True),
            waiting_count=Count("intros", filter=Q(intros__waiting_since__isnull=False), distinct=True),
        )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["candidate", "cohort", "enrolled_at"] if obj else ["enrolled_at"]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only where nothing was written yet."""
        return super().has_delete_permission(request, obj) and obj is not None and not obj.intros.exists()

    def enrolments_of(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return Enrolment.objects.filter(pk__in=queryset.values("pk"))

    @admin.display(description=_("versions"), ordering="version_count")
    def versions(self, enrolment: Any) -> int:
        return int(enrolment.version_count)

    @admin.display(description=_("waiting"), ordering="waiting_count")
    def waiting(self, enrolment: Any) -> int:
        return int(enrolment.waiting_count)
