"""For health checks of containers that answer no HTTP."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from coachhub import health


class Command(BaseCommand):
    help = "Succeeds when a beat has gone through broker and worker within the last minute."
    requires_system_checks: list[str] = []

    def handle(self, *_args: Any, **_options: Any) -> None:
        has_broker, age_s = health.beat_age_s()
        if not has_broker:
            raise CommandError("The broker is away.")
        if age_s is None or age_s > health.BEAT_LATE_S:
            raise CommandError("No beat for more than a minute." if age_s else "No beat yet.")
