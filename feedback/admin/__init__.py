"""What admins keep about feedback, and the cohorts and introductions with what can be done about their checks."""

from feedback.admin import answers, calibration, cohorts, digests, leases, rubrics, runs, silencings, webhooks

__all__ = ["answers", "calibration", "cohorts", "digests", "leases", "rubrics", "runs", "silencings", "webhooks"]
