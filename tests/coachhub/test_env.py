"""Settings come from the environment, stand in .env.example, and a wrong one ends every process with a sentence."""

import os
import re
import stat
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from coachhub import env, settings
from coachhub.env import PROJECT
from tests.coachhub.installations import bare_environment

SECRET = {"COACHHUB_SECRET_KEY": "k" * 40}


def test_example_lists_every_variable_with_its_meaning_and_default() -> None:
    written = (PROJECT / ".env.example").read_text()
    assert env.example() in written
    assert set(re.findall(r"^#?([A-Z_]+)=", written, re.MULTILINE)) == {
        *(variable.name for variable in env.VARIABLES), "POSTGRES_PASSWORD",
    }  # fmt: skip


def test_defaults_of_the_example_are_the_defaults() -> None:
    written = dict(re.findall(r"^#([A-Z_]+)=(.*)$", (PROJECT / ".env.example").read_text(), re.MULTILINE))
    del written["POSTGRES_PASSWORD"]
    assert env.read(written | SECRET) == env.read(SECRET)


@pytest.mark.parametrize(
    ("name", "raw", "sentence"),
    [
        ("PORT", "eighty", "PORT='eighty' is not a whole number from 1 to 65535."),
        ("PORT", "65536", "PORT='65536' is not a whole number from 1 to 65535."),
        ("PORT", "٨٠", "PORT='٨٠' is not a whole number from 1 to 65535."),
        ("COACHHUB_DEBUG", "maybe", "COACHHUB_DEBUG='maybe' is neither 1 nor 0."),
        ("COACHHUB_SECRET_KEY", "short", "COACHHUB_SECRET_KEY is missing or shorter than 32 characters."),
        ("COACHHUB_BASE_URL", "ftp://a.org", "COACHHUB_BASE_URL='ftp://a.org' does not begin with one of http://, https://."),
        ("COACHHUB_BASE_URL", "https://a.org/x", "COACHHUB_BASE_URL='https://a.org/x' is not of the form https://HOST."),
        ("COACHHUB_TIME_ZONE", "Mars/Base", "COACHHUB_TIME_ZONE='Mars/Base' is no time zone like Europe/Paris."),
        ("COACHHUB_EMAIL_FROM", "me", "COACHHUB_EMAIL_FROM='me' is not of the form NAME <LOCAL@DOMAIN>."),
        (
            "DATABASE_URL", "mysql://a/b",
            "DATABASE_URL='mysql://a/b' does not begin with one of postgres://, postgresql://, sqlite://.",
        ),
        (
            "COACHHUB_BROKER_URL", "redis://a:port/0",
            "COACHHUB_BROKER_URL='redis://a:port/0' is not an address with a port from 1 to 65535.",
        ),
        ("COACHHUB_LOG_LEVEL", "LOUD", "COACHHUB_LOG_LEVEL='LOUD' is none of DEBUG, INFO, WARNING, ERROR."),
        (
            "COACHHUB_ADMIN_EMAIL", "a@example.org",
            "COACHHUB_ADMIN_EMAIL and COACHHUB_ADMIN_PASSWORD are given together or not at all.",
        ),
    ],
)  # fmt: skip
def test_wrong_value_is_named_in_one_sentence(name: str, raw: str, sentence: str) -> None:
    with pytest.raises(env.WrongSetting) as caught:
        env.read(SECRET | {name: raw})
    assert str(caught.value) == sentence


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.4", "coachhub.example.org", "::"])
def test_demo_refuses_to_be_reached_from_elsewhere(host: str) -> None:
    with pytest.raises(env.WrongSetting) as caught:
        env.read(SECRET | {"COACHHUB_DEMO": "1", "COACHHUB_HOST": host})
    assert str(caught.value) == (
        f"COACHHUB_DEMO=1 lets anybody in: it needs COACHHUB_HOST on loopback, not {host!r}."
    )  # fmt: skip


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost"])
def test_demo_starts_on_loopback(host: str) -> None:
    assert env.read(SECRET | {"COACHHUB_DEMO": "1", "COACHHUB_HOST": host})["COACHHUB_DEMO"] is True


def test_demo_does_not_open_a_database_server_to_everybody() -> None:
    with pytest.raises(env.WrongSetting, match="COACHHUB_DEMO=1 lets anybody in: it does not go with"):
        env.read(SECRET | {"COACHHUB_DEMO": "1", "DATABASE_URL": "postgres://app@database/coachhub"})


def test_demo_keeps_a_database_of_its_own(tmp_path: Path) -> None:
    real, demo = (env.database(env.read(SECRET | {"COACHHUB_DEMO": flag}), tmp_path)["NAME"] for flag in "01")
    assert (real, demo) == (str(tmp_path / "coachhub.sqlite3"), str(tmp_path / "demo.sqlite3"))


def test_secret_key_is_made_once_and_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "new" / "home"
    monkeypatch.setenv("COACHHUB_HOME", str(home))
    monkeypatch.delenv("COACHHUB_SECRET_KEY", raising=False)
    env.make_secret_key()
    made = env.read({"COACHHUB_HOME": str(home)})["COACHHUB_SECRET_KEY"]
    env.make_secret_key()
    assert env.read({"COACHHUB_HOME": str(home)})["COACHHUB_SECRET_KEY"] == made
    assert stat.S_IMODE((home / "secret-key").stat().st_mode) == 0o600


def test_given_secret_key_counts_before_the_file(tmp_path: Path) -> None:
    (tmp_path / "secret-key").write_text("f" * 40)
    assert env.read({"COACHHUB_HOME": str(tmp_path)} | SECRET)["COACHHUB_SECRET_KEY"] == "k" * 40


def test_misspelt_names_are_told_with_the_nearest() -> None:
    asked = {"COACHHUB_DEUBG": "1", "COACHHUB_QQQQQQ": "1", "OTHER": "1", **SECRET}
    assert env.unknown(asked) == {"COACHHUB_DEUBG": "COACHHUB_DEBUG", "COACHHUB_QQQQQQ": ""}


@pytest.mark.parametrize(
    "command",
    [
        ("manage.py", "check"),
        ("manage.py", "migrate"),
        ("manage.py", "runall"),
        ("manage.py", "serve"),
        ("-m", "celery", "--app", "coachhub", "worker"),
        ("-m", "celery", "--app", "coachhub", "beat"),
        ("-m", "granian", "--interface", "wsgi", "--log-level", "critical", "coachhub.wsgi:application"),
    ],
    ids=" ".join,
)
@pytest.mark.processes
def test_every_process_ends_with_the_sentence_alone(command: tuple[str, ...], tmp_path: Path) -> None:
    wrong = bare_environment(COACHHUB_HOME=str(tmp_path), COACHHUB_CHECK_LIMIT_S="soon", **SECRET)
    done = subprocess.run(
        [sys.executable, *command], cwd=PROJECT, env=wrong, check=False, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 1
    assert done.stderr == (
        "coachhub cannot start: COACHHUB_CHECK_LIMIT_S='soon' is not a whole number from 1 to 3600.\n"
    )  # fmt: skip


def test_only_env_reads_the_environment() -> None:
    readers = {
        str(path.relative_to(PROJECT))
        for package in ("coachhub", "cohorts", "feedback")
        for path in (PROJECT / package).rglob("*.py")
        if re.search(r"\bos\.(environ|getenv)|from os import .*(environ|getenv)", path.read_text())
    }
    # The engine, which knows nothing of coachhub, asks one word of terminals: NO_COLOR.
    assert readers == {"coachhub/env.py", "feedback/pitch/__main__.py"}


def test_version_is_that_of_the_project() -> None:
    assert tomllib.loads((PROJECT / "pyproject.toml").read_text())["project"]["version"] == settings.VERSION


@pytest.mark.processes
def test_check_for_deployment_is_content_with_a_deployment(tmp_path: Path) -> None:
    deployed = bare_environment(
        COACHHUB_HOME=str(tmp_path), COACHHUB_SECRET_KEY=os.urandom(40).hex(), COACHHUB_PROXY_HTTPS="1",
        COACHHUB_BASE_URL="https://coachhub.example.org", DATABASE_URL="postgres://a:b@localhost/c",
        COACHHUB_BROKER_URL="redis://localhost", COACHHUB_CACHE_URL="redis://localhost/1",
    )  # fmt: skip
    done = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "INFO"],
        cwd=PROJECT, env=deployed, check=False, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("System check identified no issues")
