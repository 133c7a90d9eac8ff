"""How a mail gets its look, and the mail that invites a person to choose a password."""

import logging
import zoneinfo
from collections.abc import Sequence
from typing import Any

import css_inline
from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import EmailMultiAlternatives, get_connection
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from cohorts.models import User

logger = logging.getLogger(__name__)
_inliner = css_inline.CSSInliner(load_remote_stylesheets=False, keep_style_tags=True)  # kept for the dark colours


def send_invitations(users: Sequence[User]) -> list[User]:
    """Invite each to choose a password, over one connection; returns those whose mail could not be sent."""
    connection = get_connection()
    try:
        connection.open()
    except Exception:  # a server that is away: the admin is told, and may send them again
        logger.warning("%s invitations could not be sent", len(users), exc_info=True)
        return list(users)
    failed = []
    for user in users:
        mail = _mail_with_link(user, "invitation")
        mail.connection = connection
        try:
            mail.send()
        except Exception:  # a refused address
            logger.warning("the invitation of user %s could not be sent", user.pk, exc_info=True)
            failed.append(user)
    connection.close()
    return failed


def send_password_reset(user: User) -> None:
    """The link that lets a person choose a new password; a failure is logged and told to nobody."""
    try:
        _mail_with_link(user, "password_reset").send()
    except Exception:  # the page answers the same whether there is such a person or not
        logger.warning("the password mail of user %s could not be sent", user.pk, exc_info=True)


def html_part(template: str, context: dict[str, Any]) -> str:
    """The template with its styles on the elements themselves, for mail programs that drop style sheets."""
    return _inliner.inline(render_to_string(template, context))


def _mail_with_link(user: User, template: str) -> EmailMultiAlternatives:
    token = default_token_generator.make_token(user)
    link = reverse("cohorts:password_reset_confirm", args=[urlsafe_base64_encode(force_bytes(user.pk)), token])
    context = {
        "recipient": user,
        "link": f"{settings.BASE_URL}{link}",
        "site_url": settings.BASE_URL,
        "days": settings.PASSWORD_RESET_TIMEOUT // 86_400,
    }
    with timezone.override(zoneinfo.ZoneInfo(user.time_zone)):
        mail = EmailMultiAlternatives(
            subject=" ".join(render_to_string(f"emails/{template}.subject.txt", context).split()),
            body=render_to_string(f"emails/{template}.txt", context).strip() + "\n",
            to=[user.email],
        )
        mail.attach_alternative(html_part(f"emails/{template}.html", context), "text/html")
    return mail
