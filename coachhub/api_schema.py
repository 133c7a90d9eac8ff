"""What the OpenAPI document says beyond the views: the error shape, and who can answer with which error."""

from typing import Any

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
        "current": {"description": "With 409: what is stored now.", "type": "object", "additionalProperties": True},
        "yours": {"description": "With 409: what you sent.", "type": "object", "additionalProperties": True},
    },
}
EXAMPLES: dict[str, tuple[str, dict[str, Any]]] = {
    "400": ("The request's content cannot be used; nothing was changed.", {
        "title": "Bad Request", "status": 400, "code": "invalid", "detail": "role: This field may not be blank.",
        "errors": {"role": ["This field may not be blank."]}}),
    "401": ("No valid token or session.", {
        "title": "Unauthorized", "status": 401, "code": "not_authenticated",
        "detail": "Authentication credentials were not provided."}),
    "403": ("You see it, but may not do this.", {
        "title": "Forbidden", "status": 403, "code": "permission_denied",
        "detail": "You do not have permission to perform this action."}),
    "404": ("There is no such thing, or not for you.", {
        "title": "Not Found", "status": 404, "code": "not_found", "detail": "Not found."}),
    "409": ("It was changed elsewhere since the revision that you named; both states are in the answer.", {
        "title": "Conflict", "status": 409, "code": "stale_revision",
        "detail": "This introduction was changed in another window. Both texts are kept: choose one.",
        "current": {"text": "What is stored.", "revision": 4}, "yours": {"text": "What you sent.", "revision": 3}}),
    "415": ("Send application/json.", {
        "title": "Unsupported Media Type", "status": 415, "code": "unsupported_media_type",
        "detail": 'Unsupported media type "text/plain" in request.'}),
    "429": ("Too many requests; Retry-After says when to go on.", {
        "title": "Too Many Requests", "status": 429, "code": "throttled",
        "detail": "Request was throttled. Expected available in 20 seconds."}),
}  # fmt: skip
WRITES = {"post", "put", "patch"}


def add_problems(result: dict[str, Any], **_kwargs: Any) -> dict[str, Any]:
    """A postprocessing hook of drf-spectacular: the errors that each operation can answer with."""
    result.setdefault("components", {}).setdefault("schemas", {})["Problem"] = PROBLEM
    result["components"]["responses"] = {f"Problem{code}": _response(code) for code in EXAMPLES}
    for path, operations in result["paths"].items():
        for method, operation in operations.items():
            for code in _codes(path, method, operation):
                operation["responses"].setdefault(code, {"$ref": f"#/components/responses/Problem{code}"})
    return result


def _codes(path: str, method: str, operation: dict[str, Any]) -> list[str]:
    codes = ["401", "429"]
    if "{" in path or "requestBody" in operation:
        codes.append("404")
    if any(parameter["in"] == "query" for parameter in operation.get("parameters", [])):
        codes += ["400", "404"]
    if method in WRITES or method == "delete":
        codes += ["400", "403"]
    if "requestBody" in operation:
        codes.append("415")
        if method in {"put", "patch"}:
            codes.append("409")
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
