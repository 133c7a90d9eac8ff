"""What the OpenAPI document says beyond the views: scopes, limits, headers that repeat or guard a request, errors."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter
from rest_framework.permissions import SAFE_METHODS

from cohorts.api.authentication import TokenAuthentication
from cohorts.api.scopes import scopes_for
from cohorts.models import Scope

PROBLEM = {
    "type": "object",
    "description": "Problem details (RFC 9457). `code` is stable; `detail` is one sentence for people.",
    "required": ["type", "title", "status", "code", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "detail": {"type": "string"},
        "errors": {
            "type": "object",
            "description": "Sentences by field, when the request's content is at fault.",
            "additionalProperties": {"type": "array", "items": {"type": "string"}},
        },
        "current": {
            "description": "With 409 and 412: what is stored now.", "type": "object", "additionalProperties": True,
        },
        "yours": {"description": "With 409 and 412: what you sent.", "type": "object", "additionalProperties": True},
    },
}  # fmt: skip
STALE = {
    "detail": "This introduction was changed in another window. Both texts are kept: choose one.",
    "current": {"text": "What is stored.", "revision": 4}, "yours": {"text": "What you sent.", "revision": 3},
}  # fmt: skip
EXAMPLES: dict[str, tuple[str, dict[str, Any]]] = {
    "400": ("The request's content cannot be used; nothing was changed.", {
        "title": "Bad Request", "status": 400, "code": "invalid", "detail": "role: This field may not be blank.",
        "errors": {"role": ["This field may not be blank."]}}),
    "401": ("No valid token or session.", {
        "title": "Unauthorized", "status": 401, "code": "not_authenticated",
        "detail": "Authentication credentials were not provided."}),
    "403": ("You see it, but may not do this; or the token lacks the scope, which WWW-Authenticate names.", {
        "title": "Forbidden", "status": 403, "code": "insufficient_scope",
        "detail": "This token may not do that: it lacks the scope review."}),
    "404": ("There is no such thing, or not for you.", {
        "title": "Not Found", "status": 404, "code": "not_found", "detail": "Not found."}),
    "405": ("There is something at this address, but not by this method; Allow names those that there are.", {
        "title": "Method Not Allowed", "status": 405, "code": "method_not_allowed",
        "detail": 'Method "PUT" not allowed.'}),
    "406": ("Answers are JSON: accept application/json.", {
        "title": "Not Acceptable", "status": 406, "code": "not_acceptable",
        "detail": "Could not satisfy the request Accept header."}),
    "409": ("It was changed elsewhere since the revision that you named; both states are in the answer.", {
        "title": "Conflict", "status": 409, "code": "stale_revision"} | STALE),
    "412": ("It was changed elsewhere since the ETag that you named in If-Match; both states are in the answer.", {
        "title": "Precondition Failed", "status": 412, "code": "stale_revision"} | STALE),
    "413": ("A body has at most 2.5 MB.", {
        "title": "Request Entity Too Large", "status": 413, "code": "too_large",
        "detail": "This request is larger than the server takes."}),
    "415": ("Send application/json.", {
        "title": "Unsupported Media Type", "status": 415, "code": "unsupported_media_type",
        "detail": 'Unsupported media type "text/plain" in request.'}),
    "428": ("Say which state you saw, so that nobody's words are overwritten unread.", {
        "title": "Precondition Required", "status": 428, "code": "precondition_required",
        "detail": "Say which state you saw: its ETag as If-Match, or its number as revision."}),
    "429": ("Too many requests; Retry-After says when to go on.", {
        "title": "Too Many Requests", "status": 429, "code": "throttled",
        "detail": "Request was throttled. Expected available in 20 seconds."}),
    "500": ("Our fault, and noted. Nothing was changed.", {
        "title": "Internal Server Error", "status": 500, "code": "internal_server_error",
        "detail": "Something went wrong on our side; it has been noted."}),
    "503": ("Not on this server, or not now; the sentence says which.", {
        "title": "Service Unavailable", "status": 503, "code": "no_browser",
        "detail": "This server has no Chromium to make a PDF with. Open the report and print it from there."}),
}  # fmt: skip
WRITES = {"post", "put", "patch"}
SAMPLES: dict[str, Any] = {
    "date-time": "2026-03-02T08:00:00Z", "date": "2026-03-02", "uuid": "0d7a3a7e-6d6f-4f9f-9f53-0f4a4b7d8a11",
    "uri": "https://…/?cursor=cD0y", "integer": 12, "number": 62.5, "boolean": True, "string": "…",
}  # fmt: skip
KINDS: dict[str, Any] = {"integer": int, "number": (int, float), "boolean": bool, "string": str}
DEPTH_MAX = 6
"""No answer nests deeper; a type that held itself would end here."""


class ApiSchema(AutoSchema):
    """Reads from a view's method what `cohorts.api.idempotency` and `preconditions` have written on it."""

    def get_description(self) -> str:  # type: ignore[override]  # drf-spectacular's has no types, DRF's another shape
        said = super().get_description() or ""
        scopes = " or ".join(f"`{scope.value}`" for scope in self._scopes())
        told = [said.strip(), _("A token needs the scope %(scopes)s.") % {"scopes": scopes} if scopes else ""]
        return "\n\n".join(part for part in told if part)

    def get_extensions(self) -> dict[str, Any]:
        counted: list[Any] = [throttle for throttle in self.view.get_throttles() if self._counts(throttle)]
        scopes = {"x-token-scopes": [scope.value for scope in self._scopes()]} if self._scopes() else {}
        return {
            **super().get_extensions(),
            **scopes,
            "x-throttles": {throttle.scope: throttle.rate for throttle in counted},
        }

    def get_override_parameters(self) -> list[Any]:
        method = getattr(self.view, getattr(self.view, "action", "") or self.method.lower(), None)
        found: list[Any] = list(super().get_override_parameters())
        if getattr(method, "is_once", False):
            told = _("A UUID. The same request with the same key is done once and answered the same, for a day.")
            # Not told as a UUID: generated clients would hand a header something that is no text.
            found.append(OpenApiParameter("Idempotency-Key", str, "header", description=told))
        if getattr(method, "is_tagged", False):
            told = _("The ETag of an earlier answer: 304 if nothing has changed since.")
            found.append(OpenApiParameter("If-None-Match", str, "header", description=told))
        if condition := getattr(method, "if_match", ""):
            told = {
                "required": _("The ETag of the state that you saw; or name its `revision` in the body."),
                "optional": _("The ETag of the state that you saw. Without it the last word counts."),
            }[condition]
            found.append(OpenApiParameter("If-Match", str, "header", description=told))
        return found

    def _scopes(self) -> tuple[Any, ...]:
        if not any(isinstance(way, TokenAuthentication) for way in self.view.get_authenticators()):
            return ()
        return scopes_for(self.view, getattr(self.view, "action", None), self.method)

    def _counts(self, throttle: Any) -> bool:
        is_safe = self.method in SAFE_METHODS
        return bool(throttle.scope != ("writes" if is_safe else "reads"))


def add_problems(result: dict[str, Any], **_kwargs: Any) -> dict[str, Any]:
    """A postprocessing hook of drf-spectacular: the errors that each operation can answer with."""
    result.setdefault("components", {}).setdefault("schemas", {})["Problem"] = PROBLEM
    result["components"]["responses"] = {f"Problem{code}": _response(code) for code in EXAMPLES}
    for path, operations in result["paths"].items():
        for method, operation in operations.items():
            for code in _codes(path, method, operation):
                operation["responses"].setdefault(code, {"$ref": f"#/components/responses/Problem{code}"})
    return result


def add_examples(result: dict[str, Any], **_kwargs: Any) -> dict[str, Any]:
    """A postprocessing hook, too: an example of each body that is sent or answered, where the code gives none."""
    samples = Samples(result)
    for operations in result["paths"].values():
        for operation in operations.values():
            for body in (operation.get("requestBody", {}), *operation["responses"].values()):
                content = body.get("content", {}).get("application/json")
                if content is not None and not {"example", "examples"} & set(content):
                    content["example"] = samples.of(content["schema"])
    return result


class Samples:
    """Values of the examples that the code gives serve wherever a field has the same name."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.schemas: dict[str, Any] = document["components"]["schemas"]
        self.named: dict[str, Any] = {}
        for operations in document["paths"].values():
            for operation in operations.values():
                content = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
                for example in content.get("examples", {}).values():
                    self.named |= example["value"]

    def of(self, schema: dict[str, Any], name: str = "", depth: int = 0) -> Any:
        """A value that the schema allows."""
        if "$ref" in schema:
            return self.of(self.schemas[schema["$ref"].rsplit("/", 1)[1]], name, depth)
        if "allOf" in schema:
            return self.of(schema["allOf"][0], name, depth)
        if "oneOf" in schema:
            return self.of(schema["oneOf"][0], name, depth)
        if "enum" in schema:
            named = self.named.get(name)
            return named if named in schema["enum"] else schema["enum"][0]
        kind = schema.get("type", "string")
        if kind == "array":
            return [self.of(schema["items"], name.removesuffix("s"), depth + 1)]
        if kind == "object":
            inner = schema.get("properties", {}) if depth < DEPTH_MAX else {}
            return {key: self.of(field, key, depth + 1) for key, field in inner.items()}
        named = self.named.get(name)
        if isinstance(named, KINDS.get(kind, str)) and not isinstance(named, bool if kind != "boolean" else str):
            return named
        return "spring" if "pattern" in schema else SAMPLES.get(schema.get("format", ""), SAMPLES[kind])


def _codes(path: str, method: str, operation: dict[str, Any]) -> list[str]:
    codes = ["401", "403", "406", "429", "500"]
    named = {parameter["name"]: parameter["in"] for parameter in operation.get("parameters", [])}
    is_for_admins = operation.get("x-token-scopes") == [Scope.ADMIN.value]  # there is nothing for anybody else
    if "{" in path or "requestBody" in operation or is_for_admins:
        codes.append("404")
    if "query" in named.values():
        codes += ["400", "404"]
    if method in WRITES or method == "delete":
        codes.append("400")
    if path.endswith(".pdf"):
        codes.append("503")
    if "requestBody" in operation:
        codes += ["413", "415"]
        if method in {"put", "patch"}:
            codes.append("409")
    if "If-Match" in named:
        codes.append("412")
    if "If-Match" in named and method == "put":
        codes += ["409", "428"]
    if "If-None-Match" in named:
        operation["responses"].setdefault("304", {"description": "You have it already."})
    return sorted(set(codes))


def _response(code: str) -> dict[str, Any]:
    description, example = EXAMPLES[code]
    return {
        "description": description,
        "content": {
            "application/problem+json": {
                "schema": {"$ref": "#/components/schemas/Problem"},
                "example": {"type": "about:blank"} | example,
            }
        },
    }
