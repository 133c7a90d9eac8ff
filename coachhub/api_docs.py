"""The API's documentation page: the OpenAPI document in words and examples, which the template shows as they are."""

import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator
from rest_framework.settings import api_settings

Schema = Mapping[str, Any]

DEPTH_MAX = 6
"""No answer nests deeper; a type that held itself would end here."""
BOUND_MAX = 2**31 - 1
"""From here on a bound is the database's, and tells a reader nothing."""


@dataclass(frozen=True)
class Field:
    name: str
    kind: str
    is_required: bool
    note: SafeString
    inner: tuple["Field", ...] = ()


@dataclass(frozen=True)
class Body:
    note: SafeString
    fields: tuple[Field, ...]
    example: str


@dataclass(frozen=True)
class Answer:
    """`body` is None where nothing is sent back; `phrase` is HTTP's own name of the code."""

    code: str
    phrase: str
    note: SafeString
    body: Body | None


@dataclass(frozen=True)
class Operation:
    key: str
    method: str
    path: str
    title: str
    note: SafeString
    needs_password: bool
    parameters: tuple[Field, ...]
    body: Body | None
    answers: tuple[Answer, ...]
    errors: tuple[str, ...]


@dataclass(frozen=True)
class Group:
    key: str
    title: str
    note: SafeString
    operations: tuple[Operation, ...]


@login_not_required
@require_safe
def api_docs(request: HttpRequest) -> HttpResponse:
    """For everybody, as the document itself is."""
    document = _document()
    rates = {name: str(rate).split("/")[0] for name, rate in api_settings.DEFAULT_THROTTLE_RATES.items()}
    context = {"groups": document.groups, "problem": document.problem, "errors": document.errors, "rates": rates}
    return render(request, "api_docs.html", context | {"base_url": settings.BASE_URL})


@dataclass(frozen=True)
class Document:
    groups: tuple[Group, ...]
    problem: tuple[Field, ...]
    errors: tuple[Answer, ...]


@cache
def _document() -> Document:
    """Made once a process: it follows from the code alone."""
    return Reader(SchemaGenerator().get_schema(request=None, public=True)).read()  # type: ignore[no-untyped-call]  # has no types


class Reader:
    """Reads one OpenAPI document."""

    def __init__(self, schema: Schema) -> None:
        self.schema = schema
        self.components: Schema = schema["components"]

    def read(self) -> Document:
        by_tag: dict[str, list[tuple[str, str, Schema]]] = {}
        for path, operations in self.schema["paths"].items():
            for method, operation in operations.items():
                by_tag.setdefault(operation["tags"][0], []).append((path, method, operation))
        errors = (self._answer(code, answer) for code, answer in self._by_code(self.components["responses"]))
        return Document(
            tuple(self._group(tag, found) for tag, found in by_tag.items()),
            self._fields(self.components["schemas"]["Problem"]),
            tuple(errors),
        )

    def _group(self, tag: str, found: list[tuple[str, str, Schema]]) -> Group:
        """What its operations say alike is said once, of them all."""
        notes = Counter(operation.get("description", "") for _path, _method, operation in found)
        note, times = notes.most_common(1)[0]
        shared = note if times > 1 else ""
        operations = tuple(self._operation(tag, shared, *one) for one in found)
        return Group(tag, capfirst(tag.replace("-", " ")), _prose(shared), operations)

    def _operation(self, tag: str, shared: str, path: str, method: str, operation: Schema) -> Operation:
        note = operation.get("description", "")
        codes = sorted(operation["responses"])
        return Operation(
            key=operation["operationId"],
            method=method,
            path=path,
            title=_title(operation["operationId"], tag),
            note=_prose("" if note == shared else note),
            needs_password=any("emailAndPassword" in way for way in operation["security"]),
            parameters=tuple(self._parameter(parameter) for parameter in operation.get("parameters", [])),
            body=self._body(_json(operation["requestBody"])) if "requestBody" in operation else None,
            answers=tuple(self._answer(code, operation["responses"][code]) for code in codes if code < "4"),
            errors=tuple(code for code in codes if code >= "4"),
        )

    def _parameter(self, parameter: Schema) -> Field:
        places = {"path": _("in the address"), "query": _("after the ?"), "header": _("a header")}
        kind = f"{self._kind(parameter['schema'])}, {places[parameter['in']]}"
        note = parameter.get("description", "") or parameter["schema"].get("description", "")
        return Field(parameter["name"], kind, parameter.get("required", False), _prose(note))

    def _answer(self, code: str, answer: Schema) -> Answer:
        content = _json(answer)
        note = answer.get("description", "") or (_("Nothing is sent back.") if not content else "")
        body = self._body(content) if content else None
        return Answer(code, HTTPStatus(int(code)).phrase, _prose(note), body)

    def _body(self, content: Schema) -> Body:
        schema = self._whole(content["schema"])
        given = [content["example"]] if "example" in content else []
        given += [example["value"] for example in content.get("examples", {}).values()]
        example = json.dumps(given[0], indent=2, ensure_ascii=False) if given else ""  # a file has none
        is_list = schema.get("type") == "array"
        note = _("A list; each of its members has these fields.") if is_list else schema.get("description", "")
        return Body(_prose(note), self._fields(schema), example)

    def _fields(self, schema: Schema, depth: int = 0) -> tuple[Field, ...]:
        """Of an object, or of what a list holds."""
        schema = self._whole(schema)
        if schema.get("type") == "array":
            return self._fields(schema["items"], depth)
        required = schema.get("required", [])
        return tuple(
            Field(name, self._kind(field), name in required, self._note(field), self._fields(field, depth + 1))
            for name, field in (schema.get("properties", {}) if depth < DEPTH_MAX else {}).items()
        )

    def _note(self, field: Schema) -> SafeString:
        whole = self._whole(field)
        note = str(field.get("description", "") or ("" if "properties" in whole else whole.get("description", "")))
        # An enumeration's words, as drf-spectacular lists them: "* `speech` - spoken (transcript)".
        words = re.findall(r"^\* `(.+?)` - (.+)$", note, re.M)
        told = "; ".join(f"`{value}`: {word}" for value, word in words if word != value.replace("_", " "))
        return _prose(told if words else note)

    def _kind(self, schema: Schema) -> str:
        whole = self._whole(schema)
        values = [json.dumps(value, default=str) for value in whole.get("enum", [])]
        if values:
            kind = _("one of %(values)s") % {"values": ", ".join(values)}
        elif whole.get("type") == "array":
            kind = _("list of: %(kind)s") % {"kind": self._kind(whole["items"])}
        elif whole.get("additionalProperties", True) is not True:
            kind = _("object; each value: %(kind)s") % {"kind": self._kind(whole["additionalProperties"])}
        else:
            formats = {"date-time": _("date and time"), "date": _("date"), "uuid": _("UUID"), "uri": _("address")}
            types = {"integer": _("whole number"), "number": _("number"), "boolean": _("true or false"),
                     "string": _("text"), "object": _("object")}  # fmt: skip
            kind = formats.get(whole.get("format", "")) or types.get(whole.get("type", "")) or _("anything")
        limits = _limits(whole)
        return kind + (f", {limits}" if limits else "") + (_(" or null") if whole.get("nullable") else "")

    def _whole(self, schema: Schema) -> Schema:
        """With what it refers to; of alternatives, which are enumerations here, all values."""
        if "$ref" in schema:
            return self._whole(self.components["schemas"][schema["$ref"].rsplit("/", 1)[1]])
        if "allOf" in schema:
            return {**self._whole(schema["allOf"][0]), **{k: v for k, v in schema.items() if k != "allOf"}}
        if "oneOf" in schema:
            parts = [self._whole(part) for part in schema["oneOf"]]
            return {**parts[0], "enum": [value for part in parts for value in part.get("enum", [])]}
        return schema

    def _by_code(self, responses: Schema) -> list[tuple[str, Schema]]:
        return [(name.removeprefix("Problem"), answer) for name, answer in responses.items()]


def _json(body: Schema) -> Schema:
    """The content of its one media type; {} where there is none."""
    found: Schema = next(iter(body.get("content", {}).values()), {})
    return found


def _title(operation_id: str, tag: str) -> str:
    """In words: "comments_reply_create" of the comments is "Reply", "queue_undo" of the queue "Undo"."""
    verbs = {"list": _("list"), "retrieve": _("read one"), "create": _("make one"), "partial_update": _("change"),
             "update": _("save"), "destroy": _("delete")}  # fmt: skip
    rest = operation_id.removeprefix(tag.replace("-", "_") + "_")
    verb = next((verb for verb in verbs if rest == verb or rest.endswith(f"_{verb}")), None)
    if verb is None:
        return capfirst(rest.replace("_", " "))
    what = rest.removesuffix(verb).strip("_").replace("_", " ")
    if not what:
        return capfirst(verbs[verb])
    return capfirst(what) if verb == "create" else f"{capfirst(what)}: {verbs[verb]}"


def _limits(schema: Schema) -> str:
    low, high = schema.get("minimum"), schema.get("maximum")
    found = []
    if "maxLength" in schema:
        found.append(_("at most %(n)d characters") % {"n": schema["maxLength"]})
    if low is not None and high is not None and high < BOUND_MAX:
        found.append(_("%(low)s to %(high)s") % {"low": low, "high": high})
    elif low is not None:
        found.append(_("%(low)s or more") % {"low": low})
    if "default" in schema and schema["default"] != "":
        found.append(_("%(value)s if left out") % {"value": json.dumps(schema["default"], default=str)})
    return ", ".join(found)


def _prose(text: object) -> SafeString:
    """What stands between backticks is code."""
    parts = re.split(r"`([^`]*)`", str(text))
    marked = (format_html("<code>{}</code>", part) if index % 2 else part for index, part in enumerate(parts))
    return format_html_join("", "{}", ((part,) for part in marked))
