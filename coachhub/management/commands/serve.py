"""The web process of a deployment, with the settings of `coachhub/env.py` as everywhere."""

import os
from typing import Any

from django.core.management.base import BaseCommand

from coachhub import processes


class Command(BaseCommand):
    help = "Becomes the web server (granian), on COACHHUB_HOST and PORT."
    requires_system_checks: list[str] = []

    def handle(self, *_args: Any, **_options: Any) -> None:
        command = processes.web_command()
        os.execv(command[0], command)  # noqa: S606  # the process that the orchestrator started is the server itself
