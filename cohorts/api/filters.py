"""Filters of lists; each narrows what the person may see anyway."""

from typing import Any

from django import forms
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema_field

from cohorts.api.serializers import ID_MAX
from cohorts.models import Cohort, DraftVersion, Enrolment, Intro, Kind


@extend_schema_field({"type": "integer", "format": "int64", "minimum": 0})
class WholeNumberFilter(filters.NumberFilter):
    """An id. django-filter's own reads 1e999999999 as a number and works on it for minutes; SQLite ends at 64 bits."""

    field_class = forms.IntegerField  # type: ignore[assignment]  # the stubs ask for a DecimalField

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=0, max_value=ID_MAX, **kwargs)


class CohortFilter(filters.FilterSet):
    is_archived = filters.BooleanFilter(field_name="archived_at", lookup_expr="isnull", exclude=True)

    class Meta:
        model = Cohort
        fields: list[str] = []


class EnrolmentFilter(filters.FilterSet):
    cohort = filters.CharFilter(field_name="cohort__slug")
    coach = WholeNumberFilter(field_name="coach_id")

    class Meta:
        model = Enrolment
        fields: list[str] = []


class IntroFilter(filters.FilterSet):
    cohort = filters.CharFilter(field_name="enrolment__cohort__slug")
    enrolment = WholeNumberFilter(field_name="enrolment_id")
    coach = WholeNumberFilter(field_name="enrolment__coach_id")
    kind = filters.ChoiceFilter(choices=Kind.choices)
    is_waiting = filters.BooleanFilter(field_name="waiting_since", lookup_expr="isnull", exclude=True)
    is_put_away = filters.BooleanFilter(field_name="put_away_at", lookup_expr="isnull", exclude=True)

    class Meta:
        model = Intro
        fields: list[str] = []


class VersionFilter(filters.FilterSet):
    cohort = filters.CharFilter(field_name="intro__enrolment__cohort__slug")
    intro = WholeNumberFilter(field_name="intro_id")
    submitted_after = filters.IsoDateTimeFilter(field_name="submitted_at", lookup_expr="gt")
    submitted_before = filters.IsoDateTimeFilter(field_name="submitted_at", lookup_expr="lt")

    class Meta:
        model = DraftVersion
        fields: list[str] = []
