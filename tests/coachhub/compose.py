"""Reads docker-compose.yml as `docker compose` would, as far as our own file uses it."""

import re
import secrets
from collections.abc import Mapping
from typing import Any

import yaml

from coachhub.env import PROJECT

INTERPOLATED = re.compile(r"\$(?:\$|\{(?P<name>[A-Z_]+)(?::(?P<mark>[-?])(?P<rest>[^}]*))?\})")


def filled_in_example() -> dict[str, str]:
    """`.env.example` as an admin fills it in: the two secrets and the address."""
    text = (PROJECT / ".env.example").read_text()
    for name, value in {
        "COACHHUB_SECRET_KEY": secrets.token_urlsafe(40),
        "POSTGRES_PASSWORD": secrets.token_hex(16),
        "COACHHUB_ADMIN_EMAIL": "ada@example.org",
        "COACHHUB_ADMIN_PASSWORD": "a long enough word",
    }.items():
        text, count = re.subn(rf"^#{name}=.*$", f"{name}={value}", text, flags=re.MULTILINE)
        assert count == 1, name
    return dict(re.findall(r"^([A-Z_]+)=(.*)$", text, re.MULTILINE))


def read_services(env_file: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """The services with variables put in; each `environment` is what the process sees, `env_file` included."""
    services: dict[str, dict[str, Any]] = yaml.safe_load((PROJECT / "docker-compose.yml").read_text())["services"]
    services = _interpolate(services, env_file)
    for service in services.values():
        given = dict(env_file) if service.get("env_file") == ".env" else {}
        service["environment"] = given | service.get("environment", {})
    return services


def _interpolate(node: Any, values: Mapping[str, str]) -> Any:
    if isinstance(node, dict):
        return {key: _interpolate(value, values) for key, value in node.items()}
    if isinstance(node, list):
        return [_interpolate(value, values) for value in node]
    if isinstance(node, str):
        return INTERPOLATED.sub(lambda match: _value(match, values), node)
    return node


def _value(match: re.Match[str], values: Mapping[str, str]) -> str:
    if match["name"] is None:
        return "$"
    if values.get(match["name"]):
        return values[match["name"]]
    assert match["mark"] != "?", f"{match['name']} {match['rest']}"
    return match["rest"] or ""
