"""What goes out and what comes in; the rules themselves live in the models and services."""

from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from cohorts.api.serializers import ID_MAX, CoachSerializer, IdField, RevisionField, max_chars
from feedback.models import (
    CheckRun,
    Comment,
    Criterion,
    Decision,
    Edition,
    Finding,
    Level,
    Review,
    Rubric,
    RubricPoint,
    Verdict,
)

TEXT_MAX_CHARS = 20_000
"""Of a summary or a comment: as long as the longest draft."""
OFFSET_MAX = 2**31 - 1


class FindingSerializer(serializers.ModelSerializer[Finding]):
    """`start` and `end` count Unicode code points, end exclusive; null where it is about the whole text.

    `verdict` is what somebody said of it ("" for nothing); `dismissed_at` is null where it stands.
    """

    verdict = serializers.ChoiceField(choices=Verdict.choices, allow_blank=True, read_only=True)
    dismissed_at = serializers.SerializerMethodField()
    dismiss_reason = serializers.SerializerMethodField()
    certainty = serializers.SerializerMethodField(
        help_text="0 to 1; null where the cohort keeps the checks' judgement until you have given yours."
    )

    class Meta:
        model = Finding
        fields = [
            "id", "run", "position", "check_id", "severity", "start", "end", "seen", "why", "try_next", "certainty",
            "verdict", "dismissed_at", "dismiss_reason",
        ]  # fmt: skip
        read_only_fields = fields

    @extend_schema_field(serializers.FloatField(allow_null=True))
    def get_certainty(self, finding: Finding) -> float | None:
        return None if getattr(finding, "is_blind", False) else finding.certainty

    @extend_schema_field(serializers.DateTimeField(allow_null=True))
    def get_dismissed_at(self, finding: Finding) -> str | None:
        if finding.judged_at is None or not finding.is_set_aside:
            return None
        return serializers.DateTimeField().to_representation(finding.judged_at)

    @extend_schema_field(str)
    def get_dismiss_reason(self, finding: Finding) -> str:
        return finding.verdict_words if finding.is_set_aside else ""


class ContributionSerializer(serializers.Serializer[Any]):
    """`points` out of a dimension's value, and the words that earned or cost them."""

    name = serializers.CharField()
    points = serializers.FloatField()
    reason = serializers.CharField()
    start = serializers.IntegerField(allow_null=True)
    end = serializers.IntegerField(allow_null=True)


class DimensionSerializer(serializers.Serializer[Any]):
    """`value` (0 to 100) is the sum of the contributions' points."""

    key = serializers.CharField()
    title = serializers.CharField()
    value = serializers.FloatField()
    contributions = ContributionSerializer(many=True)


class SentenceSerializer(serializers.Serializer[Any]):
    start = serializers.IntegerField()
    end = serializers.IntegerField()
    moves = serializers.ListField(child=serializers.CharField())
    probabilities = serializers.DictField(child=serializers.FloatField())


class CheckRunSerializer(serializers.ModelSerializer[CheckRun]):
    """Scores are 0 to 100, and null until the run is done."""

    intro = serializers.IntegerField(source="version.intro_id", read_only=True)
    verdicts = serializers.DictField(child=serializers.BooleanField(), read_only=True)
    findings = FindingSerializer(many=True, read_only=True)

    class Meta:
        model = CheckRun
        fields = [
            "id", "version", "intro", "ruleset", "status", "reason", "queued_at", "finished_at", "overall", "why_role",
            "why_team", "balance", "warmth", "telling", "words", "spoken_s", "summary", "verdicts", "findings",
        ]  # fmt: skip
        read_only_fields = fields


class CheckRunDetailSerializer(CheckRunSerializer):
    """Also what made the scores."""

    dimensions = DimensionSerializer(many=True, read_only=True)
    sentences = SentenceSerializer(many=True, read_only=True)

    class Meta(CheckRunSerializer.Meta):
        fields = [*CheckRunSerializer.Meta.fields, "dimensions", "sentences"]


class DismissInput(serializers.Serializer[Finding]):
    """`verdict` says whether the finding is right all the same; "aside" leaves that open."""

    reason = serializers.CharField(max_length=max_chars(Finding, "note"))
    verdict = serializers.ChoiceField(
        choices=[choice for choice in Verdict.choices if choice[0] != Verdict.CONFIRMED], default=Verdict.ASIDE.value
    )


class LevelSerializer(serializers.ModelSerializer[Level]):
    class Meta:
        model = Level
        fields = ["id", "points", "words"]


class CriterionSerializer(serializers.ModelSerializer[Criterion]):
    levels = LevelSerializer(many=True, read_only=True)

    class Meta:
        model = Criterion
        fields = ["id", "name", "description", "levels"]


class RubricSerializer(serializers.ModelSerializer[Rubric]):
    criteria = CriterionSerializer(many=True, read_only=True)

    class Meta:
        model = Rubric
        fields = ["id", "name", "criteria"]


class PointSerializer(serializers.ModelSerializer[RubricPoint]):
    class Meta:
        model = RubricPoint
        fields = ["criterion", "level"]


class ReviewSerializer(serializers.ModelSerializer[Review]):
    coach = CoachSerializer(read_only=True)
    intro = serializers.IntegerField(source="version.intro_id", read_only=True)
    decision = serializers.ChoiceField(choices=Decision.choices, allow_blank=True, read_only=True)
    points = PointSerializer(many=True, read_only=True)

    class Meta:
        model = Review
        fields = [
            "id", "version", "intro", "coach", "status", "decision", "summary", "points", "revision", "created_at",
            "held_at", "published_at", "amended_at",
        ]  # fmt: skip
        read_only_fields = fields


class StartReviewInput(serializers.Serializer[Review]):
    version = IdField()


class LevelsField(serializers.DictField):
    """{criterion id: level id or null}."""

    child = serializers.IntegerField(min_value=1, max_value=ID_MAX, allow_null=True)

    def to_internal_value(self, data: Any) -> dict[int, int | None]:
        levels: dict[str, int | None] = super().to_internal_value(data)
        return {number: levels[key] for key, number in ids_of(levels, "criterion").items()}


def ids_of(given: dict[str, Any], what: str) -> dict[str, int]:
    """The numbers that an object's keys are; raises ValidationError."""
    wrong = [key for key in given if not (key.isascii() and key.isdigit() and 0 < len(key) < len(str(ID_MAX)))]
    if wrong:
        raise serializers.ValidationError({key: [f"This is not the id of a {what}."] for key in wrong})
    return {key: int(key) for key in given}


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "A save",
            {
                "revision": 2,
                "summary": "The reason for the role is your own now.",
                "decision": "nearly_there",
                "levels": {"7": 23, "8": None},
            },
        )
    ]
)
class ReviewInput(serializers.Serializer[Review]):
    """`revision` is the one that you last saw, and an If-Match header does instead; criteria that `levels` leaves out
    stay as they are."""

    revision = RevisionField()
    summary = serializers.CharField(allow_blank=True, trim_whitespace=False, max_length=TEXT_MAX_CHARS)
    decision = serializers.ChoiceField(choices=Decision.choices, allow_blank=True)
    levels = LevelsField(default=dict)


class CommentsField(serializers.DictField):
    """{comment id: its new words}."""

    child = serializers.CharField(max_length=TEXT_MAX_CHARS)

    def to_internal_value(self, data: Any) -> dict[int, str]:
        comments: dict[str, str] = super().to_internal_value(data)
        return {number: comments[key] for key, number in ids_of(comments, "comment").items()}


class AddedCommentInput(serializers.Serializer[Any]):
    """The same `client_key` again adds no second one."""

    client_key = serializers.UUIDField()
    start = serializers.IntegerField(min_value=0, max_value=OFFSET_MAX)
    end = serializers.IntegerField(min_value=1, max_value=OFFSET_MAX)
    body = serializers.CharField(max_length=TEXT_MAX_CHARS)
    check_id = serializers.CharField(max_length=max_chars(Comment, "check_id"), allow_blank=True, default="")
    is_praise = serializers.BooleanField(default=False)


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "A change of mind",
            {
                "revision": 5,
                "summary": "On second thoughts: ready.",
                "decision": "ready",
                "levels": {"7": 24},
                "comments": {"91": "This lands."},
            },
        )
    ]
)
class AmendInput(ReviewInput):
    """Of the comments what is changed, deleted and new; those that are left out stay as they are."""

    comments = CommentsField(default=dict)
    removed = serializers.ListField(child=IdField(), default=list, max_length=200)
    added = AddedCommentInput(many=True, default=list)


class EditionSerializer(serializers.ModelSerializer[Edition]):
    """What a published review said before it was amended."""

    points = serializers.ListField(child=serializers.DictField())
    comments = serializers.ListField(child=serializers.DictField())

    class Meta:
        model = Edition
        fields = ["id", "review", "number", "summary", "decision", "points", "comments", "replaced_at"]
        read_only_fields = fields


class TableSerializer(serializers.Serializer[Any]):
    """What the figure shows, to read: cells are text or numbers."""

    columns = serializers.ListField(child=serializers.CharField())
    rows = serializers.ListField(child=serializers.ListField(child=serializers.JSONField(allow_null=True)))


class FigureSideSerializer(serializers.Serializer[Any]):
    """A figure of one cohort for plotly.js. A mark's `customdata` is the index of its table row, and of its address.

    Colours are left to the page: each trace names its token in `meta`. Long lists of whole numbers come as plotly.js's
    typed arrays: {"dtype", "bdata" (base64)}.
    """

    cohort = serializers.SlugField()
    name = serializers.CharField()
    caption = serializers.CharField(help_text="What is to be seen, in one sentence.")
    empty = serializers.CharField(help_text="Why there is nothing to draw; empty when there is.", allow_blank=True)
    figure = serializers.DictField(help_text="`data` and `layout` of plotly.js.")
    table = TableSerializer()
    links = serializers.ListField(
        child=serializers.CharField(allow_blank=True), help_text="An address for each row of the table, or none."
    )
    intros = serializers.ListField(
        child=serializers.IntegerField(),
        help_text="The introduction of each row, where these can be chosen together; else empty.",
    )


class FigureSerializer(FigureSideSerializer):
    """A question and its answer; `beside` is that of a second cohort on the same axes."""

    key = serializers.CharField()
    title = serializers.CharField(help_text="The question that it answers.")
    holds_until = serializers.DateTimeField(
        allow_null=True, help_text="When it is drawn anew though nothing has changed, as it counts to now; else null."
    )
    beside = FigureSideSerializer(allow_null=True)


class FigureNameSerializer(serializers.Serializer[Any]):
    key = serializers.CharField()
    title = serializers.CharField()
