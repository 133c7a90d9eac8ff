"""What became of findings, followed once more draft by draft in plain Python."""

from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings

from feedback.charts.helped import draw_helped
from feedback.models import CheckRun, Comment, RunStatus, Snippet
from feedback.reports.dashboard.helped import After, CheckHelped, Helped, Share, helped
from tests.feedback.dashboard.made_cohorts import NOW, PLANS, CandidatePlan, Made, make


def with_snippets(made: Made) -> None:
    """Every second comment is written from one."""
    snippet = Snippet.objects.create(cohort=made.cohort, title="Why?", body="What draws you?")
    for comment in made.comments[::2]:
        comment.snippet = snippet
    Comment.objects.bulk_update(made.comments, ["snippet"])


def engine(run: CheckRun) -> str:
    return run.ruleset.split("-")[0]


def expected(made: Made) -> Counter[tuple[str, After, bool]]:
    """{(check, after what, is it gone?): drafts}."""
    found: Counter[tuple[str, After, bool]] = Counter()
    for intro in made.intros:
        versions = made.versions_of(intro)
        for version, following in pairwise(versions):
            run = made.newest_run(version)
            later = [
                r for r in made.runs
                if run and r.version_id == following.pk and engine(r) == engine(run) and r.status == RunStatus.DONE
            ]  # fmt: skip
            if not run or not later:
                continue
            fired = {f.check_id for f in made.findings if f.run_id == later[-1].pk}
            told = [
                c for c in made.comments
                if c.version_id == version.pk and (c.published_at or NOW) < following.submitted_at
            ]  # fmt: skip
            own = [f for f in made.findings if f.run_id == run.pk]
            for check in {f.check_id for f in own if f.verdict in ("", "confirmed")}:
                # All comments are on the words that all findings are on.
                about = [c for c in told if c.check_id in ("", check)]
                after = After.CHECK if not about else After.COMMENT
                if any(c.snippet for c in about):
                    after = After.SNIPPET
                found[check, after, check not in fired] += 1
    return found


@pytest.mark.django_db
@given(plan=PLANS)
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_was_gone_is_counted_as_in_plain_python(plan: list[CandidatePlan]) -> None:
    made = make(plan)
    with_snippets(made)
    found, counts = helped(made.scope()), expected(made)
    assert {
        (row.check_id, after): (share.resolved, share.cases)
        for row in found.checks for after, share in row.shares.items() if share.cases
    } == {
        (check, after): (counts[check, after, True], counts[check, after, True] + counts[check, after, False])
        for check, after, _gone in counts
    }  # fmt: skip
    assert sum(share.cases for share in found.shares.values()) == counts.total()
    made.cohort.checks_off = [row.check_id for row in found.checks]
    assert helped(made.scope()).checks == ()


def test_the_drawing_has_intervals_and_no_share_of_few() -> None:
    shares = {After.SNIPPET: Share(3, 4), After.COMMENT: Share(6, 10), After.CHECK: Share(20, 40)}
    check = CheckHelped("pay-motive", "Pay & <b>", shares, "/checks/pay-motive/")
    chart = draw_helped(Helped(shares, (check,)))
    assert chart.caption == (
        "Of drafts on which a check fired, the next one had none of it: after a comment from a snippet 3 of 4, too few "
        "to say; after a comment 6 of 10 (31 to 83%); after the check alone 20 of 40 (35 to 65%). Coaches choose what "
        "they comment on, so these counts do not tell what a comment changes."
    )
    every, single = chart.figure["data"]
    assert (every["x"], every["customdata"], single["customdata"]) == ([60.0, 50.0], [1, 2], [3, 3])
    low = every["x"][0] - every["error_x"]["arrayminus"][0]
    assert (round(low, 1), round(every["x"][0] + every["error_x"]["array"][0], 1)) == (31.3, 83.2)  # R: binom.wilson
    assert chart.rows[1] == (
        "Pay & <b>", "3 of 4, too few to say", "6 of 10 (31 to 83%)", "20 of 40 (35 to 65%)",
    )  # fmt: skip
    assert not {"because", "helps", "effect", "causes", "improves", "led"} & set(chart.caption.lower().split())
    assert draw_helped(Helped(dict.fromkeys(After, Share()), ())).empty
