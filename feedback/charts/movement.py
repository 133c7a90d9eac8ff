"""Scores from version to version."""

import statistics
from collections.abc import Sequence
from itertools import groupby

import plotly.graph_objects as go
from django.utils.translation import gettext as _

from feedback.charts.figure import Chart, drawn, label, layout
from feedback.reports.dashboard.movement import ScoredVersion

MEDIAN_MIN = 3
"""A median of fewer introductions would be these introductions."""
TICKS_MAX = 15


def draw_movement(versions: Sequence[ScoredVersion]) -> Chart:
    """A thin line an introduction, reviewed versions marked, the median of each version number thick."""
    by_intro = [list(group) for _id, group in groupby(enumerate(versions), key=lambda pair: pair[1].intro_id)]
    points: list[tuple[int | None, float | None, int | None, str | None]] = []
    for line in by_intro:
        points += [(version.number, round(version.overall, 1), row, label(version)) for row, version in line]
        points.append((None, None, None, None))  # a gap between two lines
    reviewed = [(row, version) for row, version in enumerate(versions) if version.is_reviewed]
    numbers = sorted({version.number for version in versions})
    scores = {number: [v.overall for v in versions if v.number == number] for number in numbers}
    medians = [(n, statistics.median(scores[n])) for n in numbers if len(scores[n]) >= MEDIAN_MIN]
    hover = _("%{text}<br>score %{y}") + "<extra></extra>"
    traces = [
        go.Scatter(x=[x for x, *_rest in points], y=[y for _x, y, *_rest in points],
                   customdata=[row for *_rest, row, _text in points], text=[text for *_rest, text in points],
                   mode="lines+markers", name=_("an introduction"), line={"width": 1}, marker={"size": 6},
                   opacity=0.55, meta={"token": "ink-soft"}, hovertemplate=hover),
        go.Scatter(x=[v.number for _row, v in reviewed], y=[round(v.overall, 1) for _row, v in reviewed],
                   customdata=[row for row, _v in reviewed], text=[label(v) for _row, v in reviewed], mode="markers",
                   name=_("reviewed"), marker={"symbol": "diamond", "size": 10}, meta={"token": "accent"},
                   hovertemplate=hover),
        go.Scatter(x=[n for n, _median in medians], y=[round(median, 1) for _n, median in medians],
                   mode="lines", name=_("median"), line={"width": 4, "dash": "solid"},
                   meta={"token": "ink"}, hovertemplate=_("median of version %{x}: %{y}") + "<extra></extra>"),
    ]  # fmt: skip
    frame = layout(_("Version"), _("Overall score"), y_range=[0, 103])
    frame["xaxis"] |= {"dtick": 1} if len(numbers) < TICKS_MAX else {}
    return Chart(
        caption=_caption([[version for _row, version in line] for line in by_intro]),
        figure=drawn(traces, frame),
        columns=(_("Candidate"), _("Role"), _("Version"), _("Score"), _("Reviewed")),
        rows=tuple(
            (v.candidate, v.role, v.number, round(v.overall, 1), _("yes") if v.is_reviewed else _("no"))
            for v in versions
        ),
        marks=tuple(versions),
        empty="" if versions else _("No draft has been checked yet. Lines begin with the first version."),
    )


def _caption(lines: list[list[ScoredVersion]]) -> str:
    gains = [line[-1].overall - line[0].overall for line in lines if len(line) > 1]
    if not lines:
        return ""
    if not gains:
        return _("Nobody has a second version yet, so there is no movement to see.")
    return _(
        "Higher now than at first: %(up)d of %(n)d introductions with two versions or more; the middle change is "
        "%(median)+.0f points."
    ) % {"n": len(gains), "up": sum(gain > 0 for gain in gains), "median": statistics.median(gains)}
