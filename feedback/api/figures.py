"""The dashboard's figures as JSON, for those who coach the cohort."""

import hashlib
from collections.abc import Callable, Sequence

from django.http import HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cohorts.api.requests import person
from cohorts.models import Cohort
from cohorts.services import revision_of
from feedback.api.serializers import FigureNameSerializer, FigureSerializer
from feedback.charts import FIGURES, Figure
from feedback.charts.served import bodies, tag_of
from feedback.dashboard_forms import DashboardForm, slug_in
from feedback.reports.dashboard.scope import Scope

FILTERS = [
    OpenApiParameter("coach", int, description="Enrolments that are assigned to this coach."),
    OpenApiParameter("role", str, description="Introductions for this target role."),
    OpenApiParameter("since", {"type": "string", "format": "date"}, description="Versions from this day on."),
    OpenApiParameter("until", {"type": "string", "format": "date"}, description="Versions up to this day."),
    OpenApiParameter("version", {"type": "integer", "minimum": 1, "maximum": 10_000}, description="Versions with it."),
]
OF_FIGURES = [
    *FILTERS,
    OpenApiParameter("beside", str, description="Short name of a second cohort, drawn on the same axes."),
    OpenApiParameter("If-None-Match", str, "header", description="An ETag: 304 while nothing has changed."),
]  # fmt: skip


class FigureListView(APIView):
    @extend_schema(operation_id="figures_list", responses=FigureNameSerializer(many=True))
    def get(self, request: Request, slug: str) -> Response:
        """The questions that a cohort's dashboard answers."""
        get_object_or_404(Cohort.objects.coached_by(request.user), slug=slug)
        return Response(FigureNameSerializer(FIGURES, many=True).data)


class FigureView(APIView):
    @extend_schema(
        operation_id="figures_retrieve",
        responses={200: FigureSerializer, 304: None},
        parameters=[OpenApiParameter("key", str, "path", enum=[figure.key for figure in FIGURES]), *OF_FIGURES],
    )
    def get(self, request: Request, slug: str, key: str) -> HttpResponseBase:
        """One figure as of now, with its table; `holds_until` says when it changes though nothing happens."""
        scopes = _scopes(request, slug)
        figure = next((figure for figure in FIGURES if figure.key == key), None)
        if figure is None:
            raise NotFound
        tag = tag_of(figure, scopes)
        return _fresh(request, tag, lambda: bodies({tag: (figure, scopes)})[tag])


class FigureAllView(APIView):
    @extend_schema(
        operation_id="figures_all",
        responses={200: FigureSerializer(many=True), 304: None},
        parameters=OF_FIGURES,
    )
    def get(self, request: Request, slug: str) -> HttpResponseBase:
        """All figures in one answer: what a dashboard that stays open asks for."""
        scopes = _scopes(request, slug)
        asked: dict[str, tuple[Figure, Sequence[Scope]]] = {
            tag_of(figure, scopes): (figure, scopes) for figure in FIGURES
        }
        tag = hashlib.sha256(" ".join(asked).encode()).hexdigest()[:32]
        return _fresh(request, tag, lambda: b"[" + b",".join(bodies(asked).values()) + b"]")


def valid_form(query: QueryDict, cohorts: Sequence[Cohort]) -> DashboardForm:
    """The filters; raises ValidationError."""
    form = DashboardForm(query, cohorts=cohorts)
    if not form.is_valid():
        raise ValidationError({name: [str(error) for error in errors] for name, errors in form.errors.items()})
    return form


def _scopes(request: Request, slug: str) -> list[Scope]:
    """Of the cohort, and of that beside it where one is asked for. 2 queries, 4 where a coach or role is named."""
    slugs = [slug, *filter(None, [slug_in(request.query_params, "beside")])]
    viewer = person(request)
    coached = Cohort.objects.coached_by(viewer).select_related("revision").filter(slug__in=slugs)
    by_slug = {cohort.slug: cohort for cohort in coached}
    if not set(slugs) <= set(by_slug):
        raise NotFound
    cohorts = [by_slug[name] for name in dict.fromkeys(slugs)]
    form = valid_form(request.query_params, cohorts)
    now = timezone.now()
    return [form.scope(cohort, viewer=viewer, now=now, revision=revision_of(cohort=cohort)) for cohort in cohorts]


def _fresh(request: Request, tag: str, body: Callable[[], bytes]) -> HttpResponseBase:
    """The body, or 304 where the one who asks has it."""
    etag = f'"{tag}"'
    known = get_conditional_response(request._request, etag=etag)
    if known is not None:
        known["ETag"] = etag
        return known
    return HttpResponse(body(), content_type="application/json", headers={"ETag": etag})
