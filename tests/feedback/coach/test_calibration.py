"""Blind double review: drawn by an admin, judged blind, closed, then open to its coaches; never to a candidate."""

import uuid
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from cohorts.exceptions import NotACoachOfCohort
from cohorts.models import Candidate, Coach, DraftVersion
from feedback.exceptions import CalibrationClosed, IncompleteAnswer, NotDrawn, WrongLevel
from feedback.models import Calibration, CalibrationAnswer, CheckRun, Criterion
from feedback.reports import calibration as report
from feedback.reports.queue import coach_home
from feedback.services import calibrating, reviewing
from tests import factories
from tests.feedback.coach.conftest import Desk

pytestmark = pytest.mark.django_db
SECRET = "unmistakable calibration words"


def scored(desk: Desk, *scores: float) -> list[DraftVersion]:
    """Versions of an introduction each, with runs of these overall scores."""
    enrolment = factories.make_enrolment(desk.cohort)
    versions = []
    for score in scores:
        version = factories.make_version(factories.make_intro(enrolment))
        version.runs.update(status="done", overall=score)
        versions.append(version)
    return versions


def make_round(desk: Desk, *versions: DraftVersion, name: str = "May") -> Calibration:
    return calibrating.start_calibration(
        cohort=desk.cohort, name=name, versions=versions or scored(desk, 30, 70), user=desk.coach.user
    )


def levels_of(desk: Desk, *points: int) -> dict[int, int]:
    criteria = Criterion.objects.filter(rubric__cohort=desk.cohort).order_by("position")
    return {c.pk: c.levels.get(points=given).pk for c, given in zip(criteria, points, strict=True)}


def judge(desk: Desk, coach: Coach, position: int, round_: Calibration, *points: int, note: str = "") -> None:
    item = round_.items.get(position=position)
    decision = ("keep_working", "nearly_there", "ready")[points[0]]
    calibrating.answer_item(item=item, coach=coach, decision=decision, levels=levels_of(desk, *points), note=note)


@pytest.fixture
def rubric(desk: Desk) -> None:
    factories.make_rubric(desk.cohort)


@pytest.fixture
def colleague(desk: Desk) -> Coach:
    coach = factories.make_coach("Ben Coach")
    desk.cohort.coaches.add(coach)
    return coach


def test_draw_takes_from_each_band_in_turns(desk: Desk) -> None:
    many, few = scored(desk, *[70.0 + i / 10 for i in range(9)]), scored(desk, 20, 50, 95)
    later = factories.make_version(many[0].intro)
    later.runs.update(status="done", overall=72)
    drawn = report.draw(cohort=desk.cohort, count=6, seed=1)
    assert {version.pk for version in few} <= {version.pk for version in drawn.versions}
    assert [(s.low, s.high, s.is_first, s.drawn, s.available) for s in drawn.strata] == [
        (0, 40, True, 1, 1),
        (40, 60, True, 1, 1),
        (60, 80, False, 1, 1),
        (60, 80, True, 2, 9),
        (80, 100, True, 1, 1),
    ]
    assert len({version.intro_id for version in drawn.versions}) == 6
    assert report.draw(cohort=desk.cohort, count=6, seed=1) == drawn
    everything = report.draw(cohort=desk.cohort, count=60, seed=2)
    assert len(everything.versions) == 12  # one of each introduction that has a score


def test_draw_leaves_out_the_unchecked_and_what_coaches_wrote(desk: Desk, colleague: Coach) -> None:
    user = colleague.user
    own = factories.make_intro(factories.make_enrolment(desk.cohort, Candidate.objects.create(user=user)))
    factories.make_version(own).runs.update(status="done", overall=50)
    assert report.draw(cohort=desk.cohort, count=9, seed=1).versions == ()  # desk.version waits for its checks


def test_admin_sees_the_draw_and_starts_exactly_that(desk: Desk, signed_in: Any) -> None:
    versions, client = scored(desk, 30, 50, 70), signed_in(factories.make_admin())
    address = f"/cohorts/{desk.cohort.slug}/calibration/new/"
    assert client.get(address).context["drawn"] is None
    shown = client.get(address, {"name": "May", "count": 2, "seed": 3}).context["drawn"].versions
    assert not Calibration.objects.exists()
    asked = {"name": "May", "count": 2, "seed": 3, "version": [version.pk for version in shown]}
    scored(desk, 90)  # what comes in between changes nothing
    answer = client.post(address, asked)
    round_ = Calibration.objects.get()
    assert answer["Location"] == f"/calibration/{round_.pk}/"
    assert [item.version for item in round_.items.order_by("position")] == list(shown)
    assert "has a round of that name already" in client.post(address, asked).content.decode()
    other = factories.make_version(factories.make_intro(factories.make_enrolment(factories.make_cohort())))
    page = client.post(address, asked | {"name": "June", "version": [other.pk]}).content.decode()
    assert "Draw versions of this cohort, each of them once." in page
    assert Calibration.objects.count() == 1
    assert len(versions) == 3


def test_coach_judges_blind_and_may_change_it_until_the_round_is_closed(
    desk: Desk, colleague: Coach, rubric: None, signed_in: Any
) -> None:
    version = factories.make_version(factories.make_intro(factories.make_enrolment(desk.cohort)))
    factories.check(version)
    round_ = make_round(desk, version, desk.version)
    judge(desk, colleague, 1, round_, 2, 2, note=SECRET)
    client, address = signed_in(desk.coach.user), f"/calibration/{round_.pk}/1/"

    page = client.get(address).content.decode()
    assert "stopped defending our dashboard" in page
    summary = CheckRun.objects.get(version=version).summary
    for hidden in (SECRET, "checked", str(version.intro.enrolment.candidate), "Ben Coach", summary):
        assert hidden not in page
    asked = {f"criterion-{criterion}": level for criterion, level in levels_of(desk, 0, 1).items()}
    refused = client.post(address, asked | {"note": "Kept words"})
    assert refused.status_code == 400
    assert "Choose a level for each criterion, and a decision." in refused.content.decode()
    assert "Kept words" in refused.content.decode()
    assert refused.content.decode().count(" checked") == 2
    answer = client.post(address, asked | {"decision": "keep_working", "note": "Thin."})
    assert answer["Location"] == f"/calibration/{round_.pk}/2/"
    own = CalibrationAnswer.objects.get(coach=desk.coach)
    assert (own.decision, own.note, own.points.count()) == ("keep_working", "Thin.", 2)
    client.post(address, asked | {"decision": "ready", "note": ""})
    own.refresh_from_db()
    assert own.decision == "ready"
    overview = client.get(f"/calibration/{round_.pk}/").content.decode()
    assert SECRET not in overview
    assert SECRET not in signed_in(factories.make_admin()).get(f"/calibration/{round_.pk}/").content.decode()
    calibrating.close_calibration(calibration=round_)
    with pytest.raises(CalibrationClosed):
        judge(desk, desk.coach, 1, round_, 1, 1)
    assert client.get(address)["Location"] == f"/calibration/{round_.pk}/"


def test_what_is_not_a_whole_judgement_of_this_cohorts_rubric_is_refused(desk: Desk, rubric: None) -> None:
    round_, stranger = make_round(desk), factories.make_coach()
    item = round_.items.get(position=1)
    whole = levels_of(desk, 1, 1)
    elsewhere = factories.make_rubric(factories.make_cohort()).criteria.first().levels.first()  # type: ignore[union-attr]
    first = next(iter(whole))
    for error, coach, decision, levels in (
        (NotACoachOfCohort, stranger, "ready", whole),
        (IncompleteAnswer, desk.coach, "", whole),
        (IncompleteAnswer, desk.coach, "ready", {first: whole[first]}),
        (WrongLevel, desk.coach, "ready", whole | {first: elsewhere.pk}),  # type: ignore[union-attr]
    ):
        with pytest.raises(error):
            calibrating.answer_item(item=item, coach=coach, decision=decision, levels=levels)
    assert not CalibrationAnswer.objects.exists()
    with pytest.raises(NotDrawn):
        make_round(desk, desk.version, desk.version, name="Twice")
    with pytest.raises(ValidationError):
        make_round(desk)


def test_closed_round_shows_agreement_leniency_drift_and_disagreements(
    desk: Desk, colleague: Coach, rubric: None, signed_in: Any
) -> None:
    first = make_round(desk, *scored(desk, 30, 70), name="April")
    for position in (1, 2):
        judge(desk, desk.coach, position, first, 1, 1)
        judge(desk, colleague, position, first, 1, 1)
    calibrating.close_calibration(calibration=first)
    round_ = make_round(desk, *scored(desk, 20, 50, 90))
    for position, (mine, theirs) in enumerate([(0, 1), (1, 1), (1, 2)], 1):
        judge(desk, desk.coach, position, round_, mine, mine)
        judge(desk, colleague, position, round_, theirs, theirs, note=SECRET)
    assert report.progress(round_)[0].is_done
    client = signed_in(desk.coach.user)
    assert "All have judged all" in client.get(f"/calibration/{round_.pk}/").content.decode()
    assert client.post(f"/calibration/{round_.pk}/close/").status_code == 404
    signed_in(factories.make_admin()).post(f"/calibration/{round_.pk}/close/")
    round_.refresh_from_db()

    found = report.results(round_)
    assert [row.name for row in found.alphas] == ["Why this role", "Why you on this team", "Decision"]
    assert [round(row.leniency.value or 0, 3) for row in found.coaches] == [0.333, -0.333]  # Ben, Maya
    assert [round(row.drift.value or 0, 3) for row in found.coaches if row.drift] == [0.333, -0.333]
    assert (found.engine.value, found.engine.cases) == (1.0, 3)
    assert [(row.position, row.spread) for row in found.items] == [(1, 2), (3, 2), (2, 0)]
    page = client.get(f"/calibration/{round_.pk}/").content.decode()
    assert SECRET in page
    assert "too few to lean on" in page


def test_nothing_of_it_reaches_a_candidate_or_another_cohorts_coach(
    desk: Desk, rubric: None, signed_in: Any, api: Any
) -> None:
    factories.check(desk.version)
    round_ = make_round(desk, desk.version, name=SECRET)
    judge(desk, desk.coach, 1, round_, 2, 1, note=SECRET)
    review = factories.make_review(desk.version, desk.coach, comment_on=(0, 6))
    reviewing.reply_to_comment(
        comment=review.comments.get(), author=desk.coach.user, body="Well?", client_key=uuid.uuid4()
    )
    calibrating.close_calibration(calibration=round_)
    writer = desk.enrolment.candidate.user
    base = f"/intros/{desk.intro.pk}/"
    for address in ("/mine/", base, f"{base}versions/1/", f"{base}versions/1/check/", f"{base}write/"):
        assert SECRET not in signed_in(writer).get(address).content.decode(), address
    for address in ("reviews", "comments", "versions", "intros", "cohorts", "findings"):
        assert SECRET not in api(writer).get(f"/api/v1/{address}/").content.decode(), address
    for user in (writer, factories.make_coach().user):
        for address in (f"/calibration/{round_.pk}/", f"/calibration/{round_.pk}/1/"):
            assert signed_in(user).get(address).status_code == 404
        assert signed_in(user).get(f"/cohorts/{desk.cohort.slug}/calibration/").status_code == 404


@pytest.mark.parametrize("rows", [1, 30])
@pytest.mark.once
def test_pages_take_the_same_queries_for_one_item_and_for_thirty(
    desk: Desk, colleague: Coach, rubric: None, rows: int, signed_in: Any, django_assert_num_queries: Any
) -> None:
    round_ = make_round(desk, *scored(desk, *[float(score) for score in range(10, 10 + rows)]))
    for number in range(rows - 1):
        make_round(desk, desk.version, name=f"Round {number}")
    for position in range(1, rows + 1):
        for coach in (desk.coach, colleague):
            judge(desk, coach, position, round_, position % 3, 1)
    client = signed_in(desk.coach.user)
    with django_assert_num_queries(8):
        client.get(f"/cohorts/{desk.cohort.slug}/calibration/")
    with django_assert_num_queries(9):
        client.get(f"/calibration/{round_.pk}/")
    with django_assert_num_queries(12):
        client.get(f"/calibration/{round_.pk}/1/")
    calibrating.close_calibration(calibration=round_)
    with django_assert_num_queries(12):
        client.get(f"/calibration/{round_.pk}/")
    with django_assert_num_queries(5):  # what came out is known by now
        client.get(f"/calibration/{round_.pk}/")


def test_home_tells_what_is_left_of_open_rounds(desk: Desk, rubric: None, colleague: Coach) -> None:
    theirs = factories.make_enrolment(desk.cohort, Candidate.objects.create(user=colleague.user))
    own = factories.make_version(factories.make_intro(theirs))  # which nobody judges of themselves
    round_ = make_round(desk, *scored(desk, 30, 70), own)
    done, closed = make_round(desk, name="June"), make_round(desk, name="July")
    stranger = factories.make_coach()
    factories.make_cohort(stranger)
    judge(desk, desk.coach, 1, round_, 0, 1)
    for position in (1, 2):
        judge(desk, desk.coach, position, done, 1, 1)
    calibrating.close_calibration(calibration=closed)

    def shown(coach: Coach) -> list[tuple[str, int, int]]:
        return [(row.name, row.left, row.position) for row in coach_home(user=coach.user).rounds]

    assert shown(desk.coach) == [("May", 2, 2)]
    assert shown(colleague) == [("May", 2, 1), ("June", 2, 1)]
    assert shown(stranger) == []
    client = Client()
    client.force_login(desk.coach.user)
    html = client.get("/coach/").content.decode()
    assert f'href="/calibration/{round_.pk}/2/"' in html
    assert "2 drafts are left for you" in html
