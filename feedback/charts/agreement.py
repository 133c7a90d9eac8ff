"""Do the coaches of a cohort judge alike, and as the engine does?"""

import html
from typing import Any

import plotly.graph_objects as go
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from feedback.charts.figure import Cell, Chart, drawn
from feedback.charts.lanes import lanes, places
from feedback.reports.agreement import Estimate
from feedback.reports.dashboard.agreement import Agreement, CriterionAgreement, Source

CRITERIA_MAX = 8
"""More do not fit into a figure's height; the table has them all."""
NEXT_TO = 0.11
"""How far the two marks of a lane lie apart from its middle."""


def draw_agreement(found: Agreement) -> Chart:
    """A lane a criterion: the coaches among themselves, and their mean points against the engine's score."""
    shown = found.criteria[:CRITERIA_MAX]
    traces = [
        _points([row.coaches for row in shown], -NEXT_TO, _("coaches among themselves"), "circle", "series-1"),
        _points([row.engine for row in shown], NEXT_TO, _("coaches and the engine"), "diamond", "series-2"),
    ]
    frame = lanes([row.name for row in shown], _("1: the same; 0: as by chance"), [-1.05, 1.05])
    frame["shapes"] = [{"type": "line", "x0": 0, "x1": 0, "y0": 0, "y1": 1, "yref": "paper", "layer": "below"}]
    return Chart(
        caption=_caption(found) if found.criteria else "",
        figure=drawn(traces, frame),
        columns=(
            _("Criterion"), _("Coaches among themselves (Krippendorff's alpha)"), _("95% interval"),
            _("Coaches and the engine (Spearman's rho)"), _("95% interval"), _("The engine's score"),
        ),
        rows=tuple(_row(row) for row in found.criteria),
        marks=(found if found.address else None,) * len(found.criteria),
        empty="" if found.criteria else _empty(found),
    )  # fmt: skip


def _points(estimates: list[Estimate], shift: float, name: str, symbol: str, token: str) -> go.Scatter:
    heights = places(len(estimates), shift)
    told = [(row, one) for row, one in enumerate(estimates) if one.value is not None]
    return go.Scatter(
        x=[_round(one.value) for _row, one in told], y=[heights[row] for row, _one in told],
        customdata=[row for row, _one in told], text=[_words(one) for _row, one in told],
        error_x={
            "type": "data", "symmetric": False, "thickness": 2, "width": 5,
            "array": [_round((one.high or 0) - (one.value or 0)) for _row, one in told],
            "arrayminus": [_round((one.value or 0) - (one.low or 0)) for _row, one in told],
        },
        mode="markers", name=name, meta={"token": token},
        # An open symbol says that there are few.
        marker={"symbol": [f"{symbol}-open" if one.is_few else symbol for _row, one in told], "size": 11},
        hovertemplate=html.escape(name, quote=False) + ": %{text}<extra></extra>",
    )  # fmt: skip


def _words(one: Estimate) -> str:
    if one.value is None or one.low is None or one.high is None:
        return _("cannot be told")
    said = _("%(value).2f (%(low).2f to %(high).2f)") % {"value": one.value, "low": one.low, "high": one.high}
    if one.is_few:
        said += " " + ngettext("of only %(n)d draft", "of only %(n)d drafts", one.cases) % {"n": one.cases}
    return said


def _row(row: CriterionAgreement) -> tuple[Cell, ...]:
    return (
        row.name, *_cells(row.coaches), *_cells(row.engine), row.dimension or _("overall"),
    )  # fmt: skip


def _cells(one: Estimate) -> tuple[Cell, Cell]:
    if one.value is None:
        return _("cannot be told"), ""
    few = " " + _("(few)") if one.is_few else ""
    return _round(one.value), f"{one.low:.2f} – {one.high:.2f}{few}"


def _round(value: Any) -> float:
    return round(float(value), 2)


def _caption(found: Agreement) -> str:
    whole = {"items": found.items, "coaches": found.coaches, "rounds": found.rounds}
    if found.source is Source.ROUNDS:
        said = ngettext(
            "From %(rounds)d closed calibration round: %(items)d drafts, judged blind by %(coaches)d coaches.",
            "From %(rounds)d closed calibration rounds: %(items)d drafts, judged blind by %(coaches)d coaches.",
            found.rounds,
        )
    else:
        said = _(
            "From %(items)d drafts to which several of %(coaches)d coaches gave points; no calibration round is closed."
        )
    told = [row for row in found.criteria if row.coaches.value is not None]
    sentences = [said % whole]
    if told:
        best, worst = (
            pick(told, key=lambda row: row.coaches.value or 0.0) for pick in (max, min)
        )  # fmt: skip
        sentences.append(_("Alike most on “%(name)s”: %(said)s.") % {"name": best.name, "said": _words(best.coaches)})
        if worst is not best:
            least = {"name": worst.name, "said": _words(worst.coaches)}
            sentences.append(_("Least on “%(name)s”: %(said)s.") % least)
    return " ".join(sentences)


def _empty(found: Agreement) -> str:
    if found.source is Source.REVIEWS:
        return _("No calibration round is closed, and too few drafts were given points by two coaches.")
    return _("In the closed rounds nothing was judged by two coaches.")
