"""Webhooks by the API: kept by admins, their secrets told once, the log read and sent again."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from cohorts.models import User
from feedback.models import Delivery, Webhook
from tests.factories import make_admin, make_cohort

pytestmark = pytest.mark.django_db
Api = Callable[[User], APIClient]
HOOK = {"name": "Alumni", "address": "https://hooks.example.org/in", "events": ["candidate.ready"], "cohort": "spring"}


def test_an_admin_keeps_a_webhook_tests_it_and_sends_again(api: Api) -> None:
    make_cohort(name="Spring")
    client = api(make_admin())
    made = client.post("/api/v1/webhooks/", HOOK, format="json").json()
    path, secret = f"/api/v1/webhooks/{made['id']}/", made.pop("secret")
    webhook = Webhook.objects.get()
    plain = HOOK | {"id": webhook.pk, "is_active": True, "quiet_until": None, "created_at": made["created_at"]}
    plain |= {"revision": 1}
    assert (made, secret) == (plain, webhook.secret)
    assert client.get(path).json() == plain  # the secret is not told again
    seen = {"If-Match": client.get(path)["ETag"]}
    changed = client.patch(path, {"cohort": None, "is_active": False}, format="json", headers=seen).json()
    plain |= {"cohort": None, "is_active": False, "revision": 2}
    assert changed == plain
    late = [client.patch(path, {"name": "Late"}, format="json", headers=seen), client.delete(path, headers=seen)]
    assert [(answer.status_code, answer.json()["code"], answer.json()["current"]) for answer in late] == [
        (412, "stale_webhook", plain)
    ] * 2

    other = client.post(f"{path}change-secret/").json()
    webhook.refresh_from_db()
    assert (other["secret"], other["secret"] == secret) == (webhook.secret, False)

    ping = client.post(f"{path}ping/").json()
    log = f"/api/v1/webhook-deliveries/{ping['id']}/"
    assert (ping["event"], ping["state"], ping["attempts"]) == ("ping", "pending", 0)
    Delivery.objects.update(state="given_up", error="The answer was 500, not one of 200 to 299.", attempts=8)
    assert (client.get(log).json()["state"], client.get(log).json()["next_at"]) == ("given_up", None)
    again = client.post(f"{log}redeliver/").json()
    assert (again["state"], again["attempts"], again["event_id"]) == ("pending", 0, ping["event_id"])
    assert client.delete(path).status_code == 204
    assert (Webhook.objects.count(), Delivery.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"address": "https://10.0.0.1/"},
         "address: This address lies in a private network. COACHHUB_WEBHOOK_PRIVATE=1 would allow it."),
        ({"address": "hooks"}, "address: Give an address that begins with https://."),
        ({"events": []}, "events: Ensure this field has at least 1 elements."),
        ({"events": ["ping"]}, 'events.0: "ping" is not a valid choice.'),
        ({"events": ["candidate.ready"] * 2}, "events: Choose at least one event, each once."),
        ({"cohort": "none"}, "cohort: Object with slug=none does not exist."),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_and_changes_nothing(api: Api, wrong: dict[str, Any], sentence: str) -> None:
    make_cohort(name="Spring")
    answer = api(make_admin()).post("/api/v1/webhooks/", HOOK | wrong, format="json")
    assert (answer.status_code, answer.json()["detail"], Webhook.objects.count()) == (400, sentence, 0)


@pytest.mark.parametrize("rows", [1, 30])
def test_lists_take_three_queries_however_long_they_are(api: Api, rows: int) -> None:
    client = api(make_admin())
    for number in range(rows):
        hook = Webhook.objects.create(name=str(number), cohort=make_cohort(), events=["candidate.ready"])
        Delivery.objects.create(webhook=hook, event="ping", event_id=f"{number:032x}", body="{}")

    def asked(path: str) -> tuple[int, int]:
        with CaptureQueriesContext(connection) as queries:
            found = client.get(path).json()["results"]
        return len(queries), len(found)

    assert asked("/api/v1/webhooks/") == asked("/api/v1/webhook-deliveries/?state=pending") == (3, rows)
    assert asked("/api/v1/webhook-deliveries/?state=given_up") == (3, 0)
