"""What goes out and what comes in about remarks, threads and snippets; the rules live in the models and services."""

from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from cohorts.api.serializers import IdField, max_chars
from cohorts.models import DRAFT_MAX_CHARS, Cohort
from feedback.api.serializers import OFFSET_MAX, TEXT_MAX_CHARS
from feedback.models import Comment, Resolution, Severity, Snippet


class CommentSerializer(serializers.ModelSerializer[Comment]):
    """On the words `quote` at code points `start` to `end` of the version; `review` is null in a reply."""

    author = serializers.CharField(source="author.name", read_only=True)
    is_mine = serializers.SerializerMethodField()
    resolution = serializers.ChoiceField(choices=Resolution.choices, allow_blank=True, read_only=True)

    class Meta:
        model = Comment
        fields = [
            "id", "version", "review", "parent", "author", "is_mine", "start", "end", "quote", "prefix", "suffix",
            "body", "is_praise", "check_id", "client_key", "created_at", "published_at", "resolved_at", "resolution",
            "revision",
        ]  # fmt: skip
        read_only_fields = fields

    @extend_schema_field(bool)
    def get_is_mine(self, comment: Comment) -> bool:
        return bool(comment.author_id == self.context["request"].user.pk)


class CommentBodyInput(serializers.Serializer[Comment]):
    body = serializers.CharField(max_length=TEXT_MAX_CHARS)


class ReplyInput(CommentBodyInput):
    """The same `client_key` again answers with the reply that it made before."""

    client_key = serializers.UUIDField(required=False)


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "A comment on words",
            {
                "review": 31,
                "start": 0,
                "end": 24,
                "body": "Stay here a sentence longer.",
                "client_key": "5a3b7c1e-3c56-4a0e-9d5e-1f2a9c0b7d42",
            },
        )
    ]
)
class CommentInput(ReplyInput):
    """The same `client_key` again answers with the comment that it made before."""

    review = IdField()
    start = serializers.IntegerField(min_value=0, max_value=OFFSET_MAX)
    end = serializers.IntegerField(min_value=1, max_value=OFFSET_MAX)
    check_id = serializers.CharField(
        max_length=max_chars(Comment, "check_id"),
        allow_blank=True,
        default="",
        help_text="The check that it is about, if any.",
    )
    is_praise = serializers.BooleanField(default=False, help_text="Nothing to do: it only says what is good.")
    snippet = IdField(allow_null=True, default=None, help_text="What it was written from, if anything.")


@extend_schema_serializer(
    examples=[
        OpenApiExample("Done", {"is_resolved": True}),
        OpenApiExample("Not done, and why", {"reason": "The nurse is why I want this; I would rather keep her."}),
    ]
)
class ResolveInput(serializers.Serializer[Comment]):
    """With a `reason` its writer disagrees; the reason is published as a reply."""

    is_resolved = serializers.BooleanField(default=True)
    reason = serializers.CharField(max_length=TEXT_MAX_CHARS, allow_blank=True, default="")
    client_key = serializers.UUIDField(required=False)


class SnippetSerializer(serializers.ModelSerializer[Snippet]):
    """`coach` is set on one's own, `cohort` on a cohort's."""

    cohort: serializers.SlugRelatedField[Cohort] = serializers.SlugRelatedField(
        slug_field="slug", read_only=True, allow_null=True
    )

    class Meta:
        model = Snippet
        fields = ["id", "title", "body", "check_id", "coach", "cohort", "revision"]
        read_only_fields = fields


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "Shared with a cohort",
            {
                "title": "Stay longer",
                "body": "{name}, stay with “{quote}” a sentence longer.",
                "check_id": "",
                "cohort": "spring",
            },
        )
    ]
)
class SnippetInput(serializers.Serializer[Snippet]):
    """Filled in when it is used: `{name}`, `{company}`, `{role}`, `{quote}`. Without `cohort` it stays whose it is."""

    title = serializers.CharField(max_length=max_chars(Snippet, "title"))
    body = serializers.CharField(max_length=TEXT_MAX_CHARS)
    check_id = serializers.CharField(max_length=max_chars(Snippet, "check_id"), allow_blank=True, default="")
    cohort = serializers.SlugField(
        required=False,
        allow_null=True,
        max_length=max_chars(Cohort, "slug"),
        help_text="Whose coaches share it; null for yourself alone.",
    )


class TallySerializer(serializers.Serializer[Any]):
    """Of `cases` comments, those whose finding the next checked version no longer had."""

    resolved = serializers.IntegerField()
    cases = serializers.IntegerField()


class LiftSerializer(serializers.Serializer[Any]):
    """Comments on one check's findings: those written from the snippet against all others."""

    check_title = serializers.CharField(source="check")
    with_it = TallySerializer()
    without = TallySerializer()
    is_few = serializers.BooleanField(help_text="Too few to say.")
    interval = serializers.ListField(
        child=serializers.FloatField(), help_text="95%, of the difference of the two shares, -1 to 1."
    )
    words = serializers.CharField()


@extend_schema_serializer(
    examples=[OpenApiExample("A sentence", {"text": "What I miss in consulting is seeing it shipped."})]
)
class LiveInput(serializers.Serializer[Any]):
    text = serializers.CharField(allow_blank=True, trim_whitespace=False, max_length=DRAFT_MAX_CHARS)


class LiveFindingSerializer(serializers.Serializer[Any]):
    """`start` and `end` count Unicode code points, end exclusive; null where it is about the whole text."""

    title = serializers.CharField(source="card.title")
    severity = serializers.ChoiceField(source="card.severity", choices=Severity.choices)
    certainty = serializers.CharField(source="card.certainty", help_text="In words.")
    start = serializers.IntegerField(source="card.start", allow_null=True)
    end = serializers.IntegerField(source="card.end", allow_null=True)
    quote = serializers.CharField(source="card.quote", allow_blank=True)
    seen = serializers.CharField(source="card.seen")
    why = serializers.CharField(source="card.why")
    try_next = serializers.CharField(source="card.try_next")


class LiveCheckSerializer(serializers.Serializer[Any]):
    """`refusal` says why the text cannot be judged yet, and is empty where it can."""

    overall = serializers.FloatField()
    summary = serializers.CharField(allow_blank=True)
    refusal = serializers.CharField(allow_blank=True)
    findings = LiveFindingSerializer(many=True)
