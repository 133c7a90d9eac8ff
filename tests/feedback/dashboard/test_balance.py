"""Skill against culture, computed once more in plain Python; and where the share comes from."""

from importlib import import_module

import pytest
from django.apps import apps
from hypothesis import HealthCheck, given, settings

from feedback.charts.balance import draw_balance
from feedback.pitch import Sentence, analyse, skill_share
from feedback.reports.dashboard.balance import Balance, Balances, balance
from tests.factories import check, make_coach, make_cohort, make_enrolment, make_intro, make_version
from tests.feedback.dashboard.made_cohorts import PLANS, CandidatePlan, make


@pytest.mark.django_db
@given(plan=PLANS)
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_balance_agrees_with_plain_python(plan: list[CandidatePlan]) -> None:
    made = make(plan)
    for number in (None, 2):
        shares, unsaid = {}, 0
        for intro in made.intros:
            versions = [
                v for v in made.versions_of(intro) if made.newest_run(v) and (number is None or v.number <= number)
            ]
            if not versions or number not in (None, versions[-1].number):
                continue
            *earlier, latest = [(v.number, run.skill_share) for v in versions if (run := made.newest_run(v))]
            if latest[1] is None:
                unsaid += 1
            else:
                shares[intro.pk] = (*latest, tuple(one for one in earlier if one[1] is not None))
        found = balance(made.scope(number=number))
        assert {row.intro_id: (row.number, row.share, row.trail) for row in found.rows} == shares
        assert found.unsaid == unsaid
        leanings = [abs(row.share - 0.5) for row in found.rows]
        assert leanings == sorted(leanings, reverse=True)


def row(candidate: str, share: float, trail: tuple[tuple[int, float], ...] = ()) -> Balance:
    return Balance(candidate, "Engineer", 1, 3, share, trail)


def test_balance_tells_the_sides_apart_by_symbol_and_the_versions_before_by_size() -> None:
    rows = (row("A", 0.9, ((1, 0.8), (2, 1.0))), row("B <b>", 0.2), row("C", 0.7))
    chart = draw_balance(Balances(rows, 2))
    assert chart.caption == (
        "In balance (30 to 70% on skill) in 1 of 3 introductions; mostly skill in 1, mostly culture in 1. "
        "2 say too little on both."
    )
    before, *sides = chart.figure["data"]
    assert (before["x"], before["y"], before["marker"]["size"]) == ([80, 100, 90, None], [0, 0, 0, None], [5, 6, 0, 0])
    assert {t["name"]: (t["x"], t["y"], t["customdata"], t["marker"]["symbol"]) for t in sides} == {
        "in balance": ([70], [2], [2], "circle"),
        "mostly skill": ([90], [0], [0], "triangle-right"),
        "mostly culture": ([20], [1], [1], "triangle-left"),
    }
    assert chart.figure["layout"]["yaxis"]["ticktext"] == ["A", "B &lt;b&gt;", "C"]
    assert chart.rows == (
        ("A", "Engineer", 3, 90, "mostly skill", "1: 80, 2: 100"),
        ("B <b>", "Engineer", 3, 20, "mostly culture", ""),
        ("C", "Engineer", 3, 70, "in balance", ""),
    )
    assert draw_balance(Balances(rows * 14, 0)).caption.endswith("Drawn are the 40 that lean most.")


def test_skill_share_is_told_from_two_and_a_half_sentences_on() -> None:
    def said(skill: float, culture: float) -> Sentence:
        nothing = dict.fromkeys(("SKILL", "ACHIEVEMENT", "RESUME", "CULTURE", "COMPANY"), 0.0)
        return Sentence(0, 1, (), nothing | {"SKILL": skill, "CULTURE": culture})

    assert skill_share([said(1, 0), said(0.5, 0.5)]) is None  # two sentences
    assert skill_share([said(1, 0), said(1, 0.5)]) == 0.8
    assert skill_share([]) is None


@pytest.mark.django_db
def test_a_run_keeps_the_share_and_older_runs_are_given_theirs() -> None:
    text = (
        "I rebuild slow reports until people use them. Last year I moved our billing to one ledger and nobody lost a "
        "cent. I debug with whoever is on call, and I say so when I am wrong. With Ana I paired every Friday, and we "
        "laughed about the logs. I can read a query plan and I like to explain it."
    )
    run = check(make_version(make_intro(make_enrolment(make_cohort(make_coach()))), text))
    share = run.skill_share
    assert share is not None
    assert share == skill_share(analyse(text, role="Product Manager", company="Kontora").sentences)
    type(run).objects.update(skill_share=None)
    import_module("feedback.migrations.0011_fill_skill_share").fill(apps, None)
    run.refresh_from_db()
    assert run.skill_share == pytest.approx(share, abs=0.01)  # the row keeps probabilities to three places
