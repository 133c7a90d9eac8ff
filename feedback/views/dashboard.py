"""What a coach or an admin sees of a cohort: its figures, and everybody in it."""

from dataclasses import dataclass

from csp.constants import UNSAFE_INLINE
from csp.decorators import csp_update
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from cohorts.models import Cohort, User
from feedback.charts import FIGURES
from feedback.reports.dashboard import rows as lists

COLUMNS: tuple[tuple[str, str | Promise], ...] = (
    ("name", _("Candidate")),
    ("coach", _("Coach")),
    ("version", _("Version")),
    ("score", _("Score")),
    ("decision", _("Decision")),
    ("waiting", _("Waits")),
)
"""The list's columns by their key in `lists.SORTS`."""


@dataclass(frozen=True)
class Column:
    """A heading; `sort` is what a click on it sorts by, `direction` is ARIA's word for how it is sorted now."""

    key: str
    title: str | Promise
    sort: str
    direction: str


@require_GET
def cohorts(request: HttpRequest) -> HttpResponse:
    user = request.user
    if not isinstance(user, User) or not (user.is_staff or hasattr(user, "coach")):
        raise Http404
    rows = lists.cohort_rows(Cohort.objects.coached_by(user))
    return render(request, "feedback/dashboard/cohorts.html", {"rows": rows})


@require_GET
# plotly.js brings its styles in a <style> and draws images as data; its scripts are files like all others.
@csp_update({"style-src": [UNSAFE_INLINE], "img-src": ["blob:"]})  # type: ignore[arg-type]  # django-csp's own types ask for str
def cohort(request: HttpRequest, slug: str) -> HttpResponse:
    coached = Cohort.objects.coached_by(request.user)
    rows = lists.cohort_rows(coached.filter(slug=slug))
    if not rows:
        raise Http404
    sort = request.GET.get("sort", "")
    context = {
        "numbers": rows[0],
        "cohort": rows[0].cohort,
        "others": coached.open().exclude(slug=slug).order_by("name"),
        "figures": FIGURES,
        "rows": lists.sorted_candidates(lists.candidates(rows[0].cohort), sort),
        "columns": [_column(key, title, sort) for key, title in COLUMNS],
    }
    return render(request, "feedback/dashboard/cohort.html", context)


def _column(key: str, title: str | Promise, sort: str) -> Column:
    by = sort.removeprefix("-") if sort.removeprefix("-") in lists.SORTS else "name"
    if key != by:
        return Column(key, title, key, "none")
    return Column(key, title, key, "descending") if sort.startswith("-") else Column(key, title, f"-{key}", "ascending")
