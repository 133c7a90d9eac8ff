"""Which latest drafts are too alike."""

import html

import plotly.graph_objects as go
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from feedback.charts.figure import Chart, drawn
from feedback.charts.lanes import LANES_MAX, WIDTH, lanes, places
from feedback.reports.dashboard.sameness import Alikes, Pair


def draw_alikes(found: Alikes) -> Chart:
    """A bar a pair, the most alike first, and the line from which on a coach should look."""
    pairs = found.pairs
    shown = pairs[:LANES_MAX]
    threshold = 100 * found.threshold
    traces = [
        go.Bar(
            x=[round(100 * pair.share) for pair in shown], y=places(len(shown)), customdata=list(range(len(shown))),
            orientation="h", width=WIDTH, text=[f"{100 * pair.share:.0f}%" for pair in shown], textposition="outside",
            textangle=0, cliponaxis=False, hovertext=[html.escape(_words(pair), quote=False) for pair in shown],
            marker={"pattern": {"shape": "/", "fillmode": "replace", "solidity": 0.25}}, name=_("phrases in common"),
            meta={"token": "series-2"}, hovertemplate="%{hovertext}<br>" + _("about %{x}% alike") + "<extra></extra>",
            showlegend=False,
        )
    ]  # fmt: skip
    frame = lanes([_words(pair) for pair in shown], _("Phrases in common, about %"), [0, 112])
    frame["shapes"] = [
        {"type": "line", "x0": threshold, "x1": threshold, "y0": 0, "y1": 1, "yref": "paper", "layer": "between"}
    ]
    return Chart(
        caption=_caption(found) if found.pairs else "",
        figure=drawn(traces, frame),
        columns=(_("Written later"), _("Version"), _("Written before"), _("Version"), _("Alike, about %")),
        rows=tuple(
            (
                pair.later.candidate, pair.later.number, pair.earlier.candidate, pair.earlier.number,
                round(100 * pair.share),
            )
            for pair in pairs
        ),
        marks=pairs,
        empty="" if found.pairs else _empty(found),
    )  # fmt: skip


def _words(pair: Pair) -> str:
    return _("%(later)s, %(n)d – %(earlier)s, %(m)d") % {
        "later": pair.later.candidate, "n": pair.later.number, "earlier": pair.earlier.candidate,
        "m": pair.earlier.number,
    }  # fmt: skip


def _caption(found: Alikes) -> str:
    counted = ngettext(
        "%(pairs)d pair of latest drafts shares %(least).0f%% of its phrases or more, of %(drafts)d drafts.",
        "%(pairs)d pairs of latest drafts share %(least).0f%% of their phrases or more, of %(drafts)d drafts.",
        found.found,
    ) % {"pairs": found.found, "least": 100 * found.threshold, "drafts": found.drafts}
    doubt = _(
        "Either may have been first, or both have the same model. Estimated, give or take 6 points. The number beside "
        "a name is the version."
    )
    shown = len(found.pairs)
    more = _("The table has the %(n)d most alike.") % {"n": shown} if found.found > shown else ""
    return " ".join(filter(None, (counted, doubt, more)))


def _empty(found: Alikes) -> str:
    if not found.drafts:
        return _("No draft has been compared yet. Drafts are compared once they are checked.")
    return ngettext(
        "There is one latest draft, and none that it shares its phrases with.",
        "None of the %(n)d latest drafts shares %(least).0f%% of its phrases with another.",
        found.drafts,
    ) % {"n": found.drafts, "least": 100 * found.threshold}
