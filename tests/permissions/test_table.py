"""Who may do what: every address by every method, for everybody. A route that the table lacks fails here."""

import copy
import json
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import resolve

from cohorts.models import User
from tests.permissions.routes import AS_ONE, IN_ADMIN, all_routes
from tests.permissions.table import API, FORMS, PAGES
from tests.permissions.world import ROLES, make_world

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


def enter(user: User | None) -> Client:
    """Signed in once for all that is asked: signing in costs more than most answers."""
    client = Client(raise_request_exception=False)
    if user is not None:
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def ask(client: Client, method: str, path: str, body: Any, *, is_form: bool) -> int:
    """The status of the answer; what it changed is taken back, in the database and in the client."""
    cookies = copy.deepcopy(client.cookies)
    cache.clear()  # of what the throttles counted
    with transaction.atomic():
        if is_form and method == "POST":
            answer = client.post(path, body or {})
        else:
            answer = client.generic(method, path, json.dumps(body or {}), content_type="application/json")
        list(getattr(answer, "streaming_content", ()))  # a file that is sent is closed at its end
        transaction.set_rollback(True)
    client.cookies = cookies
    return int(answer.status_code)


def filled(value: Any, names: dict[str, Any]) -> Any:
    if isinstance(value, dict):
        return {key: filled(inner, names) for key, inner in value.items()}
    if isinstance(value, list):
        return [filled(inner, names) for inner in value]
    if isinstance(value, str) and value.startswith("{") and value.endswith("}") and value[1:-1] in names:
        found = names[value[1:-1]]
        return found if isinstance(found, int) else str(found)
    return value.format(**names) if isinstance(value, str) else value


@pytest.mark.django_db
def test_everybody_gets_what_the_table_says() -> None:
    people, names = make_world()
    clients = {role: enter(people[role]) for role in ROLES}
    found = {}
    for row in (*PAGES, *API):
        path, body = filled(row.path, names), filled(row.body, names)
        codes = [ask(clients[role], row.method, path, body, is_form=row in PAGES and not row.is_json) for role in ROLES]
        found[row.method, row.path] = " ".join(map(str, codes))
    assert found == {(row.method, row.path): row.codes for row in (*PAGES, *API)}


@pytest.mark.django_db
def test_the_table_has_every_route() -> None:
    _people, names = make_world()
    named = {resolve(filled(row.path, names)).route for row in (*PAGES, *API) if row.path != "/admin/"}
    assert named | AS_ONE == all_routes() | IN_ADMIN


@pytest.mark.django_db
def test_methods_that_the_table_does_not_name_do_nothing_for_those_who_may_most() -> None:
    people, names = make_world()
    clients = {role: enter(people[role]) for role in ("bob", "alice", "admin")}
    routes: dict[str, tuple[str, set[str]]] = {}
    for row in (*PAGES, *API):
        path = filled(row.path, names)
        if path != "/admin/":
            _path, methods = routes.setdefault(resolve(path).route, (path, set()))
            methods.add(row.method)
    forms = {filled(path, names) for path in FORMS}
    wrong = {}
    for path, methods in routes.values():
        for method in sorted(set(METHODS) - methods):
            codes = {role: ask(client, method, path, {}, is_form=False) for role, client in clients.items()}
            # A page may send whoever asks to the sign-in page, or home.
            fine = {401, 403, 404, 405} | ({302} if not path.startswith("/api/") else set())
            if set(codes.values()) - (fine | ({200} if path in forms else set())):
                wrong[method, path] = codes
    assert wrong == {}
