"""What coaches send about their own desk: what is done to many drafts at once, weights, views, days away."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cohorts.models import Absence, Coach
from feedback.forms import WordsField, is_id
from feedback.models import Desk

if TYPE_CHECKING:
    WeightsModelForm = forms.ModelForm[Desk]
    AbsenceModelForm = forms.ModelForm[Absence]
else:
    WeightsModelForm = AbsenceModelForm = forms.ModelForm  # generic in the type stubs alone

PUT_OFF_MAX_DAYS = 365


class TickedField(forms.TypedMultipleChoiceField):
    """Numbers of the rows that were ticked."""

    def valid_value(self, value: Any) -> bool:
        return is_id(str(value))


class BulkForm(forms.Form):
    """What to do to the introductions that were ticked in the queue."""

    act = forms.ChoiceField(choices=[(act, act) for act in ("assign", "put_off", "bring_back", "read", "release")])
    intros = TickedField(coerce=int, error_messages={"required": _("Tick the introductions that you mean first.")})
    coach = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
    until = forms.DateField(label=_("Put off until"), required=False)
    is_confirmed = forms.BooleanField(required=False)

    def clean_until(self) -> date | None:
        day: date | None = self.cleaned_data["until"]
        if day is not None and not timezone.localdate() < day <= timezone.localdate() + timedelta(
            days=PUT_OFF_MAX_DAYS
        ):
            raise ValidationError(_("Choose a day from tomorrow on, within a year."))
        return day


class WeightsForm(WeightsModelForm):
    """How a coach's queue is ordered."""

    class Meta:
        model = Desk
        fields = ("interview_days", "again_days", "first_days", "weak_days")


class ViewForm(forms.Form):
    """A name for the queue as it is filtered now; `query` is what stands in its address."""

    name = WordsField(label=_("Name"), max_length=60)
    query = WordsField(required=False, max_length=1_000)


class AbsenceForm(AbsenceModelForm):
    """Days on which a coach is away, and who of their colleagues stands in."""

    class Meta:
        model = Absence
        fields = ("first_day", "last_day", "stand_in")
        widgets = {day: forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}) for day in ("first_day", "last_day")}

    def __init__(self, data: Any, *, coach: Coach) -> None:
        super().__init__(data, instance=Absence(coach=coach))
        colleagues = Coach.objects.filter(cohorts__in=coach.cohorts.open()).exclude(pk=coach.pk)
        field = self.fields["stand_in"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  # told to the type checker; a foreign key
        field.queryset = Coach.objects.filter(pk__in=colleagues.values("pk"), user__is_active=True).select_related(
            "user"
        )
        field.empty_label = str(_("Nobody: they wait for me"))
