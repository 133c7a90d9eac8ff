"""What leaves for addresses that an admin has typed in. The only importer of the HTTP client.

The name is resolved once; what is not public is refused, and the connection goes to the very address that was looked
at, with the name in Host, in TLS and in the certificate's check (requests-hardened does that). No redirect is followed,
no proxy of the environment asked, no more of the answer read than is shown.
"""

import ipaddress
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

import requests
from django.conf import settings
from django.utils.translation import gettext as _
from requests_hardened import Config, HTTPSession
from requests_hardened.ip_filter import InvalidIPAddress
from requests_hardened.ip_filter_adapter import IPFilterAdapter

CONNECT_LIMIT_S = 3.0
READ_LIMIT_S = 7.0
"""Between two pieces of the answer; a task's own limit ends one that comes in drops."""
EXCERPT_CHARS = 500
USER_AGENT = "coachhub-webhook/1"


@dataclass(frozen=True)
class Answer:
    """What came back; `excerpt` is how the body begins."""

    status: int
    excerpt: str

    @property
    def is_accepted(self) -> bool:
        return HTTPStatus.OK <= self.status < HTTPStatus.MULTIPLE_CHOICES


class NotSent(Exception):
    """Nothing was answered; `str()` says why in a sentence. `is_refused`: for what the address is, so for good."""

    def __init__(self, reason: str, *, is_refused: bool = False) -> None:
        super().__init__(reason)
        self.is_refused = is_refused


def fault_of_address(address: str) -> str:
    """Why nothing is ever sent there, as one sentence; "" where nothing can be seen that speaks against it."""
    try:
        parts = urlsplit(address)
        _port = parts.port
    except ValueError:
        return _("This is no address.")
    if parts.scheme not in ("https", "http") or not parts.hostname:
        return _("Give an address that begins with https://.")
    if parts.scheme == "http" and not settings.WEBHOOK_PRIVATE:
        return _("Give an address that begins with https://: what is sent must be private on its way.")
    if parts.username or parts.password:
        return _("An address cannot hold a name and password: each delivery is signed instead.")
    if parts.fragment:
        return _("An address cannot have a part after #.")
    if not settings.WEBHOOK_PRIVATE and _is_private(parts.hostname):
        return _("This address lies in a private network. COACHHUB_WEBHOOK_PRIVATE=1 would allow it.")
    return ""


def post(address: str, *, body: bytes, headers: dict[str, str], limit_s: float = READ_LIMIT_S) -> Answer:
    """Raises NotSent."""
    fault = fault_of_address(address)
    if fault:
        raise NotSent(fault, is_refused=True)
    try:
        with (
            _session(limit_s) as session,
            session.post(address, data=body, headers=headers, stream=True) as answer,
        ):
            return Answer(answer.status_code, _beginning_of(answer))
    except InvalidIPAddress:
        reason = _("The name leads into a private network. COACHHUB_WEBHOOK_PRIVATE=1 would allow it.")
        raise NotSent(reason) from None
    except requests.exceptions.SSLError:
        raise NotSent(_("The certificate is not to be trusted, or TLS failed.")) from None
    except requests.exceptions.Timeout:
        raise NotSent(_("There was no answer in time.")) from None
    except requests.exceptions.InvalidURL:
        raise NotSent(_("This is no address."), is_refused=True) from None
    except (requests.exceptions.RequestException, OSError, UnicodeError):
        raise NotSent(_("The address could not be reached, or broke off.")) from None


def _session(limit_s: float) -> HTTPSession:
    is_filtered = not settings.WEBHOOK_PRIVATE
    session = HTTPSession(
        Config(
            ip_filter_enable=is_filtered,
            ip_filter_allow_loopback_ips=False,
            never_redirect=True,
            default_timeout=(CONNECT_LIMIT_S, limit_s),
            user_agent_override=USER_AGENT,
        )
    )
    session.trust_env = False
    if is_filtered:
        session.mount("https://", _PublicAlone(is_https_proto=True))
    return session


class _PublicAlone(IPFilterAdapter):  # type: ignore[misc]  # the library says no types
    """Also without what the library lets pass: site-local addresses, and IPv4 within the reserved ::/8."""

    def build_connection_pool_key_attributes(self, *args: Any, **kwargs: Any) -> Any:
        host, pool = super().build_connection_pool_key_attributes(*args, **kwargs)
        if _is_private(host["host"].strip("[]")):
            raise InvalidIPAddress(host["host"])
        return host, pool


def _beginning_of(answer: requests.Response) -> str:
    """Without signs that a database or a page cannot show. Where it breaks off here, there is a status all the same."""
    try:
        beginning = next(answer.iter_content(EXCERPT_CHARS), b"")
    except requests.exceptions.RequestException:
        beginning = b""
    text = beginning.decode("utf-8", errors="replace")
    return "".join(sign if sign.isprintable() or sign == "\n" else " " for sign in text)[:EXCERPT_CHARS]


def _is_private(host: str) -> bool:
    """Of an address in figures; a name is looked up when something is sent."""
    try:
        found = ipaddress.ip_address(host)
    except ValueError:
        return host.lower() == "localhost" or host.lower().endswith(".localhost")
    plain = getattr(found, "ipv4_mapped", None) or found
    is_ours_alone = plain.is_multicast or plain.is_reserved or not plain.is_global
    return is_ours_alone or any(getattr(plain, kind, None) for kind in ("is_site_local", "sixtofour", "teredo"))
