"""The OpenAPI document kept: generated requests by everybody, each answered as it says, and never with another's."""

import logging
import random
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import schemathesis
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis import Case, GenerationMode
from schemathesis.core.failures import FailureGroup
from schemathesis.core.transport import Response
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from coachhub.wsgi import application
from cohorts.models import ApiToken
from tests.api.worlds import MarkedCohort, make_marked_world
from tests.factories import make_token

pytestmark = pytest.mark.django_db
MEANT, NONSENSE = 5, 1
"""Cases of each operation that follow the document, and that do not; each is sent by every role."""
CASES_LEAST = 2_000
CHECKS = [
    status_code_conformance, content_type_conformance, response_headers_conformance, response_schema_conformance,
]  # fmt: skip


def test_every_operation_keeps_its_word_for_every_role(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.ERROR, "django.request")  # thousands of refusals are no news
    one, other, roles = make_marked_world()
    schema = schemathesis.openapi.from_wsgi("/api/v1/schema/?format=json", application)
    clients = {role: (bearer(user), marks) for role, (user, marks) in roles.items()}
    chance, answers, wrong = random.Random(7), Counter[int](), {}

    def send(case: Case[Any]) -> None:
        aim(case, chance, (one, other))
        for role, (headers, marks) in clients.items():
            answer = ask(case, headers)
            answers[answer.status_code] += 1
            if said := what_is_wrong(case, answer, marks):
                asked = f"{role}: {case.method} {case.formatted_path} {case.query} {case.body!r:.300}"
                wrong[case.operation.label] = f"{asked} {answer.status_code} {said:.900}"

    for result in schema.get_all_operations():
        operation = result.ok()  # type: ignore[union-attr]  # a faulty one raises, and so fails the test
        if operation.path.endswith("report.pdf"):
            continue  # 503 without a browser, and seconds with one: tests/feedback/report, tests/browser/test_report.py
        generate(operation, GenerationMode.POSITIVE, MEANT, send)
        if operation.body or operation.query:
            generate(operation, GenerationMode.NEGATIVE, NONSENSE, send)
    assert wrong == {}
    assert answers.total() >= CASES_LEAST
    assert sum(times for code, times in answers.items() if code < 300) > CASES_LEAST / 4  # else little was reached


def generate(
    operation: APIOperation[Any, Any, Any, Any], mode: GenerationMode, count: int, send: Callable[[Case[Any]], None]
) -> None:
    """So many cases, the same in every run."""

    def one(case: Case[Any]) -> None:
        send(case)

    quick = settings(
        max_examples=count, phases=[Phase.generate], database=None, deadline=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    seed(7)(quick(given(operation.as_strategy(mode))(one)))()


def what_is_wrong(case: Case[Any], answer: Response, marks: tuple[str, ...]) -> str:
    """In words; "" where the answer is as the document says and holds none of the marks."""
    said = answer.content.decode(errors="replace")
    if answer.status_code >= 500 or any(mark in said for mark in marks):
        return said
    try:
        case.validate_response(answer, checks=CHECKS)
    except FailureGroup as group:
        return "; ".join(f"{type(failure).__name__}: {failure}" for failure in group.exceptions)
    return ""


@pytest.fixture(autouse=True)
def _one_connection() -> Iterator[None]:
    """Django closes connections around each request, and with this one the test's transaction would be gone."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def bearer(user: Any) -> dict[str, str]:
    token, secret = make_token(user)
    ApiToken.objects.filter(pk=token.pk).update(last_used_at=timezone.now())  # else each request would note it anew
    return {"Authorization": f"Bearer {secret}"}


def aim(case: Case[Any], chance: random.Random, cohorts: tuple[MarkedCohort, MarkedCohort]) -> None:
    """Ids that were made up lead nowhere: most are exchanged for those of rows, of this cohort or the other."""
    ids = chance.choice(cohorts).ids if chance.random() < 0.5 else cohorts[0].ids
    what = case.path.removeprefix("/api/v1/").split("/")[0]
    if case.path_parameters and what in ids and chance.random() < 0.9:
        name = next(iter(case.path_parameters))
        case.path_parameters[name] = chance.choice(ids[what])
        if "position" in case.path_parameters:
            case.path_parameters["position"] = "1"
    if case.headers and "Idempotency-Key" in case.headers and chance.random() < 0.8:
        case.headers["Idempotency-Key"] = str(uuid.UUID(int=chance.getrandbits(128)))
    places: list[Any] = [place for place in (case.query, case.body) if isinstance(place, dict)]
    for place in places:
        for name in [name for name in place if name in ids]:
            if chance.random() < 0.8:
                value = place[name]
                place[name] = [chance.choice(ids[name])] if isinstance(value, list) else chance.choice(ids[name])


def ask(case: Case[Any], headers: dict[str, str]) -> Response:
    """The answer; what was changed is taken back."""
    cache.clear()  # of what the throttles counted
    with transaction.atomic():
        answer = case.call(headers=headers, buffered=True)  # a file that is sent is closed, too
        transaction.set_rollback(True)
    return answer
