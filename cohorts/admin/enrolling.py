"""The page "Enrol people": a list pasted from a mail or a sheet becomes enrolled, invited candidates."""

from email.utils import getaddresses
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from cohorts.admin.people import invite_and_tell
from cohorts.admin.rights import StaffAdmin
from cohorts.exceptions import Refused
from cohorts.forms import time_zones
from cohorts.models import Coach, Cohort, User
from cohorts.services import enrol_people

PEOPLE_MAX = 300


def read_people(pasted: str) -> list[tuple[str, str]]:
    """(name, address) of each line, once an address; raises ValidationError that names every line it cannot read.

    A line is "Name <address>", "Name address", "Name, address" (also with tabs or semicolons, as a sheet gives it) or
    an address alone, whose name is then made of its part before the @.
    """
    people: dict[str, tuple[str, str]] = {}
    wrong = []
    for number, line in enumerate(pasted.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            name, address = _read_person(line)
        except ValidationError:
            wrong.append(gettext("Line %(n)d has no e-mail address that works: “%(line)s”.")
                         % {"n": number, "line": line.strip()[:80]})  # fmt: skip
            continue
        people.setdefault(address, (name, address))
    if wrong:
        raise ValidationError(wrong)
    return list(people.values())


def _read_person(line: str) -> tuple[str, str]:
    parts = [part.strip() for part in line.replace(";", "\t").replace(",", "\t").split("\t")]
    if "<" not in line:
        parts = [word for part in parts for word in part.split()]
    bare = [part for part in parts if "@" in part and "<" not in part]
    if bare:
        address, name = bare[0], " ".join(part for part in parts if part and part != bare[0])
    else:
        (name, address), *_rest = getaddresses([line.strip()])
    address = address.strip().lower()
    validate_email(address)
    name = " ".join(name.split()).strip("\"'") or address.partition("@")[0].replace(".", " ").replace("_", " ").title()
    return name[: User._meta.get_field("name").max_length], address


class EnrolForm(forms.Form):
    people = forms.CharField(
        label=_("People"),
        widget=AdminTextareaWidget(attrs={"rows": 12, "placeholder": "Ana Horvat <ana@example.org>"}),
        help_text=_("One a line: a name and an e-mail address. Those who are new get an invitation."),
    )
    coach = forms.ModelChoiceField(
        label=_("Coach"), queryset=Coach.objects.none(), required=False, empty_label=_("Nobody yet")
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"), choices=time_zones, help_text=_("Of the new ones; they can change it themselves.")
    )

    def __init__(self, *args: Any, cohort: Cohort, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["coach"].queryset = Coach.objects.filter(cohorts=cohort).select_related("user")  # type: ignore[attr-defined]  # declared above
        self.fields["time_zone"].initial = settings.TIME_ZONE

    def clean_people(self) -> list[tuple[str, str]]:
        people = read_people(self.cleaned_data["people"])
        if len(people) > PEOPLE_MAX:
            raise ValidationError(gettext("That are %(n)d people; enrol at most %(most)d at a time.")
                                  % {"n": len(people), "most": PEOPLE_MAX})  # fmt: skip
        return people


def enrol_people_view(model_admin: StaffAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    cohort = model_admin.get_queryset(request).filter(pk=pk).first()
    if cohort is None:
        raise Http404
    form = EnrolForm(request.POST or None, cohort=cohort)
    if request.method == "POST" and form.is_valid() and _enrol(model_admin, request, cohort, form):
        return redirect("admin:cohorts_cohort_change", cohort.pk)
    context = model_admin.admin_site.each_context(request) | {
        "title": gettext("Enrol people in %(cohort)s") % {"cohort": cohort},
        "opts": model_admin.opts,
        "cohort": cohort,
        "form": form,
    }
    return TemplateResponse(request, "admin/cohorts/cohort/enrol.html", context)


def _enrol(model_admin: StaffAdmin, request: HttpRequest, cohort: Cohort, form: EnrolForm) -> bool:
    data = form.cleaned_data
    try:
        with transaction.atomic():
            done = enrol_people(cohort=cohort, people=data["people"], time_zone=data["time_zone"], coach=data["coach"])
            names = ", ".join(str(enrolment.candidate) for enrolment in done.enrolled)
            model_admin.log_action_on(request, [cohort], gettext("Enrolled: %(names)s") % {"names": names})
    except (Refused, ValidationError) as error:
        form.add_error("people", str(error) if isinstance(error, Refused) else error.messages)
        return False
    count = len(done.enrolled)
    said = ngettext("%(n)d person was enrolled.", "%(n)d people were enrolled.", count) % {"n": count}
    if done.already:
        said += " " + ngettext("%(n)d was enrolled already.", "%(n)d were enrolled already.", len(done.already)) % {
            "n": len(done.already)
        }
    model_admin.message_user(request, said, messages.SUCCESS)
    if done.added:
        invite_and_tell(model_admin, request, list(done.added))
    return True
