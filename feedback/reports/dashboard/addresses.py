"""Whom a coach writes a mail to: the writers of introductions that were chosen on the dashboard."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from cohorts.models import Cohort, Enrolment

LINK_MAX_CHARS = 1_900
"""Of a mailto: address; Windows hands on 2,083 characters at most (its INTERNET_MAX_URL_LENGTH)."""


@dataclass(frozen=True)
class Recipient:
    name: str
    email: str


def recipients(cohorts: Collection[Cohort], intros: Collection[int]) -> tuple[Recipient, ...]:
    """Everybody once, by name; of introductions elsewhere nobody, nor whoever cannot sign in any more. 1 query."""
    writers = Enrolment.objects.filter(cohort__in=cohorts, intros__in=intros, candidate__user__is_active=True)
    people = writers.order_by("candidate__user__name", "candidate__user__email").distinct()
    return tuple(Recipient(*row) for row in people.values_list("candidate__user__name", "candidate__user__email"))


def mail_links(people: Sequence[Recipient], subject: str) -> tuple[str, ...]:
    """mailto: addresses with all in blind copy, so that nobody learns of the others; several where one is too long."""
    head = f"mailto:?subject={quote(subject)}&bcc="
    return tuple(head + part for part in _parts([quote(person.email, safe="@") for person in people], len(head)))


def _parts(addresses: Sequence[str], used: int) -> Iterator[str]:
    part: list[str] = []
    for address in addresses:
        if part and used + len(",".join([*part, address])) > LINK_MAX_CHARS:
            yield ",".join(part)
            part = []
        part.append(address)
    if part:
        yield ",".join(part)
