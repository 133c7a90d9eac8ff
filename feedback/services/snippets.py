"""Reusable comments: a coach keeps their own; those of a cohort are the admins' to keep."""

from cohorts.models import Coach
from feedback.exceptions import NotTheirs
from feedback.models import Snippet


def save_snippet(*, coach: Coach, title: str, body: str, check_id: str = "", snippet: Snippet | None = None) -> Snippet:
    """A new snippet of the coach's, or a changed one of theirs; raises NotTheirs, ValidationError."""
    snippet = snippet or Snippet(coach=coach)
    if snippet.coach_id != coach.pk:
        raise NotTheirs
    snippet.title, snippet.body, snippet.check_id = title.strip(), body.strip(), check_id
    snippet.full_clean()
    snippet.save()
    return snippet


def delete_snippet(*, coach: Coach, snippet: Snippet) -> None:
    """Raises NotTheirs."""
    if snippet.coach_id != coach.pk:
        raise NotTheirs
    snippet.delete()
