"""What admins do with cohorts and with who is in them, for their programs with the scope `admin`."""

from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from cohorts import services
from cohorts.api.requests import admin, valid
from cohorts.api.serializers import CohortSerializer, EnrolmentSerializer, IdField, max_chars
from cohorts.emails import send_invitations
from cohorts.models import Coach, User, validate_time_zone

PEOPLE_MAX = 300


class ArchiveInput(serializers.Serializer[Any]):
    is_archived = serializers.BooleanField(default=True)


class PersonInput(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=max_chars(User, "name"))
    email = serializers.EmailField(max_length=max_chars(User, "email"))


@extend_schema_serializer(
    examples=[OpenApiExample("One person", {"people": [{"name": "Ana Horvat", "email": "ana@example.org"}]})]
)
class EnrolInput(serializers.Serializer[Any]):
    """Whose address is known keeps name and zone; who is enrolled already keeps their coach."""

    people = serializers.ListField(child=PersonInput(), min_length=1, max_length=PEOPLE_MAX)
    coach = IdField(default=None, allow_null=True, help_text="One of the cohort's; null for nobody yet.")
    time_zone = serializers.CharField(
        max_length=max_chars(User, "time_zone"), validators=[validate_time_zone], default="UTC",
        help_text="Of those who are new.",
    )  # fmt: skip
    invites = serializers.BooleanField(default=True, help_text="Mail those who are new a link to choose a password.")
    invites_again = serializers.BooleanField(
        default=False, help_text="Mail it to all of them who have no password yet, also where they are not new."
    )


class EnrolledSerializer(serializers.Serializer[Any]):
    enrolled = EnrolmentSerializer(many=True)
    already = EnrolmentSerializer(many=True, help_text="Who was in the cohort before.")
    not_invited = serializers.ListField(
        child=serializers.EmailField(), help_text="Who has no password yet and got no mail now."
    )


class AssignInput(serializers.Serializer[Any]):
    coach = IdField(help_text="One of the cohort's.")


class RunsCohorts:
    """Of the cohorts' view set."""

    @extend_schema(request=ArchiveInput, responses=CohortSerializer)
    @action(detail=True, methods=["post"])
    def archive(self: Any, request: Request, slug: str) -> Response:
        """Archive it: kept for reading, it takes no more drafts. Or open it again. For admins."""
        admin(request)
        cohort = self.get_object()
        services.archive_cohorts(cohorts=[cohort], archived=valid(ArchiveInput(data=request.data))["is_archived"])
        return Response(self.get_serializer(self.get_object()).data)

    @extend_schema(request=EnrolInput, responses=EnrolledSerializer)
    @action(detail=True, methods=["post"])
    def enrol(self: Any, request: Request, slug: str) -> Response:
        """Enrol people, and invite those who are new; again it makes nobody a second time. For admins.

        Where an answer was lost, so may be some mails: the next answer's `not_invited` has who chose no password yet.
        """
        admin(request)
        cohort, given = self.get_object(), valid(EnrolInput(data=request.data))
        coach = _coach(given["coach"]) if given["coach"] else None
        people = {one["email"].lower(): (one["name"], one["email"].lower()) for one in given["people"]}
        done = services.enrol_people(cohort=cohort, people=people.values(), time_zone=given["time_zone"], coach=coach)
        there = [enrolment.candidate.user for enrolment in (*done.enrolled, *done.already)]
        waiting = [user for user in there if user.is_invitable]
        due = waiting if given["invites_again"] else list(done.added) if given["invites"] else []
        missed = send_invitations(due) if due else []
        not_invited = [user.email for user in waiting if user not in due or user in missed]
        said = {"enrolled": done.enrolled, "already": done.already, "not_invited": not_invited}
        return Response(EnrolledSerializer(said).data)


class RunsEnrolments:
    """Of the enrolments' view set."""

    @extend_schema(request=AssignInput, responses=EnrolmentSerializer)
    def partial_update(self: Any, request: Request, pk: str) -> Response:
        """Give it another coach. For admins."""
        admin(request)
        enrolment = self.get_object()
        services.assign_coach(enrolments=[enrolment], coach=_coach(valid(AssignInput(data=request.data))["coach"]))
        return Response(self.get_serializer(self.get_object()).data)

    @extend_schema(responses={204: None})
    def destroy(self: Any, request: Request, pk: str) -> Response:
        """Take somebody out who was enrolled by mistake. With introductions it is refused (`has_introductions`)."""
        admin(request)
        services.delete_enrolment(enrolment=self.get_object())
        return Response(status=status.HTTP_204_NO_CONTENT)


def _coach(pk: int) -> Coach:
    return get_object_or_404(Coach.objects.all(), pk=pk)
