"""Calibration over the API: an admin starts and closes a round, coaches judge blind."""

from collections.abc import Callable
from typing import Any

from rest_framework.test import APIClient

from feedback.models import Criterion
from tests.api.conftest import Place
from tests.factories import make_admin, make_coach, make_version

Api = Callable[[Any], APIClient]
ROUNDS = "/api/v1/calibrations/"


def test_a_round_from_its_start_to_its_end(api: Api, place: Place) -> None:
    colleague = make_coach("Dora")
    place.cohort.coaches.add(colleague)
    versions = [make_version(place.intro) for _ in range(2)]
    admin, alice = api(make_admin()), api(place.alice.user)
    asked = {"cohort": "spring", "name": "May", "versions": [version.pk for version in versions]}
    made = admin.post(ROUNDS, asked, format="json").json()
    assert (made["cohort"], made["name"], made["closed_at"]) == ("spring", "May", None)
    again = admin.post(ROUNDS, asked, format="json")
    assert (again.status_code, list(again.json()["errors"])) == (400, ["name"])
    item = f"{ROUNDS}{made['id']}/items/1/"
    seen = alice.get(item).json()
    assert (seen["text"], seen["items"], seen["decision"], seen["next_open"]) == (versions[0].text, 2, "", 2)
    assert "Bob" not in str(seen)
    levels = {str(criterion.pk): criterion.levels.all()[1].pk for criterion in Criterion.objects.all()}
    half = alice.put(item, {"decision": "ready", "levels": dict([levels.popitem()])}, format="json")
    assert (half.status_code, half.json()["code"]) == (400, "incomplete_answer")
    levels = {str(criterion.pk): criterion.levels.all()[1].pk for criterion in Criterion.objects.all()}
    said = alice.put(item, {"decision": "ready", "levels": levels, "note": "Lands."}, format="json").json()
    assert (said["decision"], said["levels"], said["note"]) == ("ready", levels, "Lands.")
    blind = api(colleague.user).get(item).json()
    assert (blind["decision"], blind["note"], set(blind["levels"].values())) == ("", "", {None})
    progress = alice.get(f"{ROUNDS}{made['id']}/").json()["progress"]
    assert [(row["name"], row["answered"], row["items"]) for row in progress] == [("Alice", 1, 2), ("Dora", 0, 2)]
    assert admin.post(f"{ROUNDS}{made['id']}/close/").json()["closed_at"] is not None
    late = alice.put(item, {"decision": "ready", "levels": levels}, format="json")
    assert (late.status_code, late.json()["code"]) == (400, "calibration_closed")
    assert [row["id"] for row in alice.get(f"{ROUNDS}?is_closed=true").json()["results"]] == [made["id"]]
    assert api(place.charlie.user).get(ROUNDS).json()["results"] == []
