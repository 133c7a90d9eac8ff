"""What people may send, checked and named before a service sees it."""

import json
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.db.models import QuerySet

from cohorts.models import DRAFT_MAX_CHARS, Coach, Cohort, User
from feedback.models import Decision, Verdict
from feedback.pitch import CHECKS
from feedback.reports.queue import ALL, MINE, NOBODY, QueueFilters

BODY_MAX_CHARS = 5_000
SUMMARY_MAX_CHARS = 20_000
DISMISSALS = {verdict.value: verdict.label for verdict in (Verdict.WRONG, Verdict.FINE_HERE, Verdict.NOT_NOW)}


class WordsField(forms.CharField):
    """Free text that every database can store: no null characters, no halves of a character, one kind of line end."""

    def to_python(self, value: Any) -> str:
        if value not in self.empty_values and not isinstance(value, str):
            raise ValidationError(_("Send text here."), code="invalid")
        text = super().to_python(value) or ""
        storable = text.replace("\x00", "").encode("utf-8", "replace").decode()
        return storable.replace("\r\n", "\n").replace("\r", "\n")


class QueueForm(forms.Form):
    """The queue's filters as they stand in the address."""

    q = WordsField(label=_("Search"), required=False, max_length=100)
    cohort = forms.ChoiceField(label=_("Cohort"), required=False)
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("waiting", _("Waiting")), ("reviewed", _("Answered")), ("all", _("All"))],
    )
    assigned = forms.ChoiceField(label=_("Assigned to"), required=False)
    version = forms.IntegerField(label=_("Version"), required=False, min_value=1, max_value=10_000)
    check = forms.ChoiceField(label=_("Check that fires"), required=False)

    def __init__(self, data: Any, *, user: User) -> None:
        super().__init__(data)
        self.user = user
        cohorts = Cohort.objects.coached_by(user)
        self.has_own = user.is_coach
        own = [(MINE, _("Me or nobody"))] if self.has_own else []
        colleagues = Coach.objects.filter(pk__in=Coach.objects.visible_to(user).values("pk"))
        coaches = colleagues.order_by("user__name").values_list("pk", "user__name")
        self._choose("cohort", [("", _("All cohorts")), *cohorts.order_by("name").values_list("slug", "name")])
        self._choose(
            "assigned",
            [*own, (ALL, _("Anybody")), (NOBODY, _("Nobody yet")), *((str(pk), name) for pk, name in coaches)],
        )
        self._choose("check", [("", _("Any")), *((check.id, check.title) for check in CHECKS)])

    def filters(self) -> QueueFilters:
        """What was asked for; a value that cannot be is left out (`errors` says so)."""
        self.is_valid()
        asked = self.cleaned_data
        return QueueFilters(
            state=asked.get("state") or "waiting",
            assigned=asked.get("assigned") or (MINE if self.has_own else ALL),
            cohort=asked.get("cohort") or "",
            number=asked.get("version") or 0,
            check=asked.get("check") or "",
            words=asked.get("q") or "",
        )

    def _choose(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  # told to the type checker; declared above
        field.choices = choices


class LevelsField(forms.Field):
    """{criterion id: level id or None}, from an object whose keys are digits."""

    def to_python(self, value: Any) -> Mapping[int, int | None]:
        if not isinstance(value, dict):
            raise ValidationError(_("Send the levels as an object of criterion and level."), code="invalid")
        try:
            return {self._id(key): None if level is None else self._id(level) for key, level in value.items()}
        except (TypeError, ValueError):
            raise ValidationError(_("Criteria and levels are named by their numbers."), code="invalid") from None

    def _id(self, value: Any) -> int:
        number = int(value)
        if isinstance(value, bool | float) or not 0 < number < 2**63:
            raise ValueError(value)
        return number


class ReviewForm(forms.Form):
    """The state of a review draft, as the page saves it."""

    revision = forms.IntegerField(min_value=0, max_value=2**31 - 1)
    summary = WordsField(required=False, max_length=SUMMARY_MAX_CHARS, strip=False)
    decision = forms.ChoiceField(required=False, choices=[("", ""), *Decision.choices])
    levels = LevelsField(required=False)


class CommentForm(forms.Form):
    start = forms.IntegerField(min_value=0, max_value=2**31 - 1)
    end = forms.IntegerField(min_value=1, max_value=2**31 - 1)
    body = WordsField(required=False, max_length=BODY_MAX_CHARS)


class DismissForm(forms.Form):
    """Why a coach sets a finding aside, or that it stands again."""

    is_dismissed = forms.BooleanField(required=False)
    reason = forms.ChoiceField(required=False, choices=[("", ""), *DISMISSALS.items()])
    words = WordsField(required=False, max_length=200)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("is_dismissed") and not cleaned.get("reason"):
            raise ValidationError(_("Say why it does not help here."))
        return cleaned


class VerdictForm(forms.Form):
    """What a coach says of a finding; nothing takes back what was said."""

    verdict = forms.ChoiceField(
        required=False, choices=[("", ""), *((v.value, v.label) for v in Verdict if v != Verdict.ASIDE)]
    )
    note = WordsField(required=False, max_length=200)


class LeaseForm(forms.Form):
    """What an open review page says of itself."""

    act = forms.ChoiceField(choices=[(act, act) for act in ("read", "open", "beat", "force", "leave")])

    check_id = WordsField(required=False, max_length=60)
    snippet = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)

class SnippetForm(forms.Form):
    title = WordsField(label=_("Title"), max_length=120, help_text=_("How you find it again; candidates don't see it."))
    body = WordsField(
        label=_("Text"),
        max_length=BODY_MAX_CHARS,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Filled in when you use it: {name}, {company}, {role} and {quote}, the words you comment on."),
    )
    check_id = forms.ChoiceField(
        label=_("Answers this check"), required=False, help_text=_("It is offered first where that check fires.")
    )

    def __init__(self, *args: Any, cohorts: QuerySet[Cohort], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["check_id"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  # told to the type checker; declared above
        field.choices = [("", _("None in particular")), *((check.id, check.title) for check in CHECKS)]


def flat_errors(form: forms.Form) -> str:
    """The first thing that is wrong, as one sentence."""
    field, errors = next(iter(form.errors.items()))
    name = "" if field == "__all__" else f"{form.fields[field].label or field}: "
    return f"{name}{errors[0]}"


def parse_json(body: bytes) -> dict[str, Any]:
    """An object; raises ValueError on anything else."""
    data = json.loads(body or b"{}")
    if not isinstance(data, dict):
        raise ValueError(_("Send one JSON object."))
    return data


class LiveForm(forms.Form):
    """A text to look at while it is written."""

    text = WordsField(
        label=_("Your text"),
        required=False,
        max_length=DRAFT_MAX_CHARS,
    cohort = forms.ModelChoiceField(
        Cohort.objects.none(),
        label=_("For"),
        required=False,
        empty_label=_("Yourself alone"),
        help_text=_("All coaches of a cohort use and keep what is shared with it."),
    )
        strip=False,
        error_messages={"max_length": _("A draft can have at most %(limit_value)d characters.")},
    )


class WorkingCopyForm(LiveForm):
    """The working copy as the page saves it; `revision` is the one that the page saw."""

    revision = forms.IntegerField(min_value=0, max_value=2**31 - 1)


class SubmitForm(WorkingCopyForm):
    idempotency_key = forms.UUIDField()


class ReplyForm(forms.Form):
    body = WordsField(
        label=_("Your reply"),
        max_length=BODY_MAX_CHARS,
        error_messages={"required": _("Write something before you send it.")},
    )
    client_key = forms.UUIDField()
