"""An admin decides about mails that may or may not have left."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cohorts.models import User
from feedback.models import Digest
from tests.factories import make_admin, make_coach

SignIn = Callable[[User], Client]

pytestmark = pytest.mark.django_db


def make_digest(status: str) -> Digest:
    return Digest.objects.create(
        recipient=make_coach().user, kind="coach", period=date(2026, 6, 15), subject="One draft waits", text="-",
        html="-", status=status, error="refused" if status in {"failed", "left"} else "", attempts=1,
        sent_at=timezone.now() if status == "sent" else None,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("action", "expected", "message"),
    [
        ("send_again", ["claimed", "claimed", "claimed", "sent"], "3 mails are on their way again."),
        ("leave_unsent", ["left", "left", "left", "sent"], "3 mails were left unsent."),
    ],
)
def test_stuck_mails_are_settled_and_sent_ones_left_alone(
    signed_in: SignIn, action: str, expected: list[str], message: str
) -> None:
    digests = [make_digest(status) for status in ("sending", "failed", "left", "sent")]
    response = signed_in(make_admin("Ada Admin")).post(
        reverse("admin:feedback_digest_changelist"),
        {"action": action, "_selected_action": [digest.pk for digest in digests]},
        follow=True,
    )
    assert [str(said) for said in response.context["messages"]] == [message]
    assert list(Digest.objects.order_by("pk").values_list("status", flat=True)) == expected
