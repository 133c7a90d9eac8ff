"""Who sees what is said about a version; built on the one rule in `cohorts.querysets.scope`."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db import connections
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, When

from cohorts.querysets import scope, scope_of_coaches, scope_of_members

if TYPE_CHECKING:
    from cohorts.models import Coach, Cohort, User
    from feedback.models import (  # noqa: F401  # named in string type arguments
        Calibration,
        CheckRun,
        Comment,
        Delivery,
        Digest,
        Edition,
        Finding,
        Lease,
        Notification,
        Review,
        Rubric,
        Signature,
        Silencing,
        Snippet,
        Webhook,
    )

UNDER_WAY = ("queued", "running")
LEASE_SILENCE_S = 120
"""After this long without a word from its page a lease may be taken over."""
COHORT = "intro__enrolment__cohort"


def version_scope(user: "User | AnonymousUser", version: str) -> Q:
    return scope(user, enrolment=f"{version}__intro__enrolment")


def coached_scope(user: "User | AnonymousUser", version: str) -> Q:
    return scope_of_coaches(user, cohort=f"{version}__{COHORT}")


class CheckRunQuerySet(QuerySet["CheckRun"]):
    def visible_to(self, user: "User | AnonymousUser") -> "CheckRunQuerySet":
        return self.filter(version_scope(user, "version"))

    def unfinished(self) -> "CheckRunQuerySet":
        return self.filter(status__in=UNDER_WAY)

    def ended(self) -> "CheckRunQuerySet":
        return self.filter(status__in=["done", "failed"])

    def counting_first(self) -> "CheckRunQuerySet":
        """The run that counts first: the one queued last of those that ended, since what is known of a version stays in
        sight while it is checked again; without any, the one queued last."""
        return self.order_by(Case(When(status__in=UNDER_WAY, then=1), default=0), "-queued_at", "-pk")

    def lost(self, *, enqueued_before: datetime, claimed_before: datetime) -> "CheckRunQuerySet":
        """Runs whose message or worker was lost: queued, or claimed longer ago than any run may take, and no message
        on its way since `enqueued_before`.
        """
        is_nobodys = Q(status="queued") | Q(status="running", claimed_at__lt=claimed_before)
        return self.filter(is_nobodys).filter(Q(enqueued_at=None) | Q(enqueued_at__lt=enqueued_before))


class SignatureQuerySet(QuerySet["Signature"]):
    def visible_to(self, user: "User | AnonymousUser") -> "SignatureQuerySet":
        """To coaches of the cohort and admins: who is too like whom is for them to say."""
        return self.filter(coached_scope(user, "version"))


class FindingQuerySet(QuerySet["Finding"]):
    def visible_to(self, user: "User | AnonymousUser") -> "FindingQuerySet":
        return self.filter(version_scope(user, "run__version"))

    def speaking(self) -> "FindingQuerySet":
        """Without those of checks that are silenced in the cohort."""
        silencings = apps.get_model("feedback", "Silencing")._default_manager.in_force()
        silenced = silencings.filter(
            cohort=OuterRef("run__version__intro__enrolment__cohort"), check_id=OuterRef("check_id")
        )
        return self.filter(~Exists(silenced))

    def standing(self) -> "FindingQuerySet":
        """Those that still say something: neither set aside nor of a silenced check."""
        return self.speaking().filter(verdict__in=["", "confirmed"])

    def speaking_in(self, cohort: "Cohort") -> "FindingQuerySet":
        """`speaking` of one cohort's findings: its silenced checks are one set, where that looks them up row by row."""
        return self.exclude(check_id__in=cohort.silencings.in_force().values("check_id"))

    def standing_in(self, cohort: "Cohort") -> "FindingQuerySet":
        """`standing`, likewise."""
        return self.speaking_in(cohort).filter(verdict__in=["", "confirmed"])

    def judged_by_coaches(self) -> "FindingQuerySet":
        """With a coach's own verdict, on each finding once: neither carried here nor given by the writer."""
        writer = F("run__version__intro__enrolment__candidate__user")
        coaches = apps.get_model("cohorts", "Coach")._default_manager.order_by().values("user")  # a join takes seconds
        return self.filter(carried_from=None, judged_by__in=coaches).exclude(judged_by=writer)


class SilencingQuerySet(QuerySet["Silencing"]):
    def visible_to(self, user: "User | AnonymousUser") -> "SilencingQuerySet":
        """To coaches of the cohort and admins."""
        return self.filter(scope_of_coaches(user, cohort="cohort"))

    def in_force(self) -> "SilencingQuerySet":
        return self.filter(overruled_at=None)


class RubricQuerySet(QuerySet["Rubric"]):
    def visible_to(self, user: "User | AnonymousUser") -> "RubricQuerySet":
        return self.filter(scope_of_members(user, cohort="cohort"))


class ReviewQuerySet(QuerySet["Review"]):
    def visible_to(self, user: "User | AnonymousUser") -> "ReviewQuerySet":
        """Published ones to all who see the version; an unpublished one to its coach (and to admins) alone."""
        if user.is_authenticated and user.is_active and user.is_staff:
            return self
        own = Q(coach__user_id=user.pk) & coached_scope(user, "version")
        # Both within what they see: PostgreSQL would test an OR of two scopes on all reviews that there are.
        return self.filter(version_scope(user, "version")).filter(Q(status="published") | own)

    def published(self) -> "ReviewQuerySet":
        return self.filter(status="published")


class EditionQuerySet(QuerySet["Edition"]):
    def visible_to(self, user: "User | AnonymousUser") -> "EditionQuerySet":
        return self.filter(version_scope(user, "review__version"))


class CommentQuerySet(QuerySet["Comment"]):
    def visible_to(self, user: "User | AnonymousUser") -> "CommentQuerySet":
        """Published ones to all who see the version; unpublished ones to their author and to admins."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.is_staff:
            return self
        published = Q(published_at__isnull=False)
        return self.filter(version_scope(user, "version")).filter(published | Q(author_id=user.pk))

    def published(self) -> "CommentQuerySet":
        return self.filter(published_at__isnull=False)

    def asking(self) -> "CommentQuerySet":
        """Those that began a thread and ask for something: no replies, and no praise."""
        return self.filter(parent=None, is_praise=False)


class SnippetQuerySet(QuerySet["Snippet"]):
    def visible_to(self, user: "User | AnonymousUser") -> "SnippetQuerySet":
        """A coach's own and those of the cohorts that they coach; candidates see none."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.is_staff:
            return self
        return self.filter(Q(coach__user_id=user.pk) | Q(cohort__coaches__user_id=user.pk)).distinct()

    def kept_by(self, coach: "Coach") -> "SnippetQuerySet":
        """Those that the coach may change: their own, and those of the cohorts that they coach."""
        return self.filter(Q(coach=coach) | Q(cohort__coaches=coach)).distinct()


class NotificationQuerySet(QuerySet["Notification"]):
    def visible_to(self, user: "User | AnonymousUser") -> "NotificationQuerySet":
        return self.filter(recipient_id=user.pk) if user.is_authenticated else self.none()

    def unread(self) -> "NotificationQuerySet":
        return self.filter(read_at=None)

    def unmailed(self) -> "NotificationQuerySet":
        """Named in no mail that was sent or still may be."""
        return self.filter(Q(digest=None) | Q(digest__status="left"))


class DigestQuerySet(QuerySet["Digest"]):
    def visible_to(self, user: "User | AnonymousUser") -> "DigestQuerySet":
        if user.is_authenticated and user.is_active and user.is_staff:
            return self
        return self.filter(recipient_id=user.pk) if user.is_authenticated else self.none()

    def of_days(self, first: date, last: date) -> "DigestQuerySet":
        return self.filter(period__range=(first, last))

    def unsent(self, *, claimed_before: datetime) -> "DigestQuerySet":
        """Those that a killed process left behind, and those that failed and may be tried again."""
        return self.filter(Q(status="claimed", claimed_at__lt=claimed_before) | Q(status="failed"))


class DeskQuerySet(QuerySet[Any]):
    """Of what belongs to a coach's own desk: nobody else's business, an admin's neither."""

    def visible_to(self, user: "User | AnonymousUser") -> "DeskQuerySet":
        return self.filter(coach__user_id=user.pk) if user.is_authenticated and user.is_active else self.none()


class LeaseQuerySet(QuerySet["Lease"]):
    def visible_to(self, user: "User | AnonymousUser") -> "LeaseQuerySet":
        """To coaches of the cohort and admins: who reviews what."""
        return self.filter(scope_of_coaches(user, cohort=COHORT))

    def going_on(self) -> "LeaseQuerySet":
        return self.filter(ended_at=None)

    def heard_of(self, now: datetime) -> "LeaseQuerySet":
        """Those that go on, and whose page has said so lately."""
        return self.going_on().filter(beat_at__gte=now - timedelta(seconds=LEASE_SILENCE_S))


class CalibrationQuerySet(QuerySet["Calibration"]):
    def visible_to(self, user: "User | AnonymousUser") -> "CalibrationQuerySet":
        """To coaches of the cohort and admins."""
        return self.filter(scope_of_coaches(user, cohort="cohort"))


class WebhookQuerySet(QuerySet["Webhook"]):
    def visible_to(self, user: "User | AnonymousUser") -> "WebhookQuerySet":
        """To admins alone."""
        return self if user.is_authenticated and user.is_active and user.is_staff else self.none()

    def listening(self, cohort_id: int) -> "WebhookQuerySet":
        """Those to tell of what happens in the cohort."""
        return self.filter(Q(cohort=None) | Q(cohort=cohort_id), is_active=True)

    def held(self, ids: Iterable[int]) -> set[int]:
        """Those of them that are there, and stay until the transaction ends; nobody else who holds one waits. 1 query.

        Between processes only PostgreSQL needs the lock, which is that of a foreign key's own check.
        """
        rows = self.filter(pk__in=ids).order_by("pk").values_list("pk")
        sql, params = rows.query.sql_with_params()
        connection = connections[self.db]
        with connection.cursor() as cursor:
            cursor.execute(f"{sql} FOR KEY SHARE" if connection.vendor == "postgresql" else sql, params)
            return {pk for (pk,) in cursor.fetchall()}


class DeliveryQuerySet(QuerySet["Delivery"]):
    def visible_to(self, user: "User | AnonymousUser") -> "DeliveryQuerySet":
        """To admins alone."""
        return self if user.is_authenticated and user.is_active and user.is_staff else self.none()

    def claimable(self, now: datetime, *, claimed_before: datetime) -> "DeliveryQuerySet":
        """Those whose time has come, and those claimed so long ago that their worker must be gone."""
        return self.filter(Q(state="pending", next_at__lte=now) | Q(state="sending", claimed_at__lt=claimed_before))

    def unsettled(self) -> "DeliveryQuerySet":
        return self.filter(state__in=["pending", "sending"])

    def settled(self) -> "DeliveryQuerySet":
        return self.filter(state__in=["delivered", "given_up"])
