"""A coach's queue: what waits, what is done to many introductions at once, and taking that back."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime, time
from typing import Any

from django.core import signing
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cohorts.api.requests import person, valid
from cohorts.api.scopes import Scopes
from cohorts.api.serializers import IdField
from cohorts.models import Coach, Intro, Scope, User
from feedback.api.people import coach_of
from feedback.forms import QueueForm
from feedback.models import Decision, Review, ReviewStatus
from feedback.reports import queue as report
from feedback.services import desk
from feedback.services.holding import release_reviews

UNDO_SALT, UNDO_AGE_S = "api-queue-undo", 3_600
ACTS = ("assign", "put_off", "bring_back", "read", "release")
ACTED_ON_MAX = 500
"""Introductions in one act."""
DAY = {"type": "integer", "minimum": 1, "maximum": 3_650}
SCORE = {"type": "integer", "minimum": 0, "maximum": 100}
FILTERS = [
    OpenApiParameter("q", str, description="Beginnings of words in name, role, company or latest text."),
    OpenApiParameter("cohort", str, description="Its short name."),
    OpenApiParameter("state", str, enum=report.QueueState.values, description="`waiting` if left out."),
    OpenApiParameter("assigned", str, description="`mine` (or nobody's), `all`, `nobody`, or a coach's id."),
    OpenApiParameter("check", str, description="The id of a check that fires in the latest version."),
    OpenApiParameter("waits", DAY, description="Waits for more than so many days."),
    OpenApiParameter("untouched", DAY, description="Nobody did anything for more than so many days."),
    OpenApiParameter("score_from", SCORE),
    OpenApiParameter("score_to", SCORE),
    OpenApiParameter("version", {"type": "integer", "minimum": 1, "maximum": 10_000}),
    OpenApiParameter("after", str, description="The place behind which the page begins, from `next`."),
    OpenApiParameter("before", str, description="The place before which the page ends, from `previous`."),
]


class QueueRowSerializer(serializers.Serializer[Any]):
    """An introduction's latest version. `overall` is null where it is not checked, or not for you to see yet."""

    intro = serializers.IntegerField(source="intro_id")
    number = serializers.IntegerField()
    candidate = serializers.CharField()
    role = serializers.CharField()
    company = serializers.CharField(allow_blank=True)
    cohort = serializers.CharField()
    coach = serializers.CharField(allow_blank=True)
    waiting_since = serializers.DateTimeField(allow_null=True)
    submitted_at = serializers.DateTimeField()
    overall = serializers.FloatField(allow_null=True)
    findings = serializers.IntegerField()
    run_status = serializers.CharField(allow_blank=True)
    decision = serializers.ChoiceField(choices=Decision.choices, allow_blank=True)
    has_begun = serializers.BooleanField()
    is_held = serializers.BooleanField()
    is_read = serializers.BooleanField()
    reviewing = serializers.CharField(allow_blank=True, help_text="The colleague who has it open.")
    counted_days = serializers.IntegerField(help_text="What it counts for beside its waiting.")
    reasons = serializers.ListField(child=serializers.CharField(), help_text="Why it stands here, in words.")


class QueueSerializer(serializers.Serializer[Any]):
    """30 to a page. `total` counts to 1,000, and `is_more` says that there are more."""

    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    total = serializers.IntegerField()
    is_more = serializers.BooleanField()
    results = QueueRowSerializer(many=True)


@extend_schema_serializer(
    examples=[
        OpenApiExample("Read", {"act": "read", "intros": [40, 41]}),
        OpenApiExample("Put off", {"act": "put_off", "intros": [40], "until": "2026-03-09"}),
        OpenApiExample("Assign", {"act": "assign", "intros": [40], "coach": 3}),
    ]
)
class ActInput(serializers.Serializer[Any]):
    """What is not yours to see counts as not named. `release` publishes your reviews that are held back; the
    others can be undone."""

    act = serializers.ChoiceField(choices=[(act, act) for act in ACTS])
    intros = serializers.ListField(child=IdField(), min_length=1, max_length=ACTED_ON_MAX)
    coach = IdField(required=False, help_text="With `assign`: whom to.")
    until = serializers.DateField(required=False, help_text="With `put_off`: a day from tomorrow on, within a year.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        needed = {"assign": "coach", "put_off": "until"}.get(attrs["act"])
        if needed is not None and needed not in attrs:
            raise ValidationError({needed: [_("This field is required.")]})
        if needed == "until" and not 0 < (attrs["until"] - timezone.localdate()).days <= 365:
            raise ValidationError({"until": [_("Choose a day from tomorrow on, within a year.")]})
        return attrs


class RefusedReviewSerializer(serializers.Serializer[Any]):
    review = serializers.IntegerField()
    why = serializers.CharField()


class ActedSerializer(serializers.Serializer[Any]):
    """`undo` takes it back within an hour, and is empty after `release`, which nobody can take back."""

    intros = serializers.ListField(child=serializers.IntegerField())
    undo = serializers.CharField(allow_blank=True)
    published = serializers.ListField(child=serializers.IntegerField(), help_text="Ids of reviews.")
    refused = RefusedReviewSerializer(many=True)


class UndoInput(serializers.Serializer[Any]):
    undo = serializers.CharField(max_length=200_000)


class QueueView(APIView):
    @extend_schema(operation_id="queue_retrieve", parameters=FILTERS, responses=QueueSerializer)
    def get(self, request: Request) -> Response:
        """What waits for you, in the order in which the page shows it; admins see everybody's."""
        user = _queue_user(request)
        form = QueueForm(request.query_params, user=user)
        if not form.is_valid():
            raise ValidationError({name: [str(error) for error in errors] for name, errors in form.errors.items()})
        after, before = (request.query_params.get(name, "") for name in ("after", "before"))
        page = report.queue_page(user=user, filters=form.filters(), after=after, before=before)
        body = {
            "next": _beside(request, "after", page.after),
            "previous": _beside(request, "before", page.before),
            "total": page.total,
            "is_more": page.is_more,
            "results": page.rows,
        }
        return Response(QueueSerializer(body).data)


class QueueActView(APIView):
    scopes: Scopes = {"post": (Scope.REVIEW,)}

    @extend_schema(operation_id="queue_act", request=ActInput, responses=ActedSerializer)
    def post(self, request: Request) -> Response:
        """Assign, put off, mark as read, or release many at once."""
        user = _queue_user(request)
        asked = valid(ActInput(data=request.data))
        seen = Intro.objects.coached_by(user).filter(pk__in=asked["intros"], latest_number__gt=0)
        intros = list(Intro.objects.filter(pk__in=seen.values("pk")).select_related("enrolment").order_by("pk"))
        body = {"intros": [intro.pk for intro in intros], "undo": "", "published": [], "refused": []}
        if asked["act"] == "release":
            body |= _release(request, intros)
        else:
            undo = UNDOABLE[asked["act"]](request, intros, asked)
            body["undo"] = signing.dumps({"user": user.pk, **asdict(undo)}, salt=UNDO_SALT, compress=True)
        return Response(ActedSerializer(body).data)


class QueueUndoView(APIView):
    scopes: Scopes = {"post": (Scope.REVIEW,)}

    @extend_schema(operation_id="queue_undo", request=UndoInput, responses={204: None})
    def post(self, request: Request) -> Response:
        """Take back what an act changed, where nobody has changed it since."""
        user = _queue_user(request)
        sent = valid(UndoInput(data=request.data))["undo"]
        try:
            token = signing.loads(sent, salt=UNDO_SALT, max_age=UNDO_AGE_S)
        except signing.BadSignature:
            raise ValidationError({"undo": [_("This cannot be undone any more.")]}) from None
        if token.pop("user") != user.pk:
            raise NotFound
        token["rows"] = tuple(tuple(row) for row in token["rows"])
        desk.take_back(undo=desk.Undo(**token), user=user)
        return Response(status=204)


def _queue_user(request: Request) -> User:
    """For coaches and admins, as the page is."""
    user = person(request)
    if not (user.is_staff or user.is_coach):
        raise NotFound
    return user


def _beside(request: Request, name: str, place: str) -> str | None:
    if not place:
        return None
    query: QueryDict = request.query_params.copy()
    for other in ("after", "before"):
        query.pop(other, None)
    query[name] = place
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")


def _assign(request: Request, intros: list[Intro], asked: dict[str, Any]) -> desk.Undo:
    coach = get_object_or_404(Coach.objects.visible_to(person(request)), pk=asked["coach"])
    enrolments = {intro.enrolment_id: intro.enrolment for intro in intros}
    return desk.assign_all(enrolments=list(enrolments.values()), coach=coach)


def _put_off(request: Request, intros: list[Intro], asked: dict[str, Any]) -> desk.Undo:
    until = datetime.combine(asked["until"], time(0), tzinfo=timezone.get_current_timezone())
    return desk.put_off(coach=coach_of(request), intros=intros, until=until)


def _bring_back(request: Request, intros: list[Intro], asked: dict[str, Any]) -> desk.Undo:
    return desk.bring_back(coach=coach_of(request), intros=intros)


def _mark_read(request: Request, intros: list[Intro], asked: dict[str, Any]) -> desk.Undo:
    return desk.mark_all_read(coach=coach_of(request), intros=intros)


UNDOABLE: dict[str, Callable[[Request, list[Intro], dict[str, Any]], desk.Undo]] = {
    "assign": _assign, "put_off": _put_off, "bring_back": _bring_back, "read": _mark_read,
}  # fmt: skip


def _release(request: Request, intros: list[Intro]) -> dict[str, Any]:
    coach = coach_of(request)
    held = Review.objects.filter(status=ReviewStatus.HELD, coach=coach, version__intro__in=intros).order_by("pk")
    released = release_reviews(reviews=list(held), coach=coach)
    return {
        "published": [review.pk for review in released.published],
        "refused": [{"review": review.pk, "why": why} for review, why in released.failed],
    }
