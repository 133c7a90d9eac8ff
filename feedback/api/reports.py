"""The report of a cohort as a PDF, for those who coach it."""

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView

from cohorts.api.throttles import PrintThrottle
from feedback.api.exports import OF_FILES, AsItIs, asked
from feedback.charts.report import Audience, make_report
from feedback.exceptions import CannotPrint, NoBrowser
from feedback.printing import print_report
from feedback.reports.exports.files import named


class Unavailable(APIException):
    status_code = 503
    default_code = "cannot_print"


class ReportPdfView(APIView):
    content_negotiation_class = AsItIs

    def get_throttles(self) -> list[BaseThrottle]:
        return [*super().get_throttles(), PrintThrottle()]

    @extend_schema(
        operation_id="reports_pdf_retrieve",
        responses={(200, "application/pdf"): OpenApiTypes.BINARY},
        parameters=[OpenApiParameter("for", str, enum=Audience.values, default=Audience.COACH.value), *OF_FILES],
    )
    def get(self, request: Request, slug: str) -> HttpResponse:
        """All figures with their tables, on A4; `for=sponsor` without names and small groups, of the whole cohort.

        503 where the server has no Chromium (`no_browser`), or is printing another report (`cannot_print`).
        """
        scope, words = asked(request, slug)
        audience = request.query_params.get("for", Audience.COACH.value)
        if audience not in Audience.values:
            raise ValidationError({"for": [f"One of {', '.join(Audience.values)}."]})
        try:
            pdf = print_report(make_report(scope, Audience(audience), words))
        except CannotPrint as refused:
            code = "no_browser" if isinstance(refused, NoBrowser) else Unavailable.default_code
            raise Unavailable(str(refused), code) from None
        about = scope if audience == Audience.COACH else scope.whole()
        name = f"{named(about, audience)}.pdf"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(pdf, content_type="application/pdf", headers=headers)
