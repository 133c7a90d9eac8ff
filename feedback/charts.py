"""The dashboard's figures: from a report's rows to plotly.js data, a caption and a table. The only importer of plotly.

Figures carry no colours: each trace names its token in `meta["token"]`, and the page paints it (light, dark). A mark's
`customdata` is the index of its row in the table.
"""

import html
import re
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import plotly.graph_objects as go
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cohorts.models import Cohort
from feedback.models import Decision
from feedback.reports import dashboard
from feedback.reports.dashboard import Mark, ScoredVersion, TwoWhys, Wait

WHY_LANDS = 50.0
"""From the middle of the scale on, more of a why is there than is missing."""
MEDIAN_MIN = 3
"""A median of fewer introductions would be these introductions."""

Cell = str | float | int | None


@dataclass(frozen=True)
class Chart:
    """A figure with what to read instead; `marks` are the versions that the table's rows stand for."""

    caption: str
    figure: dict[str, Any]
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    marks: tuple[Mark, ...]
    empty: str = ""


@dataclass(frozen=True)
class Figure:
    """A question, the report that has its rows, and the function that draws them."""

    key: str
    title: str | Promise
    report: Callable[[Cohort], Any]
    draw: Callable[[Any], Chart]

    def chart(self, cohort: Cohort) -> Chart:
        return self.draw(self.report(cohort))


def draw_two_whys(found: TwoWhys) -> Chart:
    """A point a candidate: the role's why against the team's; colour and symbol tell the coach's decision."""
    points = found.points
    traces = []
    for decision, symbol in (("", "circle-open"), *_SYMBOLS.items()):
        chosen = [(row, point) for row, point in enumerate(points) if point.decision == decision]
        traces.append(
            go.Scatter(
                x=[round(point.why_role, 1) for _row, point in chosen],
                y=[round(point.why_team, 1) for _row, point in chosen],
                customdata=[row for row, _point in chosen],
                text=[_label(point) for _row, point in chosen],
                name=_decision(decision), mode="markers", marker={"symbol": symbol, "size": 11},
                meta={"token": f"decision-{(decision or 'none').replace('_', '-')}"},
                hovertemplate=_("%{text}<br>why this role %{x}, why this team %{y}") + "<extra></extra>",
            )
        )  # fmt: skip
    # Higher than the scale, for the names of the quarters.
    layout = _layout(_("Why this role"), _("Why you on this team"), x_range=[-5, 105], y_range=[-12, 112])
    for axis in ("xaxis", "yaxis"):
        layout[axis] |= {"tickvals": [0, 25, 50, 75, 100]}
    layout |= {
        "shapes": [
            {"type": "line", "x0": WHY_LANDS, "x1": WHY_LANDS, "y0": 0, "y1": 1, "yref": "paper", "layer": "between"},
            {"type": "line", "y0": WHY_LANDS, "y1": WHY_LANDS, "x0": 0, "x1": 1, "xref": "paper", "layer": "between"},
        ],
        "annotations": [
            _corner(0, 1, _("team only")), _corner(1, 1, _("both whys")), _corner(0, 0, _("neither yet")),
            _corner(1, 0, _("role only")),
        ],
    }  # fmt: skip
    return Chart(
        caption=_two_whys_caption(found),
        figure=_figure(traces, layout),
        columns=(_("Candidate"), _("Role"), _("Version"), _("Why this role"), _("Why this team"), _("Decision")),
        rows=tuple(
            (p.candidate, p.role, p.number, round(p.why_role, 1), round(p.why_team, 1), _decision(p.decision))
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


def draw_progress(versions: Sequence[ScoredVersion]) -> Chart:
    """A thin line an introduction, reviewed versions marked, the median of each version number thick."""
    by_intro = [list(group) for _id, group in groupby(enumerate(versions), key=lambda pair: pair[1].intro_id)]
    drawn: list[tuple[int | None, float | None, int | None, str | None]] = []
    for line in by_intro:
        drawn += [(version.number, round(version.overall, 1), row, _label(version)) for row, version in line]
        drawn.append((None, None, None, None))  # a gap between two lines
    reviewed = [(row, version) for row, version in enumerate(versions) if version.is_reviewed]
    numbers = sorted({version.number for version in versions})
    scores = {number: [v.overall for v in versions if v.number == number] for number in numbers}
    medians = [(n, statistics.median(scores[n])) for n in numbers if len(scores[n]) >= MEDIAN_MIN]
    hover = _("%{text}<br>score %{y}") + "<extra></extra>"
    traces = [
        go.Scatter(x=[x for x, *_rest in drawn], y=[y for _x, y, *_rest in drawn],
                   customdata=[row for *_rest, row, _text in drawn], text=[text for *_rest, text in drawn],
                   mode="lines+markers", name=_("an introduction"), line={"width": 1}, marker={"size": 6},
                   opacity=0.55, meta={"token": "ink-soft"}, hovertemplate=hover),
        go.Scatter(x=[v.number for _row, v in reviewed], y=[round(v.overall, 1) for _row, v in reviewed],
                   customdata=[row for row, _v in reviewed], text=[_label(v) for _row, v in reviewed], mode="markers",
                   name=_("reviewed"), marker={"symbol": "diamond", "size": 10}, meta={"token": "accent"},
                   hovertemplate=hover),
        go.Scatter(x=[n for n, _median in medians], y=[round(median, 1) for _n, median in medians],
                   mode="lines", name=_("median"), line={"width": 4, "dash": "solid"},
                   meta={"token": "ink"}, hovertemplate=_("median of version %{x}: %{y}") + "<extra></extra>"),
    ]  # fmt: skip
    layout = _layout(_("Version"), _("Overall score"), y_range=[0, 103])
    layout["xaxis"] |= {"dtick": 1} if len(numbers) < _TICKS_MAX else {}
    return Chart(
        caption=_progress_caption([[version for _row, version in line] for line in by_intro]),
        figure=_figure(traces, layout),
        columns=(_("Candidate"), _("Role"), _("Version"), _("Score"), _("Reviewed")),
        rows=tuple(
            (v.candidate, v.role, v.number, round(v.overall, 1), _("yes") if v.is_reviewed else _("no"))
            for v in versions
        ),
        marks=tuple(versions),
        empty="" if versions else _("No draft has been checked yet. Lines begin with the first version."),
    )


def _progress_caption(lines: list[list[ScoredVersion]]) -> str:
    gains = [line[-1].overall - line[0].overall for line in lines if len(line) > 1]
    if not lines:
        return ""
    if not gains:
        return _("Nobody has a second version yet, so there is no movement to see.")
    return _(
        "Higher now than at first: %(up)d of %(n)d introductions with two versions or more; the middle change is "
        "%(median)+.0f points."
    ) % {"n": len(gains), "up": sum(gain > 0 for gain in gains), "median": statistics.median(gains)}


def draw_waits(waits: Sequence[Wait]) -> Chart:
    """A row a coach: a box over the waits that are over, a diamond for each that goes on."""
    over = [(row, wait) for row, wait in enumerate(waits) if wait.is_over]
    present = [(row, wait) for row, wait in enumerate(waits) if not wait.is_over]
    hover = _("%{text}<br>%{x} days") + "<extra></extra>"
    traces = [
        go.Box(x=[round(w.days, 2) for _row, w in over], y=[_coach(w) for _row, w in over],
               customdata=[row for row, _w in over], text=[_label(w) for _row, w in over], orientation="h",
               boxpoints="all", pointpos=0, jitter=0.5, line={"width": 1.5}, marker={"size": 7},
               name=_("answered"), meta={"token": "ink-soft"}, hovertemplate=hover, hoveron="points"),
        go.Scatter(x=[round(w.days, 2) for _row, w in present], y=[_coach(w) for _row, w in present],
                   customdata=[row for row, _w in present], text=[_label(w) for _row, w in present], mode="markers",
                   name=_("waiting now"), marker={"symbol": "diamond", "size": 11}, meta={"token": "accent"},
                   hovertemplate=hover),
    ]  # fmt: skip
    layout = _layout(_("Days"), "")
    layout["xaxis"] |= {"rangemode": "tozero"}
    layout["yaxis"] |= {"type": "category", "autorange": "reversed"}
    return Chart(
        caption=_waits_caption([w.days for _row, w in over], [w for _row, w in present]) if waits else "",
        figure=_figure(traces, layout),
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


_TICKS_MAX = 15
_SYMBOLS = {Decision.KEEP_WORKING: "x", Decision.NEARLY_THERE: "diamond", Decision.READY: "star"}
_KEY = re.compile(r"[a-z]+(-[a-z]+)*")


def _decision(decision: str) -> str:
    return str(Decision(decision).label) if decision else _("No answer yet")


def _coach(wait: Wait) -> str:
    return html.escape(wait.coach, quote=False) or _("no coach yet")


def _label(mark: Mark) -> str:
    """plotly.js reads a little HTML in its texts, so a name must not be any."""
    return html.escape(_("%(name)s, version %(n)d") % {"name": mark.candidate, "n": mark.number}, quote=False)


def _corner(x: int, y: int, text: str) -> dict[str, Any]:
    sides = {"xanchor": "right" if x else "left", "yanchor": "top" if y else "bottom"}
    return {"x": x, "y": y, "xref": "paper", "yref": "paper", "text": text, "showarrow": False} | sides


def _layout(
    x: str, y: str, *, x_range: list[float] | None = None, y_range: list[float] | None = None
) -> dict[str, Any]:
    axis = {"showgrid": True, "zeroline": False, "automargin": True}
    return {
        "template": "none",
        "margin": {"l": 8, "r": 8, "t": 36, "b": 8},  # above: room for the tool bar
        "hovermode": "closest",
        "dragmode": False,
        # Below the drawing, where the tool bar does not cover it.
        "legend": {"orientation": "h", "x": 0, "xanchor": "left", "yref": "container", "y": 0, "yanchor": "bottom"},
        "xaxis": axis | {"title": {"text": x}} | ({"range": x_range} if x_range else {}),
        "yaxis": axis | {"title": {"text": y}} | ({"range": y_range} if y_range else {}),
    }


def _figure(traces: list[Any], layout: dict[str, Any]) -> dict[str, Any]:
    """plotly checks each name and value here; the template that it adds is left out of what is sent."""
    plain: dict[str, Any] = go.Figure(data=traces, layout=layout).to_plotly_json()
    plain["layout"].pop("template", None)
    return plain


def _registered(*figures: Figure) -> tuple[Figure, ...]:
    seen: set[str] = set()
    for figure in figures:
        if not _KEY.fullmatch(figure.key) or figure.key in seen:
            raise ValueError(
                f"the figure {figure.title!r} has a key that is taken or not words-with-dashes: {figure.key!r}"
            )
        seen.add(figure.key)
    return figures


FIGURES: tuple[Figure, ...] = _registered(
    Figure("two-whys", gettext_lazy("Who has found both whys?"), dashboard.two_whys, draw_two_whys),
    Figure("progress", gettext_lazy("Who moves from version to version?"), dashboard.progress, draw_progress),
    Figure("waits", gettext_lazy("Who waits for a coach, and how long?"), dashboard.waits, draw_waits),
)
"""In the order of the page. A further figure: a report, a function that draws it, a line here."""
