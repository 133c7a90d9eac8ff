"""What a dashboard is asked for, as it stands in the address of the page and of each of its figures."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import Http404, QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from cohorts.models import Coach, Cohort, Intro, User
from feedback.forms import IdsField
from feedback.reports.dashboard.scope import Scope

Choices = list[tuple[str, Any]]
DAYS = [MinValueValidator(date(1970, 1, 1)), MaxValueValidator(date(2999, 12, 31))]
"""Far from where a day has none before it or behind it, in any time zone."""


class DashboardForm(forms.Form):
    """The filters; `cohorts` are those that are looked at, and what can be chosen is theirs.

    Choices are read when a value has to be told apart from nonsense, or shown: two queries then.
    """

    coach = forms.ChoiceField(label=_("Coach"), required=False)
    role = forms.ChoiceField(label=_("Role"), required=False)
    since = forms.DateField(
        label=_("From"),
        required=False,
        input_formats=["%Y-%m-%d"],
        validators=DAYS,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    until = forms.DateField(
        label=_("To"),
        required=False,
        input_formats=["%Y-%m-%d"],
        validators=DAYS,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    version = forms.IntegerField(label=_("Version"), required=False, min_value=1, max_value=10_000)

    def __init__(self, data: Any, *, cohorts: Sequence[Cohort]) -> None:
        super().__init__(data)
        self.cohorts = cohorts
        self._choose("coach", lambda: self.coaches)
        self._choose("role", lambda: self.roles)
        self.fields["version"].widget.attrs["placeholder"] = _("The latest")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", ValidationError(_("The period ends before it begins."), code="invalid"))
        return cleaned

    def scope(self, cohort: Cohort, *, viewer: User, now: datetime, revision: str = "") -> Scope:
        """Of one of the cohorts; a value that cannot be is left out (`errors` says so)."""
        self.is_valid()
        asked = self.cleaned_data
        return Scope(
            cohort,
            viewer,
            coach_id=int(asked["coach"]) if asked.get("coach") else None,
            role=asked.get("role") or "",
            since=asked.get("since"),
            until=asked.get("until"),
            number=asked.get("version"),
            now=now,
            revision=revision,
        )

    def asked(self) -> dict[str, Any]:
        """{name: value} of the filters that are on, in the order of the fields."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value not in ("", None)}

    def words(self, name: str) -> str:
        """What a filter that is on asks for, for people."""
        field, value = self.fields[name], self.cleaned_data[name]
        if isinstance(field, forms.ChoiceField):
            value = dict(field.choices)[value]  # type: ignore[arg-type]  # no groups among them
        return f"{field.label}: {value}"

    def all_words(self, *without: str) -> list[str]:
        return [self.words(name) for name in self.asked() if name not in without]

    @cached_property
    def coaches(self) -> Choices:
        """The cohorts' coaches and whoever is assigned there. 1 query, once."""
        ids = [cohort.pk for cohort in self.cohorts]
        own = Coach.objects.filter(cohorts__in=ids).order_by().values("pk")
        assigned = Coach.objects.filter(enrolments__cohort__in=ids).order_by().values("pk")
        people = Coach.objects.filter(pk__in=own.union(assigned)).values_list("pk", "user__name")
        return [("", _("All coaches")), *((str(pk), name) for pk, name in people)]

    @cached_property
    def roles(self) -> Choices:
        """Those of introductions with a version. 1 query, once."""
        ids = [cohort.pk for cohort in self.cohorts]
        intros = Intro.objects.filter(enrolment__cohort__in=ids, latest_number__gt=0)
        roles = intros.order_by("role").values_list("role", flat=True).distinct()
        return [("", _("All roles")), *((role, role) for role in roles)]

    def _choose(self, name: str, choices: Callable[[], Choices]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  # told to the type checker; declared above
        field.choices = choices
        field.widget.attrs["data-submits"] = ""


def slug_in(query: QueryDict, name: str) -> str:
    """A cohort's short name as it stands in an address, empty without one. One with a null character, which PostgreSQL
    cannot compare, becomes one that no cohort has."""
    return query.get(name, "").replace("\x00", "\ufffd")


def beside_of(query: QueryDict, slug: str, user: User) -> list[Cohort]:
    """The second cohort that is asked for, if any: one that the person does not coach is not there (Http404).

    0 queries, 1 where one is asked for.
    """
    other = slug_in(query, "beside")
    if not other or other == slug:
        return []
    found = Cohort.objects.coached_by(user).filter(slug=other).first()
    if found is None:
        raise Http404
    return [found]


class ChosenForm(forms.Form):
    """The introductions that were chosen on a figure."""

    intros = IdsField()
