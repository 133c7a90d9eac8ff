"""Which checks fire most in the latest drafts, counted once more in plain Python from the rows themselves."""

from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings

from feedback.charts.teaching import draw_teaching
from feedback.models import CheckRun, Finding
from feedback.reports.dashboard.teaching import CheckCount, Since, Teaching, check_sentences, teaching
from tests.feedback.dashboard.made_cohorts import CHECKS, PLANS, ROLES, CandidatePlan, Made, make


def standing(made: Made, run: CheckRun | None) -> list[Finding]:
    return [f for f in made.findings if run and f.run_id == run.pk and f.verdict in ("", "confirmed")]


def expected(
    made: Made, *, role: str = "", number: int | None = None
) -> tuple[int, Counter[tuple[str, str]], set[int]]:
    """Of the latest checked drafts how many, (check, since) by drafts, and the ids of their findings."""
    drafts, counts, findings = 0, Counter[tuple[str, str]](), set[int]()
    for intro in made.intros:
        checked = [v for v in made.versions_of(intro) if made.newest_run(v)]
        chosen = [v for v in checked if role in ("", intro.role) and number in (None, v.number)]
        if not chosen:
            continue
        drafts += 1
        latest = chosen[-1]
        answered = {review.version_id for review in made.published_of(intro)}
        before = [v for v in checked if v.number < latest.number and v.pk in answered]
        then = {f.check_id for f in standing(made, made.newest_run(before[-1]))} if before else set()
        own = standing(made, made.newest_run(latest))
        findings |= {f.pk for f in own}
        for check in {f.check_id for f in own}:
            counts[check, ("still" if check in then else "new") if before else "first"] += 1
    return drafts, counts, findings


@pytest.mark.django_db
@given(plan=PLANS)
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_checks_are_counted_as_in_plain_python(plan: list[CandidatePlan]) -> None:
    made = make(plan)
    for role, number in (("", None), (ROLES[1], None), ("", 2)):
        scope = made.scope(role=role, number=number)
        found, (drafts, counts, findings) = teaching(scope), expected(made, role=role, number=number)
        assert found.drafts == drafts
        assert {
            (row.check_id, since): getattr(row, since) for row in found.checks for since in Since if getattr(row, since)
        } == counts
        sentences = [row for check in CHECKS for row in check_sentences(scope, check)]
        assert {row.finding_id for row in sentences} == findings
        assert sum(row.findings for row in found.checks) == len(findings) == len(sentences)
        assert {row.quote for row in sentences} <= {"What"}  # the first four signs of each text


def count(check_id: str, still: int, new: int, first: int, findings: int) -> CheckCount:
    return CheckCount(check_id, check_id.title(), still, new, first, findings, f"/checks/{check_id}/")


def test_the_drawing_tells_persisting_from_new_by_pattern_and_leads_to_the_sentences() -> None:
    chart = draw_teaching(Teaching((count("pay", 1, 2, 6, 14), count("list & <b>", 3, 0, 0, 3)), 10))
    assert chart.caption == (
        "Of the 10 latest checked drafts, “Pay” fires in 9. Of these, it did so already when a coach last answered in "
        "1, and is new since in 2. What outlasted an answer most often is “List & <B>”: 3."
    )
    assert [(t["x"], t["text"], t["marker"]["pattern"]["shape"], t["customdata"]) for t in chart.figure["data"]] == [
        ([1, 3], ["1", "3"], "/", [0, 1]),
        ([2, 0], ["2", ""], "", [0, 1]),
        ([6, 0], ["6", ""], ".", [0, 1]),
    ]
    assert [note["text"] for note in chart.figure["layout"]["annotations"]] == [
        "Pay: 9 of 10", "List &amp; &lt;B&gt;: 3 of 10",
    ]  # fmt: skip
    assert chart.rows == (("Pay", 9, 1, 2, 6, 14), ("List & <B>", 3, 3, 0, 0, 3))
    assert [mark and mark.address for mark in chart.marks] == ["/checks/pay/", "/checks/list & <b>/"]
    assert (draw_teaching(Teaching((), 0)).empty, draw_teaching(Teaching((), 3)).empty) == (
        "No draft has been checked yet.", "No check fires in the latest drafts.",
    )  # fmt: skip
