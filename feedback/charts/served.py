"""A figure as it is sent: drawn when something of its cohort has changed, and kept until then."""

import base64
import hashlib
import json
import struct
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone
from django.utils.translation import get_language

from feedback.charts.figure import Chart, Figure, on_same_axes
from feedback.reports.dashboard.scope import Mark, Scope

KEPT_S = 600
"""A figure is drawn anew after this long whatever happens: a row that was changed past the services shows by then."""
PACKED_MIN = 16
"""Fewer numbers are shorter as they are."""
PACKED = ("x", "y", "customdata")
TYPES = (("u1", "B", 0, 2**8), ("i2", "h", -(2**15), 2**15), ("i4", "i", -(2**31), 2**31))
"""(plotly.js's name, struct's, least, first that is too much) of what a trace's whole numbers are packed as."""


def tag_of(figure: Figure, scopes: Sequence[Scope]) -> str:
    """The same as long as the figure of these cohorts (one, or two beside each other) would be drawn the same."""
    now = scopes[0].now
    turn = holds_until(figure, now) or int(now.timestamp() // KEPT_S)
    said: list[Any] = [settings.VERSION, figure.key, get_language(), turn]
    for scope in scopes:
        said += [
            scope.cohort.pk, scope.revision, scope.coach_id, scope.role, scope.since, scope.until, scope.number,
            scope.viewer.time_zone, scope.viewer.pk if scope.cohort.engine_after_points else None,
        ]  # fmt: skip
    return hashlib.sha256(json.dumps(said, default=str).encode()).hexdigest()[:32]


def holds_until(figure: Figure, now: datetime) -> datetime | None:
    """When a figure that counts to now is drawn anew though nothing has changed; None for one that does not."""
    if figure.holds_s is None:
        return None
    return datetime.fromtimestamp((now.timestamp() // figure.holds_s + 1) * figure.holds_s, UTC)


def bodies(asked: Mapping[str, tuple[Figure, Sequence[Scope]]]) -> dict[str, bytes]:
    """{tag: the figure as JSON} of {tag: figure and cohorts}; what is kept costs no query."""
    kept: dict[str, bytes] = cache.get_many([_key(tag) for tag in asked])
    found = {}
    for tag, (figure, scopes) in asked.items():
        body = kept.get(_key(tag))
        if body is None:
            body = _drawn(figure, scopes)
            until = holds_until(figure, scopes[0].now)
            left = (until - timezone.now()) if until else timedelta(seconds=KEPT_S)
            cache.set(_key(tag), body, max(1, min(KEPT_S, int(left.total_seconds()))))
        found[tag] = body
    return found


def _key(tag: str) -> str:
    return f"figure.{tag}"


def _drawn(figure: Figure, scopes: Sequence[Scope]) -> bytes:
    charts = [figure.chart(scope) for scope in scopes]
    if len(charts) > 1:
        charts = list(on_same_axes(*charts))
    first, *beside = [_side(figure, scope, chart) for scope, chart in zip(scopes, charts, strict=True)]
    until = holds_until(figure, scopes[0].now)
    body = {"key": figure.key, "title": str(figure.title)} | first
    body |= {"holds_until": until.isoformat() if until else None, "beside": beside[0] if beside else None}
    return json.dumps(body, separators=(",", ":"), ensure_ascii=False, allow_nan=False, default=str).encode()


def _side(figure: Figure, scope: Scope, chart: Chart) -> dict[str, Any]:
    marks = chart.marks
    return {
        "cohort": scope.cohort.slug,
        "name": scope.cohort.name,
        "caption": chart.caption,
        "empty": chart.empty,
        "figure": chart.figure | {"data": [_packed(trace) for trace in chart.figure["data"]]},
        "table": {"columns": chart.columns, "rows": chart.rows},
        "links": [mark.address if mark else "" for mark in marks],
        "intros": [mark.intro_id for mark in marks if isinstance(mark, Mark)] if figure.has_choice else [],
    }


def _packed(trace: dict[str, Any]) -> dict[str, Any]:
    """The trace with its whole numbers as plotly.js takes typed arrays."""
    return trace | {name: _typed(trace[name]) for name in PACKED if name in trace}


def _typed(values: Any) -> Any:
    if not isinstance(values, list | tuple) or len(values) < PACKED_MIN or any(type(v) is not int for v in values):
        return values
    least, most = min(values), max(values)
    for name, code, low, high in TYPES:
        if low <= least and most < high:
            return {"dtype": name, "bdata": base64.b64encode(struct.pack(f"<{len(values)}{code}", *values)).decode()}
    return values
