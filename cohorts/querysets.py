"""Who sees which rows: a candidate their own, a coach the cohorts that they coach, an admin all."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db import connections
from django.db.models import BigIntegerField, Case, Count, Exists, F, Max, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce

if TYPE_CHECKING:
    from cohorts.models import (  # noqa: F401  # named in string type arguments
        Absence,
        ApiToken,
        Candidate,
        Coach,
        Cohort,
        DraftVersion,
        Enrolment,
        Intro,
        User,
    )

FIND = {
    "sqlite": "SELECT rowid FROM {table}_words WHERE {table}_words MATCH %s",
    "postgresql": "SELECT id FROM {table} WHERE words @@ to_tsquery('coachhub', %s)",
}
"""Ids of rows with a word; migration 0008 says what the words of each table are, and the database keeps them."""
BEGINNING_WITH = {"sqlite": '"{word}"*', "postgresql": "'{word}':*"}


def scope(user: "User | AnonymousUser", *, enrolment: str) -> Q:
    """The one visibility rule, for rows of one enrolment, which lies at this lookup ("pk": the row).

    By a set of enrolments, not by joins to their coaches: no row comes twice, so there is no DISTINCT, which would
    compare every text with every other. As a UNION, where an OR would lead PostgreSQL to expect half of all rows.
    """
    return _if_not_all(user, lambda: Q(**{f"{enrolment}__in": _coached(user).union(_own(user))}))


def scope_of_coaches(user: "User | AnonymousUser", *, cohort: str) -> Q:
    """The same without the candidates, for rows of one cohort, which lies at this lookup ("pk": the row)."""
    return _if_not_all(user, lambda: Q(**{f"{cohort}__in": _coached_cohorts(user)}))


def scope_of_members(user: "User | AnonymousUser", *, cohort: str) -> Q:
    """For what all of a cohort see: its coaches and its candidates."""
    return _if_not_all(user, lambda: Q(**{f"{cohort}__in": _coached_cohorts(user).union(_own(user, "cohort"))}))


def _if_not_all(user: "User | AnonymousUser", rule: Callable[[], Q]) -> Q:
    """Admins see all; who is not signed in, or switched off, nothing."""
    if not user.is_authenticated or not user.is_active:
        return Q(pk__in=())
    return Q() if user.is_staff else rule()


def _coached_cohorts(user: "User | AnonymousUser") -> QuerySet[Any, Any]:
    cohorts: QuerySet[Any, Any] = apps.get_model("cohorts", "Cohort")._default_manager.order_by()
    return cohorts.filter(coaches__user=user.pk).values("pk")


def _coached(user: "User | AnonymousUser", what: str = "pk") -> QuerySet[Any, Any]:
    """`what` of the enrolments in cohorts that the user coaches."""
    enrolments: QuerySet[Any, Any] = apps.get_model("cohorts", "Enrolment")._default_manager.order_by()
    return enrolments.filter(cohort__in=_coached_cohorts(user)).values(what)


def _own(user: "User | AnonymousUser", what: str = "pk") -> QuerySet[Any, Any]:
    """`what` of the user's own enrolments."""
    enrolments: QuerySet[Any, Any] = apps.get_model("cohorts", "Enrolment")._default_manager.order_by()
    return enrolments.filter(candidate__user=user.pk).values(what)


class UserQuerySet(QuerySet["User"]):
    def visible_to(self, user: "User | AnonymousUser") -> "UserQuerySet":
        """Themselves, and whoever shares a cohort that they coach."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.is_staff:
            return self
        colleagues = apps.get_model("cohorts", "Coach")._default_manager.filter(cohorts__in=_coached_cohorts(user))
        shared = Q(candidate__in=_coached(user, "candidate")) | Q(coach__in=colleagues.values("pk"))
        return self.filter(Q(pk=user.pk) | shared)


class CoachQuerySet(QuerySet["Coach"]):
    def visible_to(self, user: "User | AnonymousUser") -> "CoachQuerySet":
        """Colleagues in a cohort, and the coaches assigned to oneself."""
        colleagues = CoachQuerySet(self.model).order_by().filter(cohorts__in=_coached_cohorts(user)).values("pk")
        return self.filter(_if_not_all(user, lambda: Q(pk__in=colleagues.union(_own(user, "coach")))))

    def busiest_first(self) -> "CoachQuerySet":
        """By how many introductions of their own candidates wait; nobody who cannot sign in."""
        waiting = Count("enrolments__intros", filter=Q(enrolments__intros__waiting_since__isnull=False))
        return self.filter(user__is_active=True).annotate(waiting=waiting).order_by("-waiting", "pk")


class ApiTokenQuerySet(QuerySet["ApiToken"]):
    def visible_to(self, user: "User | AnonymousUser") -> "ApiTokenQuerySet":
        """One's own; an admin's all (no secret is stored)."""
        return self.filter(_if_not_all(user, lambda: Q(user=user.pk)))

    def in_use_by(self, user: "User | AnonymousUser", now: datetime) -> "ApiTokenQuerySet":
        """The person's own that have not ended, the newest first."""
        return self.filter(user=user.pk, expiry__gt=now)


class AbsenceQuerySet(QuerySet["Absence"]):
    def visible_to(self, user: "User | AnonymousUser") -> "AbsenceQuerySet":
        """A coach's own, and those that they stand in for; an admin's all."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.is_staff:
            return self
        return self.filter(Q(coach__user_id=user.pk) | Q(stand_in__user_id=user.pk))

    def on(self, day: date) -> "AbsenceQuerySet":
        return self.filter(first_day__lte=day, last_day__gte=day)


class CandidateQuerySet(QuerySet["Candidate"]):
    def visible_to(self, user: "User | AnonymousUser") -> "CandidateQuerySet":
        return self.filter(_if_not_all(user, lambda: Q(pk__in=_coached(user, "candidate")) | Q(user=user.pk)))

    def most_answered_first(self) -> "CandidateQuerySet":
        """By the version of theirs that a coach has answered, then by how much they wrote; none who cannot sign in."""
        answered = Max("enrolments__intros__answered_number", default=0)
        written = Max("enrolments__intros__latest_number", default=0)
        people = self.filter(user__is_active=True).annotate(answered=answered, written=written)
        return people.order_by("-answered", "-written", "pk")


class CohortQuerySet(QuerySet["Cohort"]):
    def visible_to(self, user: "User | AnonymousUser") -> "CohortQuerySet":
        return self.filter(scope_of_members(user, cohort="pk"))

    def coached_by(self, user: "User | AnonymousUser") -> "CohortQuerySet":
        """Where the user may review and see everybody: an admin everywhere."""
        return self.filter(scope_of_coaches(user, cohort="pk"))

    def open(self) -> "CohortQuerySet":
        return self.filter(archived_at=None)

    def named(self, words: str) -> "CohortQuerySet":
        """Those with the words somewhere in their name; small and capital letters and accents are the same.

        1 query, of all names: databases fold letters each in its own way, and a programme has few cohorts.
        """
        wanted = _folded(words)
        return self.filter(
            pk__in=[pk for pk, name in self.order_by().values_list("pk", "name") if wanted in _folded(name)]
        )


def _folded(text: str) -> str:
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in parts if not unicodedata.combining(sign))


def _is_coached() -> Exists:
    """That an enrolment's coach coaches its cohort and can sign in."""
    coaches = apps.get_model("cohorts", "Coach")._default_manager
    return Exists(coaches.filter(pk=OuterRef("coach"), cohorts=OuterRef("cohort"), user__is_active=True))


def _stand_ins(day: date) -> QuerySet[Any]:
    """Absences of an enrolment's coach with a stand-in who coaches the cohort, can sign in and is not away, too."""
    absences = apps.get_model("cohorts", "Absence")._default_manager.filter(first_day__lte=day, last_day__gte=day)
    return absences.filter(
        ~Exists(absences.filter(coach=OuterRef("stand_in"))),
        coach=OuterRef("coach"),
        stand_in__cohorts=OuterRef("cohort"),
        stand_in__user__is_active=True,
    )


class EnrolmentQuerySet(QuerySet["Enrolment"]):
    def visible_to(self, user: "User | AnonymousUser") -> "EnrolmentQuerySet":
        return self.filter(scope(user, enrolment="pk"))

    def with_answering(self, day: date) -> "EnrolmentQuerySet":
        """`answering_id`: the coach who is to answer on that day.

        The assigned one, or their stand-in while they are away; None where nobody of the cohort who can sign in is
        assigned, and then it is for all of its coaches. A stand-in counts who coaches the cohort and is not away, too.
        """
        stand_ins = _stand_ins(day).order_by("-last_day", "-pk").values("stand_in")
        answering = Coalesce(Subquery(stand_ins[:1]), F("coach_id"), output_field=BigIntegerField())
        return self.annotate(
            answering_id=Case(When(_is_coached(), then=answering), default=None, output_field=BigIntegerField())
        )

    def answered_by(self, coach: "Coach | None", day: date) -> "EnrolmentQuerySet":
        """Those that `with_answering` gives the coach, or nobody; by conditions that the database makes sets of, where
        that of each row would be looked up."""
        if coach is None:
            return self.filter(~_is_coached())
        own = Q(coach=coach) & ~Exists(_stand_ins(day))
        return self.filter(_is_coached() & (own | Exists(_stand_ins(day).filter(stand_in=coach))))

    def open_of(self, user: "User") -> "EnrolmentQuerySet":
        """The user's own, in cohorts that are not archived, the newest cohort first."""
        return self.filter(candidate__user=user, cohort__archived_at=None).order_by("-cohort__starts_on", "pk")


class IntroQuerySet(QuerySet["Intro"]):
    def visible_to(self, user: "User | AnonymousUser") -> "IntroQuerySet":
        return self.filter(scope(user, enrolment="enrolment"))

    def written_by(self, user: "User | AnonymousUser") -> "IntroQuerySet":
        """Those whose words are the user's own to change."""
        return self.filter(enrolment__candidate__user_id=user.pk) if user.is_authenticated else self.none()

    def coached_by(self, user: "User | AnonymousUser") -> "IntroQuerySet":
        return self.filter(scope_of_coaches(user, cohort="enrolment__cohort"))

    def matching(self, words: str) -> "IntroQuerySet":
        """Those with words that begin with each of these in their writer's name, role, company or latest text.

        Small and capital letters and accents are the same; signs part words. No word at all finds nothing.
        """
        found = self
        wanted = re.findall(r"[^\W_]+", words)
        for word in wanted:
            latest = apps.get_model("cohorts", "DraftVersion")._default_manager.filter(
                pk__in=self._found("cohorts_draftversion", word), number=F("intro__latest_number")
            )
            found = found.filter(
                Q(enrolment__candidate__user__in=self._found("cohorts_user", word))
                | Q(pk__in=self._found("cohorts_intro", word))
                | Q(pk__in=latest.order_by().values("intro"))
            )
        return found if wanted else self.none()

    def _found(self, table: str, word: str) -> RawSQL:
        vendor = connections[self.db].vendor
        beginning = BEGINNING_WITH[vendor].format(word=word)
        return RawSQL(FIND[vendor].format(table=table), [beginning])  # noqa: S611  # a constant, and a bound word

    def waiting(self) -> "IntroQuerySet":
        """Those with a submitted version that nobody has answered, in open cohorts."""
        return self.filter(waiting_since__isnull=False, enrolment__cohort__archived_at=None)


class DraftVersionQuerySet(QuerySet["DraftVersion"]):
    def visible_to(self, user: "User | AnonymousUser") -> "DraftVersionQuerySet":
        return self.filter(scope(user, enrolment="intro__enrolment"))

    def coached_by(self, user: "User | AnonymousUser") -> "DraftVersionQuerySet":
        return self.filter(scope_of_coaches(user, cohort="intro__enrolment__cohort"))

    def newest_of_intro(self) -> "DraftVersionQuerySet":
        """One row an intro: its latest version."""
        return self.filter(number=F("intro__latest_number"))
