"""What a cohort's tables hold, as far as the reader may see it; rows come from the database a few at a time.

Scores and findings that the reader does not see yet are left out, as everywhere (`reports.blind`).
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Min, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Length, Substr
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feedback.models import CheckRun, Criterion, Decision, Finding, Review, RubricPoint, Severity, Verdict
from feedback.reports.dashboard.scope import Scope

CHUNK_ROWS = 500
SCORES = ("overall", "why_role", "why_team", "balance", "warmth", "telling")

Value = str | int | float | datetime | None
Row = tuple[Value, ...]


@dataclass(frozen=True)
class Table:
    """`columns` costs a query at most, `rows` one."""

    key: str
    title: str | Promise
    columns: Callable[[Scope], list[str]]
    rows: Callable[[Scope], Iterator[Row]]


def _candidates(scope: Scope) -> Iterator[Row]:
    """Where role, period or version are asked for, those with such a version, and the numbers of all that is theirs."""
    enrolments = scope.enrolments()
    if scope.is_of_some_versions:
        enrolments = enrolments.filter(pk__in=scope.versions().values("intro__enrolment"))
    rows = enrolments.annotate(
        intros_n=Count("intros"),
        versions_n=Sum("intros__latest_number", default=0),
        since=Min("intros__waiting_since"),
        decision=_decision_of_enrolment(),
    )
    for *plain, decision, since in _read(
        rows.order_by("candidate__user__name", "pk").values_list(
            "pk", "candidate__user__name", "candidate__user__email", "coach__user__name", "enrolled_at", "intros_n",
            "versions_n", "decision", "since",
        )
    ):  # fmt: skip
        yield (*plain, _label(Decision, decision), since)


def _versions(scope: Scope) -> Iterator[Row]:
    rows = scope.versions().order_by("intro__enrolment__candidate__user__name", "intro_id", "number")
    yield from _read(
        rows.annotate(signs=Length("text")).values_list(
            "pk", "intro_id", "intro__enrolment__candidate__user__name", "role", "company", "kind", "number",
            "submitted_at", "signs", "text",
        )
    )  # fmt: skip


def _scores(scope: Scope) -> Iterator[Row]:
    yield from _read(
        _runs(scope)
        .order_by("version__intro__enrolment__candidate__user__name", "version__intro_id", "version__number")
        .values_list(*_OF_RUN, "ruleset", "finished_at", *SCORES, "words", "spoken_s")
    )


def _runs(scope: Scope) -> QuerySet[CheckRun]:
    """The newest finished one of each version."""
    return scope.runs().filter(scope.of_version("version"))


def _findings(scope: Scope) -> Iterator[Row]:
    seen = Finding.objects.speaking().filter(run__in=_runs(scope).values("pk"))
    quote = Substr("run__version__text", F("start") + 1, F("end") - F("start"))
    rows = seen.annotate(quote=quote).order_by("run__version__intro_id", "run__version__number", "run_id", "position")
    for *plain, severity, verdict, quoted, why, note in _read(
        rows.values_list(
            *(f"run__{name}" for name in _OF_RUN), "check_id", "start", "end", "severity", "verdict", "quote", "seen",
            "note",
        )
    ):  # fmt: skip
        yield (*plain, _label(Severity, severity), _label(Verdict, verdict), quoted, why, note)


def _reviews(scope: Scope) -> Iterator[Row]:
    points = {
        f"points_{pk}": Subquery(
            RubricPoint.objects.filter(review=OuterRef("pk"), criterion=pk).values("level__points")[:1]
        )
        for pk, _name in _criteria(scope)
    }
    rows = Review.objects.published().filter(scope.of_version("version")).annotate(**points)
    order = ("version__intro__enrolment__candidate__user__name", "version__intro_id", "version__number")
    for *plain, decision, summary in _read(
        rows.order_by(*order).values_list(
            *_OF_RUN, "coach__user__name", "published_at", "amended_at", *points, "decision", "summary"
        )
    ):
        yield (*plain, _label(Decision, decision), summary)


def _criteria(scope: Scope) -> list[tuple[int, str]]:
    criteria = Criterion.objects.filter(rubric__cohort=scope.cohort).order_by("position", "pk")
    return list(criteria.values_list("pk", "name"))


def _version_columns() -> list[str]:
    return [_("version id"), _("introduction id"), _("candidate"), _("role"), _("version")]


_OF_RUN = (
    "version_id", "version__intro_id", "version__intro__enrolment__candidate__user__name", "version__role",
    "version__number",
)  # fmt: skip
"""Of a row with a version, what `_version_columns` names."""

TABLES: tuple[Table, ...] = (
    Table(
        "candidates",
        gettext_lazy("Candidates"),
        lambda scope: [
            _("enrolment id"), _("candidate"), _("e-mail"), _("coach"), _("enrolled at"), _("introductions"),
            _("versions"), _("latest decision"), _("waits since"),
        ],
        _candidates,
    ),
    Table(
        "versions",
        gettext_lazy("Versions"),
        lambda scope: [
            _("version id"), _("introduction id"), _("candidate"), _("role"), _("company"), _("kind"), _("version"),
            _("submitted at"), _("characters"), _("text"),
        ],
        _versions,
    ),
    Table(
        "scores",
        gettext_lazy("Scores"),
        lambda scope: [
            *_version_columns(), _("ruleset"), _("checked at"), _("overall"), _("why this role"), _("why this team"),
            _("balance"), _("warmth"), _("telling"), _("words"), _("seconds spoken"),
        ],
        _scores,
    ),
    Table(
        "findings",
        gettext_lazy("Findings"),
        lambda scope: [
            *_version_columns(), _("check"), _("start"), _("end"), _("severity"), _("verdict"), _("words of the draft"),
            _("what was seen"), _("note"),
        ],
        _findings,
    ),
    Table(
        "reviews",
        gettext_lazy("Reviews"),
        lambda scope: [
            *_version_columns(), _("coach"), _("published at"), _("amended at"),
            *(name for _pk, name in _criteria(scope)), _("decision"), _("summary"),
        ],
        _reviews,
    ),
)  # fmt: skip
"""In the order of the workbook's sheets."""


def table_of(key: str) -> Table | None:
    return next((table for table in TABLES if table.key == key), None)


def _decision_of_enrolment() -> Subquery:
    """The decision of the review that was published last, of any introduction of the enrolment."""
    published = Review.objects.published().filter(version__intro__enrolment=OuterRef("pk"))
    return Subquery(published.order_by("-published_at", "-pk").values("decision")[:1])


def _read(rows: QuerySet[Any, Row]) -> Iterable[Any]:
    return rows.iterator(chunk_size=CHUNK_ROWS)


def _label(choices: Any, value: str | None) -> str:
    return str(choices(value).label) if value else ""
