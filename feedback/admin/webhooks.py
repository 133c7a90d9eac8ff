"""Webhooks, their secrets, and the log of what was delivered."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from cohorts.admin import ReadOnlyAdmin, StaffAdmin
from feedback.exceptions import WebhookDeleted
from feedback.models import SUBSCRIBABLE, Delivery, DeliveryState, Webhook, WebhookEvent
from feedback.outgoing import fault_of_address
from feedback.services.webhooks import change_secret, redeliver, save_webhook, send_ping

if TYPE_CHECKING:
    WebhookModelForm = forms.ModelForm[Webhook]
else:
    WebhookModelForm = forms.ModelForm

SHOW_ONCE = "show_secret_of_webhook"
"""In the session: the webhook whose secret the next look at its page shows."""


class WebhookForm(WebhookModelForm):
    address = forms.URLField(
        label=_("Address"), assume_scheme="https", max_length=500, widget=forms.URLInput({"class": "vLargeTextField"})
    )
    events = forms.MultipleChoiceField(label=_("Events"), choices=SUBSCRIBABLE, widget=forms.CheckboxSelectMultiple)

    class Meta:
        model = Webhook
        fields = ["name", "address", "events", "cohort", "is_active"]

    def clean_address(self) -> str:
        address = str(self.cleaned_data["address"])
        fault = fault_of_address(address)
        if fault:
            raise ValidationError(fault)
        return address


@admin.register(Webhook)
class WebhookAdmin(StaffAdmin):
    form = WebhookForm
    list_display = ["name", "address", "cohort_name", "events_told", "is_active", "on_the_way", "given_up"]
    list_filter = ["is_active", "cohort"]
    list_select_related = ["cohort"]
    search_fields = ["name", "address"]
    fields = ["name", "address", "events", "cohort", "is_active"]
    change_form_template = "admin/feedback/webhook/change_form.html"

    def with_counts(self, rows: QuerySet[Any]) -> Any:
        return rows.annotate(
            n_on_the_way=Count("deliveries", filter=Q(deliveries__state__in=["pending", "sending"])),
            n_given_up=Count("deliveries", filter=Q(deliveries__state="given_up")),
        )

    def cohorts_shown(self, row: Any) -> tuple[int, ...]:
        return ()

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> Any:
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except WebhookDeleted as gone:
            return self._say_gone(request, gone)

    def save_model(self, request: HttpRequest, obj: Webhook, form: Any, change: bool) -> None:
        obj.pk = save_webhook(webhook=obj, **form.cleaned_data).pk

    def get_urls(self) -> list[Any]:
        deed = require_POST(self.admin_site.admin_view(self.do))
        secret = require_http_methods(["GET", "HEAD"])(self.admin_site.admin_view(self.secret))
        return [
            path("<int:pk>/do/", deed, name="feedback_webhook_do"),
            path("<int:pk>/secret/", secret, name="feedback_webhook_secret"),
            *super().get_urls(),
        ]

    def response_add(self, request: HttpRequest, obj: Webhook, post_url_continue: str | None = None) -> HttpResponse:
        """On to its secret, which is shown this once."""
        super().response_add(request, obj, post_url_continue)
        return self._show_secret(request, obj)

    def secret(self, request: HttpRequest, pk: int) -> HttpResponse:
        webhook = get_object_or_404(Webhook.objects.visible_to(request.user), pk=pk)
        is_shown = request.session.pop(SHOW_ONCE, None) == pk
        context = self.admin_site.each_context(request) | {
            "title": gettext("Secret of %(webhook)s") % {"webhook": webhook},
            "opts": self.opts,
            "webhook": webhook,
            "secret": webhook.secret if is_shown else "",
        }
        return TemplateResponse(request, "admin/feedback/webhook/secret.html", context)

    def do(self, request: HttpRequest, pk: int) -> HttpResponse:
        """POST: `do` is "ping" or "change_secret"."""
        webhook = get_object_or_404(Webhook.objects.visible_to(request.user), pk=pk)
        try:
            return self._do(request, webhook)
        except WebhookDeleted as gone:
            return self._say_gone(request, gone)

    def _do(self, request: HttpRequest, webhook: Webhook) -> HttpResponse:
        if request.POST.get("do") == "ping":
            delivery = send_ping(webhook=webhook)
            self.log_action_on(request, [webhook], gettext("Sent a test."))
            said = gettext("A test is on its way. This page says what became of it; load it again in a moment.")
            self.message_user(request, said, messages.SUCCESS)
            return redirect("admin:feedback_delivery_change", delivery.pk)
        if request.POST.get("do") == "change_secret":
            change_secret(webhook=webhook)
            self.log_action_on(request, [webhook], gettext("Changed the secret."))
            return self._show_secret(request, webhook)
        raise Http404

    def _say_gone(self, request: HttpRequest, gone: WebhookDeleted) -> HttpResponse:
        self.message_user(request, str(gone), messages.ERROR)
        return redirect("admin:feedback_webhook_changelist")

    def _show_secret(self, request: HttpRequest, webhook: Webhook) -> HttpResponse:
        request.session[SHOW_ONCE] = webhook.pk
        return redirect("admin:feedback_webhook_secret", webhook.pk)

    @admin.display(description=_("cohort"), ordering="cohort__name")
    def cohort_name(self, webhook: Webhook) -> str:
        return str(webhook.cohort or gettext("all"))

    @admin.display(description=_("told of"))
    def events_told(self, webhook: Webhook) -> str:
        return ", ".join(str(WebhookEvent(event).label) for event in webhook.events)

    @admin.display(description=_("on the way"), ordering="n_on_the_way")
    def on_the_way(self, webhook: Any) -> int:
        return int(webhook.n_on_the_way)

    @admin.display(description=_("given up"), ordering="n_given_up")
    def given_up(self, webhook: Any) -> str:
        if not webhook.n_given_up:
            return "0"
        log = reverse("admin:feedback_delivery_changelist") + f"?webhook__id__exact={webhook.pk}&state__exact=given_up"
        return format_html('<a href="{}">{}</a>', log, webhook.n_given_up)


@admin.register(Delivery)
class DeliveryAdmin(ReadOnlyAdmin):
    list_display = ["event", "webhook", "state", "attempts", "created_at", "status", "error", "next_attempt"]
    list_filter = ["state", "event", "webhook", "created_at"]
    list_select_related = ["webhook"]
    search_fields = ["event_id", "webhook__name", "error"]
    actions: Any = ["send_again"]
    change_form_template = "admin/feedback/delivery/change_form.html"
    fields = [
        "webhook", "event", "event_id", "state", "attempts", "status", "error", "answer", "created_at", "claimed_at",
        "delivered_at", "next_attempt", "body",
    ]  # fmt: skip
    readonly_fields = ["next_attempt"]

    def get_urls(self) -> list[Any]:
        again = require_POST(self.admin_site.admin_view(self.again))
        return [path("<int:pk>/again/", again, name="feedback_delivery_again"), *super().get_urls()]

    def again(self, request: HttpRequest, pk: int) -> HttpResponse:
        get_object_or_404(Delivery.objects.visible_to(request.user), pk=pk)
        self._send_again(request, Delivery.objects.filter(pk=pk))
        return redirect("admin:feedback_delivery_change", pk)

    @admin.action(description=_("Send again (with the same id)"))
    def send_again(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        self._send_again(request, queryset)

    def _send_again(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        rows = list(queryset)
        ids = redeliver(deliveries=rows)
        self.log_action_on(request, [row for row in rows if row.pk in ids], gettext("Sent again."))
        if len(ids) < len(rows):
            said = gettext("What is on its way already is left alone.")
            self.message_user(request, said, messages.WARNING)
        if ids:
            said = ngettext("%(n)d delivery is on its way again.", "%(n)d deliveries are on their way again.", len(ids))
            self.message_user(request, said % {"n": len(ids)}, messages.SUCCESS)

    @admin.display(description=_("next attempt"), ordering="next_at")
    def next_attempt(self, delivery: Delivery) -> str:
        if delivery.state != DeliveryState.PENDING:
            return "–"
        return date_format(timezone.localtime(delivery.next_at), "DATETIME_FORMAT")
