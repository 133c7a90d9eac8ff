"""The Celery application; its settings are Django's that begin with CELERY_."""

from celery import Celery

app = Celery("coachhub")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
