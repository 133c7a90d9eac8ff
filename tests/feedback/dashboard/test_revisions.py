"""A cohort's data has another revision after each act that changes what its figures show, and after none of others."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from rest_framework.test import APIClient

from cohorts import services
from cohorts.models import Coach, Cohort, Revision, User
from feedback.models import Review, Silencing, Snippet, Webhook
from feedback.services import amending, calibrating, checking, desk, findings, holding, reviewing, rubrics, snippets
from tests.factories import (
    check,
    make_admin,
    make_candidate,
    make_coach,
    make_cohort,
    make_enrolment,
    make_intro,
    make_review,
    make_rubric,
    make_version,
)

pytestmark = pytest.mark.django_db


def revision(cohort: Cohort) -> str:
    return services.revision_of(cohort=Cohort.objects.get(pk=cohort.pk))


def drafted(version: Any, coach: Coach, *, held: bool = False) -> Review:
    review = make_review(version, coach, published=False, comment_on=(0, 4))
    return holding.hold_review(review=review) if held else review


def test_every_act_that_figures_show_changes_the_revision() -> None:
    alice, carl = make_coach("Alice"), make_coach("Carl")
    cohort, other = make_cohort(alice, carl, engine_after_points=True), make_cohort(make_coach())
    candidate = make_candidate("Bea")
    seen = [revision(cohort)]
    untouched = revision(other)

    def has_changed(act: Callable[[], Any]) -> Any:
        answer = act()
        now = revision(cohort)
        assert now not in seen, act
        seen.append(now)
        return answer

    enrolment = has_changed(lambda: services.enrol_candidate(candidate=candidate, cohort=cohort, coach=alice))
    has_changed(lambda: services.enrol_people(cohort=cohort, people=[("Dan", "dan@example.org")], time_zone="UTC"))
    intro = has_changed(lambda: make_intro(enrolment))
    begun = has_changed(lambda: make_intro(enrolment))
    has_changed(lambda: services.delete_intro(intro=begun))
    has_changed(lambda: services.edit_intro(intro=intro, role="Nurse", company="", kind="written", interview_on=None))
    version = has_changed(lambda: make_version(intro))
    has_changed(lambda: services.put_away(intro=intro))
    has_changed(lambda: services.put_away(intro=intro, is_put_away=False))
    run = version.runs.get()
    has_changed(lambda: checking.run_check(run_id=run.pk))
    has_changed(lambda: services.update_profile(
        user=candidate.user, name="Beatrix", time_zone="UTC", digest_hour=8, wants_digest=True
    ))  # fmt: skip
    has_changed(lambda: services.assign_coach(enrolments=[enrolment], coach=carl))
    enrolment.refresh_from_db()
    undo = has_changed(lambda: desk.assign_all(enrolments=[enrolment], coach=alice))
    has_changed(lambda: desk.take_back(undo=undo, user=alice.user))
    rubric = has_changed(lambda: rubrics.make_default_rubric(cohort=cohort))
    criteria = list(rubric.criteria.prefetch_related("levels"))
    levels = {criterion.pk: criterion.levels.all()[0].pk for criterion in criteria}

    review = reviewing.start_review(version=version, coach=alice)
    review = has_changed(lambda: reviewing.save_review(
        review=review, revision=0, summary="Go on.", decision="keep_working", levels=levels
    ))  # fmt: skip
    snippet = snippets.save_snippet(coach=alice, title="More", body="Say more.", check_id="")
    comment = reviewing.comment_on_words(
        review=review, start=0, end=4, body="Say more.", client_key=uuid.uuid4(), snippet=snippet
    )
    has_changed(lambda: reviewing.publish_review(review=review))
    has_changed(lambda: amending.amend_review(
        review=review, revision=1, summary="Go on!", decision="ready", levels={}, comments=amending.CommentChanges({})
    ))  # fmt: skip
    has_changed(lambda: reviewing.resolve_comment(comment=comment, user=candidate.user))
    has_changed(lambda: snippets.delete_snippet(coach=alice, snippet=snippet))
    held = drafted(make_version(intro), alice, held=True)
    seen.append(revision(cohort))
    has_changed(lambda: holding.release_reviews(reviews=[held], coach=alice))

    finding = run.findings.first() or pytest.fail("the text is to have a finding")
    has_changed(lambda: findings.judge_finding(finding=finding, user=alice.user, verdict="wrong"))
    has_changed(lambda: findings.clear_verdict(finding=finding, user=alice.user))
    has_changed(lambda: findings.silence_imprecise(cohort=cohort))
    silencing = Silencing.objects.create(cohort=cohort, check_id="pay-motive", right=1, judged=20)
    has_changed(lambda: findings.overrule_silencing(silencing=silencing, user=alice.user))

    calibration = has_changed(
        lambda: calibrating.start_calibration(cohort=cohort, name="First", versions=[version], user=alice.user)
    )
    has_changed(lambda: calibrating.answer_item(
        item=calibration.items.get(), coach=carl, decision="ready", levels=levels
    ))  # fmt: skip
    has_changed(lambda: calibrating.close_calibration(calibration=calibration))
    has_changed(lambda: services.archive_cohorts(cohorts=[cohort]))
    assert revision(other) == untouched


def test_what_an_admin_changes_past_the_services_counts_too(client: Client) -> None:
    coach = make_coach()
    cohort, other = make_cohort(coach, name="Spring"), make_cohort(make_coach())
    rubric = make_rubric(cohort)
    before = revision(cohort), revision(other)
    client.force_login(make_admin(), backend="django.contrib.auth.backends.ModelBackend")
    criterion = rubric.criteria.all()[0]
    form = {"name": "Why here", "description": "", "position": "0", "rubric": rubric.pk}
    levels = {f"levels-{name}": value for name, value in (("TOTAL_FORMS", 0), ("INITIAL_FORMS", 0))}
    answer = client.post(f"/admin/feedback/criterion/{criterion.pk}/change/", form | levels)
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    assert (revision(cohort) != before[0], revision(other)) == (True, before[1])
    hook = Webhook.objects.create(name="Office", address="https://hooks.example.org/", events=["candidate.ready"])
    snippet, seen = Snippet.objects.create(coach=coach, title="Ask", body="Why?"), (revision(cohort), revision(other))
    for path, form in (
        (f"webhook/{hook.pk}", {"name": "Alumni", "address": hook.address, "events": hook.events, "is_active": "on"}),
        (f"snippet/{snippet.pk}", {"title": "Ask why", "body": "Why?", "coach": coach.pk}),
    ):
        assert client.post(f"/admin/feedback/{path}/change/", form).status_code == 302
    assert (revision(cohort), revision(other)) == seen  # no figure shows these


def test_a_cohort_without_a_row_gets_one_when_it_is_looked_at(signed_in: Callable[[User], Client]) -> None:
    alice = make_coach("Alice")
    make_cohort(alice, name="Spring")
    client, path = signed_in(alice.user), "/api/v1/cohorts/spring/figures/two-whys/"
    assert not Revision.objects.exists()
    assert client.get(path)["ETag"] == client.get(path)["ETag"]
    assert Revision.objects.count() == 1


def test_nobody_is_shown_what_was_there_before_a_publish(api: Callable[[User], APIClient]) -> None:
    alice = make_coach("Alice")
    cohort = make_cohort(alice, name="Spring")
    version = make_version(make_intro(make_enrolment(cohort, coach=alice)))
    check(version)
    client, path = api(alice.user), "/api/v1/cohorts/spring/figures/two-whys/"
    before = client.get(path)
    make_review(version, alice, decision="ready")
    after = client.get(path, headers={"If-None-Match": before["ETag"]})
    assert [row[-1] for body in (before, after) for row in body.json()["table"]["rows"]] == ["No answer yet", "Ready"]
