"""Rubrics: criteria with their levels in words."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cohorts.admin import StaffAdmin
from cohorts.admin.rights import StaffInline
from feedback.models import Criterion, Level, Rubric


class CriteriaInline(StaffInline):
    model = Criterion
    show_change_link = True
    verbose_name, verbose_name_plural = _("criterion"), _("criteria")


class LevelsInline(StaffInline):
    model = Level


@admin.register(Rubric)
class RubricAdmin(StaffAdmin):
    list_display = ["name", "cohort", "criterion_count"]
    list_select_related = ["cohort"]
    search_fields = ["name", "cohort__name"]
    autocomplete_fields = ["cohort"]
    inlines = [CriteriaInline]
    ordering = ["-cohort__starts_on", "pk"]

    def with_counts(self, rows: QuerySet[Any]) -> Any:
        return rows.annotate(criteria_n=Count("criteria"))

    def cohorts_shown(self, row: Rubric) -> tuple[int, ...]:
        return (row.cohort_id,)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["cohort"] if obj else []

    @admin.display(description=_("criteria"), ordering="criteria_n")
    def criterion_count(self, rubric: Any) -> int:
        return int(rubric.criteria_n)


@admin.register(Criterion)
class CriterionAdmin(StaffAdmin):
    """Reached from its rubric: where its levels are put into words."""

    list_display = ["name", "cohort", "position", "level_count"]
    list_filter = ["rubric__cohort"]
    list_select_related = ["rubric__cohort"]
    search_fields = ["name", "rubric__cohort__name"]
    inlines = [LevelsInline]
    autocomplete_fields = ["rubric"]
    ordering = ["-rubric__cohort__starts_on", "position", "pk"]

    def with_counts(self, rows: QuerySet[Any]) -> Any:
        return rows.annotate(levels_n=Count("levels"))

    def cohorts_shown(self, row: Criterion) -> tuple[int, ...]:
        return (row.rubric.cohort_id,)

    @admin.display(description=_("cohort"), ordering="rubric__cohort__name")
    def cohort(self, criterion: Criterion) -> str:
        return str(criterion.rubric.cohort)

    @admin.display(description=_("levels"), ordering="levels_n")
    def level_count(self, criterion: Any) -> int:
        return int(criterion.levels_n)
