"""The OpenAPI document: made without a warning, complete, and readable without a network."""

import io
import json
import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

OPERATIONS = Path(__file__).with_name("operations.txt")
"""Their names, one a line."""

Document = dict[str, Any]


@pytest.fixture(scope="module")
def schema(tmp_path_factory: pytest.TempPathFactory) -> Document:
    path = tmp_path_factory.mktemp("schema") / "schema.json"
    call_command(
        "spectacular",
        "--validate",
        "--fail-on-warn",
        "--format",
        "openapi-json",
        "--file",
        str(path),
        stderr=io.StringIO(),
    )
    made: Document = json.loads(path.read_text())
    return made


def operations(schema: Document) -> Document:
    return {str(o["operationId"]): o for path in schema["paths"].values() for o in path.values()}


def test_operation_ids_are_stable(schema: Document) -> None:
    """Generated clients call methods by these names."""
    assert sorted(operations(schema)) == OPERATIONS.read_text().split()


def test_each_operation_says_how_it_can_fail(schema: Document) -> None:
    for name, operation in operations(schema).items():
        answers = set(operation["responses"])
        assert {"401", "403", "406", "429", "500"} <= answers, name
        assert any(code.startswith("2") for code in answers), name
        if "requestBody" in operation:
            assert {"400", "404", "413", "415"} <= answers, name
    assert {"409", "412", "428"} <= set(operations(schema)["intros_working_copy_update"]["responses"])
    assert "304" in operations(schema)["versions_retrieve"]["responses"]


def test_each_operation_says_which_scope_and_how_often(schema: Document) -> None:
    told = operations(schema)
    unscoped = [name for name, operation in told.items() if not operation.get("x-token-scopes")]
    assert unscoped == ["tokens_create"]  # a token cannot
    assert all(operation["x-throttles"] for operation in told.values())
    live = told["intros_live_create"]
    assert (live["x-token-scopes"], live["x-throttles"]) == (["write"], {"writes": "120/min", "live": "60/min"})
    assert live["description"].endswith("A token needs the scope `write`.")


def test_all_that_creates_can_be_repeated_and_all_that_is_edited_is_guarded(schema: Document) -> None:
    told = operations(schema)

    def with_header(header: str) -> set[str]:
        parameters = {name: operation.get("parameters", []) for name, operation in told.items()}
        return {name for name, given in parameters.items() if header in {one["name"] for one in given}}

    creating = {name for name, operation in told.items() if "201" in operation["responses"]}
    # What is answered with a secret is shown once; a ping is there to be repeated.
    assert creating - with_header("Idempotency-Key") == {"tokens_create", "webhooks_create", "webhooks_ping_create"}
    assert with_header("If-Match") == {
        "intros_partial_update", "intros_destroy", "intros_working_copy_update", "reviews_update",
        "reviews_amend_update", "comments_partial_update", "comments_destroy", "snippets_partial_update",
        "snippets_destroy", "webhooks_partial_update", "webhooks_destroy",
    }  # fmt: skip
    edited = {"intros", "intros_working_copy", "reviews", "comments", "snippets", "versions"}
    assert {f"{name}_retrieve" for name in edited} <= with_header("If-None-Match")


@pytest.mark.django_db
def test_the_documentation_page_tells_every_operation_field_and_error(schema: Document) -> None:
    page = Client().get("/api/v1/docs/")
    html = unescape(page.content.decode())
    told = set(re.findall(r'<div class="stack" id="([a-z_]+)">', html))
    assert told == set(operations(schema))
    assert set(re.findall(r'href="#error-(\d+)"', html)) <= set(re.findall(r'id="error-(\d+)"', html))
    names = {name for part in schema["components"]["schemas"].values() for name in part.get("properties", {})}
    paging = {"next", "previous", "results"}
    shown = set(re.findall(r"<dt><code>([^<]+)</code>", html))
    assert (names | paging) - shown == set()
    for example in re.findall(r'<pre class="api__code"><code>(\{.*?)</code></pre>', html, re.S):
        assert json.loads(example)


@pytest.mark.django_db
def test_the_documentation_page_shows_what_is_sent_and_answered() -> None:
    html = unescape(Client().get("/api/v1/docs/").content.decode())
    one = html.split('id="versions_create"')[1].split("</details>")[0]
    assert re.findall(r"<dt><code>(\w+)</code> <span class=\"badge badge--warn\">required", one) == ["intro", "text"]
    assert "text, at most 20000 characters" in one
    assert json.loads(re.findall(r"<pre[^>]*><code>(.*?)</code>", one, re.S)[0])["intro"] == 40
    assert re.findall(r"#error-(\d+)", one) == [*("400", "401", "403", "404", "406", "413", "415", "429", "500")]
