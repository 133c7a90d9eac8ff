"""What every figure is made of: a chart with what to read instead, its registration, and the parts of a drawing.

Figures carry no colours: each trace names its token in `meta["token"]`, and the page paints it (light, dark). A mark's
`customdata` is the index of its row in the table.
"""

import html
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

import plotly.graph_objects as go
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from feedback.models import Decision
from feedback.reports.dashboard.scope import Mark, Scope

SYMBOLS = {Decision.KEEP_WORKING: "x", Decision.NEARLY_THERE: "diamond", Decision.READY: "star"}
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

    `holds_s` is for a figure that counts to now: it is drawn for a moment that many seconds stay at.
    """

    key: str
    title: str | Promise
    report: Callable[[Scope], Any]
    draw: Callable[[Any], Chart]
    holds_s: int | None = None

    def chart(self, scope: Scope) -> Chart:
        return self.draw(self.report(scope))


def decision_words(decision: str) -> str:
    return str(Decision(decision).label) if decision else _("No answer yet")


def label(mark: Mark) -> str:
    """plotly.js reads a little HTML in its texts, so a name must not be any."""
    return html.escape(_("%(name)s, version %(n)d") % {"name": mark.candidate, "n": mark.number}, quote=False)


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
