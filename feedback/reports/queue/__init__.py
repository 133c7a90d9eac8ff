"""What waits for a coach: filtered, in an order that the database computes and each row explains in words."""

from feedback.reports.queue.filters import ALL, MINE, NOBODY, QueueFilters, QueueState, is_asked_for
from feedback.reports.queue.home import Away, BegunReview, CoachHome, CohortLine, OpenRound, away_now, coach_home
from feedback.reports.queue.order import INTERVIEW_SOON_DAYS, Place, Weights, weights_of
from feedback.reports.queue.pages import QueuePage, next_waiting, queue_page, view_counts
from feedback.reports.queue.rows import QueueRow, newest_run
from feedback.reports.queue.words import age_words, ordinal_version, weight_words

__all__ = [
    "ALL",
    "INTERVIEW_SOON_DAYS",
    "MINE",
    "NOBODY",
    "Away",
    "BegunReview",
    "CoachHome",
    "CohortLine",
    "OpenRound",
    "Place",
    "QueueFilters",
    "QueuePage",
    "QueueRow",
    "QueueState",
    "Weights",
    "age_words",
    "away_now",
    "coach_home",
    "is_asked_for",
    "newest_run",
    "next_waiting",
    "ordinal_version",
    "queue_page",
    "view_counts",
    "weight_words",
    "weights_of",
]
