"""Mails: written from templates with nothing queried, sent, and kept as files where no mail server is set."""

import email
import email.policy
import zoneinfo
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage as StoredMessage
from email.utils import formataddr
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage
from django.core.signing import BadSignature, Signer
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from cohorts.emails import html_part
from feedback.models import Digest
from feedback.reports.digests import CandidateDigest, CoachDigest, Due

SHOWN_MAX = 20
"""Drafts that a coach's mail lists; the rest is a number and a link."""


@dataclass(frozen=True)
class RenderedMail:
    subject: str
    text: str
    html: str


@dataclass(frozen=True)
class StoredMail:
    """A mail that FileBackend has written; `key` is its file's name without the ending."""

    key: str
    subject: str
    to: str
    written_at: datetime
    text: str
    html: str


def render_coach_digest(digest: CoachDigest) -> RenderedMail:
    shown = digest.drafts[:SHOWN_MAX]
    rows = [{"draft": draft, "url": address("feedback:review", draft.intro_id, draft.number)} for draft in shown]
    context = {
        "rows": rows, "count": len(digest.drafts), "more": len(digest.drafts) - len(shown),
        "queue_url": address("feedback:queue"),
    }  # fmt: skip
    return _render("coach_digest", context, digest.due)


def render_candidate_digest(digest: CandidateDigest) -> RenderedMail:
    rows = [
        {"review": review, "url": address("feedback:version", review.intro_id, review.number)}
        for review in digest.reviews
    ]
    context = {
        "rows": rows, "count": len(rows), "home_url": address("feedback:candidate_home"),
        "are_amended": all(review.amended_at for review in digest.reviews),
    }  # fmt: skip
    return _render("candidate_digest", context, digest.due)


def send_digest(digest: Digest) -> None:
    """Hand the mail to the mail server; raises what that raises. The Message-ID is the same at every attempt."""
    unsubscribe = address("feedback:unsubscribe", unsubscribe_token(digest.recipient_id))
    host = urlsplit(settings.BASE_URL).hostname or "localhost"
    mail = EmailMultiAlternatives(
        subject=digest.subject,
        body=digest.text,
        to=[formataddr((one_line(digest.recipient.name), digest.recipient.email))],
        headers={
            "Message-ID": f"<digest.{digest.kind}.{digest.recipient_id}.{digest.period}@{host}>",
            "List-Unsubscribe": f"<{unsubscribe}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",  # RFC 8058
            "Auto-Submitted": "auto-generated",  # RFC 3834: no out-of-office answers
        },
    )
    mail.attach_alternative(digest.html, "text/html")
    mail.send()


def address(name: str, *args: object) -> str:
    """The whole address of a page, as a mail needs it."""
    return f"{settings.BASE_URL}{reverse(name, args=args)}"


def one_line(text: str) -> str:
    return " ".join(text.split())


def unsubscribe_token(user_id: int) -> str:
    """Signed and without an end: the link in an old mail still works."""
    return _signer().sign_object(user_id)


def read_unsubscribe_token(token: str) -> int | None:
    """The user's id, or None where the token is not one of ours."""
    try:
        user_id = _signer().unsign_object(token)
    except (BadSignature, ValueError):
        return None
    return user_id if isinstance(user_id, int) else None


def are_kept_as_files() -> bool:
    return f"{__name__}.{FileBackend.__name__}" == settings.EMAIL_BACKEND


def last_mails(limit: int) -> list[StoredMail]:
    """The newest first."""
    files = sorted(_folder().glob("*.eml"), key=lambda file: file.stat().st_mtime, reverse=True)
    return [_read(file) for file in files[:limit]]


def stored_mail(key: str) -> StoredMail | None:
    file = _folder() / f"{key}.eml"
    return _read(file) if file.parent == _folder() and file.is_file() else None


class FileBackend(BaseEmailBackend):
    """One .eml file a mail, named by its Message-ID: sending the same mail twice leaves one file."""

    def send_messages(self, email_messages: Any) -> int:
        folder = _folder()
        folder.mkdir(parents=True, exist_ok=True)
        for mail in email_messages:
            self._write(folder, mail)
        return len(email_messages)

    def _write(self, folder: Path, mail: EmailMessage) -> None:
        message = mail.message()
        name = "".join(c if c.isalnum() or c in "-." else "_" for c in str(message["Message-ID"]).strip("<>"))
        partial = folder / f".{name}.part"
        partial.write_bytes(message.as_bytes())
        partial.replace(folder / f"{name}.eml")


def _folder() -> Path:
    return Path(settings.MAIL_DIR)


def _signer() -> Signer:
    return Signer(salt="feedback.unsubscribe")


def _render(name: str, context: dict[str, Any], due: Due) -> RenderedMail:
    """In the recipient's own time zone."""
    whole = context | {
        "recipient": due.recipient, "site_url": settings.BASE_URL, "settings_url": address("cohorts:profile"),
        "unsubscribe_url": address("feedback:unsubscribe", unsubscribe_token(due.recipient.pk)),
    }  # fmt: skip
    with timezone.override(zoneinfo.ZoneInfo(due.recipient.time_zone)):
        return RenderedMail(
            subject=one_line(render_to_string(f"emails/{name}.subject.txt", whole))[:200],
            text=render_to_string(f"emails/{name}.txt", whole).strip() + "\n",
            html=html_part(f"emails/{name}.html", whole),
        )


def _read(file: Path) -> StoredMail:
    message = email.message_from_bytes(file.read_bytes(), _class=StoredMessage, policy=email.policy.default)
    return StoredMail(
        key=file.stem,
        subject=str(message["Subject"] or ""),
        to=str(message["To"] or ""),
        written_at=datetime.fromtimestamp(file.stat().st_mtime, UTC),
        text=_part(message, ("plain",)),
        html=_part(message, ("html",)),
    )


def _part(message: StoredMessage, kinds: Iterable[str]) -> str:
    part = message.get_body(tuple(kinds))
    return str(part.get_content()) if part is not None else ""
