"""Drawings in lanes, one below the other, each with its name above it: names have room then on a phone, too."""

import html
from collections.abc import Sequence
from typing import Any

from feedback.charts.figure import layout

LANES_MAX = 6
"""More do not fit into a figure's height with bars that have a number on them; the table has them all."""
LANES_MIN = 4
"""The height of fewer is that of so many: one bar does not fill a figure."""
BELOW = 0.16
"""Of a lane's height: how far below its middle the marks lie, so that the name stands above them."""
WIDTH = 0.42
"""Of a bar, in heights of a lane."""


def places(count: int, shift: float = 0.0) -> list[float]:
    """The heights of so many lanes' marks."""
    return [lane + BELOW + shift for lane in range(count)]


def lanes(names: Sequence[str], x: str, x_range: list[float] | None = None) -> dict[str, Any]:
    """The layout; the first lane is the uppermost."""
    frame = layout(x, "", x_range=x_range)
    frame["yaxis"] |= {
        "range": [max(len(names), LANES_MIN) - 0.4, -0.55], "showticklabels": False, "ticks": "", "showgrid": False,
        "automargin": False,
    }  # fmt: skip
    frame["annotations"] = [
        {
            "x": 0, "xref": "paper", "xanchor": "left", "y": lane - 0.08, "yref": "y", "yanchor": "bottom",
            "text": html.escape(name, quote=False), "showarrow": False, "align": "left",
        }
        for lane, name in enumerate(names)
    ]  # fmt: skip
    return frame
