"""What can go wrong when people answer, each with one sentence that a page or the API shows as it is."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from cohorts.exceptions import Refused

if TYPE_CHECKING:
    from feedback.models import Comment, Review, Snippet, Webhook


class AlreadyReviewed(Refused):
    def __init__(self, coach: str) -> None:
        super().__init__(_("%(coach)s has published a review of this version already.") % {"coach": coach})


class OwnIntroduction(Refused):
    def __init__(self) -> None:
        super().__init__(_("This introduction is your own: another coach of the cohort answers it."))


class AlreadyPublished(Refused):
    def __init__(self) -> None:
        super().__init__(_("This review is published; it can no longer be changed here."))


class StaleReview(Refused):
    """The review was saved from elsewhere since; `review` holds the newer state."""

    def __init__(self, review: "Review") -> None:
        super().__init__(_("This review was changed in another window. Both texts are kept: choose one."))
        self.review = review


class IncompleteReview(Refused):
    def __init__(self) -> None:
        super().__init__(_("Choose a decision and write a summary or a comment before you publish."))


class WrongSpan(Refused):
    def __init__(self) -> None:
        super().__init__(_("These words are not part of the version."))


class EmptyComment(Refused):
    def __init__(self) -> None:
        super().__init__(_("Write something before you save the comment."))


class WrongLevel(Refused):
    def __init__(self) -> None:
        super().__init__(_("This level does not belong to the cohort's rubric."))


class NotTheirs(Refused):
    def __init__(self) -> None:
        super().__init__(_("Only the person who wrote it can change it."))


class JudgedByCoach(Refused):
    def __init__(self) -> None:
        super().__init__(_("A coach has said something about this finding; answer them in a comment instead."))


class UnknownPlaceholder(Refused):
    def __init__(self, word: str, known: tuple[str, ...]) -> None:
        names = ", ".join(f"{{{name}}}" for name in known)
        said = _("{%(word)s} is none of the placeholders that can be filled in: %(names)s.")
        super().__init__(said % {"word": word, "names": names})


class ViewNameTaken(Refused):
    def __init__(self, name: str) -> None:
        super().__init__(_("You have a view called “%(name)s” already.") % {"name": name})


class TooManyViews(Refused):
    def __init__(self, most: int) -> None:
        super().__init__(_("You have %(most)d views already; delete one first.") % {"most": most})


class NotDrawn(Refused):
    def __init__(self) -> None:
        super().__init__(_("Draw versions of this cohort, each of them once."))


class CalibrationClosed(Refused):
    def __init__(self) -> None:
        super().__init__(_("This round is closed: its answers can be read, no longer changed."))


class IncompleteAnswer(Refused):
    def __init__(self) -> None:
        super().__init__(_("Choose a level for each criterion, and a decision."))


class StaleComment(Refused):
    """The comment was changed from elsewhere since; `comment` holds the newer words."""

    def __init__(self, comment: "Comment") -> None:
        super().__init__(_("This comment was changed in another window. Both texts are kept: choose one."))
        self.comment = comment


class StaleSnippet(Refused):
    """The snippet was changed from elsewhere since; `snippet` holds the newer words."""

    def __init__(self, snippet: "Snippet") -> None:
        super().__init__(_("This snippet was changed elsewhere since you read it. Look at it again first."))
        self.snippet = snippet


class NotHeld(Refused):
    def __init__(self) -> None:
        super().__init__(_("This review is no longer held back."))


class NotPublished(Refused):
    def __init__(self) -> None:
        super().__init__(_("This review is not published yet: change the draft instead."))


class NothingChanged(Refused):
    def __init__(self) -> None:
        super().__init__(_("Nothing was changed, so your candidate was not told anything."))


class WrongComment(Refused):
    def __init__(self) -> None:
        super().__init__(_("This comment is not part of the review."))


class CommentGone(Refused):
    def __init__(self) -> None:
        super().__init__(_("This comment was taken out of the review meanwhile. Look at the page again."))


class CommentReplied(Refused):
    def __init__(self) -> None:
        super().__init__(_("Somebody has replied to this comment: change its words, or tick it off instead."))


class UnknownAction(Refused):
    def __init__(self) -> None:
        super().__init__(_("There is no such key to change."))


class WrongKey(Refused):
    def __init__(self) -> None:
        super().__init__(_("Choose a single letter, digit or sign; “?” always shows the keys."))


class KeyTaken(Refused):
    def __init__(self, key: str, action: str) -> None:
        super().__init__(_("“%(key)s” is taken: %(action)s.") % {"key": key, "action": action})


class CannotPrint(Refused):
    """Not now, or not here; nothing is wrong with what was asked for."""


class NoBrowser(CannotPrint):
    def __init__(self) -> None:
        super().__init__(_("This server has no Chromium to make a PDF with. Open the report and print it from there."))


class PrinterBusy(CannotPrint):
    def __init__(self) -> None:
        super().__init__(_("Another report is being printed. Try again in a minute."))


class PrintFailed(CannotPrint):
    def __init__(self) -> None:
        super().__init__(_("The report could not be made into a PDF. Open it and print it from there."))


class StaleWebhook(Refused):
    """The webhook was changed from elsewhere since; `webhook` holds the newer state."""

    def __init__(self, webhook: "Webhook") -> None:
        super().__init__(_("This webhook was changed by somebody else meanwhile."))
        self.webhook = webhook


class WebhookDeleted(Refused):
    def __init__(self) -> None:
        super().__init__(_("This webhook was deleted meanwhile."))
