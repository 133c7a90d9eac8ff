"""Autosave, hold, take back, publish, release and amend in any order, from two windows: nothing written is lost,
nothing is published twice, every edition is there."""

import uuid
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from feedback.exceptions import (
    AlreadyPublished,
    IncompleteReview,
    NotHeld,
    NothingChanged,
    NotPublished,
    StaleComment,
    StaleReview,
)
from feedback.models import Comment, Decision, Edition, Notification, Review, ReviewStatus
from feedback.services import reviewing
from feedback.services.amending import CommentChanges, NewComment, amend_review
from feedback.services.holding import hold_review, release_reviews, take_back
from tests import factories

WORDS = st.text("ab ", max_size=3)
DECISIONS = st.sampled_from(["", *Decision.values])
WINDOWS = st.sampled_from([0, 1])


class ReviewMachine(RuleBasedStateMachine):
    """`seen` is what each of two windows believes: the revision of the review, and of each comment."""

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.coach = factories.make_coach()
        cohort = factories.make_cohort(self.coach)
        self.criterion = factories.make_rubric(cohort).criteria.all()[0]
        self.levels = [None, *self.criterion.levels.values_list("pk", flat=True)]
        version = factories.make_version(factories.make_intro(factories.make_enrolment(cohort)))
        self.review: Review = reviewing.start_review(version=version, coach=self.coach)
        self.seen = [0, 0]
        self.stored: tuple[str, str, int | None] = ("", "", None)
        self.revision = 0
        self.status = ReviewStatus.DRAFT
        self.comments: dict[int, tuple[str, int]] = {}
        self.editions: list[tuple[str, str, int | None, tuple[str, ...]]] = []

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    @property
    def is_whole(self) -> bool:
        return bool(self.stored[1]) and bool(self.stored[0].strip() or self.comments)

    @rule(window=WINDOWS)
    def load(self, window: int) -> None:
        self.seen[window] = self.revision

    @rule(window=WINDOWS, words=WORDS, decision=DECISIONS, level=st.integers(0, 3))
    def save(self, window: int, words: str, decision: str, level: int) -> None:
        wanted = (words, decision, self.levels[level])
        try:
            saved = reviewing.save_review(review=self.review, revision=self.seen[window], **self._asked(wanted))
        except AlreadyPublished:
            assert self.status == ReviewStatus.PUBLISHED
        except StaleReview as stale:
            assert self.seen[window] != self.revision
            assert (stale.review.summary, stale.review.decision) == self.stored[:2]
        else:
            assert self.status != ReviewStatus.PUBLISHED
            self._note(saved, wanted, window)
            if self.status == ReviewStatus.HELD and not self.is_whole:
                self.status = ReviewStatus.DRAFT

    @rule(words=WORDS)
    def comment(self, words: str) -> None:
        if self.status == ReviewStatus.PUBLISHED or not words.strip():
            return
        key = uuid.uuid4()
        for _ in range(2):
            row = reviewing.comment_on_words(review=self.review, start=0, end=1, body=words, client_key=key)
        self.comments[row.pk] = (words.strip(), 0)

    @rule(data=st.data(), words=WORDS, behind=st.integers(0, 1), deletes=st.booleans())
    def change_comment(self, data: st.DataObject, words: str, behind: int, deletes: bool) -> None:
        if not self.comments or not words.strip() or self.status == ReviewStatus.PUBLISHED:
            return
        pk = data.draw(st.sampled_from(sorted(self.comments)))
        body, revision = self.comments[pk]
        row, author, seen = Comment.objects.get(pk=pk), self.coach.user, revision - behind
        try:
            if deletes:
                reviewing.delete_comment(comment=row, author=author, revision=seen)
                del self.comments[pk]
            else:
                row = reviewing.edit_comment(comment=row, author=author, body=words, revision=seen)
                self.comments[pk] = (words.strip(), row.revision)
        except StaleComment as stale:
            assert behind
            assert stale.comment.body == body
        else:
            assert not behind or words.strip() == body

    @rule()
    def hold(self) -> None:
        try:
            hold_review(review=self.review)
        except IncompleteReview:
            assert not self.is_whole
        except AlreadyPublished:
            assert self.status == ReviewStatus.PUBLISHED
        else:
            self.status = ReviewStatus.HELD

    @rule()
    def take_it_back(self) -> None:
        try:
            take_back(review=self.review)
        except (NotHeld, AlreadyPublished):
            assert self.status != ReviewStatus.HELD
        else:
            self.status = ReviewStatus.DRAFT

    @rule(times=st.integers(1, 2))
    def publish(self, times: int) -> None:
        for _ in range(times):
            try:
                reviewing.publish_review(review=self.review)
            except IncompleteReview:
                assert not self.is_whole
            else:
                self.status = ReviewStatus.PUBLISHED

    @rule(times=st.integers(1, 2))
    def release(self, times: int) -> None:
        release = release_reviews(reviews=[self.review] * times, coach=self.coach)
        if self.status == ReviewStatus.DRAFT or not (self.is_whole or self.status == ReviewStatus.PUBLISHED):
            assert (release.published, len(release.failed)) == ((), times)
        else:
            assert (len(release.published), release.failed) == (times, ())
            self.status = ReviewStatus.PUBLISHED

    @rule(
        data=st.data(), window=WINDOWS, words=WORDS, decision=DECISIONS, level=st.integers(0, 3),
        added=WORDS, deletes=st.booleans(), repeats=st.booleans(),
    )  # fmt: skip
    def amend(
        self, data: st.DataObject, window: int, words: str, decision: str, level: int, added: str, deletes: bool,
        repeats: bool,
    ) -> None:  # fmt: skip
        wanted = (words, decision, self.levels[level])
        first, last = sorted(self.comments)[:1], sorted(self.comments)[-1:]
        gone = last if deletes else []
        changed = {pk: data.draw(WORDS.filter(str.strip)) for pk in first if pk not in gone}
        new = [NewComment(uuid.uuid4(), 0, 1, added)] if added.strip() else []
        left = len(self.comments) - len(gone) + len(new)
        said = (*self.stored, tuple(body for _, (body, _revision) in sorted(self.comments.items())))
        asked = {"comments": CommentChanges(changed, gone, new), **self._asked(wanted)}
        try:
            saved = amend_review(review=self.review, revision=self.seen[window], **asked)
        except NotPublished:
            assert self.status != ReviewStatus.PUBLISHED
        except StaleReview:
            assert self.seen[window] != self.revision
        except IncompleteReview:
            assert not decision or not (words.strip() or left)
        except NothingChanged:
            assert (wanted, gone, new) == (self.stored, [], [])
            assert all(body.strip() == self.comments[pk][0] for pk, body in changed.items())
        else:
            if saved.revision != self.revision:
                self.editions.append(said)
            if repeats:  # as after a lost answer
                assert amend_review(review=self.review, revision=self.seen[window], **asked).revision == saved.revision
            for pk, body in changed.items():
                self.comments[pk] = (body.strip(), self.comments[pk][1])
            for pk in gone:
                del self.comments[pk]
            for one in new:
                self.comments[Comment.objects.get(client_key=one.client_key).pk] = (one.body.strip(), 0)
            self._note(saved, wanted, window)

    @invariant()
    def what_was_acknowledged_is_there(self) -> None:
        row = Review.objects.get()
        level = row.points.values_list("level_id", flat=True).first()
        assert (row.summary, row.decision, level) == self.stored
        assert (row.revision, row.status) == (self.revision, self.status)
        assert dict(row.comments.values_list("pk", "body")) == {pk: body for pk, (body, _) in self.comments.items()}

    @invariant()
    def it_is_published_once_and_its_history_is_whole(self) -> None:
        is_published = self.status == ReviewStatus.PUBLISHED
        assert Notification.objects.count() == is_published
        assert Comment.objects.published().count() == (len(self.comments) if is_published else 0)
        kept = [
            (e.summary, e.decision, self._level(e.points), tuple(comment["body"] for comment in e.comments))
            for e in Edition.objects.order_by("number")
        ]
        assert kept == self.editions
        assert (Review.objects.get().amended_at is not None) == bool(self.editions)

    def _asked(self, wanted: tuple[str, str, int | None]) -> dict[str, Any]:
        return {"summary": wanted[0], "decision": wanted[1], "levels": {self.criterion.pk: wanted[2]}}

    def _note(self, saved: Review, wanted: tuple[str, str, int | None], window: int) -> None:
        if saved.revision == self.revision:  # the same again
            assert wanted == self.stored
        self.stored, self.revision = wanted, saved.revision
        self.seen[window] = saved.revision

    def _level(self, points: list[dict[str, Any]]) -> int | None:
        return self.criterion.levels.get(points=points[0]["points"]).pk if points else None


@pytest.mark.django_db
@pytest.mark.once
def test_any_order_of_saving_holding_publishing_releasing_and_amending() -> None:
    run_state_machine_as_test(
        ReviewMachine,
        settings=settings(
            max_examples=12, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck),
            database=None,
        ),
    )  # fmt: skip
