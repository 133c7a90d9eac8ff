"""Pages by cursor: everything once, newest first, also when rows come in between."""

from collections.abc import Callable
from typing import Any

from rest_framework.test import APIClient

from tests.api.conftest import Place
from tests.factories import make_version

Api = Callable[[Any], APIClient]


def test_pages_hold_each_row_once_while_new_ones_arrive(api: Api, place: Place) -> None:
    numbers = [make_version(place.intro).number for _ in range(7)]
    client = api(place.alice.user)
    address, seen = "/api/v1/versions/?page_size=3", []
    while address:
        page = client.get(address).json()
        seen.append([row["number"] for row in page["results"]])
        address = page["next"]
        make_version(place.intro)
    assert seen == [[7, 6, 5], [4, 3, 2], [1]]
    assert numbers == [1, 2, 3, 4, 5, 6, 7]


def test_back_from_the_second_page(api: Api, place: Place) -> None:
    for _ in range(4):
        make_version(place.intro)
    client = api(place.alice.user)
    second = client.get(client.get("/api/v1/versions/?page_size=2").json()["next"]).json()
    first = client.get(second["previous"]).json()
    assert [row["number"] for row in first["results"]] == [4, 3]


def test_rows_of_the_same_moment_are_not_lost(api: Api, place: Place) -> None:
    first = make_version(place.intro)
    for _ in range(4):
        make_version(place.intro, submitted_at=first.submitted_at)
    client = api(place.alice.user)
    address, seen = "/api/v1/versions/?page_size=2", []
    while address:
        page = client.get(address).json()
        seen += [row["number"] for row in page["results"]]
        address = page["next"]
    assert seen == [5, 4, 3, 2, 1]
