"""What a dashboard is asked for, as conditions on rows; every figure's report narrows its rows by it."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Window
from django.db.models.functions import RowNumber
from django.urls import get_script_prefix, reverse
from django.utils import timezone

from cohorts.models import Cohort, DraftVersion, Enrolment, User
from feedback.models import CheckRun, Review, RunStatus
from feedback.reports.blind import is_blind

MARK = ("version__intro__enrolment__candidate__user__name", "version__role", "version__intro_id", "version__number")
"""Of a row with a version: the fields of Mark."""


@dataclass(frozen=True)
class Mark:
    """One version of somebody's, which a figure's mark stands for."""

    candidate: str
    role: str
    intro_id: int
    number: int

    @property
    def address(self) -> str:
        """Where a click leads."""
        return _review_pattern(get_script_prefix()).format(self.intro_id, self.number)


ANY_INTRO, ANY_NUMBER = 111, 222


@cache
def _review_pattern(_prefix: str) -> str:
    """The review page's address with "{}" for the introduction's id and the version's number.

    Looked up once for each prefix, which `reverse` puts before it by itself: a figure may have a thousand marks.
    """
    address = reverse("feedback:review", args=[ANY_INTRO, ANY_NUMBER])
    for any_one in (ANY_INTRO, ANY_NUMBER):
        address = "{}".join(address.rsplit(str(any_one), 1))  # the last: a prefix may hold the same figures
    return address


@dataclass(frozen=True)
class Scope:
    """A cohort that the viewer coaches, and the filters; None and "" ask for nothing.

    `coach_id` is the assigned coach's, `role` an introduction's target role, `since` and `until` are days of the
    viewer's time zone on which a version was submitted (both included), `number` is a version's number. `now` is the
    moment that what goes on is counted to; `revision` is that of the cohort's data, where it is known.
    """

    cohort: Cohort
    viewer: User
    coach_id: int | None = None
    role: str = ""
    since: date | None = None
    until: date | None = None
    number: int | None = None
    now: datetime = field(default_factory=timezone.now, compare=False)
    revision: str = ""

    @property
    def is_of_some_versions(self) -> bool:
        """Whether role, period or version leave some out."""
        return bool(self.role or self.since or self.until or self.number)

    @property
    def is_narrowed(self) -> bool:
        """Whether any filter is on."""
        return self.is_of_some_versions or self.coach_id is not None

    def whole(self) -> "Scope":
        """Without a filter."""
        return Scope(self.cohort, self.viewer, now=self.now, revision=self.revision)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.viewer.time_zone)

    @property
    def starts_at(self) -> datetime | None:
        return datetime.combine(self.since, time.min, self.zone) if self.since else None

    @property
    def ends_at(self) -> datetime | None:
        """The first moment after the period."""
        return datetime.combine(self.until + timedelta(days=1), time.min, self.zone) if self.until else None

    def of_enrolment(self, at: str = "") -> Q:
        """For rows whose enrolment lies at the lookup `at` ("": the row): cohort and coach."""
        rule = Q(**{_path(at, "cohort"): self.cohort})
        return rule & Q(**{_path(at, "coach"): self.coach_id}) if self.coach_id is not None else rule

    def of_intro(self, at: str = "") -> Q:
        """For rows whose introduction lies at `at`: that, and the role."""
        rule = self.of_enrolment(_path(at, "enrolment"))
        return rule & Q(**{_path(at, "role"): self.role}) if self.role else rule

    def of_history(self, at: str = "") -> Q:
        """For rows whose version lies at `at`: that, the period, and no version after `number`."""
        rule = self.of_intro(_path(at, "intro")) & self.of_period(_path(at, "submitted_at"))
        return rule & Q(**{_path(at, "number__lte"): self.number}) if self.number is not None else rule

    def of_version(self, at: str = "") -> Q:
        """For rows whose version lies at `at`: that, and the very `number`."""
        rule = self.of_history(at)
        return rule & Q(**{_path(at, "number"): self.number}) if self.number is not None else rule

    def of_period(self, at: str) -> Q:
        """For rows whose moment lies at `at`: the period."""
        rule = Q()
        if self.starts_at:
            rule &= Q(**{f"{at}__gte": self.starts_at})
        if self.ends_at:
            rule &= Q(**{f"{at}__lt": self.ends_at})
        return rule

    def of_seen_run(self, at: str = "version") -> Q:
        """For rows whose version lies at `at`: those whose scores the viewer may see by now."""
        return ~is_blind(self.viewer, version=at) if self.cohort.engine_after_points else Q()

    def enrolments(self) -> QuerySet[Enrolment]:
        return Enrolment.objects.filter(self.of_enrolment()).order_by()

    def versions(self) -> QuerySet[DraftVersion]:
        return DraftVersion.objects.filter(self.of_version()).order_by()

    def latest_runs(self, of: str = "version_id") -> QuerySet[CheckRun]:
        """One finished run for each value of `of`: of its latest version in the scope with one, and of that the newest.

        Without those whose scores the viewer does not see yet. `of` is version_id, version__intro_id or
        version__intro__enrolment_id.
        """
        return _newest(CheckRun.objects.filter(self.of_version("version"), self.of_seen_run()), of)

    def runs(self) -> QuerySet[CheckRun]:
        """The newest finished run of each version up to `number`; without those that the viewer does not see yet."""
        return _newest(CheckRun.objects.filter(self.of_history("version"), self.of_seen_run()), "version_id")


def by_name(mark: Mark) -> tuple[str, int, int]:
    return mark.candidate.casefold(), mark.intro_id, mark.number


def latest_decision(intro: str) -> Subquery:
    """The decision of the review of this introduction that was published last."""
    published = Review.objects.published().filter(version__intro_id=OuterRef(intro))
    return Subquery(published.order_by("-published_at", "-pk").values("decision")[:1])


def _newest(runs: QuerySet[CheckRun], of: str) -> QuerySet[CheckRun]:
    order = ("-version__submitted_at", "-version_id", "-queued_at", "-pk")
    return (
        runs.filter(status=RunStatus.DONE)
        .annotate(rank=Window(RowNumber(), partition_by=F(of), order_by=order))
        .filter(rank=1)
        .order_by()
    )


def _path(at: str, field_name: str) -> str:
    return f"{at}__{field_name}" if at else field_name
