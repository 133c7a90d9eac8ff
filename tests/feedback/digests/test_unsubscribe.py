"""The link that ends the daily mail: it asks on GET, acts on POST, works from a mail program, and can be undone."""

import pytest
from django.test import Client
from django.urls import reverse

from feedback.emails import unsubscribe_token
from tests.factories import make_coach

pytestmark = pytest.mark.django_db


def test_opening_the_link_asks_and_changes_nothing(client: Client) -> None:
    user = make_coach(email="maya@example.org").user
    response = client.get(reverse("feedback:unsubscribe", args=[unsubscribe_token(user.pk)]))
    assert response.status_code == 200
    assert "No more daily mails?" in response.text
    assert "maya@example.org" in response.text
    user.refresh_from_db()
    assert user.wants_digest is True


def test_one_click_from_a_mail_program_ends_it_without_signing_in() -> None:
    user, other = make_coach().user, make_coach().user
    client = Client(enforce_csrf_checks=True)
    url = reverse("feedback:unsubscribe", args=[unsubscribe_token(user.pk)])
    response = client.post(url, {"List-Unsubscribe": "One-Click"})
    assert response.status_code == 200
    assert "You get no more daily mails" in response.text
    user.refresh_from_db()
    other.refresh_from_db()
    assert (user.wants_digest, other.wants_digest) == (False, True)


def test_it_can_be_turned_on_again(client: Client) -> None:
    user = make_coach(wants_digest=False).user
    url = reverse("feedback:unsubscribe", args=[unsubscribe_token(user.pk)])
    assert "Turn them on again" in client.get(url).text
    assert "You get the daily mail again" in client.post(url, {"again": "1"}).text
    user.refresh_from_db()
    assert user.wants_digest is True


@pytest.mark.parametrize("forge", ["{}x", "x{}", "MQ:abc", "no-token"])
def test_a_forged_link_leads_nowhere(client: Client, forge: str) -> None:
    user = make_coach().user
    url = reverse("feedback:unsubscribe", args=[forge.format(unsubscribe_token(user.pk))])
    assert client.post(url).status_code == 404
    user.refresh_from_db()
    assert user.wants_digest is True
