"""The OpenAPI document: made without a warning, complete, and readable without a network."""

import io
import json
import re
from html import unescape
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

OPERATIONS = (
    "check_runs_list check_runs_retrieve cohorts_list cohorts_retrieve cohorts_rubric_retrieve comments_create "
    "comments_destroy comments_list comments_partial_update comments_reply_create comments_resolve_create "
    "comments_retrieve enrolments_list enrolments_retrieve exports_csv_retrieve exports_list "
    "exports_workbook_retrieve figures_all figures_list figures_retrieve findings_confirm_create "
    "findings_dismiss_create findings_list findings_restore_create findings_retrieve intros_create intros_list "
    "intros_partial_update intros_retrieve intros_working_copy_retrieve "
    "intros_working_copy_update reviews_create reviews_list "
    "reviews_publish_create reviews_retrieve reviews_update snippets_create snippets_destroy snippets_list "
    "snippets_partial_update snippets_retrieve tokens_create tokens_destroy tokens_list versions_create "
    "versions_list versions_retrieve webhook_deliveries_list webhook_deliveries_redeliver_create "
    "webhook_deliveries_retrieve webhooks_change_secret_create webhooks_create webhooks_destroy webhooks_list "
    "webhooks_partial_update webhooks_ping_create webhooks_retrieve "
)

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
    assert " ".join(sorted(operations(schema))) == OPERATIONS.strip()


def test_each_operation_says_how_it_can_fail(schema: Document) -> None:
    for name, operation in operations(schema).items():
        answers = set(operation["responses"])
        assert {"401", "429"} <= answers, name
        assert any(code.startswith("2") for code in answers), name
        if "requestBody" in operation:
            assert {"400", "403", "404", "415"} <= answers, name
    assert "409" in operations(schema)["intros_working_copy_update"]["responses"]
    assert "304" in operations(schema)["versions_retrieve"]["responses"]


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
    assert re.findall(r"#error-(\d+)", one) == ["400", "401", "403", "404", "415", "429"]
