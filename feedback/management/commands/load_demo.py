"""`manage.py load_demo`: three cohorts with eight weeks of work in them, for an empty database."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cohorts.exceptions import Refused
from feedback.demo import load_demo


class Command(BaseCommand):
    help = "Load the demo into an empty database: three cohorts, four coaches, an admin, and what they wrote."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--scale", type=float, default=1.0, help="share of the candidates to make (default 1)")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            load_demo(scale=options["scale"], say=self.stdout.write)
        except Refused as refused:
            raise CommandError(str(refused)) from None
