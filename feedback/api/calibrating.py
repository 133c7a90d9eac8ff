"""Calibration rounds: an admin draws and closes them, coaches judge blind."""

from typing import Any

from django.core.exceptions import ValidationError as DjangoValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django_filters import rest_framework as filters
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_field, extend_schema_serializer
from rest_framework import mixins, serializers, status, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from cohorts.api.idempotency import once
from cohorts.api.requests import admin, person, valid
from cohorts.api.scopes import Scopes
from cohorts.api.serializers import IdField, max_chars
from cohorts.models import Coach, Cohort, DraftVersion, Kind, Scope
from feedback.api.serializers import TEXT_MAX_CHARS, CriterionSerializer, LevelsField
from feedback.models import Calibration, CalibrationItem, Decision
from feedback.reports import calibration as report
from feedback.services import calibrating

ITEMS_MAX = 60


class CalibrationSerializer(serializers.ModelSerializer[Calibration]):
    cohort: serializers.SlugRelatedField[Cohort] = serializers.SlugRelatedField(slug_field="slug", read_only=True)

    class Meta:
        model = Calibration
        fields = ["id", "cohort", "name", "created_at", "closed_at"]
        read_only_fields = fields


class ProgressSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    answered = serializers.IntegerField()
    items = serializers.IntegerField()


class CalibrationDetailSerializer(CalibrationSerializer):
    """How far each coach is: all that anybody learns of the others before the round is closed."""

    progress = serializers.SerializerMethodField()

    class Meta(CalibrationSerializer.Meta):
        fields = [*CalibrationSerializer.Meta.fields, "progress"]

    @extend_schema_field(ProgressSerializer(many=True))
    def get_progress(self, row: Calibration) -> Any:
        return ProgressSerializer(report.progress(row), many=True).data


@extend_schema_serializer(
    examples=[OpenApiExample("A round of three", {"cohort": "spring", "name": "May", "versions": [71, 64, 80]})]
)
class CalibrationInput(serializers.Serializer[Calibration]):
    """`versions` are of the cohort, each once, in the order in which they are judged."""

    cohort = serializers.SlugField(max_length=max_chars(Cohort, "slug"))
    name = serializers.CharField(max_length=max_chars(Calibration, "name"))
    versions = serializers.ListField(child=IdField(), min_length=1, max_length=ITEMS_MAX)


class ItemSerializer(serializers.Serializer[Any]):
    """A draft as a coach judges it: without its writer, its score, or what others said. Yours is `decision`, `levels`
    ({criterion id: level id or null}) and `note`."""

    position = serializers.IntegerField(source="item.position")
    items = serializers.IntegerField()
    text = serializers.CharField(source="item.version.text")
    role = serializers.CharField(source="item.version.role")
    company = serializers.CharField(source="item.version.company", allow_blank=True)
    kind = serializers.ChoiceField(source="item.version.kind", choices=Kind.choices)
    criteria = serializers.SerializerMethodField()
    decision = serializers.ChoiceField(choices=Decision.choices, allow_blank=True)
    levels = serializers.SerializerMethodField()
    note = serializers.CharField(allow_blank=True)
    next_open = serializers.IntegerField(allow_null=True)

    @extend_schema_field(CriterionSerializer(many=True))
    def get_criteria(self, page: report.BlindItem) -> Any:
        return CriterionSerializer([criterion for criterion, _level in page.criteria], many=True).data

    @extend_schema_field({"type": "object", "additionalProperties": {"type": "integer", "nullable": True}})
    def get_levels(self, page: report.BlindItem) -> dict[str, int | None]:
        return {str(criterion.pk): level for criterion, level in page.criteria}


@extend_schema_serializer(
    examples=[OpenApiExample("An answer", {"decision": "nearly_there", "levels": {"7": 23, "8": 26}, "note": ""})]
)
class AnswerInput(serializers.Serializer[Any]):
    """A level of each criterion, and a decision."""

    decision = serializers.ChoiceField(choices=Decision.choices)
    levels = LevelsField()
    note = serializers.CharField(max_length=TEXT_MAX_CHARS, allow_blank=True, default="")


class CalibrationFilter(filters.FilterSet):
    cohort = filters.CharFilter(field_name="cohort__slug")
    is_closed = filters.BooleanFilter(field_name="closed_at", lookup_expr="isnull", exclude=True)

    class Meta:
        model = Calibration
        fields: list[str] = []


class CalibrationViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Calibration]):
    """Rounds in which the coaches of a cohort judge the same drafts blind."""

    queryset = Calibration.objects.none()
    filterset_class = CalibrationFilter
    cursor_ordering = ("-created_at", "-id")
    scopes: Scopes = {"answer": (Scope.REVIEW,)}

    def get_queryset(self) -> QuerySet[Calibration]:
        return Calibration.objects.visible_to(self.request.user).select_related("cohort")

    def get_serializer_class(self) -> type[serializers.BaseSerializer[Calibration]]:
        return CalibrationSerializer if self.action == "list" else CalibrationDetailSerializer

    @extend_schema(request=CalibrationInput, responses={201: CalibrationDetailSerializer})
    @once
    def create(self, request: Request) -> Response:
        """Start a round. For admins."""
        user = admin(request)
        given = valid(CalibrationInput(data=request.data))
        cohort = get_object_or_404(Cohort.objects.coached_by(user), slug=given["cohort"])
        found = DraftVersion.objects.filter(intro__enrolment__cohort=cohort).in_bulk(given["versions"])
        versions = [found[pk] for pk in given["versions"] if pk in found]
        if len(versions) != len(given["versions"]):
            raise ValidationError({"versions": [_("Draw versions of this cohort, each of them once.")]})
        try:
            made = calibrating.start_calibration(cohort=cohort, name=given["name"], versions=versions, user=user)
        except DjangoValidationError:
            raise ValidationError({"name": [_("This cohort has a round of that name already.")]}) from None
        return Response(self.get_serializer(made).data, status.HTTP_201_CREATED)

    @extend_schema(request=None, responses=CalibrationDetailSerializer)
    @action(detail=True, methods=["post"])
    def close(self, request: Request, pk: str) -> Response:
        """Close it: its coaches see all answers then, and none changes. For admins."""
        admin(request)
        calibrating.close_calibration(calibration=self.get_object())
        return Response(self.get_serializer(self.get_object()).data)

    @extend_schema(responses=ItemSerializer, filters=False)
    @action(detail=True, url_path=r"items/(?P<position>\d{1,4})", url_name="item")
    def item(self, request: Request, pk: str, position: str) -> Response:
        """One draft of the round, for a coach of its cohort."""
        return self._page(pk, position)

    @extend_schema(request=AnswerInput, responses=ItemSerializer)
    @item.mapping.put
    def answer(self, request: Request, pk: str, position: str) -> Response:
        """Say what you think of it, or say it anew until the round is closed."""
        given = valid(AnswerInput(data=request.data))
        item, coach = self._item(pk, position)
        levels = {criterion: level for criterion, level in given.pop("levels").items() if level is not None}
        calibrating.answer_item(item=item, coach=coach, levels=levels, **given)
        return self._page(pk, position)

    def _page(self, pk: str, position: str) -> Response:
        item, coach = self._item(pk, position)
        return Response(ItemSerializer(report.blind_item(item=item, coach=coach)).data)

    def _item(self, pk: str, position: str) -> tuple[CalibrationItem, Coach]:
        round_ = get_object_or_404(self.get_queryset(), pk=pk)
        coach = Coach.objects.filter(user=person(self.request), cohorts=round_.cohort).first()
        if coach is None:
            raise NotFound
        rows = CalibrationItem.objects.filter(calibration=round_)
        rows = rows.select_related("calibration", "version__intro__enrolment__candidate")
        return get_object_or_404(rows, position=int(position)), coach
