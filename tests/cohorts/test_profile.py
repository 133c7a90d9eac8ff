"""Name, time zone and daily mail, as each person sets their own."""

from typing import Any

import pytest

from cohorts.forms import time_zones
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def test_profile_saves_what_is_asked(signed_in: Any) -> None:
    user = make_user("Ann Abel")
    asked = {"name": " Ann Able ", "time_zone": "Europe/Berlin", "digest_hour": "7"}
    assert signed_in(user).post("/me/", asked)["Location"] == "/me/"
    user.refresh_from_db()
    assert (user.name, user.time_zone, user.digest_hour, user.wants_digest) == ("Ann Able", "Europe/Berlin", 7, False)


def test_profile_refuses_a_zone_that_is_none_and_changes_nothing(signed_in: Any) -> None:
    user = make_user("Ann Abel")
    asked = {"name": "Other", "time_zone": "Europe/Atlantis", "digest_hour": "7", "wants_digest": "on"}
    page = signed_in(user).post("/me/", asked).content.decode()
    assert "There is no time zone called Europe/Atlantis." in page
    assert ">Ann</summary>" in page
    user.refresh_from_db()
    assert (user.name, user.time_zone, user.digest_hour) == ("Ann Abel", "UTC", 8)


def test_profile_cannot_make_an_admin(signed_in: Any) -> None:
    user = make_user("Ann")
    signed_in(user).post("/me/", {"name": "Ann", "time_zone": "UTC", "digest_hour": "8", "is_staff": "on"})
    user.refresh_from_db()
    assert user.is_staff is False


def test_time_zones_offer_places_by_region_and_an_old_name_that_is_in_use() -> None:
    groups = dict(time_zones("US/Eastern"))
    assert groups["Everywhere"] == [("UTC", "UTC"), ("US/Eastern", "US/Eastern")]
    assert ("America/Argentina/Buenos_Aires", "Argentina, Buenos Aires") in groups["America"]
    assert "US" not in groups


def test_pages_show_times_in_the_readers_zone(signed_in: Any) -> None:
    tokyo, utc = make_user(time_zone="Asia/Tokyo"), make_user(time_zone="UTC")
    for user in (tokyo, utc):
        page = signed_in(user).get("/me/").content.decode()
        assert f'<option value="{user.time_zone}" selected>' in page
