"""How far everybody has come, and on which days work is done."""

from collections import Counter

import plotly.graph_objects as go
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from feedback.charts.figure import Chart, drawn, layout
from feedback.charts.lanes import LANES_MAX, WIDTH, lanes, places
from feedback.reports.dashboard.funnel import DAYS_A_WEEK, Activity, Day, Stage, StageCount


def draw_funnel(stages: tuple[StageCount, ...]) -> Chart:
    """A bar a stage, of the candidates who have come to it."""
    enrolled = stages[0].candidates
    traces = [
        go.Bar(
            x=[row.candidates for row in stages], y=places(len(stages)), customdata=list(range(len(stages))),
            orientation="h", width=WIDTH, text=[str(row.candidates) for row in stages], textposition="auto",
            textangle=0, insidetextanchor="end", hovertext=[stage_words(row.stage) for row in stages],
            showlegend=False, name=_("candidates"), meta={"token": "series-1"},
            hovertemplate="%{hovertext}: %{x}<extra></extra>",
        )
    ]  # fmt: skip
    names = [f"{stage_words(row.stage)}: {row.candidates}" for row in stages]
    frame = lanes(names, _("Candidates"), [0, max(enrolled, 1) * 1.08])  # room for the number beside the longest bar
    frame["xaxis"] |= {"dtick": 1} if enrolled < LANES_MAX else {}
    return Chart(
        caption=_funnel_caption(stages) if enrolled else "",
        figure=drawn(traces, frame),
        columns=(_("Stage"), _("Candidates"), _("Only this one to go")),
        rows=tuple((stage_words(row.stage), row.candidates, row.missing) for row in stages) if enrolled else (),
        marks=stages if enrolled else (),
        empty="" if enrolled else _("Nobody is enrolled yet."),
    )


def draw_activity(found: Activity) -> Chart:
    """A field a day, in columns of weeks: how many drafts came, and how many reviews went out."""
    columns = {week: column for column, week in enumerate(found.weeks)}
    fields: list[list[int | None]] = [[None] * len(found.weeks) for _day in range(DAYS_A_WEEK)]
    labels = [date_format(week, "j M") for week in found.weeks]
    marks = []
    for day in found.days:
        column = columns[day.week]
        fields[day.day.weekday()][column] = day.sum
        marks.append((labels[column], _weekday(day.day.weekday()), _day_words(day)))
    weekdays = [_weekday(number) for number in range(DAYS_A_WEEK)]
    traces = [
        go.Heatmap(
            x=labels, y=weekdays, z=fields, texttemplate="%{z}", showscale=False, hoverinfo="skip", xgap=2, ygap=2,
            zmin=0, meta={"token": "series-1"},
        ),
        # Points without a look, which hover, click and keys find.
        go.Scatter(
            x=[x for x, *_rest in marks], y=[y for _x, y, *_rest in marks], text=[text for *_rest, text in marks],
            customdata=list(range(len(marks))), mode="markers", marker={"size": 16, "symbol": "square"}, opacity=0,
            showlegend=False, meta={"token": "series-1"}, hovertemplate="%{text}<extra></extra>",
        ),
    ]  # fmt: skip
    frame = layout(_("Week from"), "")
    frame["xaxis"] |= {"type": "category", "showgrid": False}
    frame["yaxis"] |= {"type": "category", "autorange": "reversed", "showgrid": False}
    return Chart(
        caption=_activity_caption(found) if found.days else "",
        figure=drawn(traces, frame),
        columns=(_("Day"), _("Weekday"), _("Drafts"), _("Reviews")),
        rows=tuple(
            (date_format(day.day, "j F Y"), _weekday(day.day.weekday()), day.drafts, day.reviews) for day in found.days
        ),
        marks=found.days,
        empty="" if found.days else _("Nothing has been submitted or answered yet."),
    )


def stage_words(stage: Stage) -> str:
    return {
        Stage.ENROLLED: _("Enrolled"),
        Stage.DRAFTED: _("Has written a first draft"),
        Stage.REVIEWED: _("Has an answer"),
        Stage.RESUBMITTED: _("Has written again after it"),
        Stage.READY: _("Ready"),
    }[stage]


def _funnel_caption(stages: tuple[StageCount, ...]) -> str:
    counts = {row.stage.value: row.candidates for row in stages}
    said = ngettext(
        "Of %(enrolled)d candidate, %(drafted)d has written a first draft, %(reviewed)d has an answer, "
        "%(resubmitted)d has written again after it, %(ready)d is ready.",
        "Of %(enrolled)d candidates, %(drafted)d have written a first draft, %(reviewed)d have an answer, "
        "%(resubmitted)d have written again after it, %(ready)d are ready.",
        counts[Stage.ENROLLED],
    )
    most = max(stages, key=lambda row: row.missing)
    wanting = {
        Stage.ENROLLED: "",
        Stage.DRAFTED: _("What most lack next is a first draft: %(n)d."),
        Stage.REVIEWED: _("What most lack next is an answer: %(n)d."),
        Stage.RESUBMITTED: _("What most lack next is a draft after the answer: %(n)d."),
        Stage.READY: _("What most lack next is to be called ready: %(n)d."),
    }[most.stage]
    return f"{said % counts} {wanting % {'n': most.missing}}" if wanting else said % counts


def _activity_caption(found: Activity) -> str:
    by_weekday: Counter[int] = Counter()
    for day in found.days:
        by_weekday[day.day.weekday()] += day.sum
    drafts, reviews = sum(day.drafts for day in found.days), sum(day.reviews for day in found.days)
    counted = ngettext(
        "%(drafts)d drafts and %(reviews)d reviews in %(weeks)d week.",
        "%(drafts)d drafts and %(reviews)d reviews in %(weeks)d weeks.",
        len(found.weeks),
    ) % {"drafts": drafts, "reviews": reviews, "weeks": len(found.weeks)}
    weekday, most = max(sorted(by_weekday.items()), key=lambda pair: pair[1])
    busiest = _("Most on a %(weekday)s: %(n)d.") % {"weekday": _weekday(weekday), "n": most}
    zone = _("Days begin and end in your time zone, %(zone)s.") % {"zone": found.zone}
    return f"{counted} {busiest} {zone}"


def _day_words(day: Day) -> str:
    return _("%(day)s: %(drafts)d drafts, %(reviews)d reviews") % {
        "day": date_format(day.day, "l j F"), "drafts": day.drafts, "reviews": day.reviews,
    }  # fmt: skip


def _weekday(number: int) -> str:
    """From 0, Monday."""
    return (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))[number]
