"""Skill against culture, an introduction a line."""

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from feedback.charts.figure import Chart, drawn, labels, layout, short_name
from feedback.pitch import LARGEST_SHARE
from feedback.reports.dashboard.balance import Balance, Balances

MOST, LEAST = 100 * LARGEST_SHARE, 100 - 100 * LARGEST_SHARE
"""The ends of the band, in percent of what is said on both that is on skill."""
DRAWN_MAX = 40
"""Of more, those that lean most are drawn; the table has all."""
LINE_PX, FRAME_PX = 20, 130


def draw_balance(found: Balances) -> Chart:
    """A line an introduction, its latest version against the band, the versions before small beside it."""
    rows, shown = found.rows, found.rows[:DRAWN_MAX]
    traces = [_before(shown)]
    for side, symbol, token in (
        ("", "circle", "good"), ("skill", "triangle-right", "bad"), ("culture", "triangle-left", "warn"),
    ):  # fmt: skip
        chosen = [(place, row) for place, row in enumerate(shown) if _side(row.share) == side]
        traces.append(
            go.Scatter(
                x=[_percent(row.share) for _place, row in chosen], y=[place for place, _row in chosen],
                customdata=[place for place, _row in chosen], text=labels(row for _place, row in chosen),
                mode="markers", name=_side_words(side), marker={"symbol": symbol, "size": 11}, meta={"token": token},
                hovertemplate=_("%{text}<br>%{x}% on skill") + "<extra></extra>",
            )
        )  # fmt: skip
    return Chart(
        caption=_caption(found),
        figure=drawn(traces, _frame(shown)),
        columns=(_("Candidate"), _("Role"), _("Version"), _("On skill, %"), _("Where"), _("Versions before, %")),
        rows=tuple(
            (
                row.candidate, row.role, row.number, _percent(row.share), _side_words(_side(row.share)),
                ", ".join(f"{number}: {_percent(share)}" for number, share in row.trail),
            )
            for row in rows
        ),
        marks=rows,
        empty="" if rows else _("No checked draft says enough on skill and culture to weigh one against the other."),
    )  # fmt: skip


def _before(shown: Sequence[Balance]) -> Any:
    """Smaller the older, joined with the latest by a line."""
    x: list[float | None] = []
    y: list[int | None] = []
    sizes: list[int] = []
    texts: list[str | None] = []
    for place, row in enumerate(shown):
        if not row.trail:
            continue
        x += [*(_percent(share) for _number, share in row.trail), _percent(row.share), None]
        y += [*[place] * (len(row.trail) + 1), None]
        sizes += [*(max(3, 7 - age) for age in range(len(row.trail), 0, -1)), 0, 0]
        texts += [*(_("version %(n)d") % {"n": number} for number, _share in row.trail), None, None]
    return go.Scatter(
        x=x, y=y, text=texts, mode="lines+markers", name=_("versions before"), line={"width": 1},
        marker={"size": sizes, "symbol": "circle-open"}, meta={"token": "ink-soft"},
        hovertemplate=_("%{text}<br>%{x}% on skill") + "<extra></extra>",
    )  # fmt: skip


def _frame(shown: Sequence[Balance]) -> dict[str, Any]:
    frame = layout(_("Skill's part, %"), "", x_range=[-3, 103])
    frame["xaxis"] |= {"tickvals": [0, LEAST, 50, MOST, 100]}
    frame["yaxis"] |= {
        "range": [len(shown) - 0.5, -1.0],
        "tickvals": list(range(len(shown))),
        "ticktext": [short_name(row.candidate) for row in shown],
        "showgrid": False,
    }
    return frame | {
        "meta": {"height": FRAME_PX + LINE_PX * len(shown)},
        "shapes": [
            {"type": "rect", "x0": LEAST, "x1": MOST, "y0": 0, "y1": 1, "yref": "paper", "layer": "below"},
        ],
        "annotations": [
            {"x": 50, "y": 1, "yref": "paper", "yanchor": "top", "showarrow": False, "text": _("in balance")},
            {"x": 0, "y": 1, "yref": "paper", "yanchor": "top", "xanchor": "left", "showarrow": False,
             "text": _("culture")},
            {"x": 100, "y": 1, "yref": "paper", "yanchor": "top", "xanchor": "right", "showarrow": False,
             "text": _("skill")},
        ],
    }  # fmt: skip


def _percent(share: float) -> int:
    return round(100 * share)


def _side(share: float) -> str:
    """The side that has more than the band gives it, "" where both have their part."""
    if share > LARGEST_SHARE:
        return "skill"
    return "culture" if 1 - share > LARGEST_SHARE else ""


def _side_words(side: str) -> str:
    return {"skill": _("mostly skill"), "culture": _("mostly culture")}.get(side, _("in balance"))


def _caption(found: Balances) -> str:
    if not found.rows:
        return ""
    sides = [_side(row.share) for row in found.rows]
    caption = _(
        "In balance (30 to 70%% on skill) in %(even)d of %(n)d introductions; mostly skill in %(skill)d, mostly "
        "culture in %(culture)d."
    ) % {
        "n": len(sides), "even": sides.count(""), "skill": sides.count("skill"), "culture": sides.count("culture"),
    }  # fmt: skip
    if found.unsaid:
        caption += " " + ngettext(
            "%(n)d says too little on both.", "%(n)d say too little on both.", found.unsaid
        ) % {"n": found.unsaid}  # fmt: skip
    if len(sides) > DRAWN_MAX:
        caption += " " + _("Drawn are the %(n)d that lean most.") % {"n": DRAWN_MAX}
    return caption
