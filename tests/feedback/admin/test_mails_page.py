"""The last mails, as files of the embedded default: for admins alone, and nothing in a mail runs."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, Settings

from cohorts.models import User
from tests.factories import make_admin, make_candidate, make_coach

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


@pytest.fixture(autouse=True)
def _files(settings: Settings, tmp_path: Path) -> None:
    settings.EMAIL_BACKEND, settings.MAIL_DIR = "feedback.emails.FileBackend", tmp_path


def send(subject: str = "Two drafts wait", html: str = "<p>Two <script>alert(1)</script>drafts</p>") -> None:
    mail = EmailMultiAlternatives(subject, "Two drafts.", to=["Maya Berg <maya@example.org>"],
                                  headers={"Message-ID": f"<{subject}@example.org>"})  # fmt: skip
    if html:
        mail.attach_alternative(html, "text/html")
    mail.send()


def test_an_admin_sees_subject_recipient_text_and_html(signed_in: SignIn) -> None:
    send()
    client = signed_in(make_admin())
    page = client.get(reverse("feedback:mails")).text
    assert "Two drafts wait" in page
    assert "Maya Berg &lt;maya@example.org&gt;" in page
    key = "Two_drafts_wait_example.org"
    assert reverse("feedback:mail", args=[key]) in page
    detail = client.get(reverse("feedback:mail", args=[key]))
    assert "Two drafts." in detail.text
    assert (
        f'<iframe class="mail-frame" sandbox="allow-popups allow-popups-to-escape-sandbox" '
        f'title="The mail as its reader sees it" src="/admin-mails/{key}/html/">' in (detail.text)
    )
    assert "frame-src 'self'" in detail["Content-Security-Policy"]


def test_the_html_runs_no_script_and_is_framed_by_us_alone(signed_in: SignIn) -> None:
    send()
    response = signed_in(make_admin()).get(reverse("feedback:mail_html", args=["Two_drafts_wait_example.org"]))
    policy = dict(part.strip().partition(" ")[::2] for part in response["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["sandbox"] == "allow-popups allow-popups-to-escape-sandbox"
    assert policy["frame-ancestors"] == "'self'"
    assert response["X-Frame-Options"] == "SAMEORIGIN"


def test_a_mail_of_text_alone_shows_its_text(signed_in: SignIn) -> None:
    EmailMessage("Plain", "Just words.", to=["a@example.org"], headers={"Message-ID": "<plain@example.org>"}).send()
    page = signed_in(make_admin()).get(reverse("feedback:mail", args=["plain_example.org"])).text
    assert "Just words." in page
    assert "<iframe" not in page


def test_without_mails_it_says_when_there_will_be_some(signed_in: SignIn) -> None:
    assert "No mail has been written yet" in signed_in(make_admin()).get(reverse("feedback:mails")).text


def test_with_a_mail_server_it_points_to_the_daily_mails(signed_in: SignIn, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    page = signed_in(make_admin()).get(reverse("feedback:mails")).text
    assert "Mails leave through your mail server" in page
    assert reverse("admin:feedback_digest_changelist") in page


@pytest.mark.parametrize("name", ["mails", "mail", "mail_html"])
def test_coaches_and_candidates_find_nothing_there(signed_in: SignIn, name: str) -> None:
    send()
    url = reverse(f"feedback:{name}", args=[] if name == "mails" else ["Two_drafts_wait_example.org"])
    for person in (make_coach().user, make_candidate().user):
        assert signed_in(person).get(url).status_code == 404


def test_no_other_file_can_be_read(signed_in: SignIn, tmp_path: Path) -> None:
    (tmp_path.parent / "secret.eml").write_text("Subject: secret\n\nsecret")
    client = signed_in(make_admin())
    for key in ("..%2Fsecret", "../secret", "nothing"):
        assert client.get(f"/admin-mails/{key}/").status_code == 404


@pytest.mark.once
def test_the_list_costs_the_same_for_1_and_for_30(
    signed_in: SignIn, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = signed_in(make_admin())
    send()
    with django_assert_num_queries(4):
        client.get(reverse("feedback:mails"))
    for number in range(29):
        send(f"Mail {number}")
    with django_assert_num_queries(4):
        assert client.get(reverse("feedback:mails")).text.count("maya@example.org") == 30
