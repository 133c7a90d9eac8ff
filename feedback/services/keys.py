"""A coach chooses their own keys."""

from django.db import transaction

from cohorts.models import Coach
from feedback.exceptions import KeyTaken, UnknownAction, WrongKey
from feedback.models import Desk
from feedback.reports.keys import GROUPS, groups_with


@transaction.atomic
def set_key(*, coach: Coach, action: str, key: str) -> dict[str, str]:
    """{action: key} of all that differ from the default. Raises UnknownAction, WrongKey, KeyTaken."""
    page = action.partition(".")[0]
    desk = _locked(coach)
    rows = [row for group in groups_with(page, desk.keys) for row in group.rows] if page in GROUPS else []
    own = next((row for row in rows if row.action == action), None)
    if own is None:
        raise UnknownAction
    if len(key) != 1 or not key.isprintable() or key.isspace() or key == "?":
        raise WrongKey
    other = next((row for row in rows if row.key == key and row.action != action), None)
    if other is not None:
        raise KeyTaken(key, str(other.words))
    desk.keys = {name: chosen for name, chosen in desk.keys.items() if name != action}
    if key != own.default:
        desk.keys[action] = key
    desk.save(update_fields=["keys"])
    return dict(desk.keys)


@transaction.atomic
def reset_keys(*, coach: Coach, page: str) -> dict[str, str]:
    """The page's keys are the default ones again."""
    desk = _locked(coach)
    desk.keys = {action: key for action, key in desk.keys.items() if not action.startswith(f"{page}.")}
    desk.save(update_fields=["keys"])
    return dict(desk.keys)


def _locked(coach: Coach) -> Desk:
    Desk.objects.get_or_create(coach=coach)
    desk: Desk = Desk.objects.select_for_update(of=("self",)).get(coach=coach)
    return desk
