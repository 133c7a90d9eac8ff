"""What goes out and what comes in; the rules themselves live in the models and services."""

from typing import Any

from django.db.models import Model
from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from cohorts.models import DRAFT_MAX_CHARS, Candidate, Coach, Cohort, DraftVersion, Enrolment, Intro, Kind

ID_MAX = 2**63 - 1
"""The largest key that both databases can hold."""


def max_chars(model: type[Model], name: str) -> int:
    """Of the model's field: a limit that both know stands there alone."""
    limit = model._meta.get_field(name).max_length  # type: ignore[union-attr]  # only columns are asked for
    assert limit is not None  # noqa: S101  # told to the type checker; texts without a limit are not asked for
    return int(limit)


class IdField(serializers.IntegerField):
    """The id of something else."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=1, max_value=ID_MAX, **kwargs)


class RevisionField(serializers.IntegerField):
    """The revision that was last seen; null, or left out, for that of If-Match."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**({"min_value": 0, "max_value": 2**31 - 1, "default": None, "allow_null": True} | kwargs))


class CoachSerializer(serializers.ModelSerializer[Coach]):
    name = serializers.CharField(source="user.name", read_only=True)

    class Meta:
        model = Coach
        fields = ["id", "name"]


class CandidateSerializer(serializers.ModelSerializer[Candidate]):
    name = serializers.CharField(source="user.name", read_only=True)

    class Meta:
        model = Candidate
        fields = ["id", "name"]


class CohortSerializer(serializers.ModelSerializer[Cohort]):
    coaches = CoachSerializer(many=True, read_only=True)
    checks_off = serializers.ListField(child=serializers.CharField(), read_only=True)

    class Meta:
        model = Cohort
        fields = [
            "id", "slug", "name", "starts_on", "ends_on", "archived_at", "coaches", "words_per_minute", "target_s",
            "speaking_limit_s", "checks_off",
        ]  # fmt: skip


class EnrolmentSerializer(serializers.ModelSerializer[Enrolment]):
    cohort: serializers.SlugRelatedField[Cohort] = serializers.SlugRelatedField(slug_field="slug", read_only=True)
    candidate = CandidateSerializer(read_only=True)
    coach = CoachSerializer(read_only=True, allow_null=True)

    class Meta:
        model = Enrolment
        fields = ["id", "cohort", "candidate", "coach", "enrolled_at"]


class IntroSerializer(serializers.ModelSerializer[Intro]):
    cohort = serializers.SlugField(source="enrolment.cohort.slug", read_only=True)
    candidate = CandidateSerializer(source="enrolment.candidate", read_only=True)

    class Meta:
        model = Intro
        fields = [
            "id", "enrolment", "cohort", "candidate", "role", "company", "kind", "interview_on", "latest_number",
            "waiting_since", "put_away_at", "created_at", "revision",
        ]  # fmt: skip
        read_only_fields = fields


class IntroChangeInput(serializers.Serializer[Intro]):
    """What the next version will be for."""

    role = serializers.CharField(max_length=max_chars(Intro, "role"))
    company = serializers.CharField(max_length=max_chars(Intro, "company"), allow_blank=True, default="")
    kind = serializers.ChoiceField(choices=Kind.choices, default=Kind.WRITTEN)
    interview_on = serializers.DateField(allow_null=True, default=None)


@extend_schema_serializer(
    examples=[OpenApiExample("A new introduction", {"enrolment": 12, "role": "Product Manager", "company": "Kontora"})]
)
class IntroInput(IntroChangeInput):
    enrolment = IdField()


class PutAwayInput(serializers.Serializer[Intro]):
    is_put_away = serializers.BooleanField(default=True)


class WorkingCopySerializer(serializers.ModelSerializer[Intro]):
    """The text as last saved, not yet submitted; its writer's alone."""

    text = serializers.CharField(source="working_text", read_only=True)
    revision = serializers.IntegerField(source="working_revision", read_only=True)
    saved_at = serializers.DateTimeField(source="working_saved_at", read_only=True, allow_null=True)

    class Meta:
        model = Intro
        fields = ["text", "revision", "saved_at"]


@extend_schema_serializer(
    examples=[OpenApiExample("A save", {"text": "What I miss in consulting is …", "revision": 3})]
)
class WorkingCopyInput(serializers.Serializer[Intro]):
    """`revision` is the one that you last saw; an If-Match header does instead."""

    text = serializers.CharField(allow_blank=True, trim_whitespace=False, max_length=DRAFT_MAX_CHARS)
    revision = RevisionField()


class VersionSerializer(serializers.ModelSerializer[DraftVersion]):
    """Immutable; role, company and kind are those at the time of submitting."""

    cohort = serializers.SlugField(source="intro.enrolment.cohort.slug", read_only=True)
    candidate = CandidateSerializer(source="intro.enrolment.candidate", read_only=True)

    class Meta:
        model = DraftVersion
        fields = ["id", "intro", "cohort", "candidate", "number", "text", "role", "company", "kind", "submitted_at"]
        read_only_fields = fields


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "A submission",
            {
                "intro": 40,
                "text": "What I miss in consulting is seeing the thing shipped.",
                "idempotency_key": "0d7a3a7e-6d6f-4f9f-9f53-0f4a4b7d8a11",
            },
        )
    ]
)
class SubmissionInput(serializers.Serializer[DraftVersion]):
    """The same key again answers with the version that it made before. The header `Idempotency-Key` does as well."""

    intro = IdField()
    text = serializers.CharField(trim_whitespace=False, max_length=DRAFT_MAX_CHARS)
    idempotency_key = serializers.UUIDField(required=False)
