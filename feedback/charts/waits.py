"""How long candidates wait."""

import html
import statistics
from collections.abc import Sequence

import plotly.graph_objects as go
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from feedback.charts.figure import Chart, drawn, label, layout
from feedback.reports.dashboard.waits import Wait


def draw_waits(waits: Sequence[Wait]) -> Chart:
    """A row a coach: a box over the waits that are over, a diamond for each that goes on."""
    over = [(row, wait) for row, wait in enumerate(waits) if wait.is_over]
    present = [(row, wait) for row, wait in enumerate(waits) if not wait.is_over]
    hover = _("%{text}<br>%{x} days") + "<extra></extra>"
    traces = [
        go.Box(x=[round(w.days, 2) for _row, w in over], y=[_coach(w) for _row, w in over],
               customdata=[row for row, _w in over], text=[label(w) for _row, w in over], orientation="h",
               boxpoints="all", pointpos=0, jitter=0.5, line={"width": 1.5}, marker={"size": 7},
               name=_("answered"), meta={"token": "ink-soft"}, hovertemplate=hover, hoveron="points"),
        go.Scatter(x=[round(w.days, 2) for _row, w in present], y=[_coach(w) for _row, w in present],
                   customdata=[row for row, _w in present], text=[label(w) for _row, w in present], mode="markers",
                   name=_("waiting now"), marker={"symbol": "diamond", "size": 11}, meta={"token": "accent"},
                   hovertemplate=hover),
    ]  # fmt: skip
    frame = layout(_("Days"), "")
    frame["xaxis"] |= {"rangemode": "tozero"}
    frame["yaxis"] |= {"type": "category", "autorange": "reversed"}
    return Chart(
        caption=_waits_caption([w.days for _row, w in over], [w for _row, w in present]) if waits else "",
        figure=drawn(traces, frame),
        columns=(_("Candidate"), _("Role"), _("Version"), _("Coach"), _("Days"), _("State")),
        rows=tuple(
            (w.candidate, w.role, w.number, w.coach or _("no coach yet"), round(w.days, 1),
             _("answered") if w.is_over else _("waiting now"))
            for w in waits
        ),
        marks=tuple(waits),
        empty="" if waits else _("Nothing waits, and nothing was answered in the last 8 weeks."),
    )  # fmt: skip


def _waits_caption(over: list[float], present: list[Wait]) -> str:
    sentences = []
    if over:
        sentences.append(
            ngettext(
                "The %(n)d wait that a review ended in the last 8 weeks took %(median).1f days.",
                "Of the %(n)d waits that a review ended in the last 8 weeks, half took at most %(median).1f days.",
                len(over),
            )
            % {"n": len(over), "median": statistics.median(over)}
        )
    if present:
        longest = max(present, key=lambda wait: wait.days)
        sentences.append(
            ngettext(
                "%(n)d draft waits now: %(days).1f days, by %(name)s.",
                "%(n)d drafts wait now, the longest for %(days).1f days, by %(name)s.",
                len(present),
            )
            % {"n": len(present), "days": longest.days, "name": longest.candidate}
        )
    else:
        sentences.append(_("Nothing waits now."))
    return " ".join(sentences)


def _coach(wait: Wait) -> str:
    return html.escape(wait.coach, quote=False) or _("no coach yet")
