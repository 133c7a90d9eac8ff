"""Changes of what programs use the API by: tokens, and answers that are kept. Services like those of `services`."""

import hashlib
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from knox.models import get_digest_token
from knox.settings import CONSTANTS

from cohorts.exceptions import KeyOfAnother, TokenEndsTooLate, TokenNameTaken, TooManyTokens
from cohorts.models import ApiToken, KeptAnswer, User, scope_words

TOKENS_MAX = 20
"""Of one person at a time; a program needs one."""
TOKEN_DAYS, TOKEN_MAX_DAYS = 90, 366
"""How long a token lives where nobody says, and at most."""
USE_NOTED_S = 60
"""The use of a token is written down this often, so that reading does not write."""
ANSWER_KEPT_H = 24


@transaction.atomic
def make_token(
    *, user: User, name: str = "", scopes: Iterable[str] = (), expires_at: datetime | None = None
) -> tuple[ApiToken, str]:
    """A token with its secret, which is stored nowhere; it may read, and what `scopes` add to that.

    Raises TooManyTokens, TokenNameTaken, TokenEndsTooLate, ValidationError.
    """
    now = timezone.now()
    ends = expires_at or now + timedelta(days=TOKEN_DAYS)
    if not now < ends <= now + timedelta(days=TOKEN_MAX_DAYS):
        raise TokenEndsTooLate(TOKEN_MAX_DAYS)
    User.objects.select_for_update().get(pk=user.pk)  # twice at once is one after the other
    ApiToken.objects.filter(user=user, expiry__lte=now).delete()
    if ApiToken.objects.filter(user=user).count() >= TOKENS_MAX:
        raise TooManyTokens(TOKENS_MAX)
    name = name.strip()
    if name and ApiToken.objects.filter(user=user, name=name).exists():
        raise TokenNameTaken(name)
    digest, secret = get_digest_token()
    token = ApiToken(
        user=user, name=name, scope=scope_words(set(scopes)), expiry=ends, digest=digest,
        token_key=secret[: CONSTANTS.TOKEN_KEY_LENGTH],
    )  # fmt: skip
    token.full_clean(exclude=["digest"])
    token.save(force_insert=True)
    return token, secret


def revoke_token(*, token: ApiToken) -> None:
    token.delete()


def note_use(*, token: ApiToken) -> None:
    """At most once in `USE_NOTED_S`."""
    now = timezone.now()
    long_ago = now - timedelta(seconds=USE_NOTED_S)
    if token.last_used_at is None or token.last_used_at <= long_ago:
        before = Q(last_used_at=None) | Q(last_used_at__lte=long_ago)
        ApiToken.objects.filter(before, pk=token.pk).update(last_used_at=now)


@dataclass(frozen=True)
class Answer:
    """What a request was answered; `body` is what JSON can say."""

    status: int
    body: Any
    headers: dict[str, str]


@transaction.atomic
def answer_once(*, user: User, key: uuid.UUID, request: str, make: Callable[[], Answer]) -> Answer:
    """What `make` answers, or what it answered to the same `request` with the same key within a day.

    What `make` raises undoes the key, too, so that the request can be sent again. Raises KeyOfAnother where the key
    came with another request.
    """
    KeptAnswer.objects.filter(made_at__lt=timezone.now() - timedelta(hours=ANSWER_KEPT_H)).delete()
    fingerprint = hashlib.sha256(request.encode()).hexdigest()
    # The unique row makes whoever comes second wait for the first to end.
    kept, is_new = KeptAnswer.objects.get_or_create(user=user, key=key, defaults={"fingerprint": fingerprint})
    if kept.fingerprint != fingerprint:
        raise KeyOfAnother
    if not is_new:
        return Answer(kept.status, kept.body, kept.headers)
    answer = make()
    kept.status, kept.body, kept.headers = answer.status, answer.body, answer.headers
    kept.save(update_fields=["status", "body", "headers"])
    return answer
