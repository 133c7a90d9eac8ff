"""A cohort's tables to take away, for those who coach it."""

from django.http import FileResponse, Http404, HttpRequest, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from cohorts.models import Cohort, User
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


@require_GET
def export_table(request: HttpRequest, slug: str, key: str) -> StreamingHttpResponse:
    scope, table = _scope(request, slug), table_of(key)
    if table is None:
        raise Http404
    headers = {"Content-Disposition": f'attachment; filename="{csv_name(table, scope)}"'}
    return StreamingHttpResponse(csv_lines(table, scope), content_type=CSV_TYPE, headers=headers)


@require_GET
def export_workbook(request: HttpRequest, slug: str) -> FileResponse:
    scope = _scope(request, slug)
    file = workbook(TABLES, scope)
    return FileResponse(file, as_attachment=True, filename=workbook_name(scope), content_type=WORKBOOK_TYPE)


def _scope(request: HttpRequest, slug: str) -> Scope:
    user = request.user
    if not isinstance(user, User):
        raise Http404
    return Scope(get_object_or_404(Cohort.objects.coached_by(user), slug=slug), user)
