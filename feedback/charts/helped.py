"""What became of what the checks found, by what the writer had been told beside."""

import html

import plotly.graph_objects as go
from django.utils.translation import gettext as _

from feedback.charts.figure import Cell, Chart, Opens, drawn
from feedback.charts.lanes import lanes, places
from feedback.reports.dashboard.helped import After, Helped, Share


def draw_helped(found: Helped) -> Chart:
    """A lane each: the share that was gone in the next draft with its interval, and below it those of single checks."""
    shown = {after: share for after, share in found.shares.items() if not share.is_few}
    heights = dict(zip(After, places(len(After)), strict=True))
    row_of = {after: row for row, after in enumerate(After)}
    single = [
        (heights[after] + 0.2, len(After) + row, check.title, share)
        for row, check in enumerate(found.checks)
        for after, share in check.shares.items()
        if not share.is_few
    ]
    ends = {after: share.interval or (0.0, 100.0) for after, share in shown.items()}
    traces = [
        go.Scatter(
            x=[share.percent for share in shown.values()], y=[heights[after] for after in shown],
            customdata=[row_of[after] for after in shown],
            text=[html.escape(_words(share), quote=False) for share in shown.values()],
            error_x={
                "type": "data", "symmetric": False, "thickness": 2, "width": 6,
                "array": [ends[after][1] - (share.percent or 0) for after, share in shown.items()],
                "arrayminus": [(share.percent or 0) - ends[after][0] for after, share in shown.items()],
            },
            mode="markers", marker={"symbol": "circle", "size": 12}, name=_("all checks, with 95% interval"),
            meta={"token": "series-1"}, hovertemplate="%{text}<extra></extra>",
        ),
        go.Scatter(
            x=[share.percent for *_rest, share in single], y=[height for height, *_rest in single],
            customdata=[row for _height, row, *_rest in single],
            text=[f"{html.escape(title, quote=False)}<br>{_words(share)}" for *_rest, title, share in single],
            mode="markers", marker={"symbol": "diamond-open", "size": 8}, name=_("one check"),
            meta={"token": "ink-soft"}, hovertemplate="%{text}<extra></extra>",
        ),
    ]  # fmt: skip
    names = [f"{after_words(after)}: {_words(found.shares[after])}" for after in After]
    rows: list[tuple[Cell, ...]] = [(_("All checks"), *_cells(found.shares))]
    marks: list[Opens | None] = [None]
    for check in found.checks:
        rows.append((check.title, *_cells(check.shares)))
        marks.append(check)
    return Chart(
        caption=_caption(found) if found.checks else "",
        figure=drawn(traces, lanes(names, _("Gone in the next draft, %"), [-3, 103])),
        columns=(_("Check"), *(after_words(after) for after in After)),
        rows=tuple(rows) if found.checks else (),
        marks=tuple(marks) if found.checks else (),
        empty="" if found.checks else _("No draft on which a check fired has been followed by another one yet."),
    )


def after_words(after: After) -> str:
    return {
        After.SNIPPET: _("After a comment from a snippet"),
        After.COMMENT: _("After a comment"),
        After.CHECK: _("After the check alone"),
    }[after]


def _words(share: Share) -> str:
    counts = _("%(resolved)d of %(cases)d") % {"resolved": share.resolved, "cases": share.cases}
    if share.interval is None:
        return _("%(counts)s, too few to say") % {"counts": counts}
    low, high = share.interval
    return _("%(counts)s (%(low).0f to %(high).0f%%)") % {"counts": counts, "low": low, "high": high}


def _cells(shares: dict[After, Share]) -> tuple[str, ...]:
    return tuple(_words(shares[after]) if shares[after].cases else "–" for after in After)


def _caption(found: Helped) -> str:
    parts = [
        f"{after_words(after).lower()} {_words(share)}" for after, share in found.shares.items() if share.cases
    ]  # fmt: skip
    return _(
        "Of drafts on which a check fired, the next one had none of it: %(parts)s. Coaches choose what they comment "
        "on, so these counts do not tell what a comment changes."
    ) % {"parts": "; ".join(parts)}
