"""The Celery application; its settings are Django's that begin with CELERY_."""

import logging
import warnings
from typing import Any

from celery import Celery
from celery.exceptions import SecurityWarning
from celery.signals import beat_init
from kombu.exceptions import OperationalError

from coachhub import env

logger = logging.getLogger(__name__)

# Messages are JSON, which carries no code: a worker of root's or of a nameless user's runs only our tasks.
warnings.filterwarnings("ignore", category=SecurityWarning)
env.use_settings_in_celery()
app = Celery("coachhub")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@beat_init.connect
def send_first_beat(**_kwargs: Any) -> None:
    """The schedule's first tick comes after a whole interval; so long nobody would know that all is well."""
    try:
        app.send_task("coachhub.beat", retry=False, expires=30)
    except (OperationalError, OSError):
        logger.warning("the broker is away; the first beat will be the next one")
