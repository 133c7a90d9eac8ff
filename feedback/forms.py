"""What people may send, checked and named before a service sees it."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cohorts.models import DRAFT_MAX_CHARS, Coach, Cohort, User
from feedback.models import Decision, Verdict
from feedback.pitch import CHECKS
from feedback.reports.keys import GROUPS
from feedback.reports.queue import ALL, MINE, NOBODY, QueueFilters, QueueState

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


@dataclass(frozen=True)
class QueueChoices:
    """What a person may choose among in the queue's filters: (value, name) each."""

    has_own: bool
    cohorts: tuple[tuple[str, str], ...]
    coaches: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, user: User) -> "QueueChoices":
        """2 queries."""
        cohorts = Cohort.objects.coached_by(user).order_by("name").values_list("slug", "name")
        colleagues = Coach.objects.filter(pk__in=Coach.objects.visible_to(user).values("pk"))
        coaches = colleagues.order_by("user__name", "pk").values_list("pk", "user__name")
        return cls(user.is_coach, tuple(cohorts), tuple((str(pk), name) for pk, name in coaches))


def is_id(text: str) -> bool:
    """Whether it can be the number of a row, of whatever there may be: who may see it is asked later."""
    return re.fullmatch(r"\d{1,18}", text, re.ASCII) is not None


class IdsField(forms.CharField):
    """Numbers of rows with commas between, as a tuple."""

    most = 500

    def to_python(self, value: Any) -> Any:
        parts = [part for part in str(value or "").split(",") if part]
        if not all(map(is_id, parts)):
            raise ValidationError(_("Name rows by their numbers, with commas between."), code="invalid")
        if len(parts) > self.most:
            raise ValidationError(
                _("These are %(n)d; choose %(most)d at most at a time."),
                code="too_many",
                params={"n": len(parts), "most": self.most},
            )
        return tuple(dict.fromkeys(int(part) for part in parts))


class QueueForm(forms.Form):
    """The queue's filters as they stand in the address; those in `more` are folded away."""

    more = ("check", "waits", "untouched", "score_from", "score_to", "version")

    q = WordsField(
        label=_("Search"), required=False, max_length=100,
        widget=forms.SearchInput(attrs={"placeholder": _("Name, role, company, words")}),
    )  # fmt: skip
    cohort = forms.ChoiceField(label=_("Cohort"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)
    assigned = forms.ChoiceField(label=_("Assigned to"), required=False)
    check = forms.ChoiceField(label=_("Check that fires"), required=False)
    waits = forms.IntegerField(label=_("Waits over (days)"), required=False, min_value=1, max_value=3_650)
    untouched = forms.IntegerField(label=_("Untouched for (days)"), required=False, min_value=1, max_value=3_650)
    score_from = forms.IntegerField(label=_("Score from"), required=False, min_value=0, max_value=100)
    score_to = forms.IntegerField(label=_("Score to"), required=False, min_value=0, max_value=100)
    version = forms.IntegerField(label=_("Version"), required=False, min_value=1, max_value=10_000)
    intros = IdsField(label=_("Chosen on a dashboard"), required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, user: User, choices: "QueueChoices | None" = None) -> None:
        super().__init__(data)
        self.offered = choices or QueueChoices.of(user)
        self.default_assigned = MINE if self.offered.has_own else ALL
        self.names: dict[str, dict[Any, Any]] = {}
        own = [(MINE, _("Me or nobody"))] if self.offered.has_own else []
        self._choose("state", QueueState.choices)
        self._choose("cohort", [("", _("All cohorts")), *self.offered.cohorts])
        self._choose("assigned", [*own, (ALL, _("Anybody")), (NOBODY, _("Nobody yet")), *self.offered.coaches])
        self._choose("check", [("", _("Any")), *((check.id, check.title) for check in CHECKS)])
        for name in self.more[1:]:
            self.fields[name].widget.attrs["placeholder"] = _("Any")

    def filters(self) -> QueueFilters:
        """What was asked for; a value that cannot be is left out (`errors` says so)."""
        self.is_valid()
        asked = self.cleaned_data
        return QueueFilters(
            state=asked.get("state") or QueueState.WAITING,
            assigned=asked.get("assigned") or self.default_assigned,
            cohort=asked.get("cohort") or "",
            number=asked.get("version") or 0,
            check=asked.get("check") or "",
            words=asked.get("q") or "",
            waits_days=asked.get("waits") or 0,
            untouched_days=asked.get("untouched") or 0,
            score_from=asked.get("score_from"),
            score_to=asked.get("score_to"),
            intros=asked.get("intros") or (),
        )

    def clean_intros(self) -> tuple[int, ...]:
        chosen: tuple[int, ...] = self.cleaned_data["intros"]
        self.names["intros"] = {chosen: len(chosen)}
        return chosen

    def more_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.more]

    def asked(self) -> list[tuple[str, str]]:
        """(field, what it asks for in words) of each filter that is on, in the order of the fields."""
        self.is_valid()
        silent = {("state", QueueState.WAITING), ("assigned", self.default_assigned)}
        return [
            (name, f"{self.fields[name].label}: {self.names.get(name, {}).get(value, value)}")
            for name, value in self.cleaned_data.items()
            if value not in ("", None, ()) and (name, value) not in silent
        ]

    def _choose(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  # told to the type checker; declared above
        field.choices = choices
        field.widget.attrs["data-submits"] = ""
        self.names[name] = dict(choices)


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


class CommentsField(forms.Field):
    """{comment id: its new words}, from an object whose keys are digits."""

    def to_python(self, value: Any) -> Mapping[int, str]:
        if value in self.empty_values:
            return {}
        words = WordsField(max_length=BODY_MAX_CHARS)
        try:
            return {int(key): words.clean(body) for key, body in value.items() if 0 < int(key) < 2**63}
        except (AttributeError, ValueError):
            raise ValidationError(_("Send the comments as an object of number and words."), code="invalid") from None


class NumbersField(forms.Field):
    """Ids, from a list of numbers."""

    def to_python(self, value: Any) -> list[int]:
        if value in self.empty_values:
            return []
        if not isinstance(value, list) or not all(type(pk) is int and 0 < pk < 2**63 for pk in value):
            raise ValidationError(_("Send a list of numbers."), code="invalid")
        return value


class NewCommentsField(forms.Field):
    """What NewCommentForm cleans, from a list of objects."""

    def to_python(self, value: Any) -> list[dict[str, Any]]:
        if value in self.empty_values:
            return []
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            raise ValidationError(_("Send the new comments as a list of objects."), code="invalid")
        found = []
        for one in value:
            form = NewCommentForm(one)
            if not form.is_valid():
                raise ValidationError(flat_errors(form), code="invalid")
            found.append(form.cleaned_data)
        return found


class AmendForm(ReviewForm):
    """The state of a published review after a change; of the comments what is changed, gone and new."""

    comments = CommentsField(required=False)
    removed = NumbersField(required=False)
    added = NewCommentsField(required=False)


class SinceForm(forms.Form):
    """The version that the review page tells the changes from."""

    since = forms.IntegerField(required=False, min_value=1, max_value=10_000)

    def number(self) -> int | None:
        self.is_valid()
        return self.cleaned_data.get("since")


class NameForm(forms.Form):
    """Part of a name, to find what is called so."""

    q = WordsField(label=_("Name"), required=False, max_length=100, widget=forms.SearchInput())

    def words(self) -> str:
        """Empty where nothing, or more than a name, was asked for."""
        self.is_valid()
        return str(self.cleaned_data.get("q") or "")


class SeenForm(forms.Form):
    """The revision that the page saw, where it knows one."""

    revision = forms.IntegerField(required=False, min_value=0, max_value=2**31 - 1)


class ThreadForm(forms.Form):
    """What a coach does with a thread on the review page."""

    act = forms.ChoiceField(choices=[(act, act) for act in ("reply", "tick", "open")])
    body = WordsField(required=False, max_length=BODY_MAX_CHARS)
    client_key = forms.UUIDField(required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("act") == "reply" and not cleaned.get("client_key"):
            raise ValidationError(_("A reply needs a key of its own."))
        return cleaned


class KeyForm(forms.Form):
    """A key of a page by its default, and the key to have instead; without an action, the default keys of the page."""

    page = forms.ChoiceField(choices=[(page, page) for page in GROUPS])
    action = forms.CharField(required=False, max_length=1, strip=False)
    key = forms.CharField(required=False, max_length=10, strip=False)


class CommentForm(SeenForm):
    start = forms.IntegerField(min_value=0, max_value=2**31 - 1)
    end = forms.IntegerField(min_value=1, max_value=2**31 - 1)
    body = WordsField(required=False, max_length=BODY_MAX_CHARS)
    is_praise = forms.BooleanField(required=False)
    check_id = WordsField(required=False, max_length=60)
    snippet = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)


class NewCommentForm(CommentForm):
    """A comment that an amended review gets; `key` is the page's own."""

    key = forms.UUIDField()


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
    cohort = forms.ModelChoiceField(
        Cohort.objects.none(),
        label=_("For"),
        required=False,
        empty_label=_("Yourself alone"),
        help_text=_("All coaches of a cohort use and keep what is shared with it."),
    )

    def __init__(self, *args: Any, cohorts: QuerySet[Cohort], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shared = self.fields["cohort"]
        assert isinstance(shared, forms.ModelChoiceField)  # noqa: S101  # told to the type checker; declared above
        shared.queryset = cohorts
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
