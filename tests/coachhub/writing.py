"""A candidate of an installation, who writes through the API as a program of theirs would."""

import json
import urllib.error
import urllib.parse
import urllib.request
import uuid
from dataclasses import dataclass
from typing import Any

from tests.coachhub.installations import run_python

MAKE_PLACE = """
import json
from tests.factories import make_candidate, make_coach, make_cohort, make_enrolment, make_intro, make_token
coach, candidate = make_coach(), make_candidate()
intro = make_intro(make_enrolment(make_cohort(coach), candidate, coach))
print(json.dumps({"intro": intro.pk, "token": make_token(candidate.user)[1]}))
"""


@dataclass(frozen=True)
class Writer:
    base_url: str
    intro: int
    token: str

    def submit(self, text: str, key: uuid.UUID | None = None) -> dict[str, Any]:
        """The version made; raises OSError when nobody answers."""
        body = {"intro": self.intro, "text": text, "idempotency_key": str(key or uuid.uuid4())}
        version: dict[str, Any] = self._ask("versions/", body)
        return version

    def versions(self) -> list[dict[str, Any]]:
        """Oldest first."""
        listed = self._ask(f"versions/?intro={self.intro}")["results"]
        return sorted(listed, key=lambda version: int(version["number"]))

    def check_of(self, version: dict[str, Any]) -> dict[str, Any]:
        """The one check run of the version, with its findings."""
        (run,) = self._ask(f"check-runs/?version={version['id']}")["results"]
        detail: dict[str, Any] = self._ask(f"check-runs/{run['id']}/")
        return detail

    def is_checked(self, version: dict[str, Any]) -> bool:
        return bool(self.check_of(version)["status"] == "done")

    def _ask(self, path: str, body: dict[str, Any] | None = None) -> Any:
        request = urllib.request.Request(  # noqa: S310  # our own http address
            f"{self.base_url}/api/v1/{path}",
            None if body is None else json.dumps(body).encode(),
            {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310  # the same
                return json.load(answer)
        except urllib.error.HTTPError as error:
            raise AssertionError(f"{path}: {error.code} {error.read().decode()}") from error


def make_writer(base_url: str, environment: dict[str, str]) -> Writer:
    """With an enrolment and an empty introduction of their own."""
    return Writer(base_url, **json.loads(run_python(MAKE_PLACE, environment)))
