"""/healthz says which part is down, and never breaks itself."""

import time
from collections.abc import Iterator

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import Settings

from coachhub import health, tasks
from tests.servers import free_port


@pytest.fixture(autouse=True)
def _no_beat_yet() -> Iterator[None]:
    health._broker.cache_clear()
    health._broker().delete(health.BEAT_KEY)
    yield
    health._broker.cache_clear()


@pytest.fixture
def _broker_away(settings: Settings) -> None:
    settings.CELERY_BROKER_URL = f"redis://127.0.0.1:{free_port()}/0"
    health._broker.cache_clear()


def ask(client: Client) -> tuple[int, dict[str, object]]:
    response = client.get("/healthz")
    return response.status_code, response.json()


@pytest.mark.django_db
def test_health_is_ok_after_a_beat(client: Client) -> None:
    tasks.beat()
    status, body = ask(client)
    assert 0 <= float(str(body.pop("beat_age_s"))) < 10
    expected = {"status": "ok", "database": "ok", "broker": "ok", "down": [], "version": "0.1.0"}
    assert (status, body) == (200, expected)


@pytest.mark.django_db
def test_health_names_a_beat_that_is_late(client: Client) -> None:
    health._broker().set(health.BEAT_KEY, time.time() - 61)
    status, body = ask(client)
    assert (status, body["status"], body["down"]) == (503, "down", ["beat"])
    assert 61 <= float(str(body["beat_age_s"])) < 70


@pytest.mark.django_db
def test_health_takes_a_missing_beat_for_a_start_at_first() -> None:
    body = health.report(up_s=health.STARTING_S - 1)
    assert (body["status"], body["beat_age_s"], body["down"]) == ("starting", None, [])


@pytest.mark.django_db
def test_health_takes_a_missing_beat_for_a_failure_later() -> None:
    body = health.report(up_s=health.STARTING_S + 1)
    assert (body["status"], body["beat_age_s"], body["down"]) == ("down", None, ["beat"])


@pytest.mark.django_db
def test_health_without_a_beat_is_no_success(client: Client) -> None:
    status, body = ask(client)
    assert (status, body["beat_age_s"], body["status"] in {"starting", "down"}) == (503, None, True)


@pytest.mark.django_db
@pytest.mark.usefixtures("_broker_away")
def test_health_names_a_broker_that_is_away(client: Client) -> None:
    status, body = ask(client)
    assert (status, body["database"], body["broker"], body["down"]) == (503, "ok", "down", ["broker", "beat"])


@pytest.mark.django_db
def test_health_asks_for_no_session_and_no_host(client: Client) -> None:
    tasks.beat()
    response = client.get("/healthz", headers={"host": "web:8000", "cookie": "sessionid=gone"})
    assert response.status_code == 200
    assert not response.cookies
    assert "no-store" in response["Cache-Control"]
    assert client.post("/healthz").status_code == 405


@pytest.mark.django_db
def test_command_healthy_is_content_with_a_beat() -> None:
    tasks.beat()
    call_command("healthy")


@pytest.mark.django_db
@pytest.mark.usefixtures("_broker_away")
def test_command_healthy_says_that_the_broker_is_away() -> None:
    with pytest.raises(CommandError, match=r"^The broker is away\.$"):
        call_command("healthy")


def test_command_healthy_says_that_there_was_no_beat() -> None:
    with pytest.raises(CommandError, match=r"^No beat yet\.$"):
        call_command("healthy")
