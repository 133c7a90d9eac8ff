"""Which latest drafts are too alike: every pair compared once more, one by one."""

import itertools
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cohorts.models import DraftVersion
from feedback.charts.sameness import draw_alikes
from feedback.models import Signature
from feedback.pitch import sameness
from feedback.reports.dashboard.sameness import PAIRS_MAX, Alikes, Pair, alikes
from feedback.reports.dashboard.scope import Mark, Scope
from tests.factories import make_candidate
from tests.feedback.dashboard.made_cohorts import PLANS, ROLES, CandidatePlan, IntroPlan, VersionPlan, make


@pytest.mark.django_db
@given(plan=PLANS, seed=st.integers(0, 99))
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_pairs_are_those_of_a_comparison_one_by_one(plan: list[CandidatePlan], seed: int) -> None:
    made, rng = make(plan), random.Random(seed)
    # So few different numbers that two signatures have about as many in common as the threshold asks for.
    signed = {
        version.pk: tuple(rng.randrange(6) for _ in range(sameness.VALUES)) for version in DraftVersion.objects.all()
    }
    Signature.objects.all().delete()
    Signature.objects.bulk_create(
        Signature(version_id=pk, values=sameness.to_bytes(values)) for pk, values in signed.items()
    )
    latest = [versions[-1] for intro in made.intros if (versions := made.versions_of(intro))]
    for role in ("", ROLES[0]):
        found = alikes(made.scope(role=role))
        assert {
            (frozenset(((p.later.intro_id, p.later.number), (p.earlier.intro_id, p.earlier.number))), p.share)
            for p in found.pairs
        } == {
            (frozenset(((one.intro_id, one.number), (other.intro_id, other.number))), share)
            for one, other in itertools.combinations(latest, 2)
            if one.intro.enrolment_id != other.intro.enrolment_id and role in ("", one.intro.role, other.intro.role)
            if (share := sameness.similarity(signed[one.pk], signed[other.pk])) >= sameness.ALIKE
        }
        assert found.found == len(found.pairs)
        assert found.drafts == sum(role in ("", version.intro.role) for version in latest)
    assert alikes(Scope(made.cohort, make_candidate().user)) == Alikes((), 0, sameness.ALIKE)


@pytest.mark.django_db
def test_of_a_cohort_that_wrote_from_one_model_the_nearest_few_are_kept() -> None:
    one = CandidatePlan(0, (IntroPlan(ROLES[0], (VersionPlan(0),)),))
    made = make([one] * 21)  # 210 pairs
    alike, half = [7] * sameness.VALUES, sameness.VALUES // 2
    Signature.objects.bulk_create(
        Signature(version=version, values=sameness.to_bytes((*alike[:half], *(alike[half:] if n else [8] * half))))
        for n, version in enumerate(made.versions)
    )
    found = alikes(made.scope())
    assert (found.found, len(found.pairs), sum(pair.share == 1 for pair in found.pairs)) == (210, PAIRS_MAX, 190)
    assert draw_alikes(found).caption.endswith("The table has the 200 most alike.")


def test_the_drawing_names_both_and_leads_to_the_later_one() -> None:
    later, earlier = Mark("Bea & <i>", "Nurse", 7, 3), Mark("Cid", "Nurse", 5, 1)
    chart = draw_alikes(Alikes((Pair(later, earlier, 0.421875),), 12, 0.15, 1))
    assert chart.caption == (
        "1 pair of latest drafts shares 15% of its phrases or more, of 12 drafts. Either may have been first, or both "
        "have the same model. Estimated, give or take 6 points. The number beside a name is the version."
    )
    assert (chart.figure["data"][0]["x"], chart.figure["data"][0]["text"]) == ([42], ["42%"])
    assert chart.figure["layout"]["annotations"][0]["text"] == "Bea &amp; &lt;i&gt;, 3 – Cid, 1"
    assert (chart.rows, [mark and mark.address for mark in chart.marks]) == (
        (("Bea & <i>", 3, "Cid", 1, 42),), ["/intros/7/versions/3/review/#alike-title"],
    )  # fmt: skip
    assert draw_alikes(Alikes((), 9, 0.15)).empty == (
        "None of the 9 latest drafts shares 15% of its phrases with another."
    )
