"""Check runs and findings over the API."""

from collections.abc import Callable
from typing import Any

from rest_framework.test import APIClient

from feedback.models import CheckRun, Finding
from tests.api.conftest import Place
from tests.factories import check, make_version

Api = Callable[[Any], APIClient]


def finding_on(run: CheckRun) -> Finding:
    """One of ours, whatever the engine found."""
    return Finding.objects.create(
        run=run, position=900, check_id="no-reason", severity="major", start=0, end=4, seen="What", why="It matters.",
        try_next="What draws you?", certainty=0.9,
    )  # fmt: skip


def test_a_run_opens_into_what_made_its_scores(api: Api, place: Place) -> None:
    run = check(make_version(place.intro))
    row = api(place.bob.user).get("/api/v1/check-runs/").json()["results"][0]
    assert (row["id"], row["version"], row["intro"], row["status"]) == (run.pk, run.version_id, place.intro.pk, "done")
    assert row["overall"] == run.overall
    assert [f["check_id"] for f in row["findings"]] == [f.check_id for f in run.findings.all()]
    assert "sentences" not in row
    whole = api(place.bob.user).get(f"/api/v1/check-runs/{run.pk}/").json()
    assert [d["value"] for d in whole["dimensions"]] == [d["value"] for d in run.dimensions]
    assert len(whole["sentences"]) == len(run.sentences)


def test_dismiss_with_a_reason_and_take_up_again(api: Api, place: Place) -> None:
    finding = finding_on(check(make_version(place.intro)))
    address = f"/api/v1/findings/{finding.pk}/"
    nothing = api(place.bob.user).post(f"{address}dismiss/", {"reason": ""}, format="json")
    assert (nothing.status_code, nothing.json()["errors"]) == (400, {"reason": ["This field may not be blank."]})
    dismissed = api(place.bob.user).post(f"{address}dismiss/", {"reason": "I say it later."}, format="json").json()
    assert (dismissed["dismiss_reason"], bool(dismissed["dismissed_at"])) == ("I say it later.", True)
    restored = api(place.alice.user).post(f"{address}restore/").json()
    assert (restored["dismiss_reason"], restored["dismissed_at"]) == ("", None)
    assert api(place.charlie.user).post(f"{address}dismiss/", {"reason": "No."}, format="json").status_code == 404


def test_findings_filter_by_check_and_dismissal(api: Api, place: Place) -> None:
    finding = finding_on(check(make_version(place.intro)))

    def ids(query: str) -> list[int]:
        return [f["id"] for f in api(place.alice.user).get(f"/api/v1/findings/?{query}").json()["results"]]

    assert ids("check_id=no-reason&is_dismissed=false") == [finding.pk]
    assert ids("check_id=no-reason&is_dismissed=true") == []
    assert ids(f"run={finding.run_id}&severity=major&check_id=no-reason") == [finding.pk]
