"""What people fill in about themselves and their introductions."""

import zoneinfo
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, PasswordResetForm, SetPasswordForm
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from cohorts.emails import send_password_reset
from cohorts.models import Enrolment, Intro, Kind, User

if TYPE_CHECKING:
    UserForm = forms.ModelForm[User]
    IntroModelForm = forms.ModelForm[Intro]
    UserPasswordForm = SetPasswordForm[User]
else:
    UserForm = IntroModelForm = forms.ModelForm  # generic in the type stubs alone
    UserPasswordForm = SetPasswordForm

REGIONS = ("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")
"""Areas of the tz database that are geography; the rest are old aliases, which stay valid but are not offered."""


def time_zones(also: str = "") -> list[tuple[str, list[tuple[str, str]]]]:
    """Time zones by region, as choices of a select; `also` is offered whatever it is."""
    names = sorted(name for name in zoneinfo.available_timezones() if name.split("/")[0] in REGIONS)
    groups: dict[str, list[tuple[str, str]]] = {"": [("UTC", "UTC")]}
    for name in names:
        region, place = name.split("/", 1)
        groups.setdefault(region, []).append((name, place.replace("_", " ").replace("/", ", ")))
    if also and also != "UTC" and also not in names:
        groups[""].append((also, also))
    return [(region or str(_("Everywhere")), zones) for region, zones in groups.items()]


class SignInForm(AuthenticationForm):
    error_messages = {
        "invalid_login": _("This e-mail address and password do not go together. Check both and try again."),
        "inactive": _("This account is switched off. Ask whoever runs your cohort."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("E-mail address")
        self.fields["username"].widget = forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True})

    def clean_username(self) -> str:
        """In small letters, as addresses are stored: wrong passwords count together however it is written."""
        return str(self.cleaned_data["username"]).lower()


class ForgottenPasswordForm(PasswordResetForm):
    """Sends the link to people who were invited and have no password yet, too."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("E-mail address")

    def save(self, *args: Any, **kwargs: Any) -> None:
        for user in User.objects.filter(email__iexact=self.cleaned_data["email"], is_active=True):
            send_password_reset(user)


PASSWORD_HELP = _("At least 8 characters; not your name or address, and none that everybody uses.")
"""What AUTH_PASSWORD_VALIDATORS ask for, in one sentence."""
PASSWORDS_DIFFER = _("These two are not the same. Type the new password twice.")


class ChoosePasswordForm(UserPasswordForm):
    error_messages = SetPasswordForm.error_messages | {"password_mismatch": PASSWORDS_DIFFER}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name_passwords(self)


class ChangePasswordForm(PasswordChangeForm):
    error_messages = PasswordChangeForm.error_messages | {
        "password_mismatch": PASSWORDS_DIFFER,
        "password_incorrect": _("This is not your present password. Type it again."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = _("Present password")
        _name_passwords(self)


def _name_passwords(form: forms.Form) -> None:
    form.fields["new_password1"].label, form.fields["new_password2"].label = _("New password"), _("The same again")
    form.fields["new_password1"].help_text, form.fields["new_password2"].help_text = PASSWORD_HELP, ""


class ProfileForm(UserForm):
    digest_hour = forms.TypedChoiceField(
        label=_("Hour of the daily mail"),
        help_text=_("In your own time zone."),
        choices=[(hour, f"{hour:02}:00") for hour in range(24)],
        coerce=int,
    )

    class Meta:
        model = User
        fields = ("name", "time_zone", "wants_digest", "digest_hour")
        labels = {
            "name": _("Name"),
            "time_zone": _("Time zone"),
            "wants_digest": _("Send me a daily mail when there is something new"),
        }
        help_texts = {"name": _("As your coach and the others should read it.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["time_zone"].widget = forms.Select(choices=time_zones(self.instance.time_zone))
        self.fields["name"].widget.attrs["autocomplete"] = "name"


class TokenForm(forms.Form):
    """A token for a program: what it may do beyond reading is offered to whom it would be of use."""

    name = forms.CharField(
        label=_("What is it for?"), max_length=80, help_text=_("You find it again by this: “Notebook”, “our calendar”.")
    )
    may_write = forms.BooleanField(
        label=_("May write for me"), required=False, help_text=_("Start introductions, save and submit drafts, reply.")
    )
    may_review = forms.BooleanField(
        label=_("May answer for me"),
        required=False,
        help_text=_("Comment, publish reviews, judge findings, sort the queue, keep snippets."),
    )
    may_admin = forms.BooleanField(
        label=_("May run cohorts for me"),
        required=False,
        help_text=_("What only admins do, such as calibration rounds."),
    )
    days = forms.TypedChoiceField(
        label=_("Ends after"),
        coerce=int,
        initial=90,
        choices=[(7, _("a week")), (30, _("a month")), (90, _("three months")), (365, _("a year"))],
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        useful = {
            "may_write": user.is_candidate,
            "may_review": user.is_coach or user.is_staff,
            "may_admin": user.is_staff,
        }
        for name, is_useful in useful.items():
            if not is_useful:
                del self.fields[name]

    def scopes(self) -> set[str]:
        return {name.removeprefix("may_") for name, given in self.cleaned_data.items() if given is True}


class IntroForm(IntroModelForm):
    class Meta:
        model = Intro
        fields = ("role", "company", "kind", "interview_on")
        labels = {
            "role": _("Role"),
            "company": _("Company"),
            "kind": _("How will you give it?"),
            "interview_on": _("Day of the interview"),
        }
        help_texts = {
            "role": _("The job that you want, as its notice calls it: “Product Manager”."),
            "company": _("The checks look for what you say about it, so spell it as you do in your text."),
            "kind": _("Choose “spoken” when you paste what a dictation wrote down."),
            "interview_on": _("Your coach sees the day, and answers sooner when it is near."),
        }
        widgets = {
            "kind": forms.RadioSelect(choices=[(kind.value, capfirst(kind.label)) for kind in Kind]),
            "interview_on": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        }


class NewIntroForm(IntroForm):
    """Asks for the cohort only where there is a choice."""

    field_order = ("enrolment", "role", "company", "kind", "interview_on")

    def __init__(self, *args: Any, enrolments: list[Enrolment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = forms.ModelChoiceField(
            Enrolment.objects.filter(pk__in=[enrolment.pk for enrolment in enrolments]),
            label=_("Cohort"),
            empty_label=None,
            initial=enrolments[0].pk,
        )
        choice.choices = [(enrolment.pk, str(enrolment.cohort)) for enrolment in enrolments]
        if len(enrolments) == 1:
            choice.widget = forms.HiddenInput()
        self.fields["enrolment"] = choice
        self.order_fields(self.field_order)
