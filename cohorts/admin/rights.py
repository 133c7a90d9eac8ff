"""Who may do what in the admin: whoever is staff runs everything; rows are those that `visible_to` gives."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.admin.models import CHANGE, LogEntry
from django.db.models import QuerySet
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest
from django.utils.translation import gettext

from cohorts.models import Cohort
from cohorts.services import note_change

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Any]
    TabularInline = admin.TabularInline[Any, Any]
    BaseFormSet = BaseInlineFormSet[Any, Any, Any]
else:
    ModelAdmin, TabularInline, BaseFormSet = admin.ModelAdmin, admin.TabularInline, BaseInlineFormSet


def _is_admin(request: HttpRequest) -> bool:
    return bool(request.user.is_active and request.user.is_staff)


class StaffMayAll:
    """An admin is `is_staff`: there are no further permissions to hand out."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return _is_admin(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _is_admin(request)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _is_admin(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _is_admin(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _is_admin(request)


class StaffMayLook(StaffMayAll):
    """Rows that people and the engine write: to be read here, never changed."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class StaffAdmin(StaffMayAll, ModelAdmin):
    """Lists of one page of rows in a fixed number of queries, without bulk deletion."""

    list_per_page = 50
    show_full_result_count = False  # saves a count of the whole table on every search
    actions: Any = []

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_queryset(request)
        visible_to = getattr(rows, "visible_to", None)
        seen: QuerySet[Any] = self.with_counts(visible_to(request.user) if visible_to else rows)
        return seen

    def with_counts(self, rows: QuerySet[Any]) -> Any:
        """The rows with what the list shows beside their own fields, annotated or prefetched."""
        return rows

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        actions: dict[str, Any] = super().get_actions(request)
        actions.pop("delete_selected", None)  # rows go one at a time, with what hangs on them shown
        return actions

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        note_change(*self.cohorts_shown(form.instance))

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        cohorts = list(self.cohorts_shown(obj))
        super().delete_model(request, obj)
        note_change(*Cohort.objects.filter(pk__in=cohorts).values_list("pk", flat=True))

    def cohorts_shown(self, row: Any) -> Iterable[int]:
        """Ids of those whose figures may show something of the row: where an admin's class does not say better, all."""
        return Cohort.objects.values_list("pk", flat=True)

    def log_action_on(self, request: HttpRequest, rows: "QuerySet[Any] | list[Any]", message: str) -> None:
        """What an action did, in each row's history."""
        if rows and request.user.pk:
            LogEntry.objects.log_actions(request.user.pk, rows, CHANGE, message)


class ReadOnlyAdmin(StaffMayLook, StaffAdmin):
    pass


class NamedBoxes(BaseFormSet):
    """Django leaves the boxes that delete a row without a name."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].widget.attrs["aria-label"] = gettext("Delete this row")


class StaffInline(StaffMayAll, TabularInline):
    extra = 0
    formset = NamedBoxes

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """In a table only the column's head names a field; a screen reader is told it at each."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None:
            field.widget.attrs.setdefault("aria-label", str(field.label))
        return field


class ReadOnlyInline(StaffMayLook, TabularInline):
    extra = 0
    max_num = 0
    can_delete = False
    show_change_link = True
