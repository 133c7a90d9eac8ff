"""Where nothing may go: what is typed in, what a name leads to, and what it leads to a moment later."""

import socket
import threading
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from pytest_django import Settings

from feedback import outgoing
from feedback.outgoing import NotSent, fault_of_address, post
from feedback.services.webhooks import save_webhook
from tests.feedback.webhooks.receiver import Receiver

NAME = "hook.example.org"
PRIVATE = [
    "127.0.0.1", "127.8.8.8", "10.0.0.5", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
    "255.255.255.255", "224.0.0.1", "240.0.0.1", "198.18.0.1", "192.0.2.1", "::1", "::", "fe80::1", "fc00::1",
    "fec0::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.5", "::ffff:169.254.169.254", "::127.0.0.1",
    "64:ff9b::7f00:1", "2002:7f00:1::", "2001:db8::1",
]  # fmt: skip
HTTPS = "Give an address that begins with https://"
IS_PRIVATE = "This address lies in a private network. COACHHUB_WEBHOOK_PRIVATE=1 would allow it."
PUBLIC = "93.184.215.14"


def answers(address: str, port: Any) -> list[Any]:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    where = (address, port, 0, 0) if ":" in address else (address, port)
    return [(family, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", where)]


@pytest.mark.parametrize("address", PRIVATE)
def test_nothing_goes_to_a_private_address_typed_in_or_behind_a_name(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    host = f"[{address}]" if ":" in address else address
    assert fault_of_address(f"https://{host}:8443/") == IS_PRIVATE
    monkeypatch.setattr(socket, "getaddrinfo", lambda _host, port, *_a, **_k: answers(address, port))
    connected: list[object] = []
    monkeypatch.setattr(socket.socket, "connect", lambda _socket, where: connected.append(where))
    with pytest.raises(NotSent, match=r"The name leads into a private network\."):
        post(f"https://{NAME}/", body=b"{}", headers={})
    assert connected == []


@pytest.mark.parametrize(
    ("address", "fault"),
    [
        ("http://hook.example.org/", HTTPS + ": what is sent must be private on its way."),
        ("ftp://hook.example.org/", HTTPS + "."),
        ("https:///path", HTTPS + "."),
        ("https://a:b@c.org/", "An address cannot hold a name and password: each delivery is signed instead."),
        ("https://hook.example.org/#part", "An address cannot have a part after #."),
        ("https://hook.example.org:99999/", "This is no address."),
        ("https://[::1/", "This is no address."),
        ("https://LocalHost/", IS_PRIVATE),
        ("https://hook.example.org:8443/a?b=c", ""),
        (f"https://{PUBLIC}/", ""),
    ],
)  # fmt: skip
def test_address_is_refused_with_one_sentence(address: str, fault: str) -> None:
    assert fault_of_address(address) == fault


@pytest.mark.django_db
def test_a_webhook_is_not_saved_with_an_address_that_nothing_goes_to() -> None:
    with pytest.raises(ValidationError, match="private network"):
        save_webhook(name="Metadata", address="https://169.254.169.254/latest", events=["check.finished"], cohort=None)


def test_the_name_is_asked_once_and_the_connection_goes_where_its_answer_led(monkeypatch: pytest.MonkeyPatch) -> None:
    """The name leads to a public address first and to this machine ever after; the public address is a server here."""
    seen: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def take_one() -> None:
            connection, _peer = server.accept()
            with connection:
                seen.append(connection.recv(4096))

        thread = threading.Thread(target=take_one)
        thread.start()
        asked: list[str] = []

        def resolve(host: str, port: Any, *_args: Any, **_kwargs: Any) -> list[Any]:
            asked.append(host)
            if host == NAME:
                return answers(PUBLIC if asked.count(NAME) == 1 else "127.0.0.1", port)
            return answers("127.0.0.1", server.getsockname()[1])

        monkeypatch.setattr(socket, "getaddrinfo", resolve)
        with pytest.raises(NotSent):
            post(f"https://{NAME}/", body=b"{}", headers={})
        thread.join()
    assert asked == [NAME, PUBLIC]
    assert NAME.encode() in seen[0]  # the name that TLS asks for, in the first words of the connection


def test_the_proxy_of_the_environment_is_not_asked(
    monkeypatch: pytest.MonkeyPatch, settings: Settings, receiver: Receiver
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    receiver.answers = [(200, {}, b"ok")]
    assert post(receiver.address, body=b"{}", headers={}) == outgoing.Answer(200, "ok")
    assert receiver.received[0].headers["Host"] == receiver.address.split("/")[2]


def test_an_answer_that_does_not_come_is_not_waited_for(settings: Settings) -> None:
    settings.WEBHOOK_PRIVATE = True
    with socket.create_server(("127.0.0.1", 0)) as server, pytest.raises(NotSent, match="no answer in time"):
        post(f"http://127.0.0.1:{server.getsockname()[1]}/", body=b"{}", headers={}, limit_s=0.05)


def test_an_answer_without_end_is_read_no_further_than_it_is_shown(receiver: Receiver) -> None:
    receiver.answers = [(200, {"Content-Length": str(10**9)}, b"y" * 100_000)]
    assert post(receiver.address, body=b"{}", headers={}) == outgoing.Answer(200, "y" * 500)


@pytest.mark.django_db
def test_a_name_of_ones_own_network_is_an_address_where_it_is_allowed(settings: Settings) -> None:
    settings.WEBHOOK_PRIVATE = True
    assert save_webhook(name="CRM", address="http://receiver:9000/x", events=["version.submitted"], cohort=None).pk
