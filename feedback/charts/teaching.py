"""Which checks fire most in the latest drafts."""

import html

import plotly.graph_objects as go
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from feedback.charts.figure import Chart, drawn
from feedback.charts.lanes import LANES_MAX, WIDTH, lanes, places
from feedback.reports.dashboard.teaching import CheckCount, Since, Teaching


def draw_teaching(found: Teaching) -> Chart:
    """A bar a check, of the drafts on which it fires: there at the last answer, new since, without an answer yet."""
    shown = found.checks[:LANES_MAX]
    parts = (
        (Since.STILL.label, [row.still for row in shown], "series-2", "/"),
        (Since.NEW.label, [row.new for row in shown], "series-1", ""),
        (Since.FIRST.label, [row.first for row in shown], "decision-none", "."),
    )
    traces = [
        go.Bar(
            x=counts, y=places(len(shown)), customdata=list(range(len(shown))), orientation="h", width=WIDTH, name=name,
            text=[str(count) if count else "" for count in counts], textposition="inside", textangle=0,
            insidetextanchor="middle", marker={"pattern": {"shape": pattern, "fillmode": "replace", "solidity": 0.3}},
            hovertext=[html.escape(row.title, quote=False) for row in shown], meta={"token": token},
            hovertemplate="%{hovertext}<br>" + name + _(": %{x} drafts") + "<extra></extra>",
        )
        for name, counts, token, pattern in parts
    ]  # fmt: skip
    most = max((row.drafts for row in shown), default=1)
    frame = lanes([_words(row, found.drafts) for row in shown], _("Latest drafts"), [0, most * 1.04])
    frame |= {"barmode": "stack", "legend": frame["legend"] | {"traceorder": "normal"}}
    frame["xaxis"] |= {"dtick": 1} if most < LANES_MAX else {}
    return Chart(
        caption=_caption(found) if found.checks else "",
        figure=drawn(traces, frame),
        columns=(
            _("Check"), _("Drafts"), _("There at the last answer"), _("New since then"), _("No answer before"),
            _("Findings"),
        ),
        rows=tuple((row.title, row.drafts, row.still, row.new, row.first, row.findings) for row in found.checks),
        marks=found.checks,
        empty="" if found.checks else _empty(found),
    )  # fmt: skip


def _words(row: CheckCount, drafts: int) -> str:
    return _("%(check)s: %(n)d of %(drafts)d") % {"check": row.title, "n": row.drafts, "drafts": drafts}


def _caption(found: Teaching) -> str:
    first = found.checks[0]
    sentences = [
        ngettext(
            "In the one latest checked draft, the check “%(check)s” fires.",
            "Of the %(drafts)d latest checked drafts, “%(check)s” fires in %(n)d.",
            found.drafts,
        )
        % {"drafts": found.drafts, "check": first.title, "n": first.drafts}
    ]
    if first.still or first.new:
        sentences.append(
            _("Of these, it did so already when a coach last answered in %(still)d, and is new since in %(new)d.")
            % {"still": first.still, "new": first.new}
        )
    stuck = max(found.checks, key=lambda row: row.still)
    if stuck.still > first.still:
        sentences.append(
            _("What outlasted an answer most often is “%(check)s”: %(n)d.") % {"check": stuck.title, "n": stuck.still}
        )
    return " ".join(sentences)


def _empty(found: Teaching) -> str:
    if not found.drafts:
        return _("No draft has been checked yet.")
    return _("No check fires in the latest drafts.")
