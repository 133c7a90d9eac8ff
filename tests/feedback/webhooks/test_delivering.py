"""From the outbox to the receiver: signed, tried again, given up, and nothing lost wherever a worker is killed."""

import re
import sys
from datetime import timedelta
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
import time_machine
from django.conf import settings as site
from django.utils import timezone

from feedback.models import Delivery, Webhook
from feedback.services import delivering
from feedback.services.delivering import BACK_OFF, claim_limit, due_deliveries, send_delivery
from feedback.services.webhooks import change_secret, redeliver, send_ping
from tests.feedback.webhooks.receiver import Receiver

pytestmark = pytest.mark.usefixtures("clock")
SECOND = timedelta(seconds=1)


@pytest.fixture
def delivery(webhook: Webhook) -> Delivery:
    return send_ping(webhook=webhook)


def state_of(delivery: Delivery) -> tuple[str, int, int | None, str, str]:
    delivery.refresh_from_db()
    return delivery.state, delivery.attempts, delivery.status, delivery.answer, delivery.error


def verify_as_documented() -> Any:
    """The receiver's function, as docs/webhooks.md prints it."""
    page = (Path(site.BASE_DIR) / "docs" / "webhooks.md").read_text()
    (code,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    names: dict[str, Any] = {}
    exec(compile(code, "docs/webhooks.md", "exec"), names)  # noqa: S102  # our own page
    return names["is_genuine"]


def test_it_is_sent_once_and_its_signature_holds_as_the_page_says(
    webhook: Webhook, delivery: Delivery, receiver: Receiver, clock: time_machine.Traveller
) -> None:
    receiver.answers = [(200, {}, b"Thanks\x00 \xff" + b"x" * 2000)]
    assert due_deliveries() == [delivery.pk]
    assert send_delivery(delivery_id=delivery.pk) is True
    assert (send_delivery(delivery_id=delivery.pk), due_deliveries()) == (False, [])
    assert state_of(delivery) == ("delivered", 1, 200, ("Thanks  \ufffd" + "x" * 2000)[:500], "")
    (got,) = receiver.received
    assert (got.path, got.body) == ("/hook?x=1", delivery.body)
    ours = ("Coachhub", "Content-Type", "User-Agent")
    assert {name: value for name, value in got.headers.items() if name.startswith(ours)} == {
        "User-Agent": "coachhub-webhook/1", "Content-Type": "application/json", "Coachhub-Event": "ping",
        "Coachhub-Event-Id": str(delivery.event_id), "Coachhub-Attempt": "1",
        "Coachhub-Timestamp": str(int(timezone.now().timestamp())),
        "Coachhub-Signature": got.headers["Coachhub-Signature"],
    }  # fmt: skip
    is_genuine, body = verify_as_documented(), got.body.encode()
    assert is_genuine(webhook.secret, got.headers, body)
    assert not is_genuine(webhook.secret, got.headers, body + b" ")
    assert not is_genuine(webhook.secret + "x", got.headers, body)
    assert not is_genuine(webhook.secret, {**got.headers, "Coachhub-Timestamp": "1"}, body)
    clock.shift(timedelta(minutes=6))
    assert not is_genuine(webhook.secret, got.headers, body)  # an old one, sent again by somebody else


def test_both_secrets_are_good_for_a_day_after_a_change(
    webhook: Webhook, delivery: Delivery, receiver: Receiver
) -> None:
    changed = change_secret(webhook=webhook)
    assert send_delivery(delivery_id=delivery.pk)
    (got,) = receiver.received
    is_genuine = verify_as_documented()
    assert [is_genuine(s, got.headers, got.body.encode()) for s in (changed.secret, webhook.secret, "whsec_0")] == [
        True, True, False,
    ]  # fmt: skip


def test_a_refused_one_is_tried_eight_times_in_a_day_given_up_and_sent_again_with_its_id(
    webhook: Webhook, delivery: Delivery, receiver: Receiver, clock: time_machine.Traveller
) -> None:
    receiver.answers = [(500, {}, b"no room")]
    waited = []
    begun = timezone.now()
    for pause in (*BACK_OFF, None):
        assert due_deliveries() == [delivery.pk]
        waited.append((timezone.now() - begun) // timedelta(minutes=1))
        assert send_delivery(delivery_id=delivery.pk) is False
        if pause:
            clock.shift(pause - SECOND)
            assert (due_deliveries(), send_delivery(delivery_id=delivery.pk)) == ([], False)
            clock.shift(SECOND)
    assert waited == [0, 1, 6, 21, 81, 261, 621, 1341]
    assert state_of(delivery) == ("given_up", 8, 500, "no room", "The answer was 500, not one of 200 to 299.")
    clock.shift(timedelta(days=2))
    assert due_deliveries() == []
    receiver.answers = [(202, {}, b"")]
    assert redeliver(deliveries=[delivery]) == [delivery.pk]
    assert redeliver(deliveries=[delivery]) == []  # on its way
    assert send_delivery(delivery_id=delivery.pk) is True
    assert state_of(delivery) == ("delivered", 1, 202, "", "")
    assert {(got.headers["Coachhub-Event-Id"], got.body) for got in receiver.received} == {
        (str(delivery.event_id), delivery.body)
    }
    assert len(receiver.received) == 9


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_no_redirect_is_followed(delivery: Delivery, receiver: Receiver, status: int) -> None:
    receiver.answers = [(status, {"Location": receiver.address + "&elsewhere"}, b"")]
    assert send_delivery(delivery_id=delivery.pk) is False
    assert state_of(delivery)[:3] == ("pending", 1, status)
    assert len(receiver.received) == 1


def test_an_address_that_does_not_answer_rests_and_keeps_no_worker_from_its_work(
    webhook: Webhook, delivery: Delivery, receiver: Receiver, clock: time_machine.Traveller
) -> None:
    receiver.answers = [(0, {}, b""), (204, {}, b"")]
    second = send_ping(webhook=webhook)
    assert send_delivery(delivery_id=delivery.pk) is False
    assert state_of(delivery) == ("pending", 1, None, "", "The address could not be reached, or broke off.")
    assert (send_delivery(delivery_id=second.pk), due_deliveries(), state_of(second)[:2]) == (False, [], ("pending", 0))
    clock.shift(timedelta(minutes=1))
    assert [send_delivery(delivery_id=pk) for pk in due_deliveries()] == [True, True]


def test_what_belongs_to_a_webhook_switched_off_or_is_too_old_ends_and_the_log_is_kept_for_a_month(
    webhook: Webhook, delivery: Delivery, clock: time_machine.Traveller
) -> None:
    rows = [Delivery(webhook=webhook, event_id=delivery.event_id, event="check.finished", body="{}")]
    rows[0].event_id = type(delivery.event_id)(int=1)
    (off,) = Delivery.objects.bulk_create(rows)
    Webhook.objects.update(is_active=False)
    assert send_delivery(delivery_id=off.pk) is False
    assert due_deliveries() == [delivery.pk]  # a ping goes all the same
    assert state_of(off) == ("given_up", 0, None, "", "The webhook was switched off.")
    Delivery.objects.filter(pk=delivery.pk).update(attempts=3)
    clock.shift(timedelta(hours=48, seconds=1))
    assert due_deliveries() == []
    assert state_of(delivery)[::4] == ("given_up", "It could not be delivered within two days.")
    clock.shift(timedelta(days=28))
    due_deliveries()
    assert not Delivery.objects.exists()


class Killed(BaseException):
    """As a process feels it: nothing below goes on."""


def run_until_line(number: int, delivery: Delivery) -> bool:
    """Send it in a process that is killed before the line of this number, of those run in the module. False: none is
    left."""
    lines = 0

    def count(frame: FrameType, event: str, _argument: object) -> Any:
        nonlocal lines
        if frame.f_code.co_filename != delivering.__file__:
            return None
        if event == "line":
            lines += 1
            if lines == number:
                raise Killed
        return count

    sys.settrace(count)
    try:
        send_delivery(delivery_id=delivery.pk)
    except Killed:
        return True
    finally:
        sys.settrace(None)
    return False


@pytest.mark.parametrize("answer", [204, 503, 0])
def test_a_worker_killed_at_any_line_loses_nothing(
    webhook: Webhook, receiver: Receiver, clock: time_machine.Traveller, answer: int
) -> None:
    number = 0
    is_killed = True
    while is_killed:
        number += 1
        delivery = send_ping(webhook=webhook)
        receiver.received.clear()
        receiver.answers = [(answer, {}, b""), (204, {}, b"")]
        is_killed = run_until_line(number, delivery)
        for pause in (claim_limit(), timedelta(minutes=5)):
            clock.shift(pause + SECOND)
            for due in due_deliveries():
                send_delivery(delivery_id=due)
        assert state_of(delivery)[0] == "delivered", number
        assert 1 <= len(receiver.received) <= 3, number
        assert {got.headers["Coachhub-Event-Id"] for got in receiver.received} == {str(delivery.event_id)}
    assert number > 20


def test_one_that_takes_its_worker_down_each_time_ends(delivery: Delivery, clock: time_machine.Traveller) -> None:
    for attempt in range(1, 9):
        Delivery.objects.update(state="sending", claimed_at=timezone.now(), attempts=attempt)
        assert due_deliveries() == []
        clock.shift(claim_limit() + SECOND)
        assert due_deliveries() == [delivery.pk]
    assert send_delivery(delivery_id=delivery.pk) is False
    assert state_of(delivery)[::4] == ("given_up", "Sending was interrupted several times and has been given up.")


def test_a_claim_taken_over_settles_for_its_new_holder_alone(delivery: Delivery, receiver: Receiver) -> None:
    Delivery.objects.update(state="sending", claimed_at=timezone.now() - claim_limit(), attempts=1)
    late = Delivery.objects.get()
    Delivery.objects.update(claimed_at=timezone.now())
    assert delivering._settle(late, state="given_up", error="Late.") is False
    assert state_of(delivery)[0] == "sending"
