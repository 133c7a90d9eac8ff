"""The map of the two whys."""

import plotly.graph_objects as go
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from feedback.charts.figure import SYMBOLS, Chart, corner, decision_words, drawn, label, layout
from feedback.reports.dashboard.whys import TwoWhys

WHY_LANDS = 50.0
"""From the middle of the scale on, more of a why is there than is missing."""


def draw_two_whys(found: TwoWhys) -> Chart:
    """A point a candidate: the role's why against the team's; colour and symbol tell the coach's decision."""
    points = found.points
    traces = []
    for decision, symbol in (("", "circle-open"), *SYMBOLS.items()):
        chosen = [(row, point) for row, point in enumerate(points) if point.decision == decision]
        traces.append(
            go.Scatter(
                x=[round(point.why_role, 1) for _row, point in chosen],
                y=[round(point.why_team, 1) for _row, point in chosen],
                customdata=[row for row, _point in chosen],
                text=[label(point) for _row, point in chosen],
                name=decision_words(decision), mode="markers", marker={"symbol": symbol, "size": 11},
                meta={"token": f"decision-{(decision or 'none').replace('_', '-')}"},
                hovertemplate=_("%{text}<br>why this role %{x}, why this team %{y}") + "<extra></extra>",
            )
        )  # fmt: skip
    # Higher than the scale, for the names of the quarters.
    frame = layout(_("Why this role"), _("Why you on this team"), x_range=[-5, 105], y_range=[-12, 112])
    for axis in ("xaxis", "yaxis"):
        frame[axis] |= {"tickvals": [0, 25, 50, 75, 100]}
    frame |= {
        "shapes": [
            {"type": "line", "x0": WHY_LANDS, "x1": WHY_LANDS, "y0": 0, "y1": 1, "yref": "paper", "layer": "between"},
            {"type": "line", "y0": WHY_LANDS, "y1": WHY_LANDS, "x0": 0, "x1": 1, "xref": "paper", "layer": "between"},
        ],
        "annotations": [
            corner(0, 1, _("team only")), corner(1, 1, _("both whys")), corner(0, 0, _("neither yet")),
            corner(1, 0, _("role only")),
        ],
    }  # fmt: skip
    return Chart(
        caption=_two_whys_caption(found),
        figure=drawn(traces, frame),
        columns=(_("Candidate"), _("Role"), _("Version"), _("Why this role"), _("Why this team"), _("Decision")),
        rows=tuple(
            (p.candidate, p.role, p.number, round(p.why_role, 1), round(p.why_team, 1), decision_words(p.decision))
            for p in points
        ),
        marks=points,
        empty="" if points else _("No draft has been checked yet. A candidate appears here with their first version."),
    )


def _two_whys_caption(found: TwoWhys) -> str:
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
            "%(n)d candidate has none yet.", "%(n)d candidates have none yet.", missing
        ) % {"n": missing}  # fmt: skip
    return caption
