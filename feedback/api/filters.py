"""Filters of lists; each narrows what the person may see anyway."""

from django_filters import rest_framework as filters

from cohorts.api.filters import WholeNumberFilter
from feedback.models import CheckRun, Comment, Decision, Finding, Review, ReviewStatus, RunStatus, Severity, Snippet


class CheckRunFilter(filters.FilterSet):
    cohort = filters.CharFilter(field_name="version__intro__enrolment__cohort__slug")
    intro = WholeNumberFilter(field_name="version__intro_id")
    version = WholeNumberFilter(field_name="version_id")
    status = filters.ChoiceFilter(choices=RunStatus.choices)

    class Meta:
        model = CheckRun
        fields: list[str] = []


class FindingFilter(filters.FilterSet):
    run = WholeNumberFilter(field_name="run_id")
    version = WholeNumberFilter(field_name="run__version_id")
    cohort = filters.CharFilter(field_name="run__version__intro__enrolment__cohort__slug")
    check_id = filters.CharFilter()
    severity = filters.ChoiceFilter(choices=Severity.choices)
    is_dismissed = filters.BooleanFilter(field_name="dismissed_at", lookup_expr="isnull", exclude=True)

    class Meta:
        model = Finding
        fields: list[str] = []


class ReviewFilter(filters.FilterSet):
    cohort = filters.CharFilter(field_name="version__intro__enrolment__cohort__slug")
    intro = WholeNumberFilter(field_name="version__intro_id")
    version = WholeNumberFilter(field_name="version_id")
    coach = WholeNumberFilter(field_name="coach_id")
    status = filters.ChoiceFilter(choices=ReviewStatus.choices)
    decision = filters.ChoiceFilter(choices=Decision.choices)

    class Meta:
        model = Review
        fields: list[str] = []


class CommentFilter(filters.FilterSet):
    intro = WholeNumberFilter(field_name="version__intro_id")
    version = WholeNumberFilter(field_name="version_id")
    review = WholeNumberFilter(field_name="review_id")
    parent = WholeNumberFilter(field_name="parent_id")
    is_resolved = filters.BooleanFilter(field_name="resolved_at", lookup_expr="isnull", exclude=True)

    class Meta:
        model = Comment
        fields: list[str] = []


class SnippetFilter(filters.FilterSet):
    check_id = filters.CharFilter()
    cohort = filters.CharFilter(field_name="cohort__slug")

    class Meta:
        model = Snippet
        fields: list[str] = []
