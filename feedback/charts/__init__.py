"""The dashboard's figures: from a report's rows to plotly.js data, a caption and a table. Nobody else knows plotly."""

import re

from django.utils.translation import gettext_lazy as _

from feedback.charts.agreement import draw_agreement
from feedback.charts.balance import draw_balance
from feedback.charts.figure import Chart, Figure
from feedback.charts.funnel import draw_activity, draw_funnel
from feedback.charts.helped import draw_helped
from feedback.charts.movement import draw_movement
from feedback.charts.sameness import draw_alikes
from feedback.charts.teaching import draw_teaching
from feedback.charts.waits import draw_waits
from feedback.charts.whys import draw_two_whys
from feedback.reports.dashboard.agreement import coach_agreement
from feedback.reports.dashboard.balance import balance
from feedback.reports.dashboard.funnel import activity, funnel
from feedback.reports.dashboard.helped import helped
from feedback.reports.dashboard.movement import movement
from feedback.reports.dashboard.sameness import alikes
from feedback.reports.dashboard.teaching import teaching
from feedback.reports.dashboard.waits import waits
from feedback.reports.dashboard.whys import two_whys

__all__ = ["FIGURES", "Chart", "Figure"]

_KEY = re.compile(r"[a-z]+(-[a-z]+)*")


def _registered(*figures: Figure) -> tuple[Figure, ...]:
    seen: set[str] = set()
    for figure in figures:
        if not _KEY.fullmatch(figure.key) or figure.key in {"all", *seen}:  # "all" has an address of its own
            raise ValueError(
                f"the figure {figure.title!r} has a key that is taken or not words-with-dashes: {figure.key!r}"
            )
        seen.add(figure.key)
    return figures


FIGURES: tuple[Figure, ...] = _registered(
    Figure("two-whys", _("Who is where on the way to both whys?"), two_whys, draw_two_whys, has_choice=True),
    Figure("balance", _("Who balances skill and culture?"), balance, draw_balance, has_choice=True),
    Figure("progress", _("Who moves, and who is stuck?"), movement, draw_movement, is_wide=True, tall_from=13),
    Figure("teaching", _("What to teach next week?"), teaching, draw_teaching),
    Figure("waits", _("Who waits for a coach, and how long?"), waits, draw_waits, holds_s=300, tall_from=0),
    Figure("helped", _("What helped?"), helped, draw_helped),
    Figure("agreement", _("Do we agree?"), coach_agreement, draw_agreement),
    Figure("sameness", _("Do they sound alike?"), alikes, draw_alikes),
    Figure("funnel", _("How far has everybody come?"), funnel, draw_funnel),
    Figure("activity", _("On which days is work done?"), activity, draw_activity),
)
"""In the order of the page. A further figure: a report, a function that draws it, a line here."""
