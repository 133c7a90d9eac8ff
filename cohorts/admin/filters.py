"""Filters that Django's own would fill with one query a choice."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cohorts.models import Coach


class CoachFilter(admin.SimpleListFilter):
    """Rows of one coach; `lookup` leads from the row to the coach."""

    title = _("coach")
    parameter_name = "coach"
    lookup = "coach"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        coaches = Coach.objects.select_related("user").order_by("user__name", "pk")
        return [(str(coach.pk), str(coach)) for coach in coaches]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value() or ""
        return queryset.filter(**{self.lookup: int(value)}) if value.isdecimal() else queryset


class CoachOfCohortFilter(CoachFilter):
    lookup = "coaches"
