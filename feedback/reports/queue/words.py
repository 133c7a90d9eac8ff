"""How the queue says ages, versions and days."""

from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from feedback.reports.queue.order import WEAK_SCORE, Weights


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


def weight_words(weights: Weights) -> list[str]:
    """A sentence for each reason that has a weight."""
    sentences = (
        (weights.interview_days, ngettext(
            "An interview in the next seven days counts as %(days)d more day of waiting.",
            "An interview in the next seven days counts as %(days)d more days of waiting.", weights.interview_days)),
        (weights.again_days, ngettext(
            "A version that answers a review counts as %(days)d more day.",
            "A version that answers a review counts as %(days)d more days.", weights.again_days)),
        (weights.first_days, ngettext(
            "A first version counts as %(days)d more day.",
            "A first version counts as %(days)d more days.", weights.first_days)),
        (weights.weak_days, ngettext(
            "A score under %(score)d counts as %(days)d more day.",
            "A score under %(score)d counts as %(days)d more days.", weights.weak_days)),
    )  # fmt: skip
    return [words % {"days": days, "score": WEAK_SCORE} for days, words in sentences if days]


def answered_words(answered: int, total: int) -> str:
    """Of the reader's own comments."""
    if total == 1:
        return _("your comment answered") if answered else _("your comment not answered yet")
    return _("%(done)d of your %(all)d comments answered") % {"done": answered, "all": total}
