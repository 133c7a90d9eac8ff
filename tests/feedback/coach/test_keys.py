from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cohorts.models import User
from feedback.models import Desk as KeptDesk
from feedback.reports.keys import GROUPS
from tests.feedback.coach.conftest import Desk

SignIn = Callable[[User], Client]


def ask(client: Client, **asked: str) -> Any:
    return client.post(reverse("feedback:keys"), {"page": "review", **asked}, content_type="application/json")


def test_a_key_is_changed_shown_and_reset(desk: Desk, signed_in: SignIn) -> None:
    client = signed_in(desk.coach.user)

    assert ask(client, action="t", key="g").json()["t"] == "g"
    assert ask(client, action="c", key="t").json()["c"] == "t"  # which is free now
    assert KeptDesk.objects.get(coach=desk.coach).keys == {"review.t": "g", "review.c": "t"}
    assert '<kbd class="kbd" data-key-of="t">g</kbd>' in client.get(desk.url()).content.decode()
    assert ask(client, action="c", key="c").json()["c"] == "c"
    assert KeptDesk.objects.get(coach=desk.coach).keys == {"review.t": "g"}
    assert ask(client).json()["t"] == "t"


@pytest.mark.parametrize(
    ("action", "key", "detail"),
    [
        ("t", "f", "“f” is taken: next finding."),
        ("t", "?", "Choose a single letter, digit or sign; “?” always shows the keys."),
        ("t", " ", "Choose a single letter, digit or sign; “?” always shows the keys."),
        ("t", "", "Choose a single letter, digit or sign; “?” always shows the keys."),
        ("t", "Enter", "Choose a single letter, digit or sign; “?” always shows the keys."),
        ("9", "g", "There is no such key to change."),
    ],
)
def test_a_key_that_cannot_be_is_refused(desk: Desk, signed_in: SignIn, action: str, key: str, detail: str) -> None:
    answer = ask(signed_in(desk.coach.user), action=action, key=key)

    assert (answer.status_code, answer.json()["detail"]) == (400, detail)
    assert not KeptDesk.objects.exclude(keys={}).exists()


def test_default_keys_are_each_taken_once() -> None:
    for groups in GROUPS.values():
        keys = [key for _title, rows in groups for key, _words in rows]
        assert len(keys) == len(set(keys))
