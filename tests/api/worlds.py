"""Two cohorts that share nobody, with one of everything in each; every word of a cohort's holds that cohort's mark."""

import uuid
from dataclasses import dataclass
from typing import Any

from cohorts.models import Absence, Coach, User
from cohorts.services import save_working_copy
from feedback.models import Criterion, SavedView, Silencing, Snippet
from feedback.services.amending import CommentChanges, amend_review
from feedback.services.calibrating import answer_item, start_calibration
from feedback.services.leases import take_lease
from feedback.services.reviewing import reply_to_comment
from tests.factories import (
    TEXT,
    check,
    make_admin,
    make_candidate,
    make_coach,
    make_cohort,
    make_enrolment,
    make_intro,
    make_review,
    make_rubric,
    make_token,
    make_version,
)

MARKS = ("Qwaxle", "Zorbim")


@dataclass(frozen=True)
class MarkedCohort:
    """`ids` is {what an address or a body calls it: ids}; `people` are its coach and its candidate."""

    mark: str
    people: tuple[User, User]
    ids: dict[str, list[Any]]


def make_marked_cohort(mark: str, admin: User) -> MarkedCohort:
    coach, colleague = make_coach(f"Coach {mark}"), make_coach(f"Colleague {mark}")
    candidate = make_candidate(f"Candidate {mark}")
    cohort = make_cohort(coach, colleague, name=f"Cohort {mark}")
    make_rubric(cohort)
    Criterion.objects.filter(rubric=cohort.rubric).update(description=f"About {mark}.")
    enrolment = make_enrolment(cohort, candidate, coach)
    intro = make_intro(enrolment, role=f"Pilot of {mark}", company=mark)
    answered, waiting = (make_version(intro, f"{mark} {number}. My boss was an idiot. {TEXT}") for number in (1, 2))
    runs = [check(version) for version in (answered, waiting)]
    review = make_review(answered, coach, summary=f"Closer to {mark}.", comment_on=(0, 6))
    comment = review.comments.get()
    reply = reply_to_comment(comment=comment, author=candidate.user, body=f"Yes, {mark}.", client_key=uuid.uuid4())
    amend_review(
        review=review, revision=1, summary=f"There: {mark}.", decision="ready", levels={}, comments=CommentChanges({})
    )
    draft = make_review(waiting, coach, published=False, summary=f"Still {mark}.", comment_on=(0, 6))
    intro.refresh_from_db()
    save_working_copy(intro=intro, text=f"Not yet: {mark}.", revision=intro.working_revision)
    begun = make_intro(enrolment, role=f"Begun for {mark}")
    snippet = Snippet.objects.create(coach=coach, title=mark, body=f"Say {mark}.")
    shared = Snippet.objects.create(cohort=cohort, title=mark, body=f"Say {mark} together.")
    calibration = start_calibration(cohort=cohort, name=f"Round {mark}", versions=[answered], user=admin)
    levels = {criterion.pk: criterion.levels.all()[0].pk for criterion in cohort.rubric.criteria.all()}
    answer_item(item=calibration.items.get(), coach=coach, decision="ready", levels=levels, note=f"Note {mark}.")
    silencing = Silencing.objects.create(cohort=cohort, check_id="too-long", right=1, judged=20)
    view = SavedView.objects.create(coach=coach, name=f"View {mark}", query="waits=5")
    days = {"first_day": "2030-01-01", "last_day": "2030-01-05"}
    absence = Absence.objects.create(coach=coach, stand_in=colleague, **days)
    take_lease(intro=intro, coach=colleague)
    token, _secret = make_token(coach.user)
    ids: dict[str, list[Any]] = {
        "cohorts": [cohort.slug], "cohort": [cohort.slug], "enrolments": [enrolment.pk], "enrolment": [enrolment.pk],
        "intros": [intro.pk, begun.pk], "intro": [intro.pk, begun.pk], "versions": [answered.pk, waiting.pk],
        "version": [answered.pk, waiting.pk], "check-runs": [run.pk for run in runs],
        "findings": [row.pk for run in runs for row in run.findings.all()], "reviews": [review.pk, draft.pk],
        "review": [review.pk, draft.pk], "comments": [comment.pk, reply.pk, draft.comments.get().pk],
        "snippets": [snippet.pk, shared.pk], "snippet": [snippet.pk], "calibrations": [calibration.pk],
        "silencings": [silencing.pk],
        "saved-views": [view.pk], "absences": [absence.pk], "coach": [coach.pk, colleague.pk],
        "stand_in": [colleague.pk], "tokens": [token.token_key],
    }  # fmt: skip
    return MarkedCohort(mark, (coach.user, candidate.user), ids)


def make_marked_world() -> tuple[MarkedCohort, MarkedCohort, dict[str, tuple[User, tuple[str, ...]]]]:
    """Both cohorts, and {role: (the person, the marks of what they may not see)}."""
    admin = make_admin()
    one, other = (make_marked_cohort(mark, admin) for mark in MARKS)
    stranger = Coach.objects.create(user=make_candidate("Stranger").user).user
    return one, other, {
        "coach": (one.people[0], (other.mark,)),
        "candidate": (one.people[1], (other.mark,)),
        "stranger": (stranger, (one.mark, other.mark)),
        "admin": (admin, ()),
    }  # fmt: skip
