"""Saving, submitting, putting away, reviewing, publishing in any order: no text lost, no gap in numbers, one published
review, and what is put away waits for nobody."""

import uuid

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from cohorts import services
from cohorts.exceptions import EmptyDraft, KeyUsed, StaleRevision, UnchangedDraft
from cohorts.models import DraftVersion, Intro
from feedback.exceptions import AlreadyPublished, AlreadyReviewed, IncompleteReview, StaleReview
from feedback.models import Comment, Decision, Notification, Review
from feedback.services import reviewing
from tests.factories import make_coach, make_cohort, make_enrolment, make_intro

TEXTS = st.text(st.characters(codec="utf-8"), max_size=40)
# Forms and serializers keep NUL out, which PostgreSQL cannot store.
WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=40)


class DraftMachine(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.coaches = [make_coach(), make_coach()]
        self.intro: Intro = make_intro(make_enrolment(make_cohort(*self.coaches)))
        self.working, self.revision = "", 0
        self.submitted: list[str] = []
        self.keys: dict[uuid.UUID, int] = {}
        self.answered: set[int] = set()
        self.published: set[tuple[int, int]] = set()
        self.acknowledged_comments = 0
        self.is_put_away = False

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    @rule(text=TEXTS)
    def save_what_was_seen_last(self, text: str) -> None:
        saved = services.save_working_copy(intro=self.intro, text=text, revision=self.revision)
        self.working, self.revision = saved.working_text, saved.working_revision
        assert saved.working_text == services._normal(text)

    @precondition(lambda self: self.revision > 0)
    @rule(text=TEXTS)
    def save_from_an_old_tab(self, text: str) -> None:
        try:
            saved = services.save_working_copy(intro=self.intro, text=text, revision=self.revision - 1)
        except StaleRevision as stale:
            assert stale.intro.working_text == self.working
        else:  # the same text again is no conflict
            assert saved.working_text == self.working

    @rule(text=TEXTS, again=st.booleans())
    def submit(self, text: str, again: bool) -> None:
        key = next(reversed(self.keys)) if again and self.keys else uuid.uuid4()
        normal = services._normal(text)
        try:
            version = services.submit_draft(intro=self.intro, text=text, idempotency_key=key)
        except EmptyDraft:
            assert not normal.strip()
        except UnchangedDraft:
            assert normal == self.submitted[-1]
        except KeyUsed as used:
            assert key in self.keys
            assert normal != self.submitted[self.keys[key] - 1]
            assert str(self.keys[key]) in str(used)
        else:
            if key in self.keys:
                assert version.number == self.keys[key]
            else:
                self.submitted.append(normal)
                self.is_put_away = False
                self.keys[key] = version.number
                if normal != self.working:
                    self.working, self.revision = normal, self.revision + 1

    @rule(is_put_away=st.booleans(), times=st.integers(1, 2))
    def put_away_or_take_out(self, is_put_away: bool, times: int) -> None:
        for _ in range(times):
            services.put_away(intro=self.intro, is_put_away=is_put_away)
        self.is_put_away = is_put_away

    @precondition(lambda self: self.submitted)
    @rule(data=st.data(), who=st.sampled_from([0, 1]), decision=st.sampled_from(["", *Decision.values]), words=WORDS)
    def review(self, data: st.DataObject, who: int, decision: str, words: str) -> None:
        number = data.draw(st.integers(1, len(self.submitted)))
        try:
            review = reviewing.start_review(version=self._version(number), coach=self.coaches[who])
            reviewing.save_review(review=review, revision=review.revision, summary=words, decision=decision, levels={})
        except AlreadyReviewed:
            assert number in {n for n, coach in self.published if coach != who}
        except AlreadyPublished:
            assert (number, who) in self.published

    @rule(who=st.sampled_from([0, 1]), words=WORDS)
    def comment(self, who: int, words: str) -> None:
        review = Review.objects.filter(coach=self.coaches[who], status="draft").first()
        if review is None or not words.strip():
            return
        key = uuid.uuid4()
        first, second = (
            reviewing.comment_on_words(review=review, start=0, end=1, body=words, client_key=key) for _ in range(2)
        )
        assert first == second
        self.acknowledged_comments += 1

    @rule(who=st.sampled_from([0, 1]), revision_back=st.integers(1, 3))
    def save_review_from_an_old_tab(self, who: int, revision_back: int) -> None:
        review = Review.objects.filter(coach=self.coaches[who], status="draft", revision__gt=0).first()
        if review is None:
            return
        with pytest.raises(StaleReview):
            reviewing.save_review(
                review=review, revision=review.revision - revision_back, summary="old", decision="", levels={}
            )

    @rule(who=st.sampled_from([0, 1]), twice=st.booleans())
    def publish(self, who: int, twice: bool) -> None:
        review = Review.objects.filter(coach=self.coaches[who], status="draft").select_related("version").first()
        if review is None:
            return
        number = review.version.number
        for _ in range(1 + twice):
            try:
                reviewing.publish_review(review=review)
            except IncompleteReview:
                assert not review.decision or not review.summary.strip()
            except AlreadyReviewed:
                assert any(n == number for n, _ in self.published)
            else:
                self.published.add((number, who))
                self.answered.add(number)

    @invariant()
    def nothing_is_lost(self) -> None:
        self.intro.refresh_from_db()
        assert (self.intro.working_text, self.intro.working_revision) == (self.working, self.revision)
        rows = list(self.intro.versions.order_by("number").values_list("number", "text"))
        assert rows == list(enumerate(self.submitted, 1))
        assert self.intro.latest_number == len(self.submitted)
        assert Comment.objects.count() == self.acknowledged_comments

    @invariant()
    def at_most_one_published_review_a_version_and_one_notification_each(self) -> None:
        rows = list(Review.objects.published().values_list("version__number", "coach_id"))
        assert sorted(rows) == sorted((n, self.coaches[who].pk) for n, who in self.published)
        assert len({number for number, _ in rows}) == len(rows)
        assert Notification.objects.count() == len(rows)
        assert not Comment.objects.filter(review__status="published", published_at=None).exists()

    @invariant()
    def it_waits_from_the_first_version_after_the_last_answer(self) -> None:
        unanswered = [n for n in range(1, len(self.submitted) + 1) if n > max(self.answered, default=0)]
        self.intro.refresh_from_db()
        since = self._version(unanswered[0]).submitted_at if unanswered else None
        assert self.intro.is_put_away == self.is_put_away
        assert self.intro.waiting_since == (None if self.is_put_away else since)

    def _version(self, number: int) -> DraftVersion:
        return self.intro.versions.select_related("intro__enrolment").get(number=number)


@pytest.mark.django_db
@pytest.mark.once
def test_any_order_of_saving_submitting_and_publishing() -> None:
    run_state_machine_as_test(
        DraftMachine,
        settings=settings(
            max_examples=25,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            database=None,
        ),
    )
