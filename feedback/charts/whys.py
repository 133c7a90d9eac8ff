"""The map of the two whys."""

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from feedback.charts.figure import SYMBOLS, Cell, Chart, corner, decision_words, drawn, labels, layout
from feedback.reports.dashboard.whys import TwoWhys, WhyPoint

WHY_LANDS = 50.0
"""From the middle of the scale on, more of a why is there than is missing."""
TRAILS_MAX = 60
"""With more candidates the ways of all are a tangle, and are drawn when the legend is clicked."""


def draw_two_whys(found: TwoWhys) -> Chart:
    """A point a candidate, the role's why against the team's, with its way from the first version.

    Colour and symbol tell the coach's decision.
    """
    points = found.points
    traces = [_trails(points)]
    for decision, symbol in (("", "circle-open"), *SYMBOLS.items()):
        chosen = [(row, point) for row, point in enumerate(points) if point.decision == decision]
        traces.append(
            go.Scatter(
                x=[round(point.why_role, 1) for _row, point in chosen],
                y=[round(point.why_team, 1) for _row, point in chosen],
                customdata=[row for row, _point in chosen],
                text=labels(point for _row, point in chosen),
                name=decision_words(decision), mode="markers", marker={"symbol": symbol, "size": 11},
                meta={"token": f"decision-{(decision or 'none').replace('_', '-')}"},
                hovertemplate=_("%{text}<br>why this role %{x}, why this team %{y}") + "<extra></extra>",
            )
        )  # fmt: skip
    return Chart(
        caption=_caption(found),
        figure=drawn(traces, _map()),
        columns=(
            _("Candidate"), _("Role"), _("Version"), _("Why this role"), _("Why this team"), _("Where"),
            _("Role's why, since the first"), _("Team's why, since the first"), _("Decision"),
        ),
        rows=tuple(_row(point) for point in points),
        marks=points,
        empty="" if points else _("No draft here has been checked yet. A candidate appears with their first version."),
    )  # fmt: skip


def _trails(points: Sequence[WhyPoint]) -> Any:
    """One line with gaps; only where a way begins there is a mark."""
    x: list[float | None] = []
    y: list[float | None] = []
    sizes: list[int] = []
    for point in points:
        if not point.trail:
            continue
        for role, team in (*point.trail, (point.why_role, point.why_team)):
            x.append(round(role, 1))
            y.append(round(team, 1))
        x.append(None)
        y.append(None)
        sizes += [6, *[0] * (len(point.trail) + 1)]
    return go.Scatter(
        x=x, y=y, mode="lines+markers", name=_("way from the first version"), line={"width": 1},
        marker={"size": sizes, "symbol": "circle-open"}, opacity=0.55, hoverinfo="skip", meta={"token": "ink-soft"},
        visible=True if len(points) <= TRAILS_MAX else "legendonly",
    )  # fmt: skip


def _map() -> dict[str, Any]:
    # Higher than the scale, for the names of the quarters.
    frame = layout(_("Why this role"), _("Why you on this team"), x_range=[-5, 105], y_range=[-12, 112])
    for axis in ("xaxis", "yaxis"):
        frame[axis] |= {"tickvals": [0, 25, 50, 75, 100]}
    return frame | {
        "shapes": [
            {"type": "line", "x0": WHY_LANDS, "x1": WHY_LANDS, "y0": 0, "y1": 1, "yref": "paper", "layer": "between"},
            {"type": "line", "y0": WHY_LANDS, "y1": WHY_LANDS, "x0": 0, "x1": 1, "xref": "paper", "layer": "between"},
        ],
        "annotations": [
            corner(0, 1, _("team only")), corner(1, 1, _("both whys")), corner(0, 0, _("neither yet")),
            corner(1, 0, _("role only")),
        ],
    }  # fmt: skip


def _row(point: WhyPoint) -> tuple[Cell, ...]:
    first = point.trail[0] if point.trail else None
    return (
        point.candidate, point.role, point.number, round(point.why_role, 1), round(point.why_team, 1), _quarter(point),
        round(point.why_role - first[0], 1) if first else None, round(point.why_team - first[1], 1) if first else None,
        decision_words(point.decision),
    )  # fmt: skip


def _quarter(point: WhyPoint) -> str:
    if point.why_role >= WHY_LANDS:
        return _("both whys") if point.why_team >= WHY_LANDS else _("role only")
    return _("team only") if point.why_team >= WHY_LANDS else _("neither yet")


def _caption(found: TwoWhys) -> str:
    points = found.points
    if not points:
        return ""
    role = {point for point in points if point.why_role >= WHY_LANDS}
    team = {point for point in points if point.why_team >= WHY_LANDS}
    caption = _(
        "Both whys (50 or more) in %(both)d of %(n)d checked drafts; only the role's in %(role)d, only the team's in "
        "%(team)d, neither yet in %(neither)d."
    ) % {
        "n": len(points), "both": len(role & team), "role": len(role - team), "team": len(team - role),
        "neither": len(set(points) - role - team),
    }  # fmt: skip
    missing = found.candidates - len(points)
    if missing > 0:
        caption += " " + ngettext(
            "%(n)d candidate has none here.", "%(n)d candidates have none here.", missing
        ) % {"n": missing}  # fmt: skip
    return caption
