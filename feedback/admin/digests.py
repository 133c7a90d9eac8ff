"""The daily mails and what became of them; an admin decides about those that may or may not have left."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from cohorts.admin import ReadOnlyAdmin
from feedback.dispatch import enqueue_digests
from feedback.models import Digest
from feedback.services.digests import leave_unsent, send_again


@admin.register(Digest)
class DigestAdmin(ReadOnlyAdmin):
    list_display = ["subject", "recipient", "kind", "period", "status", "attempts", "sent_at", "error"]
    list_filter = ["status", "kind", "period"]
    list_select_related = ["recipient"]
    search_fields = ["subject", "recipient__name", "recipient__email"]
    actions: Any = ["send_again", "leave_unsent"]
    fields = [
        "recipient", "kind", "period", "status", "attempts", "error", "claimed_at", "sending_at", "sent_at", "subject",
        "text",
    ]  # fmt: skip

    def with_counts(self, rows: QuerySet[Any]) -> Any:
        return rows.defer("html")

    @admin.action(description=_("Send again (those not known to have left)"))
    def send_again(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        ids = send_again(digests=list(queryset))
        enqueue_digests(ids)
        self.log_action_on(request, queryset.filter(pk__in=ids), gettext("Sent again."))
        said = ngettext("%(n)d mail is on its way again.", "%(n)d mails are on their way again.", len(ids))
        self.message_user(request, said % {"n": len(ids)}, messages.SUCCESS)

    @admin.action(description=_("Leave unsent (the next mail names it all)"))
    def leave_unsent(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        rows = list(queryset)
        changed = leave_unsent(digests=rows, by=request.user)  # type: ignore[arg-type]  # staff, so signed in
        self.log_action_on(request, rows, gettext("Left unsent."))
        said = ngettext("%(n)d mail was left unsent.", "%(n)d mails were left unsent.", changed)
        self.message_user(request, said % {"n": changed}, messages.SUCCESS)
