"""A coach's own desk: what they have read and put off, their views of the queue and how it is ordered for them.

What is done to many introductions at once gives an Undo, which takes it back where nobody changed it since.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from cohorts.models import Coach, DraftVersion, Enrolment, Intro, User
from cohorts.services import assign_coach, note_change
from feedback.exceptions import TooManyViews, ViewNameTaken
from feedback.models import Desk, Reading, SavedView, Snooze

MAX_VIEWS = 12
"""As many as a coach can tell apart at a glance; each is counted on every page of the queue."""


KEPT: dict[str, tuple[Any, tuple[str, ...]]] = {
    "put_off": (Snooze, ("number", "until")),
    "read": (Reading, ("number", "read_at", "earlier_number", "earlier_read_at")),
}
"""What is kept of a row before an act changes it."""


@dataclass(frozen=True)
class Undo:
    """What `act` changed: (introduction's id, values of KEPT before or None where there was nothing), or for "assign"
    (enrolment's id, id of its coach before); `coach_id` is whom it was assigned to. Moments are in ISO 8601."""

    act: str
    rows: tuple[tuple[int, Any], ...]
    coach_id: int | None = None


def note_reading(*, coach: Coach, version: DraftVersion, read_at: datetime | None = None) -> None:
    """That the coach has read the version; an older one than the last read changes nothing.

    `read_at` is for imports; otherwise now.
    """
    now = read_at or timezone.now()
    reading, is_first = Reading.objects.get_or_create(
        coach=coach, intro_id=version.intro_id, defaults={"number": version.number, "read_at": now}
    )
    if not is_first:
        Reading.objects.filter(pk=reading.pk, number__lt=version.number).update(
            earlier_number=F("number"), earlier_read_at=F("read_at"), number=version.number, read_at=now
        )


@transaction.atomic
def mark_all_read(*, coach: Coach, intros: Sequence[Intro], read_at: datetime | None = None) -> Undo:
    """Their latest versions count as read by the coach."""
    now = read_at or timezone.now()
    unread = [intro for intro in intros if intro.latest_number]
    undo = _before("read", coach, unread)
    Reading.objects.bulk_create(
        [
            Reading(coach=coach, intro=intro, number=intro.latest_number, read_at=now, earlier_number=before[0],
                    earlier_read_at=before[1])
            for intro, (_pk, kept) in zip(unread, undo.rows, strict=True)
            for before in [_read_before(kept, intro.latest_number)]
        ],
        update_conflicts=True, unique_fields=["coach", "intro"], update_fields=KEPT["read"][1],
    )  # fmt: skip
    return undo


@transaction.atomic
def put_off(*, coach: Coach, intros: Sequence[Intro], until: datetime) -> Undo:
    """They leave the coach's waiting queue until then, or until a new version comes."""
    undo = _before("put_off", coach, intros)
    Snooze.objects.bulk_create(
        [Snooze(coach=coach, intro=intro, number=intro.latest_number, until=until) for intro in intros],
        update_conflicts=True, unique_fields=["coach", "intro"], update_fields=["number", "until"],
    )  # fmt: skip
    return undo


@transaction.atomic
def bring_back(*, coach: Coach, intros: Sequence[Intro]) -> Undo:
    """What the coach put off waits again; what they did not is left out."""
    before = _before("put_off", coach, intros)
    coach.snoozes.filter(intro__in=intros).delete()
    return Undo("bring_back", tuple((pk, kept) for pk, kept in before.rows if kept is not None))


@transaction.atomic
def assign_all(*, enrolments: Sequence[Enrolment], coach: Coach) -> Undo:
    """Those candidates are the coach's to answer. Raises NotACoachOfCohort, and then changes none."""
    changed = [enrolment for enrolment in enrolments if enrolment.coach_id != coach.pk]
    assign_coach(enrolments=changed, coach=coach)
    return Undo("assign", tuple((enrolment.pk, enrolment.coach_id) for enrolment in changed), coach.pk)


@transaction.atomic
def take_back(*, undo: Undo, user: User) -> None:
    """What the act changed is as it was before; a candidate whom somebody assigned anew since stays theirs."""
    if undo.act == "assign":
        given = Enrolment.objects.filter(pk__in=Enrolment.objects.visible_to(user).values("pk"), coach=undo.coach_id)
        for before in {coach for _pk, coach in undo.rows}:
            given.filter(pk__in=[pk for pk, coach in undo.rows if coach == before]).update(coach=before)
        cohorts = Enrolment.objects.filter(pk__in=[pk for pk, _coach in undo.rows])
        note_change(*cohorts.values_list("cohort_id", flat=True))
        return
    if undo.act == "bring_back":
        rows = [Snooze(coach=user.coach, intro_id=pk, number=kept[0], until=kept[1]) for pk, kept in undo.rows]
        Snooze.objects.bulk_create(rows, ignore_conflicts=True)  # put off anew since: that counts
        return
    model, fields = KEPT[undo.act]
    own = model.objects.visible_to(user)
    own.filter(intro__in=[pk for pk, kept in undo.rows if kept is None]).delete()
    for pk, kept in undo.rows:
        if kept is not None:
            own.filter(intro=pk).update(**dict(zip(fields, kept, strict=True)))


def _before(act: str, coach: Coach, intros: Sequence[Intro]) -> Undo:
    model, fields = KEPT[act]
    rows = model.objects.filter(coach=coach, intro__in=intros).values_list("intro", *fields)
    before = {pk: tuple(_plain(value) for value in values) for pk, *values in rows}
    return Undo(act, tuple((intro.pk, before.get(intro.pk)) for intro in intros))


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def _read_before(kept: Any, number: int) -> tuple[Any, Any]:
    """The number and moment of the reading before that of version `number`."""
    if kept is None:
        return None, None
    read, read_at, earlier, earlier_at = kept
    return (read, read_at) if read < number else (earlier, earlier_at)


@transaction.atomic
def save_view(*, coach: Coach, name: str, query: str) -> SavedView:
    """`query` is what stands in the address. Raises ViewNameTaken, TooManyViews."""
    if coach.saved_views.count() >= MAX_VIEWS:
        raise TooManyViews(MAX_VIEWS)
    return _named(SavedView(coach=coach, query=query), name)


def rename_view(*, view: SavedView, name: str) -> SavedView:
    """Raises ViewNameTaken."""
    return _named(view, name)


def delete_view(*, view: SavedView) -> None:
    view.delete()


def _named(view: SavedView, name: str) -> SavedView:
    view.name = name.strip()
    try:
        with transaction.atomic():
            view.save()
    except IntegrityError:
        raise ViewNameTaken(view.name) from None
    return view


def set_weights(*, coach: Coach, interview_days: int, again_days: int, first_days: int, weak_days: int) -> None:
    """Days of waiting that each reason counts for in this coach's queue."""
    weights = {
        "interview_days": interview_days, "again_days": again_days, "first_days": first_days, "weak_days": weak_days,
    }  # fmt: skip
    Desk.objects.update_or_create(coach=coach, defaults=weights)
