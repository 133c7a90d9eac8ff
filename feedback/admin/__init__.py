"""What admins keep about feedback, and the cohorts and introductions with what can be done about their checks."""

from feedback.admin import answers, cohorts, digests, rubrics, runs

__all__ = ["answers", "cohorts", "digests", "rubrics", "runs"]
