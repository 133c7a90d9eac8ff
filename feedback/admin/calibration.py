"""Calibration rounds, to be looked up and, where one was begun by mistake, deleted; answers are on the round's page."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cohorts.admin import ReadOnlyAdmin, StaffAdmin
from feedback.models import Calibration


@admin.register(Calibration)
class CalibrationAdmin(ReadOnlyAdmin):
    list_display = ["name", "cohort", "created_by", "created_at", "closed_at", "drafts", "page"]
    list_filter = ["cohort"]
    list_select_related = ["cohort", "created_by"]
    search_fields = ["name", "cohort__name"]
    fields = ["name", "cohort", "created_by", "created_at", "closed_at", "page"]

    def with_counts(self, rows: QuerySet[Any]) -> Any:
        return rows.annotate(items_n=Count("items"))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """An open one: what a closed one told stays."""
        return StaffAdmin.has_delete_permission(self, request, obj) and obj is not None and obj.closed_at is None

    @admin.display(description=_("drafts"), ordering="items_n")
    def drafts(self, calibration: Any) -> int:
        return int(calibration.items_n)

    @admin.display(description=_("page"))
    def page(self, calibration: Calibration) -> SafeString:
        address = reverse("feedback:calibration", args=[calibration.pk])
        return format_html('<a href="{}">{}</a>', address, gettext("Progress and results"))
