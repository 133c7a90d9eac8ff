"""The report for print: the dashboard's figures one after the other, for a coach with names, for a sponsor without."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from feedback.charts import FIGURES
from feedback.charts.figure import Chart
from feedback.charts.sponsor import FOR_SPONSORS, LEFT_OUT
from feedback.reports.dashboard.scope import Scope


class Audience(TextChoices):
    COACH = "coach", _("for coaches, with names")
    SPONSOR = "sponsor", _("for a sponsor, without names")


@dataclass(frozen=True)
class Section:
    """A question with what answers it."""

    key: str
    title: str | Promise
    chart: Chart

    @property
    def data_id(self) -> str:
        """Of the element with the figure's data."""
        return f"data-{self.key}"


@dataclass(frozen=True)
class Report:
    """`asked` are the filters that are on, in words; `left_out` is [(title, why)] of the figures that this audience is
    not told."""

    scope: Scope
    audience: Audience
    sections: tuple[Section, ...]
    asked: tuple[str, ...] = ()
    left_out: tuple[tuple[str | Promise, str | Promise], ...] = ()

    @property
    def has_names(self) -> bool:
        return self.audience == Audience.COACH


def make_report(scope: Scope, audience: Audience, asked: Iterable[str] = ()) -> Report:
    """For a sponsor always of the whole cohort: two reports of parts would tell of the few by whom the parts differ."""
    if audience == Audience.COACH:
        sections = tuple(Section(figure.key, figure.title, figure.chart(scope)) for figure in FIGURES)
        return Report(scope, audience, sections, tuple(asked))
    scope = scope.whole()
    told = [figure for figure in FIGURES if figure.key in FOR_SPONSORS]
    return Report(
        scope,
        audience,
        tuple(Section(figure.key, figure.title, FOR_SPONSORS[figure.key](scope)) for figure in told),
        (),
        tuple((figure.title, LEFT_OUT.get(figure.key, "")) for figure in FIGURES if figure not in told),
    )
