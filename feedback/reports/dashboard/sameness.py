"""Which latest drafts of a cohort are too alike. For its coaches alone: a candidate may be the one who was copied."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from django.db.models import Case, Value, When
from django.urls import reverse

from cohorts.models import DraftVersion
from feedback.models import Signature
from feedback.pitch import sameness
from feedback.reports.dashboard.scope import Mark, Scope

ROWS_AT_ONCE = 256
"""Drafts compared with all others in one step, so that memory grows with the cohort and not with its square."""

PAIRS_MAX = 200
"""The most alike are kept: where everybody wrote from one model, pairs grow with the square of the cohort."""

Signatures = npt.NDArray[np.uint64]


@dataclass(frozen=True)
class Pair:
    """Two candidates' latest drafts; `later` was submitted after `earlier`. `share` (0 to 1) is the estimated part of
    the phrases of both that they have in common."""

    later: Mark
    earlier: Mark
    share: float

    @property
    def address(self) -> str:
        """The later one's page shows both places."""
        return f"{reverse('feedback:review', args=[self.later.intro_id, self.later.number])}#alike-title"


@dataclass(frozen=True)
class Alikes:
    """The PAIRS_MAX most alike of the `found` pairs from `threshold` on, of so many drafts that could be compared."""

    pairs: tuple[Pair, ...]
    drafts: int
    threshold: float
    found: int = 0


def alikes(scope: Scope) -> Alikes:
    """2 queries. Latest drafts of the whole cohort are compared; of a pair, one at least is in the scope."""
    asked = scope.versions().filter(pk__in=DraftVersion.objects.newest_of_intro().values("pk"))
    rows = list(
        Signature.objects.visible_to(scope.viewer)
        .filter(version__in=DraftVersion.objects.newest_of_intro(), version__intro__enrolment__cohort=scope.cohort)
        .filter(version__intro__put_away_at=None)
        .exclude(values=b"")
        .order_by("version__submitted_at", "version_id")
        .annotate(is_asked=Case(When(version__in=asked.values("pk"), then=Value(True)), default=Value(False)))
        .values_list("version_id", "version__intro__enrolment_id", "is_asked", "values")
    )
    kept = [(pk, enrolment, is_asked, bytes(values)) for pk, enrolment, is_asked, values in rows]
    kept = [row for row in kept if len(row[3]) == 8 * sameness.VALUES]
    if not kept:
        return Alikes((), 0, sameness.ALIKE)
    values = np.frombuffer(b"".join(row[3] for row in kept), dtype="<u8").reshape(-1, sameness.VALUES)
    writers, asked_for = np.array([row[1] for row in kept]), np.array([row[2] for row in kept])
    found, near = _near(values, writers, asked_for)
    marks = _marks({kept[i][0] for i, j, _share in near} | {kept[j][0] for _i, j, _share in near})
    pairs = (Pair(marks[kept[j][0]], marks[kept[i][0]], share) for i, j, share in near)
    return Alikes(
        tuple(sorted(pairs, key=lambda pair: (-pair.share, pair.later.candidate.casefold(), pair.earlier.intro_id))),
        int(asked_for.sum()), sameness.ALIKE, found,
    )  # fmt: skip


def _near(
    values: Signatures, writers: npt.NDArray[np.int64], asked: npt.NDArray[np.bool_]
) -> tuple[int, list[tuple[int, int, float]]]:
    """How many pairs of two writers there are from ALIKE on, and (row of the earlier one, of the later one, share of
    equal values) of the most alike."""
    count, near = 0, np.empty((0, 3), dtype=np.int64)
    columns = np.ascontiguousarray(values.T)
    places = np.arange(len(values))
    for start in range(0, len(values), ROWS_AT_ONCE):
        equal = np.zeros((min(ROWS_AT_ONCE, len(values) - start), len(values)), dtype=np.uint8)
        for column in columns:
            equal += column[start : start + ROWS_AT_ONCE, None] == column
        own = slice(start, start + ROWS_AT_ONCE)
        is_pair = (equal >= sameness.ALIKE * sameness.VALUES) & (places[own, None] < places)
        is_pair &= (writers[own, None] != writers) & (asked[own, None] | asked)
        ones, others = np.nonzero(is_pair)
        count += len(ones)
        near = np.vstack([near, np.column_stack([ones + start, others, equal[ones, others]])])
        near = near[np.argsort(-near[:, 2], kind="stable")[:PAIRS_MAX]]
    return count, [(int(one), int(other), int(same) / sameness.VALUES) for one, other, same in near]


def _marks(versions: set[int]) -> dict[int, Mark]:
    rows = DraftVersion.objects.filter(pk__in=versions).order_by()
    return {
        pk: Mark(candidate, role, intro_id, number)
        for pk, candidate, role, intro_id, number in rows.values_list(
            "pk", "intro__enrolment__candidate__user__name", "role", "intro_id", "number"
        )
    }
