"""The checks, in the order in which their findings are shown."""

from feedback.pitch.checks.check import Check

CHECKS: tuple[Check, ...] = ()
