"""What can go wrong when people write, each with one sentence that a page or the API shows as it is."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from cohorts.models import Intro


class Refused(Exception):
    """A request that cannot be done; `str()` is the sentence to show. Nothing was changed."""


class StaleRevision(Refused):
    """The working copy was saved from elsewhere since; `intro` holds the newer text."""

    def __init__(self, intro: "Intro") -> None:
        super().__init__(_("This introduction was changed in another window. Both texts are kept: choose one."))
        self.intro = intro


class EmptyDraft(Refused):
    def __init__(self) -> None:
        super().__init__(_("There is nothing to submit yet: write a sentence first."))


class DraftTooLong(Refused):
    def __init__(self, limit: int) -> None:
        super().__init__(_("A draft can have at most %(limit)d characters.") % {"limit": limit})


class UnchangedDraft(Refused):
    def __init__(self, number: int) -> None:
        super().__init__(
            _("Nothing has changed since version %(number)d, so it was not submitted again.") % {"number": number}
        )


class KeyUsed(Refused):
    """An idempotency key came again with another text: a retry it is not, and the new words must not be dropped."""

    def __init__(self, number: int) -> None:
        super().__init__(
            _("This was submitted already, as version %(number)d. Submit again to send what has changed since.")
            % {"number": number}
        )


class KeyOfAnother(Refused):
    """An Idempotency-Key came again with another request."""

    def __init__(self) -> None:
        super().__init__(_("This Idempotency-Key was sent with another request before. Take a new one for each."))


class HasVersions(Refused):
    def __init__(self) -> None:
        super().__init__(_("It has versions already, so it cannot be deleted. You can put it away."))


class HasIntroductions(Refused):
    def __init__(self) -> None:
        super().__init__(_("Something was written in this enrolment already, so it stays. Archive the cohort instead."))


class CohortArchived(Refused):
    def __init__(self) -> None:
        super().__init__(_("This cohort is archived: its drafts can be read, but no longer changed."))


class NotACoachOfCohort(Refused):
    def __init__(self) -> None:
        super().__init__(_("Only a coach of the cohort can be assigned to its candidates."))


class TooManyTokens(Refused):
    def __init__(self, most: int) -> None:
        super().__init__(_("You have %(most)d tokens, and more are not kept: revoke one first.") % {"most": most})


class TokenNameTaken(Refused):
    def __init__(self, name: str) -> None:
        super().__init__(_("You have a token called “%(name)s” already.") % {"name": name})


class TokenEndsTooLate(Refused):
    def __init__(self, days: int) -> None:
        super().__init__(_("A token ends in the future, within %(days)d days.") % {"days": days})


class StaleIntro(Refused):
    """What the introduction is for was changed from elsewhere since; `intro` holds the newer state."""

    def __init__(self, intro: "Intro") -> None:
        super().__init__(_("This introduction was changed elsewhere since you read it. Look at it again first."))
        self.intro = intro
