"""How long candidates wait."""

import html

import plotly.graph_objects as go
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from feedback.charts.figure import Chart, drawn, labels, layout
from feedback.reports.dashboard.waits import Curve, End, Waits
from feedback.reports.precision import FEW

LINES = (("series-1", "dash"), ("series-2", "dot"), ("series-3", "dashdot"), ("series-4", "longdash"))
"""Token and dash of the coaches with a line of their own, who answer most; more lines cannot be told apart."""


def draw_waits(found: Waits) -> Chart:
    """Above, the share that still waits after so many days; below, on the same days, every wait in its coach's row."""
    # Each word is looked up once: there may be a thousand waits.
    ends = {end: _end(end) for end in End}
    coaches = {"": _("no coach")} | {wait.coach: wait.coach for wait in found.waits if wait.coach}
    drawn_names = {name: html.escape(shown, quote=False) for name, shown in coaches.items()}
    rows = [(row, wait, text) for row, (wait, text) in enumerate(zip(found.waits, labels(found.waits), strict=True))]
    over = [mark for mark in rows if mark[1].end is End.ANSWERED]
    hover = _("%{text}<br>%{x} days") + "<extra></extra>"
    traces = [
        *_curves(found.curves),
        go.Box(x=[round(w.days, 2) for _row, w, _text in over], y=[drawn_names[w.coach] for _row, w, _text in over],
               customdata=[row for row, _w, _text in over], text=[text for *_rest, text in over], orientation="h",
               yaxis="y2", boxpoints="all", pointpos=0, jitter=0.5, line={"width": 1.5}, marker={"size": 6},
               name=ends[End.ANSWERED], meta={"token": "ink-soft"}, hovertemplate=hover, hoveron="points"),
    ]  # fmt: skip
    for end, symbol, token in ((End.WAITING, "diamond", "accent"), (End.WITHDRAWN, "x-thin-open", "ink-soft")):
        chosen = [mark for mark in rows if mark[1].end is end]
        if chosen:
            traces.append(
                go.Scatter(x=[round(w.days, 2) for _row, w, _text in chosen], yaxis="y2",
                           y=[drawn_names[w.coach] for _row, w, _text in chosen],
                           customdata=[row for row, _w, _text in chosen], text=[text for *_rest, text in chosen],
                           mode="markers", name=ends[end], marker={"symbol": symbol, "size": 10},
                           meta={"token": token}, hovertemplate=hover)
            )  # fmt: skip
    return Chart(
        caption=_caption(found) if found.waits else "",
        figure=drawn(traces, _frame(found)),
        columns=(_("Candidate"), _("Role"), _("Version"), _("Coach"), _("Days"), _("State")),
        rows=tuple(
            (w.candidate, w.role, w.number, coaches[w.coach], round(w.days, 1), ends[w.end]) for w in found.waits
        ),
        marks=found.waits,
        empty="" if found.waits else _("No draft has waited for an answer yet."),
    )


def _frame(found: Waits) -> dict[str, object]:
    frame = layout(_("Days"), _("Still waiting, %"), y_range=[0, 103])
    frame["xaxis"] |= {"rangemode": "tozero", "anchor": "y2"}
    frame["yaxis"] |= {"domain": [0.52, 1]}
    frame["yaxis2"] = layout("", "")["yaxis"] | {
        "type": "category", "autorange": "reversed", "domain": [0, 0.42], "showgrid": False,
    }  # fmt: skip
    promise = found.promise_days
    frame["shapes"] = [
        {"type": "line", "x0": promise, "x1": promise, "y0": 0, "y1": 1, "yref": "paper", "layer": "between"}
    ]
    frame["annotations"] = [
        {
            "x": promise, "y": 1, "yref": "paper", "yanchor": "top", "xanchor": "left", "showarrow": False,
            "text": " " + ngettext("promised: %(n)d day", "promised: %(n)d days", promise) % {"n": promise},
        }
    ]  # fmt: skip
    return frame


def _curves(curves: tuple[Curve, ...]) -> list[go.Scatter]:
    looks = (("ink", "solid"), *LINES)
    return [
        go.Scatter(
            x=[round(days, 2) for days, _share in curve.steps],
            y=[round(100 * share, 1) for _days, share in curve.steps], mode="lines",
            line={"shape": "hv", "dash": dash, "width": 2 if curve.coach else 3}, meta={"token": token},
            name=html.escape(curve.coach, quote=False) or _("all"),
            hovertemplate=_("%{fullData.name}: %{y}% still wait after %{x} days") + "<extra></extra>",
        )
        for curve, (token, dash) in zip(curves, looks, strict=False)
    ]  # fmt: skip


def _caption(found: Waits) -> str:
    whole = found.curves[0]
    open_ones = whole.waits - whole.answered
    sentences = []
    if whole.answered < FEW:
        sentences.append(
            ngettext(
                "%(answered)d of %(n)d wait was answered, too few to say how long it takes.",
                "%(answered)d of %(n)d waits were answered, too few to say how long it takes.",
                whole.waits,
            )
            % {"answered": whole.answered, "n": whole.waits}
        )
    else:
        counted = {"n": whole.waits, "open": open_ones, "promise": found.promise_days}
        if found.kept is not None:
            said = _("Answered within the promised %(promise)d days: about %(kept).0f%% of %(n)d waits.")
            sentences.append(said % (counted | {"kept": 100 * found.kept}))
        halves = [(curve, curve.median_days) for curve in found.curves if curve.answered >= FEW or curve is whole]
        told = [
            f"{curve.coach or _('in all')} {days:.1f}" for curve, days in halves if days is not None
        ]  # fmt: skip
        if told:
            sentences.append(_("Half took at most so many days: %(told)s.") % {"told": ", ".join(told)})
        if open_ones:
            sentences.append(
                ngettext(
                    "%(open)d that was not answered counts for as long as it lasted (Kaplan and Meier).",
                    "%(open)d that were not answered count for as long as they lasted (Kaplan and Meier).",
                    open_ones,
                )
                % counted
            )
    sentences.append(_present(found))
    return " ".join(sentences)


def _present(found: Waits) -> str:
    present = [wait for wait in found.waits if wait.end is End.WAITING]
    if not present:
        return _("Nothing waits now.")
    longest = max(present, key=lambda wait: wait.days)
    return ngettext(
        "%(n)d draft waits now: %(days).1f days, by %(name)s.",
        "%(n)d drafts wait now, the longest for %(days).1f days, by %(name)s.",
        len(present),
    ) % {"n": len(present), "days": longest.days, "name": longest.candidate}


def _end(end: End) -> str:
    return {
        End.ANSWERED: _("answered"),
        End.WAITING: _("waiting now"),
        End.WITHDRAWN: _("put away without an answer"),
    }[end]
