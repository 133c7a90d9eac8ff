from celery import shared_task

from coachhub.health import note_beat


@shared_task(name="coachhub.beat", time_limit=10)
def beat() -> None:
    """Sent by beat every ten seconds; that a worker runs it shows that all three are there."""
    note_beat()
