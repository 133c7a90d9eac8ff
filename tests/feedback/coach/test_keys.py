import re
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


def ask(client: Client, page: str = "review", **asked: str) -> Any:
    return client.post(reverse("feedback:keys"), {"page": page, **asked}, content_type="application/json")


def test_a_key_is_changed_shown_and_reset(desk: Desk, signed_in: SignIn) -> None:
    client = signed_in(desk.coach.user)

    assert ask(client, action="t", key="g").json()["t"] == "g"
    assert ask(client, action="c", key="t").json()["c"] == "t"  # which is free now
    assert KeptDesk.objects.get(coach=desk.coach).keys == {"review.t": "g", "review.c": "t"}
    assert '<kbd class="kbd" data-key-of="t">g</kbd>' in client.get(desk.url()).content.decode()
    assert ask(client, action="c", key="c").json()["c"] == "c"
    assert KeptDesk.objects.get(coach=desk.coach).keys == {"review.t": "g"}
    assert ask(client).json()["t"] == "t"


def test_keys_of_the_queue_are_its_own(desk: Desk, signed_in: SignIn) -> None:
    client = signed_in(desk.coach.user)

    assert ask(client, action="t", key="j").json()["t"] == "j"  # of the review page, where "j" is free
    taken = ask(client, "queue", action="x", key="j")
    assert (taken.status_code, taken.json()["detail"]) == (400, "“j” is taken: next introduction.")
    assert ask(client, "queue", action="x", key="t").json()["x"] == "t"
    html = client.get(reverse("feedback:queue")).content.decode()
    assert '<kbd class="kbd" data-key-of="x">t</kbd>' in html
    assert '"x": "t"' in html
    assert set(re.findall(r'data-key-change="(.)"', html)) == {"j", "k", "/", "x", "X", "a", "b", "z"}
    assert ask(client, "queue").json()["x"] == "x"
    assert KeptDesk.objects.get(coach=desk.coach).keys == {"review.t": "j"}


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
