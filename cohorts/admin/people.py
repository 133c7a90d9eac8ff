"""People, and the profiles that make them coaches and candidates."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from cohorts import services
from cohorts.admin.rights import ReadOnlyInline, StaffAdmin, StaffInline
from cohorts.emails import send_invitations
from cohorts.forms import time_zones
from cohorts.models import Absence, Candidate, Coach, Enrolment, User

if TYPE_CHECKING:
    UserForm = forms.ModelForm[User]
else:
    UserForm = forms.ModelForm


class PersonForm(UserForm):
    is_coach = forms.BooleanField(label=_("Coach"), required=False)
    is_candidate = forms.BooleanField(label=_("Candidate"), required=False)

    class Meta:
        model = User
        fields = ["email", "name", "time_zone", "digest_hour", "wants_digest", "is_staff", "is_active"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["time_zone"].widget = forms.Select(choices=time_zones(self.instance.time_zone))
        self.fields["time_zone"].initial = settings.TIME_ZONE
        if self.instance.pk:
            for name in ("coach", "candidate"):
                profile = self.fields[f"is_{name}"]
                profile.initial = profile.disabled = hasattr(self.instance, name)

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()


class RoleFilter(admin.SimpleListFilter):
    title = _("role")
    parameter_name = "role"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("coach", _("coach")), ("candidate", _("candidate")), ("admin", _("admin")), ("none", _("none yet"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        rules = {
            "coach": Q(coach__isnull=False),
            "candidate": Q(candidate__isnull=False),
            "admin": Q(is_staff=True),
            "none": Q(coach=None, candidate=None, is_staff=False),
        }
        return queryset.filter(rules.get(self.value() or "", Q()))


@admin.register(User)
class PersonAdmin(StaffAdmin):
    form = PersonForm
    list_display = ["name", "email", "roles", "time_zone", "has_signed_in", "is_active"]
    list_filter = [RoleFilter, "is_active", "wants_digest"]
    list_select_related = ["coach", "candidate"]
    search_fields = ["name", "email"]
    ordering = ["name", "pk"]
    actions: Any = ["invite"]
    fieldsets = [
        (None, {"fields": ["name", "email", "time_zone"]}),
        (_("Roles"), {"fields": ["is_coach", "is_candidate", "is_staff"]}),
        (_("Daily mail"), {"fields": ["wants_digest", "digest_hour"]}),
        (None, {"fields": ["is_active", "last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["name", "email", "time_zone"],
                "description": _("An invitation to choose a password is sent to this address.")}),
        (_("Roles"), {"fields": ["is_coach", "is_candidate", "is_staff"]}),
    ]  # fmt: skip
    readonly_fields = ["last_login", "date_joined"]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.fieldsets if obj else self.add_fieldsets

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # what they wrote hangs on them: switch them off instead

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        if obj is None or obj.pk != request.user.pk:
            return form

        class OwnForm(form):  # type: ignore[misc]  # its base is made at run time
            def clean(self) -> dict[str, Any]:
                data: dict[str, Any] = super().clean()
                if not (data.get("is_staff") and data.get("is_active")):
                    raise ValidationError(gettext("You cannot take your own admin rights away; another admin can."))
                return data

        return OwnForm

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)
        services.give_profiles(
            user=obj, is_coach=form.cleaned_data["is_coach"], is_candidate=form.cleaned_data["is_candidate"]
        )
        if not change:
            transaction.on_commit(lambda: invite_and_tell(self, request, [obj]))

    @admin.display(description=_("roles"))
    def roles(self, user: User) -> str:
        names = []
        if hasattr(user, "coach"):
            names.append(gettext("coach"))
        if hasattr(user, "candidate"):
            names.append(gettext("candidate"))
        if user.is_staff:
            names.append(gettext("admin"))
        return ", ".join(names) or gettext("none yet")

    @admin.display(description=_("has signed in"), boolean=True)
    def has_signed_in(self, user: User) -> bool:
        return user.last_login is not None

    @admin.action(description=_("Send an invitation to choose a password"))
    def invite(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        users = list(queryset.filter(is_active=True))
        invite_and_tell(self, request, users)
        self.log_action_on(request, users, gettext("Invited to choose a password."))


def invite_and_tell(model_admin: StaffAdmin, request: HttpRequest, users: list[User]) -> None:
    """Send invitations and say on the next page what became of them."""
    failed = send_invitations(users)
    count = len(users) - len(failed)
    if count:
        said = ngettext("%(n)d invitation was sent.", "%(n)d invitations were sent.", count) % {"n": count}
        model_admin.message_user(request, said, messages.SUCCESS)
    if failed:
        who = ", ".join(user.email for user in failed)
        said = gettext("No invitation could be sent to %(who)s. Look at the mail settings, then send it again.")
        model_admin.message_user(request, said % {"who": who}, messages.ERROR)


class EnrolmentsInline(ReadOnlyInline):
    model = Enrolment
    fields = ["cohort", "coach", "enrolled_at"]
    readonly_fields = ["enrolled_at"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("cohort", "coach__user", "candidate__user")


class AbsencesInline(StaffInline):
    model = Absence
    fk_name = "coach"
    fields = ["first_day", "last_day", "stand_in"]
    autocomplete_fields = ["stand_in"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("stand_in__user", "coach__user")


class ProfileAdmin(StaffAdmin):
    """A coach or a candidate: the person is chosen once."""

    search_fields = ["user__name", "user__email"]
    autocomplete_fields = ["user"]
    list_select_related = ["user"]
    ordering = ["user__name", "pk"]
    fields = ["user"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["user"] if obj else []

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description=_("e-mail address"), ordering="user__email")
    def email(self, profile: Coach | Candidate) -> str:
        return profile.user.email

    @admin.display(description=_("active"), boolean=True, ordering="user__is_active")
    def is_active(self, profile: Coach | Candidate) -> bool:
        return profile.user.is_active


@admin.register(Coach)
class CoachAdmin(ProfileAdmin):
    list_display = ["__str__", "email", "cohorts_open", "candidates", "waiting", "is_active"]
    list_filter = ["cohorts", "user__is_active"]
    inlines = [AbsencesInline]

    def with_counts(self, rows: QuerySet[Any]) -> Any:
        is_open = Q(enrolments__cohort__archived_at=None)
        is_waiting = is_open & Q(enrolments__intros__waiting_since__isnull=False)
        return rows.annotate(
            cohort_count=Count("cohorts", filter=Q(cohorts__archived_at=None), distinct=True),
            candidate_count=Count("enrolments", filter=is_open, distinct=True),
            waiting_count=Count("enrolments__intros", filter=is_waiting, distinct=True),
        )

    @admin.display(description=_("open cohorts"), ordering="cohort_count")
    def cohorts_open(self, coach: Any) -> int:
        return int(coach.cohort_count)

    @admin.display(description=_("candidates"), ordering="candidate_count")
    def candidates(self, coach: Any) -> int:
        return int(coach.candidate_count)

    @admin.display(description=_("drafts waiting"), ordering="waiting_count")
    def waiting(self, coach: Any) -> int:
        return int(coach.waiting_count)


@admin.register(Candidate)
class CandidateAdmin(ProfileAdmin):
    list_display = ["__str__", "email", "cohorts", "versions", "is_active"]
    list_filter = ["enrolments__cohort", "user__is_active"]
    inlines = [EnrolmentsInline]

    def with_counts(self, rows: QuerySet[Any]) -> Any:
        versions = Count("enrolments__intros__versions", distinct=True)
        return rows.prefetch_related("enrolments__cohort").annotate(version_count=versions)

    @admin.display(description=_("cohorts"))
    def cohorts(self, candidate: Candidate) -> str:
        return ", ".join(str(enrolment.cohort) for enrolment in candidate.enrolments.all())

    @admin.display(description=_("versions"), ordering="version_count")
    def versions(self, candidate: Any) -> int:
        return int(candidate.version_count)
