"""What a coach or an admin sees of a cohort: its figures, and everybody in it."""

from dataclasses import dataclass

from csp.constants import UNSAFE_INLINE
from csp.decorators import csp_update
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from cohorts.models import Cohort
from feedback.charts import FIGURES
from feedback.dashboard_forms import DashboardForm, beside_of
from feedback.reports.dashboard import rows as lists
from feedback.reports.exports.files import CSV_TYPE, lines_of
from feedback.views import SignedIn, without

COLUMNS: tuple[tuple[str, str | Promise], ...] = (
    ("name", _("Candidate")),
    ("coach", _("Coach")),
    ("version", _("Version")),
    ("score", _("Score")),
    ("decision", _("Decision")),
    ("waiting", _("Waits")),
)
"""The list's columns by their key in `lists.SORTS`."""
LIST_ROWS = 100
OTHER_COHORTS = 100
"""So many stand in the menus, the newest: more than anybody but an admin coaches."""


@dataclass(frozen=True)
class Column:
    """A heading; `sort` is what a click on it sorts by, `direction` is ARIA's word for how it is sorted now."""

    key: str
    title: str | Promise
    sort: str
    direction: str


@require_GET
# plotly.js brings its styles in a <style> and draws images as data; its scripts are files like all others.
@csp_update({"style-src": [UNSAFE_INLINE], "img-src": ["blob:"]})  # type: ignore[arg-type]  # django-csp's own types ask for str
def cohort(request: SignedIn, slug: str) -> HttpResponse:
    coached = Cohort.objects.coached_by(request.user)
    rows = lists.cohort_rows(coached.filter(slug=slug))
    if not rows:
        raise Http404
    sides = [rows[0].cohort, *beside_of(request.GET, slug, request.user)]
    form = DashboardForm(request.GET, cohorts=sides)
    scope = form.scope(sides[0], viewer=request.user, now=timezone.now())
    sort = request.GET.get("sort", "")
    beside = {"beside": sides[1].slug} if sides[1:] else {}
    kept = beside | ({"sort": sort} if sort else {})
    listed = lists.sorted_candidates(lists.candidates(scope), sort)
    context = {
        "numbers": rows[0],
        "cohort": sides[0],
        "sides": sides,
        "beside": sides[1] if sides[1:] else None,
        "others": coached.open().exclude(slug=slug).order_by("-starts_on", "name")[:OTHER_COHORTS],
        "form": form,
        "query": urlencode(form.asked() | beside),
        "kept": urlencode(kept),
        "chips": [(form.words(name), without(request.GET, name)) for name in form.asked()],
        "sort": sort,
        "list_query": urlencode(form.asked() | kept),
        "figures": FIGURES,
        "kept_back": lists.kept_back(scope),
        "is_narrowed": scope.is_narrowed,
        "page": Paginator(listed, LIST_ROWS).get_page(request.GET.get("page")),
        "columns": [_column(key, title, sort) for key, title in COLUMNS],
    }
    return render(request, "feedback/dashboard/cohort.html", context)


@require_GET
def figure_csv(request: SignedIn, slug: str, key: str) -> StreamingHttpResponse:
    """What a figure shows, to work on with; of two cohorts one after the other, told apart by the first column."""
    first = Cohort.objects.coached_by(request.user).filter(slug=slug).first()
    figure = next((figure for figure in FIGURES if figure.key == key), None)
    if first is None or figure is None:
        raise Http404
    sides = [first, *beside_of(request.GET, slug, request.user)]
    form = DashboardForm(request.GET, cohorts=sides)
    now = timezone.now()
    charts = [(side, figure.chart(form.scope(side, viewer=request.user, now=now))) for side in sides]
    rows = [[side.name, *row] for side, chart in charts for row in chart.rows]
    lines = lines_of([[str(_("Cohort")), *charts[0][1].columns], *rows])
    name = "-".join([*(side.slug for side in sides), figure.key])
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return StreamingHttpResponse(lines, content_type=CSV_TYPE, headers=headers)


def _column(key: str, title: str | Promise, sort: str) -> Column:
    by = sort.removeprefix("-") if sort.removeprefix("-") in lists.SORTS else "name"
    if key != by:
        return Column(key, title, key, "none")
    return Column(key, title, key, "descending") if sort.startswith("-") else Column(key, title, f"-{key}", "ascending")
