"""The outbox has grown: whoever writes a delivery need not know how it is sent."""

from django.dispatch import Signal

deliveries_written = Signal()
"""Sent inside the writing transaction, with `ids` of the deliveries."""
