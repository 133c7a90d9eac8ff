"""A cohort's tables as files, for those who coach it."""

from collections.abc import Iterable
from typing import Any

from django.http import FileResponse, StreamingHttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.generics import get_object_or_404
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.views import APIView

from cohorts.api.requests import person
from cohorts.models import Cohort
from feedback.api.figures import FILTERS, valid_form
from feedback.dashboard_forms import beside_of
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

OF_FILES = [
    *FILTERS,
    OpenApiParameter("beside", str, description="Short name of a second cohort, whose coaches and roles may be named."),
]
"""A file is of one cohort; as a page's filters are of two, they can be sent as they are."""


class ExportSerializer(serializers.Serializer[Any]):
    key = serializers.CharField()
    title = serializers.CharField()
    url = serializers.URLField(help_text="Of the table as CSV.")


class AsItIs(BaseContentNegotiation):
    """A file has one type, whatever was asked for; a problem with it is told in JSON."""

    def select_parser(self, request: Request, parsers: Iterable[BaseParser]) -> BaseParser | None:
        return next(iter(parsers), None)

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        renderer = next(iter(renderers))
        return renderer, renderer.media_type


class ExportListView(APIView):
    @extend_schema(operation_id="exports_list", responses=ExportSerializer(many=True))
    def get(self, request: Request, slug: str) -> Response:
        """The tables that can be taken away."""
        get_object_or_404(Cohort.objects.coached_by(person(request)), slug=slug)
        found = [
            {
                "key": table.key,
                "title": str(table.title),
                "url": reverse("export-csv", [slug, table.key], None, request),
            }
            for table in TABLES
        ]
        return Response(ExportSerializer(found, many=True).data)


class ExportTableView(APIView):
    content_negotiation_class = AsItIs

    @extend_schema(
        operation_id="exports_csv_retrieve",
        responses={(200, "text/csv"): OpenApiTypes.STR},
        parameters=[OpenApiParameter("key", str, "path", enum=[table.key for table in TABLES]), *OF_FILES],
    )
    def get(self, request: Request, slug: str, key: str) -> StreamingHttpResponse:
        """One table as CSV in UTF-8. Texts that a spreadsheet would run as a formula begin with an apostrophe.

        Where filters leave some of it out, the file's name says which.
        """
        (scope, _words), table = asked(request, slug), table_of(key)
        if table is None:
            raise NotFound
        headers = {"Content-Disposition": f'attachment; filename="{csv_name(table, scope)}"'}
        return StreamingHttpResponse(csv_lines(table, scope), content_type=CSV_TYPE, headers=headers)


class WorkbookView(APIView):
    content_negotiation_class = AsItIs

    @extend_schema(
        operation_id="exports_workbook_retrieve",
        responses={(200, WORKBOOK_TYPE): OpenApiTypes.BINARY},
        parameters=OF_FILES,
    )
    def get(self, request: Request, slug: str) -> FileResponse:
        """All tables as one workbook, a sheet each, and one that says what was asked for."""
        scope, words = asked(request, slug)
        file = workbook(TABLES, scope, words)
        return FileResponse(file, as_attachment=True, filename=workbook_name(scope), content_type=WORKBOOK_TYPE)


def asked(request: Request, slug: str) -> tuple[Scope, list[str]]:
    """Of a cohort that the person coaches, and its filters in words; raises Http404, ValidationError."""
    viewer = person(request)
    cohort = get_object_or_404(Cohort.objects.coached_by(viewer), slug=slug)
    form = valid_form(request.query_params, [cohort, *beside_of(request.query_params, slug, viewer)])
    return form.scope(cohort, viewer=viewer, now=timezone.now()), form.all_words()
