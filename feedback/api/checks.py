"""How right the checks are in a cohort, and which of them fell silent there; for its coaches and for admins."""

from typing import Any

from django.db.models import QuerySet
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cohorts.api.requests import admin, person, valid
from cohorts.models import Cohort
from feedback.models import Silencing
from feedback.reports.precision import CheckPrecision, check_precision
from feedback.services.findings import overrule_silencing


class PrecisionSerializer(serializers.Serializer[Any]):
    """What coaches said of a check's findings; `percent` called right, and the ends of its 95% interval, are null where
    too few were judged to tell."""

    check_id = serializers.CharField()
    title = serializers.CharField()
    fired = serializers.IntegerField(help_text="Findings in all.")
    confirmed = serializers.IntegerField()
    fine_here = serializers.IntegerField()
    not_now = serializers.IntegerField()
    wrong = serializers.IntegerField()
    judged = serializers.IntegerField(help_text="The four before together.")
    percent = serializers.SerializerMethodField(help_text="Called right: all but `wrong`.")
    low = serializers.SerializerMethodField()
    high = serializers.SerializerMethodField()
    is_off = serializers.BooleanField(help_text="Switched off in the cohort.")
    is_silenced = serializers.BooleanField()
    is_overruled = serializers.BooleanField(help_text="It had fallen silent, and speaks by an admin's word.")

    def get_percent(self, row: CheckPrecision) -> float | None:
        return None if row.is_few else round(row.percent, 1)

    def get_low(self, row: CheckPrecision) -> float | None:
        return None if row.is_few else round(row.interval[0], 1)

    def get_high(self, row: CheckPrecision) -> float | None:
        return None if row.is_few else round(row.interval[1], 1)


class PrecisionView(APIView):
    @extend_schema(operation_id="checks_precision_list", responses=PrecisionSerializer(many=True))
    def get(self, request: Request, slug: str) -> Response:
        """How often coaches call each check right, the least right first, those without a verdict last."""
        cohort = get_object_or_404(Cohort.objects.coached_by(person(request)), slug=slug)
        return Response(PrecisionSerializer(check_precision(cohort), many=True).data)


class SilencingSerializer(serializers.ModelSerializer[Silencing]):
    """`right` of `judged` findings were called right when the check fell silent."""

    cohort: serializers.SlugRelatedField[Cohort] = serializers.SlugRelatedField(slug_field="slug", read_only=True)

    class Meta:
        model = Silencing
        fields = ["id", "cohort", "check_id", "right", "judged", "silenced_at", "overruled_at"]
        read_only_fields = fields


class OverruleInput(serializers.Serializer[Silencing]):
    is_overruled = serializers.BooleanField(default=True, help_text="Whether it speaks all the same.")


class SilencingFilter(filters.FilterSet):
    cohort = filters.CharFilter(field_name="cohort__slug")
    check_id = filters.CharFilter()
    is_overruled = filters.BooleanFilter(field_name="overruled_at", lookup_expr="isnull", exclude=True)

    class Meta:
        model = Silencing
        fields: list[str] = []


class SilencingViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Silencing]):
    """Checks that a cohort's coaches called wrong too often: there they say nothing until an admin overrules it."""

    queryset = Silencing.objects.none()
    serializer_class = SilencingSerializer
    filterset_class = SilencingFilter
    cursor_ordering = ("-silenced_at", "-id")

    def get_queryset(self) -> QuerySet[Silencing]:
        return Silencing.objects.visible_to(self.request.user).select_related("cohort")

    @extend_schema(request=OverruleInput, responses=SilencingSerializer)
    @action(detail=True, methods=["post"])
    def overrule(self, request: Request, pk: str) -> Response:
        """Let it speak all the same, or be silent again. For admins."""
        user = admin(request)
        given = valid(OverruleInput(data=request.data))
        overrule_silencing(silencing=self.get_object(), user=user, **given)
        return Response(self.get_serializer(self.get_object()).data)  # where a verdict ended it meanwhile: 404
