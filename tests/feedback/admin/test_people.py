"""People: added with an invitation, given roles, switched off rather than deleted."""

import re
from collections.abc import Callable

import pytest
from django.contrib.admin.models import LogEntry
from django.core import mail
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from cohorts.models import User
from tests.factories import make_admin, make_coach

SignIn = Callable[[User], Client]
ANA = {"name": "Ana Horvat", "email": "Ana@Example.org", "time_zone": "Europe/Zagreb", "is_candidate": "on"}

pytestmark = pytest.mark.django_db


def messages_of(response: object) -> list[str]:
    return [str(message) for message in response.context["messages"]]  # type: ignore[attr-defined]  # of a test client


def test_a_new_person_is_invited_and_can_choose_a_password(
    signed_in: SignIn, client: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        signed_in(make_admin()).post(reverse("admin:cohorts_user_add"), ANA)
    ana = User.objects.get(email="ana@example.org")
    assert (ana.name, ana.time_zone, ana.is_staff, hasattr(ana, "candidate"), hasattr(ana, "coach")) == (
        "Ana Horvat", "Europe/Zagreb", False, True, False,
    )  # fmt: skip
    assert not ana.has_usable_password()
    (invitation,) = mail.outbox
    assert (invitation.to, invitation.subject) == (["ana@example.org"], "Your place on coachhub")
    found = re.search(r"http://\S+?(/password/choose/\S+)", str(invitation.body))
    assert found is not None
    page = client.get(found[1], follow=True)
    client.post(page.request["PATH_INFO"], {"new_password1": "plum cake at four", "new_password2": "plum cake at four"})
    ana.refresh_from_db()
    assert ana.check_password("plum cake at four")


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"email": "maya@EXAMPLE.org"}, "Somebody has this e-mail address already."),
        ({"email": "no address"}, "Enter a valid email address."),
        ({"name": ""}, "This field is required."),
        ({"time_zone": "Mars/Olympus"}, "There is no time zone called Mars/Olympus."),
    ],
)
def test_a_wrong_person_is_not_added(signed_in: SignIn, change: dict[str, str], error: str) -> None:
    make_coach(email="maya@example.org")
    page = signed_in(make_admin()).post(reverse("admin:cohorts_user_add"), ANA | change)
    assert [e for errors in page.context["errors"] for e in ([errors] if isinstance(errors, str) else errors)] == [
        error
    ]
    assert User.objects.count() == 2
    assert mail.outbox == []


@pytest.mark.django_db(transaction=True)
def test_a_refused_invitation_is_told_and_the_person_stays(signed_in: SignIn, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    client = signed_in(make_admin())
    page = client.post(reverse("admin:cohorts_user_add"), ANA, follow=True)
    assert User.objects.filter(email="ana@example.org").exists()
    assert messages_of(page)[-1] == (
        "No invitation could be sent to ana@example.org. Look at the mail settings, then send it again."
    )


def test_an_invitation_can_be_sent_again_and_is_in_the_history(signed_in: SignIn) -> None:
    admin, coach = make_admin(), make_coach(email="maya@example.org")
    response = signed_in(admin).post(
        reverse("admin:cohorts_user_changelist"), {"action": "invite", "_selected_action": [coach.user_id]}, follow=True
    )
    assert [message.to for message in mail.outbox] == [["maya@example.org"]]
    assert messages_of(response) == ["1 invitation was sent."]
    entry = LogEntry.objects.get()
    assert (entry.user, entry.object_id, entry.change_message) == (
        admin, str(coach.user_id), "Invited to choose a password.",
    )  # fmt: skip


def test_a_role_is_added_and_one_with_history_stays(signed_in: SignIn) -> None:
    coach = make_coach("Maya Berg", email="maya@example.org")
    data = {"name": "Maya Berg", "email": "maya@example.org", "time_zone": "UTC", "digest_hour": "7",
            "is_candidate": "on", "is_active": "on"}  # fmt: skip
    signed_in(make_admin()).post(reverse("admin:cohorts_user_change", args=[coach.user_id]), data)
    user = User.objects.get(pk=coach.user_id)
    assert (hasattr(user, "coach"), hasattr(user, "candidate"), user.digest_hour, user.wants_digest) == (
        True, True, 7, False,
    )  # fmt: skip


def test_nobody_takes_their_own_rights_away(signed_in: SignIn) -> None:
    admin = make_admin()
    data = {"name": admin.name, "email": admin.email, "time_zone": "UTC", "digest_hour": "8", "is_active": "on"}
    page = signed_in(admin).post(reverse("admin:cohorts_user_change", args=[admin.pk]), data)
    assert "You cannot take your own admin rights away; another admin can." in page.text
    admin.refresh_from_db()
    assert admin.is_staff


def test_people_cannot_be_deleted(signed_in: SignIn) -> None:
    coach = make_coach()
    response = signed_in(make_admin()).post(reverse("admin:cohorts_user_delete", args=[coach.user_id]), {"post": "yes"})
    assert response.status_code == 403
    assert User.objects.filter(pk=coach.user_id).exists()
