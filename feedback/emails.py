"""Mails: templates, transport."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage


class FileBackend(BaseEmailBackend):
    """One .eml file a mail, named by its Message-ID: sending the same mail twice leaves one file."""

    def send_messages(self, email_messages: Any) -> int:
        folder = Path(settings.MAIL_DIR)
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
