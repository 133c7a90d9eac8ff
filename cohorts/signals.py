"""The one custom signal: `feedback` listens, so that `cohorts` need not know it."""

from django.dispatch import Signal

draft_submitted = Signal()
"""Sent inside the submitting transaction, with `version`: the new DraftVersion."""
