"""One's own profile, as the page of it shows and changes it."""

from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cohorts import services
from cohorts.api.requests import person, valid
from cohorts.api.scopes import Scopes
from cohorts.api.serializers import max_chars
from cohorts.models import Scope, User, validate_time_zone


class ProfileSerializer(serializers.ModelSerializer[User]):
    is_admin = serializers.BooleanField(source="is_staff", read_only=True)

    class Meta:
        model = User
        fields = [
            "id", "email", "name", "time_zone", "digest_hour", "wants_digest", "is_coach", "is_candidate", "is_admin",
        ]  # fmt: skip
        read_only_fields = fields


@extend_schema_serializer(examples=[OpenApiExample("A move", {"time_zone": "Europe/Lisbon", "digest_hour": 7})])
class ProfileInput(serializers.Serializer[User]):
    """What is left out stays as it is. `digest_hour` is in the person's own time zone."""

    name = serializers.CharField(max_length=max_chars(User, "name"))
    time_zone = serializers.CharField(max_length=max_chars(User, "time_zone"), validators=[validate_time_zone])
    digest_hour = serializers.IntegerField(min_value=0, max_value=23)
    wants_digest = serializers.BooleanField()


class ProfileView(APIView):
    scopes: Scopes = {"patch": (Scope.WRITE, Scope.REVIEW)}

    @extend_schema(operation_id="me_retrieve", responses=ProfileSerializer)
    def get(self, request: Request) -> Response:
        """Who you are, and when your daily mail comes."""
        return Response(ProfileSerializer(person(request)).data)

    @extend_schema(operation_id="me_partial_update", request=ProfileInput, responses=ProfileSerializer)
    def patch(self, request: Request) -> Response:
        """Change your name, time zone, or daily mail."""
        user = User.objects.get(pk=person(request).pk)  # a copy: what is refused must not stay on the one signed in
        given = valid(ProfileInput(data=request.data, partial=True))
        now = {name: getattr(user, name) for name in ("name", "time_zone", "digest_hour", "wants_digest")}
        services.update_profile(user=user, **(now | given))
        return Response(ProfileSerializer(user).data)
