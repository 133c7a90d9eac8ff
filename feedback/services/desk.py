"""A coach's own desk: what they have read."""

from datetime import datetime

from django.utils import timezone

from cohorts.models import Coach, DraftVersion
from feedback.models import Reading


def note_reading(*, coach: Coach, version: DraftVersion, read_at: datetime | None = None) -> None:
    """That the coach has read the version; an older one than the last read changes nothing.

    `read_at` is for imports; otherwise now.
    """
    now = read_at or timezone.now()
    reading, is_first = Reading.objects.get_or_create(
        coach=coach, intro_id=version.intro_id, defaults={"number": version.number, "read_at": now}
    )
    if not is_first:
        Reading.objects.filter(pk=reading.pk, number__lt=version.number).update(number=version.number, read_at=now)
