"""A coach's own desk: views of the queue, its order, days away; and who has an introduction open."""

from dataclasses import asdict
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer
from rest_framework import mixins, serializers, status, viewsets
from rest_framework.exceptions import ValidationError
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cohorts.api.idempotency import once
from cohorts.api.requests import person, valid
from cohorts.api.scopes import Scopes
from cohorts.api.serializers import CoachSerializer, IdField, max_chars
from cohorts.models import Absence, Intro, Scope
from cohorts.services import cut_absence, set_absence
from feedback.api.people import coach_of
from feedback.desk_forms import AbsenceForm
from feedback.forms import QueueForm
from feedback.models import Lease, SavedView
from feedback.models.desk import WEIGHT_MAX_DAYS
from feedback.reports.queue import weights_of
from feedback.services import desk, leases


class SavedViewSerializer(serializers.ModelSerializer[SavedView]):
    """`query` is what stands in the queue's address, and can be sent to `queue/` as it is."""

    class Meta:
        model = SavedView
        fields = ["id", "name", "query", "created_at"]
        read_only_fields = fields


class ViewNameInput(serializers.Serializer[SavedView]):
    name = serializers.CharField(max_length=max_chars(SavedView, "name"))


@extend_schema_serializer(examples=[OpenApiExample("Old ones", {"name": "Old ones", "query": "waits=5&assigned=all"})])
class SavedViewInput(ViewNameInput):
    query = serializers.CharField(max_length=max_chars(SavedView, "query"), allow_blank=True, default="")


class SavedViewViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[SavedView]):
    """Named filters of your queue: yours alone, at most twelve."""

    queryset = SavedView.objects.none()
    serializer_class = SavedViewSerializer
    filter_backends: list[Any] = []
    scopes: Scopes = {"*": (Scope.REVIEW,)}

    def get_queryset(self) -> QuerySet[SavedView]:
        own: QuerySet[SavedView] = SavedView.objects.visible_to(self.request.user)
        return own

    @extend_schema(request=SavedViewInput, responses={201: SavedViewSerializer})
    @once
    def create(self, request: Request) -> Response:
        """Keep filters of the queue; one that the queue does not know is refused."""
        coach, given = coach_of(request), valid(SavedViewInput(data=request.data))
        form = QueueForm(QueryDict(given["query"]), user=person(request))
        if not form.is_valid():
            raise ValidationError({"query": [str(sentence) for said in form.errors.values() for sentence in said]})
        view = desk.save_view(coach=coach, name=given["name"], query=given["query"])
        return Response(self.get_serializer(view).data, status.HTTP_201_CREATED)

    @extend_schema(request=ViewNameInput, responses=SavedViewSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Rename it."""
        view = self.get_object()
        given = valid(ViewNameInput(data=request.data, partial=True))
        return Response(self.get_serializer(desk.rename_view(view=view, **({"name": view.name} | given))).data)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, pk: str) -> Response:
        desk.delete_view(view=self.get_object())
        return Response(status=status.HTTP_204_NO_CONTENT)


class AbsenceSerializer(serializers.ModelSerializer[Absence]):
    """Days on which a coach is away, both included, in UTC."""

    coach = CoachSerializer(read_only=True)
    stand_in = CoachSerializer(read_only=True, allow_null=True)

    class Meta:
        model = Absence
        fields = ["id", "coach", "stand_in", "first_day", "last_day"]
        read_only_fields = fields


@extend_schema_serializer(
    examples=[OpenApiExample("A week", {"first_day": "2030-05-06", "last_day": "2030-05-10", "stand_in": 3})]
)
class AbsenceInput(serializers.Serializer[Absence]):
    """`stand_in` is a colleague in a cohort of yours; null lets your drafts wait for you."""

    first_day = serializers.DateField()
    last_day = serializers.DateField()
    stand_in = IdField(allow_null=True, default=None)


class AbsenceViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Absence]):
    """Your days away, and those of colleagues for whom you stand in."""

    queryset = Absence.objects.none()
    serializer_class = AbsenceSerializer
    filter_backends: list[Any] = []
    scopes: Scopes = {"*": (Scope.REVIEW,)}

    def get_queryset(self) -> QuerySet[Absence]:
        return Absence.objects.visible_to(self.request.user).select_related("coach__user", "stand_in__user")

    @extend_schema(request=AbsenceInput, responses={201: AbsenceSerializer})
    @once
    def create(self, request: Request) -> Response:
        """Your drafts go to the stand-in on those days."""
        given = valid(AbsenceInput(data=request.data))
        form = AbsenceForm(given, coach=coach_of(request))
        if not form.is_valid():
            raise ValidationError({name: [str(error) for error in errors] for name, errors in form.errors.items()})
        set_absence(absence=form.instance)
        return Response(self.get_serializer(form.instance).data, status.HTTP_201_CREATED)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, pk: str) -> Response:
        """You are back: one that has begun ends with yesterday, one to come is gone."""
        cut_absence(absence=get_object_or_404(self.get_queryset().filter(coach__user=person(request)), pk=pk))
        return Response(status=status.HTTP_204_NO_CONTENT)


@extend_schema_serializer(examples=[OpenApiExample("Interviews first", {"interview_days": 10, "weak_days": 1})])
class OrderSerializer(serializers.Serializer[Any]):
    """Days of waiting that each reason counts for in your queue."""

    interview_days = serializers.IntegerField(
        min_value=0, max_value=WEIGHT_MAX_DAYS, help_text="An interview within a week."
    )
    again_days = serializers.IntegerField(
        min_value=0, max_value=WEIGHT_MAX_DAYS, help_text="A version that answers a review."
    )
    first_days = serializers.IntegerField(min_value=0, max_value=WEIGHT_MAX_DAYS, help_text="A first version.")
    weak_days = serializers.IntegerField(min_value=0, max_value=WEIGHT_MAX_DAYS, help_text="A score under 40.")


class OrderView(APIView):
    scopes: Scopes = {"patch": (Scope.REVIEW,)}

    @extend_schema(operation_id="queue_order_retrieve", responses=OrderSerializer)
    def get(self, request: Request) -> Response:
        """How your queue is ordered."""
        return Response(OrderSerializer(weights_of(coach_of(request).user)).data)

    @extend_schema(operation_id="queue_order_partial_update", request=OrderSerializer, responses=OrderSerializer)
    def patch(self, request: Request) -> Response:
        """Order it otherwise; what is left out stays."""
        coach, given = coach_of(request), valid(OrderSerializer(data=request.data, partial=True))
        desk.set_weights(coach=coach, **(asdict(weights_of(coach.user)) | given))
        return self.get(request)


class LeaseSerializer(serializers.Serializer[Any]):
    """Whose it is. `has_lost` says that you had it, and it was taken over from you."""

    is_mine = serializers.BooleanField()
    coach = serializers.CharField()
    since = serializers.DateTimeField()
    has_lost = serializers.BooleanField()


class LeaseInput(serializers.Serializer[Lease]):
    """With `force` it is taken over from a colleague, whose draft stays."""

    force = serializers.BooleanField(default=False)


class LeaseView(APIView):
    """That you have an introduction open to review it. It tells your colleagues, and keeps nobody from writing."""

    scopes: Scopes = {"post": (Scope.REVIEW,), "delete": (Scope.REVIEW,)}

    @extend_schema(operation_id="intros_lease_create", request=LeaseInput, responses=LeaseSerializer)
    def post(self, request: Request, pk: int) -> Response:
        """Take it, or say again (every 30 s) that it is open; answers with a colleague's where they have it."""
        given = valid(LeaseInput(data=request.data))
        state = leases.take_lease(intro=self._intro(request, pk), coach=coach_of(request), **given)
        return Response(LeaseSerializer(state).data)

    @extend_schema(operation_id="intros_lease_destroy", responses={204: None})
    def delete(self, request: Request, pk: int) -> Response:
        """Leave it. A colleague's goes on."""
        leases.leave_lease(intro=self._intro(request, pk), coach=coach_of(request))
        return Response(status=status.HTTP_204_NO_CONTENT)

    def _intro(self, request: Request, pk: int) -> Intro:
        rows = Intro.objects.filter(pk__in=Intro.objects.coached_by(request.user).values("pk"))
        return get_object_or_404(rows.select_related("enrolment__cohort", "enrolment__candidate"), pk=pk)
