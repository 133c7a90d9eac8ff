"""Tokens of the API: to be seen and revoked here, made by their owners alone."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cohorts.admin.rights import ReadOnlyAdmin
from cohorts.models import ApiToken


@admin.register(ApiToken)
class ApiTokenAdmin(ReadOnlyAdmin):
    list_display = ["token_key", "user", "name", "scope", "created", "last_used_at", "expiry"]
    list_select_related = ["user"]
    search_fields = ["user__name", "user__email", "name"]
    fields = ["token_key", "user", "name", "scope", "created", "last_used_at", "expiry"]
    ordering = ["-created"]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_view_permission(request)  # deleting one revokes it

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        objects, counts, _perms, protected = super().get_deleted_objects(objs, request)
        return objects, counts, set(), protected  # `is_staff` is the only right there is

    @admin.display(description=_("begins with"))
    def token_key(self, token: ApiToken) -> str:
        return str(token.token_key)
