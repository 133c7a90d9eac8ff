"""Single letters of the coach's pages: what each does, and which ones a coach has chosen instead."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cohorts.models import User
from feedback.models import Desk

Words = str | Promise

GROUPS: Mapping[str, tuple[tuple[Words, tuple[tuple[str, Words], ...]], ...]] = {
    "review": (
        (
            _("The text"),
            (
                ("t", _("to the text")),
                ("s", _("in the text: select the sentence; again: the next one too")),
                ("c", _("comment on the selected words")),
                ("v", _("changes or plain text")),
            ),
        ),
        (
            _("Findings"),
            (
                ("f", _("next finding")),
                ("F", _("previous finding")),
                ("y", _("the finding is right; again: take that back")),
                ("x", _("set the finding aside, then 1, 2 or 3 says why; again: let it stand")),
            ),
        ),
        (
            _("Comments"),
            (
                ("e", _("next comment")),
                ("E", _("previous comment")),
                ("l", _("next earlier comment")),
                ("L", _("previous earlier comment")),
                ("a", _("earlier comments: open ones or all")),
                ("o", _("tick the comment off; again: open it")),
                ("w", _("reply to the comment")),
                ("z", _("undo what was deleted or ticked off last")),
            ),
        ),
        (
            _("Your answer"),
            (
                ("r", _("to the rubric")),
                ("m", _("to the summary")),
                ("d", _("to the decision")),
                ("h", _("hold it back, and go on to the next draft")),
            ),
        ),
        (
            _("Drafts"),
            (
                ("n", _("next draft, without publishing")),
                ("q", _("back to the queue")),
            ),
        ),
    ),
    "queue": (
        (
            _("The list"),
            (
                ("j", _("next introduction")),
                ("k", _("previous introduction")),
                ("/", _("search")),
            ),
        ),
        (
            _("Many at once"),
            (
                ("x", _("choose it, or not")),
                ("X", _("choose all from the one chosen last")),
                ("a", _("choose all on this page, or none")),
                ("b", _("to what can be done with the chosen ones")),
                ("z", _("undo what was done last")),
            ),
        ),
    ),
}
"""By page: groups of (default key, what it does). The id of an action is page and default key, as in "review.t"."""


@dataclass(frozen=True)
class KeyRow:
    action: str
    default: str
    key: str
    words: Words


@dataclass(frozen=True)
class KeyGroup:
    title: Words
    rows: tuple[KeyRow, ...]


def key_groups(page: str, user: User) -> tuple[KeyGroup, ...]:
    """The page's keys as this person has them. 1 query for a coach."""
    chosen = Desk.objects.visible_to(user).values_list("keys", flat=True).first() if user.is_coach else None
    return groups_with(page, chosen or {})


def groups_with(page: str, chosen: Mapping[str, str]) -> tuple[KeyGroup, ...]:
    """`chosen` is {action: key}, as a Desk keeps it."""
    return tuple(
        KeyGroup(
            title,
            tuple(
                KeyRow(f"{page}.{default}", default, chosen.get(f"{page}.{default}", default), words)
                for default, words in rows
            ),
        )
        for title, rows in GROUPS[page]
    )


def key_map(groups: tuple[KeyGroup, ...]) -> dict[str, str]:
    """{default key: key}, for the page's script."""
    return {row.default: row.key for group in groups for row in group.rows}
