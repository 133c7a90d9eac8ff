"""A cohort's tables to take away, for those who coach it."""

from django.core.exceptions import BadRequest
from django.http import FileResponse, Http404, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_GET

from cohorts.models import Cohort
from feedback.dashboard_forms import DashboardForm, beside_of
from feedback.reports.dashboard.scope import Scope
from feedback.reports.exports import TABLES, table_of
from feedback.reports.exports.files import (
    CSV_TYPE,
    WORKBOOK_TYPE,
    csv_lines,
    csv_name,
    workbook,
    workbook_name,
)
from feedback.views import SignedIn


@require_GET
def export_table(request: SignedIn, slug: str, key: str) -> StreamingHttpResponse:
    scope, table = _asked(request, slug)[0], table_of(key)
    if table is None:
        raise Http404
    headers = {"Content-Disposition": f'attachment; filename="{csv_name(table, scope)}"'}
    return StreamingHttpResponse(csv_lines(table, scope), content_type=CSV_TYPE, headers=headers)


@require_GET
def export_workbook(request: SignedIn, slug: str) -> FileResponse:
    scope, form = _asked(request, slug)
    file = workbook(TABLES, scope, form.all_words())
    return FileResponse(file, as_attachment=True, filename=workbook_name(scope), content_type=WORKBOOK_TYPE)


def _asked(request: SignedIn, slug: str) -> tuple[Scope, DashboardForm]:
    """With the dashboard's filters, as they stand in the address. Raises Http404, BadRequest: a file of more than was
    asked for would pass for what was."""
    cohort = get_object_or_404(Cohort.objects.coached_by(request.user), slug=slug)
    form = DashboardForm(request.GET, cohorts=[cohort, *beside_of(request.GET, slug, request.user)])
    if not form.is_valid():
        raise BadRequest
    return form.scope(cohort, viewer=request.user, now=timezone.now()), form
