"""Reusable comments: a coach keeps their own; those of a cohort are kept by all its coaches together, and by admins."""

import re

from django.db import transaction

from cohorts.exceptions import NotACoachOfCohort
from cohorts.models import Coach, Cohort
from cohorts.services import note_change
from feedback.exceptions import NotTheirs, StaleSnippet, UnknownPlaceholder
from feedback.models import Comment, Snippet

PLACEHOLDERS = ("name", "company", "role", "quote")
"""What stands between braces in a snippet's text, and is filled in when it is put into a comment: the candidate's first
name, the version's company and role, the words that the comment is about."""
TITLE_WORDS = 8
_PLACEHOLDER = re.compile(r"\{\s*([^\s{}]{1,40})\s*\}")


@transaction.atomic
def save_snippet(
    *, coach: Coach, title: str, body: str, check_id: str = "", owner: Coach | Cohort | None = None,
    snippet: Snippet | None = None, revision: int | None = None,
) -> Snippet:  # fmt: skip
    """A new snippet, or a changed one that the coach may keep; without `owner` it stays whose it is, a new one theirs.

    `revision` is the one last seen; without it the last word counts. Raises NotTheirs, NotACoachOfCohort,
    UnknownPlaceholder, StaleSnippet (with the newer words), ValidationError.
    """
    snippet = Snippet(coach=coach) if snippet is None else _locked(coach, snippet, revision)
    if isinstance(owner, Cohort):
        if not coach.cohorts.filter(pk=owner.pk).exists():
            raise NotACoachOfCohort
        snippet.coach, snippet.cohort = None, owner
    elif owner is not None:
        if owner != coach:
            raise NotTheirs
        snippet.coach, snippet.cohort = coach, None
    unknown = [word for word in _PLACEHOLDER.findall(body) if word not in PLACEHOLDERS]
    if unknown:
        raise UnknownPlaceholder(unknown[0], PLACEHOLDERS)
    snippet.title, snippet.body, snippet.check_id = title.strip(), _PLACEHOLDER.sub(r"{\1}", body.strip()), check_id
    snippet.revision += 1
    snippet.full_clean()
    snippet.save()
    return snippet


@transaction.atomic
def delete_snippet(*, coach: Coach, snippet: Snippet, revision: int | None = None) -> None:
    """Comments that were written from it stay. Raises NotTheirs, StaleSnippet."""
    current = _locked(coach, snippet, revision)
    cohorts = {*current.comments.values_list("version__intro__enrolment__cohort_id", flat=True)}
    current.delete()
    note_change(*cohorts)


def _locked(coach: Coach, snippet: Snippet, revision: int | None) -> Snippet:
    """The row as it is now, held until the transaction ends. Raises NotTheirs, StaleSnippet."""
    if not Snippet.objects.kept_by(coach).filter(pk=snippet.pk).exists():
        raise NotTheirs
    current = Snippet.objects.select_for_update(of=("self",)).get(pk=snippet.pk)
    if revision is not None and revision != current.revision:
        raise StaleSnippet(current)
    return current


def keep_comment(*, coach: Coach, comment: Comment) -> Snippet:
    """A snippet of the coach's own from a comment of theirs, the candidate's name and the like as placeholders.

    The same words again give the snippet that there is. `comment` comes with its version and the candidate's user.
    Raises NotTheirs.
    """
    if comment.author_id != coach.user_id:
        raise NotTheirs
    version = comment.version
    body = comment.body.replace("{", "(").replace("}", ")")  # braces of the comment's own are no placeholders
    said = {
        "quote": comment.quote if len(comment.quote.split()) > 1 else "",
        "name": version.intro.enrolment.candidate.user.get_short_name(),
        "company": version.company,
        "role": version.role,
    }
    for placeholder, words in said.items():
        if words.strip():
            body = re.sub(rf"(?<![\w{{]){re.escape(words)}(?![\w}}])", f"{{{placeholder}}}", body)
    known = coach.snippets.filter(body=body).first()
    if known is not None:
        return known
    every = body.split()
    title = " ".join(every[:TITLE_WORDS]) + ("…" if len(every) > TITLE_WORDS else "")
    return save_snippet(coach=coach, title=title[:120], body=body, check_id=comment.check_id)
