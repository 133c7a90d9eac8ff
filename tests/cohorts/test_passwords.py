"""Forgotten and first passwords: a link by mail that works once."""

import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from cohorts.emails import send_invitations
from tests.factories import PASSWORD, make_user

pytestmark = pytest.mark.django_db
NEW = "a nurse and sticky notes"


def link_in(text: str) -> str:
    found = re.search(r"https?://[^/\s]+(/password/choose/\S+)", text)
    assert found, text
    return found[1]


def test_forgotten_password_sends_a_link_that_sets_one_and_signs_in(client: Client) -> None:
    user = make_user("Ann Abel", email="ann@example.org")
    assert client.post("/password/", {"email": "ANN@example.org"})["Location"] == "/password/sent/"
    (sent,) = mail.outbox
    assert (sent.subject, sent.to) == ("Choose a new password for coachhub", ["ann@example.org"])
    assert "Hello Ann," in str(sent.body)
    link = link_in(str(sent.body))
    form = client.get(link)["Location"]
    assert client.post(form, {"new_password1": NEW, "new_password2": NEW})["Location"] == "/"
    assert client.session["_auth_user_id"] == str(user.pk)
    user.refresh_from_db()
    assert user.check_password(NEW)
    assert "This link has run out" in Client().get(link, follow=True).content.decode()


def test_forgotten_password_answers_the_same_for_somebody_unknown(client: Client) -> None:
    assert client.post("/password/", {"email": "nobody@example.org"})["Location"] == "/password/sent/"
    assert mail.outbox == []


def test_forgotten_password_of_somebody_switched_off_sends_nothing(client: Client) -> None:
    make_user(email="ann@example.org", is_active=False)
    client.post("/password/", {"email": "ann@example.org"})
    assert mail.outbox == []


def test_forgotten_password_works_for_an_invitation_that_has_run_out(client: Client) -> None:
    user = make_user(email="ann@example.org")
    user.set_unusable_password()
    user.save()
    client.post("/password/", {"email": "ann@example.org"})
    assert [sent.to for sent in mail.outbox] == [["ann@example.org"]]


def test_invitation_leads_to_choosing_a_password(client: Client) -> None:
    user = make_user(email="ann@example.org")
    user.set_unusable_password()
    user.save()
    assert send_invitations([user]) == []
    form = client.get(link_in(str(mail.outbox[0].body)))["Location"]
    page = client.post(form, {"new_password1": NEW, "new_password2": "something else"}).content.decode()
    assert "These two are not the same." in page
    client.post(form, {"new_password1": NEW, "new_password2": NEW})
    assert client.session["_auth_user_id"] == str(user.pk)


def test_password_change_keeps_this_session_and_ends_the_others(signed_in: Any) -> None:
    user = make_user()
    here, elsewhere = signed_in(user), signed_in(user)
    page = here.post("/me/password/", {"old_password": "wrong", "new_password1": NEW, "new_password2": NEW})
    assert "This is not your present password." in page.content.decode()
    asked = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}
    answer = here.post("/me/password/", asked, follow=True)
    assert "Your password is changed." in answer.content.decode()
    assert elsewhere.get("/me/").status_code == 302
