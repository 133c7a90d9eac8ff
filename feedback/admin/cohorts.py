"""Cohorts and introductions as `cohorts.admin` has them, with checks and rubric."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cohorts.admin import CohortAdmin, IntroAdmin
from cohorts.models import Cohort, DraftVersion, Intro
from feedback.admin.rechecking import RunsChecksAgain
from feedback.pitch import CHECKS
from feedback.reports.precision import CheckPrecision, check_precision
from feedback.services.findings import silence_imprecise
from feedback.services.rubrics import make_default_rubric

if TYPE_CHECKING:
    CohortModelForm = forms.ModelForm[Cohort]
else:
    CohortModelForm = forms.ModelForm


def check_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """The engine's checks by family, both in its order."""
    families: dict[str, list[tuple[str, str]]] = {}
    for check in CHECKS:
        families.setdefault(check.family, []).append((check.id, check.title))
    return list(families.items())


class CohortForm(CohortModelForm):
    """`checks_off` turned round: what is ticked is on. Ids that this engine does not know are kept."""

    checks_on = forms.MultipleChoiceField(
        label=_("On"),
        choices=check_choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "A change holds for drafts from now on; “Run the checks again” in the list brings in earlier ones."
        ),
    )

    class Meta:
        model = Cohort
        fields = [
            "name", "slug", "starts_on", "ends_on", "coaches", "words_per_minute", "target_s", "speaking_limit_s",
            "engine_after_points", "precision_floor", "precision_least",
        ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        off = set(self.instance.checks_off)
        self.fields["checks_on"].initial = [check.id for check in CHECKS if check.id not in off]

    def clean(self) -> dict[str, Any] | None:
        data = super().clean()
        known = {check.id for check in CHECKS}
        unknown = [check_id for check_id in self.instance.checks_off if check_id not in known]
        on = set(self.cleaned_data.get("checks_on", []))
        self.instance.checks_off = unknown + [check.id for check in CHECKS if check.id not in on]
        return data


@admin.register(Cohort)
class CheckedCohortAdmin(RunsChecksAgain, CohortAdmin):
    form = CohortForm
    actions: Any = [*CohortAdmin.actions, *RunsChecksAgain.actions]
    fieldsets = [
        *CohortAdmin.fieldsets,
        (
            _("Checks"),
            {"fields": ["checks_on", "rightness", ("precision_floor", "precision_least"), "engine_after_points"]},
        ),
    ]
    readonly_fields = ["rightness"]

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        make_default_rubric(cohort=form.instance)
        silence_imprecise(cohort=form.instance)  # the floor may be another one

    @admin.display(description=_("how right they are"))
    def rightness(self, cohort: Cohort) -> str:
        """3 queries."""
        if cohort.pk is None:
            return "–"
        rows = [row for row in check_precision(cohort) if row.judged or row.is_silenced]
        link = format_html(
            '<a href="{}">{}</a>', reverse("feedback:check_precision", args=[cohort.slug]), gettext("All counts")
        )
        silenced = reverse("admin:feedback_silencing_changelist") + f"?cohort__id__exact={cohort.pk}"
        lines = format_html_join("", "<li>{}: {}</li>", ((row.title, _rightness(row)) for row in rows))
        more = format_html('<a href="{}">{}</a>', silenced, gettext("Silenced checks"))
        return format_html("<ul>{}</ul><p>{} · {}</p>", lines, link, more)

    def versions_of(self, queryset: QuerySet[Any]) -> QuerySet[DraftVersion]:
        cohorts = Cohort.objects.filter(pk__in=queryset.values("pk"))
        return DraftVersion.objects.newest_of_intro().filter(intro__enrolment__cohort__in=cohorts)


def _rightness(row: CheckPrecision) -> str:
    """Counts with an interval, and that it is silent."""
    low, high = row.interval
    said = gettext("%(right)d of %(judged)d called right") % {"right": row.right, "judged": row.judged}
    if not row.is_few:
        said += gettext(" (%(percent)d%%, %(low)d to %(high)d%%)") % {
            "percent": round(row.percent), "low": round(low), "high": round(high),
        }  # fmt: skip
    if row.is_silenced:
        return gettext("%(said)s; silenced") % {"said": said}
    return gettext("%(said)s; speaks by an admin's word") % {"said": said} if row.is_overruled else said


@admin.register(Intro)
class CheckedIntroAdmin(RunsChecksAgain, IntroAdmin):
    actions: Any = [*IntroAdmin.actions, *RunsChecksAgain.actions]

    def versions_of(self, queryset: QuerySet[Any]) -> QuerySet[DraftVersion]:
        return DraftVersion.objects.newest_of_intro().filter(intro__in=queryset.values("pk"))
