"""Reviews and comments, to be read; snippets, to be kept."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Count, QuerySet
from django.forms import Field
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cohorts.admin import ReadOnlyAdmin, StaffAdmin
from cohorts.admin.filters import CoachFilter
from cohorts.admin.rights import ReadOnlyInline
from feedback.admin.cohorts import check_choices
from feedback.models import Comment, Edition, Review, RubricPoint, Snippet


class PointsInline(ReadOnlyInline):
    model = RubricPoint
    fields = ["criterion", "level"]
    show_change_link = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("criterion", "level")


class CommentsInline(ReadOnlyInline):
    model = Comment
    fk_name = "review"
    fields = ["quote", "body", "published_at", "resolved_at"]


class EditionsInline(ReadOnlyInline):
    """What it said before it was amended, the latest first."""

    model = Edition
    fields = ["number", "replaced_at", "decision", "summary", "levels", "remarks"]
    readonly_fields = ["levels", "remarks"]
    show_change_link = False

    @admin.display(description=_("levels"))
    def levels(self, edition: Edition) -> str:
        return "\n".join(f"{row['criterion']}: {row['points']}, {row['words']}" for row in edition.points)

    @admin.display(description=_("comments"))
    def remarks(self, edition: Edition) -> str:
        return "\n".join(f"“{row['quote']}”: {row['body']}" for row in edition.comments)


@admin.register(Review)
class ReviewAdmin(ReadOnlyAdmin):
    list_display = ["version", "candidate", "cohort", "coach", "status", "decision", "comment_count", "published_at"]
    list_filter = ["status", "decision", CoachFilter, "version__intro__enrolment__cohort"]
    list_select_related = [
        "version__intro__enrolment__candidate__user", "version__intro__enrolment__cohort", "coach__user",
    ]  # fmt: skip
    search_fields = [
        "version__role", "version__company", "coach__user__name", "version__intro__enrolment__candidate__user__name",
    ]  # fmt: skip
    inlines = [PointsInline, CommentsInline, EditionsInline]
    fields = [
        "version", "coach", "status", "decision", "summary", "created_at", "held_at", "published_at", "amended_at",
    ]  # fmt: skip

    def with_counts(self, rows: QuerySet[Any]) -> Any:
        return rows.defer("version__text").annotate(comments_n=Count("comments"))

    @admin.display(description=_("candidate"), ordering="version__intro__enrolment__candidate__user__name")
    def candidate(self, review: Review) -> str:
        return str(review.version.intro.enrolment.candidate)

    @admin.display(description=_("cohort"), ordering="version__intro__enrolment__cohort__name")
    def cohort(self, review: Review) -> str:
        return str(review.version.intro.enrolment.cohort)

    @admin.display(description=_("comments"), ordering="comments_n")
    def comment_count(self, review: Any) -> int:
        return int(review.comments_n)


@admin.register(Comment)
class CommentAdmin(ReadOnlyAdmin):
    """Published ones: what a coach has not sent yet is theirs alone."""

    list_display = ["body", "author", "quote", "cohort", "published_at", "is_resolved"]
    list_filter = ["version__intro__enrolment__cohort"]
    list_select_related = ["author", "version__intro__enrolment__cohort"]
    search_fields = ["body", "quote", "author__name"]
    fields = [
        "version",
        "author",
        "parent",
        "quote",
        "body",
        "created_at",
        "published_at",
        "resolved_at",
        "resolved_by",
    ]

    def with_counts(self, rows: QuerySet[Any]) -> Any:
        return rows.defer("version__text")

    @admin.display(description=_("cohort"), ordering="version__intro__enrolment__cohort__name")
    def cohort(self, comment: Comment) -> str:
        return str(comment.version.intro.enrolment.cohort)

    @admin.display(description=_("resolved"), boolean=True, ordering="resolved_at")
    def is_resolved(self, comment: Comment) -> bool:
        return comment.resolved_at is not None


@admin.register(Snippet)
class SnippetAdmin(StaffAdmin):
    list_display = ["title", "body", "coach", "cohort", "check_id"]
    list_filter = ["cohort", CoachFilter]
    list_select_related = ["coach__user", "cohort"]
    search_fields = ["title", "body"]
    autocomplete_fields = ["coach", "cohort"]
    fields = ["title", "body", "check_id", "cohort", "coach"]

    def cohorts_shown(self, row: Any) -> Any:
        """Those in which a comment was written from it: once it is deleted that cannot be told any more."""
        return row.comments.order_by().values_list("version__intro__enrolment__cohort", flat=True).distinct()

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Field | None:
        field: Field | None = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "check_id" and field is not None:
            return forms.ChoiceField(
                label=field.label, help_text=field.help_text, required=False,
                choices=[("", _("any remark")), *check_choices()],
            )  # fmt: skip
        return field
