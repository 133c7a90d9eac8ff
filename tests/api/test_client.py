"""A Python client, generated from the OpenAPI document, against a running server: a draft goes there and comes back."""

import importlib
import json
import sys
import uuid
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from drf_spectacular.generators import SchemaGenerator
from openapi_python_client import generate
from openapi_python_client.config import Config, ConfigFile, MetaType
from pytest_django.live_server_helper import LiveServer

from cohorts.models import User
from feedback.services import checking
from tests.factories import (
    TEXT,
    make_candidate,
    make_coach,
    make_cohort,
    make_enrolment,
    make_intro,
    make_rubric,
    make_token,
)

PACKAGE = "coachhub_client"
NO_CLIENT_FOR = {"/api/v1/cohorts/{slug}/exports/workbook.xlsx", "/api/v1/cohorts/{slug}/report.pdf"}
"""Files that are no text, which the generator leaves out."""


@pytest.fixture
def generated(tmp_path: Path) -> Iterator[Any]:
    """Gives a function from a module's name in the package to the module."""
    document = tmp_path / "openapi.json"
    made = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]  # has no types
    made["paths"] = {path: told for path, told in made["paths"].items() if path not in NO_CLIENT_FOR}
    document.write_text(json.dumps(made, default=str))
    config = Config.from_sources(
        ConfigFile(post_hooks=[], package_name_override=PACKAGE),
        MetaType.NONE,
        document_source=document,
        file_encoding="utf-8",
        overwrite=True,
        output_path=tmp_path / PACKAGE,
    )
    assert [str(error) for error in generate(config=config)] == []
    sys.path.insert(0, str(tmp_path))
    yield lambda name: importlib.import_module(f"{PACKAGE}.{name}")
    sys.path.remove(str(tmp_path))
    for name in [name for name in sys.modules if name.split(".")[0] == PACKAGE]:
        del sys.modules[name]


@pytest.fixture
def open_clients() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


@pytest.mark.django_db(transaction=True)
def test_a_draft_is_submitted_checked_reviewed_and_read(
    generated: Any, live_server: LiveServer, open_clients: ExitStack
) -> None:
    coach, candidate = make_coach("Alice"), make_candidate("Bob")
    cohort = make_cohort(coach, name="Spring")
    make_rubric(cohort)
    intro = make_intro(make_enrolment(cohort, candidate, coach))
    models = generated("models")

    def ask(person: Any, operation: str, *place: Any, **asked: Any) -> Any:
        """What the operation ("tag.id") answers."""
        tag, name = operation.split(".")
        return generated(f"api.{tag}.{name}").sync(*place, client=person, **asked)

    def enter(user: User) -> Any:
        secret = make_token(user, "write", "review")[1]
        return open_clients.enter_context(
            generated("client").AuthenticatedClient(base_url=live_server.url, token=secret)
        )

    bob, alice = enter(candidate.user), enter(coach.user)
    assert [row.id for row in ask(bob, "intros.intros_list", cohort="spring").results] == [intro.pk]
    key = uuid.uuid4()
    sent = models.SubmissionInput(intro=intro.pk, text=TEXT)
    first, again = (ask(bob, "versions.versions_create", body=sent, idempotency_key=str(key)) for _ in range(2))
    assert (first.number, first.text, again.id) == (1, TEXT, first.id)
    queued = ask(bob, "check_runs.check_runs_list", version=first.id).results
    assert [run.status.value for run in queued] == ["queued"]
    checking.run_check(run_id=queued[0].id)  # as the worker does
    done = ask(bob, "check_runs.check_runs_retrieve", queued[0].id)
    assert (done.status.value, sum(c.points for c in done.dimensions[0].contributions)) == (
        "done",
        pytest.approx(done.dimensions[0].value, abs=0.1),
    )
    assert [row.intro for row in ask(alice, "queue.queue_retrieve").results] == [intro.pk]
    review = ask(alice, "reviews.reviews_create", body=models.StartReviewInput(version=first.id))
    said = {"review": review.id, "start": 0, "end": 6, "body": "Stay here."}
    ask(alice, "comments.comments_create", body=models.CommentInput.from_dict(said))
    draft = {"summary": "Closer.", "decision": "nearly_there"}
    unguarded = ask(alice, "reviews.reviews_update", review.id, body=models.ReviewInput.from_dict(draft))
    assert (type(unguarded).__name__, unguarded.status, unguarded.code) == ("Problem", 428, "precondition_required")
    ask(alice, "reviews.reviews_update", review.id, body=models.ReviewInput.from_dict(draft | {"revision": 0}))
    assert ask(bob, "reviews.reviews_retrieve", review.id).status == 404
    ask(alice, "reviews.reviews_publish_create", review.id)
    read = ask(bob, "reviews.reviews_retrieve", review.id)
    assert (read.status.value, read.summary, read.decision.value) == ("published", "Closer.", "nearly_there")
    assert [c.body for c in ask(bob, "comments.comments_list", review=review.id).results] == ["Stay here."]
