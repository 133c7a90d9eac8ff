"""What every figure is made of: a chart with what to read instead, its registration, and the parts of a drawing.

Figures carry no colours: each trace names its token in `meta["token"]`, and the page paints it (light, dark). A mark's
`customdata` is the index of its row in the table.
"""

import html
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any, Protocol

import plotly.graph_objects as go
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from feedback.models import Decision
from feedback.reports.dashboard.scope import Mark, Scope

SYMBOLS = {Decision.KEEP_WORKING: "x", Decision.NEARLY_THERE: "diamond", Decision.READY: "star"}
NAME_SIGNS = 18
"""As long as a name is drawn beside a mark; the table has it whole."""
Cell = str | float | int | None


class Opens(Protocol):
    """What a row of a table stands for: something with an address."""

    @property
    def address(self) -> str: ...


@dataclass(frozen=True)
class Chart:
    """A figure with what to read instead; `marks` are what the table's rows stand for, None where one opens nothing."""

    caption: str
    figure: dict[str, Any]
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    marks: tuple[Opens | None, ...]
    empty: str = ""


@dataclass(frozen=True)
class Figure:
    """A question, the report that has its rows, and the function that draws them.

    `holds_s` is for a figure that counts to now: it is drawn for a moment at which that many seconds stay. `is_wide`
    gives it the width of the page, and with `tall_from` candidates or more it has more height; one that is drawn higher
    still is scrolled. `has_choice` says that its marks are introductions (`Mark`) which can be chosen together.
    """

    key: str
    title: str | Promise
    report: Callable[[Scope], Any]
    draw: Callable[[Any], Chart]
    holds_s: int | None = None
    is_wide: bool = False
    tall_from: int | None = None
    has_choice: bool = False

    def chart(self, scope: Scope) -> Chart:
        """An empty one of a part says that it is of a part: there may be something behind the filters."""
        chart = self.draw(self.report(scope))
        if chart.empty and scope.is_narrowed:
            return replace(chart, empty=_("%(empty)s That is what the filters leave.") % {"empty": chart.empty})
        return chart


def decision_words(decision: str) -> str:
    return str(Decision(decision).label) if decision else _("No answer yet")


def labels(marks: Iterable[Mark]) -> list[str]:
    """Of many, as their words are looked up once. plotly.js reads a little HTML, so a name must not be any."""
    words = _("%(name)s, version %(n)d")
    return [html.escape(words % {"name": mark.candidate, "n": mark.number}, quote=False) for mark in marks]


def short_name(name: str) -> str:
    """For beside a mark; no HTML, either."""
    cut = name if len(name) <= NAME_SIGNS else f"{name[: NAME_SIGNS - 1].rstrip()}…"
    return html.escape(cut, quote=False)


def corner(x: int, y: int, text: str) -> dict[str, Any]:
    sides = {"xanchor": "right" if x else "left", "yanchor": "top" if y else "bottom"}
    return {"x": x, "y": y, "xref": "paper", "yref": "paper", "text": text, "showarrow": False} | sides


def layout(x: str, y: str, *, x_range: list[float] | None = None, y_range: list[float] | None = None) -> dict[str, Any]:
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


def drawn(traces: list[Any], layout: dict[str, Any]) -> dict[str, Any]:
    """plotly checks each name and value here; the template that it adds is left out of what is sent."""
    plain: dict[str, Any] = go.Figure(data=traces, layout=layout).to_plotly_json()
    plain["layout"].pop("template", None)
    return plain


def on_same_axes(left: Chart, right: Chart) -> tuple[Chart, Chart]:
    """Both with the range of each axis that holds what is drawn in either; axes of names are left alone.

    An empty chart has no say.
    """
    if left.empty or right.empty:
        return left, right
    axes = {name for chart in (left, right) for name in chart.figure["layout"] if _AXIS.fullmatch(name)}
    ranges: dict[str, list[float]] = {}
    for name in axes:
        ends = [end for chart in (left, right) if (end := _ends(chart.figure, name))]
        if ends:
            low, high = min(least for least, _most in ends), max(most for _least, most in ends)
            is_upside_down = any(_is_upside_down(chart.figure["layout"].get(name, {})) for chart in (left, right))
            ranges[name] = [high, low] if is_upside_down else [low, high]
    return _ranged(left, ranges), _ranged(right, ranges)


_AXIS = re.compile(r"[xy]axis\d*")
ROOM = 0.04
"""Beside the outermost marks, as a part of what they span."""


def _is_upside_down(axis: dict[str, Any]) -> bool:
    ends = axis.get("range")
    return bool(ends and ends[0] > ends[1])


def _ends(figure: dict[str, Any], name: str) -> tuple[float, float] | None:
    """Of an axis: its own range, or what its numbers span; None where it has names."""
    axis = figure["layout"].get(name, {})
    if axis.get("type") == "category" or "ticktext" in axis:
        return None
    if axis.get("range"):
        return min(axis["range"]), max(axis["range"])
    letter, short = name[0], name.replace("axis", "")
    values = [
        value
        for trace in figure["data"]
        if trace.get(f"{letter}axis", letter) == short
        for value in trace.get(letter) or ()
        if value is not None
    ]
    if not values or not all(isinstance(value, int | float) for value in values):
        return None
    low, high = min(values), max(values)
    if axis.get("rangemode") == "tozero":
        low, high = min(low, 0), max(high, 0)
    room = (high - low or 1) * ROOM
    return (low if low == 0 else low - room), high + room


def _ranged(chart: Chart, ranges: dict[str, list[float]]) -> Chart:
    layout = chart.figure["layout"]
    changed = {name: layout[name] | {"range": ends} for name, ends in ranges.items() if name in layout}
    return replace(chart, figure=chart.figure | {"layout": layout | changed})
