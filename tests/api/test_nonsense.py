"""Whatever is sent: an answer below 500 in the error shape, and nothing but what was asked for is changed."""

import json
from collections.abc import Callable
from typing import Any

from django.core.cache import cache
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rest_framework.test import APIClient

from tests.api.conftest import Place
from tests.factories import check, make_review, make_version

Api = Callable[[Any], APIClient]

ODD_TEXT = st.text(max_size=30) | st.sampled_from(["\x00", "\ud800", "\u202e", "1e999", "NaN", "-0", " ", "a" * 25_000])
ODD_NUMBER = st.integers() | st.floats() | st.sampled_from([2**31, 2**63, 10**400, -(10**400)])
LEAF = st.none() | st.booleans() | ODD_NUMBER | ODD_TEXT
JSON = st.recursive(
    LEAF, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(ODD_TEXT, inner, max_size=3), max_leaves=6
)
FIELDS = (
    "enrolment", "role", "company", "kind", "interview_on", "text", "revision", "intro", "idempotency_key",
    "version", "summary", "decision", "levels", "review", "start", "end", "body", "client_key", "reason",
    "is_resolved", "title", "check_id",
)  # fmt: skip
FILTERS = (
    "cursor", "page_size", "cohort", "intro", "version", "status", "coach", "is_waiting", "submitted_after", "run",
    "parent", "decision", "check_id", "kind", "is_archived",
)  # fmt: skip
LISTS = (
    "cohorts", "enrolments", "intros", "versions", "check-runs", "findings", "reviews", "comments", "snippets",
    "tokens",
)  # fmt: skip
PLAIN_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)  # an address holds no lone surrogates


def make_targets(place: Place) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """A body that would do, and where to send it: one of each writing address."""
    version = place.intro.versions.first() or make_version(place.intro)
    run = version.runs.get()
    run = run if run.status == "done" else check(version)
    review = version.reviews.first() or make_review(version, place.alice, published=False, comment_on=(0, 4))
    comment, finding = review.comments.first(), run.findings.first()
    good: dict[str, Any] = {
        "intro": place.intro.pk,
        "version": version.pk,
        "review": review.pk,
        "revision": review.revision,
    }
    good |= dict.fromkeys(("text", "role", "body", "summary", "title", "reason"), "x")
    paths = ["post intros/", "post versions/", "post reviews/", "post comments/", "post snippets/"]
    paths += [f"patch intros/{place.intro.pk}/", f"put intros/{place.intro.pk}/working-copy/"]
    paths += [f"put reviews/{review.pk}/"]
    if comment is not None:
        paths += [f"patch comments/{comment.pk}/", f"post comments/{comment.pk}/reply/"]
        paths += [f"post comments/{comment.pk}/resolve/"]
    if finding is not None:
        paths += [f"post findings/{finding.pk}/dismiss/"]
    return good | {"decision": "ready", "start": 0, "end": 2}, [(m, p) for m, p in map(str.split, paths)]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_nonsense_is_never_our_error(api: Api, place: Place, data: st.DataObject) -> None:
    good, targets = make_targets(place)
    method, path = data.draw(st.sampled_from(targets))
    fields = data.draw(st.dictionaries(st.sampled_from(FIELDS), JSON, max_size=5))
    body = json.dumps(data.draw(st.sampled_from([good | fields, fields]) | JSON))
    cache.clear()  # of what the throttles counted
    with transaction.atomic():
        for user in (place.alice.user, place.bob.user):
            answer = getattr(api(user), method)(f"/api/v1/{path}", body, content_type="application/json")
            assert answer.status_code < 500
            if answer.status_code >= 400:
                assert answer.json()["status"] == answer.status_code
                assert answer["Content-Type"] == "application/problem+json"
        transaction.set_rollback(True)  # each example begins with the same rows


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.sampled_from(LISTS),
    query=st.dictionaries(
        st.sampled_from(FILTERS),
        PLAIN_TEXT | st.integers().map(str) | st.sampled_from(["\x00", "9" * 50, "9" * 5000]),
        max_size=4,
    ),
)
def test_odd_filters_are_never_our_error(api: Api, place: Place, name: str, query: dict[str, str]) -> None:
    cache.clear()
    assert api(place.alice.user).get(f"/api/v1/{name}/", query).status_code in {200, 400, 404}
