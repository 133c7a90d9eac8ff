"""The first admin of a deployment, from the environment; `runall` does the same by itself."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from coachhub import first_start
from cohorts.models import User


class Command(BaseCommand):
    help = "Makes the first admin from COACHHUB_ADMIN_EMAIL and COACHHUB_ADMIN_PASSWORD if there is nobody yet."

    def handle(self, *_args: Any, **_options: Any) -> None:
        if User.objects.exists():
            return
        if not settings.FIRST_ADMIN_EMAIL:
            self.stdout.write("Nobody can sign in yet: `python manage.py createsuperuser` makes the first admin.")
            return
        first_start.make_first_admin(self.stdout.write)
