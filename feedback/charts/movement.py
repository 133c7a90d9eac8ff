"""Scores from version to version: a small drawing an introduction."""

import statistics
from collections.abc import Mapping, Sequence
from typing import Any

import plotly.graph_objects as go
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from feedback.charts.figure import Cell, Chart, drawn, labels, layout, short_name
from feedback.reports.dashboard.movement import Line

DRAWN_MAX = 24
"""Small drawings that are still read one by one; the table has all."""
COLUMNS = 3
ROW_PX, FRAME_PX = 118, 100
TICKS_MAX = 8


def draw_movement(lines: Sequence[Line]) -> Chart:
    """Stuck introductions first, dotted; a version with a review is a diamond."""
    first_rows = _first_rows(lines)
    moving = [(first, line) for first, line in zip(first_rows, lines, strict=True) if len(line.versions) > 1]
    shown = moving[:DRAWN_MAX]
    yes_or_no = {False: _("no"), True: _("yes")}
    traces = [_panel(place, first, line) for place, (first, line) in enumerate(shown, 1)]
    return Chart(
        caption=_caption(lines, len(moving)),
        figure=drawn([*traces, *_legend()] if shown else [], _frame([line for _first, line in shown])),
        columns=(
            _("Candidate"),
            _("Role"),
            _("Version"),
            _("Score"),
            _("Reviewed"),
            _("Change since the first"),
            _("State"),
        ),
        rows=tuple(row for line in lines for row in _rows(line, yes_or_no)),
        marks=tuple(version for line in lines for version in line.versions),
        empty=_empty(lines, len(moving)),
    )


def _first_rows(lines: Sequence[Line]) -> list[int]:
    """For each line the table's row of its first version."""
    rows, next_row = [], 0
    for line in lines:
        rows.append(next_row)
        next_row += len(line.versions)
    return rows


def _panel(place: int, first: int, line: Line) -> Any:
    axis = "" if place == 1 else str(place)
    return go.Scatter(
        x=[version.number for version in line.versions],
        y=[round(version.overall, 1) for version in line.versions],
        customdata=list(range(first, first + len(line.versions))),
        text=labels(line.versions),
        xaxis=f"x{axis}", yaxis=f"y{axis}", mode="lines+markers", showlegend=False,
        line={"width": 2, "dash": "dot" if line.is_stuck else "solid"},
        marker={
            "symbol": ["diamond" if version.is_reviewed else "circle" for version in line.versions],
            "size": [9 if version.is_reviewed else 6 for version in line.versions],
        },
        name=short_name(line.versions[0].candidate), meta={"token": "bad" if line.is_stuck else "accent"},
        hovertemplate=_("%{text}<br>score %{y}") + "<extra></extra>",
    )  # fmt: skip


def _legend() -> list[Any]:
    """What the signs mean, drawn nowhere."""
    kinds = (
        (_("reviewed"), {"mode": "markers", "marker": {"symbol": "diamond", "size": 9}}, "accent"),
        (_("stuck"), {"mode": "lines", "line": {"width": 2, "dash": "dot"}}, "bad"),
    )
    return [
        go.Scatter(x=[None], y=[None], name=name, meta={"token": token}, hoverinfo="skip", **look)
        for name, look, token in kinds
    ]


def _frame(shown: Sequence[Line]) -> dict[str, Any]:
    """Each small drawing has the same two scales; the page lays them out in as many columns as there is room for."""
    most = max((line.versions[-1].number for line in shown), default=2)
    rows = -(-len(shown) // COLUMNS)
    frame = layout("", "")
    x = {"range": [0.6, most + 0.4], "zeroline": False, "showgrid": False, "nticks": TICKS_MAX}
    x |= {"tickvals": list(range(1, most + 1))} if most <= TICKS_MAX else {}
    y = {"range": [0, 104], "zeroline": False, "showgrid": True, "tickvals": [0, 50, 100]}
    for place, line in enumerate(shown, 1):
        axis = "" if place == 1 else str(place)
        frame[f"xaxis{axis}"], frame[f"yaxis{axis}"] = x | {"anchor": f"y{axis}"}, y | {"anchor": f"x{axis}"}
        frame.setdefault("annotations", []).append(
            {
                "text": _title(line), "x": 0, "xref": f"x{axis} domain", "y": 1, "yref": f"y{axis} domain",
                "xanchor": "left", "yanchor": "bottom", "showarrow": False,
            }
        )  # fmt: skip
    return frame | {
        "margin": frame["margin"] | {"l": 32, "b": 56},  # for the numbers at the edges, and the legend
        "grid": {"rows": max(rows, 1), "columns": COLUMNS, "pattern": "independent", "xgap": 0.12, "ygap": 0.45},
        "meta": {"panels": len(shown), "row": ROW_PX, "height": FRAME_PX + ROW_PX * rows},
    }


def _title(line: Line) -> str:
    name = short_name(line.versions[0].candidate)
    return _("%(name)s · stuck") % {"name": name} if line.is_stuck else name


def _rows(line: Line, yes_or_no: Mapping[bool, str]) -> list[tuple[Cell, ...]]:
    """Of the table; `yes_or_no` are the words for whether a version was reviewed, looked up once for a thousand."""
    gain, state = "" if line.gain is None else round(line.gain, 1), _state(line)
    return [
        (
            version.candidate,
            version.role,
            version.number,
            round(version.overall, 1),
            yes_or_no[version.is_reviewed],
            gain,
            state,
        )
        for version in line.versions
    ]


def _state(line: Line) -> str:
    if line.is_stuck:
        return _("stuck")
    return _("one version that compares") if line.gain is None else ""


def _caption(lines: Sequence[Line], moving: int) -> str:
    if not lines:
        return ""
    gains = [line.gain for line in lines if line.gain is not None]
    if not gains:
        return _("Nobody has a second version that compares yet, so there is no movement to see.")
    caption = _(
        "Higher now than at first: %(up)d of %(n)d introductions with two versions or more; the middle change is "
        "%(median)+.0f points."
    ) % {"n": len(gains), "up": sum(gain > 0 for gain in gains), "median": statistics.median(gains)}
    stuck = sum(line.is_stuck for line in lines)
    if stuck:
        caption += " " + ngettext(
            "%(n)d is stuck: three versions in a row without a gain.",
            "%(n)d are stuck: three versions in a row without a gain.",
            stuck,
        ) % {"n": stuck}  # fmt: skip
    if moving > DRAWN_MAX:
        caption += " " + _("Drawn are the %(n)d that moved least.") % {"n": DRAWN_MAX}
    return caption


def _empty(lines: Sequence[Line], moving: int) -> str:
    if not lines:
        return _("No draft here has been checked yet. Lines begin with the second version.")
    return "" if moving else _("Nobody has a second version yet. Lines begin with it.")
