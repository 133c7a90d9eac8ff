"""The dashboard's figures as JSON, for those who coach the cohort."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cohorts.api.requests import person
from cohorts.models import Cohort
from feedback.api.serializers import FigureNameSerializer, FigureSerializer
from feedback.charts import FIGURES
from feedback.reports.dashboard.scope import Scope


class FigureListView(APIView):
    @extend_schema(operation_id="figures_list", responses=FigureNameSerializer(many=True))
    def get(self, request: Request, slug: str) -> Response:
        """The questions that a cohort's dashboard answers."""
        get_object_or_404(Cohort.objects.coached_by(request.user), slug=slug)
        return Response(FigureNameSerializer(FIGURES, many=True).data)


class FigureView(APIView):
    @extend_schema(
        operation_id="figures_retrieve",
        responses=FigureSerializer,
        parameters=[OpenApiParameter("key", str, "path", enum=[figure.key for figure in FIGURES])],
    )
    def get(self, request: Request, slug: str, key: str) -> Response:
        """One figure, drawn from what is there now."""
        cohort = get_object_or_404(Cohort.objects.coached_by(request.user), slug=slug)
        figure = next((figure for figure in FIGURES if figure.key == key), None)
        if figure is None:
            raise NotFound
        chart = figure.chart(Scope(cohort, person(request)))
        body: dict[str, Any] = {
            "key": figure.key,
            "title": str(figure.title),
            "caption": chart.caption,
            "empty": chart.empty,
            "figure": chart.figure,
            "table": {"columns": chart.columns, "rows": chart.rows},
            "links": [mark.address if mark else "" for mark in chart.marks],
        }
        return Response(FigureSerializer(body).data)
