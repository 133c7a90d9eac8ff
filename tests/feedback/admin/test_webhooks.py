"""The admin's pages of webhooks: made, tested, given another secret, and their log sent again."""

from collections.abc import Callable

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse

from cohorts.models import User
from feedback.models import Delivery, Webhook
from tests.factories import make_admin
from tests.meanwhile import after_first_look

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
FORM = {"name": "Alumni", "address": "https://hooks.example.org/in", "events": ["candidate.ready"], "is_active": "on"}


def test_an_admin_makes_one_and_sees_its_secret_this_once(signed_in: SignIn) -> None:
    client = signed_in(make_admin())
    refused = client.post(reverse("admin:feedback_webhook_add"), FORM | {"address": "https://127.0.0.1/"})
    assert refused.context["adminform"].form.errors == {
        "address": ["This address lies in a private network. COACHHUB_WEBHOOK_PRIVATE=1 would allow it."]
    }
    page = client.post(reverse("admin:feedback_webhook_add"), FORM, follow=True)
    webhook = Webhook.objects.get()
    secret = reverse("admin:feedback_webhook_secret", args=[webhook.pk])
    assert page.redirect_chain == [(secret, 302)]
    assert page.content.decode().count(webhook.secret) == 1
    assert (webhook.name, webhook.events, webhook.cohort) == ("Alumni", ["candidate.ready"], None)
    assert webhook.secret not in client.get(secret).content.decode()
    change = client.get(reverse("admin:feedback_webhook_change", args=[webhook.pk])).content.decode()
    assert webhook.secret not in change


def test_an_admin_tests_it_changes_its_secret_and_sends_again(signed_in: SignIn) -> None:
    client = signed_in(make_admin())
    webhook = Webhook.objects.create(name="Alumni", address="https://hooks.example.org/in", events=["candidate.ready"])
    do, old = reverse("admin:feedback_webhook_do", args=[webhook.pk]), webhook.secret
    page = client.post(do, {"do": "change_secret"}, follow=True)
    webhook.refresh_from_db()
    assert (webhook.secret in page.content.decode(), webhook.secret == old) == (True, False)

    page = client.post(do, {"do": "ping"}, follow=True)
    delivery = Delivery.objects.get()
    log = reverse("admin:feedback_delivery_change", args=[delivery.pk])
    assert page.redirect_chain == [(log, 302)]
    assert "Send again" not in page.content.decode()  # it is on its way
    Delivery.objects.update(state="given_up", error="There was no answer in time.", attempts=8)
    assert "Send again" in client.get(log).content.decode()
    client.post(reverse("admin:feedback_delivery_again", args=[delivery.pk]), follow=True)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts, delivery.error) == ("pending", 0, "")

    chosen = {"action": "send_again", "_selected_action": [delivery.pk]}
    page = client.post(reverse("admin:feedback_delivery_changelist"), chosen, follow=True)
    assert [str(message) for message in page.context["messages"]] == ["What is on its way already is left alone."]
    notes = list(LogEntry.objects.order_by("pk").values_list("change_message", flat=True))
    assert notes == ["Changed the secret.", "Sent a test.", "Sent again."]
    assert client.post(do, {"do": "nonsense"}).status_code == 404


def test_one_that_was_deleted_meanwhile_is_said_to_be_gone(signed_in: SignIn) -> None:
    client = signed_in(make_admin())
    for name, body in (("do", {"do": "ping"}), ("do", {"do": "change_secret"}), ("change", FORM)):
        webhook = Webhook.objects.create(name="Alumni", address="https://hooks.example.org/in", events=[])
        with after_first_look("feedback_webhook", Webhook.objects.all().delete):
            page = client.post(reverse(f"admin:feedback_webhook_{name}", args=[webhook.pk]), body, follow=True)
        assert page.redirect_chain == [(reverse("admin:feedback_webhook_changelist"), 302)]
        assert [str(message) for message in page.context["messages"]] == ["This webhook was deleted meanwhile."]
    assert not LogEntry.objects.exists()
