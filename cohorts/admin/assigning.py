"""The action that gives candidates a coach, with a page that asks which."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from cohorts.admin.rights import StaffAdmin
from cohorts.exceptions import Refused
from cohorts.models import Coach, Enrolment
from cohorts.services import assign_coach


class AssignForm(forms.Form):
    coach = forms.ModelChoiceField(label=_("Coach"), queryset=Coach.objects.none(), empty_label=None)

    def __init__(self, *args: Any, enrolments: list[Enrolment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cohorts = {enrolment.cohort_id for enrolment in enrolments}
        coached = Count("cohorts", filter=Q(cohorts__in=cohorts), distinct=True)
        field = self.fields["coach"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  # narrows the type of a field declared above
        field.queryset = (
            Coach.objects.filter(user__is_active=True)
            .annotate(coached=coached)
            .filter(coached=len(cohorts))
            .select_related("user")
        )


class AssignsCoach(StaffAdmin):
    actions: Any = ["assign_coach"]

    enrolments_of: Callable[[QuerySet[Any]], QuerySet[Any]]
    """Of the selected rows; each subclass has its way there."""

    @admin.action(description=_("Assign a coach"))
    def assign_coach(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:
        enrolments = list(self.enrolments_of(queryset).select_related("candidate__user", "cohort", "coach__user"))
        form = AssignForm(request.POST if "apply" in request.POST else None, enrolments=enrolments)
        if form.is_valid():
            coach = form.cleaned_data["coach"]
            try:
                changed = assign_coach(enrolments=enrolments, coach=coach)
            except Refused as refused:
                self.message_user(request, str(refused), messages.ERROR)
                return None
            self.log_action_on(request, list(queryset), gettext("Assigned to %(coach)s.") % {"coach": coach})
            said = ngettext(
                "%(n)d candidate is now with %(coach)s.", "%(n)d candidates are now with %(coach)s.", changed
            )
            self.message_user(request, said % {"n": changed, "coach": coach}, messages.SUCCESS)
            return None
        context = self.admin_site.each_context(request) | {
            "title": gettext("Assign a coach"),
            "opts": self.opts,
            "enrolments": enrolments,
            "form": form,
            "selected": request.POST.getlist(ACTION_CHECKBOX_NAME),
            "select_across": request.POST.get("select_across", "0"),
            "media": self.media,
        }
        return TemplateResponse(request, "admin/cohorts/assign_coach.html", context)
