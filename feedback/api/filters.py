"""Filters of lists; each narrows what the person may see anyway."""

from django.db.models import QuerySet
from django_filters import rest_framework as filters

from cohorts.api.filters import WholeNumberFilter
from feedback.models import (
    CheckRun,
    Comment,
    Decision,
    Finding,
    Review,
    ReviewStatus,
    RunStatus,
    Severity,
    Snippet,
    Verdict,
)


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
    verdict = filters.ChoiceFilter(choices=Verdict.choices)
    is_dismissed = filters.BooleanFilter(method="set_aside")

    class Meta:
        model = Finding
        fields: list[str] = []

    def set_aside(self, rows: QuerySet[Finding], name: str, value: bool) -> QuerySet[Finding]:
        stands = ["", Verdict.CONFIRMED]
        return rows.exclude(verdict__in=stands) if value else rows.filter(verdict__in=stands)


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
