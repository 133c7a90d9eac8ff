"""How the queue says ages, versions and days."""

from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def age_words(age: timedelta) -> str:
    """How long that is, in its largest whole unit: hours under two days, then days."""
    hours = int(age.total_seconds() // 3600)
    if hours < 1:
        return _("under an hour")
    if hours < 48:
        return ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}
    return ngettext("%(count)d day", "%(count)d days", hours // 24) % {"count": hours // 24}


def ordinal_version(number: int) -> str:
    words = {
        1: _("first version"), 2: _("second version"), 3: _("third version"), 4: _("fourth version"),
        5: _("fifth version"), 6: _("sixth version"),
    }  # fmt: skip
    return words.get(number) or _("version %(number)d") % {"number": number}


def interview_words(interview_on: date, days: int) -> str:
    """`days` from today."""
    if days == 0:
        return _("interview today")
    if days == 1:
        return _("interview tomorrow")
    return _("interview on %(day)s") % {"day": date_format(interview_on, "l" if days < 7 else "j F")}
