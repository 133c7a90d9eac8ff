"""Where a cohort says so, a coach judges before the checks do."""

from collections.abc import Callable

import pytest
from django.test import Client
from rest_framework.test import APIClient

from cohorts.models import User
from feedback.services.desk import save_view, set_weights
from feedback.services.reviewing import save_review, start_review
from tests import factories
from tests.feedback.coach.conftest import Desk

SignIn = Callable[[User], Client]


@pytest.fixture
def told(desk: Desk) -> dict[str, str]:
    """What the page must not say before."""
    desk.cohort.engine_after_points = True
    desk.cohort.save(update_fields=["engine_after_points"])
    factories.make_rubric(desk.cohort)
    run = factories.check(desk.version)
    run.overall, run.summary = 73.4, "A summary of the checks."
    run.save(update_fields=["overall", "summary"])
    run.findings.create(
        position=99, check_id="x", severity="note", start=0, end=4, seen="Seen words", why="w", try_next="t",
        certainty=0.99,
    )  # fmt: skip
    return {"score": "73 of 100", "summary": run.summary, "certainty": "quite sure"}


def test_scores_certainties_and_summary_wait_for_a_level_on_each_criterion(
    desk: Desk, told: dict[str, str], signed_in: SignIn
) -> None:
    client = signed_in(desk.coach.user)
    levels = {str(row.pk): row.levels.all()[0].pk for row in desk.cohort.rubric.criteria.all()}
    first = dict(list(levels.items())[:1])

    def save(revision: int, given: dict[str, int]) -> bool:
        body = {"revision": revision, "summary": "", "decision": "", "levels": given}
        answer = client.post(desk.url("feedback:review_save"), body, content_type="application/json").json()
        return bool(answer["hides_engine"])

    html = client.get(desk.url()).content.decode()
    assert not [words for words in told.values() if words in html]
    assert "Seen words" in html
    assert client.get(desk.url("feedback:review_engine")).status_code == 403
    assert save(0, first)
    html = client.get(desk.url()).content.decode()
    assert not [words for words in told.values() if words in html]

    assert not save(1, levels)
    engine = client.get(desk.url("feedback:review_engine")).json()
    html = client.get(desk.url()).content.decode()
    assert told["summary"] in engine["html"]
    assert engine["scores"] == {"1": told["score"]}
    assert told["certainty"] in engine["certainties"].values()
    assert not [words for words in told.values() if words not in html]


def test_the_api_tells_no_certainty_before(desk: Desk, told: dict[str, str], api: Callable[[User], APIClient]) -> None:
    def certainties(user: User) -> list[float | None]:
        found = api(user).get("/api/v1/findings/?check_id=x").json()["results"]
        one = api(user).get(f"/api/v1/findings/{found[0]['id']}/").json()
        return [found[0]["certainty"], one["certainty"]]

    assert certainties(desk.coach.user) == [None, None]
    assert certainties(factories.make_admin()) == [0.99, 0.99]


def test_other_cohorts_and_those_who_only_read_see_them_at_once(
    desk: Desk, told: dict[str, str], signed_in: SignIn
) -> None:
    assert told["score"] in signed_in(factories.make_admin()).get(desk.url()).content.decode()
    desk.cohort.engine_after_points = False
    desk.cohort.save(update_fields=["engine_after_points"])
    assert told["score"] in signed_in(desk.coach.user).get(desk.url()).content.decode()


def test_they_wait_everywhere_else_too(desk: Desk, told: dict[str, str], signed_in: SignIn) -> None:
    coach, writer = signed_in(desk.coach.user), signed_in(desk.enrolment.candidate.user)
    run = desk.version.runs.get()
    shown = desk.version.get_absolute_url()

    queue = coach.get("/queue/?assigned=all").content.decode()
    assert (told["score"] in queue, "score after your points" in queue) == (False, True)
    for address in (shown, desk.intro.get_absolute_url()):
        assert coach.get(address).headers["Location"] == desk.url()
    assert coach.get(f"/api/v1/check-runs/{run.pk}/").status_code == 404
    assert coach.get("/api/v1/check-runs/").json()["results"] == []

    assert told["summary"] in writer.get(shown).content.decode()
    assert writer.get(f"/api/v1/check-runs/{run.pk}/").json()["overall"] == 73.4

    factories.make_review(desk.version, desk.coach)
    assert told["summary"] in coach.get(shown).content.decode()
    assert coach.get(f"/api/v1/check-runs/{run.pk}/").json()["overall"] == 73.4


def test_neither_filters_nor_order_nor_counts_of_views_tell_them(
    desk: Desk, told: dict[str, str], signed_in: SignIn
) -> None:
    other = factories.make_version(factories.make_intro(desk.enrolment))  # came later, so it stands second
    for version, overall in ((desk.version, 73.4), (other, 12.0)):
        factories.check(version)
        version.runs.update(overall=overall)
    save_view(coach=desk.coach, name="Strong", query="score_from=70")
    save_view(coach=desk.coach, name="Weak", query="score_to=40")
    set_weights(coach=desk.coach, interview_days=0, again_days=0, first_days=0, weak_days=30)
    first, second = desk.intro.pk, other.intro_id

    def told_to(person: User) -> tuple[list[int], list[int], list[int], list[int]]:
        def rows(**asked: str) -> list[int]:
            page = signed_in(person).get("/queue/", asked).context
            views.append([count for _view, count, _is_current in page["views"]])
            return [row.intro_id for row in page["page"].rows]

        views: list[list[int]] = []
        return rows(), rows(score_from="70"), rows(score_to="40"), views[0]

    assert told_to(desk.coach.user) == ([first, second], [], [], [0, 0])
    assert "checks are running" not in signed_in(desk.coach.user).get("/queue/").content.decode()
    assert told_to(factories.make_admin())[1:3] == ([first], [second])
    levels = {row.pk: row.levels.all()[0].pk for row in desk.cohort.rubric.criteria.all()}
    review = start_review(version=other, coach=desk.coach)
    save_review(review=review, revision=0, summary="", decision="", levels=levels)
    assert told_to(desk.coach.user) == ([second, first], [], [second], [0, 1])
