"""The figures that a sponsor may see: the dashboard's questions, answered in groups of people.

What is about single people, pairs of them or single coaches is not told at all (`LEFT_OUT`).
"""

from collections.abc import Callable, Mapping, Sequence

import plotly.graph_objects as go
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from feedback.charts.figure import Chart, drawn
from feedback.charts.funnel import stage_words
from feedback.charts.lanes import LANES_MAX, WIDTH, lanes, places
from feedback.reports.dashboard import sponsor
from feedback.reports.dashboard.funnel import Stage
from feedback.reports.dashboard.scope import Scope
from feedback.reports.dashboard.sponsor import LEAST_PEOPLE, Group

LEFT_OUT: Mapping[str, str | Promise] = {
    "helped": gettext_lazy("It is about what single coaches have written."),
    "agreement": gettext_lazy("It is about the judgement of few coaches."),
    "sameness": gettext_lazy("It is about pairs of people."),
    "activity": gettext_lazy("Most days are those of few people."),
}
"""Why a figure is not told, for people to read."""


def draw_stages(scope: Scope) -> Chart:
    return _bars(sponsor.stages(scope), {str(stage): stage_words(stage) for stage in Stage})


def draw_quarters(scope: Scope) -> Chart:
    names = {"both": _("both whys land"), "role": _("the role's alone"), "team": _("the team's alone"),
             "neither": _("neither yet"), "unknown": _("not known yet")}  # fmt: skip
    return _bars(sponsor.quarters(scope), names)


def draw_sides(scope: Scope) -> Chart:
    names = {"even": _("in balance"), "skill": _("mostly skill"), "culture": _("mostly culture"),
             "unknown": _("not known yet")}  # fmt: skip
    return _bars(sponsor.sides(scope), names)


def draw_taught(scope: Scope) -> Chart:
    groups = sponsor.taught(scope)
    return _bars(groups, {group.key: group.key for group in groups})


def draw_scores(scope: Scope) -> Chart:
    """The middle score of each version number."""
    found = sponsor.scores(scope)
    trace = go.Bar(
        x=[round(row.median) for row in found], y=places(len(found)), orientation="h", width=WIDTH,
        text=[str(round(row.median)) for row in found], textposition="auto", textangle=0, showlegend=False,
        meta={"token": "series-1"},
    )  # fmt: skip
    names = [_("version %(n)d") % {"n": row.number} for row in found]
    caption = ""
    if found:
        caption = _("The middle score is %(first).0f in version %(a)d and %(last).0f in version %(b)d.") % {
            "first": found[0].median, "a": found[0].number, "last": found[-1].median, "b": found[-1].number,
        }  # fmt: skip
    return Chart(
        caption=caption,
        figure=drawn([trace], lanes(names[:LANES_MAX], _("Middle score"), [0, 104])),
        columns=(_("Version"), _("Middle score")),
        rows=tuple((row.number, round(row.median)) for row in found),
        marks=(None,) * len(found),
        empty="" if found else _too_few(),
    )


def draw_waits_told(scope: Scope) -> Chart:
    """A table and a sentence: one number needs no drawing."""
    found = sponsor.waits_told(scope)
    rows: list[tuple[str, str]] = []
    caption = ""
    if found:
        middle = "–" if found.median_days is None else f"{found.median_days:.1f}"
        rows = [(_("middle wait, days"), middle)]
        if found.kept is not None:
            kept = round(100 * found.kept)
            caption = ngettext(
                "Of all waits, about %(kept)d%% end within the %(n)d day that the cohort promises.",
                "Of all waits, about %(kept)d%% end within the %(n)d days that the cohort promises.",
                found.promise_days,
            ) % {"kept": kept, "n": found.promise_days}  # fmt: skip
            rows.append((_("answered within the promise, about %"), str(kept)))
    return Chart(
        caption=caption,
        figure={},
        columns=(_("What"), _("Number")),
        rows=tuple(rows),
        marks=(None,) * len(rows),
        empty="" if rows else _too_few(),
    )


FOR_SPONSORS: Mapping[str, Callable[[Scope], Chart]] = {
    "two-whys": draw_quarters,
    "balance": draw_sides,
    "teaching": draw_taught,
    "progress": draw_scores,
    "waits": draw_waits_told,
    "funnel": draw_stages,
}
"""By the key of the dashboard's figure. One that stands neither here nor in LEFT_OUT is not told."""


def _bars(groups: Sequence[Group], names: Mapping[str, str]) -> Chart:
    """A bar a group; one that is kept back has none, and says so."""
    shown = groups[:LANES_MAX]
    most = max((group.people or 0 for group in shown), default=0)
    trace = go.Bar(
        x=[group.people for group in shown], y=places(len(shown)), orientation="h", width=WIDTH, textangle=0,
        text=["" if group.people is None else str(group.people) for group in shown], textposition="auto",
        showlegend=False, meta={"token": "series-1"},
    )  # fmt: skip
    labels = [f"{names[group.key]}: {_words(group)}" for group in shown]
    frame = lanes(labels, _("People"), [0, max(most, 1) * 1.08])
    frame["xaxis"] |= {"dtick": 1} if most < LANES_MAX else {}
    hidden = any(group.people is None for group in groups)
    first = max(groups, key=lambda group: group.people or 0, default=None)
    caption = ""
    if first is not None and first.people:
        caption = _("Most people: %(name)s (%(n)d).") % {"name": names[first.key], "n": first.people}
    if hidden:
        caption = f"{caption} {_('Groups that would tell of fewer than %(n)d people are kept back.')}".strip() % {
            "n": LEAST_PEOPLE
        }
    return Chart(
        caption=caption,
        figure=drawn([trace], frame) if most else {},
        columns=(_("Group"), _("People")),
        rows=tuple((names[group.key], group.people if group.people is not None else _words(group)) for group in groups),
        marks=(None,) * len(groups),
        empty="" if groups else _too_few(),
    )


def _words(group: Group) -> str:
    return _("kept back") if group.people is None else str(group.people)


def _too_few() -> str:
    return _("Fewer than %(n)d people: that is not told without their names.") % {"n": LEAST_PEOPLE}
