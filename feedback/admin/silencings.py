"""Checks that fell silent in a cohort, why, and an admin's word against it."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from cohorts.admin import ReadOnlyAdmin
from cohorts.models import User
from feedback.models import Silencing
from feedback.reports.findings import title_of
from feedback.services.findings import overrule_silencing


@admin.register(Silencing)
class SilencingAdmin(ReadOnlyAdmin):
    list_display = ["check_title", "cohort", "why", "silenced_at", "is_silent", "overruled_by"]
    list_filter = ["cohort"]
    list_select_related = ["cohort", "overruled_by"]
    search_fields = ["check_id", "cohort__name"]
    fields = ["check_title", "cohort", "why", "silenced_at", "overruled_at", "overruled_by"]
    readonly_fields = ["check_title", "why"]
    actions: Any = ["let_speak", "silence_again"]

    @admin.display(description=_("check"), ordering="check_id")
    def check_title(self, row: Silencing) -> str:
        return title_of(row.check_id)

    @admin.display(description=_("why"))
    def why(self, row: Silencing) -> str:
        return gettext("right %(right)d times out of %(judged)d, which is under the cohort's %(floor)d%%") % {
            "right": row.right,
            "judged": row.judged,
            "floor": round(100 * row.cohort.precision_floor),
        }

    @admin.display(description=_("silent"), boolean=True, ordering="overruled_at")
    def is_silent(self, row: Silencing) -> bool:
        return row.overruled_at is None

    @admin.action(description=_("Let them speak all the same"))
    def let_speak(self, request: HttpRequest, queryset: QuerySet[Silencing]) -> None:
        self._overrule(request, queryset, is_overruled=True)

    @admin.action(description=_("Silence them again"))
    def silence_again(self, request: HttpRequest, queryset: QuerySet[Silencing]) -> None:
        self._overrule(request, queryset, is_overruled=False)

    def _overrule(self, request: HttpRequest, queryset: QuerySet[Silencing], *, is_overruled: bool) -> None:
        rows = list(queryset)
        if isinstance(request.user, User):
            for row in rows:
                overrule_silencing(silencing=row, user=request.user, is_overruled=is_overruled)
        if is_overruled:
            said = ngettext("%(n)d check speaks again.", "%(n)d checks speak again.", len(rows))
        else:
            said = ngettext("%(n)d check is silent again.", "%(n)d checks are silent again.", len(rows))
        self.log_action_on(request, rows, said % {"n": len(rows)})
        self.message_user(request, said % {"n": len(rows)}, messages.SUCCESS)
